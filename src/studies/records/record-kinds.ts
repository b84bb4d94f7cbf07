/** Records of trajectories as plain data: what `unravel` keeps, and what files hold. */

/** Outcomes of readings, collision by collision. */
export interface ReadingRecord {
  readonly kind: "readings";
  /** What outcome 0, 1, … is called; −1 stands for a unit that is not read. */
  readonly outcomes: readonly string[];
  readonly trajectories: number;
  /** Collisions of each one. */
  readonly steps: number;
  /** [trajectory][collision]. */
  readonly values: ArrayLike<number>;
  readonly logLikelihoods?: ArrayLike<number>;
}

/** Clicks in time: those of trajectory k stand from `first[k]` to before `first[k + 1]`. */
export interface ClickRecord {
  readonly kind: "clicks";
  readonly detectors: readonly string[];
  readonly trajectories: number;
  /** Each trajectory was watched from 0 to here. */
  readonly until: number;
  readonly first: ArrayLike<number>;
  readonly times: ArrayLike<number>;
  /** Which detector clicked, by number. */
  readonly which: ArrayLike<number>;
  readonly logLikelihoods?: ArrayLike<number>;
}

/** Increments dY of currents, step by step. */
export interface CurrentRecord {
  readonly kind: "currents";
  readonly names: readonly string[];
  readonly dt: number;
  readonly trajectories: number;
  /** Steps of each one. */
  readonly steps: number;
  /** [trajectory][step][current]; vacuum has variance dt. */
  readonly increments: ArrayLike<number>;
  readonly logLikelihoods?: ArrayLike<number>;
}

/** Any record of trajectories. */
export type TrajectoryRecord = ReadingRecord | ClickRecord | CurrentRecord;
