/** From the entries of `spaces` to labelled factors: sizes first, so that nothing large is ever made. */
import { levelsFor } from "../../operators/states.ts";
import { type Factor, fock, levels, qubit, rotor, Space, spin } from "../../spaces/space.ts";
import type { SpaceEntry } from "../canonical.ts";
import { integerAt, realAt } from "./numbers.ts";
import { NO_SPACE, type Reading } from "./reading.ts";
import type { Section } from "./section.ts";

/** Levels, quantum numbers. */
const MOST_LEVELS = 1 << 20;
/** Members of a family, and factors of a section. */
const MOST_FACTORS = 64;
const LARGEST = 2147483647;

/** The factors of a section, and which of them are members of a family. */
export interface Factors {
  readonly space: Space;
  readonly families: ReadonlyMap<string, readonly string[]>;
  /** Sizes that the document left to a temperature, by the name under which they are pinned. */
  readonly pinned: ReadonlyMap<string, number>;
}

/** Sizes know parameters and definitions, and no space. */
export const SIZES: Section = {
  key: "sizes",
  space: NO_SPACE,
  families: new Map(),
  time: false,
  step: null,
  H: null,
  recording: null,
  elsewhere: () => [],
};

/** The factors of a list of entries. Throws a `DocumentFault` for sizes that are none, or too large. */
export function factorsAt(reading: Reading, pointer: string, entries: readonly SpaceEntry[]): Factors {
  return reading.once(`factors ${pointer}`, () => {
    const families = new Map<string, readonly string[]>();
    const pinned = new Map<string, number>();
    const sizes = entries.map((entry, k) => sizeOf(reading, `${pointer}/${k}`, entry, pinned));
    requireDimension(reading, pointer, sizes);
    const factors = sizes.flatMap(({ factor, label, count }) => {
      if (count === null) return [factor];
      const labels = Array.from({ length: count }, (_, k) => `${label}${k + 1}`);
      families.set(label, labels);
      return labels.map((own) => ({ ...factor, label: own }));
    });
    requireDifferent(reading, pointer, entries, factors);
    return { space: new Space(factors), families, pinned };
  });
}

interface Sized {
  readonly factor: Factor;
  readonly label: string;
  readonly count: number | null;
}

function sizeOf(reading: Reading, pointer: string, entry: SpaceEntry, pinned: Map<string, number>): Sized {
  const count = entry.count === undefined ? null : integerAt(reading, `${pointer}/count`, entry.count, SIZES, { atLeast: 1 });
  if (count !== null && count > MOST_FACTORS) {
    throw reading.refuse("limit", `${pointer}/count`, `be at most ${MOST_FACTORS}`, `${count} are asked for`);
  }
  return { factor: factorOf(reading, pointer, entry, pinned), label: entry.label, count };
}

function factorOf(reading: Reading, pointer: string, entry: SpaceEntry, pinned: Map<string, number>): Factor {
  const { kind, label, names } = entry;
  const quantum = (key: "J" | "min" | "max", bounds = {}) => {
    const form = entry[key];
    if (form === undefined) throw reading.refuse("missing", `${pointer}/${key}`, "be given", `a ${kind} has no ${key}`);
    const value = realAt(reading, `${pointer}/${key}`, form, SIZES, bounds);
    if (Math.abs(value) > MOST_LEVELS) throw reading.refuse("limit", `${pointer}/${key}`, `be at most ${MOST_LEVELS}`, `is ${value}`);
    return value;
  };
  switch (kind) {
    case "qubit":
      return qubit(label).factors[0];
    case "fock":
      return fock(levelCount(reading, pointer, entry, 2, pinned), label).factors[0];
    case "levels":
      return levels(names ?? levelCount(reading, pointer, entry, 1, pinned), label).factors[0];
    case "spin": {
      const J = quantum("J", { atLeast: 0 });
      if (!Number.isInteger(2 * J)) throw reading.refuse("out-of-bounds", `${pointer}/J`, "be a multiple of 1/2", `is ${J}`);
      return spin(J, label).factors[0];
    }
    case "rotor": {
      const [min, max] = [quantum("min"), quantum("max")];
      for (const [key, value] of [
        ["min", min],
        ["max", max],
      ] as const) {
        if (!Number.isInteger(value)) throw reading.refuse("out-of-bounds", `${pointer}/${key}`, "be an integer", `is ${value}`);
      }
      if (max <= min) throw reading.refuse("out-of-bounds", `${pointer}/max`, `be larger than min = ${min}`, `is ${max}`);
      return rotor(min, max, label).factors[0];
    }
    default:
      return kind satisfies never;
  }
}

/** The name under which a size that follows a temperature is pinned: no parameter can be called so. */
export function pinnedName(label: string): string {
  return `levels:${label}`;
}

function levelCount(reading: Reading, pointer: string, entry: SpaceEntry, least: number, pinned: Map<string, number>): number {
  const { levels: form, label, kind } = entry;
  const place = `${pointer}/levels`;
  if (form === undefined) {
    const remedy = "give a number, or { temperature, omega, epsilon }";
    throw reading.refuse("missing", place, "be given", `a ${kind} space has no size without it`, { remedy });
  }
  if (typeof form !== "object") {
    const count = integerAt(reading, place, form, SIZES, { atLeast: least });
    if (count > MOST_LEVELS) throw reading.refuse("limit", place, `be at most ${MOST_LEVELS}`, `${count} are asked for`);
    return count;
  }
  const known = reading.given(pinnedName(label));
  const count = typeof known === "number" ? known : thermalLevels(reading, pointer, entry);
  if (count > MOST_LEVELS) throw reading.refuse("limit", place, `ask for at most ${MOST_LEVELS} levels`, `${count} are needed`);
  pinned.set(pinnedName(label), count);
  return count;
}

/** max(2, ⌈ln(1/ε) T/ω⌉) of { temperature, omega, epsilon }. */
export function thermalLevels(reading: Reading, pointer: string, { levels: form }: SpaceEntry): number {
  const { temperature, omega = 1, epsilon = 1e-12 } = form as Exclude<SpaceEntry["levels"], string | number | undefined>;
  const place = `${pointer}/levels`;
  const T = realAt(reading, `${place}/temperature`, temperature, SIZES, { atLeast: 0 });
  const w = realAt(reading, `${place}/omega`, omega, SIZES, { above: 0 });
  const share = realAt(reading, `${place}/epsilon`, epsilon, SIZES, { above: 0 });
  if (share >= 1) throw reading.refuse("out-of-bounds", `${place}/epsilon`, "be < 1", `is ${share}`);
  return levelsFor(T, share, w);
}

/** The dimension of a section before any operator of it is made. */
export function requireDimension(reading: Reading, pointer: string, sizes: readonly { factor: Factor; count: number | null }[]): void {
  const total = sizes.reduce((sum, { count }) => sum + (count ?? 1), 0);
  if (total > MOST_FACTORS) throw reading.refuse("limit", pointer, `have at most ${MOST_FACTORS} factors`, `there are ${total}`);
  const dimension = sizes.reduce((product, { factor, count }) => product * powerOf(factor.dimension, count ?? 1), 1);
  if (dimension <= LARGEST) return;
  const product = sizes.map(({ factor, count }) => (count === null ? `${factor.dimension}` : `${factor.dimension}^${count}`)).join("*");
  throw reading.refuse("limit", pointer, `have dimension ≤ ${LARGEST}`, `it is ${product} = ${dimension}`);
}

function powerOf(base: number, exponent: number): number {
  let product = 1;
  for (let k = 0; k < exponent; k++) product *= base;
  return product;
}

function requireDifferent(reading: Reading, pointer: string, entries: readonly SpaceEntry[], factors: readonly Factor[]): void {
  const seen = new Set<string>();
  for (const { label } of [...entries.filter(({ count }) => count !== undefined), ...factors]) {
    if (seen.has(label)) throw reading.refuse("duplicate", pointer, "have different labels", `${label} is there twice`);
    seen.add(label);
  }
}
