import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evolution } from "../../src/dynamics/evolution.ts";
import { expm } from "../../src/numerics/expm.ts";
import { dag, plus, scale, times } from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { levels } from "../../src/spaces/space.ts";

function randomHermitian(n: number, seed: number, kind: "real" | "imaginary" | "complex"): Operator {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const entries: [number, number, number, number][] = [];
  for (let i = 0; i < n; i++) {
    if (kind === "complex" && next() < 0.5) entries.push([i, i, next(), 0]);
    for (let j = 0; j < i; j++) {
      if (next() > 0.35) continue;
      entries.push([i, j, kind === "imaginary" ? 0 : next() - 0.5, kind === "real" ? 0 : next() - 0.5]);
    }
  }
  const lower = Operator.fromEntries(levels(n), entries);
  return plus(lower, dag(lower));
}

describe("evolution", () => {
  it("is exp(−iHt), unitary, for any pattern", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.constantFrom("real" as const, "imaginary" as const, "complex" as const),
        (n, seed, kind) => {
          const H = randomHermitian(n, seed, kind);
          const U = evolution(H, 1.3);
          const exact = expm(scale(H, 0, -1.3).toMatrix()).data;
          U.toMatrix().data.forEach((value, k) => expect(Math.abs(value - exact[k])).toBeLessThan(1e-13));
          times(dag(U), U).forEach((i, j, re, im) => {
            expect(Math.abs(re - (i === j ? 1 : 0))).toBeLessThan(1e-14 * n);
            expect(Math.abs(im)).toBeLessThan(1e-14 * n);
          });
        },
      ),
      { numRuns: 150, seed: 2 },
    );
  });

  it("keeps entries exactly real or imaginary where a gauge allows it", () => {
    // A chain: the parity of the distance decides.
    const chain = Operator.fromEntries(
      levels(5),
      [0, 1, 2, 3].flatMap((i) => [[i, i + 1, 1 + i] as const, [i + 1, i, 1 + i] as const]),
    );
    evolution(chain, 0.7).forEach((i, j, re, im) => {
      if ((i + j) % 2 === 0) expect(im).toBe(0);
      else expect(re).toBe(0);
    });
    // A real triangle is frustrated: nothing is pure.
    const triangle = Operator.fromEntries(levels(3), [
      [0, 1, 1],
      [1, 0, 1],
      [1, 2, 1],
      [2, 1, 1],
      [0, 2, 1],
      [2, 0, 1],
    ]);
    let pure = 0;
    evolution(triangle, 0.7).forEach((_i, _j, re, im) => {
      if (re === 0 || im === 0) pure++;
    });
    expect(pure).toBe(0);
  });

  it("refuses an operator that is not Hermitian", () => {
    expect(() => evolution(Operator.fromEntries(levels(2), [[0, 1, 1]]), 1)).toThrow("Hermitian");
  });
});
