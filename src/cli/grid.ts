/** The axes of a sweep, from `--over` (once or twice) or from a document's `sweep` section. */
import { finite } from "../errors.ts";
import type { ModelDefinition } from "../models/model.ts";
import { checkParameter } from "../models/parameters.ts";
import { exp, log } from "../numerics/scalar.ts";
import { UsageError } from "./failure.ts";
import type { Sections, SweepSection } from "./sections.ts";
import { checkPoints, type Range, readRange } from "./words.ts";

/** The axes that the line asks for, or those of the document; checked against the model before anything is built. */
export function axesFrom(words: readonly string[] | undefined, section: Sections["sweep"], definition: ModelDefinition): readonly Range[] {
  const written = section === undefined ? [] : ([section].flat() as readonly SweepSection[]);
  const axes = words ? words.map((word) => readRange(word, equalRatios)) : written.map(axisOf);
  if (axes.length === 0) throw new UsageError("A sweep needs a parameter. Say which, with --over name=start:end:points.");
  if (axes.length > 2)
    throw new UsageError(`A sweep goes over one parameter or two, but --over is given ${axes.length} times. Run one sweep per value.`);
  if (axes.length === 2 && axes[0].name === axes[1].name)
    throw new UsageError(`Both --over name "${axes[0].name}". A grid goes over two different parameters.`);
  checkPoints(...axes.map(({ values }) => values.length));
  for (const { name, values } of axes) {
    const spec = Object.hasOwn(definition.parameters, name) ? definition.parameters[name] : undefined;
    if (spec) for (const value of values) checkParameter(name, spec, value);
  }
  return axes;
}

/** An axis as a document writes it. */
function axisOf({ over, values, from, to, points, scale }: SweepSection): Range {
  if (values) return { name: over, values: values.map((value, k) => finite(`sweep.values[${k}]`, value)) };
  return readRange(`${over}=${from}:${to}:${points}${scale === "log" ? ":log" : ""}`, equalRatios);
}

/** `points` numbers with equal ratios; both ends are exact. */
function equalRatios(start: number, end: number, points: number): number[] {
  const step = points > 1 ? (log(end) - log(start)) / (points - 1) : 0;
  return Array.from({ length: points }, (_, i) => (i === 0 ? start : i === points - 1 ? end : exp(log(start) + i * step)));
}
