/** Fixed sector matrices with weights: y = Σ_k w_k M_k x, one set of matrices per element of the stream. */
import { sectorApply } from "../../../bindings/sector.ts";
import { streamElements } from "../../dynamics/channel.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import { changesWeightsAlone, exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { Model, ParameterValue } from "../../models/model.ts";
import type { Scope } from "../../numerics/memory.ts";
import { type CollisionRequest, MOST_COORDINATES } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { isRefusal, type Price, type Refusal } from "../../plan/price.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { bindMap } from "./bound-map.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";
import { exchangeLists } from "./exchange-shape.ts";
import { bindIdle } from "./idle-evolution.ts";
import { fillsWholeMatrix } from "./operator-pairs.ts";
import { MODEL_SECONDS } from "./rebuilding.ts";
import { bindStates } from "./states-in-lanes.ts";

export const fixedMatrices: CollisionLowering = {
  name: "fixed matrices with weights",
  fits(request) {
    const structure = exchangeCascadeOf(request.model);
    const lists = structure && exchangeLists(structure, request);
    // Building what a structured kernel would do better costs seconds: its size says enough.
    if (lists && changesWeightsAlone(structure, request.noisy)) {
      if (lists.coordinates > MOST_COORDINATES) return { refused: `would hold ${lists.coordinates} coordinates` };
      return listPrice(lists.coordinates, lists.entries, true);
    }
    const [changed] = request.changing();
    if (changed !== undefined) return { refused: `\`${changed}\` changes the matrices themselves` };
    const price = listsOf(request);
    if (isRefusal(price) || request.noisy.length === 0 || request.model.weightsAt) return price;
    return { ...price, seconds: price.seconds + MODEL_SECONDS };
  },
  sector: (request) => request.sector() as Sector,
  bind,
};

/** Bytes of index lists that are too many where operators fill the whole matrix. */
const LARGEST_LISTS = 1 << 28;

/** The price of index lists on the request's sector. */
export function listsOf(request: CollisionRequest): Price | Refusal {
  const D = request.dynamics.system.dimension;
  if (fillsWholeMatrix(request)) {
    const entries = D * D * D * D;
    if (12 * entries >= LARGEST_LISTS) return { refused: `index lists would hold ${entries} entries` };
    return listPrice(D * D, entries, true);
  }
  const sector = request.sector();
  if (!sector) {
    return {
      refused: `would hold more than ${MOST_COORDINATES} of ${D}² coordinates, which needs more than ${MOST_COORDINATES * 200} bytes`,
      remedy: "Use fewer levels or a start with less coherence.",
    };
  }
  return listPrice(
    sector.count,
    request.matrices().reduce((sum, { values }) => sum + values.length, 0),
  );
}

function listPrice(coordinates: number, entries: number, about?: true): Price {
  const price = { seconds: (2 * entries) / RATE.lists, flops: 2 * entries, bytes: 12 * entries + 16 * coordinates };
  return about ? { ...price, about } : price;
}

function bind(request: CollisionRequest, scope: Scope): CollisionEngine {
  const { model, dynamics, noisy, lanes } = request;
  const sector = request.sector() as Sector;
  const maps = request.maps();
  const { indexAt } = request.stream();
  const states = bindStates(sector, lanes, toCoordinates(sector, model.initial), scope);
  const bound = request.matrices().map((set) => bindMap(scope, set));
  const idle = bindIdle(scope, dynamics, sector, lanes);
  const weights = maps.map((map) => scope.f64(map.groups.length * lanes));
  maps.forEach((map, e) => {
    const view = weights[e].view();
    map.weights.forEach((weight, k) => view.fill(weight, k * lanes, (k + 1) * lanes));
  });
  const changed: Record<string, ParameterValue> = {};

  function refresh(element: number, n: number, draws: Float64Array): void {
    const groups = maps[element].groups.length;
    for (let lane = 0; lane < lanes; lane++) {
      for (let p = 0; p < noisy.length; p++) changed[noisy[p]] = draws[p * lanes + lane];
      const values = model.weightsAt ? model.weightsAt({ ...model.parameters, ...changed }) : weightsOf(model, changed, n);
      const view = weights[element].view();
      for (let k = 0; k < groups; k++) view[k * lanes + lane] = values[k];
    }
  }

  return {
    ...states.engine,
    step(n, draws) {
      const element = indexAt(n);
      if (draws) refresh(element, n, draws);
      sectorApply(bound[element], weights[element].pointer, states.from.pointer, states.to.pointer, lanes);
      states.exchange();
      states.through(idle);
    },
  };
}

/** The weights of the n-th collision of the model at other parameters. */
function weightsOf(model: Model, changed: Readonly<Record<string, ParameterValue>>, n: number): readonly number[] {
  const dynamics = model.with({ ...model.pinned, ...changed }).dynamics as Collisions;
  const { elements, indexAt } = streamElements(dynamics, n);
  const element = elements[indexAt(n)];
  return element.flatMap(({ probability, collision }) => collision.state.map(({ weight }) => probability * weight));
}
