/** A model document as a program: what `ancilla export` prints, and what pages save. */
import { requireRepeating } from "../dynamics/repeating.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { requireModel } from "../models/require-model.ts";
import { aNumber, anInteger, checkOptions, listOf, type OptionChecks, oneOf } from "../options.ts";
import { qutipScript } from "./qutip.ts";
import { typescriptProgram } from "./typescript.ts";

/** What a program does, and its language. */
export interface ProgramOptions {
  /** A program for this library, or a script for QuTiP 5. */
  readonly to: "typescript" | "qutip";
  /** Collisions that it runs, each of them recorded (collision models); 100 unless given. */
  readonly steps?: number;
  /** Time that it runs to (master equations); 10 unless given. */
  readonly until?: number;
  /** Time between records (master equations); a hundredth of `until` unless given. */
  readonly saveEvery?: number;
  /** Or the times to record at, increasing (master equations). */
  readonly times?: readonly number[];
  /** Or the period of a driven master equation: a program for this library then finds the state that repeats. */
  readonly period?: number;
  /** With `period`: records over it; 65 unless given. */
  readonly points?: number;
  /** Observables by name; the model's default ones unless given. */
  readonly observables?: readonly string[];
}

/** Points in time that a script records where nothing says how many. */
const POINTS = 100;

const aName = (argument: string, value: unknown): void => {
  if (typeof value !== "string") throw wrongValue(argument, "be the name of an observable", value);
};

const checks: OptionChecks<ProgramOptions> = {
  to: oneOf("typescript", "qutip"),
  steps: anInteger(0, 1e9),
  until: aNumber({ above: 0 }),
  saveEvery: aNumber({ above: 0 }),
  times: listOf("times", aNumber({})),
  period: aNumber({ above: 0 }),
  points: anInteger(2, 1_000_000),
  observables: listOf("names", aName),
};

/**
 * Write a model that came from a document as a program with its values at the top: it runs as it stands and prints one JSON object, the axis
 * and a list per observable.
 *
 * @param model of a document; its parameters are the program's
 * @param options the language, how far to run, and what to record
 * @returns the text of the program
 * Throws TypeError or RangeError for bad options, a length of the other kind of model, a model that came from no document, and what QuTiP
 * has no words for, by its pointer.
 * @example
 * writeFileSync("model.py", documentProgram(documentModel(document).build({}), { to: "qutip", steps: 100 }));
 */
export function documentProgram(model: Model, options: ProgramOptions): string {
  requireModel(model);
  const { to, steps, until, times, saveEvery, period, points, observables } = checkOptions<ProgramOptions>("options", options, checks, {
    required: ["to"],
    remedy: 'Write { to: "typescript" }.',
  });
  if (model.document === undefined) {
    throw wrongValue(
      "model",
      "come from a model document",
      model.name,
      "Build it with documentModel(document).",
      `${model.name} comes from code`,
    );
  }
  const document = model.document as Readonly<Record<string, unknown>>;
  const common = { document, values: model.parameters, model, observe: observables ?? model.defaultObservables };
  const written = to === "qutip" ? qutipScript : typescriptProgram;
  if (model.dynamics.kind === "collisions") {
    for (const [name, value] of Object.entries({ until, times, saveEvery, period, points })) {
      if (value !== undefined) throw wrongValue(name, "be left out for a stream of collisions", null, "Give `steps`.", "it is given");
    }
    return written({ ...common, steps: steps ?? POINTS });
  }
  if (steps !== undefined) throw wrongValue("steps", "be left out for a master equation", steps, "Give `until` or `times`.", "it is given");
  if (period !== undefined) {
    if (to === "qutip") throw wrongValue("period", "be left out of a QuTiP script", period, 'Write { to: "typescript" }.', "it is given");
    for (const [name, value] of Object.entries({ until, times, saveEvery })) {
      if (value !== undefined) throw wrongValue(name, "be left out where a period is given", null, "Give one of the two.", "it is given");
    }
    requireRepeating(model.dynamics, period);
    return typescriptProgram({ ...common, period, ...(points === undefined ? {} : { points }) });
  }
  if (points !== undefined) throw wrongValue("points", "be left out without a period", points, "Give `period` too.", "it is given");
  const recorded = times ?? evenly(until ?? 10, saveEvery);
  return written({ ...common, times: recorded[0] === 0 ? recorded : [0, ...recorded] });
}

/** Times up to an end, which is one of them. */
function evenly(end: number, saveEvery: number | undefined): readonly number[] {
  const every = saveEvery ?? end / POINTS;
  const count = Math.floor(end / every + 1e-9);
  return [...Array.from({ length: count + 1 }, (_, k) => k * every).filter((t) => t < end), end];
}
