/** The sections of a document: the system, each unit alone, each unit with the system. */
import { tensor } from "../../spaces/space.ts";
import type { SpaceEntry } from "../canonical.ts";
import { type Factors, factorsAt, requireDimension } from "./factors.ts";
import type { Reading } from "./reading.ts";
import { keyOf, type Section } from "./section.ts";

/** The factors of the system. */
export function systemFactors(reading: Reading): Factors {
  return factorsAt(reading, "/spaces", reading.data.spaces);
}

/** The factors of a unit. */
export function unitFactors(reading: Reading, k: number): Factors {
  return factorsAt(reading, `/units/${k}/spaces`, spacesOfUnit(reading, k));
}

function spacesOfUnit({ data }: Reading, k: number): readonly SpaceEntry[] {
  return data.kind === "collisions" ? data.units[k].spaces : [];
}

/** The system: its Hamiltonian, start, observables and what acts between collisions. */
export function systemSection(reading: Reading): Section {
  const { space, families } = systemFactors(reading);
  return {
    key: keyOf("system", space),
    space,
    families,
    time: true,
    step: null,
    H: null,
    recording: null,
    elsewhere: () => labelsOf(reading),
  };
}

/** One unit alone: its Hamiltonian, state and channels. */
export function unitSection(reading: Reading, k: number, step: number | null): Section {
  const { space, families } = unitFactors(reading, k);
  return { ...systemSection(reading), key: keyOf(`unit ${k} step ${step}`, space), space, families, step };
}

/** The system with one unit: their interaction. */
export function jointSection(reading: Reading, k: number, step: number | null): Section {
  const [system, unit] = [systemFactors(reading), unitFactors(reading, k)];
  const space = reading.once(`joint ${k}`, () => {
    const sizes = [...system.space.factors, ...unit.space.factors].map((factor) => ({ factor, count: null }));
    requireDimension(reading, `/units/${k}/spaces`, sizes);
    return tensor(systemFactors(reading).space, unitFactors(reading, k).space);
  });
  const families = new Map([...system.families, ...unit.families]);
  return { ...systemSection(reading), key: keyOf(`joint ${k} step ${step}`, space), space, families, step };
}

/** All labels of a document, of families too. */
function labelsOf({ data }: Reading): readonly string[] {
  const entries = data.kind === "collisions" ? [...data.spaces, ...data.units.flatMap(({ spaces }) => spaces)] : data.spaces;
  return entries.map(({ label }) => label);
}
