/** The trace is kept by every equation and every collision: what drifts is doubted, and above one in a thousand it is no result. */
import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { rk4 } from "../../src/methods/method.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import type { Model } from "../../src/models/model.ts";
import { identity, minus, scale, zero } from "../../src/operators/algebra.ts";
import { annihilate, qubitHamiltonian, sigmaMinus, sigmaPlus } from "../../src/operators/named.ts";
import { basisState } from "../../src/operators/states.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { run } from "../../src/solvers/run.ts";
import { fock, qubit } from "../../src/spaces/space.ts";
import { modelOf } from "./model-of.ts";

const [s, u] = [qubit("s"), qubit("u")];
const V = [
  [sigmaPlus(s), sigmaMinus(u)],
  [sigmaMinus(s), sigmaPlus(u)],
] as const;
const swaps = collisionModel(
  ({ T }) => ({ HS: qubitHamiltonian(s, 1), units: { HE: qubitHamiltonian(u, 1), V, T }, tau: 0.3, initial: basisState(s, 0) }),
  { T: 1 },
);

/** Units whose states have the trace `share`, as no builder makes them. */
function losing(share: number, model: Model = swaps): Model {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant") throw new Error("One kind of unit makes a constant stream.");
  const { collision } = dynamics.stream;
  const state = collision.state.map((part) => ({ ...part, weight: part.weight * share }));
  const stream = { kind: "constant" as const, collision: { ...collision, state } };
  return { ...model, dynamics: { ...dynamics, stream }, with: (changes) => losing(share, model.with(changes)) };
}

describe("collisions that lose the trace", () => {
  it.each([
    [1 - 1e-9, null],
    [1 - 1e-6, "1.0e-6"],
    [1 - 9e-4, "9.0e-4"],
  ])("to %s of it are a result, with a warning where it shows", (share, drift) => {
    const { warnings } = run(losing(share), { steps: 1, observables: ["sz"] }).diagnostics;
    expect(warnings).toEqual(drift ? [`Rounding adds up over the collisions: the trace drifted by ${drift}.`] : []);
  });

  it("by more than one in a thousand are none", async () => {
    expect(() => run(losing(1 - 1.1e-3), { steps: 5, observables: ["sz"] })).toThrow("The trace drifted by 1.1e-3 at collision 1.");
    const options = { steps: 5, trajectories: 4, seed: 1, noise: { T: normal(1, 0.01) }, observables: ["sz"] };
    await expect(ensemble(losing(1 - 1.1e-3), options)).rejects.toThrow(
      "The trace drifted by 1.1e-3 at collision 1 (trajectories 0 to 3).",
    );
    expect((await ensemble(losing(1 - 9e-4), { ...options, steps: 1 })).diagnostics.traceDefect).toBeCloseTo(9e-4, 12);
  });
});

describe("operators that are too large for any number", () => {
  const huge = V.map(([a, b]) => [scale(a, 1e200), b] as const);
  const units = { HE: qubitHamiltonian(u, 1), V: huge, T: 1 };
  const model = collisionModel({ HS: qubitHamiltonian(s, 1), units, tau: 1e160, initial: basisState(s, 0) });

  it("leave no trace to speak of", () => {
    expect(() => run(model, { steps: 2, observables: ["sz"] })).toThrow("The state grew beyond all numbers at collision 1.");
  });
});

describe("steps that are too long", () => {
  const mode = fock(12);
  const operator = minus(annihilate(mode), scale(identity(mode), 2));
  const stiff = modelOf(generator({ system: mode, H: zero(mode), jumps: [{ operator, rate: 1 }] }), basisState(mode, 0));

  it("are doubted first, and refuted when they have grown", () => {
    const method = rk4({ dt: 0.2 });
    const { traceDefect, warnings } = evolve(stiff, { times: [8], method }).diagnostics;
    expect(traceDefect).toBeGreaterThan(1e-5);
    expect(traceDefect).toBeLessThan(9e-4);
    expect(warnings[0]).toMatch(/^The trace drifted by 4\.\de-4: the step dt = 0\.2 is too large/);
    // 5 times as much with each step
    expect(() => evolve(stiff, { times: [8.6], method })).toThrow(/^The trace drifted by \d\.\de-2 until t = 8\.6: the step dt = 0\.2/);
  });
});
