/** Jumps, thermal baths and rate matrices of a document, for master equations and for what happens between collisions. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Coefficient } from "../../dynamics/generator.ts";
import type { CollectiveJumps, Jump } from "../../dynamics/lindblad.ts";
import { thermalBath } from "../../dynamics/thermal-baths.ts";
import type { CollectiveEntry, Expression, JumpEntry, MatrixEntry, ThermalEntry } from "../canonical.ts";
import { asNumber, realNumber, type Value } from "../expression/index.ts";
import { fromCore } from "./core-refusals.ts";
import { betaAt, integerAt, isWrittenCold, rateAt, realAt, wordAt } from "./numbers.ts";
import { operatorAt } from "./operators-of-document.ts";
import type { Bound, Reading } from "./reading.ts";
import type { Section } from "./section.ts";

/** The lists of a master equation, or of `between`. */
export interface DissipationEntries {
  readonly jumps?: readonly JumpEntry[];
  readonly thermal?: readonly ThermalEntry[];
  readonly collective?: readonly CollectiveEntry[];
}

export interface Dissipation {
  readonly jumps: readonly Jump[];
  readonly collective: readonly CollectiveJumps[];
}

/** Members of one `for`. */
const MOST_REPEATED = 10001;

/** All jumps of some lists; `negative` lets rates have any sign. Each entry is refused at its own place. */
export function dissipationAt(
  reading: Reading,
  pointer: string,
  { jumps = [], thermal = [], collective = [] }: DissipationEntries,
  section: Section,
  negative: boolean,
): Dissipation {
  const local = jumps.map((_, k) => jumpsAt(reading, pointer, jumps, k, section, negative));
  const baths = thermal.map((_, k) => thermalAt(reading, pointer, thermal, k, section));
  const groups = collective.map((_, k) => collectiveAt(reading, pointer, collective, k, section, negative));
  requireOneTemperature(reading, [
    ...local.flatMap((list, k) => list.map((jump) => ({ ...jump, place: `${pointer}/jumps/${k}` }))),
    ...baths.flatMap((list, k) => list.map((jump) => ({ ...jump, place: `${pointer}/thermal/${k}` }))),
    ...groups.map((group, k) => ({ ...group, place: `${pointer}/collective/${k}` })),
  ]);
  return { jumps: [...local.flat(), ...baths.flat()], collective: groups };
}

/** One entry of `jumps`, repeated where it has `for`. */
export function jumpsAt(
  reading: Reading,
  pointer: string,
  entries: readonly JumpEntry[],
  k: number,
  section: Section,
  negative: boolean,
): readonly Jump[] {
  const place = `${pointer}/jumps/${k}`;
  const entry = entries[k];
  return reading.once(`${place} jumps ${section.key}`, () =>
    repeated(reading, place, entry.for, section).map(({ bound, key }) => {
      const operator = operatorAt(reading, `${place}/operator`, entry.operator, section, bound, key);
      const rate = coefficientAt(reading, `${place}/rate`, entry.rate, section, negative, bound, key);
      const beta = betaAt(reading, place, entry, section, bound);
      return { operator, rate, bath: entry.bath ?? "bath", beta };
    }),
  );
}

/** One entry of `thermal`: emission and absorption in detailed balance. */
export function thermalAt(
  reading: Reading,
  pointer: string,
  entries: readonly ThermalEntry[],
  k: number,
  section: Section,
): readonly Jump[] {
  const place = `${pointer}/thermal/${k}`;
  const entry = entries[k];
  return reading.once(`${place} jumps ${section.key}`, () => {
    const statistics = wordAt(reading, `${place}/statistics`, entry.statistics, ["bosons", "fermions"], "bosons");
    return repeated(reading, place, entry.for, section).flatMap(({ bound, key }) => {
      const bath = entry.bath ?? "bath";
      const lowering = operatorAt(reading, `${place}/lowering`, entry.lowering, section, bound, key);
      const omega = realAt(reading, `${place}/omega`, entry.omega, section, { above: 0 }, bound ? { bound } : {});
      const rate = coefficientAt(reading, `${place}/rate`, entry.rate, section, false, bound, key);
      const beta = betaAt(reading, place, entry, section, bound);
      if (beta === null) {
        throw reading.refuse("missing", `${place}/T`, "be given", "a thermal bath has a temperature", { remedy: "give T or beta" });
      }
      const unit = isTimeFunction(rate) ? 1 : rate;
      const pair = fromCore(place, () => thermalBath({ bath, lowering, omega, rate: unit, beta, statistics }));
      const jumps = isTimeFunction(rate) ? pair.map((jump) => ({ ...jump, rate: multiplied(rate, jump.rate as number) })) : pair;
      return isWrittenCold(entry) ? jumps.slice(0, 1) : jumps;
    });
  });
}

function multiplied(rate: Exclude<Coefficient, number>, factor: number): Coefficient {
  return { ...rate, at: (t) => factor * rate.at(t) };
}

/** One entry of `collective`. */
export function collectiveAt(
  reading: Reading,
  pointer: string,
  entries: readonly CollectiveEntry[],
  k: number,
  section: Section,
  negative: boolean,
): CollectiveJumps {
  const place = `${pointer}/collective/${k}`;
  const entry = entries[k];
  return reading.once(`${place} group ${section.key}`, () => {
    const count = entry.operators.length;
    if (entry.rates.length !== count || entry.rates.some((row) => row.length !== count)) {
      throw reading.refuse("wrong-kind", `${place}/rates`, `be ${count} × ${count}, one row and column per operator`, "it is not");
    }
    const operators = entry.operators.map((form, i) => operatorAt(reading, `${place}/operators/${i}`, form, section));
    const rates = entry.rates.map((row, i) => row.map((form, j) => entryAt(reading, `${place}/rates/${i}/${j}`, form, section)));
    const beta = betaAt(reading, place, entry, section);
    requireDiagonal(reading, `${place}/rates`, rates, negative);
    return { operators, rates, bath: entry.bath ?? "bath", beta };
  });
}

function requireDiagonal(
  reading: Reading,
  pointer: string,
  rates: readonly (readonly (readonly [number, number])[])[],
  negative: boolean,
): void {
  rates.forEach((row, i) => {
    if (!negative && row[i][0] < 0) throw reading.refuse("negative-rate", `${pointer}/${i}/${i}`, "be ≥ 0", `is ${row[i][0]}`);
  });
}

function entryAt(reading: Reading, pointer: string, form: MatrixEntry, section: Section): readonly [number, number] {
  if (typeof form === "object") return form as readonly [number, number];
  return reading.at(pointer, () => {
    const { value, tree } = reading.evaluate(form as Expression, section);
    const { re, im } = asNumber(value, tree);
    return [re, im];
  });
}

/** A rate as a number, or as the same function of time for equal parameters. */
function coefficientAt(
  reading: Reading,
  pointer: string,
  form: Expression,
  section: Section,
  negative: boolean,
  bound: Bound | undefined,
  key: string,
): Coefficient {
  return reading.once(`${pointer} rate ${key} ${section.key}`, () => rateAt(reading, pointer, form, section, negative, bound).rate);
}

/** The values of the index of `for`; a single entry without one. */
function repeated(
  reading: Reading,
  pointer: string,
  range: JumpEntry["for"],
  section: Section,
): readonly { readonly bound: Bound | undefined; readonly key: string }[] {
  if (range === undefined) return [{ bound: undefined, key: "" }];
  const [name, low, high] = range;
  const { data } = reading;
  if ([data.parameters, data.let].some((names) => Object.hasOwn(names ?? {}, name))) {
    const what = Object.hasOwn(data.parameters ?? {}, name) ? "a parameter" : "a definition";
    throw reading.refuse("duplicate", `${pointer}/for/0`, "be a name of its own", `${name} is already ${what}`, {
      remedy: "choose another index",
    });
  }
  const from = integerAt(reading, `${pointer}/for/1`, low, section);
  const to = integerAt(reading, `${pointer}/for/2`, high, section);
  const count = Math.max(0, to - from + 1);
  if (count > MOST_REPEATED) throw reading.refuse("limit", `${pointer}/for`, `have at most ${MOST_REPEATED} members`, `there are ${count}`);
  return Array.from({ length: count }, (_, k) => ({
    bound: new Map<string, Value>([[name, realNumber(from + k)]]),
    key: `${name}=${from + k}`,
  }));
}

/** What has a bath, with its place. */
interface Heated {
  readonly bath?: string;
  readonly beta?: number | null;
  readonly place: string;
}

/** All entries of one bath have the same temperature, or none. */
export function requireOneTemperature(reading: Reading, entries: readonly Heated[]): void {
  const known = new Map<string, Heated>();
  for (const entry of entries) {
    const bath = entry.bath ?? "bath";
    const first = known.get(bath);
    if (!first) known.set(bath, entry);
    if (!first || (first.beta ?? null) === (entry.beta ?? null)) continue;
    const but = `${first.place} has ${(first.beta ?? null) === null ? "none" : "another"}`;
    throw reading.refuse("structure", entry.place, `have the temperature of all of bath ${bath}`, but, {
      remedy: "give each bath its own name",
    });
  }
}
