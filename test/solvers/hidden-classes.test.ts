/** What rounding hides is counted the same from every start: how many modes cannot be told from stationary ones. */
import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { adjointGenerator } from "../../src/dynamics/lower.ts";
import { singularValues } from "../../src/numerics/svd.ts";
import { lift, scale, times } from "../../src/operators/algebra.ts";
import { sigmaMinus, sigmaX } from "../../src/operators/named.ts";
import { randomState } from "../../src/operators/random-objects.ts";
import { basisState } from "../../src/operators/states.ts";
import { steady } from "../../src/solvers/steady.ts";
import { liouvillian } from "../../src/solvers/superoperators.ts";
import { levels, qubit, type Space, tensor } from "../../src/spaces/space.ts";
import { modelOf } from "./model-of.ts";

describe("a part that nothing acts on", () => {
  const [a, b, c] = [qubit("a"), qubit("b"), levels(3, "c")];
  const acting = (space: Space, driven: number, jump: "x" | "minus") =>
    generator({
      system: space,
      H: scale(lift(space, sigmaX(a)), driven),
      jumps: [{ operator: lift(space, jump === "x" ? sigmaX(a) : sigmaMinus(a)), rate: 0.3 }],
    });
  const cases: readonly (readonly [string, Generator])[] = [
    ["beside a qubit that loses phases", acting(tensor(a, b), 0, "x")],
    ["beside a driven qubit that loses phases", acting(tensor(a, b), 1, "x")],
    ["three levels beside it", acting(tensor(a, c), 1, "x")],
    ["beside a driven qubit that decays", acting(tensor(a, b), 1, "minus")],
  ];

  it.each(cases)("counts in the dimension from every start: %s", (_, equation) => {
    const starts = [basisState(equation.system, 1), randomState(equation.system, { seed: 3 })];
    const values = singularValues(liouvillian(modelOf(equation, starts[0])).matrix);
    const truth = values.filter((value) => value < 1e-12).length;
    for (const start of starts) {
      const model = modelOf(equation, start);
      const { dimension, basis, conserved, diagnostics } = steady(model, { scope: "space" });
      expect(dimension).toBe(truth);
      expect(diagnostics.warnings[0]).toMatch(/^Not resolved below r/);
      expect([basis?.length, conserved?.length]).toEqual([truth, truth]);
      basis?.forEach((R, k) => {
        conserved?.forEach((C, j) => expect(times(C, R).trace()[0]).toBeCloseTo(j === k ? 1 : 0, 10));
      });
      for (const C of conserved ?? []) {
        const moved = adjointGenerator(equation, C);
        expect(moved.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(1e-12);
      }
    }
  });
});
