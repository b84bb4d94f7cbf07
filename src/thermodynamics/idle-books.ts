/**
 * What the system exchanges between collisions, where a master equation acts for a time d after each of them:
 *
 *   ΔU = Tr[(e^{L†d} − 1)(H_S) ρ],   Q_b = ∫₀^d Tr[H_S D_b(e^{Ls}ρ)] ds,   W = ΔU − Σ_b Q_b
 *
 * All of it is linear in the state after the collision, so it is an operator on the system, integrated exactly by the series of e^{L†s}.
 */
import type { Generator } from "../dynamics/generator.ts";
import { adjointDissipator, adjointGenerator } from "../dynamics/lower.ts";
import { minus, plus, scale, zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";

/** Operators whose expectation values, in the state after a collision, are what is exchanged until the next one. */
export interface IdleBooks {
  readonly dU: Operator;
  /** Heat of all baths, and what is left for the Hamiltonian that acts there. */
  readonly Q: Operator;
  readonly W: Operator;
  readonly heat: Readonly<Record<string, Operator>>;
}

const made = new WeakMap<Generator, { HS: Operator; duration: number; books: IdleBooks }>();

/** The books of an idle evolution; those of the same generator are made once. */
export function idleBooks({ generator, duration }: { readonly generator: Generator; readonly duration: number }, HS: Operator): IdleBooks {
  const known = made.get(generator);
  if (known && known.HS === HS && known.duration === duration) return known.books;
  const names = [...new Set(generator.dissipators.map(({ bath }) => bath))];
  const heat = Object.fromEntries(names.map((bath) => [bath, integrated(generator, adjointDissipator(generator, bath, HS), duration)]));
  const dU = integrated(generator, adjointGenerator(generator, HS), duration);
  const none = zero(generator.system);
  const Q = names.length === 0 ? none : plus(...Object.values(heat));
  const books = { dU, Q, W: minus(dU, Q), heat };
  made.set(generator, { HS, duration, books });
  return books;
}

/** Size of L·δ up to which the series is summed. */
const PIECE = 0.5;
/** Terms of the series: 0.5²⁴/24! is far below rounding. */
const TERMS = 24;

/** ∫₀^d e^{L†s}(X) ds, piece by piece. */
function integrated(generator: Generator, X: Operator, duration: number): Operator {
  if (duration === 0 || largest(X) === 0) return scale(X, 0);
  const pieces = Math.max(1, Math.ceil((speedOf(generator) * duration) / PIECE));
  const step = duration / pieces;
  let sum: Operator | null = null;
  let current = X;
  for (let k = 0; k < pieces; k++) {
    // S = ∫₀^δ e^{L†s}(Y) ds, and e^{L†δ}(Y) = Y + L†(S).
    const part = series(generator, current, step);
    sum = sum ? plus(sum, part) : part;
    if (k + 1 < pieces) current = plus(current, adjointGenerator(generator, part));
  }
  return sum as Operator;
}

function series(generator: Generator, X: Operator, step: number): Operator {
  let term = scale(X, step);
  let sum = term;
  for (let k = 2; k <= TERMS && largest(term) > 0; k++) {
    term = scale(adjointGenerator(generator, term), step / k);
    sum = plus(sum, term);
  }
  return sum;
}

/** A bound of the rate at which L† changes operators: twice the row sums of H and of the jumps' products. */
function speedOf({ hamiltonian, dissipators }: Generator): number {
  const size = (value: unknown) => Math.abs(value as number);
  const energy = hamiltonian.reduce((total, { operator, coefficient }) => total + size(coefficient) * rowSum(operator), 0);
  const loss = dissipators.reduce((total, { left, right, rate }) => total + size(rate) * rowSum(left) * rowSum(right), 0);
  return 2 * (energy + loss);
}

function rowSum(A: Operator): number {
  const rows = new Float64Array(A.dimension);
  A.forEach((i, _j, re, im) => {
    rows[i] += Math.sqrt(re * re + im * im);
  });
  return rows.reduce((most, sum) => Math.max(most, sum), 0);
}

function largest(A: Operator): number {
  return A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
