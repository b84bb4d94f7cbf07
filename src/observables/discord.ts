/** Quantum discord with projective measurements of one qubit, minimised over all directions. */
import { wrongValue } from "../errors.ts";
import { eigvalsh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { cos, PI, sin } from "../numerics/scalar.ts";
import { entropy, mutualInformation, shannonEntropy, shannonTerm } from "./entropy.ts";
import { type AnyState, asView, split } from "./view.ts";

/** What one measurement direction leaves behind, and where it points. */
interface Direction {
  readonly theta: number;
  readonly phi: number;
  readonly value: number;
}

/** Directions of the first, coarse search over the half sphere. */
const COARSE = 16;
/** The refinement stops at this angle, below which the quadratic minimum no longer moves the value. */
const FINEST = 1e-9;

/**
 * The quantum discord D(rest | measured) = S(M) − S(all) + min_n Σ± p± S(rest | ±n) in nats, for projective measurements
 * ±n of the qubit named `measured` and any rest; the minimum is over all directions n on the sphere.
 *
 * A grid over the half sphere, then pattern search from its three best points; deterministic.
 * Throws when the measured factor has not two levels. Source: Ollivier and Zurek, PRL 88, 017901 (2001).
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * discord(bell, "b") / Math.LN2; // 1
 */
export function discord(state: AnyState, measured: string): number {
  const view = asView(state);
  const factor = view.space.factors[view.space.position(measured)];
  if (factor.dimension !== 2) throw wrongValue("measured", "name a qubit", measured, "", `"${measured}" has ${factor.dimension} levels`);
  const conditional = leastConditionalEntropy(conditionalParts(state, measured));
  return Math.max(0, entropy(view.reduced([measured])) - entropy(view) + conditional);
}

/**
 * The classical correlations I − D in nats of the same measurement.
 *
 * @example
 * const bell = ket(tensor(qubit("a"), qubit("b")), [1, 0, 0, 1], { normalise: true });
 * classicalCorrelations(bell, "b") / Math.LN2; // 1
 */
export function classicalCorrelations(state: AnyState, measured: string): number {
  return Math.max(0, mutualInformation(state, [measured]) - discord(state, measured));
}

/** The operators ρ_ab = ⟨a|ρ|b⟩ on the rest, for the measured qubit's basis states a, b. */
type Parts = readonly [Matrix, Matrix, Matrix];

function conditionalParts(state: AnyState, measured: string): Parts {
  const view = asView(state);
  const { part, rest, other } = split(view.space, [measured]);
  const others = other.length;
  const parts: Parts = [zeros(others), zeros(others), zeros(others)];
  view.forEach((i, j, re, im) => {
    if (part[i] > part[j]) return;
    const { data } = parts[part[i] + part[j]];
    data[2 * (rest[i] * others + rest[j])] += re;
    data[2 * (rest[i] * others + rest[j]) + 1] += im;
  });
  return parts;
}

function leastConditionalEntropy(parts: Parts): number {
  const at = (theta: number, phi: number): Direction => ({ theta, phi, value: conditionalEntropy(parts, theta, phi) });
  const grid: Direction[] = [];
  for (let k = 0; k <= COARSE; k++) {
    // Opposite directions are the same measurement: θ ≤ π/2 with all φ.
    const theta = (k * PI) / (2 * COARSE);
    const count = k === 0 ? 1 : 2 * COARSE;
    for (let m = 0; m < count; m++) grid.push(at(theta, (2 * PI * m) / count));
  }
  grid.sort((a, b) => a.value - b.value);
  return grid.slice(0, 3).reduce((least, start) => Math.min(least, refine(at, start).value), Number.POSITIVE_INFINITY);
}

/** Pattern search: walk to a better neighbour, or halve the step. */
function refine(at: (theta: number, phi: number) => Direction, start: Direction): Direction {
  let best = start;
  for (let step = PI / (2 * COARSE); step > FINEST; ) {
    const neighbours = [
      at(best.theta + step, best.phi),
      at(best.theta - step, best.phi),
      at(best.theta, best.phi + step),
      at(best.theta, best.phi - step),
    ];
    const next = neighbours.reduce((a, b) => (b.value < a.value ? b : a));
    if (next.value < best.value) best = next;
    else step /= 2;
  }
  return best;
}

/** Σ± p± S(rest | ±n) for n at polar angles (θ, φ): the unnormalised states are ½[ρ_M ± (n·σ part)]. */
function conditionalEntropy(parts: Parts, theta: number, phi: number): number {
  const c = cos(theta / 2);
  const s = sin(theta / 2);
  const [x, y] = [cos(phi), sin(phi)];
  return outcome(parts, c, s * x, s * y) + outcome(parts, s, -c * x, -c * y);
}

/** p S for the outcome |n⟩ = u|0⟩ + (v + iw)|1⟩: Σ_ab n_a* ρ_ab n_b has trace p, and p S = −Σ λ ln λ + p ln p. */
function outcome([ee, eg, gg]: Parts, u: number, v: number, w: number): number {
  const n = ee.rows;
  const left = zeros(n);
  let p = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const k = 2 * (i * n + j);
      const t = 2 * (j * n + i);
      // cross = u(v + iw) ρ_eg, plus its adjoint
      const [a, b] = [u * (v * eg.data[k] - w * eg.data[k + 1]), u * (v * eg.data[k + 1] + w * eg.data[k])];
      const [d, e] = [u * (v * eg.data[t] - w * eg.data[t + 1]), u * (v * eg.data[t + 1] + w * eg.data[t])];
      left.data[k] = u * u * ee.data[k] + (v * v + w * w) * gg.data[k] + a + d;
      left.data[k + 1] = i === j ? 0 : u * u * ee.data[k + 1] + (v * v + w * w) * gg.data[k + 1] + b - e;
    }
    p += left.data[2 * i * (n + 1)];
  }
  return shannonEntropy(n === 2 ? twoEigenvalues(left) : eigvalsh(left)) - shannonTerm(p);
}

/** Eigenvalues of a 2 × 2 Hermitian matrix, the smaller one without cancellation. */
function twoEigenvalues({ data }: Matrix): [number, number] {
  const [a, d] = [data[0], data[6]];
  const square = data[2] * data[2] + data[3] * data[3];
  const high = (a + d + Math.sqrt((a - d) * (a - d) + 4 * square)) / 2;
  return [high > 0 ? (a * d - square) / high : 0, high];
}
