/** Noise that changes coefficients themselves: each realisation's matrix is lowered anew, inside the plan's sector. */
import { sectorApplySingle } from "../../../bindings/sector.ts";
import { elementTerms, streamElements } from "../../dynamics/channel.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import type { TermMap } from "../../dynamics/terms.ts";
import { exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { Model, ParameterValue } from "../../models/model.ts";
import { type Scope, scope as shortScope } from "../../numerics/memory.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { isRefusal } from "../../plan/price.ts";
import { combine, lowerTerms, type SectorMatrices, toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { bindMap } from "./bound-map.ts";
import type { CollisionLowering } from "./collision-lowering.ts";
import { exchangeLists } from "./exchange-shape.ts";
import { listsOf } from "./fixed-matrices.ts";
import { bindIdle } from "./idle-evolution.ts";
import { mapsAtValues } from "./maps-at-values.ts";
import { bindParametric } from "./parametric-engine.ts";
import { wholeSteps } from "./parametric-map.ts";
import { rebuilding } from "./rebuilding.ts";
import { bindStates } from "./states-in-lanes.ts";

export const rebuiltCoefficients: CollisionLowering = {
  name: "coefficients rebuilt for each collision",
  fits(request) {
    if (request.noisy.length === 0) return { refused: "nothing changes from collision to collision" };
    const structure = exchangeCascadeOf(request.model);
    const lists = structure && exchangeLists(structure, request);
    if (lists && request.noisy.every((name) => structure.parameters.includes(name))) {
      return { refused: "the noise enters through weights and angles alone" };
    }
    const price = wholeSteps(request) ?? listsOf(request);
    if (isRefusal(price)) return price;
    const { seconds, flops } = rebuilding(price);
    return { ...price, seconds: price.seconds + seconds, flops: price.flops + flops };
  },
  sector: (request) => request.sector() as Sector,
  bind,
};

/** A lane whose draws repeat keeps its matrix. */
function bind(request: CollisionRequest, scope: Scope): CollisionEngine {
  if (request.between().length > 0) {
    return bindParametric(request, scope, { maps: mapsAtValues(request), pieces: [], builds: 0, error: 0, eliminated: -1 });
  }
  const { model, noisy, lanes } = request;
  const sector = request.sector() as Sector;
  const { indexAt } = request.stream();
  const states = bindStates(sector, lanes, toCoordinates(sector, model.initial), scope);
  const one = scope.f64(sector.count);
  const out = scope.f64(sector.count);
  const idle = bindIdle(scope, request.dynamics, sector, lanes);
  const kept: ({ key: string; matrix: SectorMatrices } | undefined)[] = new Array(lanes);

  function matrixOf(lane: number, n: number, draws: Float64Array | null): SectorMatrices {
    const changed: Record<string, ParameterValue> = {};
    if (draws) noisy.forEach((name, p) => (changed[name] = draws[p * lanes + lane]));
    const key = `${indexAt(n)} ${Object.values(changed).join(" ")}`;
    const known = kept[lane];
    if (known?.key === key) return known.matrix;
    const map = termsAt(model, changed, n);
    const matrix = combine(lowerTerms(map, sector), map.weights);
    kept[lane] = { key, matrix };
    return matrix;
  }

  return {
    ...states.engine,
    step(n, draws) {
      for (let lane = 0; lane < lanes; lane++) {
        const matrix = matrixOf(lane, n, draws);
        shortScope((s) => {
          const map = bindMap(s, matrix);
          const from = states.from.view();
          const vector = one.view();
          for (let q = 0; q < sector.count; q++) vector[q] = from[q * lanes + lane];
          sectorApplySingle(map, one.pointer, out.pointer);
          const to = states.to.view();
          const result = out.view();
          for (let q = 0; q < sector.count; q++) to[q * lanes + lane] = result[q];
        });
      }
      states.exchange();
      states.through(idle);
    },
  };
}

/** Terms of the n-th collision of the model at other parameters. */
function termsAt(model: Model, changed: Readonly<Record<string, ParameterValue>>, n: number): TermMap {
  const dynamics = model.with({ ...model.pinned, ...changed }).dynamics as Collisions;
  const { elements, indexAt } = streamElements(dynamics, n);
  return elementTerms(dynamics.system, elements[indexAt(n)]);
}
