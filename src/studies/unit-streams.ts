/** Correlations and spectra of the units that leave a stream of collisions, one after the other. */

import { type StreamElement, streamElements } from "../dynamics/channel.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { heisenbergOfUnit, instrumentOn, unitOf } from "../dynamics/instrument.ts";
import { requireSmall } from "../dynamics/representations.ts";
import { Superoperator } from "../dynamics/superoperator.ts";
import { integer, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { zeros } from "../numerics/matrix.ts";
import { minus, times as product, scale } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { areAdjoint } from "../operators/hermitian-parts.ts";
import { Operator } from "../operators/operator.ts";
import { anInteger, checkOptions } from "../options.ts";
import { PlanText } from "../plan/plan-text.ts";
import { carryOperand } from "../solvers/operand.ts";
import { phases, resolveOperand } from "../solvers/resolved-operand.ts";
import { stateOfCorrelations } from "../solvers/start-of-correlations.ts";
import type { Space } from "../spaces/space.ts";
import type { SpectrumOptions, SpectrumResult } from "./spectra.ts";
import type { CorrelationOptions, CorrelationResult } from "./two-times.ts";

/** A stream with what is read of its units. */
interface UnitStream {
  readonly model: Model;
  readonly dynamics: Collisions;
  readonly system: Space;
  readonly unit: Space;
  elementAt(n: number): StreamElement;
}

function unitStream(model: Model, steps: number, argument: string): UnitStream {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions") {
    const but = `${model.name} is a master equation`;
    if (argument === "model") throw wrongValue(argument, "be a collision model to have units", null, "", but);
    throw wrongValue(argument, 'be left out, or "system", for a model without units', "units", "", but);
  }
  const { elements, indexAt } = streamElements(dynamics, steps);
  if (elements.some((element) => element.some(({ collision }) => collision.evaluation === "second"))) {
    throw wrongValue("model", "collide exactly for what is read of its units", null, 'Use `evaluation: "exact"`.', "it is of second order");
  }
  return { model, dynamics, system: dynamics.system, unit: unitOf(elements), elementAt: (n) => elements[indexAt(n)] };
}

/** M_O of the n-th collision on any operator, with the evolution until the next collision. */
function readUnit(stream: UnitStream, n: number, O: Operator, X: Operator): Operator {
  const { model, dynamics, system } = stream;
  const image = instrumentOn(system, stream.elementAt(n), O, X);
  const { idle } = dynamics;
  if (!idle || idle.duration === 0) return image;
  return carryOperand({ ...model, dynamics: idle.generator }, image, { from: 0, times: [idle.duration], read: [] }).last();
}

/**
 * Correlate outgoing units: ⟨A of unit n + m, B of unit n⟩, m = 0, 1, …; m = 0 is ⟨AB⟩ of one unit.
 *
 * `from`: the number n ≥ 1 of the first of the two units, or `"steady"`.
 */
export function unitCorrelation(model: Model, options: CorrelationOptions, delays: readonly number[]): CorrelationResult {
  const { from = "steady" } = options;
  const n = from === "steady" ? 1 : integer("from", from, 1, 1e9, "It is the number of a unit; the first one is 1.");
  const stream = unitStream(model, n + delays[delays.length - 1], "of");
  const A = broughtTo(stream.unit, options.A, "A", "the units");
  const B = broughtTo(stream.unit, options.B, "B", "the units");
  if (options.C !== undefined) {
    throw wrongValue("C", "be left out for units", null, "Operators of different units commute.", "it is given");
  }
  const { initial, signal } = options;
  const state = stateOfCorrelations(model, { from: from === "steady" ? from : n - 1, initial, signal });
  const re = new Float64Array(delays.length);
  const im = new Float64Array(delays.length);
  const later = delays.filter((m) => m > 0);
  const skipped = delays.length - later.length;
  if (skipped > 0) [re[0], im[0]] = product(heisenbergOfUnit(stream.system, stream.elementAt(n), product(A, B)), state.rho).trace();
  const X = later.length > 0 ? readUnit(stream, n, B, state.rho) : state.rho;
  let plans: readonly { toString(): string }[] = [];
  if (later.length > 0) {
    const kinds = [...new Set(later.map((m) => stream.elementAt(n + m)))];
    const read = kinds.map((element) => heisenbergOfUnit(stream.system, element, A));
    const carried = carryOperand(model, X, { from: n, times: later.map((m) => m - 1), read, signal: options.signal });
    later.forEach((m, k) => {
      const kind = kinds.indexOf(stream.elementAt(n + m));
      re[skipped + k] = carried.re[kind][k];
      im[skipped + k] = carried.im[kind][k];
    });
    plans = carried.plans;
  }
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: "collision", values: delays },
    re: [...re],
    im: [...im],
    unique: state.unique,
    warnings: state.warnings,
    plan: new PlanText(plans.map(String).join("\n") || "nothing is carried: one unit is read"),
  };
}

/** The spectrum of outgoing units: S(φ) = Cov(m = 0) + Σ_{m≠0} e^{−iφm}C(m), the comb 2π⟨A⟩⟨B⟩δ(φ) apart. */
export function unitSpectrum(model: Model, options: SpectrumOptions): SpectrumResult {
  const stream = unitStream(model, 1, "of");
  if (stream.dynamics.stream.kind === "cyclic" || stream.dynamics.stream.kind === "schedule") {
    throw wrongValue("model", "have a constant stream for the spectrum of its units", null, "Use `correlation`.", "its units take turns");
  }
  const A = broughtTo(stream.unit, options.A, "A", "the units");
  const B = broughtTo(stream.unit, options.B, "B", "the units");
  const state = stateOfCorrelations(model, { from: "steady", initial: options.initial });
  const { rho, unique } = state;
  const element = stream.elementAt(1);
  const [readA, readB] = [A, B].map((O) => heisenbergOfUnit(stream.system, element, O));
  const [meanA, meanB] = [readA, readB].map((O) => product(O, rho).trace());
  const line = [meanA[0] * meanB[0] - meanA[1] * meanB[1], meanA[0] * meanB[1] + meanA[1] * meanB[0]];
  const own = product(heisenbergOfUnit(stream.system, element, product(A, B)), rho).trace();
  const stationary = unique ? rho : null;
  const half = (O: Operator, [x, y]: readonly [number, number], read: Operator) => {
    const X = readUnit(stream, 1, O, rho);
    // The mean is taken out of the operand, so that a stationary state that is not the only one leaves no line either.
    return resolveOperand(model, { X: unique ? X : minus(X, scale(rho, x, y)), A: read, stationary });
  };
  const first = half(B, meanB, readA);
  const second = areAdjoint(A, B) ? null : half(A, meanA, readB);
  const a = first.values(phases(options.omega, 1));
  const b = second?.values(phases(options.omega, -1));
  const constant = [own[0] - line[0], own[1] - line[1]];
  const others = first.lines.filter(({ at }) => at !== 0);
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: "phi", values: [...options.omega] },
    omega: [...options.omega],
    incoherent: options.omega.map((_, k) => constant[0] + a[2 * k] + (b ? b[2 * k] : a[2 * k])),
    imaginary: b ? options.omega.map((_, k) => constant[1] + a[2 * k + 1] + b[2 * k + 1]) : null,
    lines: [
      ...(line[0] === 0 && line[1] === 0 ? [] : [{ at: 0, weight: line[0], imaginary: b ? line[1] : 0 }]),
      ...others.map(({ at, weight }) => ({ at, weight: weight[0], imaginary: b ? weight[1] : 0 })),
    ],
    unique: unique === true,
    warnings: [...new Set([...state.warnings, ...first.warnings])],
    plan: new PlanText([...first.parts, ...(second?.parts ?? [])].join("\n") || "units are independent"),
  };
}

/** Which collision an instrument is of. */
export interface InstrumentOptions {
  /** Its number; 1 unless given. */
  readonly at?: number;
}

/**
 * The instrument of a collision with an operator on the outgoing unit:  M_O(X) = Tr_E[(1 ⊗ O)U(X ⊗ η)U†].
 *
 * With a projector it gives records: P(click at k and k + m) = Tr[M Λ^{m−1}Mρ], waiting times with (Λ − M)^{m−1}. `at`: which collision, 1
 * unless given. Returns a `Superoperator`, with the evolution between collisions in it as in `collisionMap`. Throws a RangeError for a
 * master equation and for more than 32 levels.
 */
export function unitInstrument(model: Model, O: Operator, options: InstrumentOptions = {}): Superoperator {
  requireRunnable(model);
  const { at: n = 1 } = checkOptions<InstrumentOptions>("options", options, { at: anInteger(1, 1e9, "It counts collisions.") });
  const stream = unitStream(model, n, "model");
  const { system } = stream;
  const d = system.dimension;
  requireSmall(d);
  const own = broughtTo(stream.unit, O, "O", "the units");
  const S = zeros(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) {
      readUnit(stream, n, own, Operator.fromEntries(system, [[k, l, 1]])).forEach((i, j, re, im) => {
        const at = 2 * ((i * d + j) * d * d + k * d + l);
        S.data[at] += re;
        S.data[at + 1] += im;
      });
    }
  }
  return new Superoperator(system, "combination", S);
}
