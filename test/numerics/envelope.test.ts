import { describe, expect, it } from "vitest";
import { bytesInUse, OutOfMemory } from "../../bindings/memory.ts";
import { envelopeOf, type SparseReal } from "../../src/numerics/envelope.ts";
import { factorShifted } from "../../src/numerics/envelope-factors.ts";

/** An arrow: the diagonal and the first column, kept in its own order, so that every row of the envelope is full. */
function arrow(n: number): SparseReal {
  const rowStart = Int32Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 0 : 2 * i - 1));
  const columns = new Int32Array(2 * n - 1);
  for (let i = 1; i < n; i++) columns[2 * i] = i;
  return { n, rowStart, columns, values: new Float64Array(2 * n - 1).fill(-1) };
}

const inOrder = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

describe("an envelope beyond 32 bits", () => {
  const n = 70_000;
  const size = (n * (n - 1)) / 2;

  it("has its true size and price", () => {
    const { start, flops } = envelopeOf(arrow(n), inOrder(n));
    expect(start[n]).toBe(size);
    expect(size).toBeGreaterThan(2 ** 31);
    expect(flops).toBeGreaterThan(2 ** 31 * n);
  });

  it("is refused with its true bytes, and leaves nothing behind", () => {
    const A = arrow(n);
    const factor = () => factorShifted(A, 0, envelopeOf(A, inOrder(n)));
    expect(factor).toThrow(OutOfMemory);
    const rows = n / 4;
    expect(factor).toThrow(`${256 * ((rows * (rows - 1)) / 2) + 128 * rows} bytes`);
    expect(bytesInUse()).toBe(0);
  });

  it("does not stop a small one", () => {
    const A = arrow(5);
    const factors = factorShifted(A, 0, envelopeOf(A, inOrder(5)));
    expect([...factors.solve(Float64Array.of(-1, -2, -2, -2, -2))]).toEqual([1, 1, 1, 1, 1]);
    expect([...factors.solveTransposed(Float64Array.of(-5, -1, -1, -1, -1))]).toEqual([1, 1, 1, 1, 1]);
    factors.release();
  });
});
