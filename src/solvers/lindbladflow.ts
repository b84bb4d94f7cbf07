/** Constant Lindblad generators without structure: the whole derivative, and whole Runge–Kutta steps, in one kernel call. */
import { interleaveKraus } from "../../bindings/kraus.ts";
import { lindblad, lindbladScratch, rk4Dense, rk4Scratch } from "../../bindings/lindblad.ts";
import { openScope, scope } from "../../bindings/memory.ts";
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { GeneratorTerms } from "../dynamics/lower.ts";
import { plus, scale } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { isIdentity } from "../plan/generator.ts";
import type { Flow } from "./flow.ts";

/**
 * Bind  dρ/dt = G ρ + (G ρ)† + Σ_k L_k ρ L_k†  on the whole matrix (N × N, Hermitian, 2 N² reals) as two dense products, of which
 * the second computes one triangle. Null when a coefficient depends on time or a jump term is not of the form γ L ρ L†, γ ≥ 0.
 */
export function openLindbladFlow(terms: GeneratorTerms, N: number): Flow | null {
  if (terms.groups.length !== 1 || terms.coefficients.some(isTimeFunction)) return null;
  const drift = terms.terms.filter(({ left, right }) => isIdentity(right) && !isIdentity(left));
  const pairs = terms.terms.filter(({ left, right }) => isIdentity(left) === isIdentity(right));
  if (!pairs.every(({ left, right, re, im }) => im === 0 && re >= 0 && sameNumbers(left, right))) return null;
  const jumps = pairs.map(({ left, re }) => scale(left, Math.sqrt(re)));
  const G = drift.map(({ left, re, im }) => scale(left, re, im));
  const count = jumps.length;
  const n = 2 * N * N;
  const memory = openScope();
  try {
    const stack = memory.f64(n * (count + 1)).pointer;
    scope((s) => {
      const flat = s.f64(n * (count + 1));
      if (G.length > 0) flat.view().set(plus(...G).toMatrix().data);
      jumps.forEach((L, k) => {
        flat.view().set(L.toMatrix().data, n * (k + 1));
      });
      interleaveKraus(N, N, count + 1, flat.pointer, stack);
    });
    const scratch = memory.f64(Math.max(lindbladScratch(N, count), rk4Scratch(N, count))).pointer;
    return {
      n,
      constant: true,
      matrix: null,
      apply: (_t, x, y) => lindblad(N, count, stack, x, y, scratch),
      rk4: (steps, h, x) => rk4Dense(N, count, stack, x, h, steps, scratch),
      release: () => memory.release(),
    };
  } catch (error) {
    memory.release();
    throw error;
  }
}

function sameNumbers(A: Operator, B: Operator): boolean {
  if (A === B) return true;
  const same = (x: ArrayLike<number>, y: ArrayLike<number>) => x.length === y.length && Array.prototype.every.call(x, (v, i) => v === y[i]);
  return same(A.rowStart, B.rowStart) && same(A.columns, B.columns) && same(A.values, B.values);
}
