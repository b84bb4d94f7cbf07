import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { averaged } from "../../src/ensembles/averaged.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import {
  alphaForTemperature,
  apparentAtomTemperature,
  averagedTemperature,
  continuousLimit,
  decoheredTemperature,
  fockDimension,
  largestAlpha,
  occupationOf,
  phaseForTemperature,
  photonOperators,
  photonRate,
  rates,
  stationaryTemperature,
  temperatureOf,
} from "../../src/models/phaseonium-formulas.ts";
import { cos, log, PI } from "../../src/numerics/scalar.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { projector } from "../../src/operators/named.ts";
import { planCollisions } from "../../src/solvers/collision-choice.ts";
import { run } from "../../src/solvers/run.ts";

interface Case {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: a fixture's parameters differ from case to case
  readonly params: any;
  // biome-ignore lint/suspicious/noExplicitAny: numbers or lists of numbers
  readonly expected: Record<string, any>;
  readonly tolerance: Record<string, number>;
}

const cases = (JSON.parse(readFileSync("test/fixtures/phaseonium.json", "utf8")) as { cases: Case[] }).cases;
const byPrefix = (pattern: RegExp) => cases.filter(({ id }) => pattern.test(id));

/** Every key of a case must be answered, within its tolerance. */
function meet({ expected, tolerance }: Case, answer: (key: string) => unknown): void {
  for (const [key, want] of Object.entries(expected)) {
    const got = [answer(key)].flat() as number[];
    const wanted = [want].flat() as number[];
    expect(got.length, key).toBe(wanted.length);
    wanted.forEach((value, k) => {
      expect(Math.abs(got[k] - value), `${key}[${k}]: ${got[k]} against ${value}`).toBeLessThanOrEqual(tolerance[key]);
    });
  }
}

const angle = (word: string | number) =>
  typeof word === "number" ? word : ({ "pi/2": PI / 2, "pi/sqrt(8)": PI / Math.sqrt(8), "pi/sqrt(2)": PI / Math.sqrt(2) }[word] as number);

/** Saved collisions "k10" of a run that records at each collision. */
function atCollision(series: Readonly<Record<string, readonly (number | null)[]>>, rename: (name: string) => string = (name) => name) {
  return (key: string) => {
    const [, k, name] = /^k(\d+)\.(.*)$/.exec(key) as RegExpExecArray;
    return series[rename(name)][Number(k)];
  };
}

function largestStep({ expected }: Case): number {
  return Object.keys(expected).reduce((most, key) => Math.max(most, Number(/^k(\d+)\./.exec(key)?.[1] ?? 0)), 0);
}

function modelOf({ params }: Case): Model {
  return phaseonium({
    alpha: params.alpha,
    phi: angle(params.phi),
    theta: angle(params.theta),
    T0: params.T0,
    ...(params.fock_dim_used ? { levels: params.fock_dim_used } : {}),
  });
}

describe("closed forms", () => {
  it.each(byPrefix(/^steady_T/))("$id", (c) => {
    const { alpha, phi } = c.params;
    const { gammaAlpha, gammaBeta } = rates(alpha, phi);
    meet(c, (key) => ({ T: stationaryTemperature(alpha, phi), gamma_alpha: gammaAlpha, gamma_beta: gammaBeta })[key]);
  });
  it.each(byPrefix(/^inverse/))("$id", (c) => {
    meet(c, (key) =>
      key === "phi"
        ? c.params.cases.map(([T, alpha]: [number, number]) => phaseForTemperature(alpha, T))
        : c.params.T.map((T: number) => alphaForTemperature(PI / 2, T)),
    );
  });
  it.each(byPrefix(/^fig2/))("$id", (c) => {
    meet(c, (key) =>
      key === "T" ? c.params.points.map(([a, f]: [number, number]) => stationaryTemperature(a, f)) : c.params.phi.map(largestAlpha),
    );
  });
  it.each(byPrefix(/^eq1[89]/))("$id", (c) => {
    const { alpha, phi } = c.params;
    const T = stationaryTemperature(alpha, phi) as number;
    const thermal = 1 / log((1 - alpha * alpha) / (2 * alpha * alpha));
    const answers: Record<string, number | null> = {
      lhs: 1 / T - 1 / thermal,
      rhs: log(1 + cos(phi)),
      T: apparentAtomTemperature(alpha, phi),
      printed_formula: -(apparentAtomTemperature(alpha, phi) as number),
    };
    meet(c, (key) => answers[key]);
  });
  it.each(byPrefix(/^photon_ops/))("$id", (c) => {
    const { c: C, cPrime, s } = photonOperators(c.params.theta, 6, false);
    meet(c, (key) => ({ c: C, cp: cPrime, s })[key]);
  });
  it.each(byPrefix(/^gauss\.(hot|cold)/))("$id", (c) => {
    const n0 = occupationOf(1);
    meet(c, (key) => {
      const { n1, n2, adag_b } = continuousLimit(c.params.alpha, c.params.phi, n0, n0, Number(key.slice(3)));
      return [n1, n2, adag_b];
    });
  });
  it.each(byPrefix(/^fock_dim/))("$id", (c) => {
    meet(c, (key) => [1e-6, 1e-9, 1e-12].map((tolerance) => fockDimension(Number(key.slice(1)), tolerance)));
  });
  it.each(byPrefix(/^photon_rate/))("$id", (c) => {
    const { alpha, theta, phi_hot, phi_cold } = c.params;
    const model = phaseonium({ cavities: 1, levels: 60, alpha, theta });
    const p = Array.from({ length: 60 }, (_, n) => model.initial.at(n, n)[0]);
    meet(c, (key) => photonRate(p, alpha, key === "dn_hot" ? phi_hot : phi_cold, theta));
    const recorded = run(phaseonium({ levels: 40, alpha, theta, phi: phi_hot }), { steps: 0, observables: ["dn1"] }).observables
      .dn1[0] as number;
    expect(Math.abs(recorded - c.expected.dn_hot)).toBeLessThan(1e-12);
  });
});

describe("trajectories", () => {
  it.each(byPrefix(/^(fig3\.(hot|cold)\.dt|fig4\.const|gauss\.discrete)/))("$id", (c) => {
    const steps = c.id === "gauss.discrete" ? 10_000 : largestStep(c);
    const elements = elementsOf(c);
    const solution = run(recordingElements(modelOf(c), elements), {
      steps,
      saveEvery: c.id === "gauss.discrete" ? steps : 1,
      observables: ["n1", "n2", "T1", "T2", "adag_b", ...elements],
    });
    if (c.id === "gauss.discrete") meet(c, (key) => solution.observables[key][1]);
    else meet(c, atCollision(solution.observables));
    expect(solution.diagnostics.traceDefect).toBeLessThan(1e-12);
  });

  it.each(byPrefix(/^fig3\.collisions/))("$id", (c) => {
    const target = stationaryTemperature(c.params.alpha, c.params.phi) as number;
    const steps = 10 + c.expected.within_1pct[1];
    const solution = run(phaseonium({ ...c.params, levels: target > 1 ? 37 : 24, cut: c.params.theta > 0.3 ? null : 6 }), {
      steps,
      saveEvery: 1,
    });
    const first = (name: string, x: number) => {
      let from = 0;
      solution.observables[name].forEach((T, k) => {
        if (Math.abs((T as number) - target) > x * Math.abs(1 - target)) from = k + 1;
      });
      return from;
    };
    meet(c, (key) => ["T1", "T2"].map((name) => first(name, key === "within_5pct" ? 0.05 : 0.01)));
  });

  it.each(byPrefix(/^correlations/))("$id", (c) => {
    const names: Record<string, string> = {
      mutual_information_nats: "mutual_information",
      log_negativity_log2: "log_negativity",
      gaussian_mutual_information_nats: "gaussian_mutual_information",
      gaussian_discord_measure2: "discord",
      gaussian_discord_measure1: "discord_1",
    };
    const wanted = ["n1", "n2", "T1", "T2", "adag_b", ...Object.values(names)];
    const ks = [...new Set(Object.keys(c.expected).map((key) => Number(/^k(\d+)/.exec(key)?.[1])))];
    const model = modelOf(c);
    for (const k of ks) {
      const solution = run(model, { steps: k, saveEvery: Math.max(1, k), observables: wanted });
      const own = { ...c, expected: Object.fromEntries(Object.entries(c.expected).filter(([key]) => key.startsWith(`k${k}.`))) };
      meet(own, (key) => solution.observables[names[key.slice(key.indexOf(".") + 1)] ?? key.slice(key.indexOf(".") + 1)][k === 0 ? 0 : 1]);
    }
  });

  it("does not call a weak collision a trap", () => {
    for (const theta of [1e-9, 1e-12, 1e-20, -1e-12]) {
      const { warnings } = phaseonium({ cavities: 1, theta, levels: 6 });
      expect(warnings.join(" ")).not.toContain("Trapping");
      expect(warnings[0]).toMatch(/^Near-trap: only \d\.\de-\d+ of the photons pass/);
    }
    expect(phaseonium({ cavities: 1, theta: Math.PI / Math.SQRT2, levels: 3 }).warnings[0]).toMatch(/^Trapping: .* n = 1,/);
  });

  it.each(byPrefix(/^trap/))("$id", (c) => {
    const model = modelOf(c.id === "trap.n4" ? { ...c, params: { ...c.params, fock_dim_used: 37 } } : c);
    expect(model.warnings.join(" ")).toContain("Trapping");
    if (c.id === "trap.vacuum") {
      const { observables } = run(model, { steps: 50, saveEvery: 1, observables: ["n1", "n2", "adag_b"] });
      meet(c, atCollision(observables));
    } else {
      const { observables } = run(model, { steps: 20_000, saveEvery: 20_000, observables: ["n1", "n2", "T1", "T2"] });
      for (const cavity of [1, 2]) meet(c, (key) => observables[`${key}${cavity}`][1]);
    }
  });

  it.each(byPrefix(/^ancilla_after/))("$id", (c) => {
    const model = phaseonium({
      alpha: c.params.alpha,
      phi: c.params.phi,
      theta: c.params.theta,
      T0: c.params.T0,
      cavities: 1,
      levels: c.params.fock_dim_used,
    });
    const names = Object.keys(c.expected);
    const { observables } = run(model, { steps: 0, observables: names.map((name) => `atom_${name}`) });
    meet(c, (key) => observables[`atom_${key}`][0]);
  });

  it.each(byPrefix(/^appD/))("$id", (c) => {
    const { alpha, phi, eps } = c.params;
    meet(c, (key) => (key === "T1" ? stationaryTemperature(alpha, phi) : decoheredTemperature(alpha, phi, eps)));
    // The map itself, with the channel between the cavities, tends there (in a small space, so to its accuracy).
    const model = phaseonium({ alpha, phi, theta: 0.6, eps, levels: 14, T0: 0.8, cut: null });
    const { observables } = run(model, { steps: 4000, saveEvery: 4000 });
    expect(Math.abs((observables.T2[1] as number) - c.expected.T2)).toBeLessThan(eps === 1 ? 2e-2 : 1e-3);
  });

  it.each(byPrefix(/^structure/))("$id", (c) => {
    c.params.d.forEach((d: number, k: number) => {
      if (d > 20) return;
      const model = phaseonium({ levels: d });
      const { structure: _, ...general } = model;
      expect(planCollisions(model, { steps: 1 }).sector.count).toBe(c.expected.unique[k]);
      if (d <= 10) expect(planCollisions(general as Model, { steps: 1 }).sector.count).toBe(c.expected.unique[k]);
      expect(planCollisions(phaseonium({ levels: d, cavities: 1 }), { steps: 1 }).sector.count).toBe(d);
    });
  });
});

/** The names of the elements that a case asks for: rho[n1n2,m1m2]. */
function elementsOf({ expected }: Case): string[] {
  return [...new Set(Object.keys(expected).flatMap((key) => (key.includes("rho") ? [key.slice(key.indexOf(".") + 1)] : [])))];
}

/** The same model with real parts of elements ρ[n₁n₂, m₁m₂] among its observables. */
function recordingElements(model: Model, names: readonly string[]): Model {
  const { system } = model.dynamics;
  const d = system.factors[1].dimension;
  const elements = new Map(
    names.map((name) => {
      const [, n1, n2, m1, m2] = (/^rho\[(\d)(\d),(\d)(\d)\]$/.exec(name) as RegExpExecArray).map(Number);
      return [name, expectation(name, projector(system, m1 * d + m2, n1 * d + n2), name, "re")];
    }),
  );
  return { ...model, observable: (name) => elements.get(name) ?? model.observable(name) };
}

describe("averages over noise", () => {
  it.each(byPrefix(/^(fig4\.noise|mean_map)/))("$id", (c) => {
    const { phi, theta, sigma_phi, sigma_theta } = c.params;
    const noise = sigma_phi ? { phi: normal(angle(phi), sigma_phi) } : { theta: normal(theta, sigma_theta) };
    const solution = averaged(modelOf(c), { noise: noise as never, steps: largestStep(c), saveEvery: 1, observables: ["n1", "n2"] });
    meet(
      c,
      atCollision(solution.observables, (name) => name.slice(5)),
    );
  });

  it.each(byPrefix(/^ensemble/))("$id: temperature of the averaged map", (c) => {
    const { alpha, phi, sigma_phi } = c.params;
    expect(Math.abs((averagedTemperature(alpha, phi, sigma_phi) as number) - c.expected.T_of_mean_map)).toBeLessThanOrEqual(
      c.tolerance.T_of_mean_map,
    );
  });
});

describe("the model", () => {
  it("agrees with the general route on the sector, bit patterns aside", () => {
    const model = phaseonium({ theta: 0.3, levels: [6, 8], T0: [0.7, 1.3] });
    const { structure: _, ...general } = model;
    const names = ["T1", "T2", "adag_b", "entropy", "mutual_information", "purity", "dn1", "dn2", "atom_re_g2g1", "atom1_im_g2g1"];
    const fast = run(model, { steps: 60, saveEvery: 1, observables: names });
    const slow = run(general as Model, { steps: 60, saveEvery: 1, observables: names });
    for (const name of names)
      fast.observables[name].forEach((value, k) =>
        expect(Math.abs((value as number) - (slow.observables[name][k] as number))).toBeLessThan(2e-15 * 60),
      );
  });

  it("takes coherent starts, three cavities, losses and detuning", () => {
    const coherent = run(
      phaseonium({
        levels: 7,
        initial: [
          ["coherent", 0.5, 0.2],
          ["fock", 1],
        ],
      }),
      { steps: 20, observables: ["T1", "n1", "purity"] },
    );
    expect(coherent.diagnostics.positivityDefect).toBeLessThan(1e-12);
    expect(coherent.diagnostics.traceDefect).toBeLessThan(1e-12);
    const three = run(phaseonium({ cavities: 3, levels: 5, T0: [0.3, 0.4, 0.5] }), { steps: 30 });
    expect(three.diagnostics.traceDefect).toBeLessThan(1e-12);
    const two = run(phaseonium({ cavities: 2, levels: 5, T0: [0.3, 0.4] }), { steps: 30 });
    three.observables.T2.forEach((T, k) => expect(Math.abs((T as number) - (two.observables.T2[k] as number))).toBeLessThan(1e-13));
    const lossy = run(phaseonium({ levels: 8, kappa: 0.5, Tenv: 0.6, theta: 0, T0: 1 }), { steps: 40, saveEvery: 1, observables: ["n1"] });
    const cold = occupationInCut(0.6, 8);
    expect(Math.abs((lossy.observables.n1[40] as number) - cold)).toBeLessThan(1e-6);
    const detuned = run(phaseonium({ levels: 6, detuning: 3, theta: 0.3 }), { steps: 10 });
    expect(detuned.diagnostics.traceDefect).toBeLessThan(1e-12);
  });

  it("knows when there is no stationary state", () => {
    const model = phaseonium({ alpha: 0.6, phi: 2 });
    expect(model.noStationaryState).toContain("no stationary state");
    expect(stationaryTemperature(0.6, 2)).toBeNull();
    expect(phaseonium({ phi: PI }).noStationaryState).toContain("γα");
  });

  it.each([
    [{ alpha: 1.2 }, "alpha"],
    [{ alpha: Number.NaN }, "alpha"],
    [{ levels: 1 }, "levels"],
    [{ levels: [4, 4, 4] }, "levels"],
    [{ T0: -1 }, "T0"],
    [{ T0: [1, 2, 3] }, "T0"],
    [{ cavities: 0 }, "cavities"],
    [{ thetta: 1 }, "theta"],
    [{ initial: [["thermal", 1]] }, "initial"],
    [
      {
        initial: [
          ["fock", -1],
          ["fock", 1],
        ],
      },
      "initial",
    ],
    [
      {
        initial: [
          ["fock", 9],
          ["fock", 1],
        ],
        levels: 5,
      },
      "levels",
    ],
    [{ shift: 0.49 }, "shift"],
    [{ eps: 2 }, "eps"],
  ])("refuses %j", (parameters, word) => {
    expect(() => phaseonium(parameters as never)).toThrow(word as string);
  });
});

function occupationInCut(T: number, d: number): number {
  const model = phaseonium({ cavities: 1, levels: d, T0: T });
  let n = 0;
  for (let k = 0; k < d; k++) n += k * model.initial.at(k, k)[0];
  expect(temperatureOf(n)).toBeLessThan(T + 1e-12);
  return n;
}
