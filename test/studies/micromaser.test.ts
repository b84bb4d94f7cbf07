import { describe, expect, it } from "vitest";
import {
  annihilate,
  collisionMap,
  collisionModel,
  correlation,
  dag,
  fock,
  fockState,
  generator,
  jointOperators,
  modes,
  numberOperator,
  Operator,
  qubit,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaZ,
  steady,
  times,
  zero,
} from "../../src/index.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";
import { modelOf } from "../solvers/model-of.ts";

describe("the micromaser", () => {
  const entry = caseOf(casesOf("dynamics-correlations"), "micromaser");
  const { N_ex, n_b, theta, levels, t } = entry.params;
  const [mode, atom] = [fock(levels, "mode"), qubit("atom")];
  const [a, n] = [annihilate(mode), numberOperator(mode)];
  // An atom that meets the mode for a time θ under aσ⁺ + a†σ⁻, excited before.
  const definition = {
    HS: zero(mode),
    units: {
      HE: zero(atom),
      V: [
        [a, sigmaPlus(atom)],
        [dag(a), sigmaMinus(atom)],
      ] as const,
      state: times(sigmaPlus(atom), sigmaMinus(atom)),
    },
    tau: theta,
    initial: fockState(mode, 0),
  };
  const { dynamics } = collisionModel(definition);
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant") throw new Error("a constant stream");
  const [U] = jointOperators(mode, dynamics.stream.collision);
  // ⟨e|U|e⟩ and ⟨g|U|e⟩: the atom leaves excited, or not
  const leaves = [0, 1].map((x) => {
    const entries: [number, number, number, number][] = [];
    U.forEach((i, j, re, im) => {
      if (i % 2 === x && j % 2 === 0) entries.push([Math.floor(i / 2), Math.floor(j / 2), re, im]);
    });
    return Operator.fromEntries(mode, entries);
  });
  const jumps = [...leaves.map((operator) => ({ operator, rate: N_ex })), { operator: a, rate: 1 + n_b }, { operator: dag(a), rate: n_b }];
  const model = modelOf(generator({ system: mode, H: zero(mode), jumps }), definition.initial);

  it("has the photon statistics of its product formula", () => {
    const { state } = steady(model, { scope: "sector", observables: [] });
    const rho = Operator.fromMatrix(mode, state.matrix());
    const mean = times(n, rho).trace()[0];
    expectNear(entry, mean, entry.expected.n);
    expectNear(entry, (times(n, n, rho).trace()[0] - mean * mean) / mean, entry.expected.fano);
    entry.expected.p_0_5.forEach((p: number, k: number) => expectNear(entry, rho.at(k, k)[0], p));
  });

  it("has light that stays coherent for long", () => {
    const { re, im } = correlation(model, { A: dag(a), B: a, times: t });
    entry.expected.G1.forEach((x: number, k: number) => {
      expectNear(entry, re[k], x);
      expect(Math.abs(im[k])).toBeLessThan(1e-12);
    });
  });
});

describe("a qubit between two baths", () => {
  it("contracts as its closed form, and reaches its limit cycle", () => {
    const entry = caseOf(casesOf("dynamics"), "cycle.two_baths");
    const { theta1, theta2, beta1, beta2, omega } = entry.params;
    const [system, unit] = [qubit("system"), qubit("unit")];
    const bath = (theta: number, beta: number, name: string) => ({
      bath: name,
      HE: scaled(sigmaZ(unit), omega / 2),
      V: [
        [scaled(sigmaPlus(system), theta), sigmaMinus(unit)],
        [scaled(sigmaMinus(system), theta), sigmaPlus(unit)],
      ] as const,
      beta,
    });
    const model = collisionModel({
      HS: scaled(sigmaZ(system), omega / 2),
      units: [bath(theta1, beta1, "one"), bath(theta2, beta2, "two")],
      tau: 1,
      initial: times(sigmaMinus(system), sigmaPlus(system)),
    });
    const { values, kind } = modes(model);
    expect(kind).toBe("map");
    // populations 1 and c², coherences c·e^{±iφ}
    const real = values.filter(([, im]) => Math.abs(im) < 1e-12).map(([re]) => re);
    expectNear(entry, Math.min(...real), entry.expected.contraction_populations);
    const excited = times(sigmaPlus(system), sigmaMinus(system));
    const limit = Operator.fromMatrix(system, steady(model).state.matrix());
    expectNear(entry, times(excited, limit).trace()[0], entry.expected.p_after_unit2);
    const half = collisionMap(model, { collisions: 1 }).apply(limit);
    expectNear(entry, times(excited, half).trace()[0], entry.expected.p_after_unit1);
    const { observables } = steady(model, { observables: ["Q_one", "Q_two", "Sigma"] });
    expectNear(entry, observables.Q_one, entry.expected.Q1_per_cycle);
    expectNear(entry, observables.Q_two, entry.expected.Q2_per_cycle);
    expectNear(entry, observables.Sigma, entry.expected.Sigma_per_cycle);
  });
});
