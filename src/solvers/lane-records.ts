/** What is read from realisations side by side at their records: observables, and whether the states can be trusted. */
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Scope } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import type { Sector } from "../sectors/sector.ts";
import { cutWarnings, watch } from "./diagnose.ts";
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
  let guard = watch(system, sector);
  return {
    save(s, first, count, { words, ...at }, out) {
      guard.look(read(), width, count);
      if (!(guard.traceDefect < 1e-3)) {
        const drift = guard.traceDefect.toExponential(1);
        throw new RunFailure(`The trace drifted by ${drift} ${words} (trajectories ${first} to ${first + count - 1}).`, at);
      }
      recorder.record(engine.state(), read, row, 0);
      for (let o = 0; o < observables.length; o++)
        for (let l = 0; l < lanes; l++) out[(s * observables.length + o) * lanes + l] = row[o * width + l];
    },
    diagnostics() {
      const { traceDefect, cutPopulation } = guard;
      guard = watch(system, sector);
      return {
        traceDefect,
        positivityDefect: null,
        cutPopulation: { ...cutPopulation },
        firstLawResidual: null,
        secondLawViolation: null,
        warnings: [...model.warnings, ...cutWarnings(cutPopulation)],
      };
    },
  };
}
