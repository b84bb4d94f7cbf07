/** Sizes that a document leaves to a temperature: reported, and kept while noise moves the temperature. */
import type { Parameters } from "../../models/model.ts";
import type { CanonicalDocument, SpaceEntry } from "../canonical.ts";
import { DocumentFault } from "../problem.ts";
import { pinnedName, thermalLevels } from "./factors.ts";
import type { Memory } from "./kept-results.ts";
import { Reading } from "./reading.ts";
import { systemFactors, unitFactors } from "./sections-of-document.ts";

/** What noise of one parameter may reach. */
interface Spread {
  readonly mean: number;
  readonly std: number;
}

/** Deviations of a temperature that must fit. */
const REACH = 3;

/** The sizes that were chosen, by the names under which they can be given back; null where there are none. */
export function pinnedSizes(reading: Reading): Parameters | null {
  const { data } = reading;
  const units = data.kind === "collisions" ? data.units.map((_, k) => unitFactors(reading, k)) : [];
  const all = [systemFactors(reading), ...units].flatMap(({ pinned }) => [...pinned]);
  return all.length === 0 ? null : Object.fromEntries(all);
}

/** The sizes that noise of these spreads needs: those of the largest temperature within three deviations. */
export function sizesForNoise(
  data: CanonicalDocument,
  at: Parameters,
  noise: Readonly<Record<string, Spread>>,
  memory: Memory,
): Parameters {
  const found: Record<string, number> = {};
  for (const values of corners(at, noise)) {
    const reading = new Reading(data, values, memory);
    for (const { entry, pointer } of automatic(data)) {
      const name = pinnedName(entry.label);
      found[name] = Math.max(found[name] ?? 2, levelsAt(reading, pointer, entry));
    }
  }
  return found;
}

/** A corner where the temperature is none asks for nothing. */
function levelsAt(reading: Reading, pointer: string, entry: SpaceEntry): number {
  try {
    return thermalLevels(reading, pointer, entry);
  } catch (error) {
    if (error instanceof DocumentFault) return 2;
    throw error;
  }
}

function corners(at: Parameters, noise: Readonly<Record<string, Spread>>): readonly Parameters[] {
  let all: Parameters[] = [at];
  for (const [name, { mean, std }] of Object.entries(noise).slice(0, 8)) {
    const centre = mean ?? (at[name] as number);
    all = all.flatMap((values) => [-REACH, 0, REACH].map((d) => ({ ...values, [name]: centre + d * std })));
  }
  return all;
}

function automatic(data: CanonicalDocument): readonly { readonly entry: SpaceEntry; readonly pointer: string }[] {
  const lists = [
    { spaces: data.spaces, pointer: "/spaces" },
    ...(data.kind === "collisions" ? data.units.map(({ spaces }, k) => ({ spaces, pointer: `/units/${k}/spaces` })) : []),
  ];
  return lists.flatMap(({ spaces, pointer }) =>
    spaces.flatMap((entry, k) => (typeof entry.levels === "object" ? [{ entry, pointer: `${pointer}/${k}` }] : [])),
  );
}
