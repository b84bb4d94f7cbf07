import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectedBlocks, eigh, eigvalsh } from "../../src/numerics/eigen.ts";
import { identityMatrix, type Matrix, matrixFrom, zeros } from "../../src/numerics/matrix.ts";
import { randomHermitian } from "./random.ts";

/** max |A v − λ v| and max |V†V − 1|, relative to the largest |λ|. */
function defects(A: Matrix): { residual: number; orthogonality: number } {
  const n = A.rows;
  const { values, vectors } = eigh(A);
  const scale = Math.max(...values.map(Math.abs), 1e-300);
  let residual = 0;
  let orthogonality = 0;
  const V = vectors.data;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      let re = 0;
      let im = 0;
      let pr = 0;
      let pi = 0;
      for (let j = 0; j < n; j++) {
        const [ar, ai] = [A.data[2 * (i * n + j)], A.data[2 * (i * n + j) + 1]];
        const [vr, vi] = [V[2 * (j * n + k)], V[2 * (j * n + k) + 1]];
        re += ar * vr - ai * vi;
        im += ar * vi + ai * vr;
        const [wr, wi] = [V[2 * (j * n + i)], V[2 * (j * n + i) + 1]];
        pr += wr * vr + wi * vi;
        pi += wr * vi - wi * vr;
      }
      residual = Math.max(residual, Math.hypot(re - values[k] * V[2 * (i * n + k)], im - values[k] * V[2 * (i * n + k) + 1]) / scale);
      orthogonality = Math.max(orthogonality, Math.hypot(pr - (i === k ? 1 : 0), pi));
    }
  }
  return { residual, orthogonality };
}

describe("eigh", () => {
  test.each([1, 2, 3, 5, 8, 9, 10, 17, 40, 101])("diagonalises real and complex matrices of size %i", (n) => {
    for (const real of [true, false]) {
      const { residual, orthogonality } = defects(randomHermitian(n, n, real));
      expect(residual).toBeLessThan(1e-15 * (8 + n));
      expect(orthogonality).toBeLessThan(1e-15 * (8 + n));
    }
  });

  test("knows the closed form of a chain: 2 cos(πk/(n + 1)), here as complex hoppings", () => {
    for (const n of [2, 7, 30, 120]) {
      const A = zeros(n);
      for (let i = 0; i + 1 < n; i++) {
        const angle = 0.3 * i;
        A.data.set([Math.cos(angle), Math.sin(angle)], 2 * (i * n + i + 1));
        A.data.set([Math.cos(angle), -Math.sin(angle)], 2 * ((i + 1) * n + i));
      }
      const values = eigvalsh(A);
      for (let k = 1; k <= n; k++) expect(Math.abs(values[n - k] - 2 * Math.cos((Math.PI * k) / (n + 1)))).toBeLessThan(4e-15);
    }
  });

  test("keeps real matrices real, to the bit", () => {
    for (const n of [4, 20]) {
      const { vectors } = eigh(randomHermitian(n, 3, true));
      for (let i = 1; i < vectors.data.length; i += 2) expect(Math.abs(vectors.data[i])).toBe(0);
    }
  });

  test("never mixes what is not connected, also inside a degenerate level", () => {
    const A = matrixFrom([
      [1, 0, 0, 2],
      [0, 3, 0, 0],
      [0, 0, 3, 0],
      [2, 0, 0, 1],
    ]);
    expect(connectedBlocks(A)).toEqual([[0, 3], [1], [2]]);
    const { values, vectors } = eigh(A);
    expect([...values]).toEqual([-1, 3, 3, 3]);
    const column = (k: number) => [0, 1, 2, 3].map((i) => vectors.data[2 * (4 * i + k)]);
    expect(column(2)).toEqual([0, 1, 0, 0]);
    expect(column(3)).toEqual([0, 0, 1, 0]);
    expect(column(0)[0]).toBeGreaterThan(0);
    expect(eigh(identityMatrix(12)).vectors).toEqual(identityMatrix(12));
  });

  test("makes the first of the largest components real and positive", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (n, seed) => {
        const { vectors } = eigh(randomHermitian(n, seed));
        for (let k = 0; k < n; k++) {
          const moduli = Array.from({ length: n }, (_, i) => Math.hypot(vectors.data[2 * (i * n + k)], vectors.data[2 * (i * n + k) + 1]));
          const pivot = moduli.findIndex((m) => m >= Math.max(...moduli) * (1 - 4e-9));
          expect(vectors.data[2 * (pivot * n + k)]).toBeGreaterThan(0);
          expect(vectors.data[2 * (pivot * n + k) + 1]).toBe(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("random matrices: trace and Frobenius norm are those of the spectrum", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.integer(), fc.boolean(), (n, seed, real) => {
        const A = randomHermitian(n, seed, real);
        const values = eigvalsh(A);
        let trace = 0;
        let squares = 0;
        for (let i = 0; i < n; i++) trace += A.data[2 * (i * n + i)];
        for (const x of A.data) squares += x * x;
        expect(Math.abs(values.reduce((a, b) => a + b, 0) - trace)).toBeLessThan(1e-13 * n);
        expect(Math.abs(values.reduce((a, b) => a + b * b, 0) - squares)).toBeLessThan(1e-13 * n * n);
        for (let i = 1; i < n; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
        const full = eigh(A).values;
        for (let i = 0; i < n; i++) expect(Math.abs(full[i] - values[i])).toBeLessThan(1e-13 * n);
      }),
      { numRuns: 40 },
    );
  });

  test("keeps the digits of small eigenvalues of a graded positive matrix", () => {
    // A = D B D with B = [[1, ½], [½, 1]]-like and D = diag(1, 1e-5, 1e-10): λ₂λ₁λ₀ = det is known exactly
    const D = [1, 1e-5, 1e-10];
    const A = matrixFrom(D.map((x, i) => D.map((y, j) => x * y * (i === j ? 1 : 0.5))));
    const [small, middle, large] = eigvalsh(A);
    expect(small * middle * large).toBeCloseTo(0.5e-30, 43);
    expect(Math.abs((small * middle * large) / 0.5e-30 - 1)).toBeLessThan(1e-14);
  });

  test.each([1e-200, 1e200])("scales with %f: no overflow, no underflow", (factor) => {
    const A = randomHermitian(12, 5);
    const values = eigvalsh(A);
    const scaled = eigvalsh({ ...A, data: A.data.map((x) => x * factor) });
    for (let k = 0; k < 12; k++) expect(scaled[k] / factor).toBeCloseTo(values[k], 12);
  });

  test("clusters, zero, rank one and widely graded matrices", () => {
    const n = 30;
    const one = matrixFrom(Array.from({ length: n }, () => new Array(n).fill(1)));
    expect(defects(one).orthogonality).toBeLessThan(1e-13);
    expect(eigvalsh(one)[n - 1]).toBeCloseTo(n, 11);
    const graded = zeros(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) graded.data[2 * (i * n + j)] = 10 ** (-(i + j) / 3) * (i === j ? 1 : 0.3);
    expect(defects(graded).residual).toBeLessThan(1e-14);
    expect([...eigvalsh(zeros(11))]).toEqual(new Array(11).fill(0));
    expect(eigh(zeros(0)).values.length).toBe(0);
  });

  test("refuses what it cannot diagonalise with a sentence", () => {
    expect(() => eigh(matrixFrom([[0, 1]]))).toThrow("Argument `A` must be square, but it is 1 × 2.");
    expect(() =>
      eigh(
        matrixFrom([
          [0, 1],
          [2, 0],
        ]),
      ),
    ).toThrow(/must be Hermitian, but entries \(1, 0\) and \(0, 1\) differ by 1/);
    expect(() => eigh(matrixFrom([[[0, 1]]]))).toThrow(/must be Hermitian/);
    expect(() => eigh(matrixFrom([[Number.NaN]]))).toThrow(/must have finite entries, but entry \(0, 0\) is NaN/);
    expect(() => eigh(undefined as unknown as Matrix)).toThrow(TypeError);
  });
});
