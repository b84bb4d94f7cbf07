/** Units that arrive at Poisson times and are read: closed forms of readings that leave populations alone, dense operators else. */
import { describe, expect, it } from "vitest";
import { documentFromData, documentModel } from "../../../src/documents/index.ts";
import {
  basisState,
  clickStatistics,
  collisionModel,
  everyRecord,
  identity,
  kerr,
  levels,
  lift,
  likelihoods,
  type Model,
  measured,
  normal,
  Operator,
  planUnravel,
  plus,
  qubit,
  qubitState,
  recordedCounts,
  recordedWaiting,
  recordLedger,
  recordRule,
  replay,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  stateRule,
  tensor,
  times,
  unravel,
} from "../../../src/index.ts";
import {
  add,
  type Dense,
  dag,
  dense,
  eye,
  kron,
  mul,
  numbers,
  propagator,
  randomHermitian,
  randomState,
  times as scaledBy,
  trace,
  traceRight,
} from "../../reference/complex-dense.ts";
import { exchange } from "../counting/models.ts";

const S = qubit("S");
const M = qubit("M");
const joint = tensor(S, M);
const RATE = 1.5;

/** Meters in |↓⟩ that turn by θ where the qubit is up: ⟨↑|W|↓⟩ = −i sin θ |e⟩⟨e|, so that p(up|e) = sin²θ and p(up|g) = 0. */
const THETA = 0.7;
const up = times(sigmaPlus(S), sigmaMinus(S));
function meters(rate = RATE, changes: object = {}): Model {
  return collisionModel(
    ({ theta }) => ({
      HS: scaled(sigmaZ(S), 0.4),
      units: {
        HE: scaled(sigmaZ(M), 0),
        V: scaled(times(lift(joint, up), lift(joint, sigmaX(M))), theta),
        state: basisState(M, 1),
        bath: "meter",
      },
      tau: 1,
      arrivals: rate,
      initial: qubitState([0.3, 0, 0.2], S),
      ...changes,
    }),
    { theta: THETA },
  );
}
const by = measured({ observable: sigmaZ(M), names: ["down", "up"] });

describe("readings that leave populations alone", () => {
  const [pe, pg] = [0.6, 0.4];
  const c2 = Math.cos(THETA) ** 2;

  it("the population given a record is Bayes', its density that of the arrivals times the chance of the outcomes", () => {
    const model = meters();
    const record = { times: [0.4, 1.1, 1.9], which: ["down", "down", "down"], until: 3 };
    const found = replay(model, { by, record, observables: ["sz"], times: [0, 0.5, 1.2, 3] });
    const after = (n: number) => (pe * c2 ** n - pg) / (pe * c2 ** n + pg);
    [0, 1, 2, 3].forEach((n, k) => expect(found.observables.sz[k]).toBeCloseTo(after(n), 13));
    expect(found.logLikelihood).toBeCloseTo(3 * Math.log(RATE) - RATE * 3 + Math.log(pe * c2 ** 3 + pg), 12);
    const one = replay(model, { by, record: { times: [0.4, 1.1], which: [0, "up"], until: 2 }, observables: ["sz"] });
    expect(one.observables.sz.at(-1)).toBeCloseTo(1, 13);
    expect(one.logLikelihood).toBeCloseTo(2 * Math.log(RATE) - RATE * 2 + Math.log(pe * c2 * (1 - c2)), 12);
    // after "up" the qubit is up, and a meter that cannot turn does not
    expect(replay(meters(RATE, {}), { by, record: { times: [], until: 2 } }).logLikelihood).toBeCloseTo(-RATE * 2, 13);
  });

  it("the likelihood of an angle over a grid is the closed form", () => {
    const records = [
      { times: [0.2, 0.9, 1.3], which: [1, 0, 1], until: 2 },
      { times: [0.5], which: [0], until: 2 },
    ];
    const values = [0.3, 0.7, 1.1];
    const found = likelihoods(meters(), { by, records, parameter: "theta", values });
    const wanted = values.map((theta) => {
      const [c, s] = [Math.cos(theta) ** 2, Math.sin(theta) ** 2];
      return 4 * Math.log(RATE) - 4 * RATE + Math.log(pe * s * c * s) + Math.log(pe * c + pg);
    });
    wanted.forEach((value, k) => expect(found.logLikelihoods[k]).toBeCloseTo(value, 12));
    expect(found.best?.value).toBe(values[wanted.indexOf(Math.max(...wanted))]);
  });

  it("counts are mixtures of Poisson distributions, and means those of the master equation", async () => {
    const model = meters();
    const found = await unravel(model, {
      by,
      until: 4,
      saveEvery: 1,
      trajectories: 4000,
      seed: 5,
      observables: ["sx", "sz", "N_up", "N_down"],
      records: true,
    });
    const exact = run(model, { until: 4, saveEvery: 1, observables: ["sx", "sz"] }).observables;
    for (const name of ["sx", "sz"] as const)
      exact[name].forEach((value, k) => {
        expect(Math.abs((found.mean[name][k] as number) - (value as number))).toBeLessThan(
          4 * (found.standardError[name][k] as number) + 1e-12,
        );
      });
    const mean = pe * (1 - c2) * RATE * 4;
    expect(Math.abs((found.mean.N_up.at(-1) as number) - mean)).toBeLessThan(4 * (found.standardError.N_up.at(-1) as number));
    // Var N_up = E Var + Var E over the two populations
    const lambda = (1 - c2) * RATE * 4;
    const spread = Math.sqrt(pe * lambda + pe * pg * lambda * lambda);
    expect((found.std.N_up.at(-1) as number) / spread).toBeCloseTo(1, 1);
    const { clicks } = found;
    expect(clicks?.detectors).toEqual(["down", "up"]);
    const arrivals = recordedCounts(clicks as NonNullable<typeof clicks>, { window: 4 }).mean;
    expect(Math.abs((arrivals.value as number) - RATE * 4)).toBeLessThan(4 * (arrivals.standardError as number));
    const none = [...Array(4000).keys()].filter((k) => clicks?.first[k + 1] === clicks?.first[k]).length / 4000;
    expect(Math.abs(none - Math.exp(-RATE * 4))).toBeLessThan(4 * Math.sqrt(Math.exp(-RATE * 4) / 4000));
    // times between arrivals are exponential, whatever was read
    const waits = recordedWaiting(clicks as NonNullable<typeof clicks>, { edges: [0, 0.3, 0.6, 1] });
    waits.survival.forEach((value, k) => {
      expect(Math.abs((value as number) - Math.exp(-RATE * waits.edges[k]))).toBeLessThan(4 * (waits.survivalError[k] as number) + 1e-12);
    });
  });
});

/** A random model with two kinds of unit, of which one is read; and its dense twin. */
function twin(seed: number, d: number, e: number, pure: boolean) {
  const next = numbers(seed);
  const [A, E] = [levels(d, "A"), levels(e, "E")];
  const operator = (space: Operator["space"], X: Dense) =>
    Operator.fromEntries(
      space,
      X.flatMap((row, i) => row.map(([re, im], j) => [i, j, re, im] as const)),
    );
  const ketOf = (n: number): Dense => {
    const v = Array.from({ length: n }, () => [next() - 0.5, next() - 0.5]);
    const norm = v.reduce((sum, [a, b]) => sum + a * a + b * b, 0);
    return dense(n, (i, j) => [(v[i][0] * v[j][0] + v[i][1] * v[j][1]) / norm, (v[i][1] * v[j][0] - v[i][0] * v[j][1]) / norm]);
  };
  const stateOf = (n: number) => (pure ? ketOf(n) : randomState(n, next));
  const [H, rho, eta, other] = [randomHermitian(d, next), stateOf(d), stateOf(e), randomState(e, next)];
  const [H1, H2, V1, V2] = [randomHermitian(e, next), randomHermitian(e, next), randomHermitian(d * e, next), randomHermitian(d * e, next)];
  const unit = (HE: Dense, V: Dense, state: Dense, bath: string) => ({
    HE: operator(E, HE),
    V: operator(tensor(A, E), V),
    state: operator(E, state),
    bath,
  });
  const [rate, share, tau] = [1.4, pure ? 1 : 0.65, 0.6];
  const model = collisionModel({
    HS: operator(A, H),
    units: pure ? unit(H1, V1, eta, "read") : [unit(H1, V1, eta, "read"), unit(H2, V2, other, "not")],
    ...(pure ? {} : { stream: "mixture" as const, probabilities: [share, 1 - share] }),
    tau,
    arrivals: rate,
    initial: operator(A, rho),
  });
  const reading = measured({ observable: operator(E, randomHermitian(e, next)), ...(pure ? {} : { units: "read", efficiency: 0.8 }) });
  const joined = (HE: Dense, V: Dense) => propagator(add(add(kron(H, eye(e)), kron(eye(d), HE)), V), tau);
  const [W1, W2] = [joined(H1, V1), joined(H2, V2)];
  const effects = reading.effects.map((X) => dense(e, (i, j) => [...X.at(i, j)] as [number, number]));
  const through = (W: Dense, state: Dense, effect: Dense, X: Dense, factor: number) =>
    scaledBy(traceRight(mul(kron(eye(d), effect), mul(W, mul(kron(X, state), dag(W)))), e), factor);
  const read = (m: number, X: Dense) => through(W1, eta, effects[m], X, rate * share);
  /** d/dt between readings. */
  const between = (X: Dense): Dense => {
    const turning = scaledBy(add(mul(H, X), mul(X, H), -1), 0, -1);
    const lost = add(turning, X, -rate);
    return pure ? lost : add(lost, through(W2, other, eye(e), X, rate * (1 - share)));
  };
  const evolved = (X: Dense, t: number): Dense => {
    let state = X;
    const steps = Math.max(1, Math.ceil(t * 20));
    for (let k = 0; k < steps; k++) {
      let term = state;
      for (let order = 1; order <= 20; order++) {
        term = scaledBy(between(term), t / steps / order);
        state = add(state, term);
      }
    }
    return state;
  };
  return { model, reading, read, evolved, rho };
}

describe("random models beside dense operators", () => {
  it.each([
    [1, 2, 2, false],
    [2, 3, 2, false],
    [3, 2, 3, true],
    [4, 3, 3, true],
  ] as const)("seed %i: states and densities of drawn records, d = %i, unit of %i levels, pure: %s", async (seed, d, e, pure) => {
    const { model, reading, read, evolved, rho } = twin(seed, d, e, pure);
    const until = 2;
    const found = await unravel(model, {
      by: reading,
      until,
      saveEvery: 1,
      trajectories: 40,
      seed,
      observables: ["energy"],
      records: true,
    });
    expect(String(found.plan)).toContain(pure ? "kets" : "density operators");
    const { first, times: at, which, logLikelihoods } = found.clicks as NonNullable<typeof found.clicks>;
    for (let k = 0; k < 5; k++) {
      const record = { times: at.subarray(first[k], first[k + 1]), which: which.subarray(first[k], first[k + 1]), until };
      let [X, now] = [rho, 0];
      record.times.forEach((time, i) => {
        X = read(record.which[i], evolved(X, time - now));
        now = time;
      });
      X = evolved(X, until - now);
      const [weight] = trace(X);
      const again = replay(model, { by: reading, record });
      expect(logLikelihoods[k]).toBeCloseTo(Math.log(weight), 10);
      expect(again.logLikelihood).toBeCloseTo(Math.log(weight), 11);
      X.forEach((row, i) =>
        row.forEach(([re, im], j) => {
          const [x, y] = (again.state as Operator).at(i, j);
          expect(Math.abs(x - re / weight) + Math.abs(y - im / weight)).toBeLessThan(1e-11);
        }),
      );
    }
  });

  it("the sum over all outcomes is the master equation: no back-action of what nobody acts on", async () => {
    const { model } = twin(6, 3, 2, true);
    const bases = [sigmaX, sigmaY, sigmaZ].map((basis) => basis(levels(2, "E") as never));
    const energy = run(model, { until: 2, saveEvery: 1, observables: ["energy"] }).observables.energy;
    for (const observable of bases) {
      const { mean, standardError } = await unravel(model, {
        by: measured({ observable }),
        until: 2,
        saveEvery: 1,
        trajectories: 3000,
        seed: 3,
        observables: ["energy"],
      });
      energy.forEach((value, k) =>
        expect(Math.abs((mean.energy[k] as number) - (value as number))).toBeLessThan(4 * (standardError.energy[k] as number) + 1e-12),
      );
    }
  });

  it("kets and density operators tell the same records", async () => {
    const { model, reading } = twin(3, 2, 3, true);
    const ask = { until: 3, trajectories: 64, seed: 8, observables: ["energy"], records: true };
    const kets = await unravel(model, { by: reading, ...ask });
    // a rule that does nothing, but remembers, needs density operators
    const rule = recordRule({ decide: () => ({}) });
    const densities = await unravel(model, { by: measured({ outcomes: reading.effects, names: reading.names, feedback: rule }), ...ask });
    expect(String(densities.plan)).toContain("memories");
    expect(densities.clicks?.which).toEqual(kets.clicks?.which);
    densities.clicks?.times.forEach((time, k) => expect(time).toBeCloseTo(kets.clicks?.times[k] as number, 7));
  });

  it("gives the same bits on any lanes, threads and parts", async () => {
    const { model, reading } = twin(2, 3, 2, false);
    const ask = { by: reading, until: 2, trajectories: 100, seed: 4, observables: ["energy", "N_0"], records: true };
    const whole = await unravel(model, ask);
    const narrow = await unravel(model, { ...ask, lanes: 1 });
    expect(narrow.mean).toEqual(whole.mean);
    expect(narrow.clicks).toEqual(whole.clicks);
    const more = await unravel(model, { ...ask, saveEvery: 0.1 });
    expect(more.clicks?.times).toEqual(whole.clicks?.times);
  });
});

describe("a document", () => {
  const data = {
    ancilla: 1,
    kind: "collisions",
    name: "maser",
    parameters: { g: { default: 0.7, noisy: true }, r: { default: 1 } },
    spaces: [{ label: "c", kind: "fock", levels: 6 }],
    H: "n(c)",
    units: [
      {
        bath: "beam",
        spaces: [{ label: "A", kind: "qubit" }],
        H: "1.3*sz(A)/2",
        V: "g*(a(c)*sp(A) + h.c.)",
        state: "0.9*proj(A, e) + 0.1*proj(A, g)",
      },
    ],
    tau: 1,
    arrivals: "r",
    between: { jumps: [{ operator: "a(c)", rate: 0.4, bath: "walls" }] },
    initial: "fock(c, 0)",
    observables: { photons: "mean(n(c))" },
  };
  const model = documentModel(documentFromData(data)).build({});

  it("is watched on threads with the same bits; what acts beside arrivals is there", async () => {
    const reading = measured({ observable: sigmaZ(qubit("A")) });
    const ask = { by: reading, until: 3, saveEvery: 1, trajectories: 300, seed: 2, observables: ["photons"] };
    const [one, two] = [await unravel(model, { ...ask, threads: 1 } as never), await unravel(model, { ...ask, threads: 2 } as never)];
    expect(two.mean).toEqual(one.mean);
    const exact = run(model, { until: 3, saveEvery: 1, observables: ["photons"] }).observables.photons;
    exact.forEach((value, k) =>
      expect(Math.abs((one.mean.photons[k] as number) - (value as number))).toBeLessThan(
        4 * (one.standardError.photons[k] as number) + 1e-12,
      ),
    );
  });

  it("takes noise that is held for slices of time", async () => {
    const reading = measured({ observable: sigmaZ(qubit("A")) });
    const ask = { by: reading, until: 2, trajectories: 64, seed: 2, observables: ["photons"], records: true };
    const still = await unravel(model, ask);
    const noisy = await unravel(model, { ...ask, noise: { g: normal(0.7, 1e-9) }, every: 0.5 });
    // the numbers of arrivals are not those of the noise
    expect(noisy.clicks?.which).toEqual(still.clicks?.which);
    noisy.clicks?.times.forEach((time, k) => expect(time).toBeCloseTo(still.clicks?.times[k] as number, 6));
    expect(noisy.mean.photons.at(-1)).toBeCloseTo(still.mean.photons.at(-1) as number, 6);
  });
});

describe("feedback and its books", () => {
  const flip = measured({ observable: sigmaZ(M), names: ["down", "up"], feedback: { up: sigmaX(S) } });
  const twice = measured({
    observable: sigmaZ(M),
    names: ["down", "up"],
    feedback: recordRule({
      remember: 2,
      operations: { flip: sigmaX(S) },
      decide: ({ last }) => (last[0] === "up" && last[1] === "up" ? { do: "flip", clear: true } : {}),
    }),
  });
  /** Nothing happens between collisions that a diagonal state would show: after k arrivals it is that of a stream. */
  const parts = (V: Operator) => ({
    HS: scaled(sigmaZ(S), 0.5),
    units: { HE: scaled(sigmaZ(M), 0.5), V, state: basisState(M, 1), bath: "meter" },
    tau: 0.5,
    initial: qubitState([0, 0, 0.4], S),
  });
  const [T, K] = [1, 14];
  const mixed = (list: readonly number[]): number => {
    let [p, sum] = [Math.exp(-T * RATE), 0];
    list.forEach((value, k) => {
      sum += p * value;
      p *= (T * RATE) / (k + 1);
    });
    return sum;
  };

  it.each([
    ["after one outcome", flip, scaled(exchange(joint, S, M), 1.1)],
    ["after two outcomes", twice, scaled(times(lift(joint, up), lift(joint, sigmaX(M))), 1.1)],
  ] as const)("are those of a stream, averaged over the number of arrivals: %s", async (_, reading, V) => {
    const stream = recordLedger(collisionModel(parts(V)), { by: reading, steps: K });
    const model = collisionModel({ ...parts(V), arrivals: RATE });
    const found = recordLedger(model, { by: reading, times: [0.5, T], trajectories: 2000, seed: 7 });
    expect(stream.axis).toMatchObject({ name: "collision" });
    expect(found.axis).toEqual({ name: "time", values: [0, 0.5, T] });
    for (const [one, other] of [
      [found.Q.meter, stream.Q.meter],
      [found.W_feedback, stream.W_feedback],
      [found.W, stream.W],
      [found.dE, stream.dE],
    ])
      expect(one.at(-1)).toBeCloseTo(mixed(other), 6);
    expect(Math.abs((found.I.at(-1) as number) - mixed(stream.I))).toBeLessThan(4 * (found.errorOfI.at(-1) as number));
    expect(found.errorOfI.at(-1)).toBeLessThan(0.01);
    expect(found.bound?.holds).toBe(true);
    const sampled = await unravel(model, { by: reading, times: [0.5, T], trajectories: 3000, seed: 9, observables: ["energy"] });
    expect(Math.abs((sampled.mean.energy[2] as number) - (sampled.mean.energy[0] as number) - (found.dE[2] as number))).toBeLessThan(
      4 * (sampled.standardError.energy[2] as number),
    );
  });

  it("a setting holds until the next arrival", async () => {
    const model = meters();
    // after "up" meters do not turn any more: no second "up" ever
    const reading = measured({
      observable: sigmaZ(M),
      names: ["down", "up"],
      feedback: recordRule({ remember: 1, decide: ({ last }) => (last[0] === "up" ? { set: { theta: 0 } } : {}) }),
    });
    const { clicks } = await unravel(model, { by: reading, until: 6, trajectories: 200, seed: 1, observables: [], records: true });
    const { first, which } = clicks as NonNullable<typeof clicks>;
    let ups = 0;
    for (let k = 0; k < 200; k++) {
      const list = [...which.subarray(first[k], first[k + 1])];
      list.forEach((m, i) => {
        if (m !== 1) return;
        ups += 1;
        expect(list[i + 1] ?? 0).toBe(0);
      });
    }
    expect(ups).toBeGreaterThan(100);
  });

  it("waiting times between outcomes are those of the counts", async () => {
    const V = scaled(exchange(joint, S, M), 0.9);
    const hot = qubit("B");
    const model = collisionModel({
      ...parts(V),
      units: [parts(V).units, { HE: scaled(sigmaZ(hot), 0.5), V: scaled(exchange(tensor(S, hot), S, hot), 1.4), beta: 0.1, bath: "hot" }],
      arrivals: 4,
    });
    const of = { name: "up", observable: plus(scaled(identity(M), 0.5), scaled(sigmaZ(M), 0.5)), bath: "meter", leaving: true } as const;
    const exact = clickStatistics(model, { of, times: [0] });
    const reading = measured({ observable: sigmaZ(M), names: ["down", "up"], units: "meter" });
    const { clicks } = await unravel(model, { by: reading, until: 60, trajectories: 200, seed: 5, observables: [], records: true });
    const seen = recordedCounts(clicks as NonNullable<typeof clicks>, { of: "up", window: 20, after: 20 }).mean;
    expect(Math.abs((seen.value as number) / 20 - exact.rate)).toBeLessThan((4 * (seen.standardError as number)) / 20);
    const edges = [0, 0.4, 0.8, 1.2];
    const waits = recordedWaiting(clicks as NonNullable<typeof clicks>, { of: "up", edges, after: 20 });
    const { survival } = clickStatistics(model, { of, times: edges });
    survival.forEach((value, k) => {
      expect(Math.abs((waits.survival[k] as number) - value)).toBeLessThan(4 * (waits.survivalError[k] as number) + 1e-12);
    });
  });
});

describe("a rule on the state", () => {
  const next = numbers(29);
  const [H, V, initial] = [randomHermitian(2, next), randomHermitian(4, next), randomState(2, next)];
  const operatorOf = (space: typeof S, A: Dense) =>
    Operator.fromEntries(
      space,
      A.flatMap((row, i) => row.map(([re, im], j) => [i, j, re, im] as const)),
    );
  const model = collisionModel(
    ({ rate }: { rate: number }) => ({
      HS: operatorOf(S, H),
      units: { HE: scaled(sigmaZ(M), 0.4), V: operatorOf(joint, V), beta: 0.7 },
      tau: 0.8,
      arrivals: rate,
      initial: operatorOf(S, initial),
    }),
    { rate: RATE },
  );
  const seen = { observable: sigmaZ(M), names: ["down", "up"] };
  const turn = propagator(randomHermitian(2, next), 1);
  const operation = operatorOf(S, turn);
  const ruled = (above: number) => measured({ ...seen, feedback: stateRule({ observable: sigmaZ(S), above, operation }) });

  it("acts after arrivals that leave it above the bound, as dense operators say", () => {
    const record = { times: [0.2, 0.9, 1.3, 2.2], which: ["up", "down", "down", "up"], until: 2.5 };
    const found = replay(model, { by: ruled(0.1), record, observables: ["sx", "sz"] });
    const weights = [Math.exp(-0.28), Math.exp(0.28)];
    const eta = dense(2, (i, j) => [i === j ? weights[i] / (weights[0] + weights[1]) : 0, 0]);
    const HE = dense(2, (i, j) => [i === j ? 0.4 - 0.8 * i : 0, 0]);
    const U = propagator(add(add(kron(H, eye(2)), kron(eye(2), HE)), V), 0.8);
    const between = (A: Dense, K: Dense) => mul(mul(K, A), dag(K));
    let [rho, t, acts] = [initial, 0, 0];
    record.times.forEach((at, k) => {
      const after = between(kron(between(rho, propagator(H, at - t)), eta), U);
      const E = dense(2, (i, j) => [i === j && i === (record.which[k] === "up" ? 0 : 1) ? 1 : 0, 0]);
      rho = scaledBy(traceRight(mul(kron(eye(2), E), after), 2), RATE);
      t = at;
      if (rho[0][0][0] - rho[1][1][0] <= 0.1 * trace(rho)[0]) return;
      rho = between(rho, turn);
      acts += 1;
    });
    rho = between(rho, propagator(H, 2.5 - t));
    expect(acts).toBeGreaterThan(0);
    expect(acts).toBeLessThan(4);
    expect(found.logLikelihood).toBeCloseTo(Math.log(trace(rho)[0]) - 2.5 * RATE, 10);
    expect(found.observables.sz.at(-1)).toBeCloseTo((rho[0][0][0] - rho[1][1][0]) / trace(rho)[0], 10);
    expect(found.observables.sx.at(-1)).toBeCloseTo((2 * rho[0][1][0]) / trace(rho)[0], 10);
  });

  it("is followed by drawn trajectories as by their replay, beside noise too", async () => {
    const options = { until: 3, saveEvery: 3, trajectories: 40, seed: 4, observables: ["sz"], records: true } as const;
    for (const noise of [{}, { noise: { rate: normal(RATE, 1e-13) }, every: 0.5 }]) {
      const { clicks, mean } = await unravel(model, { ...options, ...noise, by: ruled(0.1) });
      if (!clicks) throw new Error("records were asked for");
      const ends = Array.from({ length: clicks.trajectories }, (_, k) => {
        const [from, to] = [clicks.first[k], clicks.first[k + 1] ?? clicks.times.length];
        const record = { times: clicks.times.slice(from, to), which: clicks.which.slice(from, to), until: 3 };
        return replay(model, { by: ruled(0.1), record, observables: ["sz"] }).observables.sz.at(-1) as number;
      });
      expect(mean.sz.at(-1)).toBeCloseTo(ends.reduce((a, b) => a + b, 0) / ends.length, 8);
    }
  });

  it("that always acts is an operation after every outcome, and one that never does is none", async () => {
    const options = { until: 3, trajectories: 60, seed: 9, observables: ["sz"] } as const;
    const meanOf = async (by: ReturnType<typeof measured>) => (await unravel(model, { ...options, by })).mean.sz.at(-1) as number;
    expect(await meanOf(ruled(-2))).toBeCloseTo(await meanOf(measured({ ...seen, feedback: { up: operation, down: operation } })), 9);
    expect(await meanOf(ruled(2))).toBeCloseTo(await meanOf(measured(seen)), 9);
  });
});

describe("bad input", () => {
  const model = meters();
  it.each([
    [{ by, steps: 3, trajectories: 2 }, /`steps` must be left out for a master equation/],
    [
      { by: measured({ observable: sigmaZ(M), units: "no" }), until: 1, trajectories: 2 },
      /`by\.units` must name the bath of some units, but is "no"/,
    ],
    [{ by: measured({ observable: sigmaZ(qubit("x")) }), until: 1, trajectories: 2 }, /`by` must act on the unit/],
  ])("is told in a sentence: %#", async (options, sentence) => {
    await expect(unravel(model, options as never)).rejects.toThrow(sentence);
  });

  it("of ledgers and lists", () => {
    expect(() => recordLedger(model, { by, steps: 3 })).toThrow(/`steps` must be left out where units arrive at random times.*until/);
    expect(() => recordLedger(model, { by })).toThrow(/`until`/);
    const ruled = measured({ observable: sigmaZ(M), feedback: stateRule({ observable: sigmaZ(S), above: 0, operation: sigmaX(S) }) });
    expect(() => recordLedger(model, { by: ruled, until: 1 })).toThrow(/decide by outcomes in the books of arrivals.*a rule on the state/);
    expect(() => everyRecord(model, { by, steps: 2 })).toThrow(/its units arrive at random times/);
    expect(() => replay(model, { by, record: [0, 1] })).toThrow(/hold `times` and `until`/);
    const stream = collisionModel({
      ...{ HS: sigmaZ(S), tau: 1, initial: basisState(S, 1) },
      units: { V: times(lift(joint, sigmaX(S)), lift(joint, sigmaX(M))), state: basisState(M, 1), HE: sigmaZ(M) },
    });
    expect(() => recordLedger(stream, { by, until: 2 } as never)).toThrow(/`until` must be left out for a stream|must have `steps`|steps/);
  });

  it("equations without units", async () => {
    await expect(planUnravel(kerr({ levels: 4 }), { by, until: 1, trajectories: 2 })).rejects.toThrow(/which has no units.*jumps\(\)/);
  });
});
