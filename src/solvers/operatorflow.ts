/** Flows on the whole density matrix: sparse or dense operators times a dense state. */
import { gemm, gemmScratch, Op, Write } from "../../bindings/dense.ts";
import { flowCombine } from "../../bindings/flow.ts";
import { type F64Pointer, type OwnedScope, openScope } from "../../bindings/memory.ts";
import { addAdjoint, adjointOf, fillZero, sparseTimesInto } from "../../bindings/operators.ts";
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { GeneratorTerms } from "../dynamics/lower.ts";
import { scale } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { isIdentity } from "../plan/generator.ts";
import { coefficientOf, type Flow } from "./flow.ts";
import { openLindbladFlow } from "./lindbladflow.ts";

/** Y ← Y + A·op(X) for one operator A. */
type Product = (x: F64Pointer, y: F64Pointer, op: Op) => void;

interface Group {
  readonly drift: readonly Product[];
  /** ½ L ρ R† = ½ L (R ρ)† for each pair: the adjoint of the whole sum is added at the end. */
  readonly pairs: readonly { readonly left: Product; readonly right: Product }[];
}

/**
 * Bind a generator as  dρ/dt = Σ_k c_k (G_k ρ + (G_k ρ)† + Σ L ρ R†)  on the whole matrix, 2 N² reals.
 *
 * `kind` says whether operators are stored as sparse rows or as dense matrices for `gemm`. The state must be Hermitian,
 * and the result is so exactly: an antihermitian part, even of rounding, would grow.
 */
export function openOperatorFlow(terms: GeneratorTerms, N: number, kind: "sparse" | "dense"): Flow {
  const whole = kind === "dense" ? openLindbladFlow(terms, N) : null;
  if (whole) return whole;
  const memory = openScope();
  try {
    const bindOne = kind === "dense" ? denseBinder(memory, N) : sparseBinder(memory, N);
    const groups = terms.groups.map((_, k) => bindGroup(terms, k, bindOne));
    const n = 2 * N * N;
    const work = memory.f64(n);
    const part = groups.length > 1 ? memory.f64(n) : null;
    const factor = memory.f64(1);
    const address = memory.i32(1);
    const applyGroup = ({ drift, pairs }: Group, x: F64Pointer, y: F64Pointer) => {
      fillZero(n, y);
      for (const product of drift) product(x, y, Op.None);
      for (const { left, right } of pairs) {
        fillZero(n, work.pointer);
        right(x, work.pointer, Op.None);
        left(work.pointer, y, Op.ConjugateTranspose);
      }
      addAdjoint(N, y);
    };
    return {
      n,
      constant: !terms.coefficients.some(isTimeFunction),
      matrix: null,
      apply(t, x, y) {
        applyGroup(groups[0], x, y);
        for (let k = 1; k < groups.length; k++) {
          if (!part) break;
          applyGroup(groups[k], x, part.pointer);
          factor.view()[0] = coefficientOf(terms, k, t);
          address.view()[0] = part.pointer;
          flowCombine(n, 1, factor.pointer, address.pointer, y, y);
        }
      },
      release: () => memory.release(),
    };
  } catch (error) {
    memory.release();
    throw error;
  }
}

function bindGroup({ terms }: GeneratorTerms, k: number, bind: (A: Operator) => Product): Group {
  const own = terms.filter(({ group }) => group === k);
  const bound = new Map<Operator, Product>();
  const once = (A: Operator): Product => {
    let product = bound.get(A);
    if (!product) bound.set(A, (product = bind(A)));
    return product;
  };
  const drift = own
    .filter(({ left, right }) => isIdentity(right) && !isIdentity(left))
    .map(({ left, re, im }) => bind(scale(left, re, im)));
  const pairs = own
    .filter(({ left, right }) => isIdentity(left) === isIdentity(right))
    .map(({ left, right, re, im }) => ({ left: bind(scale(left, re / 2, im / 2)), right: once(right) }));
  return { drift, pairs };
}

function denseBinder(memory: OwnedScope, N: number): (A: Operator) => Product {
  const scratch = memory.f64(gemmScratch(N, N, N)).pointer;
  return (A) => {
    const a = memory.f64(A.toMatrix().data).pointer;
    return (x, y, op) => gemm(Op.None, op, N, N, N, a, N, x, N, y, N, Write.Add, scratch);
  };
}

function sparseBinder(memory: OwnedScope, N: number): (A: Operator) => Product {
  const turned = memory.f64(2 * N * N).pointer;
  return (A) => {
    const bound = {
      n: N,
      rowStart: memory.i32(A.rowStart).pointer,
      columns: memory.i32(A.columns).pointer,
      values: memory.f64(A.values).pointer,
    };
    return (x, y, op) => {
      if (op === Op.None) return sparseTimesInto(bound, x, y);
      adjointOf(N, x, turned);
      sparseTimesInto(bound, turned, y);
    };
  };
}
