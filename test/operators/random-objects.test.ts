import { describe, expect, it } from "vitest";
import {
  eigenstates,
  entropy,
  levels,
  logarithmOf,
  purity,
  qubit,
  type RandomStateOptions,
  randomHermitian,
  randomKet,
  randomState,
  randomUnitary,
  requireHermitian,
  requireState,
  requireUnitary,
  scaled,
  tensor,
  times,
} from "../../src/index.ts";

const space = levels(4);
const d = 4;

/** Mean over objects of one seed, with the error of the mean. */
function mean(count: number, value: (index: number) => number): { readonly mean: number; readonly error: number } {
  const values = Array.from({ length: count }, (_, index) => value(index));
  const average = values.reduce((sum, x) => sum + x, 0) / count;
  const spread = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / count;
  return { mean: average, error: Math.sqrt(spread / count) };
}

function agrees(found: { readonly mean: number; readonly error: number }, expected: number): void {
  expect(found.error).toBeGreaterThan(0);
  expect(Math.abs(found.mean - expected)).toBeLessThan(4 * found.error);
}

describe("random objects", () => {
  it("are functions of seed and index alone", () => {
    const bits = (seed: number, index = 0) => [
      randomKet(space, { seed, index }).amplitudes,
      randomState(space, { seed, index }).values,
      randomUnitary(space, { seed, index }).values,
      randomHermitian(space, { seed, index }).values,
    ];
    expect(bits(7)).toEqual(bits(7, 0));
    expect(randomKet(space, { seed: 7 })).toEqual(randomKet(space, { seed: 7, index: 0 }));
    bits(7).forEach((one, k) => expect(one).not.toEqual(bits(8)[k]));
    bits(7).forEach((one, k) => expect(one).not.toEqual(bits(7, 1)[k]));
    const far = randomKet(space, { seed: Number.MAX_SAFE_INTEGER, index: 4294967295 });
    expect(far.norm()).toBeCloseTo(1, 15);
  });

  it("keep their bits: these were made on one host and must come out on each", () => {
    expect(Array.from(randomKet(qubit(), { seed: 1 }).amplitudes)).toMatchInlineSnapshot(`
      [
        0.017679673970246827,
        0.08014674452935117,
        0.30537086362829297,
        0.948689919898258,
      ]
    `);
    expect(randomUnitary(qubit(), { seed: 1 }).at(1, 0)).toMatchInlineSnapshot(`
      [
        0.6477615792489329,
        -0.16636099769464577,
      ]
    `);
  });

  it("are what they say, to rounding", () => {
    const big = tensor(qubit("a"), levels(9, "b"));
    requireUnitary("U", randomUnitary(big, { seed: 3 }), 1e-14);
    requireHermitian("H", randomHermitian(big, { seed: 3 }), 0);
    requireState("rho", randomState(big, { seed: 3 }), 1e-14);
    requireState("rho", randomState(big, { seed: 3, measure: "bures" }), 1e-14);
    expect(purity(randomState(big, { seed: 3, rank: 1 }))).toBeCloseTo(1, 14);
    expect(eigenstates(randomState(space, { seed: 2, rank: 2 })).values[1]).toBeCloseTo(0, 15);
  });

  it("kets are Haar: ⟨|ψ₀|⁴⟩ = 2/d(d + 1)", () => {
    agrees(
      mean(2000, (index) => {
        const [re, im] = randomKet(space, { seed: 11, index }).amplitudes;
        return (re * re + im * im) ** 2;
      }),
      2 / (d * (d + 1)),
    );
  });

  it.each([1, 2, 3, 4] as const)("states of rank %d have the mean purity (d + k)/(dk + 1)", (rank) => {
    const found = mean(600, (index) => purity(randomState(space, { seed: 12, index, rank })));
    if (rank === 1) expect(found.mean).toBeCloseTo(1, 13);
    else agrees(found, (d + rank) / (d * rank + 1));
  });

  it("states by Hilbert and Schmidt have Page's mean entropy, Bures states their purity", () => {
    // Page: Σ_{k=n+1}^{mn} 1/k − (m − 1)/2n for m = n = d.
    let page = -(d - 1) / (2 * d);
    for (let k = d + 1; k <= d * d; k++) page += 1 / k;
    agrees(
      mean(600, (index) => entropy(randomState(space, { seed: 13, index }))),
      page,
    );
    agrees(
      mean(800, (index) => purity(randomState(space, { seed: 14, index, measure: "bures" }))),
      (5 * d * d + 1) / (2 * d * (d * d + 2)),
    );
  });

  it("unitaries have the form factor ⟨|Tr Uⁿ|²⟩ = min(n, d), and eigenphases without a preferred one", () => {
    for (const n of [1, 2, 5]) {
      const found = mean(700, (index) => {
        const U = randomUnitary(space, { seed: 15, index });
        const [re, im] = times(...Array.from({ length: n }, () => U)).trace();
        return re * re + im * im;
      });
      agrees(found, Math.min(n, d));
    }
    const angles = Array.from({ length: 150 }, (_, index) =>
      Array.from(eigenstates(scaled(logarithmOf(randomUnitary(space, { seed: 16, index })), 0, -1)).values),
    ).flat();
    const quarters = [0, 0, 0, 0];
    for (const angle of angles) quarters[Math.min(3, Math.floor(((angle + Math.PI) / (2 * Math.PI)) * 4))]++;
    // 150 phases a quarter; levels repel, so that the spread is below that of independent ones.
    for (const count of quarters) expect(Math.abs(count - 150)).toBeLessThan(30);
  });

  it("Hermitian ones have the moments of the Gaussian unitary ensemble: 1 and 2 + 1/d² at radius 2", () => {
    const moment = (p: number) => (index: number) =>
      eigenstates(randomHermitian(space, { seed: 17, index })).values.reduce((sum, x) => sum + x ** p, 0) / d;
    agrees(mean(800, moment(2)), 1);
    agrees(mean(800, moment(4)), 2 + 1 / (d * d));
    agrees(mean(800, moment(1)), 0);
    const wide = eigenstates(randomHermitian(levels(60), { seed: 18, radius: 5 })).values;
    expect(wide[59]).toBeLessThan(5.8);
    expect(wide[59]).toBeGreaterThan(4.4);
  });

  it("want a seed, and say what is wrong", () => {
    expect(() => randomKet(space, {} as never)).toThrow("Argument `seed` must be given, but is missing. Write { seed: 7 }.");
    expect(() => randomUnitary(space, undefined as never)).toThrow(/Write \{ seed: 7 \}/);
    expect(() => randomState(space, { seed: -1 })).toThrow(/`seed` must be an integer/);
    expect(() => randomState(space, { seed: 1, rank: 5 })).toThrow("Argument `rank` must be an integer from 1 to 4, but is 5.");
    expect(() => randomState(space, { seed: 1, measure: "haar" } as unknown as RandomStateOptions)).toThrow(/"hilbert-schmidt" or "bures"/);
    expect(() => randomHermitian(space, { seed: 1, radius: 0 })).toThrow(/`radius`/);
    expect(() => randomKet(4 as never, { seed: 1 })).toThrow(/must be a space/);
    expect(() => randomKet(space, { seed: 1, index: 2 ** 32 })).toThrow(/`index`/);
  });
});
