/**
 * Prices of the ways to step in time. All are estimates from the norm and the size of the matrix; a step of this kind of work is the
 * way from one record to the next.
 */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Coefficient } from "../../dynamics/generator.ts";
import { inside } from "../../dynamics/time-mesh.ts";
import type { Method } from "../../methods/method.ts";
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import { log } from "../../numerics/scalar.ts";
import type { EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";

/** Flops per second of passes over vectors and sparse matrices. */
const RATE = 2.5e9;
/** Evaluations of dρ/dt in a step of Dormand–Prince. */
const STAGES = 7;
/** Exponentials of matrices up to this size cost less than the calls that make them. */
const TINY = 32;

/** The refusal of a method when another one was asked for; null when this one may be taken. */
export function otherAsked({ method }: EvolutionRequest, own: Exclude<Method["kind"], "auto">): Refusal | null {
  return method.kind === "auto" || method.kind === own ? null : { refused: `${method.kind} was asked for` };
}

/** The refusal of exponentials of a generator that depends on time; null when it does not. */
export function changesInTime({ constant }: EvolutionRequest, name: string): Refusal | null {
  if (constant) return null;
  return {
    refused: `${name} is exact only while no coefficient changes, or where all are constant between breakpoints`,
    must: "fit a generator that depends on time",
    remedy: "Use `dormandPrince()`, `radau()`, `magnus()` or `rk4({ dt })`.",
  };
}

/** Largest constant sector whose exponentials are exact to rounding whatever they cost: observables may multiply its smallest coordinates. */
const EXACT = 200;

/** The refusal of steps with a tolerance where exact ones are taken unasked. */
export function takenExactly({ method, constant, onSector, n }: EvolutionRequest): Refusal | null {
  if (method.kind !== "auto" || !constant || !onSector || n > EXACT) return null;
  return { refused: `has a tolerance, and constant sectors of up to ${EXACT} coordinates are stepped exactly` };
}

/** A price from the flops of a whole run. */
export function evolutionPrice({ times }: Pick<EvolutionRequest, "times">, flops: number, bytes: number): Price {
  return { seconds: flops / RATE, flops: flops / Math.max(1, times.length - 1), bytes, about: true };
}

/** Time from the start to the last record. */
export function spanOf({ times }: EvolutionRequest): number {
  return times[times.length - 1];
}

/** Explicit steps that stability or accuracy asks for; without a matrix its norm is not known, and accuracy alone counts. */
export function explicitFlops(request: EvolutionRequest): number {
  const { times, flow, n } = request;
  const M = request.matrix();
  const accurate = 10 * times.length;
  if (!request.constant && request.onSector) return Math.max(piecewiseAction(request) / 3, accurate) * STAGES * (flow.price.flops + 10 * n);
  if (!M) return accurate * STAGES * (flow.price.seconds * RATE + 10 * n);
  return Math.max((norm1(M) * spanOf(request)) / 3, accurate) * STAGES * (2 * M.values.length + 10 * n);
}

/** One dense exponential per distinct Δt, and one product per record. */
export function exponentialFlops(M: SparseReal, times: readonly number[]): number {
  const { n } = M;
  const products = 2 * times.length * n * n;
  if (n <= TINY) return products;
  const span = times[times.length - 1];
  const steps = new Set<number>();
  for (let k = 1; k < times.length; k++) steps.add(Math.round(1e9 * ((times[k] - times[k - 1]) / span)));
  const squarings = Math.max(0, 1.5 * log((norm1(M) * span) / (times.length - 1)));
  return steps.size * (8 + squarings) * 2 * n * n * n * 0.25 + products;
}

/** Σ ‖L‖ Δt over the stretches between breakpoints, with each coefficient at the start of a stretch. */
function piecewiseAction(request: EvolutionRequest): number {
  const { coefficients, breakpoints } = request.derivative.terms();
  const norms = groupNorms(request.derivative.matrices());
  const span = spanOf(request);
  const cuts = [0, ...breakpoints.filter((t) => t > 0 && t < span), span];
  let action = 0;
  for (let p = 1; p < cuts.length; p++) {
    const [from, to] = [cuts[p - 1], cuts[p]];
    const norm = coefficients.reduce((sum: number, c, k) => sum + norms[k] * Math.abs(valueAt(c, inside(from, to, from))), 0);
    action += norm * (to - from);
  }
  return action;
}

function valueAt(coefficient: Coefficient, t: number): number {
  const value = isTimeFunction(coefficient) ? coefficient.at(t) : coefficient;
  return Number.isFinite(value) ? value : 0;
}

/** The largest column sum of moduli of each matrix. */
function groupNorms({ n, groups, rowStart, columns, values }: SectorMatrices): readonly number[] {
  return Array.from({ length: groups }, (_, k) => {
    const sums = new Float64Array(n);
    for (let r = 0; r < n; r++) {
      for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) sums[columns[e]] += Math.abs(values[e]);
    }
    return sums.reduce((a, b) => Math.max(a, b), 0);
  });
}
