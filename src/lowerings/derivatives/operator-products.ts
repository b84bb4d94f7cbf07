/** Flows on the whole density matrix as sums of products of operators with it, however the operators are stored. */
import { Op } from "../../../bindings/dense.ts";
import { flowCombine } from "../../../bindings/flow.ts";
import type { F64Pointer, Scope } from "../../../bindings/memory.ts";
import { addAdjoint, fillZero } from "../../../bindings/operators.ts";
import type { GeneratorTerms } from "../../dynamics/lower.ts";
import { scale } from "../../operators/algebra.ts";
import { isIdentity } from "../../operators/checks.ts";
import type { Operator } from "../../operators/operator.ts";
import type { DerivativeRequest } from "../../plan/derivative-request.ts";
import type { Flow } from "../../plan/engines.ts";
import { coefficientOf } from "./coefficient-values.ts";

/** Y ← Y + A·op(X) for one operator A. */
export type Product = (x: F64Pointer, y: F64Pointer, op: Op) => void;

interface Group {
  readonly drift: readonly Product[];
  /** ½ L ρ R† = ½ L (R ρ)† for each pair: the adjoint of the whole sum is added at the end. */
  readonly pairs: readonly { readonly left: Product; readonly right: Product }[];
}

/**
 * Bind a generator as  dρ/dt = Σ_k c_k (G_k ρ + (G_k ρ)† + Σ L ρ R†)  on the whole matrix, 2 N² reals.
 *
 * The state must be Hermitian, and the result is so exactly: an antihermitian part, even of rounding, would grow.
 */
export function operatorFlow(request: DerivativeRequest, scope: Scope, bindOne: (A: Operator) => Product): Flow {
  const terms = request.terms();
  const N = request.generator.system.dimension;
  const groups = terms.groups.map((_, k) => bindGroup(terms, k, bindOne));
  const n = 2 * N * N;
  const work = scope.f64(n).pointer;
  const part = groups.length > 1 ? scope.f64(n).pointer : null;
  const factor = scope.f64(1);
  const address = scope.i32(part === null ? [0] : [part]).pointer;
  return {
    n,
    constant: request.constant(),
    apply(t, x, y) {
      applyGroup(groups[0], N, x, y, work);
      for (let k = 1; k < groups.length && part !== null; k++) {
        applyGroup(groups[k], N, x, part, work);
        factor.view()[0] = coefficientOf(terms, k, t);
        flowCombine(n, 1, factor.pointer, address, y, y);
      }
    },
  };
}

function applyGroup({ drift, pairs }: Group, N: number, x: F64Pointer, y: F64Pointer, work: F64Pointer): void {
  fillZero(2 * N * N, y);
  for (const product of drift) product(x, y, Op.None);
  for (const { left, right } of pairs) {
    fillZero(2 * N * N, work);
    right(x, work, Op.None);
    left(work, y, Op.ConjugateTranspose);
  }
  addAdjoint(N, y);
}

function bindGroup({ terms }: GeneratorTerms, k: number, bind: (A: Operator) => Product): Group {
  const own = terms.filter(({ group }) => group === k);
  const bound = new Map<Operator, Product>();
  const shared = (A: Operator): Product => {
    let product = bound.get(A);
    if (!product) bound.set(A, (product = bind(A)));
    return product;
  };
  const drift = own
    .filter(({ left, right }) => isIdentity(right) && !isIdentity(left))
    .map(({ left, re, im }) => bind(scale(left, re, im)));
  const pairs = own
    .filter(({ left, right }) => isIdentity(left) === isIdentity(right))
    .map(({ left, right, re, im }) => ({ left: bind(scale(left, re / 2, im / 2)), right: shared(right) }));
  return { drift, pairs };
}
