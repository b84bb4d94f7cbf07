/** What is read from realisations side by side at their records: observables, and whether the states can be trusted. */
import { RunFailure } from "../errors.ts";
import { bindFunctionals } from "../lowerings/functionals.ts";
import type { Model } from "../models/model.ts";
import type { F64Pointer, Scope } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import type { Functional } from "../sectors/matrices.ts";
import type { Sector } from "../sectors/sector.ts";
import { cutWarnings, driftInWords, watchedPopulations } from "./diagnose.ts";
import { bindRecorder } from "./recorder.ts";
import type { Diagnostics } from "./solution.ts";

/** Where a record is, for a failure. */
export interface RecordPlace {
  readonly words: string;
  readonly step?: number;
  readonly time?: number;
}

/** Reads records of an engine. */
export interface LaneRecords {
  /** Write observable o of record s of trajectory first + l to out[(s·observables + o)·lanes + l]; NaN where undefined. */
  save(s: number, first: number, count: number, place: RecordPlace, out: Float64Array): void;
  /** What was seen since the last call. */
  diagnostics(): Diagnostics;
}

/** What is read, and from where. */
export interface RecordedLanes {
  readonly model: Model;
  readonly sector: Sector;
  /** Realisations side by side; the engine may have one more. */
  readonly lanes: number;
  readonly observables: readonly Observable[];
}

/** Bind the observables of an engine. */
export function bindRecords(scope: Scope, engine: CollisionEngine, { model, sector, lanes, observables }: RecordedLanes): LaneRecords {
  const { system } = model.dynamics;
  const width = engine.lanes;
  const recorder = bindRecorder(scope, system, sector, observables, width);
  const row = new Float64Array(observables.length * width);
  const read = () => engine.values();
  const guard = watchLanes(scope, model, sector, width);
  return {
    save(s, first, count, place, out) {
      const defect = guard.look(engine.state(), count);
      if (!(defect < 1e-3)) {
        const { words, ...at } = place;
        throw new RunFailure(`${driftInWords(defect)} ${words} (trajectories ${first} to ${first + count - 1}).`, at);
      }
      const from = s * observables.length * lanes;
      if (width === lanes) return recorder.record(engine.state(), read, out, from);
      recorder.record(engine.state(), read, row, 0);
      for (let o = 0; o < observables.length; o++) for (let l = 0; l < lanes; l++) out[from + o * lanes + l] = row[o * width + l];
    },
    diagnostics() {
      const { traceDefect, cutPopulation } = guard.seen();
      return {
        traceDefect,
        positivityDefect: null,
        cutPopulation,
        firstLawResidual: null,
        secondLawViolation: null,
        warnings: [...model.warnings, ...cutWarnings(cutPopulation)],
      };
    },
  };
}

/** Watches trace and cut populations of all lanes by functionals of the state. */
function watchLanes(scope: Scope, { dynamics }: Model, sector: Sector, lanes: number) {
  const { diagonal, cuts } = watchedPopulations(dynamics.system, sector);
  const sumOf = (list: readonly number[]): Functional => ({
    columns: Int32Array.from(list),
    values: new Float64Array(list.length).fill(1),
  });
  const evaluate = bindFunctionals(scope, [sumOf(diagonal), ...cuts.map(({ atCut }) => sumOf(atCut))], lanes);
  const most = new Float64Array(1 + cuts.length);
  return {
    /** Look at the first `used` lanes. Returns the largest defect of a trace since the last call of `seen`. */
    look(x: F64Pointer, used: number): number {
      const sums = evaluate(x);
      for (let l = 0; l < used; l++) most[0] = Math.max(most[0], Math.abs(sums[l] - 1));
      for (let c = 1; c < most.length; c++) for (let l = 0; l < used; l++) most[c] = Math.max(most[c], sums[c * lanes + l]);
      return most[0];
    },
    seen() {
      const cutPopulation = Object.fromEntries(cuts.map(({ label }, c) => [label, most[1 + c]]));
      const traceDefect = most[0];
      most.fill(0);
      return { traceDefect, cutPopulation };
    },
  };
}
