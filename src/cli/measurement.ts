/** What `ancilla unravel` asks to be measured, and what is done about it. */
import { streamElements } from "../dynamics/channel.ts";
import type { Collision } from "../dynamics/collisions.ts";
import { detectorsOf } from "../dynamics/detectors.ts";
import type { Measurement } from "../dynamics/measurements.ts";
import { didYouMean } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { operatorOn } from "../models/operator-names.ts";
import type { Operator } from "../operators/operator.ts";
import { heterodyne, homodyne } from "../studies/unravel/current.ts";
import { jumps } from "../studies/unravel/detection.ts";
import { type Decision, type GivenFeedback, recordRule } from "../studies/unravel/feedback.ts";
import { measured } from "../studies/unravel/readings.ts";
import { UsageError } from "./failure.ts";
import { defined } from "./sections.ts";

/** How a current is stepped: states given bins, or positive steps. */
export const STEPPINGS = ["bins", "steps"] as const;

/** The options that say what is measured. */
export interface MeasurementWords {
  readonly by: string;
  readonly units?: string;
  readonly read?: string;
  readonly efficiency?: number;
  readonly dark?: number;
  readonly dt?: number;
  readonly phase?: number;
  readonly bath?: string;
  readonly stepping?: (typeof STEPPINGS)[number];
  readonly feedback?: readonly string[];
}

/** Which options belong to what is measured. */
const belongs: Readonly<Record<string, readonly (keyof MeasurementWords)[]>> = {
  jumps: ["efficiency", "dark", "feedback"],
  homodyne: ["efficiency", "dt", "phase", "bath", "stepping"],
  heterodyne: ["efficiency", "dt", "phase", "bath", "stepping"],
  measured: ["efficiency", "units", "read", "feedback"],
};

/** What the line asks to be measured. */
export function measurementOf(model: Model, words: MeasurementWords): Measurement {
  const { by, units, read, efficiency, dark, dt, phase, bath, stepping, feedback } = words;
  if (!Object.hasOwn(belongs, by)) throw new UsageError(`Option --by must be jumps, homodyne, heterodyne or measured, but is "${by}".`);
  for (const name of ["units", "read", "dark", "dt", "phase", "bath", "stepping", "feedback"] as const) {
    if (words[name] === undefined || belongs[by].includes(name)) continue;
    const homes = Object.keys(belongs).filter((kind) => belongs[kind].includes(name));
    throw new UsageError(`Option --${name} belongs to --by ${homes.join(" and --by ")}. Leave it out.`);
  }
  if (by === "jumps") {
    if (!feedback) return jumps(defined({ efficiency, dark }));
    const detectors = clicking(model);
    return jumps({ ...defined({ efficiency, dark }), detectors, feedback: ruleOf(model, feedback, detectors) });
  }
  if (by !== "measured") {
    if (dt === undefined) throw new UsageError(`A ${by} current needs the length of its steps. Give --dt, for example 0.01.`);
    const exact = stepping && stepping === "bins";
    const options = { dt, ...defined({ efficiency, phase, bath, exact }) };
    return by === "homodyne" ? homodyne(options) : heterodyne(options);
  }
  const collision = readUnit(model, units);
  const observable = read === undefined ? energyOf(model, collision) : operatorOn(collision.unit, read, "read");
  const reading = { observable, ...defined({ efficiency, units }) };
  return measured(feedback ? { ...reading, feedback: ruleOf(model, feedback, measured(reading).names) } : reading);
}

/** The detectors of a master equation. */
function clicking({ dynamics, name }: Model): readonly string[] {
  if (dynamics.kind !== "generator") throw new UsageError(`${name} is a collision model, whose jumps nobody sees. Use --by measured.`);
  return detectorsOf(dynamics, jumps()).map(({ name: detector }) => detector);
}

/** A collision whose unit is read. */
function readUnit({ dynamics, name }: Model, units: string | undefined): Collision {
  if (dynamics.kind === "generator" && !dynamics.arrivals)
    throw new UsageError(`${name} is a master equation, which has no units. Use --by jumps.`);
  const elements = dynamics.kind === "generator" ? [dynamics.arrivals ?? []] : streamElements(dynamics, 1).elements;
  const all = elements.flatMap((element) => element.map(({ collision }): Collision => collision));
  const read = units === undefined ? all[0] : all.find(({ bath }) => bath === units);
  if (read) return read;
  throw new UsageError(`Option --units must name a bath (${[...new Set(all.map(({ bath }) => bath))].join(", ")}), but is "${units}".`);
}

function energyOf({ name }: Model, { HE }: Collision): Operator {
  if (HE) return HE;
  throw new UsageError(`Units of ${name} have no energy to be read. Say what is read with --read, for example --read sx.`);
}

const hint = (word: string, known: readonly string[]): string => {
  const found = didYouMean(word, known);
  return found && ` ${found}`;
};

/** `--feedback "1 1=sx"`: what is done after these last outcomes, in the order of time; of several that fit the longest. */
function ruleOf(model: Model, words: readonly string[], outcomes: readonly string[]): GivenFeedback {
  const operations: Record<string, Operator> = {};
  const rules = words.map((word) => {
    const match = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/.exec(word);
    if (!match) throw new UsageError(`Option --feedback must look like 1=sx or "1 1=set theta=0.3", but is "${word}".`);
    const pattern = match[1].split(/\s+/);
    const strange = pattern.find((outcome) => !outcomes.includes(outcome));
    if (strange !== undefined)
      throw new UsageError(
        `Option --feedback must name outcomes (${outcomes.join(", ")}), but names "${strange}".${hint(strange, outcomes)}`,
      );
    const setting = /^set\s+([^=\s]+)\s*=\s*(\S+)$/.exec(match[2]);
    if (!setting) {
      operations[match[2]] = operatorOn(model.dynamics.system, match[2], "feedback");
      return { pattern, decision: { do: match[2] } as Decision };
    }
    const value = Number(setting[2]);
    if (Number.isNaN(value)) throw new UsageError(`Option --feedback must set a number, but sets "${setting[2]}".`);
    return { pattern, decision: { set: { [setting[1]]: value } } as Decision };
  });
  // what hangs on the last outcome alone needs no memory
  if (rules.every(({ pattern, decision }) => pattern.length === 1 && decision.do !== undefined))
    return Object.fromEntries([...rules].reverse().map(({ pattern, decision }) => [pattern[0], operations[decision.do as string]]));
  const remember = rules.reduce((most, { pattern }) => Math.max(most, pattern.length), 1);
  const longestFirst = [...rules].sort((a, b) => b.pattern.length - a.pattern.length);
  return recordRule({
    remember,
    operations,
    decide: ({ last }) => longestFirst.find(({ pattern }) => pattern.every((m, k) => last[pattern.length - 1 - k] === m))?.decision,
  });
}
