import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { exp, log } from "../numerics/scalar.ts";
import { oneOf } from "../options.ts";
import { levels, requireSpace, type Space, spin } from "../spaces/space.ts";
import { Operator } from "./operator.ts";

/**
 * The total-spin ladders of N two-level systems. Their state space is ⊕_J (spin J) ⊗ (multiplicity space of J), and
 * whatever treats all alike acts on the spins alone. A permutation-symmetric state is ⊕_J R_J ⊗ 1/d_J; here it is
 * stored as ⊕_J R_J, one copy of each ladder, with Tr R_J the weight of J:
 *
 *   | J = N/2: k = N … 0 | J = N/2 − 1: k = N−1 … 1 | …        k: number of excitations, M = k − N/2
 */
export interface Ladder {
  readonly J: number;
  /** Index of its top state |J, J⟩. */
  readonly offset: number;
  /** 2J + 1. */
  readonly dimension: number;
  /** d_J = C(N, N/2 − J) − C(N, N/2 − J − 1): how often it occurs among N spins ½. */
  readonly multiplicity: number;
}

/** Below this, numbers made of a few roundings round to the right integer. */
const EXACT = 1125899906842624;

/** C(n, k) as a number: exact up to 2⁵³, to rounding beyond. */
export function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let value = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) value = (value * (n - Math.min(k, n - k) + i)) / i;
  return value < EXACT ? Math.round(value) : value;
}

/** ln C(n, k), for numbers beyond 2¹⁰²⁴. */
export function logBinomial(n: number, k: number): number {
  let sum = 0;
  const few = Math.min(k, n - k);
  for (let i = 1; i <= few; i++) sum += log((n - few + i) / i);
  return sum;
}

/** All ladders of N two-level systems, J = N/2 first; or the symmetric one alone. */
export function spinLadders(N: number, which: "all" | "symmetric" = "all"): readonly Ladder[] {
  integer("N", N, 1, 100_000);
  oneOf("all", "symmetric")("which", which);
  const ladders: Ladder[] = [];
  let offset = 0;
  for (let j = 0; 2 * j <= N && (which === "all" || j === 0); j++) {
    const dimension = N - 2 * j + 1;
    // C(N, j) (N − 2j + 1)/(N − j + 1): the difference of binomials without the subtraction.
    const multiplicity = (binomial(N, j) * dimension) / (N - j + 1);
    ladders.push({ J: N / 2 - j, offset, dimension, multiplicity: multiplicity < EXACT ? Math.round(multiplicity) : multiplicity });
    offset += dimension;
  }
  return ladders;
}

function requireLadders(ladders: unknown): void {
  if (!Array.isArray(ladders) || ladders.length === 0) throw wrongKind("ladders", "be a list of ladders", ladders, "Use `spinLadders`.");
  Array.from(ladders).forEach((ladder, k) => {
    const { J, offset, dimension } = (ladder ?? {}) as Partial<Ladder>;
    integer(`2·ladders[${k}].J`, 2 * finite(`ladders[${k}].J`, J), 0);
    integer(`ladders[${k}].offset`, offset, 0);
    integer(`ladders[${k}].dimension`, dimension, 1);
  });
}

/** The space of one copy of each ladder. */
export function ladderSpace(ladders: readonly Ladder[], label = "atoms"): Space {
  requireLadders(ladders);
  if (ladders.length === 1) return spin(ladders[0].J, label);
  return levels(
    ladders.reduce((sum, { dimension }) => sum + dimension, 0),
    label,
  );
}

/** Excitations k = N/2 + M of each state of the ladders. */
export function excitationsOf(N: number, ladders: readonly Ladder[]): Int32Array {
  const list: number[] = [];
  for (const { J, dimension } of ladders) for (let i = 0; i < dimension; i++) list.push(N / 2 + J - i);
  return Int32Array.from(list);
}

/** J₋ on all ladders: ⟨J, M−1|J₋|J, M⟩ = √((J + M)(J − M + 1)); the same as Σ_i σ_i⁻ on permutation-symmetric states. */
export function collectiveLowering(space: Space, ladders: readonly Ladder[]): Operator {
  requireLadders(ladders);
  const last = ladders[ladders.length - 1];
  if (requireSpace(space).dimension !== last.offset + last.dimension)
    throw wrongValue("space", "hold one copy of each ladder", null, "", `it is ${space}`);
  const entries: [number, number, number][] = [];
  for (const { offset, dimension } of ladders) {
    for (let i = 0; i + 1 < dimension; i++) entries.push([offset + i + 1, offset + i, Math.sqrt((dimension - 1 - i) * (i + 1))]);
  }
  return Operator.fromEntries(space, entries);
}

/**
 * The product state ρ₁^{⊗N} of N equal two-level states on the ladders:
 *
 *   R_J = d_J (det ρ₁)^{N/2−J} Sym^{2J}(ρ₁)
 *
 * `rho` is [p_e, Re ρ_eg, Im ρ_eg]. For a pure state only J = N/2 is left. Entries that the formula makes zero for
 * every weight (no coherence) are not stored.
 * Source: the Schur–Weyl decomposition of ρ^{⊗N}.
 */
export function productOnLadders(space: Space, N: number, ladders: readonly Ladder[], rho: readonly [number, number, number]): Operator {
  const [pe, re, im] = rho;
  const size = Math.sqrt(re * re + im * im);
  const determinant = Math.max(0, pe * (1 - pe) - size * size);
  const entries: [number, number, number, number][] = [];
  for (const { J, offset, dimension, multiplicity } of ladders) {
    const m = dimension - 1;
    const weight = Number.isFinite(multiplicity)
      ? multiplicity * power(determinant, N / 2 - J)
      : exp(logBinomial(N, N / 2 - J) + log(dimension / (N / 2 + J + 1)) + (N / 2 - J) * log(determinant));
    for (let a = 0; a <= m; a++) {
      for (let b = 0; b <= m; b++) {
        if (size === 0 && a !== b) continue;
        // rows run from k = m excitations down; ρ_eg carries the phase e^{iφ (k − k')}
        const [k, kk] = [m - a, m - b];
        const value = weight * symmetricElement(m, k, kk, pe, size);
        const [c, s] = phasePower(size === 0 ? 1 : re / size, size === 0 ? 0 : im / size, k - kk);
        entries.push([offset + a, offset + b, value * c, value * s]);
      }
    }
  }
  return Operator.fromEntries(space, entries);
}

/** ⟨k|A^{⊗m}|k'⟩ between symmetric states for A = ((p, s), (s, 1 − p)) ≥ 0: a sum of positive terms. */
function symmetricElement(m: number, k: number, kk: number, p: number, s: number): number {
  let sum = 0;
  for (let a = Math.max(0, k + kk - m); a <= Math.min(k, kk); a++) {
    const powers = power(p, a) * power(s, k + kk - 2 * a) * power(1 - p, m - k - kk + a);
    // A binomial beyond the range of numbers times a power that is 0 is 0.
    if (powers !== 0) sum += binomial(k, a) * binomial(m - k, kk - a) * powers;
  }
  return k === kk ? sum : sum * Math.sqrt(binomial(m, k) / binomial(m, kk));
}

/** x^n for an integer n ≥ 0 by squaring. */
function power(x: number, n: number): number {
  let value = 1;
  let square = x;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) value *= square;
    square *= square;
  }
  return value;
}

/** (c + i s)^n for a phase and any integer n. */
function phasePower(c: number, s: number, n: number): readonly [number, number] {
  let [x, y] = [1, 0];
  for (let i = 0; i < Math.abs(n); i++) [x, y] = [x * c - y * (n < 0 ? -s : s), y * c + x * (n < 0 ? -s : s)];
  return [x, y];
}
