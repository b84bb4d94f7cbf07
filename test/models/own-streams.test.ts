/** Visits, schedules, the interaction picture and loss between collisions, against dense exponentials. */
import { describe, expect, it } from "vitest";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { type CollisionModelDefinition, collisionModel } from "../../src/models/collision-model.ts";
import type { Model } from "../../src/models/model.ts";
import { dag, lift, plus, scale, tensorOperators } from "../../src/operators/algebra.ts";
import { annihilate, number, projector, qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { qubitState, thermal } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, qubit, tensor } from "../../src/spaces/space.ts";
import { sweep } from "../../src/studies/sweep.ts";
import {
  add,
  type Dense,
  dag as denseDag,
  distance,
  fromMatrix,
  kron,
  mean,
  mul,
  propagator,
  traceRight,
} from "../reference/complex-dense.ts";
import { applyGenerator, propagate } from "../reference/liouvillian.ts";

const [a, b, u] = [qubit("a"), qubit("b"), qubit("u")];
const system = tensor(a, b);
const H1 = plus(
  lift(system, qubitHamiltonian(a, 1)),
  lift(system, qubitHamiltonian(b, 0.8)),
  scale(tensorOperators(sigmaX(a), sigmaX(b)), 0.1),
);
const HE = qubitHamiltonian(u, 1.1);
const exchange = (s: typeof a, g: number) => {
  const up = scale(tensorOperators(sigmaPlus(s), sigmaMinus(u)), g);
  return plus(up, dag(up));
};
const joint = tensor(system, u);
const wide = (A: Operator): Dense => fromMatrix(lift(joint, A).toMatrix());
const start = qubitState([0.3, 0.4, -0.5], a);
const initial = tensorOperators(start, qubitState([0, -0.6, 0.2], b));
const eta = (beta: number) => fromMatrix(thermal(HE, { beta }).toMatrix());
const jumps = [
  [lift(system, sigmaMinus(a)), 0.3],
  [lift(system, sigmaX(b)), 0.05],
] as const;
const flip = [scale(sigmaZ(u), Math.sqrt(0.2)), scale(plus(projector(u, 0), projector(u, 1)), Math.sqrt(0.8))];

const base: CollisionModelDefinition = { HS: H1, units: { HE, V: exchange(a, 0.9), beta: 0.7 }, tau: 0.4, initial };

/** ρ ⊗ η after unitaries and Kraus operators on the unit, without the unit. */
function collided(rho: Dense, unit: Dense, steps: readonly (Dense | readonly Dense[])[]): Dense {
  let R = kron(rho, unit);
  for (const step of steps) {
    const all = (Array.isArray(step[0]?.[0]?.[0]) && Array.isArray(step[0][0][0]) ? step : [step]) as readonly Dense[];
    R = all.map((K) => mul(mul(K, R), denseDag(K))).reduce((x, y) => add(x, y));
  }
  return traceRight(R, 2);
}

const free = add(wide(H1), wide(HE));
const U = (V: Operator, t: number, picture = false) => propagator(picture ? wide(V) : add(free, wide(V)), t);
const final = (model: Model, steps: number) => fromMatrix(run(model, { steps, observables: [] }).final.matrix());

describe("streams of one's own against brute force", () => {
  it("a unit visits two qubits, with a τ of its own for each and a channel between", () => {
    const visits = [{ V: exchange(a, 0.9) }, { channel: flip }, { V: exchange(b, 0.5), tau: 0.7 }];
    const model = collisionModel({ ...base, units: { HE, visits, beta: 0.7 } });
    let rho = fromMatrix(initial.toMatrix());
    for (let n = 0; n < 3; n++) rho = collided(rho, eta(0.7), [U(exchange(a, 0.9), 0.4), flip.map(wide), U(exchange(b, 0.5), 0.7)]);
    expect(distance(final(model, 3), rho)).toBeLessThan(1e-12);
    const { observables, diagnostics } = run(model, { steps: 3, observables: ["dU_total", "energy"] });
    expect(observables.dU_total[3]).toBeCloseTo((observables.energy[3] as number) - (observables.energy[0] as number), 12);
    expect(diagnostics.firstLawResidual).toBeLessThan(1e-12);
  });

  it("units follow a schedule, by place and as objects", () => {
    const cold = { HE, V: exchange(b, 0.6), beta: 2, bath: "cold" };
    const model = collisionModel({
      ...base,
      units: [base.units as never, { HE, V: exchange(a, 0.2), beta: 1 }],
      stream: (n) => (n % 3 === 0 ? cold : n % 2),
    });
    let rho = fromMatrix(initial.toMatrix());
    for (let n = 1; n <= 5; n++) {
      const [V, beta] =
        n % 3 === 0
          ? ([exchange(b, 0.6), 2] as const)
          : n % 2 === 0
            ? ([exchange(a, 0.9), 0.7] as const)
            : ([exchange(a, 0.2), 1] as const);
      rho = collided(rho, eta(beta), [U(V, 0.4)]);
    }
    expect(distance(final(model, 5), rho)).toBeLessThan(1e-12);
    expect(run(model, { steps: 3, observables: ["Q_cold"] }).observables.Q_cold[3]).not.toBe(0);
    expect(() => run(collisionModel({ ...base, stream: () => 3 }), { steps: 1 })).toThrow(
      /`stream` must give places in `units`.*collision 1 has 3/,
    );
    expect(() => run(collisionModel({ ...base, stream: (() => "a") as never }), { steps: 1 })).toThrow(
      /`stream` must be a function that returns a place/,
    );
    expect(() => run(collisionModel({ ...base, stream: (() => ({ HE })) as never }), { steps: 1 })).toThrow(
      /`stream\(1\)\.V` must be given/,
    );
  });

  it("in the interaction picture H gives energies only", () => {
    const model = collisionModel({ ...base, picture: "interaction" });
    const once = collided(fromMatrix(initial.toMatrix()), eta(0.7), [U(exchange(a, 0.9), 0.4, true)]);
    expect(distance(final(model, 1), once)).toBeLessThan(1e-13);
    const { observables } = run(model, { steps: 1, observables: ["dU", "Q", "W"] });
    expect(observables.dU[1]).toBeCloseTo((observables.Q[1] as number) + (observables.W[1] as number), 12);
  });

  it("loses energy between collisions, booked by bath", () => {
    const between = {
      duration: 0.6,
      jumps: [
        { operator: jumps[0][0], rate: jumps[0][1], bath: "walls" },
        { operator: jumps[1][0], rate: jumps[1][1], bath: "shaking" },
      ],
    };
    const model = collisionModel({ ...base, between });
    const { idle } = model.dynamics as Extract<Model["dynamics"], { kind: "collisions" }>;
    const { generator } = idle as NonNullable<typeof idle>;
    let rho = fromMatrix(initial.toMatrix());
    const heats = { walls: 0, shaking: 0 };
    const energy = (state: Dense) => mean(fromMatrix(H1.toMatrix()), state);
    let between_ = 0;
    let during = 0;
    for (let n = 0; n < 2; n++) {
      const before = rho;
      rho = collided(rho, eta(0.7), [U(exchange(a, 0.9), 0.4)]);
      during += energy(rho) - energy(before);
      let matrix = { rows: 4, columns: 4, data: Float64Array.from(rho.flat(2)) };
      const after = energy(rho);
      // Simpson's rule on fine steps of the flow: independent of the series that is tested.
      const N = 60;
      for (let k = 0; k <= N; k++) {
        const weight = ((k === 0 || k === N ? 1 : k % 2 ? 4 : 2) * 0.6) / (3 * N);
        for (const bath of ["walls", "shaking"] as const) {
          const only = { ...generator, hamiltonian: [], dissipators: generator.dissipators.filter((d) => d.bath === bath) };
          heats[bath] += weight * mean(fromMatrix(H1.toMatrix()), fromMatrix(applyGenerator(only, matrix)));
        }
        if (k < N) matrix = propagate(generator, matrix, 0.6 / N, 4) as typeof matrix;
      }
      rho = fromMatrix(matrix);
      between_ += energy(rho) - after;
    }
    const names = [
      "dU_total",
      "dU_idle",
      "dU_idle_total",
      "Q_idle_total",
      "W_idle_total",
      "Q_walls_idle_total",
      "Q_shaking_idle_total",
      "energy",
    ];
    const { observables } = run(model, { steps: 2, observables: names });
    expect(distance(final(model, 2), rho)).toBeLessThan(1e-9);
    const at = (name: string) => observables[name][2] as number;
    expect(at("dU_total")).toBeCloseTo(during, 9);
    expect(at("dU_idle_total")).toBeCloseTo(between_, 9);
    expect(at("Q_walls_idle_total")).toBeCloseTo(heats.walls, 8);
    expect(at("Q_shaking_idle_total")).toBeCloseTo(heats.shaking, 8);
    expect(at("dU_total") + at("dU_idle_total")).toBeCloseTo(at("energy") - (observables.energy[0] as number), 12);
    expect(at("Q_idle_total") + at("W_idle_total")).toBeCloseTo(at("dU_idle_total"), 13);
    expect(at("W_idle_total")).toBeCloseTo(0, 12);
    const limit = steady(model, { observables: ["dU", "dU_idle"] }).observables;
    expect((limit.dU as number) + (limit.dU_idle as number)).toBeCloseTo(0, 12);
  });

  it("a lossy cavity between collisions decays as κ says", () => {
    const mode = fock(12, "mode");
    const V = scale(tensorOperators(annihilate(mode), sigmaPlus(u)), 0);
    const model = collisionModel({
      HS: number(mode),
      units: { HE, V: plus(V, dag(V)), beta: 1 },
      tau: 1,
      between: { duration: 0.5, baths: { walls: { lowering: annihilate(mode), omega: 1, rate: 0.4, T: 0 } } },
      initial: Array.from({ length: 12 }, (_, n) => (n === 3 ? 1 : 0)),
    });
    const { observables } = run(model, { steps: 4, observables: ["energy", "Q_walls_idle_total"] });
    observables.energy.forEach((E, n) => expect(E).toBeCloseTo(3 * Math.exp(-0.2 * n), 12));
    expect(observables.Q_walls_idle_total[4]).toBeCloseTo(3 * (Math.exp(-0.8) - 1), 12);
  });

  it("is a family over its parameters", async () => {
    const family = collisionModel((p) => ({ ...base, tau: p.tau, units: { HE, V: exchange(a, p.g), beta: 0.7 } }), { tau: 0.4, g: 0.9 });
    const swept = sweep(family, { over: "g", values: [0.2, 0.9], steps: 2, observables: ["energy"] });
    expect(swept.observables.energy[1]).toBe(run(collisionModel(base), { steps: 2, observables: ["energy"] }).observables.energy[2]);
    const { mean: average } = await ensemble(family, {
      steps: 2,
      trajectories: 8,
      noise: { tau: normal(0.4, 0.01) },
      observables: ["energy"],
      threads: 1,
    });
    expect(average.energy[2]).toBeCloseTo(swept.observables.energy[1] as number, 2);
    expect(() => collisionModel(base).with({ tau: 1 })).toThrow(/collisionModel\(\(p\) => /);
    expect(() => family.with({ tua: 1 })).toThrow(/tau/);
  });

  const wrong: readonly (readonly [string, object, RegExp])[] = [
    [
      "both V and visits",
      { units: { HE, V: exchange(a, 1), visits: [{ V: exchange(a, 1) }], beta: 1 } },
      /`units` must have either `V` or `visits`/,
    ],
    ["neither", { units: { HE, beta: 1 } }, /`units\.V` must be given/],
    ["no visit", { units: { HE, visits: [], beta: 1 } }, /`units\.visits` must hold at least one visit/],
    ["channels only", { units: { HE, visits: [{ channel: flip }], beta: 1 } }, /must meet the system at least once/],
    [
      "a channel that loses trace",
      { units: { HE, visits: [{ V: exchange(a, 1) }, { channel: [scale(sigmaZ(u), 0.5)] }], beta: 1 } },
      /must keep the trace/,
    ],
    [
      "visits beside a limit",
      { evaluation: "generator", units: { HE, visits: [{ V: exchange(a, 1) }], beta: 1 } },
      /`visits` must be left out beside `evaluation`/,
    ],
    ["a pause beside arrivals", { arrivals: 1, between: { duration: 1 } }, /`between\.duration` must be left out beside `arrivals`/],
    ["a negative pause", { between: { duration: -1 } }, /`between\.duration` must be/],
    ["a pause without end", { between: { jumps } }, /`between\.duration` must be given/],
    ["an unknown picture", { picture: "heisenberg" }, /`picture` must be "schroedinger" or "interaction"/],
    ["a jump elsewhere", { between: { duration: 1, jumps: [[sigmaMinus(u), 1]] } }, /must act on the system/],
  ];
  for (const [what, change, sentence] of wrong) {
    it(`${what}: one sentence`, () => expect(() => collisionModel({ ...base, ...change } as never)).toThrow(sentence));
  }
});
