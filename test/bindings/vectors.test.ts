import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as trace from "../../bindings/trace.ts";
import * as vectors from "../../bindings/vectors.ts";
import { firstDifference } from "../reference/bits.ts";
import * as twin from "../reference/level1.ts";
import { randomValues } from "../reference/random.ts";
import { randomSparse } from "../reference/sparse.ts";
import { onCopies, withSparse } from "./linear-memory.ts";

const size = fc.integer({ min: 0, max: 19 });
const pad = fc.integer({ min: 0, max: 3 });
const seed = fc.integer();
const number = fc.double({ min: -2, max: 2, noNaN: true });

function equal(got: Float64Array, expected: Float64Array): void {
  expect(firstDifference(got, expected)).toBe(-1);
}

describe("vector kernels equal their twins bit for bit", () => {
  it("axpy, scale, conjugate, dot, norm, copy, clear", () => {
    fc.assert(
      fc.property(size, seed, number, number, (n, s, re, im) => {
        const x = randomValues(2 * n, s);
        const y = randomValues(2 * n, s + 1);
        const [wx, wy] = [x.slice(), y.slice()];
        twin.axpy(n, re, im, wx, wy);
        equal(onCopies([x, y], (p, q) => vectors.axpy(n, re, im, p, q))[1], wy);
        twin.scale(n, re, im, wy);
        equal(onCopies([x, y], (p, q) => [vectors.axpy(n, re, im, p, q), vectors.scale(n, re, im, q)])[1], wy);
        twin.conjugate(n, wx);
        equal(onCopies([x], (p) => vectors.conjugate(n, p))[0], wx);
        const out = new Float64Array(2);
        twin.dot(n, x, y, out);
        equal(onCopies([x, y, out], (p, q, o) => vectors.dot(n, p, q, o))[2], out);
        onCopies([x], (p) => expect(vectors.norm(n, p)).toBe(twin.norm(n, x)));
        equal(onCopies([x, y], (p, q) => vectors.copy(n, p, q))[1], x);
        equal(onCopies([x], (p) => vectors.clear(n, p))[0], new Float64Array(2 * n));
      }),
    );
  });

  it("dagger, hermitianPart, addDagger, mirrorUpper with any leading dimension", () => {
    fc.assert(
      fc.property(size, size, pad, pad, seed, (m, n, padA, padB, s) => {
        const a = randomValues(2 * m * (n + padA), s);
        const b = randomValues(2 * n * (m + padB), s + 1);
        const expected = b.slice();
        twin.dagger(m, n, a, n + padA, expected, m + padB);
        equal(onCopies([a, b], (p, q) => vectors.dagger(m, n, p, n + padA, q, m + padB))[1], expected);

        const [lda, ldc] = [n + padA, n + padB];
        const square = randomValues(2 * n * lda, s + 2);
        const c = randomValues(2 * n * ldc, s + 3);
        const [part, sum, mirrored] = [square.slice(), c.slice(), c.slice()];
        twin.hermitianPart(n, part, lda);
        equal(onCopies([square], (p) => vectors.hermitianPart(n, p, lda))[0], part);
        twin.addDagger(n, square, lda, sum, ldc);
        equal(onCopies([square, c], (p, q) => vectors.addDagger(n, p, lda, q, ldc))[1], sum);
        twin.mirrorUpper(n, mirrored, ldc);
        equal(onCopies([c], (p) => vectors.mirrorUpper(n, p, ldc))[0], mirrored);
      }),
    );
  });
});

describe("traces and expectation values equal their twins bit for bit", () => {
  it("trace, defects, expectation of dense and sparse operators", () => {
    fc.assert(
      fc.property(size, pad, pad, seed, (n, padA, padR, s) => {
        const [lda, ldr] = [n + padA, n + padR];
        const a = randomValues(2 * n * lda, s);
        const r = randomValues(2 * n * ldr, s + 1);
        const out = new Float64Array(2);
        twin.trace(n, a, lda, out);
        equal(onCopies([a, out], (p, o) => trace.trace(n, p, lda, o))[1], out);
        onCopies([a], (p) => {
          expect(trace.traceDefect(n, p, lda)).toBe(twin.traceDefect(n, a, lda));
          expect(trace.hermiticityDefect(n, p, lda)).toBe(twin.hermiticityDefect(n, a, lda));
        });
        twin.expectation(n, a, lda, r, ldr, out);
        equal(onCopies([a, r, out], (p, q, o) => trace.expectation(n, p, lda, q, ldr, o))[2], out);
        const sparse = randomSparse(n, n, 0.4, s + 2);
        twin.expectationSparse(n, sparse.rowStart, sparse.columns, sparse.values, r, ldr, out);
        withSparse(sparse, (rows) => {
          equal(onCopies([r, out], (q, o) => trace.expectationSparse(n, rows, q, ldr, o))[1], out);
        });
      }),
    );
  });

  it("partial trace of any middle factor", () => {
    const d = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(d, d, d, seed, (left, middle, right, s) => {
        const a = randomValues(2 * (left * middle * right) ** 2, s);
        const b = new Float64Array(2 * (left * right) ** 2);
        twin.partialTrace(left, middle, right, a, b);
        equal(onCopies([a, b], (p, q) => trace.partialTrace(left, middle, right, p, q))[1], b);
      }),
    );
  });

  it("a Hermitian part has no defect, and a defect is seen wherever it is", () => {
    const n = 5;
    for (let at = 0; at < 2 * n * n; at++) {
      const a = randomValues(2 * n * n, 9);
      twin.hermitianPart(n, a, n);
      expect(twin.hermiticityDefect(n, a, n)).toBe(0);
      a[at] += 0.5;
      const onDiagonal = at % (2 * (n + 1)) === 0;
      onCopies([a], (p) => expect(trace.hermiticityDefect(n, p, n) > 0.4).toBe(!onDiagonal));
    }
  });
});
