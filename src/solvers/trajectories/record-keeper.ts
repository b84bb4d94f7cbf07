/** Everything that was seen along trajectories, packed. */
import { stepsOf } from "../../plan/trajectories/current-process.ts";
import type { TrajectoryListener, TrajectoryProcess } from "../../plan/trajectories/trajectory-request.ts";

/**
 * What was seen along some trajectories, one after the other:
 *
 *   readings   outcomes [trajectory][collision], −1 where a unit is not read
 *   clicks     lengths [trajectory]; numbers: their times, outcomes: their detectors
 *   currents   numbers [trajectory][step][current]
 */
export interface TrajectoryRecords {
  readonly lengths: Int32Array;
  readonly outcomes: Int32Array;
  readonly numbers: Float64Array;
  /** ln of the probability of each record, or of its density. */
  readonly logLikelihoods: Float64Array;
}

/** Keeps what trajectories tell. */
export class RecordKeeper {
  readonly listener: Pick<TrajectoryListener, "clicked" | "read" | "increased">;
  private readonly logLikelihoods: Float64Array;
  private readonly clicks: { readonly times: number[]; readonly which: number[] }[];
  private readonly outcomes: Int32Array;
  private readonly increments: Float64Array;

  constructor(process: TrajectoryProcess, axis: readonly number[], count: number) {
    const end = axis[axis.length - 1];
    const width = process.kind === "currents" ? process.outcomes.length : 0;
    const steps = process.kind === "currents" ? stepsOf([end], process.dt)[0] : process.kind === "readings" ? end : 0;
    this.logLikelihoods = new Float64Array(count);
    this.clicks = process.kind === "clicks" ? Array.from({ length: count }, () => ({ times: [], which: [] })) : [];
    this.outcomes = new Int32Array(process.kind === "readings" ? count * steps : 0);
    this.increments = new Float64Array(count * steps * width);
    this.listener = {
      clicked: (slot, time, detector) => {
        this.clicks[slot].times.push(time);
        this.clicks[slot].which.push(detector);
      },
      read: (slot, step, outcomes, stretch) => {
        for (let k = 0; k < stretch; k++) this.outcomes[slot * steps + step + k] = outcomes[k];
      },
      increased: (slot, step, increments) => {
        for (let j = 0; j < width; j++) this.increments[(slot * steps + step) * width + j] = increments[j];
      },
    };
  }

  ended(slot: number, logLikelihood: number): void {
    this.logLikelihoods[slot] = logLikelihood;
  }

  /** Everything, in order of trajectories. */
  records(): TrajectoryRecords {
    const { clicks, outcomes, increments, logLikelihoods } = this;
    if (clicks.length === 0) return { lengths: new Int32Array(0), outcomes, numbers: increments, logLikelihoods };
    return {
      lengths: Int32Array.from(clicks, ({ times }) => times.length),
      outcomes: Int32Array.from(clicks.flatMap(({ which }) => which)),
      numbers: Float64Array.from(clicks.flatMap(({ times }) => times)),
      logLikelihoods,
    };
  }
}
