/** Names of parameters and observables as a picture shows them: Greek letters, indices, units. */

import { parameterUnit } from "../files/declared-units.ts";
import type { AnyRecord } from "../files/record.ts";
import { GREEK } from "./greek.ts";

const greek = Object.keys(GREEK).join("|");

/** A Greek letter or a single Latin one, and an index behind it: digits, one letter, a Greek one, or a short word behind a line. */
const spelled = new RegExp(`^(${greek}|[A-Za-z])(?:_?(\\d{1,3}|[a-z])|_?(${greek})|_([A-Za-z\\d]{1,8}))?$`);

/** A name as physicists write it: `beta2` is β_2 (drawn with a low 2), `Omega` is Ω; any other name stays as it is. */
export function symbolOf(name: string): string {
  const match = spelled.exec(name);
  if (!match) return name;
  const [, letter, short, spelt, long] = match;
  const symbol = GREEK[letter] ?? letter;
  const index = short ?? GREEK[spelt] ?? long;
  // Two Latin letters are a word of their own (sz, kT), not a letter with an index.
  if (index !== undefined && GREEK[letter] === undefined && !/^\d/.test(index) && !name.includes("_")) return name;
  return index === undefined ? symbol : `${symbol}_${index}`;
}

/** What stands along an axis of a result: the symbol of the parameter, and its unit where it has one. */
export function axisLabel(record: AnyRecord, name: string): string {
  const unit = parameterUnit(record, name);
  return unit === null || unit === "1" ? symbolOf(name) : `${symbolOf(name)} (${unit.replace("energy^(1/2)", "√energy")})`;
}
