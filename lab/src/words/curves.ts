/** A curve in words, made of parts that can be read in any order: where it starts and ends, its extremes, its crossings, whether it is flat. */
import { plainName } from "./names.ts";
import { inWords } from "./numbers.ts";

/** What a curve is about. */
export interface Spoken {
  readonly name: string;
  readonly axis: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  /** Its stationary value, where it is known. */
  readonly limit?: number | null;
}

/** Changes below this share of the range count as flat. */
const FLAT = 0.01;
const SHORT = 4;

export function curveInWords({ name, axis, xs, ys, limit }: Spoken): string {
  const first = firstFinite(ys, 1);
  const last = firstFinite(ys, -1);
  const plain = plainName(name);
  const called = `${plain[0]?.toUpperCase()}${plain.slice(1)}`;
  if (first === null || last === null) return `${called} is not defined.`;
  const [a, b] = [ys[first] as number, ys[last] as number];
  const [low, high] = extremes(ys);
  const range = (ys[high] as number) - (ys[low] as number);
  const say = (value: number): string => inWords(value, SHORT);
  if (!(range > 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-300))) return `${called} stays at ${say(b)}.`;
  const parts: string[] = [];
  const inner = (at: number): boolean => at !== first && at !== last && beyond(ys[at] as number, a, b, range);
  if (inner(high)) parts.push(`rises from ${say(a)} to ${say(ys[high] as number)} at ${axis} ${say(xs[high] as number)}`);
  if (inner(low))
    parts.push(`${parts.length > 0 ? "falls" : `falls from ${say(a)}`} to ${say(ys[low] as number)} at ${axis} ${say(xs[low] as number)}`);
  if (parts.length === 0) parts.push(`${b > a ? "rises" : "falls"} from ${say(a)} to ${say(b)}`);
  else parts.push(`ends at ${say(b)}`);
  if (isFlat(ys, last, range)) parts.push("flattens");
  const crossing = crossings(ys);
  if (crossing.length > 0) {
    const where = crossing.slice(0, 3).map((at) => say(xs[at] as number));
    parts.push(
      `crosses 0 ${crossing.length > 3 ? `${crossing.length} times, first` : ""} near ${axis} ${where.join(", ")}`.replace("  ", " "),
    );
  }
  const whole = `${called} ${joined(parts)}`;
  if (limit === undefined || limit === null || Number.isNaN(limit)) return `${whole}.`;
  const away = Math.abs(b - limit);
  return `${whole}; its stationary value is ${say(limit)}${away < 1e-6 * range ? ", which it has reached" : `, ${say(away)} away`}.`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

function beyond(value: number, a: number, b: number, range: number): boolean {
  return value > Math.max(a, b) + FLAT * range || value < Math.min(a, b) - FLAT * range;
}

function firstFinite(ys: ArrayLike<number>, step: 1 | -1): number | null {
  for (let k = step > 0 ? 0 : ys.length - 1; k >= 0 && k < ys.length; k += step) if (Number.isFinite(ys[k] as number)) return k;
  return null;
}

function extremes(ys: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [-1, -1];
  for (let k = 0; k < ys.length; k++) {
    const value = ys[k] as number;
    if (!Number.isFinite(value)) continue;
    if (low < 0 || value < (ys[low] as number)) low = k;
    if (high < 0 || value > (ys[high] as number)) high = k;
  }
  return [low, high];
}

/** Does the last tenth change by less than a hundredth of the range? */
function isFlat(ys: ArrayLike<number>, last: number, range: number): boolean {
  const from = Math.floor(0.9 * last);
  for (let k = from; k <= last; k++) if (Math.abs((ys[k] as number) - (ys[last] as number)) > FLAT * range) return false;
  return last - from >= 2;
}

function crossings(ys: ArrayLike<number>): readonly number[] {
  const found: number[] = [];
  for (let k = 1; k < ys.length; k++) {
    const [before, after] = [ys[k - 1] as number, ys[k] as number];
    if ((before < 0 && after > 0) || (before > 0 && after < 0)) found.push(k);
  }
  return found;
}
