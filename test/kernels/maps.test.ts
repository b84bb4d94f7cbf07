import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Symmetry, Write } from "../../assembly/abi.ts";
import * as kraus from "../../bindings/kraus.ts";
import * as lindblad from "../../bindings/lindblad.ts";
import { firstDifference } from "../reference/bits.ts";
import * as level1 from "../reference/level1.ts";
import * as twin from "../reference/maps.ts";
import { randomValues } from "../reference/random.ts";
import { onCopies } from "./linear-memory.ts";

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

  it("Hermitian results, small and packed", () => {
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

describe("Lindblad steps equal their twins bit for bit", () => {
  it("derivative and RK4", () => {
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
