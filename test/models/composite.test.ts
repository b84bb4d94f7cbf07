import { describe, expect, it } from "vitest";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generatorTerms } from "../../src/dynamics/lower.ts";
import { type BlochMap, blochMap, fixedBlochVector, spectralRadius } from "../../src/dynamics/representations.ts";
import { composite } from "../../src/models/composite.ts";
import {
  type BlochEquation,
  clusterMoments,
  correctedTransient,
  heatedOscillator,
  limitingCoherence,
  limitingPurity,
  powerRatio,
  printedTransient,
  purityThreshold,
  rabiApproximation,
  rabiBloch,
  rabiPower,
  rabiRoughApproximation,
  rotatingAmplitude,
  rotatingBloch,
  rotatingCoherence,
  rotatingRates,
  rotatingSteady,
  tanhHalf,
} from "../../src/models/composite-formulas.ts";
import type { Model, Parameters } from "../../src/models/model.ts";
import { spinLadders } from "../../src/operators/ladders.ts";
import { run } from "../../src/solvers/run.ts";
import { ledgerFunctionals } from "../../src/thermodynamics/ledger.ts";
import { type Case, caseOf, meets } from "./cases.ts";
import { affine, fixed, rows } from "./steps.ts";

const of = (id: string) => caseOf("composite", id);
const coherence = (r: ArrayLike<number>) => Math.hypot(r[0], r[1]);
const purity = (r: ArrayLike<number>) => (1 + r[0] ** 2 + r[1] ** 2 + r[2] ** 2) / 2;

/** The case's parameters that the model knows, with changes. */
function build(one: Case, changes: Parameters): Model {
  const known = ["target", "bath", "interaction", "omega", "omega_B", "f1", "f2", "N", "T", "tau", "initial", "initial_bloch"];
  const own = Object.fromEntries(
    Object.entries(one.params).filter(([name, value]) => known.includes(name) && (name === "initial_bloch" || !Array.isArray(value))),
  );
  return composite({ ...(own as Parameters), ...changes });
}

/** The affine generator dr/dt = B r + c of a qubit's master equation. */
function generatorBloch(model: Model): { B: number[][]; c: number[] } {
  const map = blochMap(generatorTerms(model.dynamics as Generator), 2);
  return { B: rows(map), c: Array.from(map.v) };
}

function steadyOf({ B, c }: BlochEquation): Float64Array {
  const map: BlochMap = { size: 3, A: Float64Array.from(B.flat(), (b, e) => b + (e % 4 === 0 ? 1 : 0)), v: Float64Array.from(c) };
  return fixedBlochVector(map) as Float64Array;
}

const table = (one: Case, columns: readonly number[], value: (N: number, T: number) => unknown) =>
  one.params.N.map((N: number) => columns.map((T) => value(N, T)));

describe("moments and limits", () => {
  it("conventions", () => {
    const one = of("conventions");
    meets(coherence(one.params.bloch), one, "C");
    meets(purity(one.params.bloch), one, "P");
  });

  it("clusters", () => {
    const one = of("moments");
    for (const kind of ["qubits", "oscillators"] as const) {
      meets(
        table(one, one.params.T, (N, T) => clusterMoments(kind, N, T, 1).sum),
        one,
        `${kind}_anticommutator`,
      );
      meets(
        table(one, one.params.T, (N, T) => clusterMoments(kind, N, T, 1).difference),
        one,
        `${kind}_commutator`,
      );
    }
  });

  it("Bloch generators, closed and derived from the operators", () => {
    const one = of("bloch-matrices");
    for (const which of ["RWA", "CR"] as const) {
      const { f1, f2, N, T } = one.params[which];
      const closed = (which === "RWA" ? rotatingBloch : rabiBloch)(f1, f2, 1, clusterMoments("qubits", N, T, 1));
      meets(closed.B, one, `${which}_B`);
      meets(closed.c, one, `${which}_c`);
      const derived = generatorBloch(composite({ ...one.params[which], evaluation: "generator" }));
      meets(derived.B, one, `${which}_B`);
      meets(derived.c, one, `${which}_c`);
    }
  });

  it.each(["fig2a.master-equation", "fig5a.master-equation"])("%s", (id) => {
    const one = of(id);
    const { f1, f2, bath } = one.params;
    const steady = (N: number, T: number) => rotatingSteady(f1, f2, 1, clusterMoments(bath, N, T, 1));
    meets(
      table(one, one.params.T, (N, T) => coherence(steady(N, T))),
      one,
      "C_ss",
    );
    meets(
      table(one, one.params.T, (N, T) => rotatingCoherence(f1, f2, 1, clusterMoments(bath, N, T, 1))),
      one,
      "C_ss",
    );
    meets(
      table(one, one.params.T, (N, T) => purity(steady(N, T))),
      one,
      "P_ss",
    );
    meets(
      table(one, one.params.T, (N, T) => steady(N, T)[2]),
      one,
      "sigma_z",
    );
    meets(
      one.params.T.map((T: number) => limitingCoherence(f1, f2) * tanhHalf(1, T)),
      one,
      "C_ss_infinite_N",
    );
    meets(
      one.params.T.map((T: number) => limitingPurity(f1, f2, tanhHalf(1, T))),
      one,
      "P_ss_infinite_N",
    );
    // The generator found from the operators has the same steady state.
    for (const [N, T] of [
      [2, 0.5],
      [3, 1],
    ]) {
      const derived = steadyOf(generatorBloch(build(one, { N, T, evaluation: "generator" })));
      steady(N, T).forEach((value, k) => expect(derived[k]).toBeCloseTo(value, 10));
    }
  });

  it("C₀ and the purity's threshold", () => {
    const one = of("c0");
    meets(
      one.params.f1.map((f1: number, k: number) => limitingCoherence(f1, one.params.f2[k])),
      one,
      "C0",
    );
    meets(limitingCoherence(1, Math.SQRT2), one, "maximum");
    for (const off of [0.99, 1.01]) expect(limitingCoherence(1, one.expected.argmax_f2_over_f1 * off)).toBeLessThan(one.expected.maximum);
    const under = of("purity-undershoot");
    const { f1, f2 } = under.params;
    meets(
      under.params.N.map((N: number) => purity(rotatingSteady(f1, f2, 1, clusterMoments("qubits", N, 0, 1)))),
      under,
      "P_ss",
    );
    meets(limitingPurity(f1, f2, 1), under, "P_infinite");
    meets(purityThreshold(f1, f2, 1), under, "N_threshold");
    expect(Math.min(...under.expected.P_ss)).toBeLessThan(under.expected.P_infinite);
  });

  it("an oscillator bath is a real number of qubits", () => {
    const one = of("effective-cluster-size");
    const { f1, f2, T } = one.params;
    meets(
      one.params.N.map((N: number) => N / tanhHalf(1, T)),
      one,
      "N_eff",
    );
    meets(
      one.params.N.map((N: number) => rotatingSteady(f1, f2, 1, clusterMoments("oscillators", N, T, 1))),
      one,
      "bloch",
    );
    one.params.N.forEach((N: number, k: number) => {
      meets(steadyOf(generatorBloch(build(one, { N, evaluation: "generator" }))), one, null, one.expected.bloch[k]);
    });
  });
});

describe("collisions", () => {
  it.each(["fig2a.collisions", "fig5a.collisions"])("%s", (id) => {
    const one = of(id);
    const steady = (N: number, T: number) => fixed(build(one, { N, T }));
    const states = table(one, one.params.T, steady);
    meets(
      states.map((row: Float64Array[]) => row.map(coherence)),
      one,
      "C_ss",
    );
    meets(
      states.map((row: Float64Array[]) => row.map(purity)),
      one,
      "P_ss",
    );
    meets(states, one, "bloch");
  });

  it("a thousand of them reach the fixed point from anywhere", () => {
    const one = of("fig2a.thousand-collisions");
    meets(
      one.params.N.map((N: number) => spectralRadius(affine(build(one, { N, initial_bloch: null })).A, 3)),
      one,
      "second_eigenvalue",
    );
    one.params.N.forEach((N: number) => {
      const starts = Object.values(one.params.initial_bloch) as number[][];
      const end = fixed(build(one, { N, initial_bloch: null }));
      const reached = starts.map((start) => {
        const { observables } = run(build(one, { N, initial_bloch: start }), {
          steps: 1000,
          saveEvery: 1000,
          observables: ["C_l1", "sx", "sy", "sz"],
        });
        const r = ["sx", "sy", "sz"].map((name) => observables[name][1] as number);
        return { C: observables.C_l1[1] as number, distance: Math.max(...r.map((x, k) => Math.abs(x - end[k]))) };
      });
      meets(
        reached.map(({ C }) => C),
        one,
        `N${N}_C_after_1000`,
      );
      meets(Math.max(...reached.map(({ distance }) => distance)), one, `N${N}_max_distance`);
    });
  });

  it("approach the master equation with order 1 in τ", () => {
    const one = of("collision-order");
    const { f1, f2, T } = one.params;
    for (const N of [1, 8]) {
      const limit = rotatingCoherence(f1, f2, 1, clusterMoments("qubits", N, T, 1));
      const errors = one.params.tau.map((tau: number) => coherence(fixed(build(one, { N, tau }))) - limit);
      meets(errors, one, `N${N}_error`);
      meets(
        errors.slice(1).map((e: number, k: number) => Math.log2(errors[k] / e)),
        one,
        `N${N}_order`,
      );
    }
  });

  it.each(["fig1c", "fig4c"])("%s", (id) => {
    const one = of(id);
    for (const N of one.params.N) {
      const model = build(one, { N });
      const { observables, axis } = run(model, { steps: 40, saveEvery: 1, observables: ["C_l1"] });
      meets(
        one.params.steps.map((n: number) => observables.C_l1[axis.values.indexOf(n)]),
        one,
        `N${N}_C`,
      );
      meets(fixed(model), one, `N${N}_fixed_point`);
      meets(coherence(fixed(model)), one, `N${N}_C_fixed`);
      expect(model.warnings.join(" ")).toMatch(/Take tau below/);
    }
  });

  it("leave a little with counter-rotating terms", () => {
    const one = of("cr-no-ssc");
    meets(steadyOf(generatorBloch(build(one, { N: 1, tau: 0.1, evaluation: "generator" }))), one, "master_equation_bloch");
    for (const N of one.params.N) {
      const states = one.params.tau.map((tau: number) => fixed(build(one, { N, tau })));
      meets(states.map(coherence), one, `N${N}_C`);
      meets(
        states.map((r: Float64Array) => r[2]),
        one,
        `N${N}_z`,
      );
    }
  });

  it("an eight-qubit cluster is 4 + 24 numbers after spin sectors", () => {
    const one = of("channel-N8");
    const map = affine(build(one, {}));
    meets(rows(map), one, "R");
    meets(map.v, one, "v");
    const sectors = of("spin-sectors");
    for (const N of sectors.params.N) {
      meets(
        spinLadders(N).map(({ J, dimension, multiplicity }) => [2 * J, dimension, multiplicity]),
        sectors,
        `N${N}`,
      );
      expect(spinLadders(N).reduce((sum, { dimension, multiplicity }) => sum + dimension * multiplicity, 0)).toBe(2 ** N);
    }
  });

  it("σ_y along z turns the Bloch vector by 90°", () => {
    const one = of("sigma-y-parallel");
    const limit = steadyOf(generatorBloch(build(one, { parallel: "y", evaluation: "generator" })));
    meets(limit, one, "bloch");
    meets(coherence(limit), one, "C");
    meets(fixed(build(one, { parallel: "y" })), one, "bloch_collisions");
  });
});

/** exp(Bt) r on the affine equation, by many small Taylor steps. */
function flow({ B, c }: BlochEquation, start: readonly number[], t: number): number[] {
  const steps = Math.max(1, Math.ceil(t * 8));
  const h = t / steps;
  let r = [...start];
  for (let s = 0; s < steps; s++) {
    let term = B.map((row, i) => row.reduce((sum, b, j) => sum + b * r[j], 0) + c[i]);
    const sum = [...r];
    for (let k = 1; k < 22; k++) {
      const factor = h / k;
      term = term.map((x) => x * factor);
      sum.forEach((_, i) => {
        sum[i] += term[i];
      });
      term = B.map((row) => row.reduce((total, b, j) => total + b * term[j], 0));
    }
    r = sum;
  }
  return r;
}

function firstMaximum(equation: BlochEquation, z0: number): { t: number; C: number; P: number } {
  const C = (t: number) => coherence(flow(equation, [0, 0, z0], t));
  let [a, b] = [0.1, 4.5];
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 60; i++) {
    const [x, y] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (C(x) > C(y)) b = y;
    else a = x;
  }
  const t = (a + b) / 2;
  return { t, C: C(t), P: purity(flow(equation, [0, 0, z0], t)) };
}

describe("transients", () => {
  it.each(["fig2b", "fig5b"])("%s", (id) => {
    const one = of(id);
    const { f1, f2, bath } = one.params;
    for (const interaction of ["RWA", "CR"] as const) {
      for (const N of one.params.N) {
        const z = (T: number) => -tanhHalf(1, T);
        const found = one.params.T.map((T: number) =>
          firstMaximum((interaction === "RWA" ? rotatingBloch : rabiBloch)(f1, f2, 1, clusterMoments(bath, N, T, 1)), z(T)),
        );
        meets(
          found.map(({ C }: { C: number }) => C),
          one,
          `${interaction}_N${N}_C_max`,
        );
        meets(
          found.map(({ t }: { t: number }) => t),
          one,
          `${interaction}_N${N}_t_max`,
        );
        meets(
          found.map(({ P }: { P: number }) => P),
          one,
          `${interaction}_N${N}_P_at_t_max`,
        );
        const printed = one.params.T.map((T: number) => printedTransient(bath, interaction, f1, f2, N, 1, z(T)));
        meets(
          printed.map(({ C }: { C: number }) => C),
          one,
          `${interaction}_N${N}_formula_C`,
        );
        meets(
          printed.map(({ P }: { P: number }) => P),
          one,
          `${interaction}_N${N}_formula_P`,
        );
      }
    }
  });
});

describe("erratum: exponents with counter-rotating terms", () => {
  it.each([
    [0.02, 0.06],
    [0.03, 0.05],
  ])("f₁ = %d, f₂ = %d: the corrected estimates are closer to the exact optimum", (f1, f2) => {
    const moments = clusterMoments("qubits", 1, 0.3, 1);
    const z0 = -tanhHalf(1, 0.3);
    const exact = firstMaximum(rabiBloch(f1, f2, 1, moments), z0);
    const printed = printedTransient("qubits", "CR", f1, f2, 1, 1, z0);
    const corrected = correctedTransient("CR", f1, f2, 1, z0, moments);
    expect(Math.abs(corrected.C / exact.C - 1)).toBeLessThan(0.3 * Math.abs(printed.C / exact.C - 1));
    expect(Math.abs(corrected.P - exact.P)).toBeLessThan(0.3 * Math.abs(printed.P - exact.P));
  });
});

describe("Fig. 3 and the strong-coupling optimum", () => {
  it("transient beats steady coherence at small coupling", () => {
    const one = of("fig3a");
    const { f1, f2, N } = one.params;
    const z = (T: number) => -tanhHalf(1, T);
    meets(
      one.params.T.map((T: number) => printedTransient("qubits", "RWA", f1, f2, N, 1, z(T)).C),
      one,
      "TSC_formula",
    );
    meets(
      one.params.T.map((T: number) => firstMaximum(rotatingBloch(f1, f2, 1, clusterMoments("qubits", N, T, 1)), z(T)).C),
      one,
      "TSC_exact",
    );
    meets(
      one.params.T.map((T: number) => rotatingCoherence(f1, f2, 1, clusterMoments("qubits", N, T, 1))),
      one,
      "SSC",
    );
  });

  it("the printed optima cross where the exact ones never do", () => {
    const one = of("fig3b");
    const { f1, f2, N } = one.params;
    for (const interaction of ["RWA", "CR"] as const) {
      const value = (bath: "qubits" | "oscillators", T: number) => printedTransient(bath, interaction, f1, f2, N, 1, -tanhHalf(1, T)).C;
      for (const bath of ["qubits", "oscillators"] as const)
        meets(
          one.params.T.map((T: number) => value(bath, T)),
          one,
          `${interaction}_${bath}`,
        );
      let [low, high] = [1, 8];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (value("oscillators", middle) > value("qubits", middle)) low = middle;
        else high = middle;
      }
      meets(low, one, `${interaction}_formula_crossing_T`);
      const exact = (bath: "qubits" | "oscillators", T: number) =>
        firstMaximum((interaction === "RWA" ? rotatingBloch : rabiBloch)(f1, f2, 1, clusterMoments(bath, N, T, 1)), -tanhHalf(1, T)).C;
      expect(exact("oscillators", low * 1.2)).toBeGreaterThan(exact("qubits", low * 1.2));
    }
  });

  it("at strong coupling one qubit per cluster overshoots, several rise from below", () => {
    const one = of("strong-coupling-tsc");
    const { f1, f2, T } = one.params;
    for (const N of one.params.N) {
      const equation = rotatingBloch(f1, f2, 1, clusterMoments("qubits", N, T, 1));
      const steady = rotatingCoherence(f1, f2, 1, clusterMoments("qubits", N, T, 1));
      const inside = firstMaximum(equation, -tanhHalf(1, T)).C;
      const late = coherence(flow(equation, [0, 0, -tanhHalf(1, T)], 60));
      meets(Math.max(inside, late, steady), one, `N${N}_sup_C`);
      meets(Math.max(inside, late, steady) / steady, one, `N${N}_ratio_to_SSC`);
    }
  });
});

describe("Fig. 6", () => {
  it.each(["fig6.qubits", "fig6.oscillators"])("%s", (id) => {
    const one = of(id);
    const { f1, f2, bath, N, T } = one.params;
    const moments = clusterMoments(bath, N, T, 1);
    const exact = rabiBloch(f1, f2, 1, moments);
    meets(
      one.params.t.map((t: number) => flow(exact, [0, 0, -0.6], t)),
      one,
      "bloch_exact",
    );
    meets(
      one.params.t.map((t: number) => rabiApproximation(f1, f2, 1, -0.6, moments, t)),
      one,
      "B14_16",
    );
    meets(
      one.params.t.map((t: number) => rabiRoughApproximation(f1, f2, 1, -0.6, moments, t)),
      one,
      "B17_19",
    );
    const recorded = run(build(one, {}), { steps: 240, saveEvery: 10, observables: ["sx", "sy", "sz"] });
    meets(
      one.params.steps.map((n: number) => ["sx", "sy", "sz"].map((name) => recorded.observables[name][n / 10])),
      one,
      "bloch_collisions",
    );
    const top = firstMaximum(exact, -0.6);
    meets(top.t, one, "t_max");
    meets(top.C, one, "C_max");
    const printed = printedTransient(bath, "CR", f1, f2, N, 1, -0.6);
    meets(printed.C, one, "C_formula");
    meets(printed.P, one, "P_formula");
  });
});

/** Expectation value of an operator on a qubit from its Bloch vector. */
function mean(X: { at(i: number, j: number): readonly [number, number] }, r: ArrayLike<number>): number {
  const [[a], [b, c], [d]] = [X.at(0, 0), X.at(0, 1), X.at(1, 1)];
  return (a * (1 + r[2]) + d * (1 - r[2])) / 2 + b * r[0] - c * r[1];
}

describe("heat and work", () => {
  it("steady power", () => {
    const one = of("power");
    const { f1, f2, T } = one.params;
    for (const bath of ["qubits", "oscillators"] as const) {
      const moments = (t: number) => clusterMoments(bath, 1, t, 1);
      const steady = (t: number) => rotatingSteady(f1, f2, 1, moments(t));
      meets(
        T.map((t: number) => rotatingRates(f1, f2, 1, 1, moments(t), steady(t)).W),
        one,
        `W_ss_${bath}_RWA`,
      );
      meets(
        T.map((t: number) => rabiPower(f1, f2, 1, moments(t))),
        one,
        `W_ss_${bath}_CR`,
      );
      // The rates found from the operators agree with (24)–(27).
      for (const interaction of ["RWA", "CR"] as const) {
        T.forEach((t: number, k: number) => {
          const model = composite({ f1, f2, bath, interaction, T: t, tau: 0.051, evaluation: "generator" });
          const W = model.observable("W");
          if (W.kind !== "expectation") throw new Error("a rate is an expectation value");
          const r = interaction === "RWA" ? steady(t) : [0, 0, 0];
          meets(mean(W.operators[0], r), one, null, one.expected[`W_ss_${bath}_${interaction}`][k]);
        });
      }
    }
    meets(powerRatio(f1, f2, 1), one, "ratio_eq26");
    meets(
      T.map((t: number) => {
        const moments = clusterMoments("oscillators", 1, t, 1);
        const r = rotatingSteady(f1, f2, 1, moments);
        return rotatingRates(f1, f2, 1, 1, moments, r).W / coherence(r);
      }),
      one,
      "W_over_C_oscillators",
    );
    const hot = clusterMoments("oscillators", 1, 1e7, 1);
    expect(rotatingRates(f1, f2, 1, 1, hot, rotatingSteady(f1, f2, 1, hot)).W).toBeCloseTo(one.expected.W_ss_oscillators_RWA_high_T, 6);
  });

  it("transient rates, and per collision in the steady state", () => {
    const one = of("thermo-transient");
    const { f1, f2, T, tau } = one.params;
    for (const bath of ["qubits", "oscillators"] as const) {
      const moments = clusterMoments(bath, 1, T, 1);
      const r = flow(rotatingBloch(f1, f2, 1, moments), [0, 0, -tanhHalf(1, T)], 1);
      meets(r, one, `${bath}_bloch`);
      const rates = rotatingRates(f1, f2, 1, 1, moments, r);
      const expected = one.expected[`${bath}_rates`];
      meets([rates.Q, rates.W, rates.dE], one, null, [expected.Q, expected.W, expected.dE]);
      const model = composite({ f1, f2, bath, T, tau });
      const dynamics = model.dynamics as Collisions;
      if (dynamics.stream.kind !== "constant") throw new Error("constant");
      const books = ledgerFunctionals(dynamics, dynamics.stream.collision);
      const end = fixed(model);
      const collision = one.expected[`${bath}_collision_ss_rates`];
      meets(
        [books.Q, books.W, books.dU].map((X) => mean(X as NonNullable<typeof X>, end) / tau),
        one,
        null,
        [collision.Q, collision.W, collision.dE],
      );
    }
  });
});

describe("target oscillators", () => {
  it("with counter-rotating terms heat for ever", () => {
    const one = of("target-oscillator.CR");
    const { f1, f2, t } = one.params;
    const check = (name: string, S: number) => {
      const late = heatedOscillator(f1, f2, 1, S, 0);
      meets(late.steadyAmplitude, one, `${name}_a_ss`);
      meets(late.heatingRate, one, `${name}_heating_rate_ss`);
      meets(
        t.map((time: number) => heatedOscillator(f1, f2, 1, S, time).amplitude),
        one,
        `${name}_a`,
      );
      meets(
        t.map((time: number) => heatedOscillator(f1, f2, 1, S, time).number),
        one,
        `${name}_n`,
      );
    };
    check("T0", clusterMoments("oscillators", 1, 0, 1).sum);
    check("T1", clusterMoments("oscillators", 1, 1, 1).sum);
    check("qubit_bath", clusterMoments("qubits", 1, 1, 1).sum);
    const model = composite({
      target: "oscillator",
      bath: "oscillators",
      interaction: "CR",
      f1,
      f2,
      T: 0,
      tau: 0.05,
      initial: "vacuum",
      levels: 30,
    });
    expect(model.noStationaryState).toMatch(/no stationary state: it heats for ever, d⟨n⟩\/dt → 0.0399990/);
    // The derived master equation on 60 levels.
    const limit = composite({
      target: "oscillator",
      bath: "oscillators",
      interaction: "CR",
      f1,
      f2,
      T: 0,
      tau: 0.05,
      initial: "vacuum",
      evaluation: "generator",
      levels: 60,
    });
    const evolved = run(limit, { times: [0, ...t], observables: ["n", "a_re", "a_im"] }).observables;
    meets(evolved.n.slice(1), one, "T0_n");
    meets(
      [1, 2].map((k) => [evolved.a_re[k], evolved.a_im[k]]),
      one,
      "T0_a",
    );
    // Collisions follow the same moments up to O(τ).
    const small = { tau: 0.1, levels: 10, bathLevels: 6 };
    const errors = [0.1, 0.05].map((tau) => {
      const steps = Math.round(5 / tau);
      const { observables, diagnostics } = run(model.with({ ...small, tau }), { steps, saveEvery: steps, observables: ["n", "a_re"] });
      expect(diagnostics.cutPopulation.system).toBeLessThan(1e-6);
      expect(Math.abs((observables.n[1] as number) - one.expected.T0_n[0])).toBeLessThan(4e-4);
      return (observables.a_re[1] as number) - one.expected.T0_a[0][0];
    });
    expect(errors[0] / errors[1]).toBeGreaterThan(1.9);
    expect(errors[0] / errors[1]).toBeLessThan(2.1);
  });

  it("in the rotating wave: weak-coupling amplitude", () => {
    const one = of("target-oscillator.RWA");
    const { f1, f2 } = one.params;
    for (const T of one.params.T) meets(rotatingAmplitude(f1, f2, 1, clusterMoments("oscillators", 1, T, 1)), one, `T${T}_a_formula`);
    expect(composite({ target: "oscillator", bath: "oscillators", f1, f2, T: 0.5, tau: 0.05 }).noStationaryState).toBeUndefined();
  });
});

describe("bad input", () => {
  it.each([
    [{ tau: 0 }, /Argument `tau` must be a finite number > 0/],
    [{ bath: "oscillators", T: 2, bathLevels: 5 }, /Argument `bathLevels` must be at least 28 at T = 2/],
    [{ T: -1, bath: "oscillators" }, /Argument `T` must be ≥ 0 for a bath of oscillators/],
    [{ target: "oscillator", initial: "plus" }, /Argument `initial` must be thermal/],
    [{ initial_bloch: [1, 1, 0] }, /Bloch|norm|length|state/i],
    [{ N: 0 }, /Argument `N`/],
  ])("%j", (bad, message) => {
    expect(() => composite(bad as Parameters)).toThrow(message);
  });
});
