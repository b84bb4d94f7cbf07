/** A stationary state that its own diagnostics refute is none, and one that they doubt says so first. */
import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { sigmaMinus, sigmaPlus, sigmaZ } from "../../src/operators/named.ts";
import { basisState } from "../../src/operators/states.ts";
import { judgedLimit } from "../../src/solvers/judged-limit.ts";
import { qubit } from "../../src/spaces/space.ts";

const q = qubit();
const jumps = [{ operator: sigmaMinus(q), rate: 1 }];
const decay = { dynamics: generator({ system: q, H: sigmaZ(q), jumps }) };
const none = { cutPopulation: {}, firstLawResidual: null, secondLawViolation: null, warnings: ["before"] };
const diagnostics = (traceDefect: number, positivityDefect: number | null) => ({ ...none, traceDefect, positivityDefect });
const state = (error: number) => ({ x: Float64Array.of(0, 1), error });

describe("a limit", () => {
  it("within rounding is an answer, as it is", () => {
    const fine = diagnostics(1e-10, 1e-10);
    expect(judgedLimit(decay, state(1e-7), fine)).toBe(fine);
  });

  it.each([
    ["an error", 2e-6, "The state is uncertain by 2.0e-6 (residual × condition)."],
    ["the largest that is allowed", 9e-3, "The state is uncertain by 9.0e-3 (residual × condition)."],
  ])("with %s says so first", (_, error, sentence) => {
    expect(judgedLimit(decay, state(error), diagnostics(0, 0)).warnings).toEqual([sentence, "before"]);
  });

  it.each([
    ["an error above one per cent", state(1.1e-2), diagnostics(0, 0), "its error was estimated as 1.1e-2"],
    ["an error that is no number", state(Number.NaN), diagnostics(0, 0), "its error was estimated as NaN"],
    ["a trace", state(1e-12), diagnostics(2e-9, 0), "its trace came out as 1 within 2.0e-9 only"],
    ["a trace that is no number", state(0), diagnostics(Number.NaN, 0), "its trace came out as 1 within NaN only"],
    ["a negative eigenvalue", state(1e-12), diagnostics(0, 2e-9), "it has the eigenvalue -2.0e-9"],
    ["elements", { x: Float64Array.of(Number.NaN, 1), error: 0 }, diagnostics(0, 0), "some of its elements are not finite"],
  ])("is refuted by %s", (_, found, seen, sentence) => {
    expect(() => judgedLimit(decay, found, seen)).toThrow(`The stationary state was not found: ${sentence}. Use fewer levels`);
  });

  it("may be as far off as its error says", () => {
    expect(judgedLimit(decay, state(1e-3), diagnostics(9e-4, 9e-3)).warnings).toHaveLength(2);
  });

  it("may be negative where no form promises that it is not", () => {
    const dissipators = decay.dynamics.dissipators.map((one) => ({ ...one, right: sigmaPlus(q) }));
    const pair = { dynamics: { ...decay.dynamics, dissipators } };
    expect(() => judgedLimit(pair, state(0), diagnostics(0, 0.1))).not.toThrow();
    const [s, e] = [qubit("s"), qubit("e")];
    const units = {
      HE: sigmaZ(e),
      V: [
        [sigmaPlus(s), sigmaMinus(e)],
        [sigmaMinus(s), sigmaPlus(e)],
      ] as const,
      beta: 1,
    };
    const model = (evaluation: "exact" | "second") =>
      collisionModel({ HS: sigmaZ(s), units, tau: 0.1, initial: basisState(s, 0), evaluation });
    expect(() => judgedLimit(model("exact"), state(0), diagnostics(0, 0.1))).toThrow("it has the eigenvalue -1.0e-1");
    expect(() => judgedLimit(model("second"), state(0), diagnostics(0, 0.1))).not.toThrow();
  });
});
