/** Steps noisy collisions by polynomials in their parameters: y = Σ_t T_t(x) M_t x_state, T_t by recurrence, once per draw. */
import { addLanes, type BoundMap, sectorApply, sectorApplySingle } from "../../../bindings/sector.ts";
import { chebyshevValues } from "../../numerics/chebyshev.ts";
import { type ChebyshevPiece, placeIn } from "../../numerics/chebyshev-pieces.ts";
import { type F64Block, type Scope, scope as shortScope } from "../../numerics/memory.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { type SectorMatrices, toCoordinates } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { bindMap } from "./bound-map.ts";
import { bindIdle } from "./idle-evolution.ts";
import { coefficientMatrices, type ParametricFit, parametricFit, pieceAt } from "./parametric-fit.ts";

/** A piece in linear memory, with the weights of its products in every lane. */
interface BoundPiece {
  readonly piece: ChebyshevPiece;
  readonly maps: readonly BoundMap[];
  readonly weights: F64Block;
  /** Polynomials of each variable, [degree][lane]. */
  readonly tables: readonly Float64Array[];
  readonly counts: readonly number[];
  /** The degree of each product in each variable. */
  readonly degrees: readonly Int32Array[];
}

export function bindParametric(request: CollisionRequest, scope: Scope): CollisionEngine {
  const { model, lanes, noisy } = request;
  const sector = request.sector() as Sector;
  const fit = parametricFit(request);
  const { indexAt, elements } = request.stream();
  const initial = toCoordinates(sector, model.initial);
  const idle = bindIdle(scope, request.dynamics, sector, lanes);
  let x = scope.f64(sector.count * lanes);
  let y = scope.f64(sector.count * lanes);
  const part = scope.f64(sector.count * lanes);
  const pieces = fit.pieces.map((piece) => (piece.terms ? bindPiece(scope, fit, piece, sector.count, elements.length, lanes) : null));
  const rebuild = rebuiltLanes(scope, fit, sector, lanes);
  const populations = populationsOf(sector, fit.eliminated);
  const trace = new Float64Array(lanes);
  const inPiece = new Int32Array(lanes);
  const places = new Float64Array(lanes);

  /** y ← the maps of all lanes. A lane of another piece has weights 0 and gets +0 added, which changes no bit. */
  function apply(element: number, draws: Float64Array): void {
    let written = false;
    pieces.forEach((bound, k) => {
      if (!bound || !inPiece.includes(k)) return;
      weigh(bound, draws, k);
      const target = written ? part : y;
      sectorApply(bound.maps[element], bound.weights.pointer, x.pointer, target.pointer, lanes);
      if (written) addLanes(sector.count * lanes, part.pointer, y.pointer);
      written = true;
    });
    if (!written) y.view().fill(0);
  }

  function weigh({ piece, weights, tables, counts, degrees }: BoundPiece, draws: Float64Array, k: number): void {
    for (let a = 0; a < noisy.length; a++) {
      for (let l = 0; l < lanes; l++) places[l] = inPiece[l] === k ? placeIn(piece, a, draws[a * lanes + l]) : 0;
      chebyshevValues(places, lanes, counts[a], tables[a]);
    }
    const view = weights.view();
    products(degrees, tables, lanes, view);
    for (let l = 0; l < lanes; l++) if (inPiece[l] !== k) for (let at = l; at < view.length; at += lanes) view[at] = 0;
  }

  /** The population that was left out is what the others leave of the trace. */
  function restoreTrace(): void {
    if (fit.eliminated < 0) return;
    const view = y.view();
    for (let l = 0; l < lanes; l++) {
      let sum = 0;
      for (let p = 0; p < populations.length; p++) sum += view[populations[p] * lanes + l];
      view[fit.eliminated * lanes + l] = trace[l] - sum;
    }
  }

  function readTrace(): void {
    const view = x.view();
    for (let l = 0; l < lanes; l++) {
      let sum = 0;
      for (let p = 0; p < populations.length; p++) sum += view[populations[p] * lanes + l];
      trace[l] = fit.eliminated < 0 ? sum : sum + view[fit.eliminated * lanes + l];
    }
  }

  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
      readTrace();
    },
    step(n, draws) {
      if (!draws) throw new Error("A collision with noise was asked for without draws.");
      const element = indexAt(n);
      for (let l = 0; l < lanes; l++) inPiece[l] = pieceAt(fit.pieces, draws, l, lanes);
      apply(element, draws);
      for (let l = 0; l < lanes; l++) if (inPiece[l] < 0) rebuild(l, element, draws, x, y);
      restoreTrace();
      [x, y] = [y, x];
      if (idle) [x, y] = idle(x, y);
    },
    state: () => x.pointer,
    values: () => x.view(),
    load(state) {
      x.view().set(state);
      readTrace();
    },
  };
}

function bindPiece(scope: Scope, fit: ParametricFit, piece: ChebyshevPiece, n: number, elements: number, lanes: number): BoundPiece {
  const terms = piece.terms ?? [];
  const counts = piece.low.map((_, a) => terms.reduce((most, { degrees }) => Math.max(most, degrees[a] + 1), 1));
  return {
    piece,
    maps: Array.from({ length: elements }, (_, element) => bindMap(scope, coefficientMatrices(fit, piece, element, n))),
    weights: scope.f64(terms.length * lanes),
    tables: counts.map((count) => new Float64Array(count * lanes)),
    counts,
    degrees: piece.low.map((_, a) => Int32Array.from(terms, ({ degrees }) => degrees[a])),
  };
}

/** into[t][lane] ← Π_a T_{degree of t in a}(lane). */
function products(degrees: readonly Int32Array[], tables: readonly Float64Array[], lanes: number, into: Float64Array): void {
  const [rows, columns] = degrees;
  const [first, second] = tables;
  for (let t = 0, at = 0; t < rows.length; t++) {
    const i = rows[t] * lanes;
    if (columns === undefined) for (let l = 0; l < lanes; l++) into[at++] = first[i + l];
    else {
      const j = columns[t] * lanes;
      for (let l = 0; l < lanes; l++) into[at++] = first[i + l] * second[j + l];
    }
  }
}

function populationsOf({ row, column, count }: Sector, eliminated: number): Int32Array {
  const found: number[] = [];
  for (let q = 0; q < count; q++) if (row[q] === column[q] && q !== eliminated) found.push(q);
  return Int32Array.from(found);
}

/** Rebuilt maps that are kept, besides those at ends of pieces: clipped values move to an end of the range, and come again and again. */
const KEPT = 32;

/** Carry out one lane's collision with a map built for its own draws. */
function rebuiltLanes(scope: Scope, { maps, pieces }: ParametricFit, sector: Sector, lanes: number) {
  const one = scope.f64(sector.count);
  const out = scope.f64(sector.count);
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
      for (let q = 0; q < sector.count; q++) vector[q] = from[q * lanes + lane];
      sectorApplySingle(map, one.pointer, out.pointer);
      const to = y.view();
      const result = out.view();
      for (let q = 0; q < sector.count; q++) to[q * lanes + lane] = result[q];
    });
  };
}
