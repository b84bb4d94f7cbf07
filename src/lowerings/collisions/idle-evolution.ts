/** What acts between collisions: exp(duration · L) on the sector by a Taylor series of fixed degree. */
import { addLanes, sectorApply } from "../../../bindings/sector.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import type { F64Block, Scope } from "../../numerics/memory.ts";
import { combine, lowerTerms } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { bindMap } from "./bound-map.ts";

/** Advances the state from `x` (scratch `y`) and returns the two blocks with the result first. */
export type Idle = (x: F64Block, y: F64Block) => [F64Block, F64Block];

/** Largest norm of duration · L within one Taylor series; longer pauses are cut into equal pieces. */
const LARGEST_STEP = 1;

/**
 * Prepare exp(duration · L) for a model that has losses between collisions; null when it has none.
 *
 * With ‖duration·L‖₁ ≤ 1 per piece, degree 18 leaves a remainder below 1/19! < 1e-17. Degree and pieces depend on
 * the generator alone, so the bits do not depend on the state.
 */
export function bindIdle(scope: Scope, dynamics: Collisions, sector: Sector, lanes: number): Idle | null {
  if (!dynamics.idle) return null;
  const map = generatorTerms(dynamics.idle.generator);
  const matrix = combine(lowerTerms(map, sector), map.weights);
  const columnSums = new Float64Array(matrix.n);
  matrix.columns.forEach((column, e) => {
    columnSums[column] += Math.abs(matrix.values[e]);
  });
  const norm = columnSums.reduce((a, b) => Math.max(a, b), 0) * dynamics.idle.duration;
  const pieces = Math.max(1, Math.ceil(norm / LARGEST_STEP));
  const bound = bindMap(scope, matrix);
  const degree = 18;
  const dt = dynamics.idle.duration / pieces;
  const factors = Array.from({ length: degree }, (_, k) => {
    const weight = scope.f64(lanes);
    weight.view().fill(dt / (k + 1));
    return weight;
  });
  const term = scope.f64(matrix.n * lanes);
  return (x, y) => {
    for (let piece = 0; piece < pieces; piece++) {
      let from: F64Block = term;
      let to: F64Block = y;
      from.view().set(x.view());
      for (let k = 0; k < degree; k++) {
        sectorApply(bound, factors[k].pointer, from.pointer, to.pointer, lanes);
        addLanes(matrix.n * lanes, to.pointer, x.pointer);
        [from, to] = [to, from];
      }
    }
    return [x, y];
  };
}
