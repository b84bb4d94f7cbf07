/** Reads grids of numbers: lists and equally spaced ranges, for what is no parameter of a model. */
import { UsageError } from "./failure.ts";
import { endsOf, numberList, pointsOf } from "./words.ts";

/** Points of a grid at most: more would not fit where they are listed. */
const MOST = 1_000_000;

/** Read `0,1,2` or `0:10:101` (start, end, points). */
export function gridOf(option: string, text: string): readonly number[] {
  if (!text.includes(":")) return numberList(option)(text);
  const [from, to, count, ...rest] = text.split(":");
  if (rest.length > 0 || count === undefined) {
    throw new UsageError(`Option --${option} must look like start:end:points or a,b,c, but is "${text}".`);
  }
  const points = pointsOf(option, count);
  if (points > MOST) throw new UsageError(`Option --${option} asks for ${points} points. Ask for ${MOST} points or fewer.`);
  const [start, end] = endsOf(option, from, to);
  if (points > 1 && start === end) throw new UsageError(`Option --${option} must go somewhere, but starts and ends at ${start}.`);
  return Array.from({ length: points }, (_, i) => (i === 0 ? start : i === points - 1 ? end : start + ((end - start) * i) / (points - 1)));
}

/** Read `omega=-3:3:400`: a name and its grid. */
export function namedGrid(option: string, text: string): { readonly name: string; readonly values: readonly number[] } {
  const match = /^([^=]+)=(.+)$/s.exec(text);
  if (!match) throw new UsageError(`Option --${option} must look like name=start:end:points or name=a,b,c, but is "${text}".`);
  return { name: match[1], values: gridOf(option, match[2]) };
}
