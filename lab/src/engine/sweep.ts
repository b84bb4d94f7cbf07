/** One parameter, or two, over a range: coarse points first, so that a picture is there soon. The numbers are those of any other order. */
import { sweep } from "ancilla";
import type { Source, Work } from "../compute/protocol.ts";
import { type Caution, cautionsInWords } from "../words/cautions.ts";
import { coarseFirst } from "./coarse-first.ts";
import { modelOf } from "./subject.ts";
import { turn } from "./turns.ts";

/** What goes along one axis. */
export interface SweptAxis {
  readonly name: string;
  readonly values: readonly number[];
  /** Equal ratios. */
  readonly log: boolean;
}

export interface SweepAsk {
  readonly source: Source;
  readonly axes: readonly [SweptAxis] | readonly [SweptAxis, SweptAxis];
  /** Of the stationary state, or after a run. */
  readonly of: "steady" | "run";
  readonly steps?: number;
  readonly until?: number;
  readonly observe: readonly string[];
  /** Only every so many of the points, from one of them on, in the order in which they are computed: the share of one worker. */
  readonly share?: { readonly first: number; readonly every: number };
}

export interface SweepAnswer {
  readonly axes: readonly SweptAxis[];
  /** Row by row, the second axis fastest; NaN where there is no value (yet). */
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  /** 1 where a point was computed. */
  readonly done: Uint8Array;
  /** Why points have no value. */
  readonly problems: readonly { readonly at: number; readonly reason: string }[];
  readonly warnings: readonly string[];
  /** The same point by point. */
  readonly cautions: readonly Caution[];
  /** Points at which there is no model: the command line takes none of them. */
  readonly impossible: number;
}

/** Milliseconds between two pictures of an unfinished sweep. */
const SHOW = 60;

export async function sweepOf(ask: SweepAsk, work: Work<SweepAnswer>): Promise<SweepAnswer> {
  const { axes, observe } = ask;
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  const model = modelOf(ask.source);
  const columns = observe.map((name) => ({ name, values: new Float64Array(count).fill(Number.NaN) }));
  const done = new Uint8Array(count);
  const problems: { at: number; reason: string }[] = [];
  let impossible = 0;
  const cautions: Caution[] = [];
  const answer = (): SweepAnswer => ({
    axes,
    columns,
    done,
    problems,
    cautions,
    warnings: cautionsInWords(cautions, axes, countOf(done)),
    impossible,
  });
  const length = ask.of === "steady" ? {} : ask.steps === undefined ? { until: ask.until ?? 10 } : { steps: ask.steps };
  let shown = performance.now();
  const { first, every } = ask.share ?? { first: 0, every: 1 };
  const mine = coarseFirst(axes.map(({ values }) => values.length)).filter((_, k) => k % every === first);
  for (const at of mine) {
    if (work.signal.aborted) break;
    const [over, values] = pointOf(axes, at);
    done[at] = 1;
    try {
      const found = sweep(model.with(over), { over: values.name, values: [values.value], ...length, observables: observe });
      columns.forEach((column) => {
        column.values[at] = found.observables[column.name]?.[0] ?? Number.NaN;
      });
      for (const { reason } of found.problems) problems.push({ at, reason });
      for (const text of found.diagnostics.warnings) cautions.push({ at, text });
    } catch (error) {
      // Where there is no model at a point there is no value; what no point takes is refused as a whole.
      impossible++;
      if (impossible === mine.length) throw error;
      problems.push({ at, reason: (error as Error).message });
    }
    if (performance.now() - shown < SHOW) continue;
    work.part(answer());
    shown = performance.now();
    await turn();
  }
  return answer();
}

const countOf = (done: Uint8Array): number => done.reduce((sum, one) => sum + one, 0);

/** A point as values of the outer parameters and the one that is swept. */
function pointOf(axes: SweepAsk["axes"], at: number): readonly [Record<string, number>, { name: string; value: number }] {
  const last = axes[axes.length - 1] as SweptAxis;
  const inner = { name: last.name, value: last.values[at % last.values.length] as number };
  if (axes.length === 1) return [{}, inner];
  const [outer] = axes;
  return [{ [outer.name]: outer.values[Math.floor(at / last.values.length)] as number }, inner];
}
