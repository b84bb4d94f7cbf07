/** Positive steps of currents: their mean is the master equation's to second order, chances sum to one, and pure states stay pure. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  dag,
  fock,
  heterodyne,
  homodyne,
  type Model,
  masterEquation,
  numberOperator,
  type Operator,
  plus,
  qubit,
  replay,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaZ,
  times,
  unravel,
} from "../../../src/index.ts";
import { bloch } from "../../../src/models/bloch.ts";
import { multiplySparse } from "../../../src/numerics/envelope.ts";
import { currentProcess, currentStep, incrementsOf } from "../../../src/plan/trajectories/current-process.ts";
import type { CurrentProcess } from "../../../src/plan/trajectories/measured-parts.ts";
import { functionalOf, matrixGroup } from "../../../src/sectors/matrix-group.ts";
import { plainStates } from "../../../src/solvers/trajectories/plain-states.ts";
import { operatorOn } from "../../../src/studies/counting/starts-and-ends.ts";
import { randomHermitian, randomOperator, randomState } from "../../golden/random.ts";

const measures = { homodyne, heterodyne } as const;
const S = qubit("S");
const sizes = fock(3, "three");
const mode = fock(10, "mode");
const a = annihilate(mode);

/** A random equation of three levels whose first jump is measured, with jumps beside it that are not. */
function randomEquation(seed: number, unread: number): Model {
  const jumps = Array.from({ length: 1 + unread }, (_, k) => ({
    operator: scaled(randomOperator(sizes, seed + k + 1), 0.6),
    rate: 1 - 0.2 * k,
    bath: k === 0 ? "light" : `other${k}`,
  }));
  return masterEquation({ H: randomHermitian(sizes, seed), jumps, initial: randomState(sizes, seed + 9) });
}

const driven = plus(numberOperator(mode), scaled(plus(a, dag(a)), 0.8));
const decay = { operator: a, rate: 1, bath: "light" };
/** More levels than few, so that M is cut off at second order. */
const cavity = masterEquation({ H: driven, jumps: [decay], initial: basisState(mode, 2), observables: { n: numberOperator(mode) } });
const warmCavity = masterEquation({
  H: driven,
  jumps: [decay, { operator: dag(a), rate: 0.3, bath: "heat" }],
  initial: basisState(mode, 2),
});

/** The mean state after one step: the drawn increments have the density of white noise times the likelihood. */
function meanStep({ matrices, trace }: CurrentProcess, x: Float64Array): Float64Array {
  const mean = matrixGroup(matrices, 0);
  const total = functionalOf(mean, trace).reduce((sum, f, q) => sum + f * x[q], 0);
  return multiplySparse(mean, x).map((value) => value / total);
}

/** How far the mean after `until` is from the master equation's, at most over all elements. */
function errorOf(model: Model, process: CurrentProcess, until: number): number {
  let x: Float64Array = process.start.slice();
  for (let k = 0; k < Math.round(until / process.dt); k++) x = meanStep(process, x);
  const rho = operatorOn(model, process.sector, x);
  let most = 0;
  run(model, { until, saveEvery: until, observables: [] }).final.forEach((i, j, re, im) => {
    most = Math.max(most, Math.hypot(rho.at(i, j)[0] - re, rho.at(i, j)[1] - im));
  });
  return most;
}

/** Standard normals and their weights: the trapezoidal rule, exact to rounding for polynomials times a Gaussian. */
const nodes = Array.from({ length: 121 }, (_, k) => (k - 60) * 0.2).map((z) => ({
  z,
  w: (0.2 * Math.exp(-z * z * 0.5)) / Math.sqrt(2 * Math.PI),
}));
/** The same for polynomials of degree 9: Gauss and Hermite. */
const five = [0, 1.355626179974266, 2.856970013872806].flatMap((z, k) => {
  const w = [0.5333333333333333, 0.2220759220056126, 0.01125741132772069][k];
  return k === 0
    ? [{ z, w }]
    : [
        { z, w },
        { z: -z, w },
      ];
});

describe.each(["homodyne", "heterodyne"] as const)("%s by positive steps", (name) => {
  const measure = measures[name];

  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [1, 0.6],
    [2, 0.3],
  ])("has the mean of the master equation up to dt³ in a step: random, %d unread jumps, efficiency %d", (unread, efficiency) => {
    for (const seed of [3, 20]) {
      const model = randomEquation(seed, unread);
      const errors = [0.04, 0.02, 0.01].map((dt) =>
        errorOf(model, currentProcess(model, measure({ dt, efficiency, phase: 0.4, bath: "light", exact: false })), dt),
      );
      for (let k = 1; k < errors.length; k++) expect(errors[k - 1] / errors[k]).toBeGreaterThan(6.9);
      expect(errors[2]).toBeLessThan(1e-4);
    }
  });

  it.each([
    ["few levels", bloch(), 1],
    ["more of them", cavity, 1],
    ["lost light and heat", warmCavity, 0.7],
  ] as const)("is of second order at a fixed time: %s", (_, model, efficiency) => {
    const errors = [0.1, 0.05, 0.025, 0.0125].map((dt) => {
      const process = currentProcess(model, measure({ dt, efficiency, phase: 0.4, exact: false, ...named(model) }));
      expect(process.about).toMatch(efficiency === 1 ? /, pure steps of .*, of second order$/ : /, positive steps of .*, of second order$/);
      return errorOf(model, process, 1);
    });
    for (let k = 2; k < errors.length; k++) expect(Math.log2(errors[k - 1] / errors[k])).toBeGreaterThan(1.9);
  });

  it("has chances that sum to one, whatever dt", () => {
    for (const [model, efficiency] of [
      [bloch(), 1],
      [warmCavity, 0.7],
    ] as const)
      for (const dt of [0.01, 0.5]) {
        const process = currentProcess(model, measure({ dt, efficiency, exact: false, ...named(model) }));
        const list = model === warmCavity && name === "heterodyne" ? five : nodes;
        const places = name === "homodyne" ? list.map((one) => [one]) : list.flatMap((one) => list.map((two) => [one, two]));
        const out = new Float64Array(process.start.length);
        const increments = (of: readonly { z: number }[]) => of.map(({ z }) => Math.sqrt(dt) * z);
        currentStep(process, increments(places[places.length >> 2]), process.start, out);
        const [x, next] = [out.slice(), out];
        const sum = places.reduce(
          (total, place) => place.reduce((product, { w }) => product * w, currentStep(process, increments(place), x, next)) + total,
          0,
        );
        expect(sum).toBeCloseTo(1, 11);
      }
  });

  it("keeps states positive for large steps and unlikely increments, other jumps and losses included", () => {
    const model = masterEquation({
      H: scaled(sigmaX(S), 0.6),
      jumps: [
        { operator: sigmaMinus(S), rate: 1, bath: "light" },
        { operator: sigmaZ(S), rate: 0.2, bath: "noise" },
      ],
      initial: basisState(S, 1),
    });
    for (const dt of [0.05, 1]) {
      const process = currentProcess(model, measure({ dt, efficiency: 0.6, bath: "light", exact: false }));
      let [x, out] = [process.start.slice(), new Float64Array(process.start.length)];
      for (let k = 0; k < 200; k++) {
        currentStep(process, incrementsOf(process, [3.5 * Math.sin(7 * k + 1), 3.5 * Math.sin(11 * k)], x), x, out);
        [x, out] = [out, x];
        const rho = operatorOn(model, process.sector, x);
        const [re, im] = rho.at(0, 1);
        expect(rho.at(0, 0)[0] * rho.at(1, 1)[0] - re * re - im * im).toBeGreaterThan(-1e-14);
      }
    }
  });

  it("is what follows where nothing is lost: purity 1 for a thousand steps and more levels than few", async () => {
    for (const [model, until] of [
      [bloch(), 10],
      [cavity, 1],
    ] as const) {
      const by = measure({ dt: 0.01 });
      const { min, max } = await unravel(model, {
        by,
        until,
        saveEvery: until,
        trajectories: 20,
        seed: 4,
        observables: ["purity"],
        threads: 1,
      });
      for (const end of [min, max]) expect(Math.abs((end.purity.at(-1) as number) - 1)).toBeLessThan(1e-12);
    }
  });

  it("is left for bins where something is lost, or where they are asked for", () => {
    const step = (model: Model, options: object) => currentProcess(model, measure({ dt: 0.1, ...options })).about;
    expect(step(bloch(), {})).toContain("pure steps");
    expect(step(bloch(), { exact: true })).toContain("in bins of 0.1 without error");
    expect(step(bloch(), { efficiency: 0.9 })).toContain("in bins");
    expect(step(bloch({ start: [0, 0, -0.9] }), {})).toContain("in bins");
    expect(step(bloch({ nbar: 0, dephasing: 0.1 }), { bath: "bath" })).toContain("in bins");
    expect(step(bloch({ start: [0, 0, -0.9] }), { exact: false })).toContain("positive steps");
  });

  it("draws increments whose moments are those of its density, for long steps, too", () => {
    for (const dt of [0.1, 1]) {
      const process = currentProcess(bloch({ gamma: 1, start: [0.6, 0, 0.8] }), measure({ dt }));
      const x = meanStep(process, process.start);
      const reading = (g: number): number => process.readings[g].reduce((sum, f, q) => sum + f * x[q], 0) / readingOfOne(process, x);
      const second = (place: number): number => (name === "homodyne" ? place : place * (process.order + 1) - (place * (place - 1)) / 2);
      const moments = [0, 0];
      for (const { z, w } of nodes) {
        const found = incrementsOf(process, [z, 0.3], x)[0] / Math.sqrt(dt);
        moments[0] += w * found;
        moments[1] += w * (found * found - 1);
      }
      expect(moments[0]).toBeCloseTo(reading(second(1)), 7);
      expect(moments[1]).toBeCloseTo(2 * reading(second(2)), 7);
    }
  });

  it("refuses steps that no series reaches", () => {
    expect(() => currentProcess(bloch(), measure({ dt: 1000 }))).toThrow(/`by\.dt` must be short against the rate/);
  });

  it("is replayed to the likelihood that trajectories had", async () => {
    const by = measure({ dt: 0.25 });
    const { currents } = await unravel(bloch(), { by, until: 2, saveEvery: 2, trajectories: 4, seed: 3, records: true, threads: 1 });
    const width = name === "homodyne" ? 8 : 16;
    for (let k = 0; k < 4; k++) {
      const record = currents?.increments.subarray(k * width, (k + 1) * width) as Float64Array;
      const again = replay(bloch(), { by, record, observables: ["purity"] });
      expect(again.logLikelihood).toBeCloseTo(currents?.logLikelihoods[k] as number, 12);
      for (const purity of again.observables.purity) expect(purity).toBeCloseTo(1, 12);
    }
  });
});

const readingOfOne = ({ readings }: CurrentProcess, x: Float64Array): number => readings[0].reduce((sum, f, q) => sum + f * x[q], 0);

/** Models whose jump must be named. */
const named = (model: Model) => (model === warmCavity ? { bath: "light" } : {});

describe("steps of a current", () => {
  it("have second order in what is not linear in the state, too: the mean of ⟨σz⟩²", () => {
    const lossy = masterEquation({
      H: plus(scaled(sigmaX(S), 0.6), scaled(sigmaZ(S), 0.4)),
      jumps: [
        { operator: sigmaMinus(S), rate: 1, bath: "light" },
        { operator: sigmaZ(S), rate: 0.2, bath: "noise" },
      ],
      initial: basisState(S, 0),
    });
    for (const [model, efficiency] of [
      [bloch({ gamma: 1, start: [1, 0, 0] }), 1],
      [lossy, 0.6],
    ] as const) {
      const square = (steps: number): number => {
        const dt = 0.4 / steps;
        const bath = model === lossy ? "light" : "bath";
        const process = currentProcess(model, homodyne({ dt, efficiency, phase: 0.3, bath, exact: false }));
        const onwards = (x: Float64Array, left: number): number => {
          if (left === 0) {
            const rho = operatorOn(model, process.sector, x);
            return (rho.at(0, 0)[0] - rho.at(1, 1)[0]) ** 2;
          }
          let sum = 0;
          for (const { z, w } of nine) {
            const out = new Float64Array(x.length);
            sum += w * currentStep(process, [Math.sqrt(dt) * z], x, out) * onwards(out, left - 1);
          }
          return sum;
        };
        return onwards(process.start, steps);
      };
      const [one, two, four] = [1, 2, 4].map(square);
      expect((one - two) / (two - four)).toBeGreaterThan(3);
    }
  });

  it("are the series of all orders of drift and field, term by term", () => {
    const model = bloch({ Delta: 0.7, gamma: 1, start: [0.6, 0, 0.8] });
    const dt = 0.1;
    const phase = 0.3;
    const process = currentProcess(model, homodyne({ dt, phase }));
    const c = scaled(sigmaMinus(S), Math.cos(phase), -Math.sin(phase));
    const H = plus(scaled(sigmaZ(S), 0.35), scaled(sigmaX(S), 0.5));
    const B = plus(scaled(H, 0, -1), scaled(times(dag(sigmaMinus(S)), sigmaMinus(S)), -0.5));
    const x = process.start;
    const out = new Float64Array(x.length);
    for (const dY of [-0.8, 0.1, 0.5]) {
      const likelihood = currentStep(process, [dY], x, out);
      const M = wordsOf(B, c, dt, dY / Math.sqrt(dt));
      const rho = times(M, operatorOn(model, process.sector, x).on(S), dag(M));
      const found = operatorOn(model, process.sector, out);
      const [total] = rho.trace();
      // the whole is of trace one over all increments, to the order of the steps
      expect(Math.abs(likelihood / total - 1)).toBeLessThan(dt ** 3);
      rho.forEach((i, j, re, im) => {
        expect(Math.hypot(found.at(i, j)[0] - re / total, found.at(i, j)[1] - im / total)).toBeLessThan(2e-6);
      });
    }
  });
});

/** The rule of Gauss and Hermite with nine nodes, found by Newton's method. */
const nine = rootsOfHermite(9);

function hermite(n: number, z: number): number {
  let [older, newer] = [0, 1];
  for (let j = 1; j <= n; j++) [older, newer] = [newer, z * newer - (j - 1) * older];
  return newer;
}

function rootsOfHermite(n: number): readonly { z: number; w: number }[] {
  const roots: number[] = [];
  let factorial = 1;
  for (let j = 2; j <= n; j++) factorial *= j;
  for (let start = -6; start < 6; start += 0.01) {
    if (hermite(n, start) * hermite(n, start + 0.01) > 0) continue;
    let z = start + 0.005;
    for (let k = 0; k < 50; k++) z -= hermite(n, z) / (n * hermite(n - 1, z));
    roots.push(z);
  }
  return roots.map((z) => ({ z, w: factorial / (n * hermite(n - 1, z)) ** 2 }));
}

/** Σ_km He_k(z) √dt^k dt^m/(k + m)! (all words of k fields and m drifts). */
function wordsOf(B: Operator, c: Operator, dt: number, z: number): Operator {
  const list: Operator[] = [];
  const add = (word: Operator | null, fields: number, drifts: number, factor: number): void => {
    const length = fields + drifts;
    if (word) list.push(scaled(word, factor * dt ** (fields / 2 + drifts) * hermite(fields, z)));
    else list.push(plus(basisState(S, 0), basisState(S, 1)));
    if (length === 10) return;
    const next = factor / (length + 1);
    add(word ? times(c, word) : c, fields + 1, drifts, next);
    add(word ? times(B, word) : B, fields, drifts + 1, next);
  };
  add(null, 0, 0, 1);
  return plus(...list);
}

describe("the table of the guide", () => {
  /** The largest error of the mean of an observable at the steps up to t = 5. */
  function largestError(model: Model, observable: string, dt: number, options: object): number {
    const process = currentProcess(model, homodyne({ dt, exact: false, ...options }));
    const curve = run(model, { until: 5, saveEvery: dt, observables: [observable] }).observables[observable];
    const values = stateValues(model, process, [observable]);
    let x: Float64Array = process.start.slice();
    let most = 0;
    for (let k = 1; k < curve.length; k++) {
      x = meanStep(process, x);
      most = Math.max(most, Math.abs(values(x)[0] - (curve[k] as number)));
    }
    return most;
  }

  /** Values of observables of coordinates. */
  function stateValues(model: Model, process: CurrentProcess, names: readonly string[]): (x: Float64Array) => Float64Array {
    const recorder = plainStates(model, process, names);
    const out = new Float64Array(names.length);
    return (x) => {
      recorder.record(x, new Float64Array(process.outcomes.length), out);
      return out;
    };
  }

  const rows = readFileSync("docs/trajectories.md", "utf8")
    .split("\n")
    .filter((line) => /^\| 0\.\d+ \|/.test(line))
    .map((line) => line.split("|").slice(1, -1).map(Number));
  it.each(rows)("holds at dt = %d", (dt, pure, lossy, levels) => {
    const found = [
      largestError(bloch(), "sz", dt, {}),
      largestError(bloch(), "sz", dt, { efficiency: 0.8 }),
      largestError(cavity, "n", dt, { bath: "light" }),
    ];
    [pure, lossy, levels].forEach((wanted, c) => expect(Number(found[c].toPrecision(2)), `column ${c}`).toBe(wanted));
  });

  it("falls to a quarter where dt is halved", () => {
    expect(rows.length).toBe(4);
    for (let r = 2; r < rows.length; r++) for (let c = 1; c < 4; c++) expect(Math.log2(rows[r - 1][c] / rows[r][c])).toBeGreaterThan(1.9);
  });
});
