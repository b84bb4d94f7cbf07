/**
 * Exchange cascades: the fused kernel of assembly/exchange.ts with its O(d) tables, strides instead of index lists.
 * Phase noise changes three weights, time noise the tables; nothing else is ever rebuilt.
 */
import { exchangeScratch, exchangeStep, exchangeTables } from "../../../bindings/sector.ts";
import { type ExchangeCascade, exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { ParameterValue } from "../../models/model.ts";
import { type F64Block, offset, type Scope } from "../../numerics/memory.ts";
import type { Operator } from "../../operators/operator.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { bytes, type Price, type Refusal } from "../../plan/price.ts";
import { type ExchangeShape, exchangeSector, largestOrder } from "../../sectors/exchange-sector.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";

export const exchangeCascade: CollisionLowering = {
  name: "exchange cascade, factored",
  fits(request) {
    const structure = exchangeCascadeOf(request.model);
    const reason = structure ? misfit(structure, request) : "the model brings no such structure";
    return structure && reason === null ? price(structure, request) : { refused: reason as string };
  },
  sector: ({ model }) => sectorOf(exchangeCascadeOf(model) as ExchangeCascade),
  bind: (request, scope) => bind(exchangeCascadeOf(request.model) as ExchangeCascade, request, scope),
};

/** Why a cascade cannot be run by the kernel, or null. */
function misfit({ levels, parameters }: ExchangeCascade, { noisy, support, model }: CollisionRequest): string | null {
  if (levels.length > 2) return `the kernel takes one or two modes, not ${levels.length}`;
  if (support === "full" || support[0] !== model.initial) return "the kernel starts from the model's own initial state";
  if (!isDiagonal(model.initial)) return "the kernel starts from states that are diagonal in the numbers";
  const other = noisy.find((name) => !parameters.includes(name));
  return other === undefined ? null : `\`${other}\` changes more than its weights and its angle`;
}

function isDiagonal(rho: Operator): boolean {
  let diagonal = true;
  rho.forEach((i, j) => {
    if (i !== j) diagonal = false;
  });
  return diagonal;
}

function price(structure: ExchangeCascade, { noisy }: CollisionRequest): Price | Refusal {
  const shape = shapeOf(structure);
  const count = exchangeCount(shape);
  if (count > MOST_COORDINATES) {
    return { refused: `would hold ${count} coordinates, which need ${bytes(BESIDE * count)}`, remedy: "Use fewer levels, or a `cut`." };
  }
  const flops = 29 * count + (noisy.includes(structure.angle) ? 60 * (shape.d1 + shape.d2) : 0);
  return { seconds: flops / RATE.strided, flops, bytes: bytesOf(count, shape) };
}

/** Most coordinates that are planned for: each is also listed, watched and read outside of linear memory. */
const MOST_COORDINATES = 16_000_000;

/** Bytes of a coordinate, in linear memory and beside it. */
const BESIDE = 64;

/** Two states, tables, scratch. */
function bytesOf(count: number, { d1, d2 }: ExchangeShape): number {
  return 8 * (2 * count + 2 * (d1 + 1) + 2 * (d2 + 1) + 5 * (d2 + 1) + 3);
}

function shapeOf({ levels: [d1, d2 = 1], cut }: ExchangeCascade): ExchangeShape {
  return { d1, d2, K: Math.min(cut ?? Number.POSITIVE_INFINITY, largestOrder(d1, d2)) };
}

/** The number of coordinates, without making them. */
export function exchangeCount({ d1, d2, K }: ExchangeShape): number {
  let count = 0;
  for (let k = 0; k <= Math.min(K, largestOrder(d1, d2)); k++) count += (d1 - k) * (d2 - k);
  return count;
}

/** What index lists would hold for a cascade, from its sizes alone: coordinates, and entries of all matrices. */
export function exchangeLists(structure: ExchangeCascade): { readonly coordinates: number; readonly entries: number } | null {
  if (structure.levels.length > 2) return null;
  const coordinates = exchangeCount(shapeOf(structure));
  return { coordinates, entries: 16 * coordinates };
}

let known: { readonly key: string; readonly sector: Sector } | null = null;

/** The sector of a cascade; the last one is kept, because planning and binding both ask for it. */
function sectorOf(structure: ExchangeCascade): Sector {
  const shape = shapeOf(structure);
  const key = `${shape.d1} ${shape.d2} ${shape.K}`;
  if (known?.key !== key) known = { key, sector: exchangeSector(shape) };
  return known.sector;
}

function bind(structure: ExchangeCascade, { model, noisy, lanes }: CollisionRequest, scope: Scope): CollisionEngine {
  const shape = shapeOf(structure);
  const sector = sectorOf(structure);
  const initial = toCoordinates(sector, model.initial);
  let x = scope.f64(sector.count * lanes);
  let y = scope.f64(sector.count * lanes);
  const weights = scope.f64(3 * lanes);
  const theta = scope.f64(lanes);
  const scratch = scope.f64(exchangeScratch(shape.d2, lanes));
  const blocks = [shape.d1, shape.d1, shape.d2, shape.d2].map((d) => scope.f64((d + 1) * lanes));
  const [c1, s1, c2, s2] = blocks.map((block: F64Block) => offset(block.pointer, lanes));
  const tables = { c1, s1, c2, s2 };
  const kernelShape = { ...shape, lanes };
  const parameters: Record<string, ParameterValue> = { ...model.parameters };
  const angleMoves = noisy.includes(structure.angle);

  function refresh(draws: Float64Array | null): void {
    const w = weights.view();
    const angles = theta.view();
    for (let lane = 0; lane < lanes; lane++) {
      if (draws) for (let p = 0; p < noisy.length; p++) parameters[noisy[p]] = draws[p * lanes + lane];
      const { upper, lower, spectator, angle } = structure.coefficients(parameters);
      w[lane] = upper;
      w[lanes + lane] = lower;
      w[2 * lanes + lane] = spectator;
      angles[lane] = angle;
    }
  }

  function fillTables(): void {
    exchangeTables(shape.d1, lanes, theta.pointer, c1, s1);
    exchangeTables(shape.d2, lanes, theta.pointer, c2, s2);
  }

  refresh(null);
  fillTables();
  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
    },
    step(_n, draws) {
      if (draws) {
        refresh(draws);
        if (angleMoves) fillTables();
      }
      exchangeStep(kernelShape, weights.pointer, tables, x.pointer, y.pointer, scratch.pointer);
      [x, y] = [y, x];
    },
    state: () => x.pointer,
    values: () => x.view(),
    load: (state) => x.view().set(state),
  };
}
