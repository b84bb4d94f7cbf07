import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Op } from "../../assembly/abi.ts";
import {
  add,
  dagger,
  frobeniusNorm,
  hermitianPart,
  hermiticityDefect,
  kron,
  largestDifference,
  multiply,
  partialTrace,
  sandwich,
  scale,
  subtract,
  traceOf,
  traceOfProduct,
} from "../../src/numerics/dense.ts";
import { identityMatrix, type Matrix, matrixFrom } from "../../src/numerics/matrix.ts";
import { randomValues } from "../reference/random.ts";

const random = (rows: number, columns: number, seed: number): Matrix => ({ rows, columns, data: randomValues(2 * rows * columns, seed) });
const close = (A: Matrix, B: Matrix) => expect(largestDifference(A, B)).toBeLessThan(1e-12);
const i: readonly [number, number] = [0, 1];
const X = matrixFrom([
  [0, 1],
  [1, 0],
]);
const Y = matrixFrom([
  [0, [0, -1]],
  [[0, 1], 0],
]);
const Z = matrixFrom([
  [1, 0],
  [0, -1],
]);

describe("closed forms", () => {
  it("multiplies Pauli matrices: XY = iZ, Y†Y = 1, XZX = −Z", () => {
    expect(largestDifference(multiply(X, Y), scale(Z, i))).toBe(0);
    expect(largestDifference(multiply(Y, Y, { opA: Op.ConjugateTranspose }), identityMatrix(2))).toBe(0);
    expect(largestDifference(sandwich(X, Z), scale(Z, -1))).toBe(0);
  });

  it("puts the left factor of a tensor product first", () => {
    expect(Array.from({ length: 4 }, (_, k) => kron(Z, identityMatrix(2)).data[2 * (4 * k + k)])).toEqual([1, 1, -1, -1]);
    expect(kron(matrixFrom([[2]]), Y)).toEqual(scale(Y, 2));
  });

  it("takes traces, norms and Hermitian parts", () => {
    expect(
      traceOf(
        matrixFrom([
          [[1, 2], 5],
          [7, [3, -1]],
        ]),
      ),
    ).toEqual([4, 1]);
    expect(traceOfProduct(Y, Y)).toEqual([2, 0]);
    expect(frobeniusNorm(matrixFrom([[3, [0, 4]]]))).toBe(5);
    expect(
      hermitianPart(
        matrixFrom([
          [[1, 1], 2],
          [0, 3],
        ]),
      ),
    ).toEqual(
      matrixFrom([
        [1, 1],
        [1, 3],
      ]),
    );
    expect(hermiticityDefect(matrixFrom([[[0, 1]]]))).toBe(2);
    expect(subtract(X, X).data.every((x) => x === 0)).toBe(true);
  });

  it("traces out either half of a Bell state to the maximally mixed one", () => {
    const bell = matrixFrom([
      [0.5, 0, 0, 0.5],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0.5, 0, 0, 0.5],
    ]);
    for (const keep of [[0], [1]]) expect(partialTrace(bell, [2, 2], keep)).toEqual(scale(identityMatrix(2), 0.5));
    expect(partialTrace(bell, [2, 2], []).data[0]).toBe(1);
    expect(partialTrace(bell, [2, 2], [0, 1])).toEqual(bell);
  });
});

describe("properties of random matrices", () => {
  const size = fc.integer({ min: 1, max: 6 });
  const seed = fc.integer();

  it("(AB)† = B†A†, and conjugate-transposed operands agree with transposing first", () => {
    fc.assert(
      fc.property(size, size, size, seed, (m, k, n, s) => {
        const A = random(m, k, s);
        const B = random(k, n, s + 1);
        close(dagger(multiply(A, B)), multiply(dagger(B), dagger(A)));
        close(multiply(dagger(A), dagger(B), { opA: Op.ConjugateTranspose, opB: Op.ConjugateTranspose }), multiply(A, B));
      }),
    );
  });

  it("(A ⊗ B)(C ⊗ D) = AC ⊗ BD, and Tr of a product needs no product", () => {
    fc.assert(
      fc.property(size, size, seed, (m, n, s) => {
        const [A, C] = [random(m, m, s), random(m, m, s + 1)];
        const [B, D] = [random(n, n, s + 2), random(n, n, s + 3)];
        close(multiply(kron(A, B), kron(C, D)), kron(multiply(A, C), multiply(B, D)));
        const [re, im] = traceOfProduct(A, C);
        const [x, y] = traceOf(multiply(A, C));
        expect(Math.abs(re - x) + Math.abs(im - y)).toBeLessThan(1e-12);
      }),
    );
  });

  it("keeps each factor of A ⊗ B ⊗ C in turn", () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), seed, (p, q, r, s) => {
        const factors = [random(p, p, s), random(q, q, s + 1), random(r, r, s + 2)];
        const [A, B, C] = factors;
        const all = kron(kron(A, B), C);
        const times = (M: Matrix, ...rest: Matrix[]) => rest.reduce((product, R) => scale(product, traceOf(R)), M);
        close(partialTrace(all, [p, q, r], [0]), times(A, B, C));
        close(partialTrace(all, [p, q, r], [1]), times(B, A, C));
        close(partialTrace(all, [p, q, r], [0, 2]), times(kron(A, C), B));
      }),
    );
  });

  it("leaves its arguments alone", () => {
    const A = random(3, 3, 1);
    const before = A.data.slice();
    multiply(A, A);
    add(A, A, i);
    dagger(A);
    hermitianPart(A);
    expect(A.data).toEqual(before);
  });

  it("multiplies empty matrices", () => {
    expect(multiply(random(2, 0, 1), random(0, 3, 2)).data).toEqual(new Float64Array(12));
    expect(multiply(random(0, 2, 1), random(2, 3, 2)).data.length).toBe(0);
  });
});

describe("bad input gets a sentence", () => {
  const A = random(2, 3, 1);
  it.each([
    [() => multiply(A, A), "Argument `B` must have 3 rows to stand right of A, but op(A) is 2 × 3 and op(B) is 2 × 3."],
    [() => add(A, dagger(A)), "Argument `B` must be 2 × 3 as A is, but it is 3 × 2."],
    [() => traceOf(A), "Argument `A` must be square, but it is 2 × 3."],
    [() => traceOfProduct(A, A), "Argument `B` must be 3 × 2, but it is 2 × 3."],
    [() => scale(A, Number.NaN), "Argument `factor` must be a finite number, but is NaN."],
    [() => scale(A, [1, Number.POSITIVE_INFINITY]), "Argument `factor[1]` must be a finite number, but is Infinity."],
    [() => partialTrace(Z, [2, 2], [0]), "Argument `dims` must multiply to 2, the size of A, but they multiply to 4."],
    [() => partialTrace(Z, [2, 1], [1, 0]), /^Argument `keep\[1\]` must be an integer/],
    [() => partialTrace(Z, [2, 1], [2]), /^Argument `keep\[0\]` must be an integer from 0 to 1/],
    [() => partialTrace(Z, [2, 0.5], [0]), /^Argument `dims\[1\]` must be an integer ≥ 1/],
    [
      () => dagger({ rows: 2, columns: 2, data: new Float64Array(3) }),
      "Argument `A` must hold 8 numbers (re and im of each entry), but it holds 3.",
    ],
  ])("%s", (call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(RangeError);
  });

  it("names the kind when it is not a matrix at all", () => {
    expect(() => dagger([1, 2] as unknown as Matrix)).toThrow(TypeError);
    expect(() => scale(A, "2" as unknown as number)).toThrow(TypeError);
  });
});
