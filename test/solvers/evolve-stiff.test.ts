import { describe, expect, it } from "vitest";
import { timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { auto, dormandPrince, type Method, magnus, radau } from "../../src/methods/method.ts";
import type { Model } from "../../src/models/model.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { plus } from "../../src/operators/algebra.ts";
import { sigmaMinus, sigmaX, sigmaY, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, qubitState } from "../../src/operators/states.ts";
import { lift } from "../../src/operators/tensor.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { levels, qubit, tensor } from "../../src/spaces/space.ts";
import cases from "../fixtures/dynamics-evolution.json" with { type: "json" };
import { modelOf } from "./model-of.ts";

const fixture = (id: string) => cases.find((entry) => entry.id === id) as unknown as { params: never; expected: never };

/** Three levels, |0⟩ and |2⟩ driven, |2⟩ decaying to |1⟩ at the rate γ: what reaches |1⟩ is slow, what bounds explicit steps is γ. */
function lambda(id: string): { model: Model; t: readonly number[]; p: readonly number[] } {
  const { params, expected } = fixture(id) as unknown as {
    params: { A: number; omega: number; gamma: number; t: number[] };
    expected: { p_1: number[] };
  };
  const space = levels(3);
  const one = (i: number, j: number) => [i, j, 1] as [number, number, number];
  const model = modelOf(
    generator({
      system: space,
      H: [
        {
          operator: Operator.fromEntries(space, [one(0, 2), one(2, 0)]),
          coefficient: timeFunction((t) => params.A * Math.sin(params.omega * t)),
        },
      ],
      jumps: [{ operator: Operator.fromEntries(space, [one(1, 2)]), rate: params.gamma }],
    }),
    basisState(space, 0),
    [expectation("p", Operator.fromEntries(space, [one(1, 1)]))],
  );
  return { model, t: params.t, p: expected.p_1 };
}

/** Largest error of the population at the times of the reference, relative to the last one. */
function errorOf(id: string, method: Method): number {
  const { model, t, p } = lambda(id);
  const values = evolve(model, { times: t, method }).observables.p as number[];
  return Math.max(...p.map((value, k) => Math.abs(values[k] - value))) / (p.at(-1) as number);
}

describe("a driven system with decay at 2e5 and 2e6", () => {
  it.each(["lambda.2e5", "lambda.2e6"])("has a method, which auto finds: %s", (id) => {
    expect(errorOf(id, auto())).toBeLessThan(1e-7);
    expect(errorOf(id, radau({ rtol: 1e-8, atol: 1e-14 }))).toBeLessThan(1e-7);
    const { model } = lambda(id);
    const { plan, diagnostics } = evolve(model, { times: [10] });
    expect(String(plan)).toMatch(/\nmethod {8}dormandPrince, then radau: \d{2,4} steps/);
    expect(diagnostics.warnings.join()).toMatch(/stiff from t = .*a method for stiff equations took over/);
  });

  it("shows order 2 of the Magnus method where the slow rate is not linear in the drive, so that its error is measured", () => {
    const { model, p } = lambda("lambda.2e6");
    const error = (steps: number) => {
      const method = magnus({ tolerance: 0.99, maxStep: (2 / steps) * 2 * (1 + 1e-12) });
      return Math.abs((evolve(model, { times: [2], method }).observables.p.at(-1) as number) / (p.at(-1) as number) - 1);
    };
    expect(error(20)).toBeCloseTo(2.3e-3, 3);
    expect(Math.log2(error(80) / error(160))).toBeCloseTo(2, 0);
    expect(errorOf("lambda.2e6", magnus({ tolerance: 1e-5 }))).toBeLessThan(1e-3);
  });
});

describe("orders, with fixed steps", () => {
  const { params, expected } = fixture("magnus.order") as unknown as {
    params: { omega0: number; A: number; omega: number; gamma: number; until: number; steps: number[] };
    expected: { p_e: number; sx: number; sy: number; slope_min: number; slope_max: number };
  };
  const q = qubit();
  const drive = timeFunction((t) => params.A * Math.cos(params.omega * t));
  const model = modelOf(
    generator({
      system: q,
      H: [
        { operator: sigmaZ(q), coefficient: params.omega0 / 2 },
        { operator: sigmaX(q), coefficient: drive },
      ],
      jumps: [{ operator: sigmaMinus(q), rate: params.gamma }],
    }),
    qubitState([0, 0, -1], q),
    [expectation("sx", sigmaX(q)), expectation("sy", sigmaY(q)), expectation("sz", sigmaZ(q))],
  );
  const slopes: readonly (readonly [string, (h: number) => Method, number])[] = [
    ["magnus", (h) => magnus({ tolerance: 0.99, maxStep: h }), 4],
    ["magnus of order 2, the exponential midpoint", (h) => magnus({ tolerance: 0.99, maxStep: h, order: 2 }), 2],
    ["radau", (h) => radau({ rtol: 0.99, atol: 1e9, maxStep: h, firstStep: h }), 5],
  ];
  it.each(slopes)("%s", (_name, method, order) => {
    const errors = params.steps.map((steps) => {
      const { observables } = evolve(model, { times: [params.until], method: method((params.until / steps) * (1 + 1e-12)) });
      return Math.abs((observables.sy.at(-1) as number) - expected.sy);
    });
    for (let k = 1; k < errors.length - 1; k++) expect(Math.abs(Math.log2(errors[k - 1] / errors[k]) - order)).toBeLessThan(0.2);
  });

  it("and tolerances: every method reaches the reference", () => {
    for (const method of [magnus({ tolerance: 1e-10 }), radau({ rtol: 1e-10, atol: 1e-12 }), dormandPrince({ rtol: 1e-11, atol: 1e-13 })]) {
      const { observables } = evolve(model, { times: [1, params.until], method });
      expect(Math.abs((observables.sx.at(-1) as number) - expected.sx)).toBeLessThan(1e-9);
      expect(Math.abs((observables.sz.at(-1) as number) - (2 * expected.p_e - 1))).toBeLessThan(1e-9);
    }
  });
});

describe("rates that start from nothing", () => {
  it("are stepped by the midpoint where averages would be negative", () => {
    const q = qubit();
    const rate = timeFunction((t) => 4 * t * t * t);
    const model = modelOf(generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate }] }), qubitState([0, 0, 1], q), [
      expectation("sz", sigmaZ(q)),
    ]);
    const value = evolve(model, { times: [1], method: magnus({ tolerance: 1e-8 }) }).observables.sz.at(-1) as number;
    expect(value).toBeCloseTo(2 / Math.E - 1, 7);
  });

  it("below 0 are refused with the time by every method", () => {
    const q = qubit();
    const rate = timeFunction((t) => 1 - t);
    const model = modelOf(generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate }] }), qubitState([0, 0, 1], q));
    for (const method of [magnus(), radau()])
      expect(() => evolve(model, { times: [3], method })).toThrow(/must stay ≥ 0 at all times, but it turns negative at t = 1/);
  });
});

describe("sectors too large for dense exponentials", () => {
  it("take subspaces, and agree", () => {
    const sites = ["a", "b", "c", "d"].map((label) => qubit(label));
    const space = tensor(...sites);
    const model = modelOf(
      generator({
        system: space,
        H: [
          { operator: plus(...sites.map((site) => lift(space, sigmaX(site)))), coefficient: timeFunction((t) => Math.sin(t) + 0.3) },
          { operator: lift(space, sigmaZ(sites[0]), sigmaZ(sites[1])), coefficient: 1 },
        ],
        jumps: sites.map((site, k) => ({ operator: lift(space, sigmaMinus(site)), rate: 0.1 * (k + 1) })),
      }),
      basisState(space, 3),
    );
    const run = (method: Method) => evolve(model, { times: [0.4, 1], method }).observables.purity.at(-1) as number;
    expect(Math.abs(run(magnus({ tolerance: 1e-8 })) - run(dormandPrince({ rtol: 1e-10, atol: 1e-12 })))).toBeLessThan(1e-7);
  });
});
