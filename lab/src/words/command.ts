/** The command line that computes what is shown. */
import type { Length } from "../engine/ask-length.ts";
import type { EnsembleAnswer, EnsembleAsk } from "../engine/ensemble.ts";
import type { SweptAxis } from "../engine/sweep.ts";
import type { TrajectoriesAnswer, TrajectoriesAsk } from "../engine/trajectories.ts";
import type { Lab } from "../views/view.ts";

/** Of the run itself. */
export function commandOf(lab: Lab): string {
  return [...begin("run", lab), ...lengthWords(lab.run.length), "--observe", lab.run.observe.join(","), "--json"].join(" ");
}

function lengthWords({ steps, until, times, saveEvery }: Length): readonly string[] {
  return [
    ...(steps === undefined ? [] : ["--steps", String(steps)]),
    ...(until === undefined ? [] : ["--until", String(until)]),
    ...(times === undefined ? [] : ["--times", times.join(",")]),
    ...(saveEvery === undefined ? [] : ["--save-every", String(saveEvery)]),
  ];
}

/** Of the stationary state. */
export function steadyCommand(lab: Lab): string {
  return [...begin("steady", lab), "--observe", lab.run.observe.join(","), "--json"].join(" ");
}

/** Of an ensemble; what came of it says which observables it has, how values are held, and how quantiles are counted. */
export function ensembleCommand(lab: Lab, ask: EnsembleAsk, found: EnsembleAnswer | null): string {
  const noise = Object.entries(ask.noise).flatMap(([name, kind]) => ["--noise", quoted(`${name}=${kind}`)]);
  const observe = found ? found.mean.map(({ name }) => name) : ask.observe;
  return [
    ...begin("ensemble", lab),
    ...lengthWords(ask.length),
    ...noise,
    ...(found?.every == null ? [] : ["--every", String(found.every)]),
    ...(found?.sketch ? ["--sketch"] : []),
    ...(ask.precision === undefined ? [] : ["--stop-at", String(ask.precision)]),
    ...["--trajectories", String(ask.trajectories), "--seed", String(ask.seed), "--quantiles", "0.05,0.95"],
    ...["--observe", observe.join(","), "--json"],
  ].join(" ");
}

/** Of the mean of watched runs. */
export function unravelCommand(lab: Lab, ask: TrajectoriesAsk, found: TrajectoriesAnswer | null): string {
  const observe = found ? found.mean.map(({ name }) => name) : ask.observe;
  return [
    ...begin("unravel", lab),
    ...lengthWords(ask.length),
    ...["--by", ask.by],
    ...(found?.dt == null ? [] : ["--dt", String(found.dt)]),
    ...(found?.units == null ? [] : ["--units", found.units]),
    ...["--trajectories", String(ask.trajectories), "--seed", String(ask.seed), "--observe", observe.join(","), "--json"],
  ].join(" ");
}

interface Swept {
  readonly axes: readonly SweptAxis[];
  readonly of: "steady" | "run";
  readonly steps?: number;
  readonly until?: number;
  readonly observe: readonly string[];
}

/** Of a sweep over one parameter or two. */
export function sweepCommand(lab: Lab, { axes, of, steps, until, observe }: Swept, form: "files" | "json"): string {
  const words = begin("sweep", lab, axes);
  for (const { name, values } of axes) words.push("--over", quoted(`${name}=${rangeOf(values)}`));
  if (of === "run") words.push(...(steps === undefined ? ["--until", String(until ?? 10)] : ["--steps", String(steps)]));
  words.push("--observe", observe.join(","), ...(form === "json" ? ["--json"] : ["--out", "results", "--format", "csv"]));
  return words.join(" ");
}

/** `start:end:points` where equal steps give these very values, else all of them. */
function rangeOf(values: readonly number[]): string {
  const [start, end, last] = [values[0] as number, values[values.length - 1] as number, values.length - 1];
  const even = last > 1 && values.every((value, k) => k === 0 || k === last || value === start + ((end - start) * k) / last);
  return even ? `${start}:${end}:${values.length}` : values.join(",");
}

function begin(command: string, { present, facts }: Lab, swept: readonly SweptAxis[] = []): string[] {
  const { source } = present;
  const words = [`ancilla ${command}`, source.kind === "document" ? `${facts.name}.json` : source.name];
  const others = Object.entries(source.values).filter(([name]) => !swept.some((axis) => axis.name === name));
  if (source.kind === "catalogue") for (const [name, value] of others) words.push("--set", quoted(`${name}=${JSON.stringify(value)}`));
  return words;
}

function quoted(word: string): string {
  return /^[\w=.,:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
