import { describe, expect, it } from "vitest";
import { auto, dormandPrince, exponential, krylov, magnus, radau, rk4 } from "../../src/methods/method.ts";
import { DORMAND_PRINCE, RK4 } from "../../src/methods/rungekutta.ts";
import { MAGNUS4, RADAU_IIA } from "../../src/methods/stiff.ts";
import { continuousWeight, tableau } from "../../src/methods/tableau.ts";

describe("tableaus check themselves", () => {
  it("and know whether they are first same as last", () => {
    expect(DORMAND_PRINCE.fsal).toBe(true);
    expect(RK4.fsal).toBe(false);
  });

  it("refuse a wrong digit in a row, a weight, or the continuous weights", () => {
    const rk = { name: "copy", order: 4, c: [0, 0.5, 0.5, 1], a: [[], [0.5], [0, 0.5], [0, 0, 1]], b: [1 / 6, 1 / 3, 1 / 3, 1 / 6] };
    expect(() => tableau(rk)).not.toThrow();
    expect(() => tableau({ ...rk, a: [[], [0.5], [0, 0.51], [0, 0, 1]] })).toThrow(
      "Tableau copy: row 2 of `a` sums to 0.51 instead of c = 0.5.",
    );
    expect(() => tableau({ ...rk, b: [1 / 6, 1 / 3, 1 / 3, 1 / 6 + 1e-12] })).toThrow(/order condition 1\/1 of order 1/);
    expect(() => tableau({ ...rk, order: 5 })).toThrow(/order 5/);
    expect(() => tableau({ ...rk, a: [[], [0.5], [0, 0.5, 0], [0, 0, 1]] })).toThrow(/not strictly lower triangular/);
    const dense = (DORMAND_PRINCE.dense as { b: readonly (readonly number[])[] }).b.map((row) => [...row]);
    dense[3][1] += 1e-9;
    expect(() => tableau({ ...DORMAND_PRINCE, dense: { order: 4, b: dense } })).toThrow(/at θ = 0.25/);
  });

  it("have continuous weights that start at 0 and end at b", () => {
    DORMAND_PRINCE.dense?.b.forEach((row, i) => {
      expect(continuousWeight(row, 0)).toBe(0);
      expect(continuousWeight(row, 1)).toBeCloseTo(DORMAND_PRINCE.b[i], 14);
    });
  });
});

describe("the implicit method and the Magnus method", () => {
  it("have the nodes and weights of their orders", () => {
    const { a, c } = RADAU_IIA;
    // collocation: Σ_j a_ij c_j^{q−1} = c_i^q / q for q ≤ 3, and the last row, the weights, up to degree 5
    for (let i = 0; i < 3; i++) {
      for (let q = 1; q <= (i === 2 ? 5 : 3); q++) {
        const sum = a[i].reduce<number>((total, value, j) => total + value * c[j] ** (q - 1), 0);
        expect(sum).toBeCloseTo(c[i] ** q / q, 14);
      }
    }
    expect(MAGNUS4.a[0] + MAGNUS4.a[1]).toBeCloseTo(1 / 2, 15);
    expect(MAGNUS4.a[0] / -MAGNUS4.a[1]).toBeCloseTo(13.93, 2);
    expect(MAGNUS4.c[0] + MAGNUS4.c[1]).toBe(1);
  });
});

describe("methods are values with their own options", () => {
  it("that are checked when they are made", () => {
    expect(rk4({ dt: 0.1 })).toEqual({ kind: "rk4", dt: 0.1 });
    expect(exponential()).toEqual({ kind: "exponential" });
    expect(() => rk4({ dt: -1 })).toThrow(/`dt` must be a finite number > 0, but is -1/);
    expect(() => dormandPrince({ rtol: 2 })).toThrow(/`rtol` must be a finite number ≥ 0 and < 1/);
    expect(() => dormandPrince({ maxStep: 0 })).toThrow(/`maxStep` must be > 0/);
    expect(() => krylov({ dimension: 2 })).toThrow(/`dimension` must be an integer from 4 to 100/);
    expect(magnus({ tolerance: 1e-6 })).toMatchObject({ kind: "magnus", tolerance: 1e-6, order: 4 });
    expect(() => magnus({ order: 3 as never })).toThrow(/`order` must be 2 or 4/);
    expect(() => magnus({ tolerance: 0 })).toThrow(/`tolerance` must be a finite number > 0/);
    expect(() => magnus({ maxStep: -1 })).toThrow(/`maxStep` must be > 0/);
    expect(radau()).toMatchObject({ kind: "radau", rtol: 1e-8, atol: 1e-10, firstStep: null });
    expect(() => radau({ rtol: 0, atol: 0 })).toThrow(/`rtol` must be > 0 when `atol` is 0/);
    expect(() => radau({ maxSteps: 0 })).toThrow(/`maxSteps` must be an integer/);
    expect(() => auto({ rtol: 0 })).toThrow(/`rtol` must be a finite number > 0/);
  });

  it("and an option that does nothing is a type error, and an error where types are not looked at", () => {
    // @ts-expect-error a fixed step has no tolerance
    expect(() => rk4({ dt: 0.1, rtol: 1e-6 })).toThrow(/has `rtol`\. Known: dt\./);
    // @ts-expect-error an adaptive step has no dt
    expect(() => dormandPrince({ dt: 0.1 })).toThrow(/has `dt`/);
    // @ts-expect-error exponentials have no options
    exponential({ dt: 0.1 });
  });
});
