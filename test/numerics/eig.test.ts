import { describe, expect, it } from "vitest";
import { eig, eigReal } from "../../src/numerics/eig.ts";
import { eigenvalues } from "../../src/numerics/schur.ts";
import { difference, product, randomComplex, randomReal } from "./random.ts";

const matrix = (n: number, data: Float64Array) => ({ rows: n, columns: n, data });

function diagonal(n: number, values: Float64Array) {
  const D = matrix(n, new Float64Array(2 * n * n));
  for (let k = 0; k < n; k++) D.data.set(values.subarray(2 * k, 2 * k + 2), 2 * (k * n + k));
  return D;
}

const unit = (n: number) =>
  diagonal(
    n,
    Float64Array.from({ length: 2 * n }, (_, i) => 1 - (i % 2)),
  );

describe("eigenvalues with vectors of a general matrix", () => {
  it.each([1, 2, 3, 5, 8, 17, 40])("put a complex matrix of size %i together again", (n) => {
    const A = randomComplex(n, n, 5 + n);
    const { values, right, left, condition } = eig(A);
    const [R, L] = [matrix(n, right), matrix(n, left)];
    expect(difference(product(product(R, diagonal(n, values)), L), A)).toBeLessThan(1e-11);
    expect(difference(product(L, R), unit(n))).toBeLessThan(1e-11);
    expect(Math.min(...condition)).toBeGreaterThan(1 - 1e-12);
  });

  it.each([1, 2, 3, 6, 19, 33])("of a real matrix of size %i are those of the real Schur form", (n) => {
    const A = randomReal(n * n, 3 + n);
    const { values, right, left } = eigReal(n, A);
    const complex = matrix(
      n,
      Float64Array.from({ length: 2 * n * n }, (_, i) => (i % 2 ? 0 : A[i >> 1])),
    );
    expect(difference(product(product(matrix(n, right), diagonal(n, values)), matrix(n, left)), complex)).toBeLessThan(1e-11);
    const found = Array.from({ length: n }, (_, k) => [values[2 * k], values[2 * k + 1]]).sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    const expected = [...eigenvalues(n, A)];
    for (const [re, im] of expected) {
      expect(Math.min(...found.map(([x, y]) => Math.hypot(x - re, y - im)))).toBeLessThan(1e-11);
    }
  });

  it("keep a unitary Schur form where a Jordan block makes vectors parallel", () => {
    const n = 3;
    const A = Float64Array.of(2, 1, 0, 0, 2, 1, 0, 0, 2);
    const { condition, schur } = eigReal(n, A);
    expect(Math.max(...condition)).toBeGreaterThan(1e15);
    const Z = matrix(n, schur.Z);
    const adjoint = matrix(n, new Float64Array(2 * n * n));
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        adjoint.data[2 * (j * n + i)] = Z.data[2 * (i * n + j)];
        adjoint.data[2 * (j * n + i) + 1] = -Z.data[2 * (i * n + j) + 1];
      }
    expect(difference(product(Z, adjoint), unit(n))).toBeLessThan(1e-14);
    const back = product(product(Z, matrix(n, schur.T)), adjoint);
    A.forEach((value, e) => expect(back.data[2 * e]).toBeCloseTo(value, 13));
  });

  it("are equal where a matrix is a number, and refused where it is none", () => {
    const { values, condition } = eigReal(3, Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4));
    expect([...values]).toEqual([4, 0, 4, 0, 4, 0]);
    expect([...condition]).toEqual([1, 1, 1]);
    expect(() => eigReal(1, Float64Array.of(Number.NaN))).toThrow(/`A` must have finite entries/);
    expect(() => eig({ rows: 1, columns: 2, data: new Float64Array(4) })).toThrow(/`A`/);
  });
});
