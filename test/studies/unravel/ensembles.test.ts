/** Trajectories as ensembles: the same bits on threads, lanes, splits and after interruptions; noise on parameters beside them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { batchCount } from "../../../src/ensembles/job.ts";
import { nodeThreads } from "../../../src/ensembles/node-threads.ts";
import { packData, unpackData } from "../../../src/ensembles/packed-data.ts";
import { problemOf } from "../../../src/ensembles/part-shape.ts";
import { mergeParts, type Part } from "../../../src/ensembles/parts.ts";
import { countPrepared } from "../../../src/ensembles/run-ensemble.ts";
import { trajectoryLanes } from "../../../src/ensembles/trajectory-lanes.ts";
import { checkpoint } from "../../../src/files/checkpoint.ts";

import {
  averaged,
  bloch,
  homodyne,
  jumps,
  kerr,
  type Measurement,
  type Model,
  measured,
  normal,
  perRealisation,
  phaseonium,
  recordRule,
  run,
  type UnravelOptions,
  type UnravelResult,
  uniform,
  unravel,
} from "../../../src/index.ts";
import { prepareUnravel } from "../../../src/studies/unravel/unravel.ts";

const cavity = phaseonium({ cavities: 1, levels: 6, T0: 1 });
const atom = (() => {
  const { dynamics } = cavity;
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant") throw new Error("not a stream of atoms");
  return dynamics.stream.collision;
})();
const energy = atom.HE as NonNullable<typeof atom.HE>;
const counting = recordRule({ count: { 1: 3 }, decide: ({ counts }) => (counts[1] === 0 ? { set: { theta: 0.5 } } : {}) });

const kinds: readonly [string, Model, Measurement, Partial<UnravelOptions>][] = [
  ["kets", kerr({ levels: 8, F: 0.5, up: 0.05 }), jumps(), { until: 2, saveEvery: 0.5, observables: ["n", "purity", "N_bath1"] }],
  ["lost clicks", kerr({ levels: 4, F: 0.5 }), jumps({ efficiency: 0.5 }), { until: 1, saveEvery: 0.5, observables: ["n", "N_bath2"] }],
  ["currents", bloch(), homodyne({ dt: 0.05 }), { until: 1, saveEvery: 0.5, observables: ["sz", "Y"] }],
  ["readings", cavity, measured({ observable: energy }), { steps: 12, saveEvery: 4, observables: ["n1", "N_1"] }],
  ["feedback", cavity, measured({ observable: energy, feedback: counting }), { steps: 12, saveEvery: 4, observables: ["n1"] }],
];

/** All that must be the same. */
function bits({ plan: _, execution: __, ...result }: UnravelResult): unknown {
  return result;
}

const threads = nodeThreads({ threads: 2 });
afterAll(() => threads.close());

describe.each(kinds)("trajectories of %s", (_, model, by, length) => {
  const options = { by, trajectories: 70, seed: 5, records: true, quantiles: [0.1, 0.5], threads: 1, ...length } as UnravelOptions;

  it("have the same bits on threads, in other lanes, and in parts that were packed", { timeout: 60_000 }, async () => {
    const whole = await unravel(model, options);
    const { threads: __, ...elsewhere } = options;
    expect(bits(await unravel(model, { ...elsewhere, executor: threads }))).toEqual(bits(whole));
    for (const lanes of [1, 3]) expect(bits(await unravel(model, { ...options, lanes }))).toEqual(bits(whole));
    const { prepared } = await prepareUnravel(model, options);
    const parts: Part[] = [];
    for (const range of [
      [0, 1],
      [1, batchCount(prepared.job)],
    ] as const) {
      const counted = await countPrepared(prepared, { threads: 1 }, range, trajectoryLanes);
      parts.push(...counted.parts.map((part) => unpackData(packData(part)) as Part));
    }
    for (const part of parts) expect(problemOf(prepared.job, part)).toBeNull();
    const { records } = mergeParts(prepared.job, parts);
    expect(records?.logLikelihoods).toEqual((whole.records ?? whole.clicks ?? whole.currents)?.logLikelihoods);
    expect(problemOf(prepared.job, { ...parts[0], records: undefined })).toBe("it keeps other records");
  });
});

describe("trajectories that stop", () => {
  const model = kerr({ levels: 8, F: 0.5 });
  const options: UnravelOptions = { by: jumps(), until: 1, trajectories: 512, seed: 3, observables: ["n"], threads: 1 };
  const folder = mkdtempSync(join(tmpdir(), "ancilla-trajectories-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("keep what is complete when their signal fires, and go on from a checkpoint", async () => {
    const whole = await unravel(model, options);
    const stop = new AbortController();
    const kept = checkpoint(join(folder, "half"), { chunk: 256 });
    const onProgress = (fraction: number) => {
      if (fraction > 0.6) stop.abort();
    };
    const half = await unravel(model, { ...options, signal: stop.signal, onProgress, checkpoint: kept });
    expect(half.partial).toBe(true);
    expect(half.trajectories).toBeLessThan(512);
    const rest: number[] = [];
    const again = await unravel(model, { ...options, checkpoint: kept, onProgress: (fraction) => void rest.push(fraction) });
    expect(rest[0]).toBeGreaterThan(0.5);
    expect(bits(again)).toEqual(bits(whole));
  });

  it("stop once their standard error is met", async () => {
    const { stoppedEarly, trajectories } = await unravel(model, { ...options, stopWhen: { standardError: 1 } });
    expect([stoppedEarly, trajectories]).toEqual([true, 256]);
  });
});

describe("noise on parameters beside what is watched", () => {
  it("draws from other counters: records without noise in effect are those without noise", async () => {
    const model = kerr({ levels: 6, F: 0.5 });
    const options = { by: jumps(), until: 2, trajectories: 40, seed: 4, observables: ["n"], records: true, threads: 1 };
    const still = await unravel(model, options);
    const same = await unravel(model, { ...options, noise: { F: perRealisation(normal(0.5, 0)) } });
    expect(same.clicks?.which).toEqual(still.clicks?.which);
    expect(same.mean).toEqual(still.mean);
    const noisy = await unravel(model, { ...options, noise: { F: perRealisation(uniform(0.2, 0.8)) } });
    expect(noisy.clicks?.times).not.toEqual(still.clicks?.times);
  });

  it("has the mean of the averages over both", async () => {
    const model = bloch({ Omega: 1 });
    const trajectories = 600;
    const noise = { Omega: perRealisation(uniform(0.5, 1.5)) };
    const found = await unravel(model, {
      by: jumps(),
      until: 2,
      saveEvery: 2,
      trajectories,
      seed: 1,
      observables: ["sz"],
      noise,
      threads: 1,
    });
    // Simpson's rule on 13 values
    const values = Array.from({ length: 13 }, (_, k) => {
      const weight = k === 0 || k === 12 ? 1 : k % 2 === 1 ? 4 : 2;
      const sz = run(model.with({ Omega: 0.5 + k / 12 }), { until: 2, saveEvery: 2, observables: ["sz"] }).observables.sz[1] as number;
      return (weight * sz) / 36;
    });
    const wanted = values.reduce((sum, value) => sum + value, 0);
    expect(Math.abs((found.mean.sz[1] as number) - wanted)).toBeLessThan(4 * (found.standardError.sz[1] as number));
  });

  it("is drawn for each collision of readings, from its own numbers", async () => {
    const by = measured({ observable: energy });
    const options: UnravelOptions = {
      by,
      steps: 8,
      saveEvery: 4,
      trajectories: 64,
      seed: 9,
      observables: ["n1"],
      records: true,
      threads: 1,
    };
    const still = await unravel(cavity, options);
    const same = await unravel(cavity, { ...options, noise: { theta: normal(cavity.parameters.theta as number, 0) } });
    expect(same.records?.values).toEqual(still.records?.values);
    expect(same.mean).toEqual(still.mean);
    const noise = { theta: uniform(0.1, 0.7) };
    const noisy = await unravel(cavity, { ...options, noise });
    expect(noisy.records?.values).not.toEqual(still.records?.values);
    const averages = await averaged(cavity, { steps: 8, saveEvery: 4, observables: ["n1"], noise });
    const trajectories = await unravel(cavity, { ...options, trajectories: 96, noise, records: false });
    const error = trajectories.standardError.n1[2] as number;
    expect(Math.abs((trajectories.mean.n1[2] as number) - (averages.observables.n1[2] as number))).toBeLessThan(4 * error);
  });

  it("may be per realisation and per collision at once", async () => {
    const options = { by: measured({ observable: energy }), steps: 8, saveEvery: 4, trajectories: 32, seed: 5, observables: ["n1"] };
    const alone = await unravel(cavity, { ...options, noise: { phi: uniform(0, 3) } });
    const constant = perRealisation(normal(cavity.parameters.theta as number, 0));
    const both = await unravel(cavity, { ...options, noise: { theta: constant, phi: uniform(0, 3) } });
    expect(both.mean).toEqual(alone.mean);
    expect(both.std).toEqual(alone.std);
  });

  it("is refused where it is drawn again and again along clicks", async () => {
    const noise = { F: normal(0.5, 0.1) };
    await expect(unravel(kerr({ levels: 4 }), { by: jumps(), until: 1, trajectories: 2, noise })).rejects.toThrow(
      /`every` must be given for noise that is drawn again and again/,
    );
  });
});
