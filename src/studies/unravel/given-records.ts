/** Records that are given: of readings, clicks, and currents; checked against a process and followed. */
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import { norm1 } from "../../numerics/envelope.ts";
import { log } from "../../numerics/scalar.ts";
import { type ClickProcess, clickOf, normalisedCoordinates } from "../../plan/trajectories/click-process.ts";
import { currentStep } from "../../plan/trajectories/current-process.ts";
import type { CurrentProcess } from "../../plan/trajectories/measured-parts.ts";
import type { ReadingProcess } from "../../plan/trajectories/reading-process.ts";
import type { TrajectoryProcess } from "../../plan/trajectories/trajectory-request.ts";
import { evolvePlain } from "../../solvers/trajectories/plain-evolution.ts";
import { apply, RecordWalk, readOf } from "../../solvers/trajectories/record-walk.ts";

/** Clicks in [0, until]: their times, increasing, and detectors by name or number (left out where there is one). */
export interface GivenClicks {
  readonly times: ArrayLike<number>;
  readonly which?: ArrayLike<number | string>;
  readonly until: number;
}

/**
 * A record: outcomes in order, by number or name, −1 where a unit is not read; or clicks; or increments of a current, step by step (of
 * several, one after the other within each step).
 */
export type GivenRecord = ArrayLike<number | string> | GivenClicks;

/** What follows a record: told the state, divided by its weight, at each place; how likely what led there was, given all before. */
export type Along = (at: number, x: Float64Array, counts: Float64Array, chance: number) => void;

/** A record followed. */
export interface FollowedRecord {
  /** −∞ for one that cannot happen. */
  readonly logLikelihood: number;
  /** The state at the end, where it can. */
  readonly state: Float64Array | null;
}

/** Collisions of a record of readings; 1 for others. */
export function stepsIn(record: GivenRecord): number {
  return "length" in record ? record.length : 1;
}

/** Follow a record; `along` is told the beginning, and each place that the record has or that `times` names. */
export function followRecord(
  process: TrajectoryProcess,
  record: GivenRecord,
  argument: string,
  along: Along = () => {},
  times: readonly number[] | null = null,
): FollowedRecord {
  switch (process.kind) {
    case "readings":
      return followReadings(process, listOf(record, argument), argument, along);
    case "clicks":
      return followClicks(process, checkedLength(process, clicksOf(process, record, argument), argument), along, times);
    case "currents":
      return followCurrent(process, listOf(record, argument), argument, along);
  }
}

function listOf(record: GivenRecord, argument: string): ArrayLike<number | string> {
  if ("length" in record) return record;
  throw wrongKind(argument, "be a list", record);
}

function followReadings(process: ReadingProcess, record: ArrayLike<number | string>, argument: string, along: Along): FollowedRecord {
  const { outcomes, kindAt, isRead } = process;
  const walk = new RecordWalk(process);
  const counts = new Float64Array(outcomes.length);
  along(0, walk.state, counts, 1);
  for (let k = 0; k < record.length; k++) {
    const m = outcomeOf(record[k], outcomes, isRead(kindAt(k + 1)), `${argument}[${k}]`);
    if (!walk.follow(m)) return { logLikelihood: Number.NEGATIVE_INFINITY, state: null };
    if (m >= 0) counts[m] += 1;
    along(k + 1, walk.state, counts, walk.lastChance);
  }
  return { logLikelihood: walk.logLikelihood, state: walk.state };
}

function outcomeOf(given: number | string, outcomes: readonly string[], read: boolean, argument: string): number {
  const m = typeof given === "string" ? outcomes.indexOf(given) : given;
  if (!read) {
    if (given !== -1) throw wrongValue(argument, "be -1, for that unit is not read", given);
    return -1;
  }
  if (!Number.isInteger(m) || m < 0 || m >= outcomes.length)
    throw wrongValue(argument, `be an outcome (${outcomes.join(", ")}) by name or number`, given);
  return m;
}

interface Clicked {
  readonly times: readonly number[];
  readonly which: readonly number[];
  readonly until: number;
}

function clicksOf({ outcomes }: ClickProcess, record: GivenRecord, argument: string): Clicked {
  if ("length" in record) throw wrongKind(argument, "hold `times` and `until`", record, "Write { times: [0.8, 2.1], until: 5 }.");
  const until = finite(`${argument}.until`, record.until, { above: 0 }, "It is how long the detectors were watched.");
  if (typeof record.times?.length !== "number") throw wrongKind(`${argument}.times`, "be a list of times", record.times);
  const times = Array.from(record.times);
  times.forEach((time, k) => {
    finite(`${argument}.times[${k}]`, time, { atLeast: k === 0 ? 0 : times[k - 1], atMost: until });
  });
  const { which } = record;
  if (which === undefined && outcomes.length > 1 && times.length > 0)
    throw wrongValue(`${argument}.which`, `say which of ${outcomes.join(", ")} clicked`, undefined);
  if (which !== undefined && which.length !== times.length)
    throw wrongValue(
      `${argument}.which`,
      "name a detector for each click",
      null,
      "",
      `there are ${which.length} for ${times.length} clicks`,
    );
  return { times, until, which: times.map((_, k) => (which ? outcomeOf(which[k], outcomes, true, `${argument}.which[${k}]`) : 0)) };
}

/** Change of a state, in units of its logarithm, within which its weight neither underflows nor overflows. */
const WEIGHED = 300;
/** Most of it that a record may ask for: about a quarter of an hour. */
const LONGEST = 1e9;

/** ‖A‖₁ + |shift|: how fast the weight of a state may change at most. */
const fastest = ({ A, shift }: ClickProcess): number => norm1(A) + Math.abs(shift);

function checkedLength(process: ClickProcess, clicked: Clicked, argument: string): Clicked {
  const most = LONGEST / fastest(process);
  if (clicked.until > most)
    throw wrongValue(`${argument}.until`, `be at most ${most.toPrecision(2)} for these rates`, clicked.until, "Cut the record in parts.");
  return clicked;
}

function followClicks(
  process: ClickProcess,
  { times, which, until }: Clicked,
  along: Along,
  places: readonly number[] | null,
): FollowedRecord {
  const { start, A, shift, amplitudes, trace, sector, outcomes } = process;
  const x = start.slice();
  const aside = new Float64Array(x.length);
  const density = new Float64Array(sector.count);
  const counts = new Float64Array(outcomes.length);
  const weight = () => (amplitudes ? readOf(x, x) : readOf(trace, x));
  const normalise = (): Float64Array => normalisedCoordinates(process, x, weight(), density);
  const saved = places ?? [0, ...times, until];
  let [t, next, logarithm] = [0, 0, 0];
  /** Divide the state by its weight, and keep that: it is the chance of what came since the last time. */
  const weigh = (): boolean => {
    const chance = weight();
    if (!(chance > 0)) return false;
    logarithm += log(chance);
    for (let q = 0; q < x.length; q++) x[q] /= amplitudes ? Math.sqrt(chance) : chance;
    return true;
  };
  const speed = fastest(process);
  let unweighed = 0;
  const wait = (time: number): void => {
    const pieces = Math.max(1, Math.ceil((speed * time) / WEIGHED));
    for (let k = 0; k < pieces; k++) {
      const change = (speed * time) / pieces;
      if (unweighed + change > WEIGHED && unweighed > 0) {
        weigh();
        unweighed = 0;
      }
      evolvePlain(A, shift, x, time / pieces);
      unweighed += change;
    }
  };
  const reach = (to: number, after: boolean): void => {
    for (; next < saved.length && (saved[next] < to || (after && saved[next] <= to)); next++) {
      wait(saved[next] - t);
      t = saved[next];
      along(t, normalise(), counts, 1);
    }
    wait(to - t);
    t = to;
  };
  for (let k = 0; k < times.length; k++) {
    reach(times[k], false);
    apply(clickOf(process, which[k], x), x, aside);
    x.set(aside);
    if (!weigh()) return { logLikelihood: Number.NEGATIVE_INFINITY, state: null };
    unweighed = 0;
    counts[which[k]] += 1;
  }
  reach(until, true);
  return { logLikelihood: logarithm + log(weight()), state: normalise() };
}

function followCurrent(process: CurrentProcess, record: ArrayLike<number | string>, argument: string, along: Along): FollowedRecord {
  const { outcomes, start, dt } = process;
  const width = outcomes.length;
  if (record.length % width !== 0)
    throw wrongValue(argument, `hold ${width} increments for each step`, null, "", `it has ${record.length} numbers`);
  let [x, other] = [start.slice(), new Float64Array(start.length)];
  const sums = new Float64Array(width);
  let logarithm = 0;
  along(0, x, sums, 1);
  for (let k = 0; k < record.length; k += width) {
    const increments = Array.from({ length: width }, (_, j) => finite(`${argument}[${k + j}]`, record[k + j]));
    const likelihood = currentStep(process, increments, x, other);
    logarithm += log(likelihood);
    [x, other] = [other, x];
    increments.forEach((dY, j) => {
      sums[j] += dY;
    });
    along((k / width + 1) * dt, x, sums, likelihood);
  }
  return { logLikelihood: logarithm, state: x };
}
