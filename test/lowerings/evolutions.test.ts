import { describe, expect, it } from "vitest";
import { bytesInUse, type F64Pointer, type OwnedScope, openScope, scope, window64 } from "../../bindings/memory.ts";
import { sampled, timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { derivativeLowerings } from "../../src/lowerings/derivatives/index.ts";
import { evolutionLowerings } from "../../src/lowerings/evolutions/index.ts";
import { auto, dormandPrince, exponential, krylov, type Method, magnus, radau, rk4 } from "../../src/methods/method.ts";
import { atoms } from "../../src/models/atoms.ts";
import { bloch } from "../../src/models/bloch.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { spinChain } from "../../src/models/spin-chain.ts";
import { diagonal, plus, scale } from "../../src/operators/algebra.ts";
import { sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, qubitState } from "../../src/operators/states.ts";
import { lift } from "../../src/operators/tensor.ts";
import { choose } from "../../src/plan/choose.ts";
import { derivativeRequest } from "../../src/plan/derivative-request.ts";
import { type EvolutionRequest, evolutionRequest } from "../../src/plan/evolution-request.ts";
import { isRefusal } from "../../src/plan/price.ts";
import { denseLayout, type Layout, sectorLayout } from "../../src/sectors/layout.ts";
import { evolve, planEvolution, prepareEvolution } from "../../src/solvers/evolve.ts";
import { levels, qubit, tensor } from "../../src/spaces/space.ts";
import { finish, never } from "../../src/work-in-pieces.ts";
import { randomGenerator } from "../reference/random-generator.ts";
import { modelOf } from "../solvers/model-of.ts";
import { failingScope } from "./failing-scope.ts";

const q = qubit();
const driven = modelOf(
  generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate: timeFunction((t) => 1 / (1 + t)) }] }),
  qubitState([0, 0, 1], q),
);

/** A field that jumps. */
const jumping = modelOf(
  generator({ system: q, H: [{ operator: sigmaX(q), coefficient: sampled([0, 1, 2], [1, 3, 0], "previous") }] }),
  qubitState([0, 0, 1], q),
);

/** Four qubits with strong dephasing: stiff, and too large for an exponential unasked. */
const sites = ["a", "b", "c", "d"].map((label) => qubit(label));
const space = tensor(...sites);
const stiff = modelOf(
  generator({
    system: space,
    H: plus(...sites.map((site) => lift(space, sigmaX(site))), lift(space, sigmaZ(sites[0]), sigmaZ(sites[1]))),
    jumps: sites.map((site, k) => ({ operator: lift(space, sigmaZ(site)), rate: 300 * (k + 1) })),
  }),
  basisState(space, 3),
);

const SUBJECT = { argument: "method", value: "auto", must: "fit", remedy: "" };

function requestOf(model: Model, method: Method, times: readonly number[]): EvolutionRequest {
  const derivative = derivativeRequest(model, { needsMatrix: method.kind === "exponential" });
  return evolutionRequest(derivative, choose(derivative, derivativeLowerings, SUBJECT), method, times);
}

function layoutOf({ derivative, flow }: EvolutionRequest): Layout {
  const { system } = derivative.generator;
  const sector = flow.lowering.sector(derivative);
  return sector ? sectorLayout(system, sector) : denseLayout(system);
}

const answers = (request: EvolutionRequest): Record<string, string> =>
  Object.fromEntries(
    evolutionLowerings.map((lowering) => {
      const answer = lowering.fits(request);
      return [lowering.name, isRefusal(answer) ? answer.refused : "fits"];
    }),
  );

describe("krylov", () => {
  it.each([6, 20])("keeps to its tolerance with subspaces of %s vectors", (dimension) => {
    const model = kerr({ levels: 16, F: 1.5 });
    const times = [1, 3, 7];
    const exact = evolve(model, { times, method: exponential(), observables: ["n"] }).observables.n;
    for (const tolerance of [1e-3, 1e-5, 1e-9]) {
      const found = evolve(model, { times, method: krylov({ tolerance, dimension }), observables: ["n"] }).observables.n;
      found.forEach((value, k) => {
        expect(Math.abs((value as number) - (exact[k] as number))).toBeLessThan(tolerance);
      });
    }
  });
});

describe("the choice of a way to step", () => {
  const chosen = (model: Model, times: readonly number[]) => choose(requestOf(model, auto(), times), evolutionLowerings, SUBJECT).name;

  it("exponentiates small sectors, whatever the explicit price, and expands large ones that oscillate", () => {
    expect(chosen(bloch(), [0, 1])).toBe("exponential");
    expect(chosen(kerr({ levels: 12, F: 0.3 }), [0, 0.1])).toBe("chebyshev");
    expect(chosen(kerr({ levels: 7, F: 0.3 }), [0, 50])).toBe("exponential");
    expect(chosen(kerr({ levels: 30, F: 0.3, K: 0.001, down: 5 }), [0, 0.1])).toBe("dormandPrince");
    expect(chosen(spinChain({ N: 6 }), [0, 1])).toBe("chebyshev");
    expect(chosen(atoms({ N: 6, xi: 0.6, initial: "gegegg" }), [0, 0.5, 2])).toBe("krylov");
  });

  it("sums positive terms where only populations live, so that small ones are right too", () => {
    const long = { derivative: atoms({ N: 150, nbar: 2 }), times: [0, 0.004] };
    expect(chosen(long.derivative, long.times)).toBe("positive series");
    expect(chosen(atoms({ N: 60, nbar: 2 }), [0, 100, 200])).toBe("exponential");
    expect(answers(requestOf(bloch({ Delta: 0.3 }), auto(), [0, 1]))["positive series"]).toMatch(/needs populations/);
    const same = Object.entries({ auto: auto(), exponential: exponential() }).map(
      ([, method]) =>
        evolve(atoms({ N: 40, nbar: 2 }), { times: [0.001, 0.004, 0.3], method, observables: ["C_l1", "caloric"] }).observables,
    );
    for (const name of ["C_l1", "caloric"]) {
      same[0][name].forEach((value, k) => {
        expect(Math.abs((value as number) - (same[1][name][k] as number))).toBeLessThanOrEqual(1e-10 * Math.abs(value as number));
      });
    }
  });

  it("gives what a fine tolerance gives, from one series for many records", () => {
    const chain = spinChain({ N: 5 });
    const method = dormandPrince({ rtol: 1e-12, atol: 1e-14 });
    const times = Array.from({ length: 41 }, (_, k) => 0.13 * (k + 1));
    const exact = evolve(chain, { times });
    expect(String(exact.plan)).toMatch(/\nmethod {8}chebyshev: \d steps$/);
    const stepped = evolve(chain, { times, method }).observables;
    for (const [name, values] of Object.entries(exact.observables)) {
      values.forEach((value, k) => {
        expect(Math.abs((value as number) - (stepped[name][k] as number))).toBeLessThan(1e-10);
      });
    }
    const last = evolve(chain, { times: [times[40]] }).observables;
    for (const [name, values] of Object.entries(last)) expect(values[1]).toBeCloseTo(exact.observables[name].at(-1) as number, 12);
  });

  it("ends a series of which every other term is 0 where it has converged", () => {
    const space = levels(70);
    const still = modelOf(
      generator({
        system: space,
        H: diagonal(
          space,
          Array.from({ length: 70 }, (_, k) => Math.sqrt(k)),
        ),
      }),
      diagonal(
        space,
        Array.from({ length: 70 }, (_, k) => (k + 1) / 2485),
      ),
    );
    const request = requestOf(still, auto(), [0, 20, 50]);
    const layout = layoutOf(request);
    const start = layout.coordinates(still.initial);
    const series = evolutionLowerings.find(({ name }) => name === "chebyshev") as (typeof evolutionLowerings)[number];
    scope((s) => {
      const x = s.f64(start);
      const seen: number[] = [];
      finish(series.bind(request, s).carry({ from: 0, to: 50, times: [20, 50] }, x, (t) => seen.push(t) > 2, never));
      expect(seen).toEqual([20, 50]);
      x.view().forEach((value, q) => {
        expect(Math.abs(value - start[q])).toBeLessThan(1e-15);
      });
    });
  });

  it("records the same values whatever else is read, within a step and at its end", () => {
    const model = kerr({ levels: 24, F: 0.8 });
    const times = Array.from({ length: 60 }, (_, k) => 0.05 * (k + 1));
    const alone = evolve(model, { times, observables: ["n"] });
    const whole = evolve(model, { times, observables: ["purity", "n"], states: true });
    expect(alone.observables.n).toEqual(whole.observables.n);
    expect(String(alone.plan)).toMatch(/\nmethod {8}chebyshev: \d+ steps$/);
    const exact = evolve(model, { times, observables: ["n", "purity"], method: dormandPrince({ rtol: 1e-11, atol: 1e-13 }) }).observables;
    for (const name of ["n", "purity"]) {
      exact[name].forEach((value, k) => {
        expect(Math.abs((whole.observables[name][k] as number) - (value as number))).toBeLessThan(1e-9);
      });
    }
    expect(alone.final.matrix().data).toEqual(whole.final.matrix().data);
  });

  it("halves steps whose terms would cost digits", () => {
    // a qubit beside a ring on which everything hops one way: coherences turn twice as far from the centre as energies and rates each say
    const rungs = 24;
    const [atom, ring] = [qubit("atom"), levels(rungs, "ring")];
    const space = tensor(atom, ring);
    const hop = Operator.fromEntries(
      ring,
      Array.from({ length: rungs }, (_, k) => [(k + 1) % rungs, k, 1] as const),
    );
    const turning = modelOf(
      generator({ system: space, H: lift(space, scale(sigmaZ(atom), 0.5)), jumps: [{ operator: lift(space, hop), rate: 1 }] }),
      lift(space, qubitState([1, 0, 0], atom), basisState(ring, 0)),
    );
    const times = [20, 80];
    const request = requestOf(turning, auto(), [0, ...times]);
    const layout = layoutOf(request);
    const series = evolutionLowerings.find(({ name }) => name === "chebyshev") as (typeof evolutionLowerings)[number];
    scope((s) => {
      const x = s.f64(layout.coordinates(turning.initial));
      const check = (t: number, at: F64Pointer): boolean => {
        const { data } = layout.view(window64(at, layout.n).slice()).matrix();
        for (let k = 0; k < rungs; k++) {
          // hops are Poissonian: ⟨e k|ρ|g k⟩ = ½e^{−it} Σ_m P(k + 24m)
          let [p, sum] = [Math.exp(-t), 0];
          for (let hops = 0; hops < 400; hops++, p *= t / hops) if (hops % rungs === k) sum += p;
          const place = 2 * (k * 2 * rungs + rungs + k);
          expect(Math.abs(data[place] - (sum * Math.cos(t)) / 2)).toBeLessThan(1e-11);
          expect(Math.abs(data[place + 1] + (sum * Math.sin(t)) / 2)).toBeLessThan(1e-11);
        }
        return false;
      };
      const { rejected } = finish(series.bind(request, s).carry({ from: 0, to: 80, times }, x, check, never));
      expect(rejected).toBeGreaterThan(0);
    });
  });

  it("steps explicitly whatever depends on time, and whole matrices", () => {
    expect(chosen(driven, [0, 1])).toBe("dormandPrince");
    const dense = randomGenerator(36, 2, 4);
    const request = requestOf(modelOf(dense, basisState(dense.system, 0)), auto(), [0, 50]);
    expect(request.flow.name).toBe("lindblad");
    expect(choose(request, evolutionLowerings, SUBJECT).name).toBe("dormandPrince");
    expect(answers(request).exponential).toMatch(/needs a matrix/);
    expect(answers(request).krylov).toMatch(/norm of the matrix/);
  });

  it("leaves the others alone when a method is asked for", () => {
    const methods = [rk4({ dt: 0.1 }), dormandPrince(), exponential(), krylov(), magnus(), radau()];
    for (const method of methods) {
      for (const [name, answer] of Object.entries(answers(requestOf(bloch(), method, [0, 1])))) {
        if (name === "piecewise exponential" && /exponential|krylov/.test(method.kind)) expect(answer).toMatch(/none does/);
        else expect(answer).toBe(name === method.kind ? "fits" : `${method.kind} was asked for`);
      }
    }
    expect(answers(requestOf(bloch(), auto(), [0, 1])).rk4).toMatch(/needs to be given its step/);
  });
});

describe("a method that was asked for and does not fit", () => {
  it.each([
    [
      "exponential() in time",
      () => evolve(driven, { until: 1, method: exponential() }),
      /`method` must fit a generator that depends on time.*dormandPrince/,
    ],
    ["krylov() in time", () => evolve(driven, { until: 1, method: krylov() }), /`method` must fit a generator that depends on time.*rk4/],
    [
      "exponential() of a large sector",
      () => evolve(kerr({ levels: 40, F: 1 }), { until: 1, method: exponential() }),
      /`method` must work on at most 1500 coordinates when it is exponential\(\), but the sector has 1600 coordinates\. Use `krylov\(\)`\./,
    ],
    [
      "exponential() where no sector fits",
      () => {
        const full = randomGenerator(60, 2, 3);
        evolve(modelOf(full, basisState(full.system, 0)), { until: 1, method: exponential() });
      },
      /`method` must have a matrix on a sector.*Use `krylov\(\)`\./,
    ],
  ] as const)("ends in one sentence: %s", (_name, run, sentence) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(sentence);
  });
});

describe("the plan of a run", () => {
  it("is what runs, with what stepped in the last line", () => {
    const cases: readonly (readonly [Model, Method, RegExp])[] = [
      [bloch(), auto(), /\nmethod {8}exponential: 2 steps$/],
      [bloch(), rk4({ dt: 0.1 }), /\nmethod {8}rk4: 8 steps$/],
      [driven, auto(), /\nmethod {8}dormandPrince: \d+ steps/],
      [jumping, auto(), /\nmethod {8}piecewise exponential: 2 steps$/],
      [driven, radau(), /\nmethod {8}radau: \d+ steps/],
      [driven, magnus(), /\nmethod {8}magnus: \d+ steps/],
      [kerr({ levels: 12, F: 0.3 }), krylov(), /\nmethod {8}krylov: \d+ steps/],
    ];
    for (const [model, method, last] of cases) {
      const options = { times: [0.3, 0.8], method };
      const planned = prepareEvolution(model, options);
      const { plan } = planned.execute();
      expect(String(planned.plan)).toBe(String(planEvolution(model, options)));
      expect(String(plan).startsWith(String(planned.plan))).toBe(true);
      expect(String(plan)).toMatch(last);
      expect(planned.plan.stages.map(({ work }) => work)).toEqual(["derivative", "time"]);
    }
  });

  it("ends with the right-hand side where nobody says how far to run", () => {
    const plan = planEvolution(bloch());
    expect(plan.stages.map(({ work, name }) => [work, name])).toEqual([["derivative", "sector"]]);
    expect(String(plan)).toMatch(/give `until` or `times`/);
  });

  it("names what took over from a stiff start", () => {
    const { plan, diagnostics } = evolve(stiff, { times: [0.01, 0.5, 3] });
    expect(String(plan)).toMatch(/\nmethod {8}dormandPrince, then exponential: \d+ steps/);
    expect(diagnostics.warnings.join()).toMatch(/stiff from t = .* exponentials took over/);
  });
});

describe("a takeover", () => {
  it("lasts, and is named once however many stretches follow", () => {
    const request = requestOf(stiff, auto(), [0, 0.01, 0.5, 3]);
    scope((s) => {
      const stepper = choose(request, evolutionLowerings, SUBJECT).bind(s);
      const x = s.f64(layoutOf(request).coordinates(stiff.initial));
      const first = finish(stepper.carry({ from: 0, to: 2, times: [] }, x, () => false, never));
      const second = finish(stepper.carry({ from: 2, to: 3, times: [] }, x, () => false, never));
      expect([first.method, second.method]).toEqual(Array(2).fill("dormandPrince, then exponential"));
      expect([first.warnings.length, second.warnings.length]).toEqual([1, 0]);
      expect([second.accepted, second.rejected]).toEqual([1, 0]);
    });
  });
});

describe("memory", () => {
  it("leaves nothing behind when it ends at any block, at the start or at a takeover", () => {
    const cases: readonly (readonly [Model, Method])[] = [
      [bloch(), rk4({ dt: 0.1 })],
      [driven, rk4({ dt: 0.1 })],
      [bloch(), exponential()],
      [bloch(), krylov()],
      [driven, dormandPrince()],
      [driven, magnus()],
      [driven, radau()],
      [jumping, auto()],
      [jumping, krylov()],
      [stiff, auto()],
      [spinChain({ N: 5 }), auto()],
      [atoms({ N: 100, nbar: 2 }), auto()],
    ];
    for (const [model, method] of cases) {
      const request = requestOf(model, method, [0, 0.3, 3]);
      const lowering = choose(request, evolutionLowerings, SUBJECT);
      let at = 0;
      while (fails(request, lowering.lowering, at)) at++;
      // three blocks of a matrix and one of scratch at least
      expect(at).toBeGreaterThanOrEqual(4);
    }
  });
});

/** Whether binding and carrying runs out of memory when block `at` is refused. */
function fails(request: EvolutionRequest, lowering: (typeof evolutionLowerings)[number], at: number): boolean {
  const owned: OwnedScope = openScope();
  const failing = failingScope(owned, at);
  try {
    const stepper = lowering.bind(request, failing);
    const x = owned.f64(layoutOf(request).coordinates(request.derivative.model.initial));
    finish(stepper.carry({ from: 0, to: 3, times: [0.3, 3] }, x, () => false, never));
    return false;
  } catch (error) {
    expect((error as Error).message).toBe("no room");
    return true;
  } finally {
    owned.release();
    expect(bytesInUse()).toBe(0);
  }
}
