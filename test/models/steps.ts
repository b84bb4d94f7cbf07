/** Small dense helpers of the tests: affine maps of a model's first collision, their fixed point and powers. */
import { elementTerms, streamElements } from "../../src/dynamics/channel.ts";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { type BlochMap, blochMap, fixedBlochVector } from "../../src/dynamics/representations.ts";
import type { Model } from "../../src/models/model.ts";

export function mapOf(model: Model) {
  const dynamics = model.dynamics as Collisions;
  return elementTerms(dynamics.system, streamElements(dynamics, 1).elements[0]);
}

export function affine(model: Model): BlochMap {
  return blochMap(mapOf(model), (model.dynamics as Collisions).system.dimension);
}

export function fixed(model: Model): Float64Array {
  return fixedBlochVector(affine(model)) as Float64Array;
}

export function rows({ A, size }: BlochMap): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from(A.subarray(i * size, (i + 1) * size)));
}
