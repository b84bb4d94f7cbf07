/** What the library warns of at single points of a sweep, as one sentence for each kind of warning. */
import { inWords } from "./numbers.ts";

/** A warning, and the point that it is of. */
export interface Caution {
  readonly at: number;
  readonly text: string;
}

interface Axis {
  readonly name: string;
  readonly values: readonly number[];
}

/** Warnings after which a number is that of the truncation more than that of the model. */
export const isDoubt = ({ text }: Caution): boolean => /no stationary state|truncat/i.test(text);

export function cautionsInWords(cautions: readonly Caution[], axes: readonly Axis[], done: number): readonly string[] {
  const kinds = new Map<string, Caution[]>();
  for (const caution of [...cautions].sort((a, b) => a.at - b.at)) {
    // of one kind: all but the point and the numbers
    const kind = bare(caution.text).replace(/\d[\d.e+-]*/g, "#");
    kinds.set(kind, [...(kinds.get(kind) ?? []), caution]);
  }
  return [...kinds.values()].map((all) => {
    const [first] = all as [Caution];
    if (all.length === 1) return first.text;
    const shaded = isDoubt(first) ? (axes.length === 1 ? ", shaded" : ", struck through") : "";
    return `At ${all.length} of ${done} points (${whereInWords(all, axes)}${shaded}), at the first of them: ${bare(first.text)}`;
  });
}

/** Without the point that the library writes before it. */
const bare = (text: string): string => text.replace(/^\w+ = [^:]*: /, "");

function whereInWords(all: readonly Caution[], axes: readonly Axis[]): string {
  const last = axes[axes.length - 1]?.values.length ?? 1;
  return axes
    .map(({ name, values }, k) => {
      const found = all.map(({ at }) => values[axes.length === 1 || k === 1 ? at % last : Math.floor(at / last)] as number);
      const [low, high] = [Math.min(...found), Math.max(...found)];
      return low === high ? `${name} = ${inWords(low, 4)}` : `${name} from ${inWords(low, 4)} to ${inWords(high, 4)}`;
    })
    .join(", ");
}
