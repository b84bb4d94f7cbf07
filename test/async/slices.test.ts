/** Studies in slices on one thread: the bits of the synchronous ones wherever they are cut, records in order, and an end at any time. */
import { describe, expect, it } from "vitest";
import { bytesInUse, memorySize, openScope } from "../../bindings/memory.ts";
import { inSlices } from "../../src/ensembles/slices.ts";
import {
  AbortError,
  atoms,
  auto,
  averaged,
  averagedAsync,
  bloch,
  collisionModel,
  counting,
  countingAsync,
  dormandPrince,
  exponentialMethod,
  kerr,
  krylov,
  type Method,
  type Model,
  magnus,
  masterEquation,
  normal,
  phaseonium,
  qubit,
  qubitHamiltonian,
  qubitState,
  type RunOptions,
  radau,
  rk4,
  rotor,
  run,
  runAsync,
  sampled,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spinChain,
  steady,
  steadyAsync,
  sweep,
  sweepAsync,
  timeFunction,
} from "../../src/index.ts";
import { prepareRun } from "../../src/solvers/run.ts";

const [s, u] = [qubit("s"), qubit("u")];
const thermalising = collisionModel({
  name: "thermalising",
  HS: qubitHamiltonian(s, 1),
  units: {
    HE: qubitHamiltonian(u, 1),
    V: [
      [sigmaPlus(s), sigmaMinus(u)],
      [sigmaMinus(s), sigmaPlus(u)],
    ],
    beta: 1,
  },
  tau: 0.1,
  initial: qubitState([0.3, 0, 0.6], s),
});
const q = qubit();
const driven = masterEquation({
  H: [scaled(sigmaZ(q), 0.5), [sigmaX(q), timeFunction((t) => 0.4 / (1 + t * t))]],
  jumps: [[sigmaMinus(q), 0.3]],
  initial: [1, 0],
});
const jumping = masterEquation({
  H: [[sigmaX(q), sampled([0, 1, 2, 3], [0.2, 0.9, 0.1, 0.4], "previous")]],
  jumps: [[sigmaMinus(q), 0.3]],
  initial: [1, 0],
});

const equation = (method: Method, until = 3): RunOptions => ({ until, saveEvery: until / 7, method });
const runs: readonly (readonly [string, Model, RunOptions])[] = [
  ["collisions with a ledger", thermalising, { steps: 40, observables: ["energy", "Q", "Sigma", "Q_total"] }],
  ["powers of the map", thermalising, { steps: 4000, saveEvery: 1000, observables: ["energy", "W_total"] }],
  ["an exchange cascade", phaseonium({ levels: 6 }), { steps: 30, saveEvery: 7, observables: ["T1", "T2"] }],
  ["a run that begins later", thermalising, { steps: 9, from: 5, observables: ["energy"] }],
  ["Dormand–Prince", driven, equation(dormandPrince())],
  ["Runge–Kutta in kernels", bloch(), equation(rk4({ dt: 1e-3 }))],
  ["Runge–Kutta with functions of time", driven, equation(rk4({ dt: 0.02 }))],
  ["exponentials", bloch(), equation(exponentialMethod())],
  ["Krylov subspaces", spinChain({ N: 4 }), equation(krylov())],
  ["Magnus", driven, equation(magnus())],
  ["Radau", driven, equation(radau())],
  ["pieces", jumping, equation(auto())],
  ["Chebyshev series", spinChain({ N: 5 }), equation(auto())],
  ["positive series", atoms({ N: 60, nbar: 2 }), equation(auto(), 0.05)],
  ["a stiff takeover", kerr({ levels: 30, down: 40 }), equation(auto(), 1)],
];

/** Everything of a solution that is numbers. */
const bitsOf = ({ axis, observables, diagnostics, final }: ReturnType<typeof run>) => ({
  axis,
  observables,
  diagnostics: { ...diagnostics },
  final: JSON.stringify(final),
});

describe("a run", () => {
  it.each(runs)("has the same bits wherever it is cut, also while linear memory grows: %s", (_, model, options) => {
    const wanted = bitsOf(run(model, options));
    const before = bytesInUse();
    let turn = 0;
    const work = prepareRun(model, options).work(() => ++turn % 3 === 0);
    let cuts = 0;
    for (;;) {
      const { done, value } = work.next();
      if (done) {
        expect(bitsOf(value)).toEqual(wanted);
        break;
      }
      // Whoever runs in between takes memory, and linear memory may move.
      if (cuts++ % 16 === 0 && memorySize() < 1 << 27) {
        const other = openScope();
        other.f64(memorySize() / 8 + 1000);
        other.release();
      }
    }
    expect(cuts).toBeGreaterThan(0);
    expect(bytesInUse()).toBe(before);
  });

  it.each(runs)("gives its records in order, and the same solution: %s", async (_, model, options) => {
    const running = runAsync(model, { ...options, slice: 0.3 });
    const records: { at: number; values: Readonly<Record<string, number | null>> }[] = [];
    for await (const record of running) records.push(record);
    const solution = await running;
    expect(bitsOf(solution)).toEqual(bitsOf(run(model, options)));
    expect(records.map(({ at }) => at)).toEqual(solution.axis.values);
    for (const [name, column] of Object.entries(solution.observables)) expect(records.map(({ values }) => values[name])).toEqual(column);
  });

  it("lets others run, and many runs at once share a thread without a trace", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const together = await Promise.all(runs.map(([, model, options]) => runAsync(model, { ...options, slice: 0.5 })));
    clearInterval(timer);
    together.forEach((solution, k) => expect(bitsOf(solution)).toEqual(bitsOf(run(runs[k][1], runs[k][2]))));
    expect(turns).toBeGreaterThan(2);
    expect(bytesInUse()).toBe(0);
  });

  it("gives its memory back where it is left", () => {
    for (const [, model, options] of runs) {
      const work = prepareRun(model, options).work(() => true);
      work.next();
      work.return(undefined as never);
      expect(bytesInUse()).toBe(0);
    }
  });
});

describe("an end", () => {
  const endless = { steps: 200_000_000, saveEvery: 10_000, observables: ["energy"] };
  const cascade = phaseonium({ levels: 12 });

  it("comes at once when the signal fires, as an AbortError with its reason", async () => {
    const controller = new AbortController();
    const running = runAsync(cascade, { ...endless, signal: controller.signal, observables: ["T1"] });
    const loop = running[Symbol.asyncIterator]();
    await loop.next();
    controller.abort(new Error("enough"));
    // time of the processor: what others take of it says nothing of the run
    const before = process.cpuUsage();
    const error = await running.catch((reason: unknown) => reason as AbortError);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(100_000);
    expect(error).toBeInstanceOf(AbortError);
    expect((error as AbortError).code).toBe("ABORT");
    expect(((error as AbortError).cause as Error).message).toBe("enough");
    expect(bytesInUse()).toBe(0);
  });

  it("comes when a loop over records is left", async () => {
    const running = runAsync(cascade, { ...endless, observables: ["T1"] });
    const seen: number[] = [];
    for await (const { at } of running) {
      seen.push(at);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([0, 10_000, 20_000]);
    await expect(running).rejects.toMatchObject({ code: "ABORT" });
    expect(bytesInUse()).toBe(0);
  });

  it("was there before", async () => {
    const signal = AbortSignal.abort("never");
    for (const make of [
      () => runAsync(bloch(), { until: 1, signal }),
      () => steadyAsync(bloch(), { signal }),
      () => countingAsync(thermalising, { of: ["Q"], steps: 3, signal }),
      () => averagedAsync(phaseonium({ levels: 4 }), { steps: 2, noise: { phi: normal(2.4, 0.1) }, signal }),
      () => sweepAsync(bloch(), { over: "Omega", values: [1, 2], signal }),
    ]) {
      await expect(Promise.resolve(make())).rejects.toMatchObject({ name: "AbortError", code: "ABORT", cause: "never" });
    }
  });

  it("is heard of by the loop, whatever else fails", async () => {
    const failing = runAsync(masterEquation({ H: scaled(sigmaX(q), 1), initial: [1, 0] } as never), {
      until: 3,
      method: rk4({ dt: 1 }),
      observables: { p: () => Number.NaN },
    } as never);
    const records: number[] = [];
    for await (const { at } of failing) records.push(at);
    expect(records.length).toBeGreaterThan(2);
    const wrong = runAsync(bloch(), { until: -1 });
    await expect(async () => {
      for await (const _ of wrong) records.push(0);
    }).rejects.toThrow("Argument `until` must be a finite number > 0, but is -1.");
  });
});

describe("other studies", () => {
  it("have the bits of their synchronous forms", async () => {
    const ofSteady = (found: ReturnType<typeof steady>) => JSON.stringify({ ...found, plan: String(found.plan) });
    for (const model of [bloch(), thermalising, rotor({ lmin: -3, lmax: 3 })])
      expect(ofSteady(await steadyAsync(model))).toBe(ofSteady(steady(model)));
    const counted = { of: ["Q", "W"], steps: 6, distribution: true } as const;
    expect(await countingAsync(thermalising, { ...counted, slice: 1000 })).toEqual(counting(thermalising, counted));
    const noisy = { steps: 5, noise: { phi: normal(2.4, 0.1) }, observables: ["n1"] };
    const cavity = phaseonium({ cavities: 1, levels: 5, T0: [0.5] });
    expect((await averagedAsync(cavity, { ...noisy, slice: 1000, signal: new AbortController().signal })).observables).toEqual(
      averaged(cavity, noisy).observables,
    );
  });

  it("sweep point by point", async () => {
    const asked = {
      over: ["Omega", "gamma"],
      values: [
        [0.5, 1],
        [0.1, 0.2, 0.4],
      ],
      observables: ["sz"],
    } as const;
    const running = sweepAsync(bloch(), asked as never);
    const points: unknown[] = [];
    for await (const { at, parameters, values } of running) points.push([at, parameters.Omega, parameters.gamma, values.sz]);
    const whole = sweep(bloch(), asked as never) as unknown as { observables: { sz: number[] } };
    expect(points).toEqual(whole.observables.sz.map((sz, k) => [k, [0.5, 1][Math.floor(k / 3)], [0.1, 0.2, 0.4][k % 3], sz]));
    expect({ ...(await running), plan: null }).toEqual({ ...whole, plan: null });
  });
});

describe("what cannot be sliced", () => {
  it("is refused with the remedy where the model holds functions", async () => {
    const wide = { ...thermalising, name: "own" };
    await expect(steadyAsync(wide, { slice: 0.001 })).rejects.toThrow(
      /must be given for a study that cannot be sliced, but one call of `steady` .* Write the model as a document/,
    );
  });
  it("names unknown options and wrong kinds", async () => {
    await expect(runAsync(bloch(), { until: 1, slize: 3 } as never)).rejects.toThrow('Did you mean "slice"?');
    await expect(runAsync(bloch(), { until: 1, slice: 0 })).rejects.toThrow("`slice` must be a finite number > 0");
    await expect(runAsync(bloch(), { until: 1, executor: {} as never })).rejects.toThrow("`executor` must be an executor");
    await expect(runAsync("bloch" as never, { until: 1 })).rejects.toThrow('Write modelByName("bloch")');
    await expect(runAsync(bloch(), undefined as never)).rejects.toThrow("until");
  });
});

describe("inSlices", () => {
  it("ends work that throws, and passes its error on", async () => {
    let closed = false;
    const failing = inSlices(function* () {
      try {
        yield;
        throw new RangeError("no");
      } finally {
        closed = true;
      }
    });
    await expect(failing).rejects.toThrow("no");
    expect(closed).toBe(true);
  });
});
