/** What is kept with a pattern is found again for equal patterns only, and never decides a value. */
import { describe, expect, it } from "vitest";
import { denseOf, type SparseReal } from "../../src/numerics/envelope.ts";
import { fromPattern, isKnown, onKnownPattern } from "../../src/numerics/known-patterns.ts";
import { factorRegular, knownEnvelope } from "../../src/numerics/regular-factors.ts";
import { submatrix } from "../../src/numerics/submatrix.ts";
import { randomValues } from "../reference/random.ts";

/** A sparse matrix with a heavy diagonal; `hole` leaves one entry out, `zero` stores it as 0. */
function matrix(n: number, seed: number, missing: "none" | "hole" | "zero" = "none"): SparseReal {
  const draw = randomValues(n * n, seed);
  const rowStart = new Int32Array(n + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i !== j && (i * 7 + j * 3) % 11 > 2) continue;
      const marked = i === 1 && missing !== "none" && j === firstOf(n, 1);
      if (marked && missing === "hole") continue;
      columns.push(j);
      values.push(marked ? 0 : draw[i * n + j] + (i === j ? 10 : 0));
    }
    rowStart[i + 1] = columns.length;
  }
  return { n, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

function firstOf(n: number, i: number): number {
  for (let j = 0; j < n; j++) if (i !== j && (i * 7 + j * 3) % 11 <= 2) return j;
  return -1;
}

describe("known patterns", () => {
  it("join matrices of equal patterns, and no others", () => {
    const [a, b] = [onKnownPattern(matrix(40, 1)), onKnownPattern(matrix(40, 2))];
    expect(b.columns).toBe(a.columns);
    expect(denseOf(b)).toEqual(denseOf(matrix(40, 2)));
    const c = onKnownPattern(matrix(40, 1, "hole"));
    expect(c.columns).not.toBe(a.columns);
    expect(c.columns.length).toBe(a.columns.length - 1);
  });

  it("leave stored zeros out", () => {
    const hole = onKnownPattern(matrix(40, 1, "hole"));
    const zero = onKnownPattern(matrix(40, 3, "zero"));
    expect(zero.columns).toBe(hole.columns);
    expect(denseOf(zero)).toEqual(denseOf(matrix(40, 3, "zero")));
  });

  it("differ where the same columns stand in other rows", () => {
    const at = (rowStart: number[]) => ({
      n: 3,
      rowStart: Int32Array.from(rowStart),
      columns: Int32Array.of(0, 1, 2),
      values: Float64Array.of(1, 2, 3),
    });
    const [a, b] = [at([0, 1, 2, 3]), at([0, 0, 3, 3])].map(onKnownPattern);
    expect(b.columns).not.toBe(a.columns);
    expect(Array.from(denseOf(b))).toEqual([0, 0, 0, 1, 2, 3, 0, 0, 0]);
  });

  it("keep what was made once, for known patterns alone", () => {
    let made = 0;
    const make = () => ({ made: ++made });
    const [a, b] = [onKnownPattern(matrix(30, 1)), onKnownPattern(matrix(30, 2))];
    expect(fromPattern(a, "test", make)).toBe(fromPattern(b, "test", make));
    const unknown = matrix(30, 1);
    expect(isKnown(unknown)).toBe(false);
    expect(fromPattern(unknown, "test", make)).not.toBe(fromPattern(unknown, "test", make));
  });

  it("give factors, envelopes and parts the bits of a matrix alone", () => {
    const b = randomValues(40, 9);
    const order = Int32Array.from({ length: 40 }, (_, k) => (k * 7) % 40);
    const members = Int32Array.from({ length: 20 }, (_, k) => 2 * k);
    for (const seed of [4, 5, 6]) {
      const [known, alone] = [onKnownPattern(matrix(40, seed)), matrix(40, seed)];
      const [f, g] = [factorRegular(known, order), factorRegular(alone, order)];
      expect(f?.solve(b)).toEqual(g?.solve(b));
      expect(f?.solveTransposed(b)).toEqual(g?.solveTransposed(b));
      f?.release();
      g?.release();
      const place = () => new Int32Array(40).fill(-1);
      expect(denseOf(submatrix(known, members, "even", place()))).toEqual(denseOf(submatrix(alone, members, "even", place())));
    }
  });

  it("notice another order", () => {
    const M = onKnownPattern(matrix(40, 7));
    const [forwards, backwards] = [Int32Array.from({ length: 40 }, (_, k) => k), Int32Array.from({ length: 40 }, (_, k) => 39 - k)];
    expect(knownEnvelope(M, forwards).order).toEqual(forwards);
    expect(knownEnvelope(M, backwards).order).toEqual(backwards);
    expect(knownEnvelope(M, forwards).place[0]).toBe(0);
  });
});
