/** dρ/dt of constant Lindblad generators without structure: the whole derivative, and whole Runge–Kutta steps, in one kernel call. */
import { lindblad, lindbladScratch, rk4Dense, rk4Scratch } from "../../../bindings/lindblad.ts";
import type { F64Pointer, Scope } from "../../../bindings/memory.ts";
import type { Term } from "../../dynamics/terms.ts";
import { plus, scale } from "../../operators/algebra.ts";
import { isIdentity } from "../../operators/checks.ts";
import type { Operator } from "../../operators/operator.ts";
import type { DerivativeLowering, DerivativeRequest } from "../../plan/derivative-request.ts";
import type { Flow } from "../../plan/engines.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { operatorPrice } from "./operator-price.ts";

/**
 *   dρ/dt = G ρ + (G ρ)† + Σ_k L_k ρ L_k†   on the whole matrix (N × N, Hermitian, 2 N² reals)
 *
 * as two dense products, of which the second computes one triangle.
 */
export const lindbladFlow: DerivativeLowering = { name: "lindblad", sector: () => null, fits, bind };

/** The price of dense products: where both fit this comes first. */
function fits(request: DerivativeRequest): Price | Refusal {
  if (request.needsMatrix) return operatorPrice(request, "dense");
  if (!request.constant()) return { refused: "needs coefficients that do not depend on time" };
  const { pairs } = partsOf(request.terms().terms);
  const isJump = ({ left, right, re, im }: Term) => im === 0 && re >= 0 && sameNumbers(left, right);
  if (!pairs.every(isJump)) return { refused: "needs jumps of the form γ L ρ L† with γ ≥ 0" };
  return operatorPrice(request, "dense");
}

function partsOf(terms: readonly Term[]): { readonly drift: readonly Term[]; readonly pairs: readonly Term[] } {
  return {
    drift: terms.filter(({ left, right }) => isIdentity(right) && !isIdentity(left)),
    pairs: terms.filter(({ left, right }) => isIdentity(left) === isIdentity(right)),
  };
}

function bind(request: DerivativeRequest, scope: Scope): Flow {
  const N = request.generator.system.dimension;
  const { drift, pairs } = partsOf(request.terms().terms);
  const jumps = pairs.map(({ left, re }) => scale(left, Math.sqrt(re)));
  const G = drift.map(({ left, re, im }) => scale(left, re, im));
  const count = jumps.length;
  const stack = stackOf(scope, N, G.length > 0 ? plus(...G) : null, jumps);
  const scratch = scope.f64(lindbladScratch(N, count)).pointer;
  return {
    n: 2 * N * N,
    constant: true,
    apply: (_t, x, y) => lindblad(N, count, stack, x, y, scratch),
    rk4(inner) {
      const wide = inner.f64(rk4Scratch(N, count)).pointer;
      return (steps, h, x) => rk4Dense(N, count, stack, x, h, steps, wide);
    },
  };
}

/** G and the jumps as [row][operator][column]. */
function stackOf(scope: Scope, N: number, G: Operator | null, jumps: readonly Operator[]): F64Pointer {
  const stack = scope.f64(2 * N * N * (jumps.length + 1));
  const to = stack.view();
  [G, ...jumps].forEach((A, k) => {
    if (!A) return;
    const { data } = A.toMatrix();
    for (let r = 0; r < N; r++) to.set(data.subarray(2 * N * r, 2 * N * (r + 1)), 2 * N * (r * (jumps.length + 1) + k));
  });
  return stack.pointer;
}

function sameNumbers(A: Operator, B: Operator): boolean {
  if (A === B) return true;
  const same = (x: ArrayLike<number>, y: ArrayLike<number>) => x.length === y.length && Array.prototype.every.call(x, (v, i) => v === y[i]);
  return same(A.rowStart, B.rowStart) && same(A.columns, B.columns) && same(A.values, B.values);
}
