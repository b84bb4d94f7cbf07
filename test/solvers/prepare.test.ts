import { describe, expect, it } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { kerr } from "../../src/models/kerr.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { prepare } from "../../src/solvers/prepare.ts";
import { steady } from "../../src/solvers/steady.ts";

describe("prepare", () => {
  it("gives what run and steady give, again and again", () => {
    const options = { until: 6, saveEvery: 0.25, observables: ["sx", "sy", "sz"] };
    const prepared = prepare(bloch({ Delta: 0.4 }), options);
    try {
      const once = evolve(bloch({ Delta: 0.4 }), options).observables;
      for (let k = 0; k < 3; k++) {
        const again = prepared.run();
        for (const name of options.observables) {
          expect(again[name]).toHaveLength(25);
          again[name].forEach((value, i) => {
            expect(value).toBeCloseTo(once[name][i] as number, 12);
          });
        }
        expect(prepared.steady()).toEqual(steady(bloch({ Delta: 0.4 }), { scope: "sector" }).observables);
      }
    } finally {
      prepared.release();
    }
  });

  it("falls back to stepping where a series does not fit", () => {
    for (const options of [{ times: [0.1, 0.3, 1] }, { until: 1, saveEvery: 0.5, observables: ["purity"] }]) {
      const prepared = prepare(kerr({ levels: 12, F: 0.3 }), options);
      const once = evolve(kerr({ levels: 12, F: 0.3 }), options).observables;
      expect(prepared.run()).toEqual(once);
      prepared.release();
    }
  });

  it("leaves no memory behind when the times are refused", () => {
    expect(() => prepare(bloch(), { times: [1, 0] })).toThrow(/`times` must increase/);
  });
});
