/** Connected components of a sparsity pattern: the finest block-diagonal form that a permutation of the basis gives. */
import { type Matrix, zeros } from "../numerics/matrix.ts";
import type { Operator } from "./operator.ts";

/** A union-find forest over 0 … n − 1 whose roots are the smallest member of each set. */
export class DisjointSets {
  readonly #parent: Int32Array;

  constructor(n: number) {
    this.#parent = Int32Array.from({ length: n }, (_, i) => i);
  }

  /** The smallest member of the set of i. */
  find(i: number): number {
    const parent = this.#parent;
    let root = i;
    while (parent[root] !== root) root = parent[root];
    while (parent[i] !== root) {
      const next = parent[i];
      parent[i] = root;
      i = next;
    }
    return root;
  }

  /** Join the sets of i and j. */
  join(i: number, j: number): void {
    const [a, b] = [this.find(i), this.find(j)];
    if (a < b) this.#parent[b] = a;
    else this.#parent[a] = b;
  }

  /** The sets, each sorted, in the order of their smallest members. */
  sets(): Int32Array[] {
    const n = this.#parent.length;
    const members = new Map<number, number[]>();
    for (let i = 0; i < n; i++) {
      const root = this.find(i);
      const set = members.get(root);
      if (set) set.push(i);
      else members.set(root, [i]);
    }
    return [...members.values()].map((set) => Int32Array.from(set));
  }
}

/** Index sets of the connected components of A's pattern (each entry joins its row and column), isolated indices included. */
export function components(A: Operator): Int32Array[] {
  const sets = new DisjointSets(A.dimension);
  A.forEach((i, j) => {
    sets.join(i, j);
  });
  return sets.sets();
}

/** The dense block of A on the given sorted indices. */
export function blockOf(A: Operator, indices: Int32Array): Matrix {
  const block = zeros(indices.length);
  const place = new Map<number, number>();
  indices.forEach((index, k) => {
    place.set(index, k);
  });
  indices.forEach((index, row) => {
    for (let e = A.rowStart[index]; e < A.rowStart[index + 1]; e++) {
      const column = place.get(A.columns[e]);
      if (column === undefined) continue;
      const at = 2 * (row * indices.length + column);
      block.data[at] = A.values[2 * e];
      block.data[at + 1] = A.values[2 * e + 1];
    }
  });
  return block;
}
