import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entropyOf } from "../../src/numerics/eigen.ts";
import { expm, expmReal, hermitianFunction, unitary } from "../../src/numerics/expm.ts";
import { type Matrix, matrixFrom, zeros } from "../../src/numerics/matrix.ts";
import { difference, identityLike, product, productReal, randomComplex, randomHermitian, randomReal } from "./random.ts";

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

/** A slow obvious twin: Taylor series of A/64, squared six times. */
function taylor(A: Matrix): Matrix {
  let X = identityLike(A);
  let term = X;
  for (let k = 1; k < 30; k++) {
    term = product(term, A);
    term = { ...term, data: term.data.map((x) => x / (64 * k)) };
    X = { ...X, data: X.data.map((x, i) => x + term.data[i]) };
  }
  for (let k = 0; k < 6; k++) X = product(X, X);
  return X;
}

describe("expm", () => {
  test("agrees with a slow Taylor twin over all degrees and scalings", () => {
    for (const n of [1, 2, 3, 7, 20]) {
      for (const size of [1e-3, 0.1, 0.6, 1.5, 4, 30]) {
        const A = randomComplex(n, n, n);
        const scaled = { ...A, data: A.data.map((x) => (x * size) / n) };
        const expected = taylor(scaled);
        const largest = Math.max(...expected.data.map(Math.abs));
        expect(difference(expm(scaled), expected) / largest).toBeLessThan(3e-14 * (1 + size));
      }
    }
  });

  test("closed forms: Jordan block, rotation, two-level decay, diagonal over 600 orders of magnitude", () => {
    const J = matrixFrom([
      [2, 1, 0],
      [0, 2, 1],
      [0, 0, 2],
    ]);
    const e = Math.exp(2);
    const expected = matrixFrom([
      [e, e, e / 2],
      [0, e, e],
      [0, 0, e],
    ]);
    expect(difference(expm(J), expected)).toBeLessThan(2e-15 * e);
    const [up, down, t] = [0.3, 1.1, 50];
    const decay = expmReal(2, Float64Array.from([-down * t, up * t, down * t, -up * t]));
    const p = up / (up + down);
    expect(difference(decay, Float64Array.from([p, p, 1 - p, 1 - p]))).toBeLessThan(1e-14);
    const wide = expm(
      matrixFrom([
        [-700, 0],
        [0, 700],
      ]),
    );
    expect(wide.data[0] / Math.exp(-700)).toBeCloseTo(1, 12);
    expect(wide.data[6] / Math.exp(700)).toBeCloseTo(1, 12);
  });

  test("a nilpotent matrix with huge entries is not overscaled", () => {
    const big = 1e6;
    const A = Float64Array.from([1, big, 0, -1]);
    const result = expmReal(2, A);
    expect(result[0] / Math.E).toBeCloseTo(1, 13);
    expect(result[3] * Math.E).toBeCloseTo(1, 13);
    expect(result[1] / (big * Math.sinh(1))).toBeCloseTo(1, 13);
    expect(result[2]).toBe(0);
  });

  test("real and complex ways agree; exp(A) exp(−A) = 1", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (n, seed) => {
        const R = randomReal(n * n, seed);
        const E = expmReal(n, R);
        const largest = Math.max(...E.map(Math.abs), 1);
        const C = expm({ rows: n, columns: n, data: Float64Array.from({ length: 2 * n * n }, (_, i) => (i % 2 ? 1e-300 : R[i >> 1])) });
        expect(
          difference(
            C.data.filter((_, i) => i % 2 === 0),
            E,
          ) / largest,
        ).toBeLessThan(1e-13);
        const inverse = expmReal(
          n,
          R.map((x) => -x),
        );
        const one = productReal(n, E, inverse);
        for (let i = 0; i < n; i++) one[i * n + i] -= 1;
        expect(Math.max(...one.map(Math.abs))).toBeLessThan(1e-13 * largest * Math.max(...inverse.map(Math.abs)) * n);
      }),
      { numRuns: 25 },
    );
  });

  test("an anti-Hermitian exponent gives what `unitary` gives", () => {
    const H = randomHermitian(16, 4);
    const A = { ...H, data: H.data.map((_, i) => (i % 2 ? -1 : 1) * 3 * H.data[i % 2 ? i - 1 : i + 1]) };
    expect(difference(expm(A), unitary(H, 3))).toBeLessThan(1e-13);
  });

  test("probability is kept by a random generator of jumps at any time", () => {
    const n = 60;
    const M = randomReal(n * n, 9).map(Math.abs);
    for (let j = 0; j < n; j++) {
      M[j * n + j] = 0;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += M[i * n + j];
      M[j * n + j] = -sum;
    }
    for (const t of [1e-3, 1, 100]) {
      const P = expmReal(
        n,
        M.map((x) => x * t),
      );
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = 0; i < n; i++) {
          expect(P[i * n + j]).toBeGreaterThan(-1e-15);
          sum += P[i * n + j];
        }
        expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
      }
    }
  });

  test("zero, empty and overflowing arguments", () => {
    expect(expm(zeros(3))).toEqual(identityLike(zeros(3)));
    expect(expm(zeros(0)).data.length).toBe(0);
    expect(() => expmReal(1, Float64Array.of(1000))).toThrow("exponential within the range");
    expect(() => expm(matrixFrom([[Number.POSITIVE_INFINITY]]))).toThrow("must have finite entries");
    expect(() => expm(zeros(1, 2))).toThrow("must be square");
  });
});
