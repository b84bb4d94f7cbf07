/** Random numbers against plain JavaScript, and two threads against one. */

import { normal } from "../../src/dynamics/noise/construct.ts";
import { compileNoise, streamOf } from "../../src/ensembles/draws.ts";
import type { EnsembleResult } from "../../src/ensembles/ensemble-result.ts";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { normalQuantile } from "../../test/reference/normal.ts";
import { fastUniform } from "../../test/reference/philox.ts";
import { type Case, same } from "../harness.ts";

const STEPS = 20_000;

/** One normal per lane and step: eight lanes, as an ensemble draws them. */
const normals: Case = {
  name: "Philox and normal, 8 lanes, per number",
  units: 8 * STEPS,
  notes: "pure JS: the same generator and quantile",
  prepare() {
    const noise = compileNoise({ phi: normal(2.4, 0.2) }, 7, null);
    const into = new Float64Array(8);
    const stream = streamOf("phi");
    const twin = new Float64Array(8);
    return {
      wasm() {
        for (let step = 1; step <= STEPS; step++) noise.draw(0, 8, step, into);
      },
      plain() {
        for (let step = 1; step <= STEPS; step++) {
          for (let l = 0; l < 8; l++) twin[l] = 2.4 + 0.2 * normalQuantile(fastUniform(7, 0, l, step, stream, 0));
        }
      },
      check: () => same("normals", into, twin, 1e-14),
    };
  },
};

/** The same ensemble on two threads (in the place of wasm) and on one (in the place of pure JS). */
const threads: Case = {
  name: "cascade d = 20, phase noise, 256 realisations: 2 threads over 1",
  units: 256 * 200,
  seconds: 5,
  notes: "the ratio is the speed-up of the second thread",
  async prepare() {
    const model = phaseonium({ cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels: 20 });
    const options = {
      steps: 200,
      saveEvery: 20,
      trajectories: 256,
      seed: 7,
      noise: { phi: normal(2.404315987, 0.2) },
      observables: ["T1", "T2"],
    };
    const one = nodeThreads({ threads: 1 });
    const two = nodeThreads({ threads: 2 });
    const results: EnsembleResult[] = [];
    return {
      wasm: async () => void (results[0] = await ensemble(model, { ...options, executor: two })),
      plain: async () => void (results[1] = await ensemble(model, { ...options, executor: one })),
      check: () => same("mean T2", results[0].mean.T2 as number[], results[1].mean.T2 as number[]),
      release: async () => {
        await Promise.all([one.close(), two.close()]);
      },
    };
  },
};

export const cases: readonly Case[] = [normals, threads];
