import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Collisions } from "../../src/dynamics/collisions.ts";
import { type CollisionModelDefinition, collisionModel } from "../../src/models/collision-model.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { dag, diagonal, lift, plus, scale } from "../../src/operators/algebra.ts";
import { annihilate, number, qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaX } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, fockState, qubitState, thermal } from "../../src/operators/states.ts";
import { planCollisions } from "../../src/solvers/collision-choice.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import * as D from "../reference/complex-dense.ts";

const [system, cold, hot] = [qubit("system"), qubit("cold"), qubit("hot")];

function exchange(unit: typeof cold, beta: number, bath: string, g = 1) {
  const V = [
    [scale(sigmaPlus(system), g), sigmaMinus(unit)],
    [scale(sigmaMinus(system), g), sigmaPlus(unit)],
  ] as const;
  return { HE: qubitHamiltonian(unit, 1), V, beta, bath };
}

const base: Omit<CollisionModelDefinition, "units"> = { HS: qubitHamiltonian(system, 1), tau: 0.3, initial: qubitState([0, 0, 0], system) };

describe("a model of your own", () => {
  it("homogenises with resonant exchange, without work", () => {
    const model = collisionModel({ ...base, units: exchange(cold, 2, "cold") });
    const { observables } = steady(model, { observables: ["sz", "Q", "W", "Sigma"] });
    expect(observables.sz).toBeCloseTo(-Math.tanh(1), 12);
    expect(observables.W).toBeCloseTo(0, 13);
    expect(observables.Sigma).toBeCloseTo(0, 12);
  });

  it("carries heat between two baths that take turns, meet at random, or meet at once", () => {
    for (const stream of ["cyclic", "mixture", "joint"] as const) {
      const units = [exchange(cold, 2, "cold"), exchange(hot, 0.5, "hot")];
      const model = collisionModel({ ...base, units, stream, ...(stream === "mixture" ? { probabilities: [0.5, 0.5] } : {}) });
      const { observables, diagnostics } = run(model, {
        steps: 400,
        saveEvery: 1,
        observables: ["Q", "Q_cold", "Q_hot", "W", "dU", "Sigma", "Sigma_total", "Q_total"],
      });
      const sum = (name: string) => (observables[name].slice(-2) as number[]).reduce((a, b) => a + (b ?? 0), 0);
      expect(diagnostics.firstLawResidual).toBeLessThan(1e-13);
      expect(sum("Q_hot")).toBeGreaterThan(0);
      expect(sum("Q_cold")).toBeLessThan(0);
      expect(sum("Q_hot") + sum("Q_cold")).toBeCloseTo(sum("Q"), 12);
      expect(sum("dU")).toBeCloseTo(0, 10);
      // Σ = −β_c Q_c − β_h Q_h in the steady cycle.
      expect(sum("Sigma")).toBeCloseTo(-2 * sum("Q_cold") - 0.5 * sum("Q_hot"), 10);
      const totals = observables.Q_total as number[];
      const added = (observables.Q.slice(1) as number[]).reduce((a, b) => a + b, 0);
      expect(totals[totals.length - 1]).toBeCloseTo(added, 12);
      (observables.Sigma.slice(1) as number[]).forEach((value) => expect(value).toBeGreaterThan(-1e-12));
    }
  });

  it("has three evaluations", () => {
    const values = (["exact", "second", "generator"] as const).map((evaluation) => {
      const model = collisionModel({ ...base, tau: 0.01, scaling: "1/sqrt(tau)", units: exchange(cold, 1, "cold", 0.5), evaluation });
      return steady(model, { observables: ["sz"] }).observables.sz as number;
    });
    for (const value of values) expect(value).toBeCloseTo(-Math.tanh(0.5), 2);
    const turns = collisionModel({
      ...base,
      tau: 0.01,
      scaling: "1/sqrt(tau)",
      units: [exchange(cold, 2, "cold"), exchange(hot, 0, "hot")],
      evaluation: "generator",
    });
    expect(steady(turns, { observables: ["sz"] }).observables.sz).toBeCloseTo(-Math.tanh(1) / 2, 10);
  });

  it("meets units at random times, averaged exactly", () => {
    const regular = collisionModel({ ...base, HS: scale(qubitHamiltonian(system, 1), 0), units: exchange(cold, 1, "cold") });
    const random = collisionModel({ ...base, HS: scale(qubitHamiltonian(system, 1), 0), units: exchange(cold, 1, "cold"), arrivals: 2 });
    // e^{pt(Φ−1)} = Σ_k e^{−pt}(pt)^k/k! Φ^k
    const t = 1.5;
    const after = run(regular, { steps: 60, saveEvery: 1, observables: ["sz"] }).observables.sz as number[];
    let weight = Math.exp(-2 * t);
    let average = 0;
    after.forEach((value, k) => {
      average += weight * value;
      weight *= (2 * t) / (k + 1);
    });
    expect(run(random, { times: [0, t], observables: ["sz"] }).observables.sz[1]).toBeCloseTo(average, 9);
    expect(() => collisionModel({ ...base, units: exchange(cold, 1, "cold"), arrivals: -1 })).toThrow(
      /Argument `arrivals` must be a finite number > 0/,
    );
  });

  it("stops when it stands still", () => {
    const model = collisionModel({ ...base, units: exchange(cold, 2, "cold", 2) });
    const { axis, observables } = run(model, { steps: 100000, saveEvery: 10, stationary: 1e-12, observables: ["sz"] });
    expect(axis.values.at(-1)).toBeLessThan(2000);
    expect(observables.sz).toHaveLength(axis.values.length);
    expect(observables.sz.at(-1)).toBeCloseTo(-Math.tanh(1), 10);
    expect(() => run(model, { steps: 10, stationary: 0 })).toThrow(/Argument `stationary`/);
  });

  it("finds the sector: a mode that exchanges quanta keeps its diagonal", () => {
    const mode = fock(12, "mode");
    const [a, n] = [annihilate(mode), number(mode)];
    const model = collisionModel({
      HS: n,
      units: {
        HE: qubitHamiltonian(cold, 1),
        V: [
          [a, sigmaPlus(cold)],
          [dag(a), sigmaMinus(cold)],
        ],
        beta: 1,
      },
      tau: 0.4,
      initial: fockState(mode, 0),
      observables: { quanta: n },
    });
    expect(planCollisions(model, { steps: 1 }).sector.count).toBe(12);
    const { observables, diagnostics } = run(model, { steps: 50, observables: ["quanta", "p_0", "Sigma"] });
    expect(observables.quanta[50]).toBeGreaterThan(0.2);
    expect(diagnostics.traceDefect).toBeLessThan(1e-13);
  });

  it("agrees between sector and full space, and with brute force, for random models; both laws to 1e-12", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 2, max: 3 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
        (d, u, seed, conserving) => {
          const next = D.numbers(seed);
          const [S, E] = [levels(d, "s"), levels(u, "e")];
          const joint = tensor(S, E);
          const HS = diagonal(
            S,
            Array.from({ length: d }, (_, k) => k),
          );
          const HE = diagonal(
            E,
            Array.from({ length: u }, (_, k) => k),
          );
          // Energy-conserving interactions split the space into sectors; others do not.
          const entries: [number, number, number, number][] = [];
          for (let i = 0; i < d * u; i++) {
            for (let j = 0; j < i; j++) {
              const energy = (q: number) => Math.floor(q / u) + (q % u);
              if (conserving && energy(i) !== energy(j)) continue;
              const [re, im] = [next(), next()];
              entries.push([i, j, re, im], [j, i, re, -im]);
            }
          }
          const V = Operator.fromEntries(joint, entries);
          const initial = basisState(S, 0);
          const model = collisionModel({ HS, units: { HE, V, beta: 0.8 }, tau: 0.7, initial });
          const names = ["energy", "dU", "Q", "W", "Sigma", "dS", "mutual_information", "relative_entropy", "ergotropy", "unit_ergotropy"];
          const { observables, diagnostics, final } = run(model, { steps: 4, saveEvery: 1, observables: names });
          const full = run(
            { ...model, initial: plus(scale(initial, 1), scale(fullPattern(S), 0)) },
            { steps: 4, saveEvery: 1, observables: names },
          );
          if (conserving) expect(planCollisions(model, { steps: 1 }).sector.count).toBe(d);
          for (const name of names) {
            observables[name].forEach((value, k) => {
              if (value === null) expect(full.observables[name][k]).toBeNull();
              else expect(value).toBeCloseTo(full.observables[name][k] as number, 11);
            });
          }
          expect(diagnostics.firstLawResidual).toBeLessThan(1e-12);
          expect(diagnostics.secondLawViolation).toBeLessThan(1e-12);
          // Brute force: four collisions with dense unitaries, entropies from eigenvalues.
          const H = D.fromMatrix(plus(lift(joint, HS), lift(joint, HE), V).toMatrix());
          const U = D.propagator(H, 0.7);
          const eta = D.fromMatrix(thermal(HE, { beta: 0.8 }).toMatrix());
          let rho = D.fromMatrix(initial.toMatrix());
          const entropy = (X: D.Dense) => Array.from(eigvalsh(D.toMatrix(X))).reduce((s, p) => s - (p > 1e-300 ? p * Math.log(p) : 0), 0);
          for (let n = 1; n <= 4; n++) {
            const after = D.mul(D.mul(U, D.kron(rho, eta)), D.dag(U));
            const [rho1, eta1] = [D.traceRight(after, u), D.traceLeft(after, u)];
            const Q = -D.mean(D.fromMatrix(HE.toMatrix()), D.add(eta1, eta, -1));
            expect(observables.Q[n]).toBeCloseTo(Q, 12);
            expect(observables.Sigma[n]).toBeCloseTo(entropy(rho1) - entropy(rho) - 0.8 * Q, 10);
            const mutual = entropy(rho1) + entropy(eta1) - entropy(rho) - entropy(eta);
            expect(observables.mutual_information[n]).toBeCloseTo(mutual, 10);
            rho = rho1;
          }
          expect(D.distance(D.fromMatrix(final.matrix()), rho)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("books ΔS − βQ for thermal units only, and says so", () => {
    const thermalUnits = collisionModel({ ...base, units: exchange(cold, 1, "cold") });
    const { observables } = run(thermalUnits, { steps: 3, saveEvery: 1, observables: ["Sigma", "Sigma_thermal"] });
    expect(observables.Sigma_thermal).toEqual(observables.Sigma);
    const { beta: _, ...athermal } = exchange(cold, 1, "cold");
    const other = collisionModel({ ...base, units: { ...athermal, state: qubitState([0.3, 0, 0.2], cold) } });
    expect(() => run(other, { steps: 1, observables: ["Sigma_thermal"] })).toThrow(
      /inverse temperature of bath "cold" for Σ = ΔS − βQ.*ask for Σ = I \+ D/s,
    );
    expect(run(other, { steps: 1, observables: ["Sigma"] }).observables.Sigma[1]).toBeGreaterThan(0);
  });

  it("warns where second order is unstable or not positive", () => {
    const model = collisionModel({ ...base, tau: 0.9, units: exchange(cold, 1, "cold"), evaluation: "second" });
    expect(model.warnings.join(" ")).toMatch(/The second-order map is not completely positive/);
    expect(collisionModel({ ...base, tau: 0.9, units: exchange(cold, 1, "cold") }).warnings).toEqual([]);
    const both = (evaluation: "exact" | "second") =>
      run(
        collisionModel({
          ...base,
          tau: 0.9,
          units: [exchange(cold, 1, "cold"), exchange(hot, 0, "hot")],
          stream: "joint",
          evaluation,
          initial: qubitState([0.5, 0, 0], system),
        }),
        { steps: 1, observables: ["sx"] },
      ).observables.sx[1] as number;

    expect(both("second")).not.toBeCloseTo(both("exact"), 3);
  });

  it("takes observables of its own", () => {
    const model = collisionModel({ ...base, units: exchange(cold, 1, "cold"), observables: [expectation("x", sigmaX(system))] });
    expect(run(model, { steps: 2, observables: ["x"] }).observables.x).toHaveLength(3);
    expect(() => model.observable("y")).toThrow(/Argument `observable`/);
    expect((model.dynamics as Collisions).tau).toBe(0.3);
  });
});

/** An operator with every entry stored: added with weight 0 it makes the sector the whole space. */
function fullPattern(space: ReturnType<typeof levels>): Operator {
  const d = space.dimension;
  return Operator.fromEntries(
    space,
    Array.from(
      { length: d * d },
      (_, k) => [Math.floor(k / d), k % d, 1, Math.floor(k / d) === k % d ? 0 : Math.floor(k / d) < k % d ? 1 : -1] as const,
    ),
  );
}

describe("bad input", () => {
  const notHermitian = Operator.fromEntries(tensor(system, cold), [[0, 1, 1]]);
  it.each([
    [{ tau: -0.1 }, /Argument `tau` must be a finite number > 0, but is -0.1/],
    [{ units: { ...exchange(cold, 1, "c"), V: notHermitian } }, /Argument `units.V` must be Hermitian/],
    [
      { units: { HE: qubitHamiltonian(cold, 1), V: exchange(cold, 1, "c").V } },
      /Argument `units` must have one of `T`, `beta` and `state`, but has none/,
    ],
    [{ units: [] }, /Argument `units` must hold at least one kind of unit/],
    [
      { units: { HE: qubitHamiltonian(cold, 1), V: exchange(cold, 1, "c").V, state: diagonal(cold, [1.2, -0.2]) } },
      /Argument `units.state` must be positive semidefinite, but .*-0.2/,
    ],
    [{ initial: diagonal(system, [0.5, 0.6]) }, /Argument `initial` must have trace 1/],
    [
      { units: [exchange(cold, 1, "a"), exchange(hot, 1, "b")], stream: "mixture", probabilities: [0.5, 0.6] },
      /Argument `probabilities` must add up to 1/,
    ],
    [
      { units: [exchange(cold, 1, "a"), exchange(hot, 1, "b")], stream: "mixture" },
      /Argument `probabilities` must have one entry per unit \(2\)/,
    ],
  ])("%#", (bad, message) => {
    expect(() => collisionModel({ ...base, units: exchange(cold, 1, "c"), ...(bad as Partial<CollisionModelDefinition>) })).toThrow(
      message,
    );
  });

  it("parameters of a model of your own cannot be changed unless you say how", () => {
    expect(() => collisionModel({ ...base, units: exchange(cold, 1, "c") }).with({ beta: 2 })).toThrow(/Argument `with` must be given/);
  });
});
