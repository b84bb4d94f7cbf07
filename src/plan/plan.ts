/** A plan: what will run, what it costs, and why the other ways were not taken. Plain data that prints. */

import { wrongKind } from "../errors.ts";
import { type Due, finish, never, type Work } from "../work-in-pieces.ts";
import type { Choice, Considered } from "./choose.ts";
import { type Estimate, estimateOfWhole } from "./estimate.ts";
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

/** What will run, what it costs, and why the other ways were not taken. Plain data that prints. */
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
  /** What all of it will take. */
  readonly estimate: Estimate;
  readonly notes: readonly string[];
  /** What stepped, and how often, where a run has been carried out. */
  readonly done?: string;
  /** The plan line by line, as `ancilla plan` prints it. */
  toString(): string;
}

/** What is planned without its printed form. */
type PlanParts = Omit<Plan, "toString" | "estimate"> & Partial<Pick<Plan, "estimate">>;

/** Work that is planned: the plan says what `execute` does. */
export interface Prepared<R> {
  readonly plan: Plan;
  execute(): R;
}

/** Planned work in pieces: it may be left between two of them where `due` says so. */
export interface PreparedWork<R> extends Prepared<R> {
  work(due: Due): Work<R>;
}

/** Work with its plan. */
export function prepared<R>(plan: Plan, work: (due: Due) => Work<R>): PreparedWork<R> {
  return { plan, work, execute: () => finish(work(never)) };
}

/** A stage from a choice. */
export function stage(work: string, { name, price, others }: Choice<unknown>): Stage {
  return { work, name, price, others };
}

/** A plan with one more kind of work. */
export function withStage(plan: Plan, more: Stage): Plan {
  return printable({ ...plan, stages: [...plan.stages, more] });
}

/** Complete a plan with its printed form, which no clone is in the way of. */
export function printable(plan: PlanParts): Plan {
  const { estimate, stages, sector, dimension, bytes: memory } = plan;
  const size = { coordinates: sector?.coordinates ?? dimension * dimension, bytes: memory };
  // One step of the last kind of work, where nobody knows how many there are.
  const whole = { ...plan, estimate: estimate ?? estimateOfWhole(stages[stages.length - 1].price, 1, size) };
  return Object.defineProperty(whole, "toString", { value: () => printPlan(whole), configurable: true }) as Plan;
}

/**
 * Print a plan that was cloned: posted by a worker, or read from JSON. A plan itself prints with `String(plan)`.
 *
 * @example
 * printPlan(structuredClone(plan(bloch(), { until: 1 }))).split("\n")[0]; // "model         bloch"
 */
export function printPlan(plan: Omit<Plan, "toString">): string {
  const { stages, notes } = (typeof plan === "object" && plan !== null ? plan : {}) as Partial<Plan>;
  if (!Array.isArray(stages) || !Array.isArray(notes))
    throw wrongKind("plan", "be a plan", plan, "Give what `plan` returns, or a clone of it.");
  try {
    return linesOf(plan).join("\n");
  } catch (error) {
    if (error instanceof TypeError) throw wrongKind("plan", "be a whole plan", plan, "Give what `plan` returns, or a clone of it.");
    throw error;
  }
}

function linesOf(plan: Omit<Plan, "toString">): readonly string[] {
  const whole = plan.dimension * plan.dimension;
  const sector = plan.sector
    ? `${count(plan.sector.coordinates)} ${plan.sector.real ? "real " : ""}coordinates of ${count(whole)}`
    : `the whole ${count(plan.dimension)} × ${count(plan.dimension)} matrix`;
  return [
    line("model", plan.model),
    line("space", `${plan.space}  (dimension ${count(plan.dimension)})`),
    line("sector", sector),
    ...plan.stages.flatMap(printStage),
    line("lanes", `${plan.lanes}`),
    line("memory", bytes(plan.bytes)),
    ...plan.notes.map((note) => line("note", note)),
    ...(plan.done === undefined ? [] : [line("method", plan.done)]),
  ];
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
function line(word: string, text: string): string {
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
