/** A document that can be evaluated: what an expression sees where it stands. */
import { completeParameters } from "../../models/parameters.ts";
import { parametersOf } from "../build/definition-of-document.ts";
import { recordingOf } from "../build/equation-of-document.ts";
import { SIZES } from "../build/factors.ts";
import { recordedOfCollisions } from "../build/observables-of-document.ts";
import { namedHamiltonian } from "../build/operators-of-document.ts";
import { Reading } from "../build/reading.ts";
import type { Section } from "../build/section.ts";
import { jointSection, systemSection, unitSection } from "../build/sections-of-document.ts";
import { streamKind } from "../build/stream-of-units.ts";
import type { CanonicalDocument } from "../canonical.ts";
import type { FieldOfExpression } from "./fields.ts";

/** A reading at given values of parameters; at the defaults where they are none. */
export function readingAt(data: CanonicalDocument, given: Readonly<Record<string, unknown>> = {}): Reading {
  const specs = parametersOf(data);
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(specs, name)));
  try {
    return new Reading(data, completeParameters(data.name, specs, known as never));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    return new Reading(data, completeParameters(data.name, specs));
  }
}

/** The sections in which an expression may have its value, in the order in which they are tried. */
export function sectionsAt(reading: Reading, { need, sight, time }: FieldOfExpression): readonly Section[] {
  const { data } = reading;
  const step = data.kind === "collisions" && streamKind(reading) === "schedule" ? 1 : null;
  const system = systemSection(reading);
  switch (sight.of) {
    case "sizes":
      return [SIZES];
    case "unit": {
      const section = unitSection(reading, sight.unit, step);
      const H = data.kind === "collisions" ? data.units[sight.unit]?.H : undefined;
      return [need === "state" ? { ...section, H: namedHamiltonian(reading, H, section) } : section];
    }
    case "joint":
      return [jointSection(reading, sight.unit, step)];
    case "all":
      return [system, ...(data.kind === "collisions" ? data.units.map((_, k) => jointSection(reading, k, step)) : [])];
    case "system": {
      const H = namedHamiltonian(reading, data.H, system);
      if (need === "observable") {
        const { recording } = data.kind === "collisions" ? recordedOfCollisions(reading)() : recordingOf(reading);
        return [{ ...system, time: false, H, recording }];
      }
      return [{ ...system, time, ...(need === "state" ? { H } : {}) }];
    }
    default:
      return sight.of satisfies never;
  }
}
