/** Polynomials against functions with known coefficients, and pieces where one polynomial does not do. */
import { describe, expect, it } from "vitest";
import { chebyshevCoefficients, chebyshevValues, lobattoNode } from "../../src/numerics/chebyshev.ts";
import { type ChebyshevPiece, chebyshevPieces, evaluate, placeIn } from "../../src/numerics/chebyshev-pieces.ts";

const one = (low: number, high: number) => ({ low: [low], high: [high] });

function valueAt(pieces: readonly ChebyshevPiece[], point: readonly number[]): Float64Array | null {
  const piece = pieces.find(({ low, high }) => point.every((p, a) => p >= low[a] && p <= high[a])) as ChebyshevPiece;
  return (
    piece.terms &&
    evaluate(
      piece.terms,
      point.map((p, a) => placeIn(piece, a, p)),
    )
  );
}

describe("nodes and coefficients", () => {
  it("are nested, exactly antisymmetric, and hold both ends and the middle", () => {
    for (let k = 0; k <= 8; k++) {
      expect(lobattoNode(k, 8)).toBe(lobattoNode(2 * k, 16));
      expect(lobattoNode(k, 8)).toBe(0 - lobattoNode(8 - k, 8));
      expect(lobattoNode(k, 8)).toBeCloseTo(Math.cos((Math.PI * k) / 8), 15);
    }
    expect([lobattoNode(0, 8), lobattoNode(4, 8), lobattoNode(8, 8)]).toEqual([1, 0, -1]);
  });

  it("give back a sum of polynomials, with zeros for what shorter vectors leave out", () => {
    const nodes = Array.from({ length: 9 }, (_, k) => lobattoNode(k, 8));
    const T3 = (x: number) => 4 * x * x * x - 3 * x;
    const found = chebyshevCoefficients(nodes.map((x) => (x === 0 ? [0.5] : [0.5 + T3(x), 0.25 * T3(x)])));
    found.forEach((c, j) => {
      expect(c[0]).toBeCloseTo(j === 0 ? 0.5 : j === 3 ? 1 : 0, 15);
      expect(c[1]).toBeCloseTo(j === 3 ? 0.25 : 0, 15);
    });
  });

  it("come from the same recurrence in any company", () => {
    const lanes = new Float64Array(6 * 4);
    chebyshevValues([0.3, -1, 1, 0.9], 4, 6, lanes);
    const alone = new Float64Array(6);
    chebyshevValues([0.9], 1, 6, alone);
    expect(Array.from(alone, (_, j) => lanes[4 * j + 3])).toEqual([...alone]);
    expect(Array.from(alone, (_, j) => lanes[4 * j + 1])).toEqual([1, -1, 1, -1, 1, -1]);
  });
});

describe("pieces", () => {
  it("needs one piece for an entire function, with as many coefficients as Bessel functions decay", () => {
    const [piece, ...others] = chebyshevPieces(([p]) => [Math.cos(3.2 * p), Math.sin(3.2 * p)], one(-1, 1));
    expect(others).toEqual([]);
    expect(piece.terms?.length).toBe(20);
    expect(piece.error).toBeLessThan(1e-13);
  });

  it("is not fooled by a polynomial that looks constant on the first nodes", () => {
    const T16 = (x: number) => {
      const table = new Float64Array(17);
      chebyshevValues([x], 1, 17, table);
      return [table[16]];
    };
    const [piece] = chebyshevPieces(([x]) => T16(x), one(-1, 1));
    expect(piece.terms?.at(-1)?.degrees).toEqual([16]);
    expect(evaluate(piece.terms ?? [], [0.3])[0]).toBeCloseTo(T16(0.3)[0], 14);
  });

  it("halves a range, and gives up the last piece next to a branch point", () => {
    const pieces = chebyshevPieces(([p]) => [Math.sqrt(1 - p)], one(0, 1));
    const lost = pieces.filter(({ terms }) => terms === null);
    expect(lost.length).toBe(1);
    expect(lost[0].high[0]).toBe(1);
    expect(1 - lost[0].low[0]).toBeLessThan(0.005);
    for (const p of [0, 0.3, 0.77, 0.99]) expect(valueAt(pieces, [p])?.[0]).toBeCloseTo(Math.sqrt(1 - p), 12);
  });

  it("gives up where there are no values", () => {
    const pieces = chebyshevPieces(([p]) => (p > 0.5 ? null : [p]), one(0, 1));
    expect(pieces.every(({ terms, high }) => (terms === null) === high[0] > 0.5)).toBe(true);
    expect(valueAt(pieces, [0.25])?.[0]).toBeCloseTo(0.25, 15);
  });

  it("keeps corners of a tensor in two variables", () => {
    const f = (x: number, y: number) => [Math.exp(x * y), Math.cos(2 * x - 3 * y)];
    const [piece, ...others] = chebyshevPieces(([x, y]) => f(x, y), { low: [-1, 0], high: [1, 2] });
    expect(others).toEqual([]);
    for (const [x, y] of [
      [0.3, 0.4],
      [-0.99, 1.98],
      [1, 0],
    ]) {
      const found = valueAt([piece], [x, y]) as Float64Array;
      f(x, y).forEach((value, e) => expect(Math.abs(found[e] - value)).toBeLessThan(1e-12 * Math.E * Math.E));
    }
  });

  it("is a single value where the range is one", () => {
    const [piece] = chebyshevPieces(([p]) => [p * p], one(3, 3));
    expect(piece.terms?.length).toBe(1);
    expect(valueAt([piece], [3])).toEqual(Float64Array.of(9));
  });
});
