/** Inverted units, clusters of three and more atoms, an angle per cavity, and loss, each against the whole space. */
import { describe, expect, it } from "vitest";
import { interaction } from "../../src/dynamics/contact.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { composite } from "../../src/models/composite.ts";
import { clusterMoments, rotatingSteady } from "../../src/models/composite-formulas.ts";
import { harvest } from "../../src/models/harvest.ts";
import { ladderPopulations } from "../../src/models/harvest-formulas.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { dag, diagonal, lift, plus, scale } from "../../src/operators/algebra.ts";
import { annihilate, create, number, projector, qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { fockState, qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, Space, tensor } from "../../src/spaces/space.ts";
import { dag as adjoint, type Dense, distance, fromMatrix, kron, mul, propagator, traceRight } from "../reference/complex-dense.ts";

const dense = (A: Operator): Dense => fromMatrix(A.toMatrix());
const collided = (rho: Dense, eta: Dense, U: Dense) => traceRight(mul(mul(U, kron(rho, eta)), adjoint(U)), eta.length);

describe("inverted units of the composite model", () => {
  it("one and two of them drive the qubit as their whole space does", () => {
    for (const N of [1, 2]) {
      const [T, tau, f1, f2] = [-0.8, 0.5, 0.3, 0.5];
      const model = composite({ N, T, tau, f1, f2, initial: "plus" });
      const s = model.dynamics.system;
      const atoms = Array.from({ length: N }, (_, k) => qubit(`u${k}`));
      const unit = tensor(...atoms);
      const A = plus(...atoms.map((atom) => lift(unit, sigmaMinus(atom))));
      const HE = plus(...atoms.map((atom) => lift(unit, qubitHamiltonian(atom, 1))));
      const S = plus(scale(sigmaZ(s), f1), scale(sigmaMinus(s), f2));
      const V = interaction([
        [dag(S), A],
        [S, dag(A)],
      ]);
      const joint = tensor(s, unit);
      const H = plus(lift(joint, qubitHamiltonian(s, 1)), lift(joint, HE), scale(lift(joint, V), 1 / Math.sqrt(tau)));
      const [up, down] = [Math.exp(-0.5 / T), Math.exp(0.5 / T)];
      const one = [up / (up + down), down / (up + down)];
      expect(one[0]).toBeGreaterThan(0.5);
      const weights = N === 1 ? one : one.flatMap((p) => one.map((q) => p * q));
      const rho = collided(dense(model.initial), dense(diagonal(unit, weights)), propagator(dense(H), tau));
      expect(distance(fromMatrix(run(model, { steps: 1, observables: [] }).final.matrix()), rho)).toBeLessThan(1e-12);
      expect(run(model, { steps: 1, observables: ["Sigma"] }).observables.Sigma[1]).toBeGreaterThan(0);
    }
  });

  it("invert the qubit, as the closed form says", () => {
    const { sz } = steady(composite({ T: -0.5, f1: 0, f2: 0.6, evaluation: "generator" }), { observables: ["sz"] }).observables;
    expect(sz).toBeCloseTo(Math.tanh(1), 10);
    const form = rotatingSteady(0, 0.6, 1, clusterMoments("qubits", 1, -0.5, 1));
    expect(form[2]).toBeCloseTo(sz as number, 10);
    expect(run(composite({ T: -0.5 }), { steps: 0, observables: ["sz"] }).observables.sz[0]).toBeCloseTo(Math.tanh(1), 12);
  });

  it("are refused where there is no highest level, and amplify an oscillator", () => {
    expect(() => composite({ T: -1, bath: "oscillators" })).toThrow(/`T` must be ≥ 0 for a bath of oscillators, but is -1/);
    expect(() => composite({ T: -1, target: "oscillator" })).toThrow(/`T_S` must be given for an oscillator that meets inverted units/);
    expect(() => steady(composite({ T: -1, target: "oscillator", T_S: 0, levels: 8 }))).toThrow(/amplified for ever/);
  });
});

describe("clusters of three atoms", () => {
  const gtau = 0.4;
  const atoms = [1, 2, 3].map((k) => qubit(`atom${k}`));
  const unit = tensor(...atoms);
  const s = harvest().dynamics.system;
  const lowering = plus(...atoms.map((atom) => lift(unit, sigmaMinus(atom))));
  const H = interaction([
    [sigmaPlus(s), lowering],
    [sigmaMinus(s), dag(lowering)],
  ]);
  const U = propagator(dense(lift(tensor(s, unit), H)), gtau);

  it("without their coherences are products with p_k spread evenly", () => {
    const p = ladderPopulations(3, 2);
    const counts = [1, 3, 3, 1];
    const weights = Array.from({ length: 8 }, (_, i) => {
      const excited = 3 - [...i.toString(2)].filter((bit) => bit === "1").length;
      return p[excited] / counts[excited];
    });
    const model = harvest({ N: 3, nbar: 2, dephased: true, gtau });
    const rho = collided(dense(model.initial), dense(diagonal(unit, weights)), U);
    expect(distance(fromMatrix(run(model, { steps: 1, observables: [] }).final.matrix()), rho)).toBeLessThan(1e-12);
  });

  it("in a state of one's own, coherent ones too", () => {
    const amplitudes = [0.5, 0.1, 0.2, 0.3, 0.4, 0.1, 0.3];
    const rest = Math.sqrt(1 - amplitudes.reduce((sum, x) => sum + x * x, 0));
    const psi = [...amplitudes, rest];
    const rows = psi.map((x) => psi.map((y) => [x * y, 0]));
    const eta = psi.map((x) => psi.map((y) => [x * y, 0] as [number, number]));
    const model = harvest({ rho_b: rows, gtau, initial_bloch: [0.6, 0, 0.3] });
    expect(
      distance(fromMatrix(run(model, { steps: 1, observables: [] }).final.matrix()), collided(dense(model.initial), eta, U)),
    ).toBeLessThan(1e-12);
    expect(() => harvest({ rho_b: rows.slice(0, 3) })).toThrow(/`rho_b` must be 4 rows of 4 entries/);
  });
});

describe("phaseonium", () => {
  it("takes an angle per cavity", () => {
    const parameters = { cavities: 2, levels: 3, alpha: 0.5, phi: 2, T0: [0.4, 0.7] };
    const model = phaseonium({ ...parameters, theta: [0.3, 0.8] });
    const atom = levels(["e", "g1", "g2"], "atom");
    const joint = tensor(model.dynamics.system, atom);
    const crossing = (k: number, angle: number) => {
      const space = new Space([model.dynamics.system.factors[k]]);
      const up = plus(
        lift(joint, annihilate(space), projector(atom, "e", "g1")),
        lift(joint, annihilate(space), projector(atom, "e", "g2")),
      );
      return propagator(dense(plus(up, dag(up))), angle);
    };
    const alpha2 = 0.25;
    const ground = (1 - alpha2) / 2;
    const eta: Dense = [
      [
        [alpha2, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [ground, 0],
        [ground * Math.cos(2), ground * Math.sin(2)],
      ],
      [
        [0, 0],
        [ground * Math.cos(2), -ground * Math.sin(2)],
        [ground, 0],
      ],
    ];
    const rho = collided(dense(model.initial), eta, mul(crossing(1, 0.8), crossing(0, 0.3)));
    expect(distance(fromMatrix(run(model, { steps: 1, observables: [] }).final.matrix()), rho)).toBeLessThan(1e-12);
    const same = run(phaseonium({ ...parameters, theta: [0.3, 0.3] }), { steps: 3, observables: ["n1", "n2"] }).observables;
    const one = run(phaseonium({ ...parameters, theta: 0.3 }), { steps: 3, observables: ["n1", "n2"] }).observables;
    for (const name of ["n1", "n2"]) same[name].forEach((n, k) => expect(n).toBeCloseTo(one[name][k] as number, 13));
    expect(() => phaseonium({ theta: [0.1] })).toThrow(/`theta` must have one angle per cavity \(2\)/);
    expect(() => phaseonium({ theta: [0.1, Number.NaN] })).toThrow(/`theta\[1\]` must be a finite number/);
    expect(() => phaseonium({ theta: Number.NaN })).toThrow(/`theta` must be a finite number/);
  });

  it("books what cavities lose between collisions", () => {
    const model = phaseonium({ cavities: 2, levels: 5, kappa: 0.2, Tenv: 0.3 });
    const { observables } = run(model, { steps: 6, observables: ["energy", "dU_total", "dU_idle_total", "Q_walls_idle_total"] });
    const [E, inside, between] = ["energy", "dU_total", "dU_idle_total"].map((name) => observables[name].at(-1) as number);
    expect(inside + between).toBeCloseTo(E - (observables.energy[0] as number), 12);
    expect(observables.Q_walls_idle_total.at(-1)).toBeCloseTo(between, 12);
    expect(between).toBeLessThan(0);
  });
});

it("arrivals of units that lose no work book none, whatever rounding leaves of it", () => {
  const [c, atom] = [fock(30, "c"), qubit("A")];
  const model = collisionModel({
    HS: number(c),
    units: {
      HE: qubitHamiltonian(atom, 1),
      V: [
        [scale(annihilate(c), 0.7), sigmaPlus(atom)],
        [scale(create(c), 0.7), sigmaMinus(atom)],
      ],
      state: qubitState([0, 0, 0.8], atom),
    },
    tau: 1,
    arrivals: 1,
    initial: fockState(c, 0),
  });
  const { observables } = run(model, { until: 1, observables: ["W", "dU", "Q"] });
  expect(observables.W.at(-1)).toBeCloseTo(0, 12);
  expect(observables.dU.at(-1)).toBeCloseTo(observables.Q.at(-1) as number, 12);
});
