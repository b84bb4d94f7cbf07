/** Collisions of single lanes by maps built for their own draws: where no polynomial holds, and outside its range. */
import { sectorApplySingle } from "../../../bindings/sector.ts";
import { type F64Block, type Scope, scope as shortScope } from "../../numerics/memory.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";
import { bindMap } from "./bound-map.ts";
import type { ParametricFit } from "./parametric-fit.ts";

/** Rebuilt maps that are kept, besides those at ends of pieces: clipped values move to an end of the range, and come again and again. */
const KEPT = 32;

/** What carries out one lane's collision with a map built for its own draws. */
export function rebuiltLanes(scope: Scope, { maps, pieces }: ParametricFit, coordinates: number, lanes: number) {
  const one = scope.f64(coordinates);
  const out = scope.f64(coordinates);
  const kept = new Map<string, readonly SectorMatrices[]>();
  const ends = new Map<string, readonly SectorMatrices[]>();
  const isEnd = (value: number, a: number) => pieces.some(({ low, high }) => value === low[a] || value === high[a]);

  function matricesAt(values: readonly number[]): readonly SectorMatrices[] {
    const key = values.join(" ");
    const known = ends.get(key) ?? kept.get(key);
    if (known) return known;
    const built = maps.build(values);
    if (values.every(isEnd)) {
      ends.set(key, built);
      return built;
    }
    const oldest = kept.keys().next();
    if (kept.size >= KEPT && !oldest.done) kept.delete(oldest.value);
    kept.set(key, built);
    return built;
  }

  return (lane: number, element: number, draws: Float64Array, x: F64Block, y: F64Block): void => {
    const values = Array.from({ length: draws.length / lanes }, (_, a) => draws[a * lanes + lane]);
    const matrix = matricesAt(values)[element];
    shortScope((s) => {
      const map = bindMap(s, matrix);
      const from = x.view();
      const vector = one.view();
      for (let q = 0; q < coordinates; q++) vector[q] = from[q * lanes + lane];
      sectorApplySingle(map, one.pointer, out.pointer);
      const to = y.view();
      const result = out.view();
      for (let q = 0; q < coordinates; q++) to[q * lanes + lane] = result[q];
    });
  };
}
