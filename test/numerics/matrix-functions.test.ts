import { afterEach, describe, expect, it } from "vitest";
import * as linear from "../../src/linear.ts";
import { dagger, largestDifference, multiply, scale } from "../../src/numerics/dense.ts";
import { expm } from "../../src/numerics/expm.ts";
import { type Matrix, matrixFrom } from "../../src/numerics/matrix.ts";
import { logarithm, power, squareRoot } from "../../src/numerics/matrix-functions.ts";
import { schurComplex } from "../../src/numerics/schur-complex.ts";
import { randomValues } from "../reference/random.ts";

function random(n: number, seed: number): Matrix {
  return { rows: n, columns: n, data: randomValues(2 * n * n, seed) };
}

describe("functions of general matrices", () => {
  it.each([1, 2, 3, 7, 20])("the root squares to a random %d × %d matrix, and its logarithm exponentiates", (n) => {
    const A = random(n, 300 + n);
    const R = squareRoot(A);
    expect(largestDifference(multiply(R, R), A)).toBeLessThan(1e-13 * n);
    expect(largestDifference(expm(logarithm(A)), A)).toBeLessThan(1e-13 * n);
    expect(largestDifference(multiply(power(A, 0.3), power(A, 0.7)), A)).toBeLessThan(1e-13 * n);
  });

  it("eigenvalues of the root have a real part ≥ 0, arguments of the logarithm stay within ±π", () => {
    const A = random(9, 320);
    const [R, L] = [squareRoot(A), logarithm(A)].map((X) => schurComplex(9, X.data).T);
    for (let k = 0; k < 9; k++) {
      expect(R[20 * k]).toBeGreaterThan(0);
      expect(Math.abs(L[20 * k + 1])).toBeLessThan(Math.PI);
    }
  });

  it("gives the closed forms of a Jordan block and of a rotation", () => {
    const J = matrixFrom([
      [4, 1, 0],
      [0, 4, 1],
      [0, 0, 4],
    ]);
    const root = [2, 1 / 4, -1 / 64, 0, 2, 1 / 4, 0, 0, 2];
    const log = [Math.log(4), 1 / 4, -1 / 32, 0, Math.log(4), 1 / 4, 0, 0, Math.log(4)];
    const real = ({ data }: Matrix) => Array.from(data.filter((_, at) => at % 2 === 0));
    real(squareRoot(J)).forEach((x, e) => expect(x).toBeCloseTo(root[e], 14));
    real(logarithm(J)).forEach((x, e) => expect(x).toBeCloseTo(log[e], 14));
    const [c, s] = [Math.cos(2.9), Math.sin(2.9)];
    const turn = logarithm(
      matrixFrom([
        [c, -s],
        [s, c],
      ]),
    );
    [0, -2.9, 2.9, 0].forEach((x, e) => expect(turn.data[2 * e]).toBeCloseTo(x, 13));
  });

  it("takes the branch with arg π on the cut", () => {
    const L = logarithm(matrixFrom([[-2]]));
    expect([...L.data]).toEqual([Math.log(2), Math.PI]);
    expect(squareRoot(matrixFrom([[-4]])).data[1]).toBe(2);
  });

  it("the logarithm of a product of commuting exponentials is their sum, over many scales", () => {
    for (const size of [1e-9, 1e-3, 1]) {
      const A = scale(random(6, 330), size);
      expect(largestDifference(logarithm(expm(A)), A)).toBeLessThan(1e-14 + 2e-14 * size * 6);
    }
  });

  it("whole powers are products, negative ones those of the inverse", () => {
    const A = random(5, 340);
    expect(largestDifference(power(A, 3), multiply(A, multiply(A, A)))).toBeLessThan(1e-13);
    expect(largestDifference(multiply(power(A, -2), multiply(A, A)), power(A, 0))).toBeLessThan(1e-11);
  });

  it("refuses singular matrices with a sentence", () => {
    const nilpotent = matrixFrom([
      [0, 1],
      [0, 0],
    ]);
    expect(() => logarithm(nilpotent)).toThrow(
      "Argument `A` must be regular to have a logarithm, but its smallest eigenvalue has the modulus 0.",
    );
    expect(() => squareRoot(nilpotent)).toThrow(/must be regular to have a square root/);
    expect(() => power(nilpotent, -1)).toThrow(RangeError);
    expect(() => power(nilpotent, 0.5)).toThrow(RangeError);
  });
});

describe("the same on typed arrays", () => {
  afterEach(() => linear.release());
  const n = 4;
  const A = random(n, 350);

  it("agrees, and writes where it is told", () => {
    const out = new Float64Array(2 * n * n);
    expect(linear.squareRoot(n, A.data, out)).toBe(out);
    expect(out).toEqual(squareRoot(A).data);
    expect(linear.logarithm(n, A.data)).toEqual(logarithm(A).data);
    expect(linear.power(n, A.data, 2)).toEqual(power(A, 2).data);
    const one = linear.multiply(n, n, n, linear.inverse(n, A.data), A.data);
    one.forEach((x, at) => expect(x).toBeCloseTo(at % (2 * n + 2) === 0 ? 1 : 0, 12));
    const H = multiply(A, dagger(A));
    const root = { ...H, data: linear.functionHermitian(n, H.data, Math.sqrt) };
    expect(largestDifference(multiply(root, root), H)).toBeLessThan(1e-13);
  });

  it("gives a triangular form", () => {
    const { T, Z } = linear.schurForm(n, A.data);
    const [t, z] = [T, Z].map((data) => ({ rows: n, columns: n, data }));
    expect(largestDifference(multiply(multiply(z, t), dagger(z)), A)).toBeLessThan(1e-14 * 20);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) expect(T[2 * (i * n + j)]).toBe(0);
  });

  it("checks what it is given", () => {
    expect(() => linear.logarithm(2, A.data)).toThrow(/must hold 8 numbers/);
    expect(() => linear.schurForm(1, Float64Array.of(Number.NaN, 0))).toThrow(/finite entries/);
    expect(() => linear.squareRoot(1, Float64Array.of(Number.NaN, 0))).toThrow(/finite entries/);
    expect(() => linear.power(1, Float64Array.of(1, 0), Number.NaN)).toThrow(/`p` must be a finite number/);
    expect(() => linear.functionHermitian(1, Float64Array.of(1, 0), 3 as never)).toThrow(TypeError);
    expect(() => linear.inverse(1, Float64Array.of(0, 0))).toThrow(RangeError);
  });
});
