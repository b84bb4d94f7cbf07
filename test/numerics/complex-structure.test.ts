import { describe, expect, it } from "vitest";
import { complexStructure } from "../../src/numerics/complex-structure.ts";
import type { SparseReal } from "../../src/numerics/envelope.ts";
import { schurComplex } from "../../src/numerics/schur-complex.ts";
import { resolventOfTriangular } from "../../src/numerics/triangular-resolvent.ts";
import { draws, randomComplex } from "./random.ts";

/** A real matrix on (re₀ … reₙ₋₁, im₀ … imₙ₋₁) from P on numbers of these signs. */
function realOf(n: number, P: Float64Array, sign: ArrayLike<number>): SparseReal {
  const dense = new Float64Array(4 * n * n);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l < n; l++) {
      const [a, c] = [P[2 * (k * n + l)], P[2 * (k * n + l) + 1]];
      dense[k * 2 * n + l] = a;
      dense[k * 2 * n + n + l] = -sign[l] * c;
      dense[(n + k) * 2 * n + l] = sign[k] * c;
      dense[(n + k) * 2 * n + n + l] = sign[k] * sign[l] * a;
    }
  }
  return {
    n: 2 * n,
    rowStart: Int32Array.from({ length: 2 * n + 1 }, (_, r) => 2 * n * r),
    columns: Int32Array.from({ length: 4 * n * n }, (_, e) => e % (2 * n)),
    values: dense,
  };
}

const pairsOf = (n: number) => ({ re: Int32Array.from({ length: n }, (_, k) => k), im: Int32Array.from({ length: n }, (_, k) => n + k) });

describe("complex numbers in real matrices", () => {
  it.each([1, 2, 5, 9])("of size %i are found with the conjugates that they need", (n) => {
    const draw = draws(n);
    const sign = Int8Array.from({ length: n }, (_, k) => (k === 0 || draw() > 0 ? 1 : -1));
    const P = randomComplex(n, n, 60 + n).data;
    const found = complexStructure(realOf(n, P, sign), pairsOf(n));
    expect([...(found?.pairs.sign ?? [])]).toEqual([...sign]);
    expect(found?.P).toEqual(P);
  });

  it("are not found where numbers and conjugates mix", () => {
    const M = realOf(3, randomComplex(3, 3, 1).data, [1, 1, -1]);
    M.values[1] += 1e-9;
    expect(complexStructure(M, pairsOf(3))).toBeNull();
    // 0 → 1 and 1 → 2 linear, 2 → 0 with a conjugate: signs contradict each other
    const P = new Float64Array(18);
    for (const [k, l] of [
      [1, 0],
      [2, 1],
    ])
      P.set([1, 0.5], 2 * (3 * k + l));
    const odd = realOf(3, P, [1, 1, 1]);
    odd.values[2] = 1;
    odd.values[3 * 6 + 5] = -1;
    expect(complexStructure(odd, pairsOf(3))).toBeNull();
    expect(complexStructure(odd, pairsOf(2))).toBeNull();
  });

  it("have resolvents by back substitution, whatever the number of shifts", () => {
    const n = 6;
    const { T } = schurComplex(n, randomComplex(n, n, 8).data);
    const [x, f] = [randomComplex(n, 1, 2).data, randomComplex(n, 1, 3).data];
    const shifts = randomComplex(7, 1, 5).data.map((value) => 10 + value);
    const all = resolventOfTriangular(n, T, x, f, shifts);
    for (let k = 0; k < 7; k++) {
      const [s, t] = [shifts[2 * k], shifts[2 * k + 1]];
      const y = new Float64Array(2 * n);
      for (let i = n - 1; i >= 0; i--) {
        let [re, im] = [x[2 * i], x[2 * i + 1]];
        for (let j = i + 1; j < n; j++) {
          const [a, b] = [T[2 * (i * n + j)], T[2 * (i * n + j) + 1]];
          re += a * y[2 * j] - b * y[2 * j + 1];
          im += a * y[2 * j + 1] + b * y[2 * j];
        }
        const [p, q] = [s - T[2 * (i * n + i)], t - T[2 * (i * n + i) + 1]];
        y[2 * i] = (re * p + im * q) / (p * p + q * q);
        y[2 * i + 1] = (im * p - re * q) / (p * p + q * q);
      }
      let [re, im] = [0, 0];
      for (let i = 0; i < n; i++) {
        re += f[2 * i] * y[2 * i] - f[2 * i + 1] * y[2 * i + 1];
        im += f[2 * i] * y[2 * i + 1] + f[2 * i + 1] * y[2 * i];
      }
      expect(all[2 * k]).toBe(re);
      expect(all[2 * k + 1]).toBe(im);
      expect([...resolventOfTriangular(n, T, x, f, shifts.slice(2 * k, 2 * k + 2))]).toEqual([re, im]);
    }
  });
});
