/**
 * Carries operators that are no states, the operands of correlations, through a model's dynamics: X = X₊ + iX₋, each part on the sector
 * that its own support keeps closed, by the same ways that carry states.
 */
import { generatorFrom } from "../dynamics/later-generator.ts";
import { type StopSignal, stopIfAborted } from "../errors.ts";
import { auto, type Method } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import { scope, window64 } from "../numerics/memory.ts";
import { plus, scale, zero } from "../operators/algebra.ts";
import { hermitianParts } from "../operators/hermitian-parts.ts";
import type { Operator } from "../operators/operator.ts";
import { evolutionRequest } from "../plan/evolution-request.ts";
import { generatorPlan } from "../plan/generator-plan.ts";
import { type Plan, stage } from "../plan/plan.ts";
import { denseLayout, evaluateFunctional, type Layout, sectorLayout } from "../sectors/layout.ts";
import { operatorOf } from "../sectors/operators-of.ts";
import { finish, never } from "../work-in-pieces.ts";
import { chooseCarrier } from "./collide.ts";
import { describeCollisions, planCollisions } from "./collision-choice.ts";
import { chooseStepper, planDerivative } from "./evolve.ts";
import { stretchesOf } from "./time-axis.ts";

/** Where an operand goes. */
export interface OperandJourney {
  /** Time (of a stream: number of collisions) at which the operand stands at the start. */
  readonly from: number;
  /** How much later it is looked at: increasing, ≥ 0. */
  readonly times: readonly number[];
  /** Tr[A X] is read for each of these. */
  readonly read: readonly Operator[];
  readonly method?: Method | undefined;
  readonly signal?: StopSignal | undefined;
}

/** What was read on the way, and what is left at the end. */
export interface CarriedOperand {
  /** Re and Im of Tr[A X], one column per operator. */
  readonly re: readonly Float64Array[];
  readonly im: readonly Float64Array[];
  /** X at the last time. */
  last(): Operator;
  /** How each part was carried. */
  readonly plans: readonly Plan[];
  readonly warnings: readonly string[];
}

/** One Hermitian part on its way. */
interface CarriedPart {
  readonly layout: Layout;
  readonly last: Float64Array;
  readonly plan: Plan;
  readonly warnings: readonly string[];
}

/** Tr[A X(from + τ)] for an operand that the dynamics carries on. Throws as `run` does. */
export function carryOperand(model: Model, X: Operator, journey: OperandJourney): CarriedOperand {
  const { plus: real, minus: imaginary } = hermitianParts(X);
  const { read, times } = journey;
  const re = read.map(() => new Float64Array(times.length));
  const im = read.map(() => new Float64Array(times.length));
  const ends: Operator[] = [];
  const plans: Plan[] = [];
  const warnings: string[] = [];
  for (const [part, factor] of [
    [real, [1, 0]],
    [imaginary, [0, 1]],
  ] as const) {
    if (!part) continue;
    const carried = carryPart(model, part, journey, (layout, x, k) => {
      read.forEach((A, a) => {
        const { re: f, im: g } = layout.expectation(A);
        const [p, q] = [evaluateFunctional(f, x), evaluateFunctional(g, x)];
        re[a][k] += factor[0] * p - factor[1] * q;
        im[a][k] += factor[0] * q + factor[1] * p;
      });
    });
    plans.push(carried.plan);
    warnings.push(...carried.warnings);
    ends.push(scale(operatorOf(carried.layout, carried.last), factor[0], factor[1]));
  }
  const last = () => (ends.length === 0 ? zero(model.dynamics.system) : plus(...ends));
  return { re, im, last, plans, warnings: [...new Set(warnings)] };
}

type Look = (layout: Layout, x: Float64Array, k: number) => void;

function carryPart(model: Model, part: Operator, journey: OperandJourney, look: Look): CarriedPart {
  // A structure that a model brings along speaks of its own states only.
  const { structure: _structure, ...plain } = model;
  const own: Model = { ...plain, initial: part };
  return model.dynamics.kind === "generator" ? throughTime(own, journey, look) : throughCollisions(own, journey, look);
}

/** A support that no lowering takes for the initial state of the model itself. */
function supportOf({ initial }: Model): readonly Operator[] {
  return [scale(initial, 1)];
}

function throughTime(model: Model, { from, times, method = auto(), signal }: OperandJourney, look: Look): CarriedPart {
  const generator = generatorFrom(model.dynamics as Extract<Model["dynamics"], { kind: "generator" }>, from);
  const { request, flow, sector } = planDerivative({ ...model, dynamics: generator }, method);
  const axis = times[0] === 0 ? times : [0, ...times];
  const layout = sector ? sectorLayout(generator.system, sector) : denseLayout(generator.system);
  const shift = axis.length - times.length;
  const start = layout.coordinates(model.initial);
  if (shift === 0) look(layout, start, 0);
  const evolution = evolutionRequest(request, flow, method, axis);
  const stages = [stage("derivative", flow)];
  if (axis.length === 1) {
    return { layout, last: start, plan: generatorPlan({ derivative: request, sector, stages }), warnings: [] };
  }
  const stepper = chooseStepper(evolution);
  const plan = generatorPlan({ derivative: request, sector, stages: [...stages, stage("time", stepper)] });
  return scope((s) => {
    const bound = stepper.bind(s);
    const x = s.f64(start);
    const warnings: string[] = [];
    let k = 1;
    let last = start;
    const save = (t: number, at: Parameters<typeof window64>[0]): boolean => {
      stopIfAborted(signal, { time: from + t });
      last = window64(at, layout.n).slice();
      look(layout, last, k - shift);
      k++;
      return false;
    };
    for (const stretch of stretchesOf(axis, request.terms().breakpoints)) {
      warnings.push(...finish(bound.carry(stretch, x, save, never)).warnings);
    }
    return { layout, last, plan, warnings };
  });
}

/** Lanes of one operand, padded to a full vector. */
const LANES = 2;

function throughCollisions(model: Model, { from, times, signal }: OperandJourney, look: Look): CarriedPart {
  const last = times[times.length - 1];
  const planned = planCollisions(model, { steps: from + last, lanes: LANES, support: supportOf(model) });
  const layout = sectorLayout(model.dynamics.system, planned.sector);
  const start = layout.coordinates(model.initial);
  const gap = times.reduce((most, m, k) => Math.max(most, m - (times[k - 1] ?? 0)), 0);
  const carry = chooseCarrier(planned, null, [0, gap]);
  return scope((s) => {
    const engine = planned.choice.bind(s);
    const state = new Float64Array(LANES * start.length);
    for (let q = 0; q < start.length; q++) state.fill(start[q], q * LANES, (q + 1) * LANES);
    engine.load(state);
    const carrier = carry.bind(s);
    let x = start;
    let done = 0;
    times.forEach((m, k) => {
      if (m > done) finish(carrier(engine, null, from + done, from + m, never));
      done = m;
      stopIfAborted(signal, { step: from + done });
      const values = engine.values();
      x = Float64Array.from(start, (_, q) => values[q * LANES]);
      look(layout, x, k);
    });
    return { layout, last: x, plan: describeCollisions(planned, [stage("records", carry)]), warnings: [] };
  });
}
