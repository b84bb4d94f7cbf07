/** `ancilla/linear` against slow twins and against what defines each result. */
import { afterEach, describe, expect, test } from "vitest";
import { Write } from "../../assembly/abi.ts";
import * as linear from "../../src/linear.ts";
import { multiply as multiplyMatrices, Op } from "../../src/numerics/dense.ts";
import { difference, identityLike, product, productReal, randomComplex, randomHermitian, randomReal } from "../numerics/random.ts";
import { gemm } from "../reference/gemm.ts";

afterEach(linear.release);

const SHAPES = [
  [1, 1, 1],
  [2, 2, 2],
  [4, 4, 4],
  [5, 5, 5],
  [8, 8, 8],
  [16, 16, 16],
  [33, 33, 33],
  [3, 7, 2],
  [1, 40, 9],
  [20, 1, 30],
  [60, 50, 40],
] as const;

const dagger = (rows: number, columns: number, A: Float64Array) =>
  Float64Array.from({ length: A.length }, (_, q) => {
    const [i, j] = [Math.floor(q / 2 / rows), Math.floor(q / 2) % rows];
    return (q % 2 ? -1 : 1) * A[2 * (j * columns + i) + (q % 2)];
  });

describe("products", () => {
  test.each(SHAPES)("a complex %i × %i × %i product has the bits of the terms added in order", (m, k, n) => {
    const [A, B] = [randomComplex(m, k, 1).data, randomComplex(k, n, 2).data];
    const expected = new Float64Array(2 * m * n);
    gemm(Op.None, Op.None, m, n, k, A, k, B, n, expected, n, Write.Replace);
    const out = new Float64Array(2 * m * n).fill(Number.NaN);
    expect(linear.multiply(m, k, n, A, B)).toEqual(expected);
    expect(linear.multiply(m, k, n, A, B, out)).toBe(out);
    expect(out).toEqual(expected);
    linear.release();
    expect(multiplyMatrices({ rows: m, columns: k, data: A }, { rows: k, columns: n, data: B }).data).toEqual(expected);
    const adjoint = { rows: k, columns: m, data: dagger(m, k, A) };
    expect(multiplyMatrices(adjoint, { rows: k, columns: n, data: B }, { opA: Op.ConjugateTranspose }).data).toEqual(expected);
  });

  test.each(SHAPES)("a real %i × %i × %i product has the bits of the terms added in order", (m, k, n) => {
    const [A, B] = [randomReal(m * k, 3), randomReal(k * n, 4)];
    const expected = new Float64Array(m * n);
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) for (let l = 0; l < k; l++) expected[i * n + j] += A[i * k + l] * B[l * n + j];
    expect(linear.multiplyReal(m, k, n, A, B)).toEqual(expected);
  });

  test("the result may go where an operand was, and several arrays may share a buffer", () => {
    for (const n of [2, 4, 9]) {
      const [A, B] = [randomComplex(n, n, 5).data, randomComplex(n, n, 6).data];
      const expected = linear.multiply(n, n, n, A, B);
      const shared = new Float64Array(4 * n * n);
      const [a, b] = [shared.subarray(0, 2 * n * n), shared.subarray(2 * n * n)];
      a.set(A);
      b.set(B);
      expect(linear.multiply(n, n, n, a, b, b)).toEqual(expected);
      b.set(B);
      expect(linear.multiply(n, n, n, a, b, a)).toEqual(expected);
      const [R, S] = [randomReal(n * n, 7), randomReal(n * n, 8)];
      const real = linear.multiplyReal(n, n, n, R, S);
      expect(linear.multiplyReal(n, n, n, R, S, S)).toEqual(real);
    }
  });
});

describe("solves", () => {
  test("A X = B, real and complex, into an array of the caller's", () => {
    for (const n of [1, 2, 7, 30]) {
      const A = randomComplex(n, n, 9);
      const B = randomComplex(n, 2, 10);
      const X = linear.solve(n, 2, A.data, B.data);
      expect(difference(product(A, { rows: n, columns: 2, data: X }), B)).toBeLessThan(1e-11);
      const R = randomReal(n * n, 11);
      const y = randomReal(n, 12);
      const out = y.slice();
      expect(linear.solveReal(n, 1, R, y, out)).toBe(out);
      for (let i = 0; i < n; i++) expect(R.subarray(i * n, (i + 1) * n).reduce((s, a, j) => s + a * out[j], 0)).toBeCloseTo(y[i], 10);
    }
  });
});

describe("decompositions", () => {
  test("Hermitian eigenvalues and vectors", () => {
    for (const n of [1, 3, 12]) {
      const A = randomHermitian(n, 13);
      const { values, vectors } = linear.eigenHermitian(n, A.data);
      const images = product(A, { rows: n, columns: n, data: vectors }).data;
      for (let q = 0; q < images.length; q++) expect(images[q]).toBeCloseTo(vectors[q] * values[Math.floor(q / 2) % n], 12);
      expect(linear.eigenvaluesHermitian(n, A.data)).toEqual(values);
    }
  });

  test("general real eigenvalues and Schur form", () => {
    expect(linear.eigenvaluesReal(2, Float64Array.of(0, 1, -1, 0))).toEqual(Float64Array.of(0, 1, 0, -1));
    const n = 6;
    const A = randomReal(n * n, 14);
    const { T, Z } = linear.schurReal(n, A);
    const Zt = Float64Array.from({ length: n * n }, (_, q) => Z[(q % n) * n + Math.floor(q / n)]);
    expect(difference(productReal(n, productReal(n, Z, T), Zt), A)).toBeLessThan(1e-13);
  });

  test("singular values of tall and wide matrices, as U diag(σ) V†", () => {
    for (const [m, n] of [
      [5, 3],
      [3, 5],
      [4, 4],
    ]) {
      const r = Math.min(m, n);
      const A = randomComplex(m, n, 15).data;
      const { values, U, V } = linear.singularValues(m, n, A);
      const scaledU = U.map((x, q) => x * values[Math.floor(q / 2) % r]);
      expect(difference(linear.multiply(m, r, n, scaledU, dagger(n, r, V)), A)).toBeLessThan(1e-13);
    }
    const { values } = linear.singularValuesReal(2, 2, Float64Array.of(3, 0, 0, -4));
    expect(values).toEqual(Float64Array.of(4, 3));
  });

  test("null spaces of a real matrix", () => {
    const { right, left } = linear.nullSpacesReal(2, Float64Array.of(1, 1, 1, 1));
    expect(right.length).toBe(1);
    expect(right[0][0] + right[0][1]).toBeCloseTo(0, 15);
    expect(left[0][0] + left[0][1]).toBeCloseTo(0, 15);
  });
});

describe("exponentials", () => {
  test("exp(A) exp(−A) = 1, real and complex", () => {
    for (const n of [1, 2, 9]) {
      const A = randomComplex(n, n, 16);
      const [plus, minus] = [
        linear.exponential(n, A.data),
        linear.exponential(
          n,
          A.data.map((x) => -x),
        ),
      ];
      expect(difference(linear.multiply(n, n, n, plus, minus), identityLike(A).data)).toBeLessThan(1e-12);
    }
    const turn = linear.exponentialReal(2, Float64Array.of(0, -1, 1, 0));
    [Math.cos(1), -Math.sin(1), Math.sin(1), Math.cos(1)].forEach((x, q) => {
      expect(turn[q]).toBeCloseTo(x, 15);
    });
  });

  test("exp(−iHt) is the exponential of −iHt", () => {
    const n = 5;
    const H = randomHermitian(n, 17);
    const generator = Float64Array.from({ length: 2 * n * n }, (_, q) => 0.7 * (q % 2 ? -H.data[q - 1] : H.data[q + 1]));
    expect(difference(linear.unitary(n, H.data, 0.7), linear.exponential(n, generator))).toBeLessThan(1e-13);
  });
});

describe("eigenvalues of general matrices", () => {
  test.each([1, 2, 5, 12])("of size %i come with both kinds of vectors", (n) => {
    const A = randomComplex(n, n, 40 + n).data;
    const { values, right, left, condition } = linear.eigen(n, A);
    const scaled = right.slice();
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < n; k++) {
        const [x, y] = [right[2 * (i * n + k)], right[2 * (i * n + k) + 1]];
        scaled[2 * (i * n + k)] = x * values[2 * k] - y * values[2 * k + 1];
        scaled[2 * (i * n + k) + 1] = x * values[2 * k + 1] + y * values[2 * k];
      }
    }
    expect(difference(linear.multiply(n, n, n, scaled, left), A)).toBeLessThan(1e-12);
    expect(Math.min(...condition)).toBeGreaterThan(1 - 1e-12);
    const real = randomReal(n * n, 50 + n);
    const found = linear.eigenReal(n, real).values;
    for (const [q, value] of linear.eigenvaluesReal(n, real).entries()) {
      if (q % 2) continue;
      const nearest = Array.from({ length: n }, (_, k) =>
        Math.hypot(found[2 * k] - value, found[2 * k + 1] - linear.eigenvaluesReal(n, real)[q + 1]),
      );
      expect(Math.min(...nearest)).toBeLessThan(1e-12);
    }
  });

  test("of the example turn, and bad arrays get a sentence", () => {
    expect([...linear.eigen(2, Float64Array.of(0, 0, 1, 0, -1, 0, 0, 0)).values].map((x) => Math.round(Math.abs(x) * 1e12) / 1e12)).toEqual(
      [0, 1, 0, 1],
    );
    expect(() => linear.eigen(2, new Float64Array(4))).toThrow(/`A` must hold 8 numbers/);
    expect(() => linear.eigenReal(1, Float64Array.of(Number.POSITIVE_INFINITY))).toThrow(/finite entries/);
  });
});
