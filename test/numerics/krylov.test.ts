/** Arnoldi's process, GMRES on top of it, and the vector functions that both stand on. */
import { describe, expect, test } from "vitest";
import { gmres } from "../../src/numerics/gmres.ts";
import { arnoldi, arnoldiStep, type Product } from "../../src/numerics/krylov.ts";
import { eigenvalues } from "../../src/numerics/schur.ts";
import {
  combination,
  dot,
  norm,
  orthonormalise,
  pseudoRandom,
  pseudoRandomSequence,
  unitVector,
  without,
} from "../../src/numerics/vectors.ts";
import { randomReal } from "./random.ts";

const productWith =
  (n: number, A: Float64Array): Product =>
  (v, out) => {
    for (let i = 0; i < n; i++) out[i] = dot(A.subarray(i * n, (i + 1) * n), v);
  };

const FIRST = [0.7935893619433045, 0.39230164932087064, -0.7039528051391244];
const SEQUENCE = [-0.4795973142609, -0.4834521517623216, 0.043155794497579336, 0.1349040560889989];

describe("arnoldi", () => {
  test("A v_k is the combination of basis vectors that its column says", () => {
    const n = 30;
    const apply = productWith(n, randomReal(n * n, 4));
    const basis = [unitVector(randomReal(n, 5))];
    for (let k = 0; k < 8; k++) {
      const { column, rest, image } = arnoldiStep(apply, basis, 2);
      basis.push(rest.map((value) => value / column[k + 1]));
      const exact = new Float64Array(n);
      apply(basis[k], exact);
      const sum = combination(basis, column, n);
      for (let i = 0; i < n; i++) expect(sum[i]).toBeCloseTo(exact[i], 13);
      expect(image).toBeCloseTo(norm(column), 12);
    }
    basis.forEach((u, i) => {
      basis.forEach((v, j) => {
        expect(dot(u, v)).toBeCloseTo(i === j ? 1 : 0, 14);
      });
    });
  });

  test("has all eigenvalues after n steps, and stops in an invariant subspace", () => {
    const n = 8;
    const A = randomReal(n * n, 6);
    const { m, H } = arnoldi(productWith(n, A), randomReal(n, 7), 20);
    expect(m).toBe(n);
    const [exact, found] = [eigenvalues(n, A), eigenvalues(m, H)];
    exact.forEach(([re, im], k) => {
      expect(found[k][0]).toBeCloseTo(re, 11);
      expect(found[k][1]).toBeCloseTo(im, 11);
    });
    // One pass alone loses what is small beside the largest eigenvalue.
    const size = 24;
    const graded = (v: Float64Array, out: Float64Array) => v.forEach((x, i) => void (out[i] = (i === 0 ? 1e8 : i) * x));
    const all = arnoldi(graded, new Float64Array(size).fill(1), size);
    const sorted = eigenvalues(all.m, all.H).map(([re]) => re);
    for (let k = 1; k < size; k++) expect(Math.min(...sorted.map((re) => Math.abs(re - k)))).toBeLessThan(1e-9);
    const diagonal = Float64Array.from({ length: n * n }, (_, q) => (q % (n + 1) === 0 ? 1 + Math.floor(q / n / 4) : 0));
    const closed = arnoldi(productWith(n, diagonal), new Float64Array(n).fill(1), 6, (rest, image) => rest <= 1e-13 * image);
    expect(closed.m).toBe(2);
    expect(eigenvalues(2, closed.H).map(([re]) => Math.round(re * 1e12) / 1e12)).toEqual([2, 1]);
  });

  test("gmres solves what it multiplies, over restarts", () => {
    const n = 40;
    const A = randomReal(n * n, 8).map((x, q) => x + (q % (n + 1) === 0 ? 12 : 0));
    const b = randomReal(n, 9);
    const { x, residual } = gmres(productWith(n, A), b, { restart: 7 });
    expect(residual).toBeLessThan(1e-13);
    const back = new Float64Array(n);
    productWith(n, A)(x, back);
    for (let i = 0; i < n; i++) expect(back[i]).toBeCloseTo(b[i], 12);
  });
});

describe("vectors", () => {
  test("orthonormalise leaves out what depends on those before", () => {
    const [x, y] = [randomReal(9, 1), randomReal(9, 2)];
    const basis = orthonormalise([x, x.map((value) => 3 * value), y, new Float64Array(9), combination([x, y], [1, -2], 9)]);
    expect(basis.length).toBe(2);
    expect(norm(without(y, basis))).toBeLessThan(1e-15);
  });

  test("pseudo-random vectors are the ones that results of 0.1.0 were made with", () => {
    expect(Array.from(pseudoRandom(3, 0))).toEqual(FIRST);
    expect(pseudoRandom(5, 77)).toEqual(pseudoRandom(8, 77).slice(0, 5));
    const next = pseudoRandomSequence(2);
    expect([...next(), ...next()]).toEqual(SEQUENCE);
  });
});
