/** What stands beside the first number of each hard case of test/fixtures/dynamics.json: purities, gaps, dimensions, weak limits. */
import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { harvest } from "../../src/models/harvest.ts";
import { pairCoefficients } from "../../src/models/harvest-formulas.ts";
import type { Matrix } from "../../src/numerics/matrix.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { purity } from "../../src/observables/entropy.ts";
import { dag, diagonal, identity, lift, minus, plus, scale, times, zero } from "../../src/operators/algebra.ts";
import { annihilate, number, sigmaMinus, sigmaPlus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, fockState, qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, type Space, tensor } from "../../src/spaces/space.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";
import { modelOf } from "./model-of.ts";

const cases = casesOf("dynamics");
const of = (id: string) => caseOf(cases, id);
const q = qubit();
const entry = (space: Space, to: number, from: number) => Operator.fromEntries(space, [[to, from, 1]]);

describe("two photons at a time", () => {
  const model = (count: number, alpha2: number, kappa1 = 0, start?: Operator) => {
    const mode = fock(count);
    const a = annihilate(mode);
    const jumps = [{ operator: minus(times(a, a), scale(identity(mode), alpha2)), rate: 1 }];
    if (kappa1 > 0) jumps.push({ operator: a, rate: kappa1 });
    const parity = diagonal(
      mode,
      Array.from({ length: count }, (_, n) => (n % 2 === 0 ? 1 : -1)),
    );
    return modelOf(generator({ system: mode, H: zero(mode), jumps }), start ?? fockState(mode, 0), [
      expectation("n", number(mode)),
      expectation("parity", parity),
    ]);
  };

  it.each(["hard.cat1", "hard.cat2"])("%s", (id) => {
    const one = of(id);
    const { params, expected } = one;
    const whole = steady(model(params.levels, params.alpha2));
    expectNear(one, whole.observables.parity, expected.parity);
    expect(whole.dimension).toBe(expected.dimension);
    // even numbers alone know nothing of the slow decay between the parities; |0⟩ + i|2⟩ reaches both parts of their coherences
    const both = Operator.fromEntries(fock(params.levels), [
      [0, 0, 0.5],
      [2, 2, 0.5],
      [0, 2, 0, -0.5],
      [2, 0, 0, 0.5],
    ]);
    const even = steady(model(params.levels, params.alpha2, 0, both), { scope: "sector" });
    expect(even.dimension).toBe(1);
    expectNear(one, even.gap, expected.gap_even_sector);
    expectNear(one, steady(model(40, params.alpha2), { scope: "sector" }).observables.n, expected.n_infinite_fock);
  });

  it("hard.cat_loss8", () => {
    const { params, expected } = of("hard.cat_loss8");
    expect(steady(model(params.levels, params.alpha2, params.kappa1)).dimension).toBe(expected.dimension);
  });
});

describe("weak damping", () => {
  it.each(["hard.quartic6", "hard.quartic10", "hard.quartic14"])("%s", (id) => {
    const one = of(id);
    const { params, expected } = one;
    const mode = fock(params.levels);
    const b = annihilate(mode);
    const x = plus(b, dag(b));
    const x2 = times(x, x);
    const H = plus(scale(number(mode), 0.5), scale(x, 0.5), scale(times(x2, x2), 0.5));
    const model = modelOf(generator({ system: mode, H, jumps: [{ operator: b, rate: params.kappa }] }), fockState(mode, 0), [
      expectation("n", number(mode)),
    ]);
    const { dimension, gap, observables, diagnostics, state } = steady(model);
    const [first = ""] = diagnostics.warnings;
    if (first.startsWith("Not resolved")) {
      // nothing of κ is left beside ‖H‖ ε
      const r = Number(/r = (\d\.\de-\d+)/.exec(first)?.[1]);
      expect(r).toBeGreaterThan(expected.gap);
      expect(params.kappa).toBeLessThan(1e-12);
      return;
    }
    expect(dimension).toBe(expected.dimension);
    expectNear(one, gap, expected.gap);
    expectNear(one, observables.n, expected.n);
    expectNear(one, purity(state), expected.purity);
    expect(Math.abs((observables.n as number) - expected.n_weak_limit)).toBeLessThan(10 * params.kappa ** 2 + 1e-10);
  });

  it("hard.weak_qubit", () => {
    const one = of("hard.weak_qubit");
    const { params, expected } = one;
    const H = plus(scale(sigmaZ(q), params.Delta / 2), scale(sigmaX(q), params.Omega / 2));
    const found = steady(modelOf(generator({ system: q, H, jumps: [{ operator: sigmaMinus(q), rate: params.gamma }] }), basisState(q, 1)));
    const { data } = found.state.matrix();
    expectNear(one, data[0], expected.p_e);
    expected.rho_eg.forEach((value: number, k: number) => {
      expectNear(one, data[2 + k], value);
    });
    // of order γ: no rounding of the real part may reach it
    expect(Math.abs(data[3] / expected.rho_eg[1] - 1)).toBeLessThan(1e-3);
    expect(found.dimension).toBe(expected.dimension);
  });

  it("hard.two_atoms9", () => {
    const one = of("hard.two_atoms9");
    const { params, expected } = one;
    const [a, b] = [qubit("a"), qubit("b")];
    const space = tensor(a, b);
    const [s1, s2] = [lift(space, sigmaMinus(a)), lift(space, sigmaMinus(b))];
    const [bright, dark] = [scale(plus(s1, s2), Math.SQRT1_2), scale(minus(s1, s2), Math.SQRT1_2)];
    const singlet = Operator.fromEntries(space, [
      [1, 1, 0.5],
      [2, 2, 0.5],
      [1, 2, -0.5],
      [2, 1, -0.5],
    ]);
    const atoms = (little: number) =>
      steady(
        modelOf(
          generator({
            system: space,
            H: scale(plus(lift(space, sigmaX(a)), lift(space, sigmaX(b))), params.Omega / 2),
            jumps: [
              { operator: bright, rate: params.gamma * (2 - little) },
              { operator: dark, rate: params.gamma * little },
            ],
          }),
          basisState(space, 3),
          [expectation("pe", times(dag(s1), s1)), expectation("singlet", singlet)],
        ),
      );
    const found = atoms(params.one_minus_ratio);
    expectNear(one, found.observables.singlet, expected.singlet);
    expect(found.dimension).toBe(expected.dimension);
    const limit = atoms(1e-12).observables;
    expectNear(one, limit.singlet, expected.weak_limit_singlet);
    expectNear(one, limit.pe, expected.weak_limit_p_e);
  });
});

describe("rate equations have one stationary distribution", () => {
  it.each(["hard.chain_weak_link", "hard.ring_30_decades", "hard.ladder_30_decades"])("%s", (id) => {
    const { params, expected } = of(id);
    const rates: readonly (readonly [number, number, number])[] =
      params.rates ?? params.up.flatMap((rate: number, k: number) => [[k, k + 1, rate] as const, [k + 1, k, params.down[k]] as const]);
    const space = levels(params.levels ?? params.up.length + 1);
    const jumps = rates.map(([from, to, rate]) => ({ operator: entry(space, to, from), rate }));
    // from a population, so that the sector holds populations alone
    expect(steady(modelOf(generator({ system: space, H: zero(space), jumps }), basisState(space, 0)), { scope: "sector" }).dimension).toBe(
      expected.dimension,
    );
  });

  it("hard.frozen", () => {
    const one = of("hard.frozen");
    const { params, expected } = one;
    const space = levels(params.levels);
    const jumps = params.jumps.map(([rate, [re, im]]: [number, [number, number]]) => ({
      operator: Operator.fromEntries(space, [[0, 0, re, im]]),
      rate,
    }));
    const start = diagonal(space, [expected.p_0, expected.p_1, 0]);
    const observables = [0, 1].map((k) => expectation(`p${k}`, entry(space, k, k)));
    const H = scale(identity(space), params.energies);
    const model = (initial: Operator) => modelOf(generator({ system: space, H, jumps }), initial, observables);
    const found = steady(model(start), { scope: "sector" });
    expectNear(one, found.observables.p0, expected.p_0);
    expectNear(one, found.observables.p1, expected.p_1);
    expect(steady(model(diagonal(space, [0.5, 0.3, 0.2])), { scope: "sector" }).dimension).toBe(expected.dimension_of_the_populations);
  });
});

describe("weak collisions", () => {
  it("hard.weak_collisions", () => {
    const one = of("hard.weak_collisions");
    const { params, expected } = one;
    const [s, e] = [qubit("s"), qubit("e")];
    const model = collisionModel({
      HS: zero(s),
      units: {
        HE: scale(sigmaZ(e), 0.5),
        V: [
          [sigmaPlus(s), sigmaMinus(e)],
          [sigmaMinus(s), sigmaPlus(e)],
        ],
        beta: params.beta,
      },
      picture: "interaction",
      tau: params.theta,
      initial: basisState(s, 0),
    });
    const found = steady(model, { observables: ["sz"] });
    expectNear(one, found.observables.sz, expected.sz);
    expect(found.dimension).toBe(expected.dimension);
    expectNear(one, found.gap, expected.gap_per_collision);
    // more collisions than a run takes: populations decay by the square of what coherences do
    const [z, gap] = [found.observables.sz as number, found.gap as number];
    expectNear(one, z + (1 - z) * Math.exp(-2 * gap * params.collisions), expected.sz_after);
  });

  it.each(["hard.harvest", "hard.harvest_coherent"])("%s", (id) => {
    const one = of(id);
    const { params, expected } = one;
    const pair = params.pair.map((row: number[]) => row.map((value) => [value, 0]));
    const found = steady(harvest({ gtau: params.gtau, rho_b: pair }), { observables: ["rho_ee"] });
    expectNear(one, found.observables.rho_ee, expected.rho_ee);
    expect(found.dimension).toBe(expected.dimension);
    const { data } = found.state.matrix();
    expected.rho_eg.forEach((value: number, k: number) => {
      expectNear(one, data[2 + k], value);
    });
    const rho: Matrix = { rows: 4, columns: 4, data: Float64Array.from(params.pair.flat().flatMap((value: number) => [value, 0])) };
    const { re, rd, lambda } = pairCoefficients(rho);
    expectNear(one, re, expected.r_e);
    expectNear(one, rd, expected.r_d);
    expected.lambda.forEach((value: number, k: number) => {
      expectNear(one, lambda[k], value);
    });
  });

  it("cycle.two_baths", () => {
    const one = of("cycle.two_baths");
    const { params, expected } = one;
    const s = qubit("s");
    const unit = (bath: string, beta: number, theta: number) => {
      const e = qubit(bath);
      return {
        bath,
        HE: scale(sigmaZ(e), params.omega / 2),
        V: [
          [scale(sigmaPlus(s), theta), sigmaMinus(e)],
          [scale(sigmaMinus(s), theta), sigmaPlus(e)],
        ] as const,
        beta,
      };
    };
    const model = collisionModel({
      HS: scale(sigmaZ(s), params.omega / 2),
      units: [unit("one", params.beta1, params.theta1), unit("two", params.beta2, params.theta2)],
      stream: "cyclic",
      tau: 1,
      initial: qubitState([0, 0, 0], s),
    });
    const found = steady(model, { observables: ["sz", "Q_one", "Q_two", "Sigma"] });
    expectNear(one, ((found.observables.sz as number) + 1) / 2, expected.p_after_unit2);
    expectNear(one, found.observables.Q_one, expected.Q1_per_cycle);
    expectNear(one, found.observables.Q_two, expected.Q2_per_cycle);
    expectNear(one, found.observables.Sigma, expected.Sigma_per_cycle);
    const after = run({ ...model, initial: qubitState([0, 0, found.observables.sz as number], s) }, { steps: 1, observables: ["sz"] });
    expectNear(one, ((after.observables.sz[1] as number) + 1) / 2, expected.p_after_unit1);
    // populations decay by the square of what coherences do
    const decay = run({ ...model, initial: basisState(s, 0) }, { steps: 4, saveEvery: 2, observables: ["sz"] }).observables.sz as number[];
    expectNear(one, (decay[2] - decay[1]) / (decay[1] - decay[0]), expected.contraction_populations);
  });
});
