/** What a document means at its defaults: every field is evaluated, and all that is wrong is told at once. */

import { isTimeFunction } from "../../dynamics/coefficient.ts";
import { turnsNegative } from "../../dynamics/rates-in-time.ts";
import { internalFault } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { checkParameter } from "../../models/parameters.ts";
import type { CanonicalDocument, CollisionsDocument, EquationDocument } from "../canonical.ts";
import { DocumentFault, type Problem, type Problems } from "../problem.ts";
import { betweenOf } from "./arrivals-of-units.ts";
import { collisionModelOf, formOf, memoryOf } from "./collisions-of-document.ts";
import { saysOf } from "./core-refusals.ts";
import { parametersOf } from "./definition-of-document.ts";
import { collectiveAt, dissipationAt, jumpsAt, thermalAt } from "./dissipation.ts";
import { equationModelOf, generatorOfDocument, recordingOf } from "./equation-of-document.ts";
import { checkJob } from "./job-sections.ts";
import { realAt } from "./numbers.ts";
import { observableOf, recordedOfCollisions } from "./observables-of-document.ts";
import { energyOf, hamiltonianOf, hermitianAt, startOf } from "./operators-of-document.ts";
import { Reading } from "./reading.ts";
import type { Section } from "./section.ts";
import { jointSection, systemFactors, systemSection, unitFactors } from "./sections-of-document.ts";
import { streamKind, streamOf } from "./stream-of-units.ts";
import { energyOfUnit, mannerOf, stateOfUnit, tauOf, unitsOf, visitAt, visitsOf } from "./unit.ts";

/** Check what needs values: definitions, spaces, operators, states, rates, observables, and the author's job. */
export function checkMeaning(data: CanonicalDocument, problems: Problems): void {
  const check = new Check(problems);
  for (const name of Object.keys(data.parameters ?? {})) check.field(() => checkDefault(data, name));
  if (check.failed) return;
  const defaults = Object.fromEntries(Object.entries(data.parameters ?? {}).map(([name, entry]) => [name, entry.default]));
  const reading = new Reading(data, defaults);
  check.field(() => systemFactors(reading));
  if (data.kind === "collisions") for (const k of data.units.keys()) check.field(() => jointSection(reading, k, null));
  if (check.failed) return;
  checkDefinitions(reading, check);
  check.field(() => startOf(reading));
  if (data.kind === "collisions") checkCollisions(reading, data, check);
  else checkEquation(reading, data, check);
  const model = check.failed ? undefined : check.field(() => modelAt(reading));
  checkObservables(reading, model, check);
  if (model && !check.failed) checkJob(data, model, check);
}

/** Faults as they are found: one that several fields meet is told once. */
export class Check {
  readonly #problems: Problems;
  readonly #told = new Set<string>();
  failed = false;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  field<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof DocumentFault)) throw error;
      this.failed = true;
      const { pointer, character, says } = error.problem;
      const key = JSON.stringify([pointer, character, says]);
      if (!this.#told.has(key)) this.#problems.add(error.problem);
      this.#told.add(key);
      return undefined;
    }
  }
}

function checkDefault(data: CanonicalDocument, name: string): void {
  try {
    checkParameter(name, parametersOf(data)[name], parametersOf(data)[name].default);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    const pointer = `/parameters/${name}/default`;
    throw new DocumentFault({ code: "out-of-bounds", pointer, character: null, says: saysOf(error.message) });
  }
}

/** Each definition has a value in one of the sections. */
function checkDefinitions(reading: Reading, check: Check): void {
  const sections: Section[] = [systemSection(reading), ...unitsOf(reading).map((_, k) => jointSection(reading, k, stepOf(reading)))];
  for (const name of Object.keys(reading.data.let ?? {})) {
    check.field(() => {
      let first: unknown;
      for (const section of sections) {
        try {
          return reading.at(`/let/${name}`, () => reading.definition(name, section));
        } catch (error) {
          // the last word has the section that knows the most of its labels
          if (first === undefined || !isElsewhere(error)) first = error;
        }
      }
      throw first;
    });
  }
}

function isElsewhere(error: unknown): boolean {
  return error instanceof DocumentFault && error.problem.says.includes("names the space");
}

/** The number of the first collision where units may name it. */
function stepOf({ data }: Reading): number | null {
  return data.kind === "collisions" && data.stream?.kind === "schedule" ? 1 : null;
}

/** Collisions of a schedule that are made to see whether they can be. */
const MOST_TRIED = 32;

function checkCollisions(reading: Reading, data: CollisionsDocument, check: Check): void {
  const step = stepOf(reading);
  check.field(() => energyOf(reading));
  check.field(() => mannerOf(reading));
  check.field(() => tauOf(reading));
  data.units.forEach((unit, k) => {
    check.field(() => unitFactors(reading, k));
    check.field(() => energyOfUnit(reading, k, step));
    check.field(() => stateOfUnit(reading, k, step));
    for (const [j, visit] of visitsOf(unit)) check.field(() => visitAt(reading, k, j, visit, step));
  });
  if (data.between) checkDissipation(reading, "/between", data.between, check);
  if (data.between?.H !== undefined) check.field(() => hermitianAt(reading, "/between/H", data.between?.H, systemSection(reading)));
  if (data.memory !== undefined) check.field(() => memoryOf(reading));
  if (data.arrivals !== undefined) {
    check.field(() => realAt(reading, "/arrivals", data.arrivals as string, systemSection(reading), { atLeast: 0 }));
  }
  check.field(() => streamKind(reading));
  if (check.failed) return;
  check.field(() => formOf(reading));
  if (data.between) check.field(() => betweenOf(reading));
  check.field(() => {
    const stream = streamOf(reading);
    if (stream.kind === "schedule") for (let n = 1; n <= MOST_TRIED; n++) stream.collisionAt(n);
  });
}

function checkEquation(reading: Reading, data: EquationDocument, check: Check): void {
  check.field(() => hamiltonianOf(reading));
  checkDissipation(reading, "", data, check);
  if (check.failed) return;
  const generator = check.field(() => generatorOfDocument(reading));
  if (generator && !data.negativeRates) checkRatesInTime(reading, data, check);
}

function checkDissipation(
  reading: Reading,
  pointer: string,
  lists: Pick<EquationDocument, "jumps" | "thermal" | "collective">,
  check: Check,
): void {
  const section = systemSection(reading);
  const negative = reading.data.kind === "master-equation" && reading.data.negativeRates === true;
  const { jumps = [], thermal = [], collective = [] } = lists;
  for (const k of jumps.keys()) check.field(() => jumpsAt(reading, pointer, jumps, k, section, negative));
  for (const k of thermal.keys()) check.field(() => thermalAt(reading, pointer, thermal, k, section));
  for (const k of collective.keys()) check.field(() => collectiveAt(reading, pointer, collective, k, section, negative));
}

/** A rate that turns negative before the end of the author's own run. */
function checkRatesInTime(reading: Reading, data: EquationDocument, check: Check): void {
  const end = endOf(data.run);
  if (end === null) return;
  const { jumps } = dissipationAt(reading, "", data, systemSection(reading), false);
  for (const rate of new Set(jumps.map((jump) => jump.rate))) {
    if (!isTimeFunction(rate) || rate.label === undefined) continue;
    const time = turnsNegative(rate, end);
    if (time === null) continue;
    const [, pointer = "", values] = /^(\/.*?)(?: \((.*)\))?$/.exec(rate.label) ?? [];
    const at = `t = ${Number(time.toPrecision(10))}${values ? `, ${values}` : ""}`;
    const says = `must stay ≥ 0 at all times, but it turns negative at ${at}; for an equation local in time set negativeRates: true`;
    check.field(() => {
      throw new DocumentFault({ code: "negative-rate", pointer, character: null, says });
    });
  }
}

function endOf(run: EquationDocument["run"]): number | null {
  const { until, times } = (run ?? {}) as { readonly until?: unknown; readonly times?: readonly number[] };
  if (typeof until === "number") return until;
  return Array.isArray(times) && times.length > 0 ? Number(times[times.length - 1]) : null;
}

/** The model at the defaults, its observables not yet made. */
function modelAt(reading: Reading): Model {
  const { data } = reading;
  const bare = { ...data, observables: {} } as CanonicalDocument;
  const without = new Reading(bare, reading.values);
  const identity = {
    name: data.name,
    parameters: reading.values,
    document: data,
    with: (): Model => {
      throw internalFault("A model that is checked is not changed.");
    },
  };
  return data.kind === "collisions" ? collisionModelOf(without, identity, {}) : equationModelOf(without, identity, {});
}

function checkObservables(reading: Reading, model: Model | undefined, check: Check): void {
  const names = Object.keys(reading.data.observables ?? {});
  if (names.length === 0) return;
  const recorded = reading.data.kind === "collisions" ? recordedOfCollisions(reading) : () => recordingOf(reading);
  const taken = new Set(model?.observableNames ?? []);
  for (const name of names) {
    const pointer = `/observables/${name}`;
    if (taken.has(name) || /^p_\d+$/.test(name)) {
      const but = `${name} is one that the library has`;
      const must = "have a name of its own";
      check.field(() => {
        const problem: Problem = {
          code: "duplicate",
          pointer,
          character: null,
          says: `must ${must}, but ${but}; choose another name`,
          found: name,
        };
        throw new DocumentFault(problem);
      });
    }
    check.field(() => observableOf(reading, name, recorded));
  }
}
