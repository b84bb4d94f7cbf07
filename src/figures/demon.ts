/** A Maxwell demon: a qubit that hot units warm, a meter that reads it, and a flip whenever it is found excited. */
import type { Collision } from "../dynamics/collisions.ts";
import { stopIfAborted } from "../errors.ts";
import { streamModel } from "../models/collision-parts.ts";
import type { Model } from "../models/model.ts";
import { exp, PI } from "../numerics/scalar.ts";
import { entropy } from "../observables/entropy.ts";
import { identity, lift, plus, scale, times } from "../operators/algebra.ts";
import { sigmaMinus, sigmaPlus, sigmaX, sigmaY, sigmaZ } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { thermal } from "../operators/states.ts";
import { qubit, type Space, tensor } from "../spaces/space.ts";
import { everyRecord } from "../studies/unravel/every-record.ts";
import { measured } from "../studies/unravel/readings.ts";
import { replay } from "../studies/unravel/replay.ts";
import { unravel } from "../studies/unravel/unravel.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";

const [S, METER, HOT] = ["S", "meter", "hot"].map((label) => qubit(label));
const BETA = 1;
const CYCLES = 24;
/** Collisions after which the demon's state repeats to a part in 10⁹. */
const SETTLED = 14;

const excitation = (space: Space): Operator => times(sigmaPlus(space), sigmaMinus(space));

function hotUnit(): Collision {
  const joint = tensor(S, HOT);
  const HE = excitation(HOT);
  const H = plus(lift(joint, sigmaPlus(S), sigmaMinus(HOT)), lift(joint, sigmaMinus(S), sigmaPlus(HOT)));
  return {
    unit: HOT,
    state: [{ name: "hot", weight: 1, state: thermal(HE, { beta: BETA }) }],
    visits: [{ kind: "unitary", H, duration: 0.9 }],
    HE,
    beta: BETA,
    bath: "hot",
  };
}

/** A meter in +x is turned one way by |e⟩ and the other way by |g⟩: sin θ of the difference is read. */
function meter(theta: number): Collision {
  return {
    unit: METER,
    state: [{ name: "meter", weight: 1, state: scale(plus(identity(METER), sigmaX(METER)), 0.5) }],
    visits: [{ kind: "unitary", H: lift(tensor(S, METER), sigmaZ(S), sigmaY(METER)), duration: theta / 2 }],
    HE: null,
    beta: null,
    bath: "meter",
  };
}

function machine(collisions: readonly Collision[], initial: Operator): Model {
  return streamModel({
    name: "demon",
    parameters: {},
    initial,
    extra: [],
    with: () => machine(collisions, initial),
    warnings: [],
    dynamics: { kind: "collisions", system: S, HS: excitation(S), stream: { kind: "cyclic", collisions }, tau: null },
  });
}

/** Read the meter; where it says "e", flip the qubit, which fails with a probability. */
function reading(error: number | null) {
  const flip =
    error === null ? null : [scale(sigmaX(S), Math.sqrt(1 - error)), ...(error > 0 ? [scale(identity(S), Math.sqrt(error))] : [])];
  const options = { observable: excitation(METER), names: ["e", "g"], units: "meter" };
  return measured(flip ? { ...options, feedback: { e: flip } } : options);
}

const THETA = 0.9;
const ERROR = 0.05;

/** Energy along cycles: without and with the demon, and as it knows it in one trajectory. */
async function cooling({ full }: FigureOptions): Promise<Panel> {
  const model = machine([hotUnit(), meter(THETA)], thermal(excitation(S), { beta: BETA }));
  const steps = 2 * CYCLES;
  const run = { steps, saveEvery: 2, trajectories: full ? 20_000 : 4000, observables: ["energy"], records: true };
  const by = reading(ERROR);
  const found = await unravel(model, { ...run, by });
  const x = found.axis.values.map((step) => step / 2);
  const shifted = (sign: number) => found.mean.energy.map((value, k) => (value as number) + sign * (found.std.energy[k] as number));
  const record = found.records?.values.subarray(0, steps) ?? [];
  const one = replay(model, { by, record, observables: ["energy"] }).observables.energy.filter((_, k) => k % 2 === 0);
  const idle = await unravel(model, {
    ...run,
    records: false,
    trajectories: 2,
    by: measured({ observable: excitation(METER), units: "meter", efficiency: 0 }),
  });
  const series: Series[] = [
    { name: "nobody reads", x, y: idle.mean.energy, style: "dashed" },
    { name: "demon: mean ± std", x, y: found.mean.energy, lower: shifted(-1), upper: shifted(1) },
    { name: "one trajectory, as the demon knows it", x, y: one, style: "dots" },
  ];
  return {
    id: "fluctuations-demon-cooling",
    title: "A demon that flips a qubit whenever it reads e cools it below its bath",
    xLabel: "cycle",
    yLabel: "energy",
    yDomain: [0, 0.5],
    series,
  };
}

interface Settled {
  readonly energy: number;
  readonly heat: number;
  readonly information: number;
}

/** Mean energy after the flip, heat from the hot unit and information of the reading in the state that repeats. */
function settled(theta: number, error: number): Settled {
  const model = machine([hotUnit(), meter(theta)], thermal(excitation(S), { beta: BETA }));
  const cold = everyRecord(model, { by: reading(error), steps: 2 * SETTLED, observables: ["energy"] });
  const unread = measured({ observable: excitation(HOT), efficiency: 0 });
  const warm = everyRecord(machine([hotUnit()], cold.state), { by: unread, steps: 1, observables: ["energy"] });
  const read = everyRecord(machine([meter(theta)], warm.state), { by: reading(null), steps: 1, observables: ["entropy"] });
  const energy = cold.mean.energy as number;
  return { energy, heat: (warm.mean.energy as number) - energy, information: entropy(warm.state) - (read.mean.entropy as number) };
}

/** Energy and the second law with information over the strength of the reading. */
function strengths({ full, signal, onProgress }: FigureOptions): readonly Panel[] {
  const points = full ? 61 : 41;
  const x = Array.from({ length: points }, (_, k) => k / (2 * (points - 1)));
  const errors = [0, 0.2, 0.5];
  const found = errors.map((error, e) =>
    x.map((share, k) => {
      stopIfAborted(signal);
      onProgress?.((e * points + k + 1) / (errors.length * points), "demon");
      return settled(share * PI, error);
    }),
  );
  const name = (error: number) => (error === 0 ? "flips never fail" : `flips fail with ${error}`);
  return [
    {
      id: "fluctuations-demon-strength",
      title: "Energy that repeats, by the strength of the reading",
      xLabel: "strength of the reading, θ/π",
      yLabel: "energy after the flip",
      series: errors.map((error, e) => ({ name: name(error), x, y: found[e].map(({ energy }) => energy) })),
      rules: [{ axis: "y", at: 1 / (1 + exp(BETA)), label: "energy at the bath's temperature" }],
    },
    {
      id: "fluctuations-demon-law",
      title: "Heat drawn from one bath, and the information that pays for it",
      xLabel: "strength of the reading, θ/π",
      yLabel: "per cycle, in nats",
      series: [
        { name: "information of a reading, I", x, y: found[0].map(({ information }) => information) },
        { name: "βQ from the hot units", x, y: found[0].map(({ heat }) => BETA * heat), group: "heat" },
        { name: "βQ, flips fail with 0.5", x, y: found[2].map(({ heat }) => BETA * heat), style: "dashed", group: "heat" },
      ],
    },
  ];
}

export const figures: readonly Figure[] = [
  {
    id: "fluctuations-demon",
    paper: "fluctuations",
    title: "A Maxwell demon cools a qubit",
    caption:
      "Each cycle the qubit (energy 1) swaps in part (θ = 0.9) with a thermal qubit at β = 1; then a meter reads it, and where it says e the qubit is flipped. Over cycles θ = 0.9 and flips fail with 0.05. Energy falls below that of the only bath, and heat flows out of it: the second law holds with the information that the demon gains, βQ ≤ I.",
    panels: async (options) => [await cooling(options), ...strengths(options)],
  },
];
