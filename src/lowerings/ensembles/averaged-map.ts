/**
 * The average over noise drawn anew for each collision, as one map: E[Φ] = Σ_k weight_k Φ(node_k) is a matrix that is made once.
 * Where there are more nodes than a polynomial in the noisy parameters needs maps, the nodes are taken from that.
 */
import { sectorApply } from "../../../bindings/sector.ts";
import { exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import { chebyshevValues } from "../../numerics/chebyshev.ts";
import { type ChebyshevPiece, placeIn } from "../../numerics/chebyshev-pieces.ts";
import type { Scope } from "../../numerics/memory.ts";
import type { CollisionRequest, PlannedCollisions } from "../../plan/collision-request.ts";
import type { AverageEngine, AverageRequest, NoiseNode } from "../../plan/ensemble-request.ts";
import { isRefusal, type Price, type Refusal } from "../../plan/price.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { bindMap } from "../collisions/bound-map.ts";
import { listsOf } from "../collisions/fixed-matrices.ts";
import { bindIdle } from "../collisions/idle-evolution.ts";
import { type MapsAtValues, mapsAtValues, matricesOf } from "../collisions/maps-at-values.ts";
import { parametricFit, pieceAt } from "../collisions/parametric-fit.ts";
import { parametricMap } from "../collisions/parametric-map.ts";
import { rebuilding } from "../collisions/rebuilding.ts";
import type { AverageLowering } from "./average-lowering.ts";

/** A single state needs no more than one vector. */
const LANES = 2;

/** More maps than this are not built node by node. */
const MOST_NODES = 1000;

export const averagedMap: AverageLowering = {
  name: "averaged map",
  fits(request) {
    const { model, noisy, nodes, whole } = request;
    if (request.hidden) return { refused: "the noise goes through hidden states" };
    if (whole) return { refused: "the noise is constant within a realisation" };
    if (noisy.length === 0) return { refused: "nothing is noisy" };
    const structure = exchangeCascadeOf(model);
    if (structure && structure.levels.length <= 2 && noisy.every((name) => structure.parameters.includes(name))) {
      return { refused: "the collisions take the noise themselves" };
    }
    const collisions = planned(request);
    const lists = listsOf(collisions.request);
    return isRefusal(lists) ? lists : priceOf(collisions, lists, nodes.length);
  },
  steps: planned,
  bind: (request, scope) => bind(request, planned(request), scope),
};

function planned({ model, noisy, collisions }: AverageRequest): PlannedCollisions {
  return collisions(model, noisy, LANES);
}

function priceOf(collisions: PlannedCollisions, lists: Price, nodes: number): Price | Refusal {
  const once = rebuilding(lists);
  const builds = Math.min(nodes, polynomialBuilds(collisions));
  if (builds > MOST_NODES) return { refused: `no polynomial stands in for ${nodes} nodes` };
  return { ...lists, seconds: lists.seconds + (builds * once.seconds) / Math.max(1, collisions.request.steps), setup: builds * once.flops };
}

/** Models that polynomials need, where the collisions would go by them; else none do. */
function polynomialBuilds({ choice, request }: PlannedCollisions): number {
  return choice.name === parametricMap.name ? parametricFit(request).builds : Number.POSITIVE_INFINITY;
}

function bind({ nodes }: AverageRequest, collisions: PlannedCollisions, scope: Scope): AverageEngine {
  const { request } = collisions;
  const sector = request.sector() as Sector;
  const { indexAt, elements } = request.stream();
  const { maps, mean } = nodes.length <= polynomialBuilds(collisions) ? meanOfNodes(request, nodes) : meanOfPolynomials(request, nodes);
  const bound = matricesOf(maps.entries, mean, elements.length, sector.count).map((matrix) => bindMap(scope, matrix));
  const idle = request.between().length > 0 ? null : bindIdle(scope, request.dynamics, sector, LANES);
  const initial = toCoordinates(sector, request.model.initial);
  const one = scope.f64(LANES);
  one.view().fill(1);
  let x = scope.f64(sector.count * LANES);
  let y = scope.f64(sector.count * LANES);
  return {
    sector,
    lanes: LANES,
    nodes: 1,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * LANES, (q + 1) * LANES);
    },
    step(n) {
      sectorApply(bound[indexAt(n)], one.pointer, x.pointer, y.pointer, LANES);
      [x, y] = [y, x];
      if (idle) [x, y] = idle(x, y);
    },
    mean: () => x.pointer,
  };
}

/** The mean of all entries, over the pattern of `maps`. */
interface Mean {
  readonly maps: MapsAtValues;
  readonly mean: Float64Array;
}

function meanOfNodes(request: CollisionRequest, nodes: readonly NoiseNode[]): Mean {
  const maps = mapsAtValues(request);
  const samples = nodes.map(({ values }) => maps.sample(values));
  const mean = new Float64Array(maps.entries.length);
  samples.forEach((sample, k) => add(mean, nodes[k].weight, sample));
  return { maps, mean };
}

/** E[Π T_i] of each product stands in for its values; nodes where no polynomial holds are built. */
function meanOfPolynomials(request: CollisionRequest, nodes: readonly NoiseNode[]): Mean {
  const { maps, pieces } = parametricFit(request);
  const moments = pieces.map(({ terms }) => new Float64Array(terms?.length ?? 0));
  const built: [number, Float64Array][] = [];
  for (const { weight, values } of nodes) {
    const k = pieceAt(pieces, values, 0, 1);
    if (k < 0) built.push([weight, maps.sample(values)]);
    else addMoments(moments[k], pieces[k], weight, values);
  }
  const mean = new Float64Array(maps.entries.length);
  pieces.forEach(({ terms }, k) => {
    (terms ?? []).forEach(({ coefficients }, t) => {
      add(mean, moments[k][t], coefficients);
    });
  });
  for (const [weight, sample] of built) add(mean, weight, sample);
  return { maps, mean };
}

function addMoments(moments: Float64Array, piece: ChebyshevPiece, weight: number, values: readonly number[]): void {
  const terms = piece.terms ?? [];
  const tables = values.map((value, a) => {
    const table = new Float64Array(terms.reduce((most, { degrees }) => Math.max(most, degrees[a] + 1), 1));
    chebyshevValues([placeIn(piece, a, value)], 1, table.length, table);
    return table;
  });
  terms.forEach(({ degrees }, t) => {
    moments[t] += degrees.reduce((product, degree, a) => product * tables[a][degree], weight);
  });
}

function add(sum: Float64Array, weight: number, values: Float64Array): void {
  for (let e = 0; e < values.length; e++) sum[e] += weight * values[e];
}
