/** Observables of conditional states, counts of outcomes and integrated currents, by name. */
import { didYouMean, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { StateView } from "../../observables/observable.ts";
import { Operator } from "../../operators/operator.ts";
import type { SavedState } from "../../plan/trajectories/trajectory-request.ts";
import type { Sector } from "../../sectors/sector.ts";
import { sectorView } from "../../sectors/sector-view.ts";
import type { Space } from "../../spaces/space.ts";

/** Where conditional states live, and what their outcomes are called. */
export interface Conditioned {
  readonly kind: "readings" | "clicks" | "currents";
  readonly space: Space;
  readonly sector: Sector;
  readonly outcomes: readonly string[];
}

/** Evaluates what was asked for. */
export interface ConditionalRecorder {
  readonly names: readonly string[];
  /** Whose expectation values must be read of each state. */
  readonly operators: readonly Operator[];
  /** Write observable o to out[at + o·stride]; NaN where undefined. Returns the populations at the cuts of truncated factors, in order. */
  record(state: SavedState, out: Float64Array, at: number, stride: number): readonly number[];
}

type Evaluate = (state: SavedState, view: () => StateView, expectations: Float64Array) => number | null;

/** What a name counts of an outcome or integrates: its place among them; −1 for names of the model's observables. */
export function countedBy({ kind, outcomes }: Conditioned, name: string): number {
  if (kind === "currents") return outcomes.indexOf(name);
  if (!name.startsWith("N_")) return -1;
  const m = outcomes.indexOf(name.slice(2));
  if (m >= 0) return m;
  const all = outcomes.map((label) => `N_${label}`);
  throw wrongValue("observables", "count outcomes", name, didYouMean(name, all) || `There are ${all.join(", ")}.`);
}

/** What stands at the cuts of a space: the projectors on the last level of each truncated factor (rotors: on both ends), by its label. */
export function cutProjectors(space: Space): readonly { readonly label: string; readonly projector: Operator }[] {
  return space.factors.flatMap(({ kind, dimension, label }, position) => {
    if (kind !== "fock" && kind !== "rotor") return [];
    const stride = space.stride(position);
    const atCut = Array.from({ length: space.dimension }, (_, i) => i).filter((i) => {
      const level = Math.floor(i / stride) % dimension;
      return level === dimension - 1 || (kind === "rotor" && level === 0);
    });
    return [
      {
        label,
        projector: Operator.fromEntries(
          space,
          atCut.map((i) => [i, i, 1] as const),
        ),
      },
    ];
  });
}

/** Bind names of the model's observables, `N_<outcome>` for the number of times that an outcome was noted, and integrated currents. */
export function conditionalRecorder(model: Model, process: Conditioned, names: readonly string[]): ConditionalRecorder {
  const operators: Operator[] = cutProjectors(process.space).map(({ projector }) => projector);
  const cuts = operators.length;
  const evaluate = names.map((name): Evaluate => {
    const counted = countedBy(process, name);
    if (counted >= 0) return (state) => state.counts()[counted];
    const observable = model.observable(name);
    if (observable.kind === "state") return (_, view) => observable.value(view());
    if (observable.kind === "ledger") {
      const remedy = "Heat and work: see `counting` and `run`.";
      throw wrongValue("observables", "be of the conditional state", name, remedy, `"${name}" is of the ledger`);
    }
    const first = 2 * operators.length;
    operators.push(...observable.operators);
    const own = new Float64Array(2 * observable.operators.length);
    return (_, __, expectations) => {
      for (let k = 0; k < own.length; k++) own[k] = expectations[first + k];
      return observable.value(own);
    };
  });
  const expectations = new Float64Array(2 * operators.length);
  const populations = new Array<number>(cuts).fill(0);
  // one closure for all states: there are many of them
  let [given, seen]: [SavedState | null, StateView | null] = [null, null];
  const view = () => (seen ??= sectorView(process.space, process.sector, (given as SavedState).coordinates()));
  return {
    names,
    operators,
    record(state, out, at, stride) {
      given = state;
      seen = null;
      state.expectations(expectations);
      for (let o = 0; o < evaluate.length; o++) out[at + o * stride] = evaluate[o](state, view, expectations) ?? Number.NaN;
      for (let c = 0; c < cuts; c++) populations[c] = expectations[2 * c];
      return populations;
    },
  };
}
