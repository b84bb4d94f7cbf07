/** Measured units: all records, single ones, and trajectories against exact means and variances. */
import { describe, expect, it } from "vitest";
import {
  bloch,
  collisionModel,
  everyRecord,
  type Generator,
  identity,
  lift,
  likelihoods,
  type Model,
  measured,
  type Operator,
  plus,
  qubit,
  replay,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaY,
  sigmaZ,
  tensor,
  unravel,
} from "../../../src/index.ts";
import { excitation, excited, ground, S, streamOf, swapCollision, swapMachine } from "../counting/models.ts";
import { drivenSwaps, reference, unit } from "./models.ts";

/** The largest difference between a state and that of a run without readings. */
function furthest(state: Operator, model: Model, steps: number): number {
  const wanted = run(model, { steps, saveEvery: steps, observables: [] }).final.matrix().data;
  return state.toMatrix().data.reduce((most, value, k) => Math.max(most, Math.abs(value - wanted[k])), 0);
}

describe.each(["records-clicks", "records-thermal", "records-x"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const beta = p.beta === "Infinity" ? Number.POSITIVE_INFINITY : p.beta;
  const model = drivenSwaps(p.Omega, p.td, p.theta, beta);
  const by = measured({ observable: p.basis === "x" ? sigmaX(unit) : excitation(unit) });

  it("has the statistics of all records", () => {
    const all = everyRecord(model, { by, steps: p.k, observables: ["sz", "purity"] });
    near(all.P[1], e.P_N);
    near(all.mean.sz, e.mean_sz);
    near(all.variance.sz, e.var_sz);
    near(all.mean.purity, e.mean_purity);
    near(all.entropy, e.entropy);
  });

  it("follows a given record", () => {
    const found = replay(model, { by, record: p.record, observables: ["sz"] });
    near(found.logLikelihood, e.loglik);
    near(found.observables.sz.slice(1), e.sz_along);
    near(replay(model, { by, record: ["1"] }).probabilities[0], e.P_first);
  });

  it("draws records whose mean and variance are the exact ones", async () => {
    const trajectories = 4000;
    const found = await unravel(model, { by, steps: p.k, trajectories, seed: 3, observables: ["sz", "N_1"] });
    const [mean, std] = [found.mean.sz.at(-1) as number, found.std.sz.at(-1) as number];
    expect(Math.abs(mean - e.mean_sz)).toBeLessThan(4 * Math.sqrt(e.var_sz / trajectories));
    // the values lie in [−1, 1]: their fourth central moment is at most four times their variance
    expect(Math.abs(std * std - e.var_sz)).toBeLessThan(4 * Math.sqrt((4 * e.var_sz) / trajectories));
    const expected = e.P_N.reduce((sum: number, P: number, n: number) => sum + n * P, 0);
    expect(Math.abs((found.mean.N_1.at(-1) as number) - expected)).toBeLessThan(4 * (found.standardError.N_1.at(-1) as number));
  });
});

const rotated = drivenSwaps(1.1, 0.6, 0.5, 1.2, plus(scaled(ground(), 0.4), scaled(excited(), 0.6), scaled(sigmaX(S), 0.3)));
const bases = { x: sigmaX(unit), y: sigmaY(unit), z: sigmaZ(unit), tilted: plus(sigmaZ(unit), scaled(sigmaX(unit), 0.7), sigmaY(unit)) };

describe("a reading that nobody looks at", () => {
  it.each(Object.entries(bases))("does nothing to the system, in the basis of %s", (_, observable) => {
    const all = everyRecord(rotated, { by: measured({ observable }), steps: 10, observables: [] });
    expect(all.records).toBe(1024);
    expect(furthest(all.state, rotated, 10)).toBeLessThan(1e-14);
  });

  it("does nothing as a POVM, with misreadings and losses, or as an instrument", () => {
    const [up, down] = [excitation(unit), plus(scaled(sigmaZ(unit), -0.5), scaled(identity(unit), 0.5))];
    const trine = [0, 1, 2].map((k) => {
      const angle = (2 * Math.PI * k) / 3;
      const direction = plus(scaled(sigmaX(unit), Math.sin(angle)), scaled(sigmaZ(unit), Math.cos(angle)));
      return scaled(plus(identity(unit), direction), 1 / 3);
    });
    const damping = [sigmaMinus(unit), down];
    for (const by of [
      measured({ outcomes: trine }),
      measured({ observable: up, efficiency: 0.7 }),
      measured({
        observable: up,
        confusion: [
          [0.95, 0.05],
          [0.2, 0.8],
        ],
      }),
      measured({ instrument: [[damping[0]], [damping[1]]] }),
    ]) {
      expect(furthest(everyRecord(rotated, { by, steps: 6, observables: [] }).state, rotated, 6)).toBeLessThan(1e-14);
    }
  });

  it("does nothing beside evolution between collisions, in cycles, mixtures and joint streams", () => {
    const generator: Generator = {
      kind: "generator",
      system: S,
      hamiltonian: [{ operator: scaled(sigmaX(S), 0.3), coefficient: 1 }],
      dissipators: [{ left: sigmaMinus(S), right: sigmaMinus(S), rate: 0.2, bath: "loss" }],
      baths: { loss: { beta: null } },
    };
    const idle = { generator, duration: 0.4 };
    const [hot, cold] = [swapCollision("hot", 0.4, 0.6), swapCollision("cold", 1.1, 0.5)];
    const idling = streamOf({ kind: "constant", collision: hot }, ground(), excitation(S), idle);
    const cases: [Model, Parameters<typeof measured>[0]][] = [
      [idling, { observable: excitation(qubit("hot")) }],
      [swapMachine(ground()), { observable: sigmaX(qubit("cold")), units: "cold" }],
      [
        streamOf({ kind: "joint", collisions: [hot, { ...cold, visits: [{ ...cold.visits[0], duration: 0.6 } as never] }] }, ground()),
        { observable: sigmaX(qubit("cold")), units: "cold" },
      ],
    ];
    for (const [model, reading] of cases) {
      const all = everyRecord(model, { by: measured(reading), steps: 6, observables: [] });
      expect(furthest(all.state, model, 6)).toBeLessThan(2e-14);
    }
    expect(everyRecord(cases[1][0], { by: measured(cases[1][1]), steps: 6, observables: [] }).records).toBe(8);
  });

  it("learns nothing at efficiency 0", () => {
    const by = measured({ observable: sigmaX(unit), efficiency: 0 });
    const all = everyRecord(rotated, { by, steps: 5, observables: ["sz"] });
    expect(all.records).toBe(1);
    expect(all.variance.sz).toBe(0);
  });
});

describe("records", () => {
  const by = measured({ observable: sigmaX(unit), efficiency: 0.8 });
  const options = { by, steps: 40, trajectories: 70, seed: 11, observables: ["sz", "purity"], records: true };

  it("are the same however often one looks and however many follow", async () => {
    const whole = await unravel(rotated, options);
    const fewer = await unravel(rotated, { ...options, trajectories: 33, saveEvery: 7, observables: ["N_0"] });
    expect(fewer.records?.values).toEqual(whole.records?.values.subarray(0, 33 * 40));
    expect(fewer.records?.logLikelihoods).toEqual(whole.records?.logLikelihoods.slice(0, 33));
    const other = await unravel(rotated, { ...options, seed: 12 });
    expect(other.records?.values).not.toEqual(whole.records?.values);
  });

  it("replay to the likelihood that they were drawn with", async () => {
    const { records } = await unravel(rotated, options);
    for (const k of [0, 31, 69]) {
      const found = replay(rotated, { by, record: records?.values.subarray(40 * k, 40 * (k + 1)) as Int16Array });
      expect(found.logLikelihood).toBe(records?.logLikelihoods[k]);
      expect(found.probabilities.reduce((sum, p) => sum + Math.log(p), 0)).toBeCloseTo(found.logLikelihood as number, 11);
    }
  });

  it("that cannot happen have no likelihood and no state", () => {
    const silent = drivenSwaps(0, 0.6, 0.5, Number.POSITIVE_INFINITY);
    const found = replay(silent, { by: measured({ observable: excitation(unit) }), record: [0, 1, 0], observables: ["sz"] });
    expect(found).toMatchObject({ logLikelihood: null, state: null, probabilities: [1, 0, 0], observables: { sz: [-1, -1, null, null] } });
  });

  it("tell a parameter by their likelihood", async () => {
    const at = (Omega: number) => ({
      ...drivenSwaps(Omega, 0.6, 0.5, 1.2),
      with: (changes: Readonly<Record<string, unknown>>) => at(changes.Omega as number),
    });
    const energy = measured({ observable: excitation(unit) });
    const { records } = await unravel(at(1.1), { by: energy, steps: 100, trajectories: 64, seed: 5, records: true });
    const list = Array.from({ length: 64 }, (_, k) => records?.values.subarray(100 * k, 100 * (k + 1)) as Int16Array);
    const values = Array.from({ length: 11 }, (_, k) => 0.6 + 0.1 * k);
    const found = likelihoods(at(1.1) as Model, { by: energy, records: list, parameter: "Omega", values });
    expect(Math.abs((found.best?.value as number) - 1.1)).toBeLessThan(0.15);
    expect(found.posterior?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    const single = replay(at(0.6) as Model, { by: energy, record: list[0] }).logLikelihood as number;
    expect(likelihoods(at(1) as Model, { by: energy, records: [list[0]], parameter: "Omega", values: [0.6] }).logLikelihoods[0]).toBe(
      single,
    );
  });

  it("stop when the standard error is small enough, at a border of 256", async () => {
    const found = await unravel(rotated, {
      ...options,
      steps: 5,
      trajectories: 5000,
      quantiles: [0, 0.5, 1],
      stopWhen: { standardError: { sz: 0.03 } },
    });
    expect(found.stoppedEarly).toBe(true);
    expect(found.trajectories % 256).toBe(0);
    expect(found.quantiles?.values.sz[0].at(-1)).toBe(found.min.sz.at(-1));
    expect(found.quantiles?.values.sz[2].at(-1)).toBe(found.max.sz.at(-1));
  });
});

describe("feedback", () => {
  const { p, e, near } = reference("feedback-cooling");
  const meter = qubit("meter");
  const joint = tensor(S, meter);
  const pe = 1 / (1 + Math.exp(p.beta0));
  const plusX = scaled(plus(identity(meter), sigmaX(meter)), 0.5);
  const reader = {
    unit: meter,
    state: [{ name: "meter", weight: 1, state: plusX }],
    visits: [{ kind: "unitary" as const, H: lift(joint, sigmaZ(S), sigmaY(meter)), duration: p.theta / 2 }],
    HE: null,
    beta: null,
    bath: "meter",
  };
  const stream = { kind: "cyclic" as const, collisions: [swapCollision("hot", p.beta_hot, p.heat_theta), reader] };
  const model = streamOf(stream, plus(scaled(excited(), pe), scaled(ground(), 1 - pe)), excitation(S));
  const flip = [scaled(sigmaX(S), Math.sqrt(1 - p.error)), scaled(identity(S), Math.sqrt(p.error))];
  // |e> turns +x towards |g> of the meter or away from it; the outcome that is likelier for |e> is called "e"
  const names = ["e", "g"];
  const by = measured({ observable: excitation(meter), names, units: "meter", feedback: { e: flip } });

  it("after the last outcome cools as exact enumeration says", () => {
    for (const k of [1, 4, 9]) near(everyRecord(model, { by, steps: 2 * k, observables: ["energy"] }).mean.energy, e.E_A[k - 1]);
    near(everyRecord(model, { by, steps: 18, observables: [] }).entropy, e.entropy_A);
    const none = measured({ observable: excitation(meter), units: "meter" });
    near(everyRecord(model, { by: none, steps: 18, observables: ["energy"] }).mean.energy, e.E_none[8]);
  });

  it("cools trajectories alike", async () => {
    const found = await unravel(model, { by, steps: 18, saveEvery: 2, trajectories: 2000, seed: 1, observables: ["energy"] });
    e.E_A.forEach((wanted: number, k: number) => {
      expect(Math.abs((found.mean.energy[k + 1] as number) - wanted)).toBeLessThan(4.5 * (found.standardError.energy[k + 1] as number));
    });
  });
});

describe("bad input", () => {
  const E = excitation(unit);
  const good = { by: measured({ observable: E }), steps: 3, trajectories: 4 };
  const HE = scaled(sigmaZ(unit), 0.5);
  const atRandom = collisionModel({
    HS: excitation(S),
    units: { HE, V: [[sigmaX(S), sigmaX(unit)]], beta: 1 },
    tau: 0.4,
    arrivals: 1,
    initial: ground(),
  });
  it.each<[() => unknown, RegExp]>([
    [() => measured({}), /must have one of `observable`, `outcomes` and `instrument`, but none is given/],
    [() => measured({ observable: E, outcomes: [E] }), /but more are given/],
    [
      () => measured({ outcomes: [E, scaled(E, 0.5)] }),
      /`outcomes` must be operators of all outcomes that add up to 1, but their sum differs from it by 1/,
    ],
    [
      () => measured({ outcomes: [scaled(identity(unit), 1.25), scaled(identity(unit), -0.25)] }),
      /`outcomes\[1\]` must have no negative eigenvalue, but its lowest one is -0\.25/,
    ],
    [() => measured({ outcomes: [identity(unit), sigmaMinus(unit)] }), /outcomes\[1\].*Hermitian/i],
    [() => measured({ observable: E, efficiency: 1.2 }), /`efficiency` must be a finite number ≥ 0 and ≤ 1, but is 1\.2/],
    [
      () =>
        measured({
          observable: E,
          confusion: [
            [1, 0],
            [0.5, 0.4],
          ],
        }),
      /`confusion\[1\]` must add up to 1, but its sum is 0\.9/,
    ],
    [() => measured({ observable: E, names: ["a"] }), /`names` must name each of 2 outcomes/],
    [() => measured({ observable: E, feedback: { click: sigmaX(S) } }), /`feedback` must name outcomes \(0, 1\), but it names "click"/],
    [() => measured({ observable: E, feedback: { 1: scaled(sigmaX(S), 0.5) } }), /`feedback\.1` must be operators K/],
    [
      () => everyRecord(rotated, { by: good.by, steps: 24 }),
      /leave at most 10000000 records, but 2 outcomes of 24 collisions make 16777216/,
    ],
    [() => everyRecord(rotated, { by: measured({ observable: excitation(qubit("other")) }), steps: 2 }), /`by` must act on the unit/],
    [
      () => everyRecord(rotated, { by: measured({ observable: E, units: "hot" }), steps: 2 }),
      /`by\.units` must name the bath of some units, but is "hot"/,
    ],
    [() => everyRecord(bloch(), good as never), /must have only known names/],
    [() => everyRecord(bloch(), { by: good.by, steps: 2 }), /`model` must be a collision model for its units to be read/],
    [() => everyRecord(atRandom, { by: good.by, steps: 2 }), /its units arrive at random times\. Follow trajectories of them/],
    [() => replay(rotated, { by: good.by, record: [0, 2] }), /`record\[1\]` must be an outcome \(0, 1\) by name or number, but is 2/],
    [() => replay(rotated, { by: good.by, record: 3 as never }), /`record` must be a list of outcomes/],
    [() => likelihoods(rotated, { by: good.by, records: [], parameter: "g", values: [1] }), /`records` must hold at least one record/],
  ])("is told in a sentence: %#", (call, sentence) => {
    expect(call).toThrow(sentence);
  });

  it.each<[object, RegExp]>([
    [{ ...good, trajectories: 1 }, /`trajectories` must be an integer from 2/],
    [{ ...good, by: "jumps" }, /`by` must be a measurement, but is "jumps"/],
    [{ ...good, observables: ["N_7"] }, /must count outcomes, but is "N_7"/],
    [{ ...good, observables: ["Q"] }, /must be of the conditional state/],
    [{ ...good, steps: 1e6, trajectories: 1e6, records: true }, /`records` must need at most/],
    [{ ...good, stopWhen: { standardError: { sq: 1 } } }, /must name recorded observables/],
    [{ ...good, quantiles: [2] }, /`quantiles\[0\]`/],
  ])("of `unravel` too: %#", async (options, sentence) => {
    await expect(unravel(rotated, options as never)).rejects.toThrow(sentence);
  });
});
