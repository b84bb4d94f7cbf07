/**
 * Exchange cascades of two modes with a detuned branch: tables of O(d) and factors, one mode at a time, as on resonance, but with
 * complex elements. Exact; noise on the angle or the detuning makes new tables and nothing else.
 */
import { detunedScratch, detunedStep, detunedTable } from "../../../bindings/exchange.ts";
import { type ExchangeCascade, exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { Scope } from "../../numerics/memory.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { Price } from "../../plan/price.ts";
import { detunedSector } from "../../sectors/exchange-sector.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";
import { exchangeCount, isResonant, misfit, movesAngles, shapeOf, tooLarge } from "./exchange-shape.ts";
import { bindCoefficients } from "./exchange-weights.ts";
import { bindStates } from "./states-in-lanes.ts";

export const detunedExchange: CollisionLowering = {
  name: "detuned exchange, by factors",
  fits(request) {
    const structure = exchangeCascadeOf(request.model);
    if (!structure) return { refused: "the model brings no such structure" };
    const reason = misfit(structure, request, 2) ?? (isResonant(structure, request) ? "it is on resonance" : null);
    return reason === null ? (tooLarge(structure, 2) ?? price(structure, request)) : { refused: reason };
  },
  sector: ({ model }) => sectorOf(exchangeCascadeOf(model) as ExchangeCascade),
  bind: (request, scope) => bind(exchangeCascadeOf(request.model) as ExchangeCascade, request, scope),
};

function price(structure: ExchangeCascade, { noisy }: CollisionRequest): Price {
  const shape = shapeOf(structure);
  const { d1, d2 } = shape;
  const count = exchangeCount(shape);
  const flops = 104 * count + (movesAngles(structure, noisy) ? 70 * (d1 + d2) : 0);
  // two states, complex but for order 0; tables; scratch; weights
  return { seconds: flops / RATE.strided, flops, bytes: 8 * (4 * count + 3 * (d1 + d2 + 2) + 10 * (d2 + 1) + 3) };
}

let known: { readonly key: string; readonly sector: Sector } | null = null;

/** The sector; the last one is kept, because planning and binding both ask for it. */
function sectorOf(structure: ExchangeCascade): Sector {
  const shape = shapeOf(structure);
  const key = `${shape.d1} ${shape.d2} ${shape.K}`;
  if (known?.key !== key) known = { key, sector: detunedSector(shape) };
  return known.sector;
}

function bind(structure: ExchangeCascade, request: CollisionRequest, scope: Scope): CollisionEngine {
  const { model, noisy, lanes } = request;
  const shape = shapeOf(structure);
  const { d1, d2 } = shape;
  const sector = sectorOf(structure);
  const states = bindStates(sector, lanes, toCoordinates(sector, model.initial), scope);
  const coefficients = bindCoefficients(structure, request, scope);
  const scratch = scope.f64(detunedScratch(d2, lanes)).pointer;
  const one = scope.f64(3 * (d1 + 1) * lanes).pointer;
  const two = d1 === d2 ? one : scope.f64(3 * (d2 + 1) * lanes).pointer;
  const moves = movesAngles(structure, noisy);

  function refresh(place: number): void {
    detunedTable(d1, lanes, coefficients.angles(place), coefficients.detunings(place), one);
    if (two !== one) detunedTable(d2, lanes, coefficients.angles(place), coefficients.detunings(place), two);
  }
  refresh(0);

  function steps(_n: number, count: number, draws: Float64Array | null): void {
    if (draws) coefficients.fill(draws, count);
    for (let s = 0; s < count; s++) {
      if (draws && moves) refresh(s);
      detunedStep(shape, lanes, coefficients.weights(draws ? s : 0), one, two, states.from.pointer, states.to.pointer, scratch);
      states.exchange();
    }
  }

  return { ...states.engine, step: (n, draws) => steps(n, 1, draws), steps };
}
