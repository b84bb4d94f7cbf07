import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../../src/numerics/matrix.ts";
import { zeros } from "../../src/numerics/matrix.ts";
import {
  anticommutator,
  commutator,
  conjugate,
  dag,
  hermitianPart,
  identity,
  isDiagonal,
  isImaginary,
  isReal,
  lift,
  minus,
  numberClass,
  partialTraceOperator,
  permuteFactors,
  plus,
  requireHermitian,
  requireUnitary,
  scale,
  tensorOperators,
  times,
  transpose,
  zero,
} from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { fock, levels, qubit, type Space, tensor } from "../../src/spaces/space.ts";

/** Random sparse operator with small integer entries, so that all sums and products are exact. */
function operatorOn(space: Space): fc.Arbitrary<Operator> {
  const index = fc.nat({ max: space.dimension - 1 });
  const value = fc.integer({ min: -3, max: 3 });
  return fc
    .array(fc.tuple(index, index, value, value), { maxLength: 2 * space.dimension })
    .map((entries) => Operator.fromEntries(space, entries));
}

function denseProduct(A: Matrix, B: Matrix): Matrix {
  const C = zeros(A.rows, B.columns);
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < B.columns; j++)
      for (let k = 0; k < A.columns; k++) {
        const [a, b] = [2 * (i * A.columns + k), 2 * (k * B.columns + j)];
        C.data[2 * (i * B.columns + j)] += A.data[a] * B.data[b] - A.data[a + 1] * B.data[b + 1];
        C.data[2 * (i * B.columns + j) + 1] += A.data[a] * B.data[b + 1] + A.data[a + 1] * B.data[b];
      }
  return C;
}

/** Adding 0 turns −0 into 0. */
const numbers = (A: Operator) => Array.from(A.toMatrix().data, (x) => x + 0);
const clean = (A: Matrix) => Array.from(A.data, (x) => x + 0);

const S = levels(5, "s");
const triple = fc.tuple(operatorOn(S), operatorOn(S), operatorOn(S));

describe("sums and products", () => {
  it("agree with dense matrices", () => {
    fc.assert(
      fc.property(triple, ([A, B, C]) => {
        expect(numbers(times(A, B, C))).toEqual(clean(denseProduct(denseProduct(A.toMatrix(), B.toMatrix()), C.toMatrix())));
        expect(numbers(plus(A, B, C))).toEqual(numbers(A).map((a, k) => a + numbers(B)[k] + numbers(C)[k]));
        expect(numbers(minus(A, B))).toEqual(numbers(plus(A, scale(B, -1))));
        expect(numbers(dag(times(A, B)))).toEqual(numbers(times(dag(B), dag(A))));
        expect(numbers(dag(A))).toEqual(numbers(conjugate(transpose(A))));
        expect(numbers(commutator(A, B))).toEqual(numbers(scale(commutator(B, A), -1)));
        expect(numbers(plus(anticommutator(A, B), commutator(A, B)))).toEqual(numbers(scale(times(A, B), 2)));
        expect(numbers(times(A, identity(S)))).toEqual(numbers(A));
        expect(numbers(scale(scale(A, 0, 1), 0, 1))).toEqual(numbers(scale(A, -1)));
        requireHermitian("A", hermitianPart(A));
      }),
    );
  });

  it("keep sorted rows", () => {
    fc.assert(
      fc.property(triple, ([A, B, C]) => {
        for (const X of [times(A, B), plus(A, B, C), dag(A), tensorOperators(A, B.on(levels(5, "t")))]) {
          for (let i = 0; i < X.dimension; i++) {
            for (let e = X.rowStart[i] + 1; e < X.rowStart[i + 1]; e++) expect(X.columns[e]).toBeGreaterThan(X.columns[e - 1]);
          }
        }
      }),
    );
  });

  it("take entries at whole rows and columns alone", () => {
    for (const [row, column] of [
      [0.5, 0],
      [0, 1.5],
      [2, 0],
      [0, -1],
      [Number.NaN, 0],
    ])
      expect(() => Operator.fromEntries(qubit(), [[row, column, 1]])).toThrow("Argument `entries` must lie inside 2 × 2, counted from 0");
    for (const wrong of [Symbol("s"), "0", null, {}])
      expect(() => Operator.fromEntries(qubit(), [[wrong as never, 1, 1]])).toThrow(
        /^Argument `entries` must have numbers as rows and columns/,
      );
  });

  it("never prune by value", () => {
    const X = Operator.fromEntries(qubit(), [
      [0, 1, 1],
      [1, 0, 1],
    ]);
    expect(minus(X, X).count).toBe(2);
    expect(scale(X, 0).count).toBe(2);
    expect(commutator(X, X).count).toBe(2);
    expect(times(X, zero(qubit())).count).toBe(0);
  });

  it("refuse different spaces", () => {
    expect(() => plus(identity(qubit("a")), identity(qubit("b")))).toThrow(
      /must act on the same space, but they act on a:2 and on b:2\..*lift/,
    );
    expect(() => times(identity(fock(2)), identity(fock(3)))).toThrow(RangeError);
    expect(() => plus()).toThrow(/at least one operator/);
    expect(() => scale(identity(qubit()), Number.NaN)).toThrow(/finite/);
    expect(() => plus(identity(qubit()), 3 as unknown as Operator)).toThrow(TypeError);
  });
});

describe("tensor products", () => {
  const a = levels(2, "a");
  const b = levels(3, "b");
  const c = levels(2, "c");
  const abc = tensor(a, b, c);
  const ac = tensor(a, c);

  it("mix: (A ⊗ B)(C ⊗ D) = AC ⊗ BD, and traces factorise", () => {
    fc.assert(
      fc.property(operatorOn(a), operatorOn(b), operatorOn(a), operatorOn(b), (A, B, C, D) => {
        expect(numbers(times(tensorOperators(A, B), tensorOperators(C, D)))).toEqual(numbers(tensorOperators(times(A, C), times(B, D))));
        const [re, im] = B.trace();
        expect(numbers(partialTraceOperator(tensorOperators(A, B), ["a"]))).toEqual(numbers(scale(A, re, im)));
        const [x, y] = A.trace();
        expect(numbers(partialTraceOperator(tensorOperators(A, B), ["b"]))).toEqual(numbers(scale(B, x, y)));
      }),
    );
  });

  it("lift by label, whatever the order of factors", () => {
    fc.assert(
      fc.property(operatorOn(a), operatorOn(b), operatorOn(c), operatorOn(ac), (A, B, C, AC) => {
        const product = numbers(tensorOperators(A, B, C));
        expect(numbers(lift(abc, C, A, B))).toEqual(product);
        expect(numbers(lift(abc, tensorOperators(C, A), B))).toEqual(product);
        expect(numbers(times(lift(abc, A), lift(abc, B), lift(abc, C)))).toEqual(product);
        expect(numbers(lift(abc, B))).toEqual(numbers(tensorOperators(identity(a), B, identity(c))));
        expect(numbers(partialTraceOperator(lift(abc, AC), ["a", "c"]))).toEqual(numbers(scale(AC, 3)));
        const there = permuteFactors(lift(abc, AC, B), ["c", "a", "b"]);
        expect(there.space.toString()).toBe("c:2 ⊗ a:2 ⊗ b:3");
        expect(numbers(permuteFactors(there, ["a", "b", "c"]))).toEqual(numbers(lift(abc, AC, B)));
      }),
    );
  });

  it("lift nothing to the identity", () => {
    expect(numbers(lift(abc))).toEqual(numbers(identity(abc)));
  });

  it("refuse factors that do not fit", () => {
    const A = identity(a);
    expect(() => lift(abc, A, A)).toThrow(/disjoint factors, but two act on "a"/);
    expect(() => lift(tensor(b, c), A)).toThrow(/must act on factors of b:3 ⊗ c:2, but one acts on "a"/);
    expect(() => lift(abc, identity(levels(3, "a")))).toThrow(/"a" with dimension 3/);
    expect(() => permuteFactors(identity(abc), ["a", "b"])).toThrow(/name each factor/);
    expect(() => partialTraceOperator(identity(abc), ["x"])).toThrow(/name a factor/);
    expect(() => tensorOperators(A, A)).toThrow(/be different for each factor/);
  });
});

describe("classes and checks", () => {
  const real = Operator.fromEntries(qubit(), [[0, 1, 2]]);
  it("tell exact number classes", () => {
    expect(numberClass(real)).toBe("real");
    expect(numberClass(scale(real, 0, 1))).toBe("imaginary");
    expect(numberClass(scale(real, 1, 1e-300))).toBe("complex");
    expect(numberClass(zero(qubit()))).toBe("real");
    expect(isReal(times(real, real, identity(qubit())))).toBe(true);
    expect(isImaginary(real)).toBe(false);
    expect(isDiagonal(real)).toBe(false);
    expect(isDiagonal(identity(qubit()))).toBe(true);
  });

  it("tell what is not Hermitian", () => {
    expect(() => requireHermitian("H", real)).toThrow(/Argument `H` must be Hermitian, but elements \(0, 1\) and \(1, 0\)/);
    const complexDiagonal = Operator.fromEntries(qubit(), [[1, 1, 1, 0.5]]);
    expect(() => requireHermitian("H", complexDiagonal)).toThrow(/diagonal element \(1, 1\) has the imaginary part 0.5/);
    const nan = Operator.fromEntries(qubit(), [[1, 1, Number.NaN]]);
    expect(() => requireHermitian("H", nan)).toThrow(/finite entries, but entry \(1, 1\)/);
    expect(() => requireHermitian("H", 1 as unknown as Operator)).toThrow(TypeError);
    expect(requireHermitian("H", plus(real, dag(real))).count).toBe(2);
  });

  it("tell what is not unitary", () => {
    const h = Math.SQRT1_2;
    const hadamard = Operator.fromEntries(qubit(), [
      [0, 0, h],
      [0, 1, h],
      [1, 0, h],
      [1, 1, -h],
    ]);
    expect(requireUnitary("U", hadamard)).toBe(hadamard);
    expect(() => requireUnitary("U", scale(hadamard, 1.1))).toThrow(/must be unitary, but element \(0, 0\) of its U†U is 1.21/);
    expect(() => requireUnitary("U", real)).toThrow(/unitary/);
  });
});
