/** Sums over records of what each collision gives: all records where they are few, drawn ones else. */
import { NumbersAhead } from "../../plan/trajectories/numbers-ahead.ts";
import type { Branch, ReadingProcess } from "../../plan/trajectories/reading-process.ts";
import { READINGS } from "../../plan/trajectories/trajectory-request.ts";
import { actionAfter, apply, applyDense, readOf } from "../../solvers/trajectories/record-walk.ts";

/** Records that are listed at most. */
const MOST_LISTED = 20_000;

/** What is booked. */
export interface Booked {
  /** Kinds of heat. */
  readonly books: number;
  /** Functionals of the state before a collision of a kind that is entered with a memory, one for each kind of heat. */
  heat(kind: number, memory: number): readonly Float64Array[];
  /** The functional of the state before an operation of the feedback that gives its work. */
  work(map: number): Float64Array;
  /** The entropy of a normalised state. */
  entropy(x: Float64Array): number;
}

/** Means over records after each collision, from 0. */
export interface Books {
  readonly exact: boolean;
  readonly states: readonly Float64Array[];
  /** [collision][kind of heat], sums since the start. */
  readonly heat: readonly (readonly number[])[];
  readonly work: readonly number[];
  readonly information: readonly number[];
  /** Standard errors of the information; 0 where all records were listed. */
  readonly error: readonly number[];
}

/** How far, and how many records are drawn where they are too many to list. */
interface Drawn {
  readonly steps: number;
  readonly trajectories: number;
  readonly seed: number;
}

/** Keep books over records. */
export function booksOfRecords(process: ReadingProcess, booked: Booked, { steps, trajectories, seed }: Drawn): Books {
  const keeper = new Keeper(process, booked, steps);
  const exact = recordsIn(process, steps) <= MOST_LISTED;
  if (exact) keeper.list(0, 1, 0, process.start);
  else for (let k = 0; k < trajectories; k++) keeper.draw(seed, k, 1 / trajectories);
  return { exact, ...keeper.totals(exact ? 0 : trajectories) };
}

function recordsIn({ outcomes, isRead, kindAt }: ReadingProcess, steps: number): number {
  let records = 1;
  for (let n = 1; n <= steps && records <= MOST_LISTED; n++) if (isRead(kindAt(n))) records *= outcomes.length;
  return records;
}

/** What a collision makes of a state. */
interface After {
  readonly branch: Branch;
  readonly chance: number;
  /** Not divided by the chance. */
  readonly x: Float64Array;
}

class Keeper {
  private readonly process: ReadingProcess;
  private readonly booked: Booked;
  private readonly steps: number;
  private readonly states: readonly Float64Array[];
  private readonly heat: readonly Float64Array[];
  private readonly work: Float64Array;
  private readonly information: Float64Array;
  private readonly squares: Float64Array;
  private readonly works = new Map<number, Float64Array>();

  constructor(process: ReadingProcess, booked: Booked, steps: number) {
    [this.process, this.booked, this.steps] = [process, booked, steps];
    this.states = Array.from({ length: steps + 1 }, () => new Float64Array(process.sector.count));
    this.heat = Array.from({ length: steps + 1 }, () => new Float64Array(booked.books));
    [this.work, this.information, this.squares] = [new Float64Array(steps + 1), new Float64Array(steps + 1), new Float64Array(steps + 1)];
  }

  /** All records from here on; x has the trace p. */
  list(depth: number, p: number, memory: number, x: Float64Array): void {
    this.note(depth, x, 1);
    if (depth === this.steps) return;
    const { list, told } = this.collide(depth, p, memory, x, 1);
    this.information[depth + 1] += told;
    for (const { branch, chance, x: after } of list) this.list(depth + 1, chance, branch.next, after);
  }

  /** One record, drawn as trajectories are; its states enter with a weight. */
  draw(seed: number, trajectory: number, weight: number): void {
    const numbers = new NumbersAhead(seed, trajectory, READINGS);
    let [x, memory, sum] = [this.process.start, 0, 0];
    this.note(0, x, weight);
    for (let depth = 0; depth < this.steps; depth++) {
      const { list, told } = this.collide(depth, 1, memory, x, weight);
      sum += told;
      this.information[depth + 1] += weight * told;
      this.squares[depth + 1] += weight * sum * sum;
      const { branch, chance, x: after } = drawn(list, numbers.at(depth + 1));
      x = after.map((value) => value / chance);
      memory = branch.next;
      this.note(depth + 1, x, weight);
    }
  }

  /** Means and sums since the start; `drawnRecords` is 0 where all were listed. */
  totals(drawnRecords: number): Omit<Books, "exact"> {
    const { steps, states } = this;
    const sums = { heat: new Float64Array(this.booked.books), work: 0, information: 0 };
    const out: { heat: number[][]; work: number[]; information: number[]; error: number[] } = {
      heat: [],
      work: [],
      information: [],
      error: [],
    };
    for (let k = 0; k <= steps; k++) {
      sums.heat = sums.heat.map((value, b) => value + this.heat[k][b]);
      sums.work += this.work[k];
      sums.information += this.information[k];
      out.heat.push([...sums.heat]);
      out.work.push(sums.work);
      out.information.push(sums.information);
      const variance = Math.max(0, this.squares[k] - sums.information * sums.information);
      out.error.push(drawnRecords === 0 || k === 0 ? 0 : Math.sqrt(variance / (drawnRecords - 1)));
    }
    return { states, ...out };
  }

  private note(depth: number, x: Float64Array, weight: number): void {
    const into = this.states[depth];
    for (let q = 0; q < into.length; q++) into[q] += weight * x[q];
  }

  /** All that the next collision may make of a state, booked with a weight; and what its reading tells, times the trace p. */
  private collide(depth: number, p: number, memory: number, x: Float64Array, weight: number): { list: After[]; told: number } {
    const { process, booked } = this;
    const kind = process.kindAt(depth + 1);
    booked.heat(kind, memory).forEach((f, b) => {
      this.heat[depth + 1][b] += weight * readOf(f, x);
    });
    const read = process.isRead(kind);
    let told = read ? p * this.entropyOf(x, p) : 0;
    const list: After[] = [];
    for (const branch of process.branches[kind * process.memories + memory]) {
      const chance = readOf(process.chances[branch.map], x);
      if (!(chance > 0)) continue;
      let after = new Float64Array(x.length);
      apply(process.maps[branch.map], x, after);
      if (read) told -= chance * this.entropyOf(after, chance);
      const action = actionAfter(process, branch, after, chance);
      if (action >= 0) {
        this.work[depth + 1] += weight * readOf(this.workOf(action), after);
        after = moved(after, (from, to) => apply(process.maps[action], from, to));
      }
      const { idle } = process;
      if (idle) after = moved(after, (from, to) => applyDense(idle, from, to));
      list.push({ branch, chance, x: after });
    }
    return { list, told };
  }

  private entropyOf(x: Float64Array, p: number): number {
    return this.booked.entropy(x.map((value) => value / p));
  }

  private workOf(map: number): Float64Array {
    let f = this.works.get(map);
    if (!f) this.works.set(map, (f = this.booked.work(map)));
    return f;
  }
}

function moved(x: Float64Array, by: (from: Float64Array, to: Float64Array) => void): Float64Array<ArrayBuffer> {
  const to = new Float64Array(x.length);
  by(x, to);
  return to;
}

function drawn(list: readonly After[], u: number): After {
  const total = list.reduce((sum, { chance }) => sum + chance, 0);
  let sum = 0;
  for (const after of list) {
    sum += after.chance;
    if (u * total < sum) return after;
  }
  return list[list.length - 1];
}
