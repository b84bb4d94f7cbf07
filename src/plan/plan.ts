/** A plan: what will run, what it costs, and why the other ways were not taken. Plain data that prints. */
import type { Choice, Considered } from "./choose.ts";
import { bytes, isRefusal, type Price } from "./price.ts";

/** One kind of work within a plan, with the way that was picked for it. */
export interface Stage {
  /** What is done: "collision", "derivative", "time", "stationary", "realisations", … */
  readonly work: string;
  readonly name: string;
  readonly price: Price;
  /** The other ways that were asked, with their prices or their reasons. */
  readonly others: readonly Considered[];
}

export interface Plan {
  readonly model: string;
  /** For example `a:20 ⊗ b:20`. */
  readonly space: string;
  /** Dimension D of the Hilbert space. */
  readonly dimension: number;
  /** Live real coordinates of D², and whether the imaginary half is gone. Null when the whole dense matrix is used. */
  readonly sector: { readonly coordinates: number; readonly real: boolean } | null;
  /** What is done, in order. */
  readonly stages: readonly Stage[];
  /** Realisations side by side. */
  readonly lanes: number;
  /** Linear memory of the whole bound plan in bytes. */
  readonly bytes: number;
  readonly notes: readonly string[];
  toString(): string;
}

/** Work that is planned: the plan says what `execute` does. */
export interface Prepared<R> {
  readonly plan: Plan;
  execute(): R;
}

/** A stage from a choice. */
export function stage(work: string, { name, price, others }: Choice<unknown>): Stage {
  return { work, name, price, others };
}

/** A plan with one more kind of work. */
export function withStage(plan: Plan, more: Stage): Plan {
  return printable({ ...plan, stages: [...plan.stages, more] });
}

/** Complete a plan with its printed form. */
export function printable(plan: Omit<Plan, "toString">): Plan {
  return { ...plan, toString: () => print(plan) };
}

function print(plan: Omit<Plan, "toString">): string {
  const whole = plan.dimension * plan.dimension;
  const sector = plan.sector
    ? `${count(plan.sector.coordinates)} ${plan.sector.real ? "real " : ""}coordinates of ${count(whole)}`
    : `the whole ${count(plan.dimension)} × ${count(plan.dimension)} matrix`;
  const lines = [
    line("model", plan.model),
    line("space", `${plan.space}  (dimension ${count(plan.dimension)})`),
    line("sector", sector),
    ...plan.stages.flatMap(printStage),
    line("lanes", `${plan.lanes}`),
    line("memory", bytes(plan.bytes)),
    ...plan.notes.map((note) => line("note", note)),
  ];
  return lines.join("\n");
}

function printStage({ work, name, price, others }: Stage): string[] {
  return [
    line(work, priced(name, price)),
    ...others.map(({ name: other, answer }) =>
      isRefusal(answer) ? line("   not", `${other}: ${answer.refused}`) : line("   or", priced(other, answer)),
    ),
  ];
}

/** One line of a printed plan: words stand in a column of their own. */
export function line(word: string, text: string): string {
  return `${word.padEnd(WIDTH)}${text}`;
}

const WIDTH = 14;

function priced(name: string, { flops, bytes: memory, about, error, detail }: Price): string {
  const inexact = error ? `, error ${error.toExponential(0)}` : "";
  const more = detail ? `, ${detail}` : "";
  return `${name}: ${about ? "about " : ""}${count(flops)} flops per step, ${bytes(memory)}${inexact}${more}`;
}

/** 22140 → `22,140`, without the host's locale. */
function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
