/** Steps noisy collisions by polynomials in their parameters: ρ′ = Σ_t T_t M_t ρ, the T_t by recurrence, once per draw. */

import { addLanes, sectorApply } from "../../../bindings/sector.ts";
import { internalFault } from "../../errors.ts";
import type { Scope } from "../../numerics/memory.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { bindIdle } from "./idle-evolution.ts";
import { keptTrace } from "./kept-trace.ts";
import { type ParametricFit, parametricFit, pieceAt } from "./parametric-fit.ts";
import { bindPiece, weigh } from "./parametric-pieces.ts";
import { rebuiltLanes } from "./rebuilt-lanes.ts";

/** Bind a request; its fit is made now, unless it was asked for before. */
export function bindParametric(request: CollisionRequest, scope: Scope, fit = parametricFit(request)): CollisionEngine {
  const { model, lanes } = request;
  const sector = request.sector() as Sector;
  const { indexAt, elements } = request.stream();
  const idle = request.between().length > 0 ? null : bindIdle(scope, request.dynamics, sector, lanes);
  return bindPolynomials(scope, {
    sector,
    lanes,
    fit,
    initial: toCoordinates(sector, model.initial),
    elements: elements.length,
    indexAt,
    idle,
  });
}

/** Maps that follow each other, each a polynomial in the noisy parameters. */
export interface StreamOfPolynomials {
  readonly sector: Sector;
  readonly lanes: number;
  readonly fit: ParametricFit;
  readonly initial: Float64Array;
  /** How many different maps there are, and which of them is the n-th. */
  readonly elements: number;
  readonly indexAt: (n: number) => number;
  /** What follows each map. */
  readonly idle: ReturnType<typeof bindIdle>;
  /** The last row of the draws is a duration: a lane for which it is 0 stays as it is. */
  readonly stretches?: true;
}

/** In no piece, and to be left alone. */
const IDLE = -2;

/** Bind maps that follow each other. */
export function bindPolynomials(scope: Scope, stream: StreamOfPolynomials): CollisionEngine {
  const { sector, lanes, fit, initial, elements, indexAt, idle, stretches = false } = stream;
  let x = scope.f64(sector.count * lanes);
  let y = scope.f64(sector.count * lanes);
  const part = scope.f64(sector.count * lanes);
  const pieces = fit.pieces.map((piece) => (piece.terms ? bindPiece(scope, fit, piece, sector.count, elements, lanes) : null));
  const rebuild = rebuiltLanes(scope, fit, sector.count, lanes);
  const trace = keptTrace(sector, fit.eliminated, lanes);
  const inPiece = new Int32Array(lanes);

  /** y ← the maps of all lanes. A lane of another piece has weights 0 and gets +0 added, which changes no bit. */
  function apply(element: number, draws: Float64Array): void {
    let written = false;
    pieces.forEach((bound, k) => {
      if (!bound || !inPiece.includes(k)) return;
      weigh(bound, draws, inPiece, k);
      const target = written ? part : y;
      sectorApply(bound.maps[element], bound.weights.pointer, x.pointer, target.pointer, lanes);
      if (written) addLanes(sector.count * lanes, part.pointer, y.pointer);
      written = true;
    });
    if (!written) y.view().fill(0);
  }

  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
      trace.read(x);
    },
    step(n, draws) {
      if (!draws) throw internalFault("A collision with noise was asked for without draws.");
      const element = indexAt(n);
      const last = draws.length - lanes;
      for (let l = 0; l < lanes; l++) inPiece[l] = stretches && draws[last + l] === 0 ? IDLE : pieceAt(fit.pieces, draws, l, lanes);
      apply(element, draws);
      for (let l = 0; l < lanes; l++) if (inPiece[l] === -1) rebuild(l, element, draws, x, y);
      trace.restore(y);
      if (inPiece.includes(IDLE)) leave(inPiece, x.view(), y.view());
      [x, y] = [y, x];
      if (idle) [x, y] = idle(x, y);
    },
    state: () => x.pointer,
    values: () => x.view(),
    load(state, sameTraces) {
      x.view().set(state);
      if (!sameTraces) trace.read(x);
    },
  };
}

/** y ← x in the lanes that stay as they are. */
function leave(inPiece: Int32Array, x: Float64Array, y: Float64Array): void {
  const lanes = inPiece.length;
  for (let l = 0; l < lanes; l++) if (inPiece[l] === IDLE) for (let at = l; at < x.length; at += lanes) y[at] = x[at];
}
