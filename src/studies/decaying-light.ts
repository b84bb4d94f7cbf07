/** The light of a start that decays: its spectrum integrated over all times. */
import { finite, RunFailure, wrongValue } from "../errors.ts";
import type { Model, Parameters } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, type Start } from "../models/starts.ts";
import { solveReal } from "../numerics/lu.ts";
import { PI } from "../numerics/scalar.ts";
import { dag, times as product } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { aNumber, checkOptions, type OptionChecks } from "../options.ts";
import { movedStationary } from "../plan/resolvent-request.ts";
import { operatorOf } from "../sectors/operators-of.ts";
import { resolveOperand } from "../solvers/resolved-operand.ts";
import { anOperator, startedFrom, stateOfCorrelations } from "../solvers/start-of-correlations.ts";
import { sectorEquation } from "../solvers/whole-equation.ts";
import { frequencies } from "./spectra.ts";

/** Whose light, and where. */
export interface DecayingOptions {
  /** The lowering operator c that light leaves by. */
  readonly of: Operator;
  /** Its rate κ; 1 unless given. */
  readonly rate?: number;
  readonly omega: readonly number[];
  /** A start in place of the model's own. */
  readonly initial?: Start;
}

/** The spectrum of all light that leaves. */
export interface DecayingResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly axis: { readonly name: "omega"; readonly values: readonly number[] };
  readonly omega: readonly number[];
  /** S(ω) ≥ 0. */
  readonly spectrum: readonly number[];
  /** ∫S dω = κ∫⟨c†c⟩dt: how many quanta leave. */
  readonly emitted: number;
  readonly warnings: readonly string[];
}

/** Largest sector of the start that is solved on. */
const LARGEST = 2000;
/** ⟨c†c⟩ of the stationary state that counts as none. */
const DARK = 1e-12;

/**
 * The spectrum of the light that a decaying start emits, over all times:
 *
 *   S(ω) = (κ/π) Re Tr[c†(iω − L)⁻¹cR],   R = ∫₀^∞(ρ(t) − ρ̄)dt,   ∫S dω = κ∫⟨c†c⟩dt
 *
 * Throws a RangeError for a stream of collisions, a RunFailure where the stationary state itself emits (the integral has no end).
 *
 * @example
 * const start = { initial: basisState(qubit(), "e"), omega: [0] };
 * decayingSpectrum(bloch({ Omega: 0, gamma: 1 }), { of: sigmaMinus(qubit()), rate: 1, ...start }).emitted; // 1
 */
export function decayingSpectrum(model: Model, options: DecayingOptions): DecayingResult {
  requireRunnable(model);
  const table: OptionChecks<DecayingOptions> = { of: anOperator, rate: aNumber({ above: 0 }), omega: frequencies, initial: aStartingState };
  checkOptions<DecayingOptions>("options", options, table, { required: ["of", "omega"], remedy: "Write { of: a, omega: [0, 0.1] }." });
  if (model.dynamics.kind !== "generator") {
    throw wrongValue("model", "be a master equation for `decayingSpectrum`", null, "", `${model.name} is a collision model`);
  }
  const c = broughtTo(model.dynamics.system, options.of, "of");
  const started = startedFrom(model, options.initial);
  const rate = options.rate === undefined ? 1 : finite("rate", options.rate);
  const state = stateOfCorrelations(started, { from: "steady" });
  const intensity = product(dag(c), c);
  const [left] = product(intensity, state.rho).trace();
  if (Math.abs(left) > DARK) {
    const remedy = "Use `spectrum` for the light of the stationary state.";
    throw new RunFailure(`The stationary state emits (⟨c†c⟩ = ${left}): light over all times has no end. ${remedy}`);
  }
  const R = wholeTime(started, state.rho, state.unique === true);
  const light = resolveOperand(started, {
    X: product(c, R),
    A: dag(c),
    stationary: state.unique ? state.rho : null,
    primitive: state.primitive,
  });
  const shifts = Float64Array.from({ length: 2 * options.omega.length }, (_, e) => (e % 2 === 0 ? 0 : options.omega[e >> 1]));
  const values = light.values(shifts);
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: "omega", values: [...options.omega] },
    omega: [...options.omega],
    spectrum: options.omega.map((_, k) => (rate / PI) * values[2 * k]),
    emitted: rate * product(intensity, R).trace()[0],
    warnings: [...new Set([...state.warnings, ...light.warnings])],
  };
}

/** R with L R = ρ̄ − ρ(0), Tr R = 0. */
function wholeTime(model: Model, rho: Operator, unique: boolean): Operator {
  if (!unique) throw new RunFailure("Several states are stationary for this start: the light over all times was not found.");
  const { layout, matrix, trace, start } = sectorEquation(model);
  if (matrix.n > LARGEST)
    throw new RunFailure(`The start lives on ${matrix.n} coordinates; ${LARGEST} are the most here. Use fewer levels.`);
  const limit = layout.coordinates(rho);
  const moved = movedStationary(matrix, { right: limit, left: trace });
  const x = solveReal(
    matrix.n,
    moved,
    limit.map((value, q) => value - start[q]),
  );
  return operatorOf(layout, x);
}
