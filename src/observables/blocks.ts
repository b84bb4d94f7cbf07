/** Common diagonal blocks of two states on one space. */
import { wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { DisjointSets } from "../operators/components.ts";
import { type AnyState, asView } from "./view.ts";

/** The same diagonal block of two operators, and how many copies of it the states have. */
export interface JointBlock {
  readonly a: Matrix;
  readonly b: Matrix;
  readonly multiplicity: number;
}

/** The finest blocks that both states share. Throws when the states have different spaces. */
export function jointBlocks(a: AnyState, b: AnyState): JointBlock[] {
  const views = [asView(a), asView(b)];
  const n = views[0].space.dimension;
  if (views[1].space.dimension !== n) {
    throw wrongValue("states", "act on spaces of equal dimension", [n, views[1].space.dimension]);
  }
  const sets = new DisjointSets(n);
  const copies = new Float64Array(n);
  for (const view of views) {
    for (const { indices, multiplicity } of view.blocks()) {
      for (const index of indices) {
        sets.join(indices[0], index);
        copies[index] = multiplicity;
      }
    }
  }
  const blockAt = new Int32Array(n);
  const placeAt = new Int32Array(n);
  const joint = sets.sets().map((indices, k) => {
    indices.forEach((index, place) => {
      blockAt[index] = k;
      placeAt[index] = place;
    });
    return { a: zeros(indices.length), b: zeros(indices.length), multiplicity: copies[indices[0]] };
  });
  views.forEach((view, which) => {
    view.forEach((i, j, re, im) => {
      const matrix = which === 0 ? joint[blockAt[i]].a : joint[blockAt[i]].b;
      const at = 2 * (placeAt[i] * matrix.columns + placeAt[j]);
      matrix.data[at] = re;
      matrix.data[at + 1] = im;
    });
  });
  return joint;
}
