/** Trajectories, from the model to statistics: clicks on kets, currents, readings of units. */
import type { Measurement } from "../../src/dynamics/measurements.ts";
import type { Executor } from "../../src/ensembles/executor.ts";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import {
  basisState,
  homodyne,
  jumps,
  masterEquation,
  measured,
  phaseonium,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaX,
  unravel,
} from "../../src/index.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import type { UnravelOptions, UnravelResult } from "../../src/studies/unravel/unravel-options.ts";
import type { Case } from "../harness.ts";

interface Watched {
  readonly name: string;
  readonly notes: string;
  readonly observable: string;
  readonly threads?: number;
  readonly model: () => Model;
  readonly by: (model: Model) => Measurement;
  readonly options: Partial<UnravelOptions>;
}

/** A case whose mean must lie within five standard errors of the run without records (and the error of finite steps). */
function watched({ name, notes, observable, threads, model, by, options }: Watched): Case {
  return {
    name,
    notes,
    prepare: async () => {
      const own = model();
      let found: UnravelResult | null = null;
      const executor: Executor | null = threads ? nodeThreads({ threads }) : null;
      const where = executor ? { executor } : { threads: 1 };
      const asked = { by: by(own), seed: 1, observables: [observable], ...options, ...where } as UnravelOptions;
      return {
        wasm: async () => {
          found = await unravel(own, asked);
        },
        check: () => {
          const { steps, until, saveEvery } = options;
          const length = steps === undefined ? { until: until as number } : { steps };
          const exact = run(own, { ...length, saveEvery: saveEvery as number, observables: [observable] }).observables[observable].at(-1);
          const { mean, standardError } = found as UnravelResult;
          const away = Math.abs((mean[observable].at(-1) as number) - (exact as number));
          if (!(away < 5 * (standardError[observable].at(-1) as number) + 0.005)) throw new Error(`${name}: the mean is ${away} away`);
        },
        release: () => executor?.close(),
      };
    },
  };
}

const clicks = { by: () => jumps(), options: { until: 10, saveEvery: 0.1, trajectories: 500 }, observable: "n" };

export const cases: readonly Case[] = [
  watched({
    ...clicks,
    name: "driven Kerr, N = 50, 500 jump trajectories",
    notes: "about 137 clicks each; QuTiP serial 3.06 s",
    model: () => kerr(),
  }),
  watched({ ...clicks, name: "the same on two warm threads", notes: "target 250 ms", threads: 2, model: () => kerr() }),
  watched({
    ...clicks,
    name: "Jaynes–Cummings, N = 20, 500 jump trajectories",
    notes: "target 30 ms; QuTiP serial 0.65 s",
    model: () => jaynesCummings({ levels: 20, nbar: 0.15, n0: 3 }),
  }),
  watched({
    name: "qubit homodyne, 10⁴ trajectories × 1000 steps",
    notes: "target 1 s",
    observable: "sz",
    model: () => {
      const S = qubit("S");
      const jump = [{ operator: sigmaMinus(S), rate: 1, bath: "light" }];
      return masterEquation({ H: scaled(sigmaX(S), 0.6), jumps: jump, initial: basisState(S, 1) });
    },
    by: () => homodyne({ dt: 0.01 }),
    options: { until: 10, saveEvery: 10, trajectories: 10_000 },
  }),
  watched({
    name: "phaseonium cavity, d = 30, each atom read, 10³ records × 10³ atoms",
    notes: "target 1 s",
    observable: "n1",
    model: () => phaseonium({ cavities: 1, levels: 30, T0: 1 }),
    by: ({ dynamics }) => {
      if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant") throw new Error("not a stream of atoms");
      return measured({ observable: dynamics.stream.collision.HE as never });
    },
    options: { steps: 1000, saveEvery: 100, trajectories: 1000 },
  }),
];
