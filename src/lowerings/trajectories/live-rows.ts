/** Which coordinates a series fills: those of the blocks of its matrix in which some state lives. */
import type { SparseReal } from "../../numerics/envelope.ts";

/** The rows of a matrix by its blocks: no entry leads from one block to another. */
export class LiveRows {
  private readonly n: number;
  /** The block of each row, and whether something lives there. */
  private readonly block: Int32Array;
  private readonly lives: Uint8Array;
  /** Did some rows have nothing, when it was looked last? */
  gaps = false;

  constructor({ n, rowStart, columns }: SparseReal) {
    const parent = Int32Array.from({ length: n }, (_, r) => r);
    const root = (r: number): number => {
      let at = r;
      while (parent[at] !== at) at = parent[at] = parent[parent[at]];
      return at;
    };
    for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) parent[root(r)] = root(columns[e]);
    this.n = n;
    this.block = Int32Array.from({ length: n }, (_, r) => root(r));
    this.lives = new Uint8Array(n);
  }

  /** Write the rows of blocks in which states x[row][lane] are not 0 into `list`, in order, as runs from … to − 1; returns their number. */
  runs(x: Float64Array, lanes: number, list: Int32Array): number {
    const { n, block, lives } = this;
    lives.fill(0);
    for (let r = 0; r < n; r++) {
      if (lives[block[r]]) continue;
      for (let at = r * lanes; at < (r + 1) * lanes; at++) {
        if (x[at] === 0) continue;
        lives[block[r]] = 1;
        break;
      }
    }
    let count = 0;
    this.gaps = false;
    for (let r = 0; r < n; r++) {
      if (!lives[block[r]]) {
        this.gaps = true;
        continue;
      }
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
