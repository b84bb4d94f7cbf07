/** First and second moments of modes, straight from the elements of a state. */
import { wrongValue } from "../errors.ts";
import type { PassiveMoments } from "./gaussian.ts";
import { type AnyState, asView } from "./view.ts";

/** A complex number as [re, im]. */
type Pair = [number, number];

/** ⟨a⟩, ⟨a²⟩, ⟨a†a⟩ of each of two modes and ⟨ab⟩, ⟨a†b⟩ between them. */
export interface TwoModeMoments {
  readonly a: readonly [Pair, Pair];
  readonly aa: readonly [Pair, Pair];
  readonly n: readonly [number, number];
  readonly ab: Pair;
  readonly adagB: Pair;
}

/** Moments of two truncated modes, summed over the elements; throws when a label is missing or no mode. */
function twoModeMoments(state: AnyState, labels: readonly [string, string]): TwoModeMoments {
  const view = asView(state);
  const strides = labels.map((label) => {
    const position = view.space.position(label);
    const { kind, dimension } = view.space.factors[position];
    if (kind !== "fock") throw wrongValue("labels", "name two truncated modes", label, "", `"${label}" is of kind ${kind}`);
    return { stride: view.space.stride(position), dimension };
  });
  if (labels[0] === labels[1]) throw wrongValue("labels", "name two different modes", labels);
  const sums = {
    a: [[0, 0] as Pair, [0, 0] as Pair],
    aa: [[0, 0] as Pair, [0, 0] as Pair],
    n: [0, 0],
    ab: [0, 0] as Pair,
    adagB: [0, 0] as Pair,
  };
  const add = (sum: Pair, weight: number, re: number, im: number) => {
    sum[0] += weight * re;
    sum[1] += weight * im;
  };
  // Tr(ρ O) = Σ ρ_ij O_ji, so that ρ_ij meets ⟨j|O|i⟩: lowering operators connect i to a smaller j.
  view.forEach((i, j, re, im) => {
    const [n1, n2] = strides.map(({ stride, dimension }) => Math.floor(i / stride) % dimension);
    const [m1, m2] = strides.map(({ stride, dimension }) => Math.floor(j / stride) % dimension);
    const d1 = n1 - m1;
    const d2 = n2 - m2;
    if (i - j !== d1 * strides[0].stride + d2 * strides[1].stride) return;
    if (d1 === 0 && d2 === 0) {
      sums.n[0] += n1 * re;
      sums.n[1] += n2 * re;
    } else if (d1 === 1 && d2 === 0) add(sums.a[0], Math.sqrt(n1), re, im);
    else if (d1 === 0 && d2 === 1) add(sums.a[1], Math.sqrt(n2), re, im);
    else if (d1 === 2 && d2 === 0) add(sums.aa[0], Math.sqrt(n1 * (n1 - 1)), re, im);
    else if (d1 === 0 && d2 === 2) add(sums.aa[1], Math.sqrt(n2 * (n2 - 1)), re, im);
    else if (d1 === 1 && d2 === 1) add(sums.ab, Math.sqrt(n1 * n2), re, im);
    else if (d1 === -1 && d2 === 1) add(sums.adagB, Math.sqrt(m1 * n2), re, im);
  });
  return { a: [sums.a[0], sums.a[1]], aa: [sums.aa[0], sums.aa[1]], n: [sums.n[0], sums.n[1]], ab: sums.ab, adagB: sums.adagB };
}

/** n1, n2 and |⟨a†b⟩| of two modes: what the phase-free Gaussian formulas need. */
export function passiveMoments(state: AnyState, labels: readonly [string, string]): PassiveMoments {
  return passiveOf(twoModeMoments(state, labels));
}

/** The same from the moments. */
export function passiveOf({ n, adagB }: TwoModeMoments): PassiveMoments {
  return { n1: n[0], n2: n[1], adag_b: Math.sqrt(adagB[0] * adagB[0] + adagB[1] * adagB[1]) };
}

/**
 * The covariance matrix of two modes, V_jk = ⟨{R_j, R_k}⟩ − 2⟨R_j⟩⟨R_k⟩ with R = (x₁, p₁, x₂, p₂), x = (a + a†)/√2: 16 numbers,
 * row-major, 1 on the diagonal for the vacuum.
 */
export function covarianceMatrix(state: AnyState, labels: readonly [string, string]): Float64Array {
  return covarianceOf(twoModeMoments(state, labels));
}

/** The same from the moments. */
export function covarianceOf({ a, aa, n, ab, adagB }: TwoModeMoments): Float64Array {
  const V = new Float64Array(16);
  const set = (r: number, c: number, value: number) => {
    V[4 * r + c] = value;
    V[4 * c + r] = value;
  };
  for (const k of [0, 1]) {
    const [x, y] = a[k];
    set(2 * k, 2 * k, 2 * n[k] + 1 + 2 * aa[k][0] - 4 * x * x);
    set(2 * k + 1, 2 * k + 1, 2 * n[k] + 1 - 2 * aa[k][0] - 4 * y * y);
    set(2 * k, 2 * k + 1, 2 * aa[k][1] - 4 * x * y);
  }
  const [[x1, y1], [x2, y2]] = a;
  set(0, 2, 2 * (ab[0] + adagB[0]) - 4 * x1 * x2);
  set(1, 3, 2 * (adagB[0] - ab[0]) - 4 * y1 * y2);
  set(0, 3, 2 * (ab[1] + adagB[1]) - 4 * x1 * y2);
  set(1, 2, 2 * (ab[1] - adagB[1]) - 4 * y1 * x2);
  return V;
}
