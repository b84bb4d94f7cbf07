/** Where values lie along one axis of a picture, and which of them are ticks. */
import { log as ln } from "../numerics/scalar.ts";
import { extent, linearTicks, logTicks, minorLogTicks, tickTexts } from "./axes.ts";
import type { Panel } from "./figure.ts";
import { textWidth } from "./text.ts";

/** Size of the numbers and names along an axis. */
export const TICK_SIZE = 13;

/** A mark on an axis with its text. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** One axis: what it covers, its ticks, and the place of a value as a fraction of its length. */
export interface Scale {
  readonly log: boolean;
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** What the numbers are multiples of, such as ×10⁻³; empty where they stand for themselves. */
  readonly factor: string;
  /** Small marks without text, between the decades of a logarithmic axis. */
  readonly minor: readonly number[];
  readonly share: (value: number) => number;
}

/** The scale of a panel's axis; `length` in pixels says how many ticks have room. */
export function scaleOf(panel: Panel, axis: "x" | "y", length: number): Scale {
  const log = (axis === "x" ? panel.xScale : panel.yScale) === "log";
  const names = axis === "x" ? panel.xNames : panel.yNames;
  if (names)
    return scaleOver(
      [-0.5, names.length - 0.5],
      false,
      names.map((text, value) => ({ value, text })),
      [],
    );
  const domain = extent(panel, axis);
  // Where both axes are as long, both have ticks as far apart.
  const room = axis === "x" && !panel.square ? 80 : 55;
  const { ticks, factor } = ticksAt(log ? logTicks(...domain) : linearTicks(...domain, Math.max(2, Math.round(length / room))), log);
  return {
    ...scaleOver(domain, log, axis === "x" ? withRoom(ticks, domain, log, length) : ticks, log ? minorLogTicks(...domain) : []),
    factor,
  };
}

/** Ticks at values, with their texts. */
export function ticksAt(values: readonly number[], log: boolean): Pick<Scale, "ticks" | "factor"> {
  const { texts, factor } = tickTexts(values, log);
  return { ticks: values.map((value, k) => ({ value, text: texts[k] })), factor };
}

/** A scale over a domain with given ticks, whose texts stand for themselves. */
export function scaleOver(domain: readonly [number, number], log: boolean, ticks: readonly Tick[], minor: readonly number[]): Scale {
  const place = log ? ln : (value: number): number => value;
  const [from, to] = domain.map(place);
  return { log, domain, ticks, factor: "", minor, share: (value) => (place(value) - from) / (to - from) };
}

/** Side by side, texts need room: powers of ten stay, what comes too close to a text before it goes. */
function withRoom(ticks: readonly Tick[], domain: readonly [number, number], log: boolean, length: number): readonly Tick[] {
  const { share } = scaleOver(domain, log, [], []);
  const isDecade = ({ value }: Tick): boolean => Number(value.toExponential().split("e")[0]) === 1;
  const kept: Tick[] = [];
  const clear = (a: Tick, b: Tick): boolean =>
    Math.abs(share(a.value) - share(b.value)) * length > (textWidth(a.text, TICK_SIZE) + textWidth(b.text, TICK_SIZE)) / 2 + 6;
  for (const tick of [...ticks.filter(isDecade), ...ticks.filter((one) => !isDecade(one))])
    if (kept.every((other) => clear(tick, other))) kept.push(tick);
  return kept.sort((a, b) => a.value - b.value);
}
