/**
 * Exchange cascades of two modes on resonance: the fused kernel of assembly/exchangeStep.ts, with strides instead of index lists.
 * Weights change with each collision; the products of sines and cosines are kept, or made anew where the angle is noisy.
 */
import { exchangeProducts, exchangeProductsSize, exchangeScratch, exchangeStep, exchangeTables } from "../../../bindings/exchange.ts";
import { type ExchangeCascade, exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import { type F64Pointer, offset, type Scope } from "../../numerics/memory.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { Price } from "../../plan/price.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";
import { exchangeCount, isResonant, misfit, movesAngles, sectorOf, shapeOf, tooLarge } from "./exchange-shape.ts";
import { bindCoefficients } from "./exchange-weights.ts";
import { bindStates } from "./states-in-lanes.ts";

export const exchangeCascade: CollisionLowering = {
  name: "exchange cascade, factored",
  fits(request) {
    const structure = exchangeCascadeOf(request.model);
    if (!structure) return { refused: "the model brings no such structure" };
    const reason = misfit(structure, request, 2) ?? (isResonant(structure, request) ? null : "it is detuned");
    return reason === null ? (tooLarge(structure, 1) ?? price(structure, request)) : { refused: reason };
  },
  sector: ({ model }) => sectorOf(exchangeCascadeOf(model) as ExchangeCascade),
  bind: (request, scope) => bind(exchangeCascadeOf(request.model) as ExchangeCascade, request, scope),
};

function price(structure: ExchangeCascade, { noisy }: CollisionRequest): Price {
  const shape = shapeOf(structure);
  const { d1, d2, K } = shape;
  const count = exchangeCount(shape);
  const products = exchangeProductsSize(d1, d2, K, 1);
  const flops = 27 * count + (noisy.includes(structure.angle) ? 60 * (d1 + d2) + 2 * products : 0);
  // two states; tables and products in pairs of lanes; one row of zeros; weights
  const bytes = 8 * (2 * count + 4 * (d1 + d2 + 2) + 2 * products + d2 + 4);
  return { seconds: flops / RATE.strided, flops, bytes };
}

function bind(structure: ExchangeCascade, request: CollisionRequest, scope: Scope): CollisionEngine {
  const { model, noisy, lanes } = request;
  const shape = shapeOf(structure);
  const sector = sectorOf(structure);
  const states = bindStates(sector, lanes, toCoordinates(sector, model.initial), scope);
  const coefficients = bindCoefficients(structure, request, scope);
  const scratch = scope.f64(exchangeScratch(shape.d2, lanes)).pointer;
  const moves = movesAngles(structure, noisy);
  // Two lanes serve all of them where they share the angle.
  const { products, refresh } = bindProducts(shape, moves ? lanes : 2, scope);
  refresh(coefficients.angles(0));
  const bound = { shared: !moves, pointer: products };

  function steps(_n: number, count: number, draws: Float64Array | null): void {
    if (draws) coefficients.fill(draws, count);
    for (let s = 0; s < count; s++) {
      if (draws && moves) refresh(coefficients.angles(s));
      exchangeStep(shape, lanes, coefficients.weights(draws ? s : 0), bound, states.from.pointer, states.to.pointer, scratch);
      states.exchange();
    }
  }

  return { ...states.engine, step: (n, draws) => steps(n, 1, draws), steps };
}

/** Room for tables and products of so many lanes, and what fills them from the lanes' angles. */
function bindProducts({ d1, d2, K }: { d1: number; d2: number; K: number }, lanes: number, scope: Scope) {
  const products = scope.f64(exchangeProductsSize(d1, d2, K, lanes)).pointer;
  const tables = (d: number) => [0, 1].map(() => offset(scope.f64((d + 1) * lanes).pointer, lanes));
  const [c1, s1] = tables(d1);
  const [c2, s2] = d1 === d2 ? [c1, s1] : tables(d2);
  const refresh = (angles: F64Pointer): void => {
    exchangeTables(d1, lanes, angles, c1, s1);
    if (d1 !== d2) exchangeTables(d2, lanes, angles, c2, s2);
    exchangeProducts({ d1, d2, K }, lanes, { c1, s1, c2, s2 }, products);
  };
  return { products, refresh };
}
