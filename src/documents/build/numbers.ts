/** Numbers, rates, temperatures and words of a document, within their bounds: sentences name the parameters they came from. */
import type { Coefficient } from "../../dynamics/generator.ts";
import type { Expression, Warmth, Word } from "../canonical.ts";
import { asCoefficient, asInteger, asReal, ExpressionFault } from "../expression/index.ts";
import type { Bound, Evaluated, Reading } from "./reading.ts";
import type { Section } from "./section.ts";

/** Closed bounds and open ones. */
export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
}

/** A real number within bounds; `infinite` lets inf pass. */
export function realAt(
  reading: Reading,
  pointer: string,
  form: Expression,
  section: Section,
  bounds: Bounds = {},
  more: { readonly infinite?: boolean; readonly bound?: Bound } = {},
): number {
  return reading.at(pointer, () => {
    const narrow = ({ value, tree }: Evaluated) => asReal(value, tree, more.infinite);
    const found = reading.watched(() => narrow(reading.evaluate(form, section, more.bound)));
    return within(reading, found.value, bounds, form, found.names);
  });
}

/** An integer within bounds. */
export function integerAt(
  reading: Reading,
  pointer: string,
  form: Expression,
  section: Section,
  bounds: Bounds = {},
  bound?: Bound,
): number {
  return reading.at(pointer, () => {
    const found = reading.watched(() => {
      const { value, tree } = reading.evaluate(form, section, bound);
      return asInteger(value, tree);
    });
    return within(reading, found.value, bounds, form, found.names);
  });
}

/** A rate: a number ≥ 0 or a function of time, which a run watches; any sign where `negative`. */
export function rateAt(
  reading: Reading,
  pointer: string,
  form: Expression,
  section: Section,
  negative: boolean,
  bound?: Bound,
): { readonly rate: Coefficient; readonly names: readonly string[] } {
  return reading.at(pointer, () => {
    const found = reading.watched(() => {
      const { value, tree } = reading.evaluate(form, section, bound);
      return asCoefficient(value, tree);
    });
    const { value: rate, names } = found;
    if (typeof rate === "number")
      return { rate: negative ? rate : within(reading, rate, { atLeast: 0 }, form, names, "negative-rate"), names };
    const values = reading.inWords(names);
    return { rate: { ...rate, label: `${pointer}${values ? ` (${values})` : ""}` }, names };
  });
}

function within(
  reading: Reading,
  value: number,
  bounds: Bounds,
  form: Expression,
  names: readonly string[],
  code: ExpressionFault["code"] = "out-of-bounds",
): number {
  const { atLeast, atMost, above } = bounds;
  if (
    !(atLeast !== undefined && value < atLeast) &&
    !(atMost !== undefined && value > atMost) &&
    !(above !== undefined && value <= above)
  ) {
    return value;
  }
  const words = [
    above === undefined ? "" : `> ${above}`,
    atLeast === undefined ? "" : `≥ ${atLeast}`,
    atMost === undefined ? "" : `≤ ${atMost}`,
  ];
  throw new ExpressionFault(code, null, `be ${words.filter(Boolean).join(" and ")}`, valueInSentence(reading, value, form, names));
}

/** "-kappa is -0.1 at kappa = 0.1"; a plain number is itself. */
function valueInSentence(reading: Reading, value: number, form: Expression, names: readonly string[]): string {
  const at = names.length === 0 ? "" : ` at ${reading.inWords(names)}`;
  if (typeof form === "number") return `is ${value}`;
  return names.length === 1 && form === names[0] ? `${form} is ${value}` : `${form} is ${value}${at}`;
}

/** β ≥ 0 of T or beta, Infinity at T = 0; null where neither stands. */
export function betaAt(reading: Reading, pointer: string, { T, beta }: Warmth, section: Section, bound?: Bound): number | null {
  const options = { infinite: true, ...(bound ? { bound } : {}) };
  if (T !== undefined) {
    const value = realAt(reading, `${pointer}/T`, T, section, { atLeast: 0 }, options);
    return value === Number.POSITIVE_INFINITY ? 0 : 1 / Math.abs(value);
  }
  return beta === undefined ? null : realAt(reading, `${pointer}/beta`, beta, section, { atLeast: 0 }, options);
}

/** Whether a temperature is written as zero: what is absorbed from such a bath has no place in the pattern. */
export function isWrittenCold({ T, beta }: Warmth): boolean {
  return T === 0 || T === "0" || beta === "inf";
}

/** An enumerated word, from the text or from a choice parameter. */
export function wordAt<W extends string>(reading: Reading, pointer: string, word: Word<W> | undefined, allowed: readonly W[], usual: W): W {
  if (word === undefined) return usual;
  if (typeof word === "string") {
    if (allowed.includes(word)) return word;
    throw reading.refuse("out-of-bounds", pointer, `be ${inWords(allowed)}`, `is "${word}"`);
  }
  const { parameter } = word;
  const spec = Object.hasOwn(reading.data.parameters ?? {}, parameter) ? reading.data.parameters?.[parameter] : undefined;
  if (!spec) throw reading.refuse("unknown-name", `${pointer}/parameter`, "name a parameter", `there is no parameter ${parameter}`);
  if (spec.kind !== "choice") {
    throw reading.refuse(
      "structure",
      `${pointer}/parameter`,
      "name a parameter of kind choice",
      `${parameter} is one of kind ${spec.kind}`,
    );
  }
  const odd = spec.choices?.find((choice) => !allowed.includes(choice as W));
  if (odd !== undefined) {
    throw reading.refuse("structure", `${pointer}/parameter`, `name a choice among ${inWords(allowed)}`, `${parameter} may be "${odd}"`);
  }
  return reading.given(parameter) as W;
}

function inWords(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(", ");
}
