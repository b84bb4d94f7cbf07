/** What was seen along trajectories, as results hold it. */
import type { Measurement } from "../../dynamics/measurements.ts";
import type { TrajectoryRecords } from "../../solvers/trajectories/record-keeper.ts";

/** Outcomes of all trajectories, in order. */
export interface Records {
  readonly kind: "readings";
  /** What outcome 0, 1, … is called; −1 stands for a unit that is not read. */
  readonly outcomes: readonly string[];
  readonly trajectories: number;
  /** Collisions of each one. */
  readonly steps: number;
  /** [trajectory][collision]. */
  readonly values: Int16Array;
  /** ln of the probability of each record. */
  readonly logLikelihoods: Float64Array;
}

/** Clicks of all trajectories, in order: those of trajectory k stand from `first[k]` to before `first[k + 1]`. */
export interface Clicks {
  readonly kind: "clicks";
  readonly detectors: readonly string[];
  readonly trajectories: number;
  /** Every trajectory was watched from 0 to here. */
  readonly until: number;
  readonly first: Int32Array;
  readonly times: Float64Array;
  /** Which detector clicked, by number. */
  readonly which: Int16Array;
  /** ln of the density of the clicks of each trajectory, and of nothing else. */
  readonly logLikelihoods: Float64Array;
}

/** Increments dY of all trajectories, in order. */
export interface Currents {
  readonly kind: "currents";
  readonly names: readonly string[];
  readonly dt: number;
  readonly trajectories: number;
  /** Steps of each one. */
  readonly steps: number;
  /** [trajectory][step][current]. */
  readonly increments: Float64Array;
  /** ln of the probability density of each record, relative to white noise. */
  readonly logLikelihoods: Float64Array;
}

/** Everything that was seen, by the name that a result has for it. */
export interface SeenRecords {
  readonly records?: Records;
  readonly clicks?: Clicks;
  readonly currents?: Currents;
}

/** Packed records with their names. */
export function seenRecords(by: Measurement, outcomes: readonly string[], axis: readonly number[], packed: TrajectoryRecords): SeenRecords {
  const { lengths, outcomes: seen, numbers, logLikelihoods } = packed;
  const trajectories = logLikelihoods.length;
  const end = axis[axis.length - 1];
  if (by.kind !== "current" && lengths.length === 0) {
    return { records: { kind: "readings", outcomes, trajectories, steps: end, values: Int16Array.from(seen), logLikelihoods } };
  }
  if (by.kind !== "current") {
    const first = new Int32Array(trajectories + 1);
    lengths.forEach((length, k) => {
      first[k + 1] = first[k] + length;
    });
    const which = Int16Array.from(seen);
    return { clicks: { kind: "clicks", detectors: outcomes, trajectories, until: end, first, times: numbers, which, logLikelihoods } };
  }
  const steps = Math.round(end / by.dt);
  return { currents: { kind: "currents", names: outcomes, dt: by.dt, trajectories, steps, increments: numbers, logLikelihoods } };
}
