/** In which blocks of a matrix the states of lanes live: a series fills those alone, with a step that suits them. */
import type { SparseReal } from "../../numerics/envelope.ts";
import { type BlockSteps, blockSteps } from "./series-step.ts";

/** The rows of a matrix by its blocks, and who lives there. */
export class LiveBlocks {
  /** How long the series of each lane is. */
  readonly steps: Float64Array;
  readonly bounds: BlockSteps;
  private readonly n: number;
  /** The block of each row. */
  private readonly block: Int32Array;
  /** Blocks of each lane, and the number of lanes in each block. */
  private readonly homes: number[][];
  private readonly lanesIn: Int32Array;
  private changed = true;

  constructor(A: SparseReal, lanes: number) {
    this.n = A.n;
    this.bounds = blockSteps(A);
    const { parts } = this.bounds;
    this.block = new Int32Array(A.n);
    parts.forEach((part, b) => {
      for (const r of part) this.block[r] = b;
    });
    this.homes = Array.from({ length: lanes }, () => []);
    this.lanesIn = new Int32Array(parts.length);
    this.steps = new Float64Array(lanes);
  }

  /** Nobody lives in a lane any more. */
  leave(lane: number): void {
    for (const b of this.homes[lane]) {
      this.lanesIn[b] -= 1;
      if (this.lanesIn[b] === 0) this.changed = true;
    }
    this.homes[lane].length = 0;
    this.steps[lane] = 0;
  }

  /** See where the state of a lane lives among x[row][lane]: there it stays until the next click. */
  settle(lane: number, x: Float64Array): void {
    const { n, block, homes, lanesIn, bounds } = this;
    const home = homes[lane];
    // with one block there is nothing to see
    if (lanesIn.length === 1 && home.length === 1) return;
    this.leave(lane);
    const lanes = homes.length;
    let step = bounds.longest;
    for (let r = 0; r < n; r++) {
      if (x[r * lanes + lane] === 0) continue;
      const b = block[r];
      if (home.includes(b)) continue;
      home.push(b);
      if (lanesIn[b] === 0) this.changed = true;
      lanesIn[b] += 1;
      step = Math.min(step, bounds.h[b]);
      if (lanesIn.length === 1) break;
    }
    this.steps[lane] = step;
  }

  /** Write the rows of all blocks in which some lane lives into `list`, in order, as runs from … to − 1; returns their number, −1 where they are as before. */
  runs(list: Int32Array): number {
    if (!this.changed) return -1;
    this.changed = false;
    const { n, block, lanesIn } = this;
    let count = 0;
    for (let r = 0; r < n; r++) {
      if (lanesIn[block[r]] === 0) continue;
      if (count > 0 && list[2 * count - 1] === r) list[2 * count - 1] = r + 1;
      else {
        list[2 * count] = r;
        list[2 * count + 1] = r + 1;
        count += 1;
      }
    }
    return count;
  }
}
