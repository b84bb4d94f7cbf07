/**
 * Option objects under random changes. Whatever is handed to a public function, it answers with a result without NaN or with an
 * error of ours (a code and a sentence), within seconds; never with an error of JavaScript itself.
 */
import * as ancilla from "../../src/index.ts";
import { modelOf } from "../solvers/model-of.ts";
import { changed, excused, written } from "./scraps.ts";
import { type Dice, dice, type Finding, type FuzzTarget } from "./target.ts";

const q = ancilla.qubit("q");
const unit = ancilla.qubit("unit");
const H = ancilla.qubitHamiltonian(q, 1);
const V = () => [
  [ancilla.sigmaPlus(q), ancilla.sigmaMinus(unit)],
  [ancilla.sigmaMinus(q), ancilla.sigmaPlus(unit)],
];
const start = ancilla.qubitState([0.3, 0, 0.2], q);
const unitOptions = () => ({ HE: ancilla.qubitHamiltonian(unit, 1), V: V(), beta: 1, bath: "cold" });
const own = () => ({ HS: H, units: unitOptions(), tau: 0.3, initial: start });
const jump = () => ({ operator: ancilla.sigmaMinus(q), rate: 0.5, bath: "cold", beta: 1 });
const equation = () => ({ system: q, H: [{ operator: H, coefficient: 1 }], jumps: [jump()] });
const collisions = ancilla.collisionModel(own() as never);
const arrivals = ancilla.collisionModel({ ...own(), arrivals: 1 } as never);
const decay = modelOf(ancilla.generator(equation() as never), start);
const photons = ancilla.phaseonium({ levels: 4, T0: 0.2, cavities: 1 });
const bloch = ancilla.kerr({ levels: 4 });
const noise = () => ({ phi: ancilla.normal(2.4, 0.1) });
const reading = () => ancilla.measured({ observable: ancilla.sigmaZ(unit) });
const signal = new AbortController().signal;
const atom = ancilla.masterEquation({
  H: ancilla.scaled(ancilla.sigmaX(q), 0.5),
  jumps: [{ operator: ancilla.sigmaMinus(q), rate: 0.5, bath: "light" }],
  initial: start,
});
const driven = ancilla.masterEquation({
  H: [{ operator: ancilla.sigmaX(q), coefficient: (t: number) => Math.cos(Math.PI * t) }],
  jumps: [{ operator: ancilla.sigmaMinus(q), rate: 0.5, bath: "light" }],
  initial: start,
});
const clicks: ancilla.ClickRecord = {
  kind: "clicks",
  detectors: ["a", "b"],
  trajectories: 2,
  until: 4,
  first: [0, 3, 5],
  times: [0.5, 1, 3, 0.2, 2],
  which: [0, 1, 0, 0, 1],
};
const current: ancilla.CurrentRecord = {
  kind: "currents",
  names: ["Y"],
  dt: 0.1,
  trajectories: 2,
  steps: 8,
  increments: Array.from({ length: 16 }, (_, k) => 0.1 * ((k % 3) - 1)),
};

type Options = Record<string, unknown>;

/** A public function with options that it takes. */
interface Door {
  readonly name: string;
  readonly valid: () => Options;
  readonly call: (options: never) => unknown;
}

const doors: readonly Door[] = [
  { name: "collisionModel", valid: () => ({ ...own(), name: "mine", evaluation: "exact", scaling: "1" }), call: ancilla.collisionModel },
  {
    name: "collisionModel of two units",
    valid: () => ({ ...own(), units: [unitOptions(), unitOptions()], stream: "mixture", probabilities: [0.5, 0.5] }),
    call: ancilla.collisionModel,
  },
  {
    name: "collisionModel with memory",
    valid: () => ({ ...own(), memory: 0.5, observables: { x: ancilla.sigmaX(q) } }),
    call: (o) => ancilla.run(ancilla.collisionModel(o), { steps: 2 }),
  },
  { name: "randomState", valid: () => ({ seed: 1, index: 2, rank: 1, measure: "bures" }), call: (o) => ancilla.randomState(q, o) },
  { name: "randomHermitian", valid: () => ({ seed: 1, radius: 3 }), call: (o) => ancilla.randomHermitian(q, o) },
  { name: "randomChannel", valid: () => ({ seed: 1, rank: 2 }), call: (o) => ancilla.randomChannel(q, o).matrix },
  { name: "randomGenerator", valid: () => ({ seed: 1, jumps: 2, radius: 0.5 }), call: (o) => ancilla.randomGenerator(q, o) },
  { name: "renyiDivergence", valid: () => ({ kind: "sandwiched" }), call: (o) => ancilla.renyiDivergence(start, start, 2, o) },
  { name: "displacement", valid: () => ({ elements: "exact" }), call: (o) => ancilla.displacement(ancilla.fock(4), 0.5, o) },
  { name: "collisionModel with arrivals", valid: () => ({ ...own(), arrivals: 2 }), call: ancilla.collisionModel },
  {
    name: "generator",
    valid: equation,
    call: (o) => ancilla.run(modelOf(ancilla.generator(o), start), { times: [0.5], observables: ["purity"] }),
  },
  {
    name: "generator of a group",
    valid: () => ({
      system: q,
      H,
      collective: [
        {
          operators: [ancilla.sigmaMinus(q), ancilla.sigmaPlus(q)],
          rates: [
            [1, 0.1],
            [0.1, 0.5],
          ],
          as: "pairs",
        },
      ],
    }),
    call: ancilla.generator,
  },
  {
    name: "globalMasterEquation",
    valid: () => ({
      H,
      couplings: [{ bath: "c", operator: ancilla.sigmaX(q), spectralDensity: ancilla.ohmic(0.1, 5), beta: 1 }],
      tolerance: 1e-9,
      lambShift: false,
      negativeFrequencies: "odd",
    }),
    call: ancilla.globalMasterEquation,
  },
  {
    name: "globalMasterEquation by clusters",
    valid: () => ({
      H,
      couplings: [{ bath: "c", operator: ancilla.sigmaX(q), spectralDensity: ancilla.ohmic(0.1, 5), beta: 1 }],
      form: "partial",
      cluster: 0.1,
      lambShift: { S: () => 0.1 },
    }),
    call: ancilla.globalMasterEquation,
  },
  {
    name: "masterEquation",
    valid: () => ({
      name: "mine",
      system: q,
      H: [H, { operator: ancilla.sigmaX(q), coefficient: 0.2 }, [ancilla.sigmaMinus(q), [0.1, 0.2]]],
      jumps: [ancilla.sigmaZ(q), [ancilla.sigmaX(q), 0.1], { operator: ancilla.sigmaMinus(q), rate: 0.1, bath: "a", T: 1 }],
      baths: { b: { lowering: ancilla.sigmaMinus(q), omega: 1, rate: 0.1, T: 1, statistics: "bosons" } },
      collective: [
        {
          operators: [ancilla.sigmaX(q), ancilla.sigmaZ(q)],
          rates: [
            [1, 0.5],
            [0.5, 1],
          ],
          bath: "d",
          as: "pairs",
        },
      ],
      global: {
        couplings: [{ bath: "c", operator: ancilla.sigmaX(q), density: ancilla.ohmic(0.1, 5), T: 1 }],
        form: "unified",
        cluster: 0.1,
      },
      negativeRates: true,
      initial: [1, 0],
      observables: { x: ancilla.sigmaX(q) },
    }),
    call: (o) => ancilla.run(ancilla.masterEquation(o), { until: 0.1 }),
  },
  { name: "jumps", valid: () => ({ efficiency: 0.5, dark: 0.1 }), call: (o) => ancilla.jumps(o) },
  { name: "homodyne", valid: () => ({ dt: 0.1, efficiency: 0.5, phase: 1, bath: "a" }), call: ancilla.homodyne },
  {
    name: "measured",
    valid: () => ({
      observable: ancilla.sigmaZ(q),
      names: ["a", "b"],
      efficiency: 0.5,
      units: "a",
      confusion: [
        [1, 0],
        [0, 1],
      ],
      feedback: { a: ancilla.sigmaX(q) },
    }),
    call: (o) => ancilla.measured(o),
  },
  {
    name: "everyRecord",
    valid: () => ({ by: reading(), steps: 2, observables: ["sz"], initial: start }),
    call: (o) => ancilla.everyRecord(collisions, o),
  },
  { name: "replay", valid: () => ({ by: reading(), record: [0, 1], observables: ["sz"] }), call: (o) => ancilla.replay(collisions, o) },
  {
    name: "unravel of units",
    valid: () => ({ by: reading(), steps: 3, trajectories: 4, seed: 1, quantiles: [0.5], records: true, stopWhen: { standardError: 1 } }),
    call: (o) => ancilla.unravel(collisions, o),
  },
  {
    name: "unravel of jumps",
    valid: () => ({
      by: ancilla.jumps({ efficiency: 0.5 }),
      until: 1,
      saveEvery: 0.5,
      trajectories: 4,
      observables: ["sz"],
      initial: start,
    }),
    call: (o) => ancilla.unravel(decay, o),
  },
  {
    name: "counting of units",
    valid: () => ({
      of: ["Q", "W", { name: "x", observable: ancilla.sigmaZ(unit), bath: "cold", leaving: true, efficiency: 0.5 }],
      orders: 2,
      steps: 3,
      saveEvery: 1,
      scheme: "mh",
      distribution: { of: ["Q"], mostValues: 100 },
      omega: [0, 1],
      at: [{ Q: 0.1 }],
      theorems: true,
      initial: start,
      signal,
    }),
    call: (o) => ancilla.counting(collisions, o),
  },
  {
    name: "counting of jumps",
    valid: () => ({
      of: [
        "N",
        { name: "c", jumps: "cold", weights: [1], efficiency: 0.5, dark: 0.1 },
        { name: "Y", current: "cold", phase: 1, efficiency: 0.5 },
      ],
      orders: 3,
      until: 1,
      saveEvery: 0.5,
      omega: [0, 1],
      initial: "steady",
      steady: true,
    }),
    call: (o) => ancilla.counting(decay, o),
  },
  {
    name: "counting along a drive",
    valid: () => ({ of: ["N"], orders: 2, until: 1, period: 2, distribution: true }),
    call: (o) => ancilla.counting(driven, o),
  },
  {
    name: "clickStatistics",
    valid: () => ({ of: { name: "c", jumps: "light", efficiency: 0.5, dark: 0.1 }, times: [0, 1] }),
    call: (o) => ancilla.clickStatistics(atom, o),
  },
  {
    name: "recordedWaiting",
    valid: () => ({ edges: [0, 1, 2], of: "a", from: "event", after: 0.1 }),
    call: (o) => ancilla.recordedWaiting(clicks, o),
  },
  {
    name: "recordedG2",
    valid: () => ({ edges: [0, 1, 2], of: ["a"], later: "b", after: 0.1 }),
    call: (o) => ancilla.recordedG2(clicks, o),
  },
  { name: "recordedCounts", valid: () => ({ window: 1, of: "b", after: 0.1 }), call: (o) => ancilla.recordedCounts(clicks, o) },
  { name: "recordedSpectrum", valid: () => ({ of: "Y", segment: 4, after: 0.1 }), call: (o) => ancilla.recordedSpectrum(current, o) },
  {
    name: "recordRule",
    valid: () => ({ remember: 2, count: { 1: 3 }, decide: () => ({ do: "flip" }), operations: { flip: ancilla.sigmaX(q) } }),
    call: (o) => ancilla.measured({ observable: ancilla.sigmaZ(q), feedback: ancilla.recordRule(o as never) }),
  },
  {
    name: "stateRule",
    valid: () => ({ observable: ancilla.sigmaZ(q), above: 0.5, operation: ancilla.sigmaX(q) }),
    call: (o) => ancilla.measured({ observable: ancilla.sigmaZ(q), feedback: ancilla.stateRule(o as never) }),
  },
  {
    name: "recordLedger",
    valid: () => ({ by: reading(), steps: 3, trajectories: 4, seed: 1 }),
    call: (o) => ancilla.recordLedger(collisions, o),
  },
  {
    name: "recordLedger of arrivals",
    valid: () => ({ by: reading(), times: [0.5, 1], trajectories: 4, seed: 1 }),
    call: (o) => ancilla.recordLedger(arrivals, o),
  },
  {
    name: "replay of arrivals",
    valid: () => ({ by: reading(), record: { times: [0.2], until: 1, which: [0] }, times: [0.5, 1], observables: ["purity"] }),
    call: (o) => ancilla.replay(arrivals, o),
  },
  {
    name: "replay of clicks",
    valid: () => ({ by: ancilla.jumps(), record: { times: [0.2], until: 1, which: [0] }, times: [0.5, 1], observables: ["sz"] }),
    call: (o) => ancilla.replay(decay, o),
  },
  { name: "choiMinimum", valid: () => ({ times: [0.5], method: ancilla.auto() }), call: (o) => ancilla.choiMinimum(decay, o) },
  {
    name: "thermalBath",
    valid: () => ({ bath: "c", lowering: ancilla.sigmaMinus(q), omega: 1, rate: 0.1, beta: 1, statistics: "bosons" }),
    call: ancilla.thermalBath,
  },
  {
    name: "run of collisions",
    valid: () => ({ steps: 4, saveEvery: 2, observables: ["energy", "Q"], stationary: 1e-9, signal }),
    call: (o) => ancilla.run(collisions, o),
  },
  {
    name: "run of an equation",
    valid: () => ({ until: 1, saveEvery: 0.5, observables: ["purity"], method: ancilla.auto(), signal }),
    call: (o) => ancilla.run(decay, o),
  },
  {
    name: "runCollisions",
    valid: () => ({ steps: 2, saveEvery: 1, observables: ["purity"], stationary: 1e-9 }),
    call: (o) => ancilla.runCollisions(collisions, o),
  },
  { name: "evolve", valid: () => ({ times: [0.5, 1], observables: ["purity"], stationary: 1e-9 }), call: (o) => ancilla.evolve(decay, o) },
  {
    name: "prepare",
    valid: () => ({ until: 1, observables: ["purity"] }),
    call: (o) => {
      const bound = ancilla.prepare(decay, o);
      try {
        return { observables: bound.run() };
      } finally {
        bound.release();
      }
    },
  },
  { name: "steady", valid: () => ({ observables: ["purity"], scope: "space", signal }), call: (o) => ancilla.steady(decay, o) },
  {
    name: "correlation",
    valid: () => ({ A: ancilla.sigmaPlus(q), B: ancilla.sigmaMinus(q), C: H, from: 0.5, times: [0, 1], initial: start, signal }),
    call: (o) => ancilla.correlation(decay, o),
  },
  {
    name: "correlation of units",
    valid: () => ({ A: ancilla.sigmaPlus(unit), B: ancilla.sigmaMinus(unit), of: "units", from: 2, times: [0, 1] }),
    call: (o) => ancilla.correlation(collisions, o),
  },
  {
    name: "orderedCorrelation",
    valid: () => ({ product: [{ operator: H, at: 0 }], from: "steady", initial: start }),
    call: (o) => ancilla.orderedCorrelation(decay, o),
  },
  { name: "g1", valid: () => ({ of: ancilla.sigmaX(q), times: [0, 1], from: 0.2 }), call: (o) => ancilla.g1(decay, o) },
  {
    name: "g2",
    valid: () => ({ of: [ancilla.sigmaX(q), ancilla.sigmaMinus(q)], times: [0, 1], from: 0.2 }),
    call: (o) => ancilla.g2(decay, o),
  },
  {
    name: "spectrum",
    valid: () => ({ A: ancilla.sigmaPlus(q), B: ancilla.sigmaMinus(q), omega: [0, 1], of: "system", initial: start }),
    call: (o) => ancilla.spectrum(decay, o),
  },
  {
    name: "spectrum of a stream",
    valid: () => ({ A: ancilla.sigmaPlus(unit), B: ancilla.sigmaMinus(unit), omega: [0, 1], of: "units" }),
    call: (o) => ancilla.spectrum(collisions, o),
  },
  {
    name: "absorption",
    valid: () => ({ of: ancilla.sigmaMinus(q), omega: [0, 1], net: true }),
    call: (o) => ancilla.absorption(decay, o),
  },
  {
    name: "decayingSpectrum",
    valid: () => ({ of: ancilla.sigmaMinus(q), omega: [0, 1], rate: 0.5, initial: start }),
    call: (o) => ancilla.decayingSpectrum(decay, o),
  },
  {
    name: "periodicSteady",
    valid: () => ({ period: 2, observables: ["purity"], points: 3, method: "map", tolerance: 1e-9 }),
    call: (o) => ancilla.periodicSteady(decay, o),
  },
  { name: "liouvillian", valid: () => ({ at: 1 }), call: (o) => ancilla.liouvillian(decay, o).matrix },
  { name: "propagator", valid: () => ({ from: 1 }), call: (o) => ancilla.propagator(decay, 1, o).matrix },
  {
    name: "unitInstrument",
    valid: () => ({ at: 2 }),
    call: (o) => ancilla.unitInstrument(collisions, ancilla.sigmaX(unit), o).matrix,
  },
  { name: "collisionMap", valid: () => ({ collisions: 2 }), call: (o) => ancilla.collisionMap(collisions, o).matrix },
  { name: "plan", valid: () => ({ command: "run", steps: 3, saveEvery: 1, observables: ["T1"] }), call: (o) => ancilla.plan(photons, o) },
  { name: "plan of an average", valid: () => ({ command: "averaged", steps: 3, noise: noise() }), call: (o) => ancilla.plan(photons, o) },
  {
    name: "averaged",
    valid: () => ({ noise: noise(), steps: 3, saveEvery: 1, nodes: 4, observables: ["T1"], limit: { tolerance: 1e-3, most: 20 } }),
    call: (o) => ancilla.averaged(photons, o),
  },
  {
    name: "sweep",
    valid: () => ({ over: "Delta", values: [0.1, 0.2], observables: ["purity"], signal }),
    call: (o) => ancilla.sweep(bloch, o),
  },
  {
    name: "sweep over two",
    valid: () => ({ over: ["Delta", "F"], values: [[0.1, 0.2], [0.3]], observables: ["purity"], signal }),
    call: (o) => ancilla.sweep(bloch, o),
  },
  {
    name: "parallelSweep",
    valid: () => ({ over: "Delta", values: [0.1, 0.2], threads: 1 }),
    call: (o: Options) => ancilla.parallelSweep(bloch, (Number.isInteger(o?.threads) ? { ...o, threads: 1 } : o) as never),
  },
  {
    name: "ensemble",
    valid: () => ({
      steps: 2,
      trajectories: 4,
      seed: 1,
      noise: noise(),
      observables: ["T1"],
      threads: 1,
      window: [0, 1],
      quantiles: [0.5],
    }),
    call: (o) => ancilla.ensemble(photons, o),
  },
  {
    name: "planEnsemble",
    valid: () => ({ steps: 2, saveEvery: 1, trajectories: 4, noise: noise(), stopWhen: { standardError: 0.1 } }),
    call: (o) => ancilla.planEnsemble(photons, o),
  },
  { name: "transientMaximum", valid: () => ({ until: 1, samples: 5 }), call: (o) => ancilla.transientMaximum(decay, "purity", o) },
  {
    name: "memoryMeasure",
    valid: () => ({ steps: 3 }),
    call: (o) => ancilla.memoryMeasure(collisions, [start, ancilla.basisState(q, "e")], o),
  },
  {
    name: "exchangeBaths",
    valid: () => ({ exchange: ["Delta", "K"], currents: { n: ["n", "n"] } }),
    call: (o) => ancilla.exchangeBaths(bloch, o),
  },
  {
    name: "phaseonium",
    valid: () => ({ cavities: 1, levels: 4, T0: 0.2, alpha: 0.25, phi: 2, initial: [["fock", 1]] }),
    call: ancilla.phaseonium,
  },
  { name: "atoms", valid: () => ({ N: 2, nbar: 0.5 }), call: ancilla.atoms },
  { name: "rk4", valid: () => ({ dt: 0.1 }), call: ancilla.rk4 },
  { name: "dormandPrince", valid: () => ({ rtol: 1e-6, atol: 1e-8, maxStep: 1 }), call: ancilla.dormandPrince },
  { name: "krylov", valid: () => ({ tolerance: 1e-8, dimension: 10 }), call: ancilla.krylov },
  { name: "truncatedNormal", valid: () => ({ min: 0, max: 1 }), call: (o) => ancilla.truncatedNormal(0.5, 0.1, o) },
  { name: "thermal", valid: () => ({ beta: 1 }), call: (o) => ancilla.thermal(H, o) },
];

/** What is wrong with a result, or null. */
function judged(result: unknown): string | null {
  const seen = (result as { observables?: Record<string, unknown> } | null)?.observables;
  const numbers = Object.values(seen ?? {}).flat();
  return numbers.some((value) => typeof value === "number" && Number.isNaN(value)) ? "a value is NaN" : null;
}

/** Seconds after which an answer counts as none. */
const LONG = 20;

async function tried({ name, valid, call }: Door, roll: Dice): Promise<Finding | null> {
  let options: unknown = valid();
  for (let k = 0; k <= roll.below(2); k++) options = changed(options, roll, [decay]);
  const begin = performance.now();
  let problem: string | null;
  try {
    problem = judged(await call(options as never));
  } catch (error) {
    problem = excused(error);
  }
  if (problem === null && performance.now() - begin > 1000 * LONG) problem = `no answer for ${(performance.now() - begin) / 1000} s`;
  return problem === null ? null : { input: `${name}(${written(options)})`, problem };
}

/** Try the doors one after the other, each with a change of its own. */
export const optionObjects: FuzzTarget = {
  name: "options",
  async run(seed, count, until = Number.POSITIVE_INFINITY) {
    const findings: Finding[] = [];
    let tries = 0;
    for (; tries < count && performance.now() < until; tries++) {
      const found = await tried(doors[tries % doors.length], dice(seed, tries));
      if (found) findings.push(found);
    }
    return { tried: tries, findings };
  },
};

/** The doors as they stand answer without an error. */
export async function validDoors(): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { name, valid, call } of doors) {
    try {
      await call(valid() as never);
    } catch (error) {
      wrong.push(`${name}: ${String(error)}`);
    }
  }
  return wrong;
}
