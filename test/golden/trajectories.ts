/** Requests about trajectories: clicks on kets and on density operators, currents, readings with feedback, and given records. */
import {
  bloch,
  heterodyne,
  homodyne,
  jumps,
  kerr,
  type Measurement,
  type Model,
  measured,
  phaseonium,
  recordRule,
  replay,
  type UnravelOptions,
  unravel,
} from "../../src/index.ts";
import { type GoldenRequest, portable } from "./table.ts";

const cavity = () => phaseonium({ cavities: 1, levels: 6, T0: 1 });

/** The energy of the atoms is read, and every third "1" sets another angle for one collision. */
function counted(model: Model): Measurement {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant" || !dynamics.stream.collision.HE)
    throw new Error("not a stream of atoms");
  const feedback = recordRule({ count: { 1: 3 }, decide: ({ counts }) => (counts[1] === 0 ? { set: { theta: 0.5 } } : {}) });
  return measured({ observable: dynamics.stream.collision.HE, feedback });
}

/** After every second click the drive is weaker, until the next one. */
const alternate = recordRule({
  remember: 0,
  count: { bath: 2 },
  decide: ({ counts }) => (counts.bath === 1 ? { set: { Omega: 0.3 } } : {}),
});

const cases: readonly (readonly [name: string, model: () => Model, by: (model: Model) => Measurement, options: Partial<UnravelOptions>])[] =
  [
    [
      "clicks on kets",
      () => kerr({ levels: 10, F: 0.7 }),
      () => jumps(),
      { until: 2, saveEvery: 0.5, observables: ["n", "purity", "N_bath1"] },
    ],
    [
      "lost and false clicks",
      () => kerr({ levels: 5, F: 0.7 }),
      () => jumps({ efficiency: 0.6, dark: 0.1 }),
      { until: 1, saveEvery: 0.5, observables: ["n", "entropy"] },
    ],
    [
      "clicks with feedback",
      bloch,
      () => jumps({ detectors: ["bath"], efficiency: 0.7, feedback: alternate }),
      { until: 6, saveEvery: 2, observables: ["sz", "N_bath"] },
    ],
    ["homodyne", bloch, () => homodyne({ dt: 0.02, efficiency: 0.8, phase: 0.3 }), { until: 1, saveEvery: 0.5, observables: ["sz", "Y"] }],
    [
      "homodyne-positive",
      bloch,
      () => homodyne({ dt: 0.02, efficiency: 0.8, exact: false }),
      { until: 1, saveEvery: 0.5, observables: ["sz", "Y"] },
    ],
    ["heterodyne", bloch, () => heterodyne({ dt: 0.02 }), { until: 1, saveEvery: 0.5, observables: ["sz", "Y1", "Y2"] }],
    ["readings with feedback", cavity, counted, { steps: 20, saveEvery: 10, observables: ["n1", "N_1"] }],
  ];

export const trajectoryRequests: readonly GoldenRequest[] = [
  ...cases.map(([name, model, by, options]) =>
    portable(`trajectories/${name}`, async () => {
      const made = model();
      const all = { by: by(made), trajectories: 40, seed: 11, records: true, threads: 1, ...options };
      const { plan: _, execution: __, ...result } = await unravel(made, all as UnravelOptions);
      return result;
    }),
  ),
  portable("trajectories/given clicks", () => {
    const record = { times: [0.3, 0.9, 1.4], which: [0, 1, 0], until: 2 };
    const { logLikelihood, observables } = replay(kerr({ levels: 10, F: 0.7 }), {
      by: jumps(),
      record,
      times: [0.5, 1, 2],
      observables: ["n"],
    });
    return { logLikelihood, observables };
  }),
];
