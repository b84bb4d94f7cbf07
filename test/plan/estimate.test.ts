/** Estimates: proportional to the work, and of the size of what is planned. */
import { expect, it } from "vitest";
import { bloch, collisionModel, kerr, phaseonium, plan, qubit, qubitHamiltonian, qubitState, rotor, sigmaX } from "../../src/index.ts";

const [s, u] = [qubit("s"), qubit("u")];
const qubitModel = collisionModel({
  HS: qubitHamiltonian(s, 1),
  units: { HE: qubitHamiltonian(u, 1), V: [[sigmaX(s), sigmaX(u)]], beta: 1 },
  tau: 0.1,
  initial: qubitState([0, 0, 1], s),
});

it("grows with the collisions of a run", () => {
  const of = (steps: number) => plan(phaseonium({ levels: 10 }), { steps, saveEvery: 1 }).estimate;
  const [few, many] = [of(100), of(1000)];
  expect([few.steps, many.steps]).toEqual([100, 1000]);
  expect((many.seconds - few.seconds) / (few.seconds - of(10).seconds)).toBeCloseTo(10, 6);
  expect(many.flops).toBeGreaterThan(9 * few.flops);
  expect(few.bytes).toBe(plan(phaseonium({ levels: 10 }), { steps: 100 }).bytes);
});

it("knows that powers of a map leap over collisions", () => {
  const of = (saveEvery: number) => plan(qubitModel, { steps: 100_000, saveEvery, observables: ["energy"] }).estimate;
  expect(of(100_000).seconds).toBeLessThan(of(1).seconds / 20);
});

it("is larger for larger models, whatever is asked", () => {
  const grows = (small: ReturnType<typeof plan>, large: ReturnType<typeof plan>) => {
    expect(large.estimate.seconds).toBeGreaterThan(small.estimate.seconds);
    expect(large.estimate.flops).toBeGreaterThan(small.estimate.flops);
    expect(large.estimate.bytes).toBeGreaterThan(small.estimate.bytes);
  };
  grows(plan(kerr({ levels: 10 }), { until: 1 }), plan(kerr({ levels: 30 }), { until: 1 }));
  grows(plan(rotor({ lmin: -10, lmax: 10 }), { command: "steady" }), plan(rotor({ lmin: -30, lmax: 30 }), { command: "steady" }));
});

it("is plain and finite", () => {
  for (const made of [plan(bloch(), { until: 1 }), plan(bloch(), { command: "steady" }), plan(bloch()), plan(phaseonium({ levels: 5 }))]) {
    for (const value of Object.values(structuredClone(made).estimate)) expect(Number.isFinite(value)).toBe(true);
    expect(made.estimate.seconds).toBeGreaterThan(0);
  }
});
