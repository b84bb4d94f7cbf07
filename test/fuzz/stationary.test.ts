import { describe, expect, it } from "vitest";
import { caseOf, problemOf, stationaryStates } from "./stationary.ts";

describe("stationary states of random and ill-scaled dynamics", () => {
  it("agree with elimination in 700 binary places, within the error that they claim", async () => {
    const { tried, findings } = await stationaryStates.run(1, 90, performance.now() + 8000);
    expect(tried).toBeGreaterThan(0);
    expect(findings).toEqual([]);
  });

  it("are compared at all", () => {
    const { input, model, map } = caseOf(0);
    const wrong = problemOf({
      input,
      model,
      map: (rho) => map(rho).map((row, i) => (i === 0 ? row.map(([a, b]) => [a + (a >> 3n), b] as const) : row)),
    });
    expect(wrong).toMatch(/off by/);
  });
});
