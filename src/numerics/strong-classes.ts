/** The strongly connected classes of a sparse matrix' pattern: what its dynamics can reach from what. */
import type { SparseReal } from "./envelope.ts";

/** Classes in the order of the flow: whatever feeds a class comes before it. */
export interface StrongClasses {
  /** Indices of each class, increasing. */
  readonly members: readonly Int32Array[];
  /** The class of each index. */
  readonly of: Int32Array;
}

/**
 * The strongly connected classes of dx/dt = M x: index q feeds r where M_rq is not exactly 0.
 *
 * Source: R. Tarjan, SIAM J. Comput. 1, 146 (1972), without recursion.
 */
export function strongClasses({ n, rowStart, columns, values }: SparseReal): StrongClasses {
  const found = new Int32Array(n).fill(-1);
  const lowest = new Int32Array(n);
  const next = new Int32Array(n);
  const of = new Int32Array(n).fill(-1);
  const open: number[] = [];
  const path: number[] = [];
  const members: Int32Array[] = [];
  let count = 0;
  const enter = (r: number) => {
    found[r] = lowest[r] = count++;
    next[r] = rowStart[r];
    open.push(r);
    path.push(r);
  };
  for (let root = 0; root < n; root++) {
    if (found[root] >= 0) continue;
    enter(root);
    while (path.length > 0) {
      const r = path[path.length - 1];
      if (next[r] < rowStart[r + 1]) {
        const e = next[r]++;
        const q = columns[e];
        if (values[e] === 0) continue;
        if (found[q] < 0) enter(q);
        else if (of[q] < 0) lowest[r] = Math.min(lowest[r], found[q]);
        continue;
      }
      path.pop();
      if (path.length > 0) lowest[path[path.length - 1]] = Math.min(lowest[path[path.length - 1]], lowest[r]);
      if (lowest[r] === found[r]) members.push(close(open, r, of, members.length));
    }
  }
  return { members, of };
}

/** Take the class that `root` opened off the stack. */
function close(open: number[], root: number, of: Int32Array, number: number): Int32Array {
  const from = open.lastIndexOf(root);
  const list = Int32Array.from(open.splice(from)).sort();
  for (const index of list) of[index] = number;
  return list;
}
