/** Many noisy realisations: bands that grow, in rounds that each go on from the one before. Every round is an ensemble of the library. */
import { averaged, type Checkpoint, ensemble, type Model, type Noise, type Part, parseNoise, resultColumns } from "ancilla";
import type { Source, Work } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { type Recorded, recordOf } from "./bits.ts";
import { type Column, columnsOf } from "./columns.ts";
import { isLinear } from "./linear.ts";
import { modelOf } from "./subject.ts";
import { onThreads } from "./threads.ts";

export interface EnsembleAsk {
  readonly source: Source;
  readonly length: Length;
  readonly observe: readonly string[];
  /** In the notation of documents, `normal(0.4, 0.2)@realisation`, or as data. */
  readonly noise: Readonly<Record<string, unknown>>;
  readonly trajectories: number;
  readonly seed: number;
  /** How long drawn values are held (master equations). */
  readonly every?: number;
  /** Stop once every standard error is at most this. */
  readonly precision?: number;
}

export interface EnsembleAnswer {
  readonly axis: { readonly name: "collision" | "time"; readonly values: Float64Array };
  readonly mean: readonly Column[];
  readonly std: readonly Column[];
  readonly standardError: readonly Column[];
  /** 5 % and 95 %. */
  readonly low: readonly Column[];
  readonly high: readonly Column[];
  /** The first realisations one by one: each observable along each of them. */
  readonly runs: readonly (readonly Column[])[];
  /** The exact average, where there is one. */
  readonly exact: readonly Column[] | null;
  readonly done: number;
  readonly asked: number;
  readonly partial: boolean;
  readonly stoppedEarly: boolean;
  readonly warnings: readonly string[];
  /** What the command line needs to say beyond the ask: how long values are held, where they are, and how quantiles are counted. */
  readonly every: number | null;
  readonly sketch: boolean;
  /** All numbers of it; null while more are to come. */
  readonly record: Recorded | null;
}

/** Statistics are counted in blocks of so many realisations. */
const BLOCK = 256;
const LEVELS = [0.05, 0.95];
/** Realisations that are shown one by one. */
const SHOWN = 30;
/** Above this many kept values quantiles come from a sketch. */
const SKETCH = 4_000_000;

export async function ensembleOf(ask: EnsembleAsk, work: Work<EnsembleAnswer>): Promise<EnsembleAnswer> {
  const { source, length, trajectories, seed, every, precision } = ask;
  const model = modelOf(source);
  const noise = noiseOf(ask.noise);
  const { observe, left } = recorded(model, ask.observe, noise);
  const held = every !== undefined && model.dynamics.kind === "generator" && Object.values(noise).some((one) => !one.perRealisation);
  const common = { ...length, observables: observe, noise, ...(held ? { every } : {}) };
  const sketch = trajectories * observe.length * 100 > SKETCH;
  // what is not linear in the state has another mean over runs than in the mean state
  const linear = observe.filter((name) => model.observable(name).kind === "ledger" || isLinear(model, name));
  const exact = linear.length === 0 ? null : exactOf(() => averaged(model, { ...common, observables: linear }).observables);
  const runs = await firstRuns(model, { ...common, seed, trajectories: Math.min(SHOWN, trajectories), signal: work.signal });
  const kept: Part[] = [];
  let shown: EnsembleAnswer | null = null;
  // Milliseconds of a realisation on one thread, as the first ones say.
  let alone = 0;
  for (let done = 0; done < trajectories; ) {
    const target = Math.min(trajectories, done + Math.max(BLOCK, Math.floor(done / 4 / BLOCK) * BLOCK));
    const begin = performance.now();
    const round = (on: object) =>
      ensemble(model, {
        ...common,
        ...on,
        seed,
        trajectories: target,
        quantiles: LEVELS,
        sketch,
        checkpoint: keptIn(kept),
        signal: work.signal,
        ...(precision === undefined ? {} : { stopWhen: { standardError: precision } }),
      } as Parameters<typeof ensemble>[1]);
    const result = await onThreads(alone * (trajectories - done), round).catch((error: unknown) => {
      if (work.signal.aborted && shown) return null;
      throw error;
    });
    // A round that was cut short is left away: what is shown ends at a block.
    if (result === null || (result.partial && shown)) return { ...(shown as EnsembleAnswer), partial: true };
    if (alone === 0) alone = (performance.now() - begin) / target;
    done = result.trajectories;
    const more = done < trajectories && !result.partial && !result.stoppedEarly;
    shown = {
      axis: { name: result.axis.name as "collision" | "time", values: Float64Array.from(result.axis.values) },
      mean: columnsOf(result.mean),
      std: columnsOf(result.std),
      standardError: columnsOf(result.standardError),
      low: columnsOf(at(result.quantiles?.values ?? {}, 0)),
      high: columnsOf(at(result.quantiles?.values ?? {}, 1)),
      runs,
      exact,
      done,
      asked: trajectories,
      partial: result.partial,
      stoppedEarly: result.stoppedEarly,
      warnings: [...left, ...result.diagnostics.warnings],
      every: held ? every : null,
      sketch,
      record: more || result.partial ? null : recordOf(resultColumns(result)),
    };
    if (!more) break;
    work.part(shown);
  }
  return shown as EnsembleAnswer;
}

/** The first realisations of an ensemble, which are the same however many follow. */
async function firstRuns(model: Model, options: Parameters<typeof ensemble>[1]): Promise<EnsembleAnswer["runs"]> {
  const parts: Part[] = [];
  const { axis, mean } = await ensemble(model, { ...options, quantiles: LEVELS, checkpoint: keptIn(parts) } as typeof options);
  const [names, saved] = [Object.keys(mean), axis.values.length];
  const cells = names.length * saved;
  return parts.flatMap(({ samples }) =>
    Array.from({ length: (samples?.length ?? 0) / cells }, (_, run) =>
      names.map((name, o) => ({
        name,
        values: Float64Array.from({ length: saved }, (_, k) => samples?.[run * cells + k * names.length + o] ?? Number.NaN),
      })),
    ),
  );
}

/** The ledger belongs to a collision that is always the same: where noise is drawn per collision it is left out, and said so. */
function recorded(model: Model, asked: readonly string[], noise: Readonly<Record<string, Noise>>) {
  const perCollision = model.dynamics.kind === "collisions" && Object.values(noise).some((one) => !one.perRealisation);
  const observe = perCollision ? asked.filter((name) => model.observable(name).kind !== "ledger") : asked;
  if (observe.length === asked.length || observe.length === 0) return { observe: asked, left: [] };
  const names = asked.filter((name) => !observe.includes(name)).join(", ");
  return { observe, left: [`Left out: ${names}. The ledger keeps books only where noise is drawn once per realisation.`] };
}

export function noiseOf(asked: Readonly<Record<string, unknown>>): Readonly<Record<string, Noise>> {
  return Object.fromEntries(
    Object.entries(asked).map(([name, noise]) => (typeof noise === "string" ? parseNoise(`${name}=${noise}`) : [name, noise as Noise])),
  );
}

/** The exact average is extra: where there is none, or it would cost too much, bands stand alone. */
function exactOf(compute: () => Readonly<Record<string, readonly (number | null)[]>>): readonly Column[] | null {
  try {
    return columnsOf(compute());
  } catch {
    return null;
  }
}

function at(values: Readonly<Record<string, readonly (readonly (number | null)[])[]>>, level: number) {
  return Object.fromEntries(Object.entries(values).map(([name, levels]) => [name, levels[level] ?? []]));
}

/** Parts stay in this list from one round to the next. */
function keptIn(parts: Part[]): Checkpoint {
  return {
    open: async () => ({
      parts: [...parts],
      due: () => true,
      keep: (part) => void parts.push(part),
      settled: async () => {},
      finished: async () => {},
    }),
  };
}
