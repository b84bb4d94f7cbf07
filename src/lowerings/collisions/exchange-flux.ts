/** Exchange with one mode: populations flow between neighbouring levels, in place, a stretch of collisions by one call. */
import { exchangeFlux, exchangeRates } from "../../../bindings/exchange.ts";
import { type ExchangeCascade, exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { Scope } from "../../numerics/memory.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { Price } from "../../plan/price.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";
import { misfit, movesAngles, sectorOf } from "./exchange-shape.ts";
import { bindCoefficients } from "./exchange-weights.ts";

export const exchangeWithOneMode: CollisionLowering = {
  name: "exchange with one mode, as flux",
  fits(request) {
    const structure = exchangeCascadeOf(request.model);
    const reason = structure ? misfit(structure, request, 1) : "the model brings no such structure";
    return structure && reason === null ? price(structure, request) : { refused: reason as string };
  },
  sector: ({ model }) => sectorOf(exchangeCascadeOf(model) as ExchangeCascade),
  bind: (request, scope) => bind(exchangeCascadeOf(request.model) as ExchangeCascade, request, scope),
};

function price(structure: ExchangeCascade, { noisy }: CollisionRequest): Price {
  const [d] = structure.levels;
  const flops = 6 * d + (movesAngles(structure, noisy) ? 40 * d : 0);
  return { seconds: flops / RATE.strided, flops, bytes: 8 * (2 * d + 5) };
}

function bind(structure: ExchangeCascade, request: CollisionRequest, scope: Scope): CollisionEngine {
  const { model, noisy, lanes } = request;
  const [d] = structure.levels;
  const sector = sectorOf(structure);
  const initial = toCoordinates(sector, model.initial);
  const x = scope.f64(d * lanes);
  const rates = scope.f64(Math.max(1, (d - 1) * lanes)).pointer;
  const coefficients = bindCoefficients(structure, request, scope);
  const moves = movesAngles(structure, noisy);
  const refresh = (place: number) => exchangeRates(d, lanes, coefficients.angles(place), coefficients.detunings(place), rates);
  refresh(0);

  function steps(_n: number, count: number, draws: Float64Array | null): void {
    if (draws) coefficients.fill(draws, count);
    if (draws && !moves) {
      exchangeFlux(d, lanes, count, coefficients.weights(0), rates, x.pointer);
      return;
    }
    for (let s = 0; s < count; s++) {
      if (draws) refresh(s);
      exchangeFlux(d, lanes, 1, coefficients.weights(draws ? s : 0), rates, x.pointer);
    }
  }

  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < d; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
    },
    step: (n, draws) => steps(n, 1, draws),
    steps,
    state: () => x.pointer,
    values: () => x.view(),
    load: (state) => x.view().set(state),
  };
}
