/** What public studies return goes through `structuredClone`, `postMessage` and JSON, and says the same afterwards. */
import { inspect } from "node:util";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import {
  absorption,
  annihilate,
  averaged,
  bloch,
  choiMinimum,
  collide,
  collisionModel,
  correlation,
  counting,
  decayingSpectrum,
  ensemble,
  entropy,
  everyRecord,
  findRoot,
  fock,
  g1,
  g2,
  jumps,
  kerr,
  measured,
  memoryMeasure,
  modes,
  normal,
  orderedCorrelation,
  parallelSweep,
  periodicSteady,
  phaseonium,
  plan,
  planEnsemble,
  printPlan,
  purity,
  qubit,
  qubitHamiltonian,
  qubitState,
  replay,
  run,
  sectorData,
  sigmaMinus,
  sigmaPlus,
  sigmaZ,
  spectrum,
  statesData,
  stateView,
  steady,
  sweep,
  transientMaximum,
  unravel,
  wigner,
} from "../../src/index.ts";

const [s, u] = [qubit("s"), qubit("u")];
const model = collisionModel({
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
  tau: 0.4,
  initial: qubitState([0.3, 0, 0.6], s),
});
const q = qubit();
const noisy = { steps: 4, trajectories: 32, seed: 1, noise: { phi: normal(2.4, 0.1) }, observables: ["n1"], threads: 1 };
const cavity = phaseonium({ cavities: 1, levels: 5, T0: [0.5] });
const driven = kerr({ levels: 8 });

const studies: Readonly<Record<string, () => unknown>> = {
  "run of collisions": () => run(model, { steps: 6, observables: ["energy", "Q", "Sigma"], states: true }),
  "run of an equation": () => run(bloch(), { until: 1, states: true }),
  "run that begins later": () => run(model, { steps: 3, initial: run(model, { steps: 2, states: true }).states?.at(-1) as never }),
  "steady of an equation": () => steady(bloch()),
  "steady of collisions": () => steady(model, { observables: ["energy", "Q"] }),
  sweep: () => sweep(bloch(), { over: "Omega", values: [0.5, 1], observables: ["sz"] }),
  "parallel grid": () =>
    parallelSweep(bloch(), {
      over: ["Omega", "gamma"],
      values: [
        [0.5, 1],
        [0.1, 0.2],
      ],
      observables: ["sz"],
    }),
  ensemble: () => ensemble(cavity, { ...noisy, quantiles: [0.5], histograms: [{ observable: "n1", step: 4, edges: [0, 0.5, 1] }] }),
  averaged: () => averaged(cavity, { steps: 4, noise: noisy.noise, observables: ["n1"] }),
  counting: () => counting(model, { of: ["Q", "W"], steps: 5, distribution: true, omega: [0, 1] }),
  "unravel of units": () => unravel(model, { by: measured({ observable: sigmaZ(u) }), steps: 4, trajectories: 8, records: true }),
  "unravel of jumps": () => unravel(bloch(), { by: jumps(), until: 1, trajectories: 4, records: true }),
  replay: async () => {
    const by = measured({ observable: sigmaZ(u) });
    const { records } = await unravel(model, { by, steps: 4, trajectories: 2, records: true });
    return replay(model, { by, record: [...(records as NonNullable<typeof records>).values.slice(0, 4)] } as never);
  },
  "every record": () => everyRecord(model, { by: measured({ observable: sigmaZ(u) }), steps: 3 } as never),
  correlation: () => correlation(bloch(), { A: sigmaPlus(q), B: sigmaMinus(q), times: [0, 1] } as never),
  "ordered correlation": () =>
    orderedCorrelation(bloch(), {
      product: [
        { operator: sigmaPlus(q), at: 0 },
        { operator: sigmaMinus(q), at: 1 },
      ],
    }),
  g1: () => g1(driven, { of: annihilate(fock(8)), times: [0, 1] } as never),
  g2: () => g2(driven, { of: annihilate(fock(8)), times: [0, 1] } as never),
  spectrum: () => spectrum(bloch(), { A: sigmaPlus(q), B: sigmaMinus(q), omega: [-1, 0, 1] }),
  absorption: () => absorption(bloch(), { of: sigmaMinus(q), omega: [-1, 0, 1] }),
  "decaying spectrum": () => decayingSpectrum(bloch({ Omega: 0 }), { of: sigmaMinus(q), omega: [-1, 0, 1] } as never),
  modes: () => modes(bloch()),
  "periodic state": () => periodicSteady(bloch(), { period: 1 }),
  plan: () => plan(model, { steps: 5 }),
  "plan of steady": () => plan(bloch(), { command: "steady" }),
  "plan of an ensemble": () => planEnsemble(cavity, noisy),
  collide: () => collide(model, undefined, { inside: [0, 1] }),
  "sector data": () => sectorData(cavity),
  "states data": () => statesData(run(bloch(), { until: 1, states: true }).states ?? []),
  root: () => findRoot((x) => x - 0.5, 0, 1),
  "transient maximum": () => transientMaximum(bloch(), "sz", { until: 3 }),
  "memory measure": () => memoryMeasure(model, [qubitState([0, 0, 1], s), qubitState([0, 0, -1], s)], { steps: 4 }),
  "choi minimum": () => choiMinimum(bloch(), { times: [0.5, 1] } as never),
  wigner: () => wigner(run(driven, { until: 1 }).final, [-1, 0, 1], [0]),
};

/** What a value holds, for a comparison of a result with its clone: own enumerable fields alone, classes forgotten. */
function fields(value: unknown): unknown {
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(fields);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fields(entry)]));
}

async function posted(value: unknown): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  try {
    const arrived = new Promise((resolve) => port2.once("message", resolve));
    port1.postMessage(value);
    return await arrived;
  } finally {
    port1.close();
  }
}

describe("a result", () => {
  it.each(Object.entries(studies))("of %s clones, is posted, and becomes JSON", async (_, make) => {
    const result = await make();
    const plain = fields(result);
    expect(JSON.stringify(plain)).not.toContain('"a function"');
    expect(fields(structuredClone(result))).toEqual(plain);
    expect(fields(await posted(result))).toEqual(plain);
    const text = JSON.stringify(result);
    expect(text.length).toBeGreaterThan(2);
    expect(inspect(result, { depth: 3 })).not.toContain("[Getter]");
  });
});

describe("what was cloned", () => {
  it("is taken as a state again", () => {
    const { final, states } = run(bloch(), { until: 1, states: true });
    for (const copy of [structuredClone({ final, states }), JSON.parse(JSON.stringify({ final, states }))]) {
      expect(purity(copy.final)).toBe(purity(final));
      expect(entropy(copy.states[3].state)).toBe(entropy(states?.[3].state as never));
      expect(stateView(copy.final).matrix()).toEqual(final.matrix());
      expect(run(bloch(), { until: 2, initial: copy.states[3] }).observables).toEqual(
        run(bloch(), { until: 2, initial: states?.[3] as never }).observables,
      );
      expect(statesData(copy.states)).toEqual(statesData(states ?? []));
    }
  });

  it("prints as a plan again", () => {
    for (const made of [plan(model, { steps: 5 }), run(bloch(), { until: 1 }).plan]) {
      expect(printPlan(structuredClone(made) as never)).toBe(String(made));
    }
    expect(structuredClone(sweep(bloch(), { over: "Omega", values: [1], observables: ["sz"] }).plan)).toEqual({
      text: expect.stringContaining("sweep"),
    });
  });

  it("is refused as a state where it is none", () => {
    const data = structuredClone(run(bloch(), { until: 1 }).final) as unknown as Record<string, unknown>;
    for (const [bad, sentence] of [
      [{ ...data, re: [1] }, /lists of equal length/],
      [{ ...data, space: { factors: [{ label: "x" }] } }, /`dimension` must be an integer/],
      [{ ...data, space: { factors: [{ label: 3, dimension: 2 }] } }, /be a word/],
      [{ ...data, rows: ["a", 0, 0, 0] }, /have finite elements within/],
      [{ ...data, re: [1, 0, 0, Number.NaN] }, /have finite elements within qubit:2, but element 3 is not/],
      [{ ...data, rows: [0, 0, 0, 7] }, /have finite elements within/],
      [{ x: 1 }, /be a state view, an operator or a matrix/],
    ] as const) {
      expect(() => purity(bad as never)).toThrow(sentence);
    }
  });
});
