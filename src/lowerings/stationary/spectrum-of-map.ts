/** The slowest decay and the persistent oscillations of a collision map that is known by its products. */
import { blockArnoldi } from "../../numerics/krylov.ts";
import { hypot, log } from "../../numerics/scalar.ts";
import { eigenvalues } from "../../numerics/schur.ts";
import { norm as length } from "../../numerics/vectors.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { imagesOf, traceless } from "./map-products.ts";

/** Power of the map for a first estimate; vectors of the first and of the second space. */
const POWER = 122;
const VECTORS = 40;
const VECTORS_APART = 32;
/** Decay over one power of the map that sets a mode apart from 1 well enough for its Ritz value. */
const APART = 0.3;
const MOST_POWER = 20_000;
/** Ritz values this close to 1, or to the circle, do not decay. */
const STILL = 1e-9;

/** What is next to the stationary states. */
export interface Near {
  /** −ln|λ| of the slowest mode, per collision. */
  readonly gap: number | null;
  readonly peripheral: readonly (readonly [number, number])[];
}

/**
 * Decay of the slowest mode per collision, from Ritz values of Λᵖ on vectors without stationary part. A first estimate sets the power of
 * the second, in which the slowest modes stand apart. Rounding brings the stationary state back; where it is the only one (`unique`) its
 * share, the trace, is taken out after each product.
 */
export function spectrumOfMap(engine: CollisionEngine, starts: readonly Float64Array[], unique: Float64Array | null): Near {
  if (starts.every((start) => length(start) === 0)) return { gap: null, peripheral: [] };
  const first = ritz(engine, POWER, starts, VECTORS / starts.length, unique);
  if (first.gap === null || first.peripheral.length > 0 || !unique || first.gap * POWER > APART) return first;
  const power = Math.max(1, Math.min(MOST_POWER, Math.round(1 / first.gap)));
  return ritz(engine, power, starts, VECTORS_APART / starts.length, unique);
}

function ritz(engine: CollisionEngine, power: number, starts: readonly Float64Array[], rounds: number, unique: Float64Array | null): Near {
  const applyAll = (block: readonly Float64Array[]) => {
    const images = imagesOf(engine, power, block);
    return unique ? images.map((image) => traceless(engine.sector, image, unique)) : images;
  };
  const { m, H } = blockArnoldi(applyAll, starts, rounds);
  const values = eigenvalues(m, H).filter(([re, im]) => hypot(re - 1, im) > STILL);
  const sizes = values.map(([re, im]) => hypot(re, im));
  const slowest = sizes.filter((size) => size < 1 - STILL).reduce((a, b) => Math.max(a, b), 0);
  return { gap: slowest > 0 ? -log(slowest) / power : null, peripheral: values.filter((_, k) => sizes[k] >= 1 - STILL) };
}
