/** What is asked for periodic states of a driven master equation. */
import { coefficientAt } from "../dynamics/coefficient.ts";
import { fourierCoefficients } from "../numerics/fourier.ts";
import type { Scope } from "../numerics/memory.ts";
import { once } from "../once.ts";
import { identity } from "../operators/algebra.ts";
import { denseFunctional, type Layout, sectorLayout } from "../sectors/layout.ts";
import type { Sector } from "../sectors/sector.ts";
import { type DerivativeRequest, derivativeRequest } from "./derivative-request.ts";
import type { Price } from "./price.ts";

/** How a periodic state is found. */
export type PeriodicMethod = "auto" | "harmonics" | "map";

/** Carries states over times of one period. */
export interface PeriodCarry {
  readonly name: string;
  readonly price: Price;
  /** Bind it to the records `times` > 0, increasing; what comes back takes a state at 0 to one state per record. */
  bind(scope: Scope): (x: Float64Array) => readonly Float64Array[];
}

/** Find the state that repeats after each period. */
export interface PeriodicRequest {
  readonly derivative: DerivativeRequest;
  readonly period: number;
  readonly method: PeriodicMethod;
  /** Size of the last harmonics kept, relative to the mean state. */
  readonly tolerance: number;
  sector(): Sector | null;
  layout(): Layout;
  start(): Float64Array;
  /** x ↦ Tr ρ. */
  trace(): Float64Array;
  /** Fourier coefficients c_q of each group's coefficient, q = 0 … bandwidth, interleaved; or why there are too many. */
  fourier(): { readonly coefficients: readonly Float64Array[]; readonly bandwidth: number } | string;
  /** Times in (0, period) where a coefficient jumps. */
  breakpoints(): readonly number[];
  /** How states are carried to some times; given by the solver, because the plan knows no lowering. */
  carry(times: readonly number[]): PeriodCarry;
}

/** The periodic state. */
export interface PeriodicSolution {
  /** Coordinates of ρ at times within one period, increasing. */
  at(times: readonly number[]): readonly Float64Array[];
  /** Eigenvalues of the map of one period by descending modulus, where they were found. */
  readonly multipliers: readonly (readonly [number, number])[] | null;
  /** Dimension of the space of periodic states; null where it was not looked for. */
  readonly dimension: number | null;
  /** ‖ρ(T) − ρ(0)‖/‖ρ(0)‖, or the size of the last harmonics over that of the mean. */
  readonly residual: number;
  /** Harmonics kept, or null for the map. */
  readonly harmonics: number | null;
  readonly warnings: readonly string[];
}

/** What a lowering of periodic states binds. */
export interface PeriodicSolver {
  solve(): PeriodicSolution;
}

/** Samples of a coefficient over one period. */
const SAMPLES = 512;
/** Coefficients below this times the largest are rounding. */
const ROUNDING = 1e-14;
/** Most harmonics of a coefficient that are balanced. */
const WIDEST = 64;

/** Make a request. Nothing is computed before a lowering asks. */
export function periodicRequest(parts: Pick<PeriodicRequest, "derivative" | "period" | "method" | "tolerance" | "carry">): PeriodicRequest {
  const { derivative, period } = parts;
  const { system } = derivative.generator;
  const layout = once(() => sectorLayout(system, derivative.sector() as Sector));
  return {
    ...parts,
    sector: derivative.sector,
    layout,
    start: once(() => layout().coordinates(derivative.model.initial)),
    trace: once(() => denseFunctional(layout().expectation(identity(system)).re, layout().n)),
    fourier: once(() => fourierOf(derivative, period)),
    breakpoints: once(() => derivative.terms().breakpoints.filter((t) => t > 0 && t < period)),
  };
}

/** The request of a periodic state within the sector of the model's initial state. */
export function periodicDerivative(model: DerivativeRequest["model"]): DerivativeRequest {
  return derivativeRequest(model, { needsMatrix: true });
}

function fourierOf(derivative: DerivativeRequest, period: number): ReturnType<PeriodicRequest["fourier"]> {
  const { coefficients, breakpoints } = derivative.terms();
  const jump = breakpoints.find((t) => t > 0 && t < period);
  if (jump !== undefined) return `a coefficient is not smooth at t = ${jump}: harmonics fall slowly`;
  const found = coefficients.map((coefficient) => {
    const samples = Float64Array.from({ length: SAMPLES }, (_, k) => coefficientAt(coefficient, (period * k) / SAMPLES));
    return fourierCoefficients(samples);
  });
  let bandwidth = 0;
  for (const c of found) {
    const largest = c.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let q = 0; 2 * q < c.length; q++) {
      if (Math.abs(c[2 * q]) + Math.abs(c[2 * q + 1]) > ROUNDING * SAMPLES * largest) bandwidth = Math.max(bandwidth, q);
    }
  }
  if (bandwidth > WIDEST) return `a coefficient has more than ${WIDEST} harmonics`;
  return { coefficients: found.map((c) => c.slice(0, 2 * (bandwidth + 1))), bandwidth: Math.max(1, bandwidth) };
}
