/**
 * One collision at a time: the state before it is the exact run's. States of the run are kept at every fiftieth collision, and what lies
 * between is run again from there.
 */
import { collide, type Model, type RecordedState, run, type StateView } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import { modelOf } from "./subject.ts";

export interface PlayerAsk {
  readonly source: Source;
  /** Collisions of the whole run, which fix the scale of the bars. */
  readonly steps: number;
  /** Collisions before the one that is shown. */
  readonly n: number;
  /** Part of its duration at which to look inside; null: not inside. */
  readonly inside: number | null;
}

/** A factor with its reduced states, [re, im] interleaved. */
export interface FactorStates {
  readonly label: string;
  readonly kind: "qubit" | "fock" | "spin" | "rotor" | "levels";
  readonly dimension: number;
  readonly first: number;
  readonly names: readonly string[] | null;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

export interface PlayerUnit {
  readonly bath: string;
  readonly probability: number;
  readonly beta: number | null;
  readonly factors: readonly FactorStates[];
  readonly Q: number | null;
}

export interface PlayerAnswer {
  readonly n: number;
  readonly bath: string;
  readonly system: readonly FactorStates[];
  readonly units: readonly PlayerUnit[];
  readonly dU: number | null;
  readonly Q: number | null;
  readonly W: number | null;
  readonly carried: number | null;
  readonly residual: number | null;
  readonly dS: number | null;
  readonly I: number | null;
  readonly D: number | null;
  readonly Sigma: number | null;
  readonly flux: number | null;
  readonly idle: { readonly dU: number; readonly Q: number; readonly W: number } | null;
  readonly inside: {
    readonly s: number;
    readonly I: number;
    readonly system: readonly Float64Array[];
    readonly unit: readonly Float64Array[];
    readonly energy: { readonly system: number; readonly unit: number; readonly coupling: number } | null;
  } | null;
  readonly reasons: Readonly<Record<string, string>>;
  /** Sums since the start, this collision included; null where they were not recorded. */
  readonly totals: Readonly<Record<string, number | null>>;
  /** The largest energy and entropy of one collision over the run: what full bars stand for. */
  readonly scale: { readonly energy: number; readonly entropy: number };
  /** Bloch vectors of the last collisions, the oldest first; of single qubits. */
  readonly trail: readonly (readonly [number, number, number])[];
  readonly warnings: readonly string[];
}

/** States are kept every so many collisions; a trail is so long. */
const KEPT = 50;
const TRAIL = 20;
/** Records of the ledger at most. */
const RECORDS = 2000;
/** Factors that are drawn. */
const FACTORS = 6;

/** What is remembered of the run of one model at its values. */
interface Remembered {
  readonly key: string;
  readonly states: Map<number, RecordedState>;
  readonly every: number;
  readonly columns: Readonly<Record<string, ArrayLike<number | null>>>;
  readonly warnings: readonly string[];
}

let latest: Remembered | null = null;

export function playerOf({ source, steps, n, inside }: PlayerAsk): PlayerAnswer {
  const model = modelOf(source);
  const memory = rememberedRun(model, JSON.stringify([source, steps]), steps);
  const before = stateAt(model, memory, n);
  const step = collide(model, before ?? undefined, { collision: n + 1, ...(inside === null ? {} : { inside: [inside] }) });
  const [looked] = step.inside ?? [];
  const record = (n + 1) % memory.every === 0 || n + 1 === steps ? Math.min(Math.ceil((n + 1) / memory.every), lengthOf(memory) - 1) : null;
  const total = (name: string) => (record === null ? null : (memory.columns[`${name}_total`]?.[record] ?? null));
  return {
    n,
    bath: step.bath,
    system: pairs(step.system.before, step.system.after),
    units: step.units.map(({ bath, probability, beta, before: fresh, after, Q }) => ({
      bath,
      probability,
      beta,
      Q,
      factors: pairs(fresh, after),
    })),
    dU: step.dU,
    Q: step.Q,
    W: step.W,
    carried: step.carried,
    residual: step.residual,
    dS: step.dS,
    I: step.I,
    D: step.D,
    Sigma: step.Sigma,
    flux: step.flux,
    idle: step.idle,
    inside: looked ? { s: looked.s, I: looked.I, energy: looked.energy, system: reduced(looked.system), unit: reduced(looked.unit) } : null,
    reasons: step.reasons,
    totals: { dU: total("dU"), Q: total("Q"), W: total("W"), Sigma: total("Sigma") },
    scale: scaleOf(memory),
    trail: trailTo(memory, n),
    warnings: memory.warnings,
  };
}

const COLUMNS = ["dU", "Q", "W", "Sigma", "dS", "mutual_information", "dU_total", "Q_total", "W_total", "Sigma_total", "sx", "sy", "sz"];

function rememberedRun(model: Model, key: string, steps: number): Remembered {
  if (latest?.key === key) return latest;
  const every = Math.max(1, Math.ceil(steps / RECORDS));
  const known = COLUMNS.filter((name) => model.observableNames.includes(name));
  const observables = known.length > 0 ? known : model.defaultObservables.slice(0, 1);
  const ran = run(model, { steps, saveEvery: every, observables });
  latest = { key, states: new Map(), every, columns: ran.observables, warnings: ran.diagnostics.warnings };
  return latest;
}

/** The exact state after n collisions; null for the start itself. */
function stateAt(model: Model, { states }: Remembered, n: number): RecordedState | null {
  if (n === 0) return null;
  const known = states.get(n);
  if (known) return known;
  const nearest = [...states.keys()].filter((at) => at < n).reduce((most, at) => Math.max(most, at), 0);
  const start = states.get(nearest);
  // Whole fifties on the way are kept, so that a jump back is short, too.
  const ran = run(model, {
    steps: n - nearest,
    saveEvery: Math.max(1, Math.min(KEPT, n - nearest)),
    states: true,
    observables: model.observableNames.slice(0, 1).filter((name) => name !== "p_k"),
    ...(start ? { initial: start } : {}),
  });
  for (const state of ran.states ?? []) if (state.at % KEPT === 0 || state.at === n) states.set(state.at, state);
  if (states.size > 400) for (const at of [...states.keys()].slice(0, 100)) if (at !== n) states.delete(at);
  return states.get(n) ?? null;
}

function pairs(before: StateView, after: StateView): readonly FactorStates[] {
  return before.space.factors.slice(0, FACTORS).map(({ label, kind, dimension, first, names }) => ({
    label,
    kind,
    dimension,
    first,
    names: names ?? null,
    before: Float64Array.from(before.reduced([label]).data),
    after: Float64Array.from(after.reduced([label]).data),
  }));
}

function reduced(state: StateView): readonly Float64Array[] {
  return state.space.factors.slice(0, FACTORS).map(({ label }) => Float64Array.from(state.reduced([label]).data));
}

function lengthOf({ columns }: Remembered): number {
  return Object.values(columns)[0]?.length ?? 0;
}

function scaleOf({ columns }: Remembered): { readonly energy: number; readonly entropy: number } {
  const most = (names: readonly string[]): number => {
    let size = 0;
    for (const name of names) {
      const column = columns[name] ?? [];
      for (let k = 0; k < column.length; k++) size = Math.max(size, Math.abs(column[k] ?? 0));
    }
    return size;
  };
  return { energy: most(["dU", "Q", "W"]), entropy: most(["Sigma", "dS", "mutual_information"]) };
}

function trailTo({ columns, every }: Remembered, n: number): readonly (readonly [number, number, number])[] {
  const { sx, sy, sz } = columns;
  if (!sx || !sy || !sz || every !== 1) return [];
  const from = Math.max(0, n - TRAIL);
  return Array.from({ length: n - from + 1 }, (_, k) => [sx[from + k] ?? 0, sy[from + k] ?? 0, sz[from + k] ?? 0] as const);
}
