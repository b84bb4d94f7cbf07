/** Follows one record in plain numbers, in the order of the kernel's sums: a conditional state from collision to collision. */
import { RunFailure } from "../../errors.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { log } from "../../numerics/scalar.ts";
import type { Branch, ReadingProcess } from "../../plan/trajectories/reading-process.ts";

/** Products of probabilities below this are put into the logarithm. */
const SMALL = 1e-200;

/** A conditional state that moves on by collisions with given outcomes. */
export class RecordWalk {
  /** Collisions so far. */
  step = 0;
  /** Tr 𝓜_m of the last reading, given all before; 1 where a unit was not read. */
  lastChance = 1;
  /** The memory of the record. */
  memory = 0;
  /** What the next collision is taken from; processes on one sector may take turns. */
  process: ReadingProcess;
  private x: Float64Array;
  private other: Float64Array;
  private logarithm = 0;
  private product = 1;

  constructor(process: ReadingProcess) {
    this.process = process;
    this.x = process.start.slice();
    this.other = new Float64Array(this.x.length);
  }

  /** The normalised state, valid until the next collision. */
  get state(): Float64Array {
    return this.x;
  }

  /** ln of the probability of all outcomes so far. */
  get logLikelihood(): number {
    return this.logarithm + log(this.product);
  }

  /** What may happen next. */
  branches(): readonly Branch[] {
    const { process, memory, step } = this;
    return process.branches[process.kindAt(step + 1) * process.memories + memory];
  }

  /** One collision with the outcome that a uniform number picks. Returns it, −1 where the unit is not read. */
  draw(u: number): number {
    const list = this.branches();
    const chances = list.map(({ map }) => readOf(this.process.chances[map], this.x));
    const total = chances.reduce((sum, chance) => sum + Math.max(0, chance), 0);
    let [sum, taken] = [0, -1];
    for (let b = 0; b < list.length; b++) {
      if (!(chances[b] > 0)) continue;
      taken = b;
      sum += chances[b];
      if (u * total < sum) break;
    }
    if (taken < 0) throw new RunFailure("No outcome has a probability above 0: the state is not one.", { step: this.step + 1 });
    const { outcome } = list[taken];
    this.follow(outcome);
    return outcome;
  }

  /** One collision with this outcome (any where the unit is not read). Returns whether it can happen; the walk ends where it cannot. */
  follow(outcome: number): boolean {
    const list = this.branches();
    const branch = list[list[0].outcome < 0 ? 0 : outcome];
    const chance = readOf(this.process.chances[branch.map], this.x);
    this.step += 1;
    if (!(chance > 0)) {
      this.lastChance = 0;
      this.logarithm = Number.NEGATIVE_INFINITY;
      return false;
    }
    const read = branch.outcome >= 0;
    this.lastChance = read ? chance : 1;
    this.memory = branch.next;
    if (read) this.product *= chance;
    if (this.product < SMALL) {
      this.logarithm += log(this.product);
      this.product = 1;
    }
    this.apply(this.process.maps[branch.map], 1 / chance);
    const action = actionAfter(this.process, branch, this.x, 1);
    if (action >= 0) this.apply(this.process.maps[action], 1);
    const { idle } = this.process;
    if (!idle) return true;
    applyDense(idle, this.x, this.other);
    [this.x, this.other] = [this.other, this.x];
    return true;
  }

  private apply(map: SparseReal, factor: number): void {
    apply(map, this.x, this.other, factor);
    [this.x, this.other] = [this.other, this.x];
  }
}

/** The map of what is done after an outcome, or −1; `weight` is the trace of the state. */
export function actionAfter({ filter }: ReadingProcess, { action, outcome }: Branch, x: Float64Array, weight: number): number {
  return filter && outcome >= 0 && readOf(filter.functional, x) > filter.above * weight ? filter.map : action;
}

/** Σ f·x, places of even and of odd number apart. */
export function readOf(f: Float64Array, x: Float64Array): number {
  const wide = f.length - (f.length % 2);
  let [even, odd] = [0, 0];
  for (let q = 0; q < wide; q += 2) {
    even += f[q] * x[q];
    odd += f[q + 1] * x[q + 1];
  }
  if (f.length % 2 === 1) even += f[wide] * x[wide];
  return even + odd;
}

/** out ← factor·M x. */
export function apply({ n, rowStart, columns, values }: SparseReal, x: Float64Array, out: Float64Array, factor = 1): void {
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * x[columns[e]];
    out[r] = factor * sum;
  }
}

/** out ← P x for a dense P, row-major. */
export function applyDense(P: Float64Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let r = 0; r < n; r++) out[r] = readOf(P.subarray(r * n, (r + 1) * n), x);
}
