import { describe, expect, it } from "vitest";
import { sampled, type TimeFunction, timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { auto, exponential, krylov, type Method, rk4 } from "../../src/methods/method.ts";
import type { Model } from "../../src/models/model.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import type { Observable } from "../../src/observables/observable.ts";
import { identity, minus, scale } from "../../src/operators/algebra.ts";
import { annihilate, sigmaMinus, sigmaX, sigmaY, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, qubitState } from "../../src/operators/states.ts";
import { type EvolveOptions, evolve, prepareEvolution } from "../../src/solvers/evolve.ts";
import { fock, qubit } from "../../src/spaces/space.ts";
import cases from "../fixtures/dynamics-evolution.json" with { type: "json" };
import { modelOf } from "./model-of.ts";

const q = qubit();
const bloch = [expectation("sx", sigmaX(q)), expectation("sy", sigmaY(q)), expectation("sz", sigmaZ(q))];
const fixture = (id: string) => cases.find((entry) => entry.id === id) as unknown as { params: never; expected: never };

/** H = Δ/2 σz + f(t) σx, decay at the rate γ. */
function driven(f: TimeFunction, { z0 = 1, Delta = 0, gamma = 0, more = [] as readonly Observable[] } = {}): Model {
  const H = [
    { operator: sigmaZ(q), coefficient: Delta / 2 },
    { operator: sigmaX(q), coefficient: f },
  ];
  const jumps = gamma > 0 ? [{ operator: sigmaMinus(q), rate: gamma }] : [];
  return modelOf(generator({ system: q, H, jumps }), qubitState([0, 0, z0], q), [...bloch, ...more]);
}

const last = (model: Model, options: EvolveOptions) =>
  Object.fromEntries(Object.entries(evolve(model, options).observables).map(([name, values]) => [name, values.at(-1) as number]));

/** The angle that is turned at the rate 2f: a Gaussian of this area. */
const gaussian = (center: number, width: number, area: number) =>
  timeFunction((t) => (area / 2 / (width * Math.sqrt(2 * Math.PI))) * Math.exp(-(((t - center) / width) ** 2) / 2));

describe("a late Gaussian pulse that nobody declared", () => {
  it.each(["pulse.late_pi", "pulse.late_pi_decay"])("is not stepped over: %s", (id) => {
    const { params, expected } = fixture(id) as unknown as {
      params: Record<"center" | "width" | "area" | "until" | "gamma" | "sz0", number>;
      expected: Record<string, number>;
    };
    const { center, width, area, until, gamma, sz0 } = params;
    const found = last(driven(gaussian(center, width, area), { z0: sz0, gamma }), { times: [until] });
    for (const [name, value] of Object.entries(expected)) expect(Math.abs(found[name] - value)).toBeLessThan(1e-9);
  });

  it("is found whatever is recorded, for rates as well, and the result says what would not be", () => {
    const model = driven(gaussian(20, 0.2, Math.PI));
    const { diagnostics, plan } = evolve(model, { times: [40] });
    expect(diagnostics.probeSpacing).toBeCloseTo(40 / 2 ** 17, 15);
    expect(String(plan)).toMatch(/functions of time are looked at every 3\.1e-4: features narrower than that must be declared/);
    expect(last(model, { times: [1, 33, 40] }).sz).toBeCloseTo(-1, 8);
    const burst = timeFunction((t) => 50 * Math.exp(-(((t - 30) / 0.01) ** 2)));
    const decay = modelOf(
      generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate: burst }] }),
      qubitState([0, 0, 1], q),
      bloch,
    );
    expect(last(decay, { times: [40] }).sz).toBeCloseTo(2 * Math.exp(-0.5 * Math.sqrt(Math.PI)) - 1, 8);
  });

  it("of any shape is found: a square that nobody declared, a declared one a million times narrower than the run", () => {
    const square = timeFunction((t) => (t > 7.1 && t <= 7.2 ? Math.PI / 0.2 : 0));
    expect(last(driven(square), { times: [40] }).sz).toBeCloseTo(-1, 8);
    const w = 4e-5;
    const sine = timeFunction((t) => (t > 7 && t < 7 + w ? (Math.PI / w) * Math.sin((Math.PI * (t - 7)) / w) ** 2 : 0), {
      support: [[7, 7 + w]],
    });
    expect(last(driven(sine), { times: [40] }).sz).toBeCloseTo(-1, 8);
  });

  it("makes fixed steps that are too long say so", () => {
    const { diagnostics } = evolve(driven(gaussian(20, 0.2, Math.PI)), { times: [40], method: rk4({ dt: 1 }) });
    expect(diagnostics.warnings.join()).toMatch(/A coefficient changes within .* shorter than the step dt = 1/);
    const coarse = sampled([0, 1, 2], [0, 1, 0], "linear");
    expect(evolve(driven(coarse), { times: [2], method: rk4({ dt: 0.1 }) }).diagnostics.warnings).toEqual([]);
  });
});

describe("square pulses", () => {
  const train = (width: number, area: number, starts: readonly number[]) => {
    const edges = starts.flatMap((start) => [start, start + width]);
    const at = (t: number) => (starts.some((start) => t >= start && t < start + width) ? area / width / 2 : 0);
    return [timeFunction(at, { breakpoints: edges }), sampled([0, ...edges], [0, ...edges.map(at)], "previous")];
  };

  it.each(["pulse.square_train", "pulse.square_train_decay"])("are exact exponentials whatever their height: %s", (id) => {
    const { params, expected } = fixture(id) as unknown as {
      params: { width: number; area: number; starts: number[]; until: number; gamma: number; Delta: number };
      expected: { bloch: number[] };
    };
    for (const pulse of train(params.width, params.area, params.starts)) {
      const model = driven(pulse, { z0: -1, Delta: params.Delta, gamma: params.gamma });
      for (const method of [auto(), exponential(), krylov({ tolerance: 1e-12 })]) {
        const { observables, plan } = evolve(model, { times: [params.until], method });
        expect(String(plan)).toMatch(/time {10}piecewise exponential/);
        expect(String(plan)).toMatch(/\nmethod .*: 11 steps/);
        expected.bloch.forEach((value, k) => {
          expect(Math.abs((Object.values(observables)[k].at(-1) as number) - value)).toBeLessThan(1e-9);
        });
      }
    }
  });

  it("of a millionth of the run and a million times its height turn by π", () => {
    const pulse = sampled([0, 0.5, 0.500001, 1], [0, Math.PI / 2e-6, 0, 0], "previous");
    expect(last(driven(pulse), { times: [1] }).sz).toBeCloseTo(-1, 9);
  });

  it("give one result for any records, through every method", () => {
    const pulse = sampled([0, 0.4, 0.9, 1.3], [0.3, 2, -1, 0.4], "previous");
    const model = driven(pulse, { Delta: 0.7, gamma: 0.2 });
    const want = last(model, { times: [1.6] });
    const kept: readonly Method[] = [auto(), krylov({ tolerance: 1e-13 }), rk4({ dt: 1e-3 })];
    for (const method of kept) {
      const found = last(model, { times: [0.2, 0.4, 0.41, 1.3, 1.6], method });
      for (const name of ["sx", "sy", "sz"]) expect(Math.abs(found[name] - want[name])).toBeLessThan(1e-10);
    }
  });

  it("with a rate below 0 are refused at the time where it turns so", () => {
    const rate = sampled([0, 1, 2], [1, -0.5, 0], "previous");
    const model = modelOf(
      generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate }] }),
      qubitState([0, 0, 1], q),
      bloch,
    );
    expect(() => evolve(model, { times: [3] })).toThrow(/must stay ≥ 0 at all times, but it turns negative at t = 1/);
  });
});

describe("a breakpoint", () => {
  it("gives each step the value on its own side, and records the one after it", () => {
    const f = timeFunction((t) => (t <= 1 ? t : 10), { breakpoints: [1] });
    const energy: Observable = { kind: "ledger", name: "W", description: "", column: "W", bath: null, cumulated: false };
    const model = modelOf(generator({ system: q, H: [{ operator: sigmaX(q), coefficient: f }] }), qubitState([1, 0, 0], q), [energy]);
    const values = (times: readonly number[]) => evolve(model, { times, method: rk4({ dt: 0.25 }) }).observables.W as number[];
    const [before, at, after] = values([0.5, 1, 2]).slice(1);
    expect(before).toBeCloseTo(1, 6);
    expect([at, after].every((value) => Math.abs(value) < 1e-6)).toBe(true);
    expect(values([1]).at(-1)).toBeCloseTo(1, 6);
    // the integral of f to 2 is 10.5, exactly for a method of order four when no stage sees the other side
    const turned = driven(f, { z0: 1 });
    expect(last(turned, { times: [2], method: rk4({ dt: 2e-4 }) }).sz).toBeCloseTo(Math.cos(21), 9);
  });
});

describe("what is declared of a function of time", () => {
  it("is checked", () => {
    const bump = (t: number) => (t > 1 && t < 2 ? 1 : 0);
    expect(timeFunction(bump, { support: [[1, 2]], breakpoints: [1.5] }).breakpoints).toEqual([1, 1.5, 2]);
    expect(timeFunction(bump, [1, 2]).breakpoints).toEqual([1, 2]);
    expect(() => timeFunction(bump, { support: [[1, 1.5]] })).toThrow(/`support` must hold every time .* it is 1 at t = 1\.5/);
    expect(() => timeFunction(bump, { support: [[2, 1]] })).toThrow(/`support` must increase/);
    expect(() => timeFunction(bump, { support: [] })).toThrow(/`support` must be a list of intervals/);
    expect(() => timeFunction(bump, { support: [1, 2] as never })).toThrow(TypeError);
    expect(() => timeFunction(bump, { width: 1 } as never)).toThrow(/`options` must hold `breakpoints` and `support` only/);
  });
});

describe("what its own diagnostics refute", () => {
  const mode = fock(12);
  const jump = minus(annihilate(mode), scale(identity(mode), 2));
  const unstable = modelOf(
    generator({ system: mode, H: scale(identity(mode), 0), jumps: [{ operator: jump, rate: 1 }] }),
    basisState(mode, 0),
  );

  it("fails: fixed steps that are too long name dt", () => {
    expect(() => evolve(unstable, { times: [20], method: rk4({ dt: 0.5 }) })).toThrow(
      /trace drifted by .* the step dt = 0\.5 is too large/,
    );
    expect(() => evolve(unstable, { times: [2000], method: rk4({ dt: 0.5 }) })).toThrow(/the step dt = 0\.5 is too large/);
  });

  it("or warns in its first line", () => {
    const fast = driven(timeFunction((t) => Math.sin(1e7 * t * t)));
    const { diagnostics } = evolve(fast, { times: [1e-3, 1], method: rk4({ dt: 0.1 }) });
    expect(diagnostics.warnings[0]).toMatch(/The final state has an eigenvalue of -.*the step dt = 0\.1 is too large/);
  });

  it("is refused at the door when the start is no state", () => {
    const wrong = Operator.fromEntries(q, [[0, 1, 1]]);
    expect(() => prepareEvolution(modelOf(generator({ system: q, H: sigmaZ(q) }), wrong), { until: 1 })).toThrow(
      /`initial` must be Hermitian/,
    );
  });
});
