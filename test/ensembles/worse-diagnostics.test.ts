/** Diagnostics of many runs as one: each number is the worst that any run had, whichever came first. */
import { describe, expect, it } from "vitest";
import { worseDiagnostics } from "../../src/ensembles/worse-diagnostics.ts";
import { cutWarnings } from "../../src/solvers/diagnose.ts";
import type { Diagnostics } from "../../src/solvers/solution.ts";

const of = (traceDefect: number, positivityDefect: number | null, cut: number, law: number | null, warning: string): Diagnostics => ({
  traceDefect,
  positivityDefect,
  cutPopulation: { a: cut, [warning]: 0.25 },
  firstLawResidual: law,
  secondLawViolation: law,
  warnings: [warning, "both", ...cutWarnings({ a: cut })],
});

describe("the diagnostics of several runs", () => {
  const [one, other] = [of(1e-12, 1e-3, 2e-5, -3e-9, "one"), of(1e-9, null, 1e-4, 1e-9, "other")];

  it("are the worst of each, in any order", () => {
    for (const found of [worseDiagnostics(one, other), worseDiagnostics(other, one)]) {
      expect(found).toMatchObject({ traceDefect: 1e-9, positivityDefect: 1e-3, firstLawResidual: -3e-9, secondLawViolation: -3e-9 });
      expect(found.cutPopulation).toEqual({ a: 1e-4, one: 0.25, other: 0.25 });
      // the cut's sentence has the worse number, and stands once
      expect([...found.warnings].sort()).toEqual(["both", "one", "other", ...cutWarnings(found.cutPopulation)].sort());
    }
    const smaller = of(0, 1e-4, 0, 0, "one");
    expect(worseDiagnostics(one, smaller).positivityDefect).toBe(1e-3);
    expect(worseDiagnostics(smaller, one).positivityDefect).toBe(1e-3);
  });

  it("keep the first twelve sentences", () => {
    const many = Array.from({ length: 20 }, (_, k) => of(0, 0, 0, null, `w${k}`));
    const { warnings } = many.map((one) => ({ ...one, cutPopulation: {} })).reduce(worseDiagnostics);
    expect(warnings).toHaveLength(12);
    expect(warnings.slice(0, 3)).toEqual(["w0", "both", "w1"]);
  });
});
