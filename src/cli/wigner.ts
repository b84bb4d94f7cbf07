import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { GridRecord } from "../files/record.ts";
import type { Model } from "../models/model.ts";
import type { StateView } from "../observables/observable.ts";
import { husimi, wigner as wignerOf } from "../observables/phasespace.ts";
import { asView, stateView, subspace } from "../observables/view.ts";
import { run } from "../solvers/run.ts";
import { steady } from "../solvers/steady.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { type ResultOptions, withDelivery, withModel, withStart } from "./options.ts";
import { defined } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { realNumber, wholeNumber } from "./words.ts";

interface WignerWords extends ResultOptions {
  readonly of?: string;
  readonly husimi?: boolean;
  readonly extent?: number;
  readonly points?: number;
  readonly steps?: number;
  readonly until?: number;
}

const examples = `
x = (a + a†)/√2 and p = (a − a†)/i√2; the vacuum is exp(−x² − p²)/π. Other factors are traced out.

Examples:
  ancilla wigner kerr --set levels=20 --out results --format csv,svg
  ancilla wigner phaseonium --set cavities=1 --set levels=28 --steps 40 --extent 4.5 --points 91 --out results --format svg,png
  ancilla wigner jaynes-cummings --of cavity --until 3 --json`;

/** `ancilla wigner MODEL`: a mode's state in phase space. */
export function wigner(): Command {
  const command = withModel(new Command("wigner"))
    .description("the Wigner or Husimi function of a mode: in the stationary state, or after a run")
    .option("--of <label>", "the mode; needed where the model has several")
    .option("--husimi", "the Husimi function in place of Wigner's")
    .option("--extent <x>", "x and p go from -x to x (default: by the state)", realNumber("extent"))
    .option("--points <n>", "points along each axis (default: 81)", wholeNumber("points", 2))
    .option("--steps <n>", "after so many collisions instead of the stationary state; 0 is the start", wholeNumber("steps", 0))
    .option("--until <t>", "at this time instead of the stationary state; 0 is the start", realNumber("until"))
    .addHelpText("after", examples);
  return withDelivery(withStart(command)).action(async (word: string, options: WignerWords) => {
    await wignerAsked(await askedModel(word, options.set, { ...defined({ initial: options.initial }) }), options);
  });
}

/** Points along each axis, and more than that would not be drawn. */
const POINTS = 81;
const MOST = 1001;

/** Find the function of a model's mode as the line says, and write it. */
export async function wignerAsked(asked: Asked, options: WignerWords): Promise<void> {
  const { model, start, said, carried, hashes } = asked;
  const { steps, until, points = POINTS, extent } = options;
  const mode = modeOf(model, options.of);
  if (points > MOST) throw new UsageError(`Option --points must be at most ${MOST}, but is ${points}.`);
  if (extent !== undefined && !(extent > 0)) throw new UsageError(`Option --extent must be > 0, but is ${extent}.`);
  requireEnd(model, options);
  const name = options.husimi ? "husimi" : "wigner";
  const shown = { mode, points, ...defined({ extent, steps, until }) };
  const request = { command: name, model: model.name, parameters: model.parameters, ...shown, ...hashes, ...said };
  const to = await target(options, { name: `${model.name}-${name}`, request });
  if (await repeated(to)) return;
  const { state, at, warnings } = stateOf(model, start, options);
  const local = stateView(subspace(state.space, [mode]), state.reduced([mode]));
  const size = extent ?? extentOf(local);
  const axis = Array.from({ length: points }, (_, k) => (k === points - 1 ? size : -size + (2 * size * k) / (points - 1)));
  const { values } = (options.husimi ? husimi : wignerOf)(local, axis, axis);
  // Rows of the function go along p, those of a record along its first axis.
  const column = axis.flatMap((_, x) => axis.map((__, p) => values[p * points + x]));
  const record: GridRecord = {
    model: model.name,
    parameters: model.parameters,
    ...carried,
    axes: [
      { name: "x", values: axis },
      { name: "p", values: axis },
    ],
    observables: { [options.husimi ? "Q" : "W"]: column },
    mode,
    diagnostics: { warnings },
    provenance: provenance({ ...defined({ steps, until }), ...hashes, ...said }),
  };
  const least = column.reduce((low, value) => Math.min(low, value), 0);
  await deliver(to, record, `${mode} ${at}: least value ${readable(least)}.`);
}

function modeOf({ name, dynamics }: Model, label: string | undefined): string {
  const modes = dynamics.system.factors.filter(({ kind }) => kind === "fock").map((factor) => factor.label);
  if (modes.length === 0) throw new UsageError(`${name} has no mode: phase space needs a truncated oscillator.`);
  if (label !== undefined && !modes.includes(label))
    throw new UsageError(`Option --of must name a mode (${modes.join(", ")}), but is "${label}".`);
  if (label === undefined && modes.length > 1)
    throw new UsageError(`${name} has the modes ${modes.join(", ")}. Say which, for example --of ${modes[0]}.`);
  return label ?? modes[0];
}

function requireEnd({ name, dynamics }: Model, { steps, until }: WignerWords): void {
  if (dynamics.kind === "generator" && steps !== undefined)
    throw new UsageError(`${name} is a master equation, which counts no collisions. Say --until T.`);
  if (dynamics.kind === "collisions" && until !== undefined && steps !== undefined)
    throw new UsageError("Options --steps and --until exclude each other; leave one out.");
  if (until !== undefined && until < 0) throw new UsageError(`Option --until must be ≥ 0, but is ${until}.`);
}

interface Found {
  readonly state: StateView;
  readonly at: string;
  readonly warnings: readonly string[];
}

function stateOf(model: Model, start: Asked["start"], { steps, until }: WignerWords): Found {
  if (steps === undefined && until === undefined) {
    const { state, diagnostics } = steady(model, { ...start, observables: [] });
    return { state: asView(state), at: "in the stationary state", warnings: diagnostics.warnings };
  }
  const end = steps ?? (until as number);
  const at = steps === undefined ? `at t = ${end}` : `after ${end} collisions`;
  // Of a run without length only the start is there.
  const length = steps === undefined ? { until: end || 1, saveEvery: end || 1 } : { steps: Math.max(1, end), saveEvery: Math.max(1, end) };
  const { final, states, diagnostics } = run(model, {
    ...start,
    ...length,
    observables: [],
    ...(end === 0 ? { states: [0] as const } : {}),
  });
  const state = end === 0 ? states?.[0].state : final;
  return { state: state as StateView, at, warnings: diagnostics.warnings };
}

/** Four standard deviations around the centre: √(2⟨n⟩ + 1) is the reach of the state in x and p. */
function extentOf(state: StateView): number {
  let photons = 0;
  state.forEach((i, j, re) => {
    if (i === j) photons += i * re;
  });
  return Math.ceil(Math.sqrt(2 * Math.max(0, photons) + 1) + 3);
}
