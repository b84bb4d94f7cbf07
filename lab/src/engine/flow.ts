/** A master equation at one moment: its state, what each bath gives per unit time, the power of the drives, and the rate that they add up to. */
import {
  adjointGenerator,
  hamiltonianAt,
  heatFlow,
  type Model,
  type Operator,
  powerOperator,
  type RecordedState,
  run,
  type StateView,
} from "ancilla";
import { observableExpression } from "ancilla/documents";
import type { Source } from "../compute/protocol.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { FactorFacts } from "./describe.ts";
import { stateAt } from "./state-at.ts";
import { modelOf } from "./subject.ts";

export interface FlowAsk {
  readonly source: Source;
  readonly until: number;
  /** Moments between 0 and `until`. */
  readonly moments: number;
  /** Which of them is looked at, from 0. */
  readonly k: number;
}

export interface FlowAnswer {
  readonly times: Float64Array;
  /** Energy per unit time over the whole run: `heat BATH`, then `power`. */
  readonly columns: readonly Column[];
  readonly k: number;
  readonly energy: number;
  readonly heats: readonly { readonly bath: string; readonly value: number }[];
  /** Null where no part of H depends on time. */
  readonly power: number | null;
  /** dE/dt from the whole generator at once. */
  readonly rate: number;
  /** How far the parts are from it. */
  readonly residual: number;
  readonly factors: readonly (FactorFacts & { readonly matrix: Float64Array })[];
  readonly warnings: readonly string[];
}

/** States of all moments are kept up to so many levels; larger ones are run again to the moment that is looked at. */
const SMALL = 64;
/** Factors that are drawn. */
const FACTORS = 6;

interface Remembered {
  readonly key: string;
  readonly times: Float64Array;
  readonly columns: readonly Column[];
  readonly states: readonly RecordedState[] | null;
  readonly warnings: readonly string[];
}

let latest: Remembered | null = null;

export function flowOf({ source, until, moments, k }: FlowAsk): FlowAnswer {
  const model = modelOf(source);
  const { dynamics } = model;
  if (dynamics.kind !== "generator") {
    throw Object.assign(new RangeError("Flows belong to master equations: collisions have the player."), { code: "WRONG_VALUE" });
  }
  const memory = remembered(model, source, until, moments);
  const t = memory.times[k] as number;
  const state = memory.states?.[k]?.state ?? stateAt(model, { until }, t);
  const H = hamiltonianAt(dynamics, t);
  const heats = Object.keys(dynamics.baths).map((bath) => ({ bath, value: meanOf(state, heatFlow(dynamics, bath, H, t)) }));
  const driven = dynamics.hamiltonian.some(({ coefficient }) => typeof coefficient !== "number");
  const power = driven ? meanOf(state, powerOperator(dynamics, t)) : null;
  const rate = meanOf(state, adjointGenerator(dynamics, H, t)) + (power ?? 0);
  const sum = heats.reduce((all, { value }) => all + value, power ?? 0);
  return {
    times: memory.times,
    columns: memory.columns,
    k,
    energy: meanOf(state, H),
    heats,
    power,
    rate,
    residual: Math.abs(rate - sum),
    factors: state.space.factors.slice(0, FACTORS).map(({ label, kind, dimension, first, names }) => ({
      label,
      kind,
      dimension,
      first,
      names: names ?? null,
      matrix: Float64Array.from(state.reduced([label]).data),
    })),
    warnings: memory.warnings,
  };
}

/** The whole run, once for each model at its values. */
function remembered(model: Model, source: Source, until: number, moments: number): Remembered {
  const key = JSON.stringify([source, until, moments]);
  if (latest?.key === key) return latest;
  const { dynamics, initial } = model;
  const baths = dynamics.kind === "generator" ? Object.keys(dynamics.baths) : [];
  const flows = baths.map((bath) => [`heat ${bath}`, observableExpression(`heat(${bath})`)] as const);
  const small = initial.space.dimension <= SMALL;
  const times = Float64Array.from({ length: moments + 1 }, (_, k) => (until * k) / moments);
  const observables = Object.fromEntries([...flows, ["power", observableExpression("power()")]]);
  const ran = run(model, { times: [...times], observables, ...(small ? { states: true } : {}) });
  latest = {
    key,
    times,
    columns: columnsOf(ran.observables),
    states: small ? (ran.states ?? null) : null,
    warnings: ran.diagnostics.warnings,
  };
  return latest;
}

/** Re Tr ρA. */
function meanOf(state: StateView, A: Operator): number {
  let sum = 0;
  state.forEach((i, j, re, im) => {
    const [x, y] = A.at(j, i);
    sum += re * x - im * y;
  });
  return sum;
}
