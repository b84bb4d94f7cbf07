import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampled, timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { RunFailure } from "../../src/errors.ts";
import { auto, dormandPrince, exponential, krylov, type Method, rk4 } from "../../src/methods/method.ts";
import { bloch } from "../../src/models/bloch.ts";
import { kerr } from "../../src/models/kerr.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import type { Observable } from "../../src/observables/observable.ts";
import { sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { qubitState } from "../../src/operators/states.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { qubit } from "../../src/spaces/space.ts";
import { propagate } from "../reference/liouvillian.ts";
import { randomGenerator, randomState } from "../reference/random-generator.ts";
import { modelOf } from "./model-of.ts";

const q = qubit();
const z = expectation("z", sigmaZ(q));
const excited = qubitState([0, 0, 1], q);

/** A qubit that decays at the rate γ(t) = 1 + ½ sin 3t: z(t) = 2 e^{−∫γ} − 1. */
const chirped = modelOf(
  generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate: timeFunction((t) => 1 + 0.5 * Math.sin(3 * t)) }] }),
  excited,
  [z],
);
const chirpedAt = (t: number) => 2 * Math.exp(-(t + (1 - Math.cos(3 * t)) / 6)) - 1;

describe("convergence", () => {
  const slopes: readonly (readonly [string, (h: number) => Method, readonly number[], number])[] = [
    ["rk4", (h) => rk4({ dt: h }), [0.2, 0.1, 0.05], 4],
    ["dormandPrince with fixed steps", (h) => dormandPrince({ rtol: 0.99, atol: 1e9, firstStep: h, maxStep: h }), [0.4, 0.2, 0.1], 5],
  ];
  for (const [name, method, steps, order] of slopes) {
    it(`of ${name} has order ${order}`, () => {
      const errors = steps.map((h) =>
        Math.abs((evolve(chirped, { times: [2], method: method(h) }).observables.z.at(-1) as number) - chirpedAt(2)),
      );
      for (let k = 1; k < errors.length; k++) expect(Math.log2(errors[k - 1] / errors[k])).toBeGreaterThan(order - 0.4);
    });
  }

  it("of dense output has order 4 inside the steps", () => {
    const inside = [0.13, 0.71, 1.03, 1.57, 1.91];
    const error = (h: number) => {
      const method = dormandPrince({ rtol: 0.99, atol: 1e9, firstStep: h, maxStep: h });
      const values = evolve(chirped, { times: [...inside, 2], method }).observables.z;
      return Math.max(...inside.map((t, k) => Math.abs((values[k + 1] as number) - chirpedAt(t))));
    };
    expect(Math.log2(error(0.4) / error(0.1)) / 2).toBeGreaterThan(3.6);
  });

  it("of tolerances: the error follows rtol", () => {
    const error = (rtol: number) =>
      Math.abs(
        (evolve(chirped, { times: [5], method: dormandPrince({ rtol, atol: rtol / 100 }) }).observables.z.at(-1) as number) - chirpedAt(5),
      );
    expect(error(1e-6)).toBeLessThan(1e-5);
    expect(error(1e-10)).toBeLessThan(1e-9);
  });
});

/** Re ρ₀₁ and every population, by name. */
function elements(n: number): Observable[] {
  const names: Observable[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      for (const part of ["re", "im"] as const) {
        names.push({
          kind: "state",
          name: `${part}_${i}_${j}`,
          description: "",
          value: (state) => {
            let found = 0;
            state.forEach((a, b, re, im) => {
              if (a === i && b === j) found = part === "re" ? re : im;
            });
            return found;
          },
        });
      }
    }
  }
  return names;
}

describe("every method on every lowering", () => {
  it("agrees with brute force on random models, and keeps trace and positivity", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(1e6),
        fc.constantFrom(0.4, 1),
        (n, jumps, seed, density) => {
          const random = randomGenerator(n, jumps, seed, density);
          const rho = randomState(n, seed + 1);
          const model = modelOf(random, Operator.fromMatrix(random.system, rho), elements(n));
          const expected = propagate(random, rho, 0.8, 8).data;
          for (const method of [
            exponential(),
            krylov({ tolerance: 1e-12 }),
            dormandPrince({ rtol: 1e-11, atol: 1e-13 }),
            auto({ rtol: 1e-11, atol: 1e-13 }),
          ]) {
            const { observables, diagnostics } = evolve(model, { times: [0.3, 0.8], method });
            for (const [name, values] of Object.entries(observables)) {
              const [part, i, j] = name.split("_");
              const want = expected[2 * (Number(i) * n + Number(j)) + (part === "re" ? 0 : 1)];
              expect(Math.abs((values[2] as number) - want)).toBeLessThan(1e-9);
            }
            expect(diagnostics.traceDefect).toBeLessThan(1e-11);
            expect(diagnostics.positivityDefect).toBeLessThan(1e-11);
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe("breakpoints", () => {
  it("are never stepped across: a short pulse between long steps is seen", () => {
    const pulse = sampled([0, 5, 5.01, 10], [0, Math.PI / 0.02, 0, 0], "previous");
    const model = modelOf(generator({ system: q, H: [{ operator: sigmaX(q), coefficient: pulse }], jumps: [] }), excited, [z]);
    const { observables } = evolve(model, { times: [4, 10] });
    expect(observables.z[1]).toBeCloseTo(1, 12);
    expect(observables.z[2]).toBeCloseTo(-1, 7);
    const half = modelOf(
      generator({ system: q, H: [{ operator: sigmaX(q), coefficient: sampled([0, 5, 5.01], [0, Math.PI / 0.04, 0], "previous") }] }),
      excited,
      [z],
    );
    expect(evolve(half, { times: [4, 10] }).observables.z[2]).toBeCloseTo(0, 7);
  });
});

describe("stiffness", () => {
  const stiff = modelOf(generator({ system: q, H: sigmaX(q), jumps: [{ operator: sigmaZ(q), rate: 2e4 }] }), excited, [z]);

  it("is detected and handed to exponentials by auto, with a warning", () => {
    const zeno = (t: number) => Math.exp((-2 * t) / 2e4);
    const { observables } = evolve(stiff, { times: [50, 2000] });
    expect(observables.z[2]).toBeCloseTo(zeno(2000), 6);
    const explicit = evolve(stiff, { times: [2], method: dormandPrince({ rtol: 1e-6, atol: 1e-8 }) });
    expect(explicit.diagnostics.warnings.join()).toMatch(/stiff from t = .* fast rates/);
    expect(explicit.observables.z[1]).toBeCloseTo(evolve(stiff, { times: [2], method: exponential() }).observables.z[1] as number, 5);
  });

  it("ends in a failure that says where and why when the steps run out", () => {
    const run = () => evolve(stiff, { times: [1000], method: dormandPrince({ maxSteps: 500 }) });
    expect(run).toThrow(RunFailure);
    expect(run).toThrow(/500 steps did not reach t = 1000 at t = 0\.\d+ .*stiff/);
  });

  it("of a singular coefficient is a failure with its time", () => {
    const singular = modelOf(
      generator({ system: q, H: [{ operator: sigmaX(q), coefficient: timeFunction((t) => 1 / Math.sqrt(Math.abs(t - 1)) ** 3) }] }),
      excited,
      [z],
    );
    let failure: RunFailure | null = null;
    try {
      evolve(singular, { times: [2], method: dormandPrince({ maxSteps: 20_000 }) });
    } catch (error) {
      failure = error as RunFailure;
    }
    expect(failure).toBeInstanceOf(RunFailure);
    expect(failure?.time).toBeCloseTo(1, 2);
    expect(failure?.message).toMatch(/`f1\(t\)` grows without bound near t = 1: the equation ends there/);
  });
});

describe("stationary runs", () => {
  it("stop at the first record that stands still", () => {
    const { axis, observables } = evolve(bloch(), { until: 1000, saveEvery: 1, stationary: 1e-6 });
    expect(axis.values.length).toBeLessThan(200);
    expect(axis.values.at(-1)).toBe(axis.values.length - 1);
    expect(observables.sz.at(-1)).toBeCloseTo(-1 / (1 + 1 / (0.3 * 0.15)), 5);
  });
});

describe("bad input is one sentence", () => {
  const model = bloch();
  const cases: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["no end", () => evolve(model, {}), /`until` must be a finite number > 0/],
    ["times that fall", () => evolve(model, { times: [1, 0.5] }), /`times` must increase, but entry 1 \(0\.5\)/],
    ["negative times", () => evolve(model, { times: [-1, 1] }), /`times\[0\]` must be a finite number ≥ 0/],
    ["no times", () => evolve(model, { times: [] }), /`times` must hold at least one time/],
    ["both kinds of times", () => evolve(model, { times: [1], until: 2 }), /`times` must stand alone/],
    ["unknown observable", () => evolve(model, { until: 1, observables: ["sq"] }), /Did you mean "sx"/],
    ["a method's name", () => evolve(model, { until: 1, method: "rk4" as never }), /`method` must be a method such as auto\(\)/],
    ["dt of zero", () => rk4({ dt: 0 }), /`dt` must be a finite number > 0/],
    ["no tolerance", () => dormandPrince({ rtol: 0, atol: 0 }), /`rtol` must be > 0 when `atol` is 0/],
    [
      "exponentials of a driven generator",
      () => evolve(chirped, { until: 1, method: exponential() }),
      /must fit a generator that depends on time/,
    ],
    [
      "rates that turn negative",
      () =>
        evolve(
          modelOf(generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate: timeFunction((t) => 1 - t) }] }), excited, [
            z,
          ]),
          { until: 3 },
        ),
      /`f1\(t\)` must stay ≥ 0 at all times, but it turns negative at t = 1\./,
    ],
    [
      "steps that are too long",
      () => evolve(kerr({ levels: 30 }), { times: [4000], method: rk4({ dt: 1 }) }),
      /no longer finite at t = .* the step dt = 1 is too large/,
    ],
  ];
  for (const [name, body, message] of cases) it(name, () => expect(body).toThrow(message));
});
