/** Scales of axes: from values to pixels and back, with ticks at 1, 2 and 5 times powers of ten. */

export interface Scale {
  readonly kind: "linear" | "log";
  readonly from: number;
  readonly to: number;
  /** Pixels of both ends. */
  readonly pixels: readonly [number, number];
  at(value: number): number;
  inverse(pixel: number): number;
  readonly ticks: readonly number[];
}

export function linearScale(from: number, to: number, pixels: readonly [number, number], about = 5): Scale {
  const [a, b] = pixels;
  const width = to - from || 1;
  return {
    kind: "linear",
    from,
    to,
    pixels,
    at: (value) => a + ((value - from) / width) * (b - a),
    inverse: (pixel) => from + ((pixel - a) / (b - a || 1)) * width,
    ticks: linearTicks(from, to, about),
  };
}

export function logScale(from: number, to: number, pixels: readonly [number, number], about = 5): Scale {
  const [a, b] = pixels;
  const [low, high] = [Math.log10(from), Math.log10(to)];
  const width = high - low || 1;
  return {
    kind: "log",
    from,
    to,
    pixels,
    at: (value) => a + ((Math.log10(value) - low) / width) * (b - a),
    inverse: (pixel) => 10 ** (low + ((pixel - a) / (b - a || 1)) * width),
    ticks: logTicks(from, to, about),
  };
}

/** The step among 1, 2, 5 × 10ᵏ that gives about so many ticks. */
export function niceStep(width: number, about: number): number {
  const rough = width / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10) * power;
}

export function linearTicks(from: number, to: number, about: number): readonly number[] {
  if (!(to > from)) return [from];
  const step = niceStep(to - from, about);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => Number(((first + k) * step).toFixed(Math.min(20, digits))));
}

function logTicks(from: number, to: number, about: number): readonly number[] {
  const [low, high] = [Math.floor(Math.log10(from) + 1e-9), Math.ceil(Math.log10(to) - 1e-9)];
  const decades = high - low;
  const inside = (value: number): boolean => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9);
  if (decades <= 2) {
    const fine = Array.from({ length: decades + 1 }, (_, k) => low + k).flatMap((k) => [1, 2, 5].map((d) => d * 10 ** k));
    return fine.filter(inside);
  }
  const every = Math.max(1, Math.ceil(decades / Math.max(2, about)));
  return Array.from({ length: decades + 1 }, (_, k) => low + k)
    .filter((k) => k % every === 0)
    .map((k) => 10 ** k)
    .filter(inside);
}

/** Differences below this share of the values are rounding: a curve of them is flat. */
const ROUNDING = 1e-11;

/** Ends of a range of values with some air, so that no curve runs along the frame. */
export function padded(low: number, high: number, share = 0.06): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(high - low > ROUNDING * size)) {
    const air = size === 0 ? 1 : size * 0.1;
    return [low - air, high + air];
  }
  const air = (high - low) * share;
  return [low - air, high + air];
}
