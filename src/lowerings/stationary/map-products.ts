/** Powers of a collision map on several vectors at once: each travels in lanes of its own, and a step costs the same however many do. */
import type { ByProducts } from "../../numerics/gmres.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { Sector } from "../../sectors/sector.ts";

/** Λᵖ v of each vector. */
export function imagesOf(engine: CollisionEngine, p: number, vectors: readonly Float64Array[]): Float64Array[] {
  const { lanes } = engine;
  const n = engine.sector.count;
  const state = new Float64Array(n * lanes);
  const images: Float64Array[] = [];
  for (let from = 0; from < vectors.length; from += lanes) {
    const used = vectors.slice(from, from + lanes);
    for (let lane = 0; lane < lanes; lane++) {
      const v = used[lane % used.length];
      for (let q = 0; q < n; q++) state[q * lanes + lane] = v[q];
    }
    engine.load(state);
    for (let step = 0; step < p; step++) engine.step(1, null);
    const after = engine.values();
    used.forEach((_, lane) => {
      const image = new Float64Array(n);
      for (let q = 0; q < n; q++) image[q] = after[q * lanes + lane];
      images.push(image);
    });
  }
  return images;
}

/** Carry out works that need products with Λᵖ, side by side. */
export function sideBySide<T>(engine: CollisionEngine, p: number, works: readonly ByProducts<T>[]): T[] {
  const results = new Array<T>(works.length);
  let asking = works.map((work, k) => ({ work, k, next: work.next() }));
  for (;;) {
    for (const { k, next } of asking) if (next.done) results[k] = next.value;
    const waiting = asking.filter(({ next }) => !next.done);
    if (waiting.length === 0) return results;
    const images = imagesOf(
      engine,
      p,
      waiting.map(({ next }) => next.value as Float64Array),
    );
    asking = waiting.map(({ work, k }, i) => ({ work, k, next: work.next(images[i]) }));
  }
}

/** v without its share of a state, so that no trace is left; in place. */
export function traceless({ row, column, count }: Sector, v: Float64Array, state: Float64Array): Float64Array {
  let trace = 0;
  for (let q = 0; q < count; q++) if (row[q] === column[q]) trace += v[q];
  for (let q = 0; q < count; q++) v[q] -= trace * state[q];
  return v;
}
