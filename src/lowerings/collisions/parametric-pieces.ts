/** Pieces of a fit in linear memory, and the weights of their products of polynomials in every lane. */
import type { BoundMap } from "../../../bindings/sector.ts";
import { chebyshevValues } from "../../numerics/chebyshev.ts";
import { type ChebyshevPiece, placeIn } from "../../numerics/chebyshev-pieces.ts";
import type { F64Block, Scope } from "../../numerics/memory.ts";
import { bindMap } from "./bound-map.ts";
import { coefficientMatrices, type ParametricFit } from "./parametric-fit.ts";

/** A piece in linear memory, with the weights of its products in every lane. */
export interface BoundPiece {
  readonly piece: ChebyshevPiece;
  readonly maps: readonly BoundMap[];
  readonly weights: F64Block;
  /** Polynomials of each variable, [degree][lane]. */
  readonly tables: readonly Float64Array[];
  readonly counts: readonly number[];
  /** The degree of each product in each variable. */
  readonly degrees: readonly Int32Array[];
}

export function bindPiece(scope: Scope, fit: ParametricFit, piece: ChebyshevPiece, n: number, elements: number, lanes: number): BoundPiece {
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
  const [rows, ...more] = degrees;
  const [first, ...others] = tables;
  for (let t = 0, at = 0; t < rows.length; t++, at += lanes) {
    const i = rows[t] * lanes;
    for (let l = 0; l < lanes; l++) into[at + l] = first[i + l];
    for (let a = 0; a < more.length; a++) {
      const j = more[a][t] * lanes;
      for (let l = 0; l < lanes; l++) into[at + l] *= others[a][j + l];
    }
  }
}

/** Give a piece the weights of the lanes that stand in it, `inPiece[lane] === k`, and the others none. */
export function weigh({ piece, weights, tables, counts, degrees }: BoundPiece, draws: Float64Array, inPiece: Int32Array, k: number): void {
  const lanes = inPiece.length;
  const places = new Float64Array(lanes);
  for (let a = 0; a < tables.length; a++) {
    for (let l = 0; l < lanes; l++) places[l] = inPiece[l] === k ? placeIn(piece, a, draws[a * lanes + l]) : 0;
    chebyshevValues(places, lanes, counts[a], tables[a]);
  }
  const view = weights.view();
  products(degrees, tables, lanes, view);
  for (let l = 0; l < lanes; l++) if (inPiece[l] !== k) for (let at = l; at < view.length; at += lanes) view[at] = 0;
}
