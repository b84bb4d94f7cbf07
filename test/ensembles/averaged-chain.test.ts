/** Exact averages over noise with memory, mixtures, and slices of time: against reference values and closed forms. */
import { describe, expect, it } from "vitest";
import {
  ar1,
  averaged,
  type Correlations,
  choice,
  ensemble,
  gammaDistributed,
  lognormal,
  type Model,
  markov,
  masterEquation,
  maxwell,
  modelByName,
  type Noise,
  normal,
  ornsteinUhlenbeck,
  perRealisation,
  pink,
  plus,
  poisson,
  qubit,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  sumOfNoises,
  telegraph,
  uniform,
  walk,
} from "../../src/index.ts";
import reference from "../fixtures/noise.json" with { type: "json" };

interface PhaseParameters {
  readonly cavities: number;
  readonly levels: number;
  readonly phi: number;
  readonly alpha: number;
  readonly theta: number;
  readonly T0: number;
  readonly steps: readonly number[];
}

const cavities = ({ cavities, levels, phi, alpha, theta, T0 }: PhaseParameters): Model =>
  modelByName("phaseonium", { cavities, levels, phi, alpha, theta, T0 });

/** Values of an observable at the collisions of a reference case. */
function at(
  result: { readonly observables: Readonly<Record<string, readonly (number | null)[]>> },
  name: string,
  steps: readonly number[],
): number[] {
  return steps.map((k) => result.observables[name][k] as number);
}

const together = (a: string, b: string, r: number): Correlations => ({
  parameters: [a, b],
  matrix: [
    [1, r],
    [r, 1],
  ],
});

function expectNear(found: readonly (number | null)[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, k) =>
    expect(Math.abs((value as number) - expected[k]), `${value} for ${expected[k]}`).toBeLessThanOrEqual(tolerance),
  );
}

describe("exact averages over collisions", () => {
  it.each(["mean.ar1-phase-cavity", "mean.ar1-phase-cascade", "mean.ar1-phase-cascade-negative", "mean.ar1-phase-given-start"] as const)(
    "%s",
    (id) => {
      const { params, expected } = reference[id];
      const x0 = "x0" in params ? { x0: params.phi + (params.x0 as number) } : {};
      const result = averaged(cavities(params), {
        noise: { phi: ar1(params.phi, params.s, params.a, x0) },
        steps: params.steps.at(-1) as number,
        saveEvery: 1,
        observables: params.cavities === 1 ? ["n1"] : ["n1", "n2", "adag_b"],
      });
      expectNear(at(result, "n1", params.steps), expected.n1, 1e-9);
      if ("n2" in expected) expectNear(at(result, "n2", params.steps), expected.n2, 1e-9);
      if ("adag_b" in expected) expectNear(at(result, "adag_b", params.steps), expected.adag_b, 1e-9);
      expect(result.hidden?.error).toBeLessThan(1e-10);
      expect(String(result.plan)).toContain("a chain of hidden states");
    },
  );

  it("of two processes on one parameter", () => {
    const { params, expected } = reference["mean.two-ar1-phase-cavity"];
    const [[a, s], [b, t]] = params.processes;
    const noise = { phi: sumOfNoises(ar1(params.phi, s, a), ar1(0, t, b)) };
    const result = averaged(cavities(params), { noise, steps: 200, saveEvery: 1, observables: ["n1"] });
    expectNear(at(result, "n1", params.steps), expected.n1, 1e-9);
  });

  it("of a walk of the phase, over its lattice", () => {
    const { params, expected } = reference["mean.walk-phase-cascade"];
    const noise = { phi: walk(params.phi, params.s, params.drift) };
    const names = ["n1", "n2", "adag_b"] as const;
    const result = averaged(cavities(params), { noise, steps: 50, saveEvery: 1, observables: names });
    for (const name of names) expectNear(at(result, name, params.steps.slice(0, 3)), expected[name].slice(0, 3), 1e-9);
    expect(result.hidden?.error).toBeLessThan(1e-10);
    const long = averaged(cavities(params), { noise, steps: 200, saveEvery: 200, observables: names, nodes: 8 });
    for (const name of names) expect(Math.abs((long.observables[name][1] as number) - expected[name][3])).toBeLessThan(1e-8);
  });

  it("of three preparations with memory: a hidden chain under two parameters", async () => {
    const { params, expected } = reference["mean.three-preparations-with-memory"];
    const T = params.T;
    const jumps = T.flatMap((row, to) => row.flatMap((p, from) => (to === from ? [] : [[from, to, p] as const])));
    const of = (name: "phi" | "alpha") =>
      markov(
        params.states.map((state) => (state as { phi?: number; alpha?: number })[name] ?? params[name]),
        jumps,
        { each: true, start: 0 },
      );
    const options = { noise: { phi: of("phi"), alpha: of("alpha") }, correlations: together("phi", "alpha", 1), steps: 50, saveEvery: 1 };
    const names = ["n1", "n2", "adag_b"] as const;
    const result = averaged(cavities(params), { ...options, observables: names, spread: true });
    for (const name of names) expectNear(at(result, name, params.steps), expected.mean[name], 1e-10);
    expect(result.hidden).toEqual({ levels: 3, error: 0 });
    const sampled = await ensemble(cavities(params), { ...options, saveEvery: 10, observables: ["n1"], trajectories: 2000, threads: 1 });
    expect(Math.abs((sampled.mean.n1[5] as number) - expected.mean.n1[2])).toBeLessThan(4 * (sampled.standardError.n1[5] as number));
    expect(Math.abs((sampled.std.n1[5] as number) / (result.std?.n1[50] as number) - 1)).toBeLessThan(0.08);
  });

  it("of choices among preparations, missed and double collisions, and Poisson numbers of them", () => {
    const chosen = reference["mean.choice"];
    const { choices } = chosen.params;
    const probabilities = choices.map(([p]) => p);
    const noise = {
      alpha: choice(
        choices.map(([, alpha]) => alpha),
        probabilities,
      ),
      phi: choice(
        choices.map(([, , phi]) => phi),
        probabilities,
      ),
    };
    const model = cavities({ ...chosen.params, phi: 2.4 });
    const asked = { steps: 100, saveEvery: 1, observables: ["n1", "n2", "adag_b"] };
    const preparations = averaged(model, { ...asked, noise, correlations: together("phi", "alpha", 1) });
    const missed = reference["mean.missed-double"];
    const numbers = averaged(cavities(missed.params), { ...asked, noise: { collisions: choice([0, 1, 2], missed.params.P) } });
    const many = reference["mean.poisson-number"];
    const poissonian = averaged(cavities(many.params), { ...asked, noise: { collisions: poisson(many.params.lambda) } });
    for (const name of ["n1", "n2", "adag_b"] as const) {
      expectNear(at(preparations, name, chosen.params.steps), chosen.expected[name], 1e-10);
      expectNear(at(numbers, name, missed.params.steps), missed.expected[name], 1e-10);
      expectNear(at(poissonian, name, many.params.steps), many.expected[name], 1e-10);
    }
  });

  it("of parameters that share their noise, by a copula, as an ensemble has it", async () => {
    const { params, expected } = reference["mean.correlated-theta-phi"];
    const [theta, phi] = params.mean.map((mean, k) => normal(mean, params.std[k]));
    const options = { noise: { theta, phi }, correlations: together("theta", "phi", params.correlation) };
    const model = cavities({ ...params, phi: 2.4 });
    const asked = { steps: 100, saveEvery: 1, observables: ["n1", "n2", "adag_b"] };
    const result = averaged(model, { ...options, ...asked });
    for (const name of ["n1", "n2", "adag_b"] as const) expectNear(at(result, name, params.steps), expected[name], 1e-9);
    // other marginals under the same normals
    const copula = {
      ...options,
      noise: { theta: gammaDistributed(9, 1 / 30), phi: uniform(2, 2.8) },
      steps: 20,
      saveEvery: 20,
      observables: ["n1"],
    };
    const exact = averaged(model, { ...copula, nodes: 24 });
    const sampled = await ensemble(model, { ...copula, trajectories: 3000, threads: 1, antithetic: true });
    expect(Math.abs((sampled.mean.n1[1] as number) - (exact.observables.n1[1] as number))).toBeLessThan(
      4 * (sampled.standardError.n1[1] as number),
    );
  });

  it("of processes that share their numbers", async () => {
    const noise = { theta: ar1(0.3, 0.05, 0.9), phi: ar1(2.4, 0.4, 0.9) };
    const options = { noise, correlations: together("theta", "phi", 0.7), steps: 20, saveEvery: 20, observables: ["n1"] };
    const model = modelByName("phaseonium", { cavities: 1, levels: 6, T0: 0.8 });
    const exact = averaged(model, { ...options, nodes: 12 });
    const sampled = await ensemble(model, { ...options, trajectories: 4000, threads: 1, seed: 4 });
    const alone = averaged(model, { ...options, correlations: together("theta", "phi", 0), nodes: 12 });
    const error = sampled.standardError.n1[1] as number;
    expect(Math.abs((sampled.mean.n1[1] as number) - (exact.observables.n1[1] as number))).toBeLessThan(4 * error);
    expect(Math.abs((alone.observables.n1[1] as number) - (exact.observables.n1[1] as number))).toBeGreaterThan(4 * error);
  });

  it("of times of an interaction with long tails", () => {
    const laws: [string, Noise][] = [
      [
        "mean.gamma-time-cavity",
        gammaDistributed(reference["mean.gamma-time-cavity"].params.shape, reference["mean.gamma-time-cavity"].params.scale),
      ],
      [
        "mean.lognormal-time-cavity",
        lognormal(reference["mean.lognormal-time-cavity"].params.mean, reference["mean.lognormal-time-cavity"].params.std),
      ],
    ];
    for (const [id, theta] of laws) {
      const { params, expected } = reference[id as "mean.gamma-time-cavity"];
      const model = cavities({ ...params, cavities: 1, theta: 0.3 });
      const result = averaged(model, { noise: { theta }, steps: 40, saveEvery: 1, observables: ["n1"], nodes: 96 });
      expectNear(at(result, "n1", params.steps), expected.n1, 1e-8);
    }
  });

  it("of times of flight of a gas, g/v", () => {
    const { params, expected } = reference["mean.maxwell-velocity-cavity"];
    const { coupling, a, steps, ...rest } = params;
    /** A cavity whose atoms have a speed. */
    const flown = (v: number): Model => {
      const model = cavities({ ...rest, cavities: 1, steps, theta: coupling / v });
      return { ...model, name: "flight", structure: undefined as never, parameters: { v }, with: (p) => flown(p.v as number) };
    };
    const result = averaged(flown(1), { noise: { v: maxwell(a) }, steps: 40, saveEvery: 1, observables: ["n1"], nodes: 200 });
    expectNear(at(result, "n1", steps), expected.n1, 1e-6);
  });

  it("of 1/f noise on few collisions, as an ensemble", async () => {
    const { params, expected } = reference["mean.pink-phase-cavity"];
    const noise = { phi: pink(params.phi, params.A, params.tau_min, params.tau_max, params.per_decade) };
    const asked = { noise, steps: 7, saveEvery: 1, observables: ["n1"], trajectories: 4096, threads: 1, antithetic: true };
    const { mean, standardError } = await ensemble(cavities(params), asked);
    params.steps.forEach((k, i) => {
      expect(Math.abs((mean.n1[k] as number) - expected.n1[i])).toBeLessThan(4 * (standardError.n1[k] as number));
    });
  });

  it("without any noise", () => {
    const plain = reference.plain;
    const result = averaged(cavities({ cavities: 2, ...plain.params }), {
      noise: {},
      steps: 50,
      saveEvery: 1,
      observables: ["n1", "n2", "adag_b"],
    });
    for (const [name, values] of Object.entries(result.observables)) {
      const expected = [plain.expected.k25, plain.expected.k50].map((at) => at[name as "n1"]);
      expectNear([values[25], values[50]], expected, 1e-10);
    }
  });

  it("of shot-to-shot and within-run noise", () => {
    const { params, expected } = reference["mean.shot-and-within"];
    const noise = { phi: sumOfNoises(perRealisation(normal(params.phi, params.std_shot)), normal(0, params.std_within)) };
    const result = averaged(cavities(params), { noise, steps: 100, saveEvery: 1, observables: ["n1", "n2", "adag_b"], nodes: 16 });
    for (const name of ["n1", "n2", "adag_b"] as const) expectNear(at(result, name, params.steps), expected[name], 1e-9);
  });

  it("of telegraph noise on the phase, with the spread over realisations", () => {
    const { params, expected } = reference["mean.telegraph-phase-cascade"];
    const [low, high] = params.states.map(({ phi }) => phi);
    const noise = { phi: telegraph(low, high, params.r01, params.r10) };
    const result = averaged(cavities(params), { noise, steps: 200, saveEvery: 1, observables: ["n1", "n2", "adag_b"], spread: true });
    for (const name of ["n1", "n2", "adag_b"] as const) {
      expectNear(at(result, name, params.steps), expected.mean[name], 1e-10);
      expectNear(
        params.steps.map((k) => result.std?.[name][k] as number),
        expected.std[name],
        1e-8,
      );
    }
    expect(result.hidden).toEqual({ levels: 2, error: 0 });
  });

  it("of telegraph noise on the time of an interaction", () => {
    const { params, expected } = reference["mean.telegraph-theta-cascade"];
    const [low, high] = params.states.map(({ theta }) => theta);
    const result = averaged(cavities(params), {
      noise: { theta: telegraph(low, high, params.r01, params.r10) },
      steps: 50,
      saveEvery: 1,
      observables: ["n1", "n2", "adag_b"],
    });
    for (const name of ["n1", "n2", "adag_b"] as const) expectNear(at(result, name, params.steps), expected.mean[name], 1e-10);
  });

  it.each(["std.phase-cavity", "std.phase-cascade"] as const)("of independent noise, with the spread: %s", (id) => {
    const { params, expected } = reference[id];
    const noise = { phi: normal(params.phi, params.s) };
    const result = averaged(cavities(params), { noise, steps: 100, saveEvery: 1, observables: ["n1", "T1"], spread: true, nodes: 24 });
    expectNear(at(result, "n1", params.steps), expected.mean_n1, 1e-10);
    params.steps.forEach((k, i) => expect(Math.abs((result.std?.n1[k] as number) / expected.std_n1[i] - 1)).toBeLessThan(1e-7));
    expect(result.std?.T1[3]).toBeNull();
  });

  it("with the spread of what is linear in the state alone", () => {
    const { params } = reference["std.phase-cavity"];
    const populated = { linear: { element: [0, 0] }, modulus: { element: [0, 0], part: "abs" } } as const;
    const options = { noise: { phi: normal(params.phi, params.s) }, steps: 4, spread: true, nodes: 24 };
    const model = cavities(params);
    const n1 = model.observable("n1");
    if (n1.kind !== "expectation") throw new TypeError("n1 is an expectation value");
    // adds up and scales on positive numbers alone
    const size: typeof n1 = { ...n1, name: "size", value: (e) => Math.abs(n1.value(e) as number) };
    const { observables, std } = averaged(model, { ...options, observables: ["n1", size, populated] });
    expect(at({ observables }, "size", [1])).toEqual(at({ observables }, "n1", [1]));
    expect(std?.n1[1]).toBeGreaterThan(1e-6);
    expect(std?.size[1]).toBeNull();
    expect(at({ observables }, "modulus", [1])).toEqual(at({ observables }, "linear", [1]));
    expect(std?.linear[1]).toBeGreaterThan(1e-6);
    expect(std?.modulus[1]).toBeNull();
  });

  it("of missed and double collisions, with the spread, and as an ensemble", async () => {
    const { params, expected } = reference["std.missed-double"];
    const noise = { collisions: choice([0, 1, 2], params.P) };
    const result = averaged(cavities(params), { noise, steps: 100, saveEvery: 1, observables: ["n1", "n2", "adag_b"], spread: true });
    for (const name of ["n1", "n2", "adag_b"] as const) {
      expectNear(at(result, name, params.steps), expected[`mean_${name}`], 1e-10);
      expectNear(
        params.steps.map((k) => result.std?.[name][k] as number),
        expected[`std_${name}`],
        1e-8,
      );
    }
    const options = {
      noise: { ...noise, phi: normal(2.4, 0.2) },
      steps: 20,
      saveEvery: 20,
      observables: ["n1"],
      trajectories: 4000,
      threads: 1,
    };
    const sampled = await ensemble(cavities(params), options);
    const exact = averaged(cavities(params), { noise: options.noise, steps: 20, saveEvery: 20, observables: ["n1"], spread: true });
    expect(Math.abs((sampled.mean.n1[1] as number) - (exact.observables.n1[1] as number))).toBeLessThan(
      4 * (sampled.standardError.n1[1] as number),
    );
    expect(Math.abs((sampled.std.n1[1] as number) / (exact.std?.n1[1] as number) - 1)).toBeLessThan(0.06);
    const other = await ensemble(cavities(params), { ...options, lanes: 1, trajectories: 64 });
    expect((await ensemble(cavities(params), { ...options, threads: 2, trajectories: 64 })).mean).toEqual(other.mean);
  });

  it("of numbers of collisions beside other noise: the bits of a lane do not depend on its neighbours", async () => {
    const noise = { collisions: choice([0, 1, 2], [0.3, 0.5, 0.2]), tau: uniform(0.02, 0.08) };
    const options = { noise, steps: 60, saveEvery: 20, trajectories: 48, observables: ["C_l1", "purity", "energy"], threads: 1 };
    const [one, eight] = await Promise.all([1, 8].map((lanes) => ensemble(modelByName("composite", { N: 3 }), { ...options, lanes })));
    expect(String(one.plan)).toContain("polynomials");
    expect(eight.mean).toEqual(one.mean);
  });

  it("of a process, with the spread", () => {
    const { params, expected } = reference["std.ar1-phase-cavity"];
    const noise = { phi: ar1(params.phi, params.s, params.a) };
    const result = averaged(cavities(params), { noise, steps: 100, saveEvery: 1, observables: ["n1"], spread: true });
    expectNear(at(result, "n1", params.steps), expected.mean_n1, 1e-10);
    params.steps.forEach((k, i) => expect(Math.abs((result.std?.n1[k] as number) / expected.std_n1[i] - 1)).toBeLessThan(1e-7));
  });
});

const q = qubit("S");
const driven = (p: { Omega: number; delta: number; gamma: number; down?: boolean }): Model =>
  masterEquation(
    ({ Omega, delta, gamma }) => ({
      H: plus(scaled(sigmaX(q), Omega / 2), scaled(sigmaZ(q), delta / 2)),
      jumps: [[sigmaMinus(q), gamma]],
      initial: p.down ? [0, 1] : [Math.SQRT1_2, Math.SQRT1_2],
    }),
    { Omega: p.Omega, delta: p.delta, gamma: p.gamma },
  );

describe("exact averages over slices of time", () => {
  it("of an OU detuning, for pieces of t/n with x at the start of each", () => {
    const { params, expected } = reference["dephasing.ou"];
    const model = driven({ Omega: 0, delta: 0, gamma: 0 });
    for (const n of params.pieces) {
      const noise = { delta: ornsteinUhlenbeck(0, params.s, params.tau, { scheme: "start" }) };
      const { observables } = averaged(model, { noise, times: [1], every: 1 / n, observables: ["sx"] });
      expect(observables.sx[1]).toBeCloseTo(expected.pieces[`${n}` as "4"][1], 9);
    }
  });

  it.each(["start", "middle"] as const)("of a driven qubit with x at the %s of each slice, from any start", (scheme) => {
    const { params, expected } = reference["rabi.ou-convergence-in-dt"];
    const model = driven({ Omega: params.Omega, delta: 0, gamma: params.gamma, down: true });
    for (const x0 of [null, params.x0]) {
      const values = x0 === null ? expected[scheme] : expected[`${scheme}_given_start`];
      params.pieces.forEach((n, k) => {
        const given = x0 === null ? {} : { x0: params.Delta + x0 };
        const noise = { delta: ornsteinUhlenbeck(params.Delta, params.s, params.tau, { scheme, ...given }) };
        const { observables } = averaged(model, { noise, times: [params.time], every: params.time / n, observables: ["sz"] });
        expect(Math.abs((observables.sz[1] as number) - values[k])).toBeLessThan(1e-8);
      });
    }
  });

  it("of the document of a wandering detuning", () => {
    const result = averaged(driven({ Omega: 0, delta: 0, gamma: 0.02 }), {
      noise: { delta: ornsteinUhlenbeck(0, 0.5, 2) },
      times: [1, 3, 6],
      every: 0.1,
      observables: ["sx", "sz"],
    });
    expectNear(result.observables.sx.slice(1), [0.889837173094, 0.470666984279, 0.121164036417], 1e-9);
    expectNear(result.observables.sz.slice(1), [-0.0198013266932, -0.0582354664158, -0.113079563283], 1e-10);
    expect(result.hidden?.error).toBeLessThan(1e-10);
  });

  it("is that of an ensemble, also where records cut a slice", async () => {
    const model = driven({ Omega: 1, delta: 0.2, gamma: 0.05, down: true });
    const options = { noise: { delta: telegraph(-0.8, 0.8, 0.35, 0.2), Omega: uniform(0.8, 1.2) }, times: [0.35, 1, 2.2], every: 0.5 };
    const exact = averaged(model, { ...options, observables: ["sx", "sz"], spread: true });
    const sampled = await ensemble(model, { ...options, observables: ["sx", "sz"], trajectories: 8000, seed: 2, threads: 1 });
    for (const name of ["sx", "sz"]) {
      [1, 2, 3].forEach((s) => {
        const error = sampled.standardError[name][s] as number;
        expect(Math.abs((sampled.mean[name][s] as number) - (exact.observables[name][s] as number))).toBeLessThan(4.5 * error);
        expect(Math.abs((sampled.std[name][s] as number) / (exact.std?.[name][s] as number) - 1)).toBeLessThan(0.06);
      });
    }
  });

  it("tends to telegraph noise in continuous time with the square of the slice", () => {
    const { params, expected } = reference["rabi.telegraph"];
    const model = driven({ Omega: params.Omega, delta: params.Delta, gamma: params.gamma, down: true });
    const noise = { delta: telegraph(params.Delta + params.v0, params.Delta + params.v1, params.r01, params.r10) };
    const errors = [0.1, 0.05].map((every) => {
      const { observables } = averaged(model, { noise, times: params.times, every, observables: ["sz"] });
      return Math.max(...expected.sz.map((value, k) => Math.abs((observables.sz[k + 1] as number) - value)));
    });
    expect(errors[1]).toBeLessThan(2e-4);
    expect(errors[0] / errors[1]).toBeGreaterThan(3.6);
    expect(errors[0] / errors[1]).toBeLessThan(4.4);
  });

  it("of noise that is constant within a realisation", () => {
    const model = driven({ Omega: 0, delta: 0, gamma: 0 });
    const result = averaged(model, { noise: { delta: perRealisation(normal(0, 0.7)) }, until: 3, saveEvery: 0.5, observables: ["sx"] });
    result.axis.forEach((t, k) => expect(result.observables.sx[k]).toBeCloseTo(Math.exp((-0.49 * t * t) / 2), 9));
  });
});

it("averages exist where the hidden states outside of a domain are as good as never taken", () => {
  // eight standard deviations from either border: Gauss nodes lie further out, with less than 1e-16 of the probability
  const noise = { alpha: ornsteinUhlenbeck(0.5, 0.06, 3) };
  const [few, more, most] = [12, 24, 48].map((nodes) => {
    const { observables } = averaged(modelByName("phaseonium", { cavities: 1, levels: 6 }), {
      noise,
      steps: 5,
      observables: ["n1"],
      nodes,
    });
    return observables.n1.at(-1) as number;
  });
  expect(more).toBeCloseTo(few, 12);
  expect(most).toBeCloseTo(more, 12);
});

describe("averages that do not exist", () => {
  it.each([0.3, 0.25, 0.2])("are refused where a rate of spread %f would turn negative, however rarely", (std) => {
    const noise = { down: ornsteinUhlenbeck(1, std, 2) };
    expect(() => averaged(modelByName("kerr", { levels: 4 }), { noise, until: 2, every: 0.5, observables: ["n"] })).toThrow(
      /^Argument `noise` must keep `down` within \[0, ∞\), but its average needs -0\.\d+/,
    );
  });

  const model = modelByName("phaseonium", { levels: 4 });
  it.each<[string, () => unknown, RegExp]>([
    ["1/f noise", () => averaged(model, { noise: { phi: pink(2.4, 0.01, 1, 100) }, steps: 3 }), /but that on `phi` is pink/],
    [
      "half a collision",
      () => averaged(model, { noise: { collisions: normal(1, 0.5) }, steps: 3 }),
      /must draw whole numbers from 0 to 64 on `collisions`/,
    ],
    [
      "collisions of a master equation",
      () => averaged(driven({ Omega: 1, delta: 0, gamma: 0 }), { noise: { collisions: choice([0, 1], [0.5, 0.5]) }, until: 1, every: 1 }),
      /is a master equation/,
    ],
    ["no steps", () => averaged(model, { noise: { phi: ar1(2.4, 0.1, 0.5) } }), /^Argument `steps` must be an integer/],
    [
      "`every` on collisions",
      () => averaged(model, { noise: { phi: normal(2.4, 0.1) }, steps: 3, every: 0.1 }),
      /^Argument `every` must be left out/,
    ],
    [
      "no `every`",
      () => averaged(driven({ Omega: 1, delta: 0, gamma: 0 }), { noise: { delta: normal(0, 1) }, until: 1 }),
      /^Argument `every` must say how long/,
    ],
    [
      "too many states",
      () => averaged(model, { noise: { phi: ar1(2.4, 0.1, 0.5), theta: ar1(0.4, 0.01, 0.5) }, steps: 3, nodes: 120 }),
      /^Argument `noise` must be averaged over at most 8192 hidden states/,
    ],
    [
      "values outside",
      () => averaged(model, { noise: { alpha: sumOfNoises(choice([0.9, 0.5], [0.5, 0.5]), perRealisation(uniform(0, 0.5))) }, steps: 3 }),
      /^Argument `noise` must keep `alpha` within/,
    ],
  ])("for %s", (_, act, sentence) => {
    expect(act).toThrow(sentence);
  });
});
