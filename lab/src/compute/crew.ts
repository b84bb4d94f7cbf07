/**
 * Several workers for one sweep: each takes every n-th point of the same order, and the page puts their points together. A point is computed
 * alone, so that the numbers are those of one worker. Workers are made when there is work, and end when they have been idle for a minute.
 */
import type { SweepAnswer } from "../engine/sweep.ts";
import { cautionsInWords } from "../words/cautions.ts";
import { type Asker, Lane } from "./lane.ts";
import type { AskOf, Refused } from "./protocol.ts";

/** Workers at most. */
const MOST = 4;
/** Sweeps of fewer points are done before more workers have begun. */
const FEW = 100;

type Worker = Pick<Lane, "ask" | "stop">;

export class Crew {
  private lanes: Worker[] = [];

  constructor(
    private readonly make: () => Worker = () => new Lane(),
    private readonly cores: () => number = () => navigator.hardwareConcurrency ?? 2,
  ) {}

  ask(what: "sweep", ask: AskOf<"sweep">, asker: Asker<"sweep">, slot: string = what): void {
    const points = ask.axes.reduce((product, { values }) => product * values.length, 1);
    const count = points < FEW ? 1 : Math.max(1, Math.min(MOST, this.cores() - 1));
    while (this.lanes.length < count) this.lanes.push(this.make());
    const shares: (Share | null)[] = Array.from({ length: count }, () => null);
    let left = count;
    let over = false;
    const finish = (): void => {
      if (over || left > 0) return;
      over = true;
      const { answer, milliseconds } = together(shares);
      if (answer) asker.done(answer, milliseconds);
      else asker.dropped?.();
    };
    const refuse = (why: Refused): void => {
      if (over) return;
      over = true;
      asker.refused(why);
    };
    this.lanes.forEach((lane, k) => {
      // What an older sweep has left with more workers is forgotten there.
      if (k >= count) {
        lane.stop(slot);
        return;
      }
      const take = (answer: SweepAnswer, milliseconds: number): void => void (shares[k] = { answer, milliseconds });
      lane.ask(
        what,
        count === 1 ? ask : { ...ask, share: { first: k, every: count } },
        {
          part: (answer, milliseconds) => {
            take(answer, milliseconds);
            const all = together(shares);
            if (!over && all.answer) asker.part?.(all.answer, all.milliseconds);
          },
          done: (answer, milliseconds) => {
            take(answer, milliseconds);
            left--;
            finish();
          },
          refused: refuse,
          dropped: () => {
            left--;
            finish();
          },
        },
        slot,
      );
    });
  }

  stop(slot: string): void {
    for (const lane of this.lanes) lane.stop(slot);
  }
}

interface Share {
  readonly answer: SweepAnswer;
  readonly milliseconds: number;
}

/** The points of all shares in one answer. */
function together(shares: readonly (Share | null)[]): { readonly answer: SweepAnswer | null; readonly milliseconds: number } {
  const found = shares.filter((one): one is Share => one !== null);
  const milliseconds = Math.max(0, ...found.map((one) => one.milliseconds));
  const [first, ...others] = found.map(({ answer }) => answer);
  if (!first || others.length === 0) return { answer: first ?? null, milliseconds };
  const columns = first.columns.map(({ name, values }) => ({ name, values: values.slice() }));
  const done = first.done.slice();
  for (const other of others) {
    for (let at = 0; at < done.length; at++) {
      if (!other.done[at]) continue;
      done[at] = 1;
      columns.forEach(({ values }, c) => {
        values[at] = other.columns[c]?.values[at] ?? Number.NaN;
      });
    }
  }
  const all = [first, ...others];
  const cautions = all.flatMap((one) => one.cautions).sort((a, b) => a.at - b.at);
  return {
    answer: {
      axes: first.axes,
      columns,
      done,
      problems: all.flatMap(({ problems }) => problems).sort((a, b) => a.at - b.at),
      cautions,
      warnings: cautionsInWords(
        cautions,
        first.axes,
        done.reduce((sum, one) => sum + one, 0),
      ),
      impossible: all.reduce((sum, { impossible }) => sum + impossible, 0),
    },
    milliseconds,
  };
}
