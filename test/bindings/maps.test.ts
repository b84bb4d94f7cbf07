import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Symmetry, Write } from "../../assembly/abi.ts";
import { gemmScratch } from "../../bindings/dense.ts";
import * as kraus from "../../bindings/kraus.ts";
import * as lindblad from "../../bindings/lindblad.ts";
import * as sparse from "../../bindings/sparse.ts";
import { realTimesLanes, superoperatorTimesVector } from "../../bindings/superoperator.ts";
import { kron, multiply, partialTrace } from "../../src/numerics/dense.ts";
import { firstDifference } from "../reference/bits.ts";
import * as level1 from "../reference/level1.ts";
import * as twin from "../reference/maps.ts";
import { randomValues } from "../reference/random.ts";
import { denseOf, randomSparse } from "../reference/sparse.ts";
import { onCopies, withSparse } from "./linear-memory.ts";

const size = fc.integer({ min: 0, max: 18 });
const pad = fc.integer({ min: 0, max: 3 });
const seed = fc.integer();
const write = fc.constantFrom(Write.Replace, Write.Add);
const symmetry = fc.constantFrom(Symmetry.General, Symmetry.Hermitian);

function equal(got: Float64Array, expected: Float64Array): void {
  expect(firstDifference(got, expected)).toBe(-1);
}

function hermitian(n: number, s: number): Float64Array {
  const rho = randomValues(2 * n * n, s);
  level1.hermitianPart(n, rho, n);
  return rho;
}

const nothing = (values: number) => new Float64Array(values).fill(Number.NaN);

describe("matrix–vector products equal their twins bit for bit", () => {
  it("complex superoperators", () => {
    fc.assert(
      fc.property(size, size, pad, write, seed, (rows, columns, padS, how, s) => {
        const lds = columns + padS;
        const S = randomValues(2 * rows * lds, s);
        const x = randomValues(2 * columns, s + 1);
        const y = randomValues(2 * rows, s + 2);
        const expected = y.slice();
        twin.superoperatorTimesVector(rows, columns, S, lds, x, expected, how);
        equal(onCopies([S, x, y], (p, q, r) => superoperatorTimesVector(rows, columns, p, lds, q, r, how))[2], expected);
      }),
    );
  });

  it("real matrices on 1 to 8 lanes", () => {
    fc.assert(
      fc.property(size, size, pad, fc.integer({ min: 1, max: 8 }), write, seed, (rows, columns, padM, lanes, how, s) => {
        const ldm = columns + padM;
        const M = randomValues(rows * ldm, s);
        const x = randomValues(columns * lanes, s + 1);
        const y = randomValues(rows * lanes, s + 2);
        const expected = y.slice();
        twin.realTimesLanes(rows, columns, M, ldm, x, expected, lanes, how);
        equal(onCopies([M, x, y], (p, q, r) => realTimesLanes(rows, columns, p, ldm, q, r, lanes, how))[2], expected);
      }),
      { numRuns: 300 },
    );
  });

  it("a lane's bits do not depend on its neighbours or their number", () => {
    const [rows, columns] = [21, 17];
    const M = randomValues(rows * columns, 1);
    const x = randomValues(columns, 2);
    const alone = onCopies([M, x, nothing(rows)], (p, q, r) => realTimesLanes(rows, columns, p, columns, q, r, 1, Write.Replace))[2];
    for (let lanes = 2; lanes <= 8; lanes++) {
      for (let lane = 0; lane < lanes; lane++) {
        const many = randomValues(columns * lanes, 3).map((v, i) => (i % lanes === lane ? x[Math.floor(i / lanes)] : 1e9 * v));
        const out = onCopies([M, many, nothing(rows * lanes)], (p, q, r) =>
          realTimesLanes(rows, columns, p, columns, q, r, lanes, Write.Replace),
        )[2];
        equal(
          out.filter((_, i) => i % lanes === lane),
          alone,
        );
      }
    }
  });
});

describe("sparse products equal their twins bit for bit", () => {
  it("from the left and from the right", () => {
    fc.assert(
      fc.property(size, size, size, pad, write, seed, (m, n, k, padding, how, s) => {
        const left = randomSparse(m, k, 0.4, s);
        const b = randomValues(2 * k * (n + padding), s + 2);
        const c = randomValues(2 * m * (n + padding), s + 3);
        const ld = n + padding;
        const expected = c.slice();
        twin.sparseTimesDense(m, n, left, b, ld, expected, ld, how);
        withSparse(left, (rows) => equal(onCopies([b, c], (p, q) => sparse.sparseTimesDense(m, n, rows, p, ld, q, ld, how))[1], expected));

        const right = randomSparse(n, k, 0.4, s + 4);
        const lda = k + padding;
        const a = randomValues(2 * m * lda, s + 5);
        const other = c.slice();
        twin.denseTimesSparseDagger(m, n, a, lda, right, other, ld, how);
        withSparse(right, (rows) => {
          equal(onCopies([a, c], (p, q) => sparse.denseTimesSparseDagger(m, n, p, lda, rows, q, ld, how))[1], other);
        });
      }),
    );
  });

  it("give the dense product's bits", () => {
    const [m, k, n] = [9, 11, 7];
    const S = randomSparse(m, k, 0.5, 3);
    const B = { rows: k, columns: n, data: randomValues(2 * k * n, 4) };
    const dense = multiply({ rows: m, columns: k, data: denseOf(S, m, k) }, B);
    withSparse(S, (rows) => {
      const [, C] = onCopies([B.data, nothing(2 * m * n)], (b, c) => sparse.sparseTimesDense(m, n, rows, b, n, c, n, Write.Replace));
      equal(C, dense.data);
    });
  });
});

describe("Kraus sums equal their twins bit for bit", () => {
  const small = fc.integer({ min: 0, max: 11 });
  const few = fc.integer({ min: 1, max: 4 });

  it("dense, batched, rectangular, with two different stacks", () => {
    fc.assert(
      fc.property(small, small, few, few, write, seed, (m, n, count, batch, how, s) => {
        const [A, B] = [randomValues(2 * m * n * count, s), randomValues(2 * m * n * count, s + 1)];
        const rho = randomValues(2 * n * n * batch, s + 2);
        const out = randomValues(2 * m * m * batch, s + 3);
        const expected = out.slice();
        const T = twin.krausSum(m, n, count, A, B, rho, expected, how, batch, Symmetry.General);
        const scratch = nothing(kraus.krausScratch(m, n, count));
        const got = onCopies([A, B, rho, out, scratch], (a, b, r, o, work) =>
          kraus.krausSum(m, n, count, a, b, r, o, how, batch, Symmetry.General, work),
        );
        equal(got[3], expected);
        equal(got[4].subarray(0, T.length), T);
      }),
    );
  });

  it("Hermitian results, dense and sparse, small and packed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 26 }), few, write, symmetry, seed, (n, count, how, promise, s) => {
        const stack = randomValues(2 * n * n * count, s);
        const rho = hermitian(n, s + 1);
        const out = hermitian(n, s + 2);
        const expected = out.slice();
        twin.krausSum(n, n, count, stack, stack, rho, expected, how, 1, promise);
        const scratch = nothing(kraus.krausScratch(n, n, count));
        const call = (a: number, r: number, o: number, work: number) =>
          kraus.krausSum(n, n, count, a as never, a as never, r as never, o as never, how, 1, promise, work as never);
        equal(onCopies([stack, rho, out, scratch], call)[2], expected);

        const operators = randomSparse(n * count, n, 0.3, s + 3);
        const other = out.slice();
        twin.krausSparse(n, count, operators, rho, other, how, promise);
        withSparse(operators, (rows) => {
          const work = nothing(2 * n * n);
          equal(onCopies([rho, out, work], (r, o, w) => kraus.krausSparse(n, count, rows, r, o, how, promise, w))[1], other);
        });
      }),
    );
  });

  it("interleaves operators by rows", () => {
    const [m, n, count] = [3, 2, 4];
    const operators = randomValues(2 * m * n * count, 1);
    const stack = new Float64Array(operators.length);
    twin.interleaveKraus(m, n, count, operators, stack);
    equal(onCopies([operators, stack], (p, q) => kraus.interleaveKraus(m, n, count, p, q))[1], stack);
  });
});

describe("collisions", () => {
  const d = fc.integer({ min: 1, max: 5 });

  it("arrange and outgoing unit equal their twins; both halves are the partial traces of U (ρ ⊗ η) U†", () => {
    fc.assert(
      fc.property(d, d, seed, (s, a, start) => {
        const size = s * a;
        const [u, eta, rho] = [
          randomValues(2 * size * size, start),
          randomValues(2 * a * a, start + 1),
          randomValues(2 * s * s, start + 2),
        ];
        const length = 2 * size * size;
        const [W, U] = [new Float64Array(length), new Float64Array(length)];
        twin.arrangeCollision(s, a, u, eta, W, U);
        const arranged = onCopies([u, eta, W, U], (p, q, w, v) => kraus.arrangeCollision(s, a, p, q, w, v));
        equal(arranged[2], W);
        equal(arranged[3], U);

        const scratch = nothing(kraus.krausScratch(s, s, a * a));
        const work = nothing(gemmScratch(a, a, a * s));
        const got = onCopies([W, U, rho, nothing(2 * s * s), nothing(2 * a * a), scratch, work], (w, v, r, o, out, t, x) => {
          kraus.krausSum(s, s, a * a, w, v, r, o, Write.Replace, 1, Symmetry.General, t);
          kraus.outgoingUnit(s, a, t, v, out, x);
        });
        const T = got[5].subarray(0, length);
        const expected = new Float64Array(2 * a * a);
        twin.outgoingUnit(s, a, T, U, expected);
        equal(got[4], expected);

        const full = { rows: size, columns: size, data: u };
        const joint = kron({ rows: s, columns: s, data: rho }, { rows: a, columns: a, data: eta });
        const after = multiply(multiply(full, joint), full, { opB: 1 });
        const close = (x: Float64Array, y: Float64Array) =>
          expect(Math.max(...x.map((v, i) => Math.abs(v - y[i])))).toBeLessThan(1e-12 * size ** 3);
        close(got[3], partialTrace(after, [s, a], [0]).data);
        close(got[4], partialTrace(after, [s, a], [1]).data);
      }),
      { numRuns: 60 },
    );
  });
});

describe("Lindblad steps equal their twins bit for bit", () => {
  it("derivative and RK4, dense and sparse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17 }), fc.integer({ min: 0, max: 3 }), seed, (n, count, s) => {
        const stack = randomValues(2 * n * n * (count + 1), s);
        const rho = hermitian(n, s + 1);
        const out = new Float64Array(2 * n * n);
        twin.lindblad(n, count, stack, rho, out);
        const dense = nothing(lindblad.lindbladScratch(n, count));
        equal(onCopies([stack, rho, nothing(out.length), dense], (p, r, o, w) => lindblad.lindblad(n, count, p, r, o, w))[2], out);
        const stepped = rho.slice();
        twin.rk4((x, dx) => twin.lindblad(n, count, stack, x, dx), stepped, 0.01, 2);
        const scratch = nothing(lindblad.rk4Scratch(n, count));
        equal(onCopies([stack, rho, scratch], (p, r, w) => lindblad.rk4Dense(n, count, p, r, 0.01, 2, w))[1], stepped);

        const operators = randomSparse(n * (count + 1), n, 0.3, s + 2);
        twin.lindbladSparse(n, count, operators, rho, out);
        const again = rho.slice();
        twin.rk4((x, dx) => twin.lindbladSparse(n, count, operators, x, dx), again, 0.01, 2);
        withSparse(operators, (rows) => {
          const work = nothing(2 * n * n);
          equal(onCopies([rho, nothing(out.length), work], (r, o, w) => lindblad.lindbladSparse(n, count, rows, r, o, w))[1], out);
          equal(onCopies([rho, nothing(8 * n * n)], (r, w) => lindblad.rk4Sparse(n, count, rows, r, 0.01, 2, w))[0], again);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("a decaying qubit follows ρ₁₁(t) = e^{−γt} to fourth order and keeps its trace", () => {
    const gamma = 1;
    const L = new Float64Array([0, 0, 0, 0, Math.sqrt(gamma), 0, 0, 0]);
    const G = new Float64Array([-gamma / 2, 0, 0, 0, 0, 0, 0, 0]);
    const stack = new Float64Array(16);
    twin.interleaveKraus(2, 2, 2, Float64Array.of(...G, ...L), stack);
    const errors = [10, 20].map((steps) => {
      const rho = new Float64Array([1, 0, 0, 0, 0, 0, 0, 0]);
      const scratch = new Float64Array(lindblad.rk4Scratch(2, 1));
      const [, after] = onCopies([stack, rho, scratch], (p, r, w) => lindblad.rk4Dense(2, 1, p, r, 1 / steps, steps, w));
      expect(Math.abs(after[0] + after[6] - 1)).toBeLessThan(1e-15);
      return Math.abs(after[0] - Math.exp(-gamma));
    });
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(3.9);
    expect(errors[1]).toBeLessThan(1e-7);
  });
});
