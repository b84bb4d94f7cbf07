/** The projector that takes every operator to its stationary part, on the coordinates of all states. */
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { toCoordinates } from "../sectors/matrices.ts";
import { complexCoordinates } from "../sectors/real-superoperator.ts";
import { steady } from "./steady.ts";
import { type WholeEquation, wholeEquation } from "./whole-equation.ts";

/** P = Σ_k |R_k⟩⟩⟨⟨C_k| as a dense row-major matrix, with the equation that it belongs to. */
export interface LimitProjector {
  readonly equation: WholeEquation;
  readonly P: Float64Array;
  readonly dimension: number;
}

/** Find the projector from the stationary states and the conserved quantities of a model. Throws as `steady` does. */
export function projectorOfLimit(model: Model): LimitProjector {
  const equation = wholeEquation(model);
  const found = steady(model, { scope: "space", observables: [] });
  const { basis, conserved, reasons } = found;
  if (!basis || !conserved) throw new RunFailure(`The stationary space was not found: ${reasons.basis ?? reasons.conserved}`);
  const { sector } = equation;
  const n = sector.count;
  const P = new Float64Array(n * n);
  const rights = basis.map((R) => toCoordinates(sector, R));
  const lefts = conserved.map((C) => {
    // l·x = Tr[C ρ]: off-diagonal coordinates enter twice
    const c = complexCoordinates(sector, C);
    return Float64Array.from({ length: n }, (_, q) => {
      const twice = sector.row[q] === sector.column[q] ? 1 : 2;
      return twice * c[2 * q];
    });
  });
  rights.forEach((right, k) => {
    for (let i = 0; i < n; i++) {
      if (right[i] === 0) continue;
      for (let j = 0; j < n; j++) P[i * n + j] += right[i] * lefts[k][j];
    }
  });
  return { equation, P, dimension: basis.length };
}

/** Q X Q with Q = 1 − P. */
export function outsideProjector(n: number, X: Float64Array, P: Float64Array): Float64Array {
  const XQ = minusProduct(n, X, X, P);
  return minusProduct(n, XQ, P, XQ);
}

/** Y − A B. */
function minusProduct(n: number, Y: Float64Array, A: Float64Array, B: Float64Array): Float64Array {
  const out = Y.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const a = A[i * n + k];
      if (a !== 0) for (let j = 0; j < n; j++) out[i * n + j] -= a * B[k * n + j];
    }
  }
  return out;
}
