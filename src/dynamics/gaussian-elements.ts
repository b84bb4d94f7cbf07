/** Matrix elements of the displacement and of squeeze operators of modes without a cut, on the levels below one. */
import { forEachLaguerre, halfLogFactorials } from "../numerics/orthogonal-functions.ts";
import { cos, cosh, hypot, sin, tanh } from "../numerics/scalar.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";

type Entry = [number, number, number, number];

/** ⟨m|D(α)|n⟩ = √(n!/m!) α^{m−n} e^{−|α|²/2} L_n^{m−n}(|α|²) for m ≥ n, and D(α)† = D(−α). */
export function displacementElements(space: Space, re: number, im: number): Operator {
  const d = space.dimension;
  const size = hypot(re, im);
  const phases = powersOf(size === 0 ? [1, 0] : [re / size, im / size], d);
  const halves = halfLogFactorials(d);
  const entries: Entry[] = [];
  for (let k = 0; k < d; k++) {
    const [c, s] = phases[k];
    forEachLaguerre(k, re * re + im * im, halves[k], d - k, (n, value) => {
      entries.push([n + k, n, c * value, s * value]);
      if (k > 0) entries.push(k % 2 === 0 ? [n, n + k, c * value, 0 - s * value] : [n, n + k, 0 - c * value, s * value]);
    });
  }
  return Operator.fromEntries(space, entries);
}

/**
 * ⟨m|S|n⟩ of S = exp((ζ* a² − ζ a†²)/2), ζ = r e^{iφ}: from a S + e^{iφ} tanh r · a†S = S a/cosh r,
 *
 *   √m S_mn = √n S_{m−1,n−1}/cosh r − e^{iφ} tanh r √(m−1) S_{m−2,n}
 *
 * Below the diagonal, where no coefficient exceeds 1; S_nm = (−1)^{(m−n)/2} S_mn* above it. The phase is e^{iφ(m−n)/2} throughout.
 */
export function squeezingElements(space: Space, r: number, phi: number): Operator {
  const d = space.dimension;
  const [t, sech] = [tanh(r), 1 / cosh(r)];
  const S = new Float64Array(d * d);
  const at = (m: number, n: number): number => (m >= n ? S[m * d + n] : ((n - m) / 2) % 2 === 0 ? S[n * d + m] : -S[n * d + m]);
  S[0] = Math.sqrt(sech);
  const phases = phasesOf(phi, d);
  const entries: Entry[] = [[0, 0, S[0], 0]];
  for (let m = 1; m < d; m++) {
    for (let n = m % 2; n <= m; n += 2) {
      const up = n === 0 ? 0 : sech * Math.sqrt(n / m) * at(m - 1, n - 1);
      S[m * d + n] = m === 1 ? up : up - t * Math.sqrt((m - 1) / m) * at(m - 2, n);
      addPair(entries, m, n, S[m * d + n], phases[(m - n) / 2], ((m - n) / 2) % 2);
    }
  }
  return Operator.fromEntries(space, entries);
}

/**
 * ⟨m₁m₂|S|n₁n₂⟩ of S = exp(ζ* ab − ζ a†b†), which keeps n₁ − n₂: from a S + e^{iφ} tanh r · b†S = S a/cosh r,
 *
 *   √m₁ S_mn = √n₁ S_{(m₁−1,m₂),(n₁−1,n₂)}/cosh r − e^{iφ} tanh r √m₂ S_{(m₁−1,m₂−1),n}
 *
 * and the same with both modes exchanged; the one that divides by the larger of m₁, m₂ has no coefficient above 1.
 */
export function twoModeSqueezingElements(space: Space, r: number, phi: number): Operator {
  const [d1, d2] = space.factors.map(({ dimension }) => dimension);
  const [t, sech] = [tanh(r), 1 / cosh(r)];
  const S = new Map<number, number>();
  const D = space.dimension;
  const at = (m1: number, m2: number, n1: number, n2: number): number => {
    if (m1 < 0 || m2 < 0 || n1 < 0 || n2 < 0) return 0;
    const sign = m1 < n1 && (n1 - m1) % 2 === 1 ? -1 : 1;
    const [m, n] = [m1 * d2 + m2, n1 * d2 + n2];
    return sign * (S.get(m1 >= n1 ? m * D + n : n * D + m) as number);
  };
  const phases = phasesOf(phi, Math.max(d1, d2));
  const entries: Entry[] = [];
  for (let m1 = 0; m1 < d1; m1++) {
    for (let m2 = 0; m2 < d2; m2++) {
      for (let k = Math.min(m1, m2); k >= 0; k--) {
        const [n1, n2] = [m1 - k, m2 - k];
        let value = sech;
        if (m1 >= m2 && m1 > 0)
          value = sech * Math.sqrt(n1 / m1) * at(m1 - 1, m2, n1 - 1, n2) - t * Math.sqrt(m2 / m1) * at(m1 - 1, m2 - 1, n1, n2);
        else if (m2 > 0)
          value = sech * Math.sqrt(n2 / m2) * at(m1, m2 - 1, n1, n2 - 1) - t * Math.sqrt(m1 / m2) * at(m1 - 1, m2 - 1, n1, n2);
        const [m, n] = [m1 * d2 + m2, n1 * d2 + n2];
        S.set(m * D + n, value);
        addPair(entries, m, n, value, phases[k], k % 2);
      }
    }
  }
  return Operator.fromEntries(space, entries);
}

/** value·e^{iφk} at (m, n), and its mirror (−1)^k value·e^{−iφk}. */
function addPair(entries: Entry[], m: number, n: number, value: number, [c, s]: readonly [number, number], odd: number): void {
  entries.push([m, n, value * c, value * s]);
  const mirror = odd === 1 ? -value : value;
  if (m !== n) entries.push([n, m, mirror * c, 0 - mirror * s]);
}

/** e^{iφk} for k = 0 … count − 1; exactly 1 at φ = 0. */
function phasesOf(phi: number, count: number): (readonly [number, number])[] {
  return Array.from({ length: count }, (_, k) => (phi === 0 ? [1, 0] : [cos(k * phi), sin(k * phi)]));
}

/** z^k for k = 0 … count − 1, by products, so that powers of ±1 and ±i are exact. */
function powersOf([x, y]: readonly [number, number], count: number): (readonly [number, number])[] {
  const powers: (readonly [number, number])[] = [[1, 0]];
  for (let k = 1; k < count; k++) {
    const [a, b] = powers[k - 1];
    powers.push([a * x - b * y, a * y + b * x]);
  }
  return powers;
}
