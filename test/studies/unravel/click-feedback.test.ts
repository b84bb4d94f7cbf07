/** Feedback on clicks: means against the master equations of the loop, memories against a memory that is part of the system, records, and bits. */
import { describe, expect, it } from "vitest";
import { measurementData, measurementFromData } from "../../../src/dynamics/measurement-data.ts";
import {
  basisState,
  identity,
  jumps,
  lift,
  likelihoods,
  type Model,
  masterEquation,
  normal,
  plus,
  qubit,
  recordRule,
  replay,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  stateRule,
  tensor,
  times,
  unravel,
} from "../../../src/index.ts";

const S = qubit("S");
const start = basisState(S, "g");

function atom(jump = sigmaMinus(S), Omega = 1.4): Model {
  return masterEquation(
    ({ Omega, delta }) => ({
      H: plus(scaled(sigmaX(S), Omega / 2), scaled(sigmaZ(S), delta / 2)),
      jumps: [{ operator: jump, rate: 1, bath: "light" }],
      initial: start,
    }),
    { Omega, delta: 0.3 },
  );
}

const axis = { until: 4, saveEvery: 1 };

/** Means of ⟨σz⟩ and of clicks within four standard errors of exact ones. */
async function meets(model: Model, by: ReturnType<typeof jumps>, sz: readonly (number | null)[], trajectories = 3000) {
  const found = await unravel(model, { by, ...axis, trajectories, seed: 21, observables: ["sz", "N_light"], threads: 1 });
  sz.forEach((wanted, k) => {
    expect(Math.abs((found.mean.sz[k] as number) - (wanted as number))).toBeLessThan(4 * (found.standardError.sz[k] as number) + 1e-12);
  });
  return found;
}

describe("an operation after each click", () => {
  it("gives the master equation whose jumps are U L, on kets", async () => {
    const model = atom();
    const wanted = run(atom(times(sigmaX(S), sigmaMinus(S))), { ...axis, observables: ["sz"] }).observables.sz;
    const found = await meets(model, jumps({ feedback: { light: sigmaX(S) } }), wanted);
    expect(String(found.plan)).toContain("kets of 2 amplitudes");
    // without it the means are others
    const plain = run(model, { ...axis, observables: ["sz"] }).observables.sz;
    expect(Math.max(...plain.map((value, k) => Math.abs((value as number) - (wanted[k] as number))))).toBeGreaterThan(0.1);
  });

  it("acts on what is seen alone, dark clicks included", async () => {
    const [xi, dark] = [0.6, 0.3];
    const loop = masterEquation({
      H: plus(scaled(sigmaX(S), 0.7), scaled(sigmaZ(S), 0.15)),
      jumps: [
        { operator: times(sigmaX(S), sigmaMinus(S)), rate: xi, bath: "seen" },
        { operator: sigmaMinus(S), rate: 1 - xi, bath: "lost" },
        { operator: sigmaX(S), rate: dark, bath: "dark" },
      ],
      initial: start,
    });
    const wanted = run(loop, { ...axis, observables: ["sz"] }).observables.sz;
    await meets(atom(), jumps({ efficiency: xi, dark, feedback: { light: sigmaX(S) } }), wanted);
  });

  it("may be a channel", async () => {
    const reset = [sigmaPlus(S), times(sigmaPlus(S), sigmaMinus(S))];
    const wanted = run(
      masterEquation({
        H: plus(scaled(sigmaX(S), 0.7), scaled(sigmaZ(S), 0.15)),
        jumps: reset.map((K, k) => ({ operator: times(K, sigmaMinus(S)), rate: 1, bath: `b${k}` })),
        initial: start,
      }),
      { ...axis, observables: ["sz"] },
    ).observables.sz;
    await meets(atom(), jumps({ feedback: { light: reset } }), wanted);
  });
});

describe("a rule over the record", () => {
  const toggle = recordRule({
    remember: 0,
    count: { light: 2 },
    decide: ({ counts }) => (counts.light === 1 ? { set: { Omega: 0.2, delta: -1 } } : {}),
  });
  const by = jumps({ detectors: ["light"], feedback: toggle });

  it("sets parameters until the next click: as a memory that is part of the system", async () => {
    const M = qubit("M");
    const joint = tensor(S, M);
    const [zero, one] = [plus(identity(M), sigmaZ(M)), plus(identity(M), scaled(sigmaZ(M), -1))].map((P) => scaled(P, 0.5));
    const H = (Omega: number, delta: number) => plus(scaled(sigmaX(S), Omega / 2), scaled(sigmaZ(S), delta / 2));
    const loop = masterEquation({
      H: plus(lift(joint, H(1.4, 0.3), zero), lift(joint, H(0.2, -1), one)),
      jumps: [
        { operator: lift(joint, sigmaMinus(S), times(sigmaX(M), zero)), rate: 1, bath: "a" },
        { operator: lift(joint, sigmaMinus(S), times(sigmaX(M), one)), rate: 1, bath: "b" },
      ],
      initial: lift(joint, start, zero),
      observables: { sz: lift(joint, sigmaZ(S), identity(M)) },
    });
    const wanted = run(loop, { ...axis, observables: ["sz"] }).observables.sz;
    const found = await meets(atom(), by, wanted);
    expect(String(found.plan)).toContain("2 memories");
    const plain = run(atom(), { ...axis, observables: ["sz"] }).observables.sz;
    expect(Math.max(...plain.map((value, k) => Math.abs((value as number) - (wanted[k] as number))))).toBeGreaterThan(0.1);
  });

  it("leaves bits as they are on any split, and records that replay to their likelihoods", async () => {
    const options = { by, until: 4, saveEvery: 2, seed: 5, records: true, observables: ["sz", "purity"] };
    const whole = await unravel(atom(), { ...options, trajectories: 64, threads: 1 });
    const fewer = await unravel(atom(), { ...options, trajectories: 40, threads: 1, saveEvery: 4 });
    const n = fewer.clicks?.times.length as number;
    expect(fewer.clicks?.times).toEqual(whole.clicks?.times.subarray(0, n));
    for (let k = 0; k < 8; k++) {
      const [first, next] = [whole.clicks?.first[k], whole.clicks?.first[k + 1]];
      const record = { times: Array.from(whole.clicks?.times.subarray(first, next) as Float64Array), until: 4 };
      expect(replay(atom(), { by, record }).logLikelihood).toBeCloseTo(whole.clicks?.logLikelihoods[k] as number, 9);
    }
    const { best } = likelihoods(atom(), { by, records: [{ times: [1, 1.5, 3], until: 4 }], parameter: "Omega", values: [0.1, 1.4] });
    expect(best?.value).toBe(1.4);
  });

  it("goes along with noise in slices, memories kept", async () => {
    const options = { by, until: 3, saveEvery: 1.5, trajectories: 32, seed: 7, observables: ["sz"], threads: 1, records: true };
    const still = await unravel(atom(), options);
    const noisy = await unravel(atom(), { ...options, noise: { delta: normal(0.3, 1e-13) }, every: 0.25 });
    // where the rule sets delta it is not drawn, elsewhere it is the model's to rounding: clicks are those without noise
    expect(noisy.clicks?.times.length).toBe(still.clicks?.times.length);
    still.clicks?.times.forEach((time, k) => {
      expect(Math.abs(time - (noisy.clicks?.times[k] as number))).toBeLessThan(1e-7);
    });
    expect(still.clicks?.times.length).toBeGreaterThan(10);
  });

  it("travels as data", () => {
    const data = JSON.parse(JSON.stringify(measurementData(by)));
    const again = measurementFromData(data);
    expect(JSON.stringify(measurementData(again))).toBe(JSON.stringify(data));
    expect(JSON.stringify(measurementData(jumps()))).not.toContain("feedback");
  });
});

describe("bad input", () => {
  const decide = () => ({});
  it.each<[() => object, RegExp]>([
    [() => jumps({ feedback: {} }), /`feedback` must name a detector/],
    [
      () => jumps({ feedback: { light: scaled(sigmaX(S), 2) } }),
      /`feedback\.light` must be operators K whose products K†K that add up to 1, but their sum differs from it by 3/,
    ],
    [() => jumps({ feedback: recordRule({ decide }) }), /`detectors` must name the detectors that the rule is told of/],
    [() => jumps({ detectors: ["light"] }), /`detectors` must be left out where there is no `feedback`/],
    [
      () => jumps({ feedback: stateRule({ observable: sigmaZ(S), above: 0, operation: sigmaX(S) }) }),
      /`feedback` must decide by clicks, but it is a rule on the state/,
    ],
    [
      () => jumps({ detectors: ["light"], feedback: { lihgt: sigmaX(S) } }),
      /`feedback` must name outcomes \(light\), but it names "lihgt"/,
    ],
  ])("is told in a sentence: %#", (make, sentence) => {
    expect(make).toThrow(sentence);
  });

  it.each<[() => ReturnType<typeof jumps>, RegExp]>([
    [
      () => jumps({ feedback: { lihgt: sigmaX(S) } }),
      /`by\.feedback` must name detectors \(light\), but is "lihgt"\. Did you mean "light"/,
    ],
    [
      () => jumps({ detectors: ["light"], feedback: recordRule({ decide: () => ({ set: { Omgea: 1 } }) }) }),
      /`feedback\.set` must name parameters of the model, but is "Omgea"\. Did you mean "Omega"/,
    ],
  ])("is told where the model is known: %#", async (make, sentence) => {
    await expect(unravel(atom(), { by: make(), until: 1, trajectories: 2 })).rejects.toThrow(sentence);
  });
});
