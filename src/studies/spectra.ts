/** Spectra of stationary correlations: the coherent part as lines, the rest as a smooth function, solved for and never subtracted. */

import { finite, RunFailure, wrongKind, wrongValue } from "../errors.ts";
import type { Model, Parameters } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, type Start } from "../models/starts.ts";
import { dag, minus, times as product } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { areAdjoint } from "../operators/hermitian-parts.ts";
import type { Operator } from "../operators/operator.ts";
import { type Check, checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { PlanText, type PrintedPlan } from "../plan/plan-text.ts";
import { phases, type ResolvedOperand, resolveOperand } from "../solvers/resolved-operand.ts";
import { anOperator, type StateOfCorrelations, stateOfCorrelations } from "../solvers/start-of-correlations.ts";
import { unitSpectrum } from "./unit-streams.ts";

/** Which spectrum, and where. */
export interface SpectrumOptions {
  readonly A: Operator;
  readonly B: Operator;
  /** Frequencies, from the zero of the model's frame; of a stream phases φ per collision (per cycle of a cyclic stream). */
  readonly omega: readonly number[];
  /** `"system"` unless given; of a stream also `"units"`: A and B act on the units that leave it. */
  readonly of?: "system" | "units";
  /** The start whose limit is taken where several states are stationary. */
  readonly initial?: Start;
}

/** A line at a frequency: S holds 2π·weight·δ(ω − at); of a stream a comb, repeated every 2π. */
export interface SpectralLine {
  readonly at: number;
  readonly weight: number;
  /** Im of the weight; 0 for B = A†. */
  readonly imaginary: number;
}

/** A spectrum: S(ω) = incoherent + 2π Σ weight·δ(ω − at). */
export interface SpectrumResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly axis: { readonly name: "omega" | "phi"; readonly values: readonly number[] };
  readonly omega: readonly number[];
  readonly incoherent: readonly number[];
  /** Im S; null for B = A†, where S is real. */
  readonly imaginary: readonly number[] | null;
  readonly lines: readonly SpectralLine[];
  /** The stationary state is the only one. */
  readonly unique: boolean;
  readonly warnings: readonly string[];
  readonly plan: PrintedPlan;
}

/** Points of one spectrum at most. */
const MOST_POINTS = 10_000_000;

/** Frequencies: finite, as many as there is room for. */
export const frequencies: Check = (argument, value) => {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) throw wrongKind(argument, "be a list of frequencies", value);
  const list = value as readonly number[];
  if (list.length === 0) throw wrongValue(argument, "hold at least one frequency", null, "", "it is empty");
  if (list.length > MOST_POINTS) throw wrongValue(argument, `hold at most ${MOST_POINTS} frequencies`, null, "", `it holds ${list.length}`);
  for (let k = 0; k < list.length; k++) finite(`${argument}[${k}]`, list[k]);
};

const checks: OptionChecks<SpectrumOptions> = {
  A: anOperator,
  B: anOperator,
  omega: frequencies,
  of: oneOf("system", "units"),
  initial: aStartingState,
};

/**
 * The spectrum of a stationary correlation:
 *
 *   S_AB(ω) = ∫ dτ e^{−iωτ}⟨A(τ)B(0)⟩ = incoherent(ω) + 2π Σ weight·δ(ω − at)
 *
 * Emission of a mode is A = a†, B = a, with peaks at +ω₀; ∫ S dω/2π = ⟨AB⟩. The coherent line has the weight ⟨A⟩⟨B⟩; undamped
 * oscillations give further lines. The rest is solved for on the decaying part alone: (iω − L)y = X′, S = 2 Re Tr[A y] for B = A†.
 * Of a stream of collisions  S(φ) = Σ_m e^{−iφm}⟨A(n + m)B(n)⟩  with φ per collision, between collisions or, with `of: "units"`, of the
 * units that leave (the m = 0 term is that of one unit).
 * Throws TypeError or RangeError for bad options, RunFailure where there is no stationary state.
 * Source: B. R. Mollow, Phys. Rev. 188, 1969 (1969); C. W. Gardiner, P. Zoller, Quantum Noise (2004), Sec. 5.2.
 *
 * @example
 * spectrum(bloch({ Omega: 1, gamma: 1 }), { A: sigmaPlus(qubit()), B: sigmaMinus(qubit()), omega: [0] }).lines[0].weight; // 0.111111
 */
export function spectrum(model: Model, options: SpectrumOptions): SpectrumResult {
  requireRunnable(model);
  const remedy = "Write { A: dag(a), B: a, omega: [0, 0.1] }.";
  checkOptions<SpectrumOptions>("options", options, checks, { required: ["A", "B", "omega"], remedy });
  if (options.of === "units") return unitSpectrum(model, options);
  const { system } = model.dynamics;
  const A = broughtTo(system, options.A, "A");
  const B = broughtTo(system, options.B, "B");
  const state = stateOfCorrelations(model, { from: "steady", initial: options.initial });
  const first = half(model, state, product(B, state.rho), A);
  // the other half of the axis: ⟨A(0)B(τ)⟩ with e^{+iωτ}
  const second = areAdjoint(A, B) ? null : half(model, state, product(state.rho, A), B);
  return assembled(model, state, options.omega, first, second);
}

/** Where the absorption of a field is looked at. */
export interface AbsorptionOptions {
  /** The lowering operator of the field. */
  readonly of: Operator;
  readonly omega: readonly number[];
  /** Absorption less stimulated emission, as a weak probe sees it; negative is gain. */
  readonly net?: boolean;
  readonly initial?: Start;
}

/**
 * The absorption spectrum  ∫ dτ e^{+iωτ}⟨a(τ)a†(0)⟩  of a field in the stationary state, or the net absorption of a weak probe,
 * ∫ dτ e^{+iωτ}⟨[a(τ), a†(0)]⟩ (negative: gain). Returns and throws as `spectrum` does; net absorption has no lines.
 * Source: B. R. Mollow, Phys. Rev. A 5, 2217 (1972).
 *
 * @example
 * absorption(bloch({ Omega: 0, gamma: 1 }), { of: sigmaMinus(qubit()), omega: [0] }).incoherent; // [4]
 */
export function absorption(model: Model, options: AbsorptionOptions): SpectrumResult {
  requireRunnable(model);
  const table: OptionChecks<AbsorptionOptions> = {
    of: anOperator,
    omega: frequencies,
    net: (argument, value) => {
      if (typeof value !== "boolean") throw wrongKind(argument, "be true or false", value);
    },
    initial: aStartingState,
  };
  checkOptions<AbsorptionOptions>("options", options, table, { required: ["of", "omega"], remedy: "Write { of: a, omega: [0, 0.1] }." });
  const a = broughtTo(model.dynamics.system, options.of, "of");
  const state = stateOfCorrelations(model, { from: "steady", initial: options.initial });
  const raised = product(dag(a), state.rho);
  const X = options.net ? minus(raised, product(state.rho, dag(a))) : raised;
  const mirrored = options.omega.map((omega) => 0 - omega);
  const found = assembled(model, state, mirrored, half(model, state, X, a), null);
  const lines = found.lines.map((line) => ({ ...line, at: 0 - line.at || 0 })).sort((x, y) => x.at - y.at);
  return { ...found, axis: { ...found.axis, values: [...options.omega] }, omega: [...options.omega], lines };
}

/** The decaying part of an operand in the stationary state. */
function half(model: Model, state: StateOfCorrelations, X: Operator, A: Operator): ResolvedOperand {
  if (model.dynamics.kind === "collisions" && model.dynamics.stream.kind === "schedule") {
    throw new RunFailure("A schedule of collisions has no spectrum. Use a constant or cyclic stream.");
  }
  return resolveOperand(model, { X, A, stationary: state.unique ? state.rho : null, primitive: state.primitive });
}

/** Put both halves of the axis together; of B = A† the second is the conjugate of the first. */
function assembled(
  model: Model,
  state: StateOfCorrelations,
  omega: readonly number[],
  first: ResolvedOperand,
  second: ResolvedOperand | null,
): SpectrumResult {
  const collisions = model.dynamics.kind === "collisions";
  const shifts = collisions ? phases(omega, 1) : alongAxis(omega, 1);
  const a = transformed(first, shifts, collisions);
  const re = omega.map((_, k) => 2 * a[2 * k] - (collisions ? first.start[0] : 0));
  let imaginary: number[] | null = null;
  if (second) {
    const b = transformed(second, collisions ? phases(omega, -1) : alongAxis(omega, -1), collisions);
    const middle = collisions ? first.start : [0, 0];
    omega.forEach((_, k) => {
      re[k] = a[2 * k] + b[2 * k] - middle[0];
    });
    imaginary = omega.map((_, k) => a[2 * k + 1] + b[2 * k + 1] - middle[1]);
  }
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: collisions ? "phi" : "omega", values: [...omega] },
    omega: [...omega],
    incoherent: re,
    imaginary,
    lines: first.lines.map(({ at, weight }) => ({ at, weight: weight[0], imaginary: second ? weight[1] : 0 })),
    unique: state.unique === true,
    warnings: [...new Set([...state.warnings, ...first.warnings, ...(second?.warnings ?? [])])],
    plan: new PlanText([...first.parts, ...(second?.parts ?? [])].join("\n") || "nothing decays: the operand is 0"),
  };
}

/** Tr[A ∫₀^∞ e^{−sτ}V(τ)X′], or of a stream Tr[A Σ_{m≥0} z^{−m}Λ^m X′] = z Tr[A(z − Λ)⁻¹X′] with s = z − 1. */
function transformed(operand: ResolvedOperand, shifts: Float64Array, collisions: boolean): Float64Array {
  const values = operand.values(shifts);
  if (!collisions) return values;
  return values.map((_, e) => {
    const k = e - (e % 2);
    const [x, y] = [1 + shifts[k], shifts[k + 1]];
    return e % 2 === 0 ? x * values[k] - y * values[k + 1] : x * values[k + 1] + y * values[k];
  });
}

/** ±iω. */
function alongAxis(omega: readonly number[], sign: 1 | -1): Float64Array {
  return Float64Array.from({ length: 2 * omega.length }, (_, e) => (e % 2 === 0 ? 0 : sign * omega[e >> 1]));
}
