import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entropyOf } from "../../src/numerics/eigen.ts";
import { hermitianFunction, unitary } from "../../src/numerics/expm.ts";
import { type Matrix, matrixFrom, zeros } from "../../src/numerics/matrix.ts";
import { difference, identityLike, product, randomHermitian } from "./random.ts";

const dagger = (A: Matrix): Matrix => {
  const B = zeros(A.columns, A.rows);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) {
      B.data[2 * (j * A.rows + i)] = A.data[2 * (i * A.columns + j)];
      B.data[2 * (j * A.rows + i) + 1] = -A.data[2 * (i * A.columns + j) + 1];
    }
  }
  return B;
};

describe("unitary", () => {
  test("turns a qubit by the closed form cos t − i σ sin t", () => {
    for (const t of [0, 0.3, -2, 1e3]) {
      const U = unitary(
        matrixFrom([
          [0, [0, -1]],
          [[0, 1], 0],
        ]),
        t,
      );
      const expected = matrixFrom([
        [Math.cos(t), -Math.sin(t)],
        [Math.sin(t), Math.cos(t)],
      ]);
      expect(difference(U, expected)).toBeLessThan(2e-15 * (1 + Math.abs(t)));
    }
  });

  test("is unitary and a group: U(s) U(t) = U(s + t)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), fc.double({ min: -20, max: 20, noNaN: true }), (n, seed, t) => {
        const H = randomHermitian(n, seed);
        const U = unitary(H, t);
        expect(difference(product(U, dagger(U)), identityLike(U))).toBeLessThan(1e-14);
        expect(difference(product(U, unitary(H, 1.5)), unitary(H, t + 1.5))).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  test("keeps zeros between unconnected states exact", () => {
    const H = zeros(20);
    for (let i = 0; i + 2 < 20; i++) H.data[2 * (i * 20 + i + 2)] = H.data[2 * ((i + 2) * 20 + i)] = 1 + i / 7;
    const U = unitary(H, 0.7);
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < 20; j++) if ((i + j) % 2) expect([U.data[2 * (20 * i + j)], U.data[2 * (20 * i + j) + 1]]).toEqual([0, 0]);
    }
    expect(difference(product(U, dagger(U)), identityLike(U))).toBeLessThan(1e-14);
  });

  test("refuses a time that is not finite and a matrix that is not Hermitian", () => {
    expect(() => unitary(matrixFrom([[1]]), Number.NaN)).toThrow("Argument `t` must be a finite number, but is NaN.");
    expect(() =>
      unitary(
        matrixFrom([
          [0, 1],
          [0, 0],
        ]),
        1,
      ),
    ).toThrow("Argument `H` must be Hermitian");
  });
});

describe("hermitianFunction", () => {
  test("a square root squares to the matrix; a real matrix stays real", () => {
    for (const n of [1, 6, 25]) {
      const A = randomHermitian(n, 11, true);
      const P = product(A, A);
      const root = hermitianFunction(P, (x) => Math.sqrt(Math.max(0, x)));
      expect(difference(product(root, root), P)).toBeLessThan(1e-13 * n);
      for (let i = 1; i < root.data.length; i += 2) expect(root.data[i]).toBe(0);
    }
  });

  test("names the eigenvalue where f is not finite", () => {
    expect(() => hermitianFunction(matrixFrom([[0]]), (x) => 1 / x)).toThrow("f(0) is Infinity");
  });
});

describe("entropyOf", () => {
  test("ln d for d equal probabilities, 0 for a pure state, rounding below zero counts as zero", () => {
    for (const d of [1, 2, 7, 1000]) expect(Math.abs(entropyOf(new Array(d).fill(1 / d)) - Math.log(d))).toBeLessThan(1e-12);
    expect(entropyOf([1, 0, -1e-17])).toBe(0);
    expect(entropyOf([])).toBe(0);
    expect(entropyOf([0.5, Number.NaN])).toBeNaN();
  });
});
