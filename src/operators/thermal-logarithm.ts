/**
 * Logarithms of Gibbs states in closed form, ln η = −β(H − E₀) − ln Z: populations below the rounding of the largest one, which a matrix
 * of numbers cannot hold beside it, keep their logarithm.
 */
import { log } from "../numerics/scalar.ts";
import { identity, minus, scale } from "./algebra.ts";
import type { Operator } from "./operator.ts";

/** What a Gibbs state was made from. */
export interface GibbsOrigin {
  readonly H: Operator;
  /** Finite. */
  readonly beta: number;
  /** The lowest energy, and Z = Σ e^{−β(E − ground)}. */
  readonly ground: number;
  readonly Z: number;
}

const origins = new WeakMap<Operator, GibbsOrigin>();

/** Note that a state is a Gibbs state. */
export function noteGibbs(state: Operator, origin: GibbsOrigin): Operator {
  origins.set(state, origin);
  return state;
}

/** Note of an operator that has the entries of another state what is noted of that. */
export function noteSameGibbs(state: Operator, as: Operator): Operator {
  const origin = origins.get(as);
  if (origin) origins.set(state, origin);
  return state;
}

/** ln η of a state that was made as a Gibbs state at a finite β; null for any other. */
export function gibbsLogarithm(state: Operator): Operator | null {
  const origin = origins.get(state);
  if (!origin) return null;
  const { H, beta, ground, Z } = origin;
  return minus(scale(H, -beta), scale(identity(state.space), log(Z) - beta * ground));
}

/**
 * β of a diagonal state whose populations are those of a Gibbs state of a diagonal H, to 1e-9 of βE; null for any other.
 * A state that came as a list of numbers is recognised like this.
 */
export function gibbsBeta(state: Operator, H: Operator): number | null {
  const n = state.dimension;
  if (n < 2 || !isDiagonal(state) || !isDiagonal(H)) return null;
  const [p, E] = [state, H].map((A) => Array.from({ length: n }, (_, i) => A.at(i, i)[0]));
  if (p.some((x) => !(x > 0))) return null;
  const lowest = E.reduce((best, x, i) => (x < E[best] ? i : best), 0);
  const highest = E.reduce((best, x, i) => (x > E[best] ? i : best), 0);
  if (E[highest] === E[lowest]) return null;
  const beta = log(p[lowest] / p[highest]) / (E[highest] - E[lowest]);
  const scaleOf = Math.max(1, Math.abs(beta) * (E[highest] - E[lowest]));
  const fits = p.every((x, i) => Math.abs(log(p[lowest] / x) - beta * (E[i] - E[lowest])) <= 1e-9 * scaleOf);
  return fits ? beta : null;
}

function isDiagonal(A: Operator): boolean {
  let diagonal = true;
  A.forEach((i, j, re, im) => {
    if (i !== j && (re !== 0 || im !== 0)) diagonal = false;
  });
  return diagonal;
}
