/** Noise that changes coefficients themselves: each realisation's matrix is lowered anew, inside the plan's sector. */
import { openScope, scope as shortScope } from "../../../bindings/memory.ts";
import { sectorApplySingle } from "../../../bindings/sector.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import type { Model, ParameterValue } from "../../models/model.ts";
import type { CollisionPlan } from "../../plan/collisions.ts";
import { combine, lowerTerms, type SectorMatrices, toCoordinates } from "../../sectors/matrices.ts";
import type { Engine } from "./engine.ts";
import { bindIdle } from "./idle.ts";
import { bindMap } from "./map.ts";
import { termsAt } from "./weighted.ts";

/** Bind a model whose coefficients change with the parameters in `noisy`. A lane whose draws repeat keeps its matrix. */
export function bindRebuilt(model: Model, plan: CollisionPlan, lanes: number, noisy: readonly string[]): Engine {
  const { sector } = plan;
  const scope = openScope();
  const initial = toCoordinates(sector, model.initial);
  let x = scope.f64(sector.count * lanes);
  let y = scope.f64(sector.count * lanes);
  const one = scope.f64(sector.count);
  const out = scope.f64(sector.count);
  const idle = bindIdle(scope, model.dynamics as Collisions, sector, lanes);
  const kept: ({ key: string; matrix: SectorMatrices } | undefined)[] = new Array(lanes);

  function matrixOf(lane: number, n: number, draws: Float64Array | null): SectorMatrices {
    const changed: Record<string, ParameterValue> = {};
    if (draws) noisy.forEach((name, p) => (changed[name] = draws[p * lanes + lane]));
    const key = `${plan.indexAt(n)} ${Object.values(changed).join(" ")}`;
    const known = kept[lane];
    if (known?.key === key) return known.matrix;
    const map = termsAt(model, changed, n);
    const matrix = combine(lowerTerms(map, sector), map.weights);
    kept[lane] = { key, matrix };
    return matrix;
  }

  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
    },
    step(n, draws) {
      for (let lane = 0; lane < lanes; lane++) {
        const matrix = matrixOf(lane, n, draws);
        shortScope((s) => {
          const map = bindMap(s, matrix);
          const from = x.view();
          const vector = one.view();
          for (let q = 0; q < sector.count; q++) vector[q] = from[q * lanes + lane];
          sectorApplySingle(map, one.pointer, out.pointer);
          const to = y.view();
          const result = out.view();
          for (let q = 0; q < sector.count; q++) to[q * lanes + lane] = result[q];
        });
      }
      [x, y] = [y, x];
      if (idle) [x, y] = idle(x, y);
    },
    state: () => x.pointer,
    release: () => scope.release(),
  };
}
