/** Paths of curves: gaps where values are missing, and the extremes of each pixel column where there are more points than pixels. */
import type { Scale } from "./scales.ts";

const px = (value: number): string => (Math.round(value * 100) / 100).toString();

/** The path of y(x); nothing outside the frame's ends in x but the neighbours that lead there. */
export function curvePath(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  const [first, last] = visible(xs, x);
  const pixels = Math.abs(x.pixels[1] - x.pixels[0]);
  const points = last - first + 1;
  return points > 2 * pixels ? extremes(xs, ys, x, y, first, last) : straight(xs, ys, x, y, first, last);
}

function visible(xs: ArrayLike<number>, x: Scale): readonly [number, number] {
  let first = 0;
  let last = xs.length - 1;
  while (first < last && (xs[first + 1] as number) < x.from) first++;
  while (last > first && (xs[last - 1] as number) > x.to) last--;
  return [first, last];
}

function drawn(value: number, scale: Scale): boolean {
  return Number.isFinite(value) && (scale.kind === "linear" || value > 0);
}

function straight(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale, first: number, last: number): string {
  let path = "";
  let pen = false;
  for (let k = first; k <= last; k++) {
    const [u, v] = [xs[k] as number, ys[k] as number];
    if (!drawn(u, x) || !drawn(v, y)) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${px(x.at(u))} ${px(y.at(v))}`;
    pen = true;
  }
  return path;
}

/** Of each column of pixels the first, lowest, highest and last value, in their order. */
function extremes(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale, first: number, last: number): string {
  let path = "";
  let pen = false;
  for (let k = first; k <= last; ) {
    const column = Math.round(x.at(xs[k] as number));
    let [low, high, end] = [-1, -1, k];
    let gap = false;
    for (; end <= last && Math.round(x.at(xs[end] as number)) === column; end++) {
      const v = ys[end] as number;
      if (!drawn(v, y)) gap = true;
      else {
        if (low < 0 || v < (ys[low] as number)) low = end;
        if (high < 0 || v > (ys[high] as number)) high = end;
      }
    }
    if (low < 0) pen = false;
    else {
      const chosen = [...new Set([k, Math.min(low, high), Math.max(low, high), end - 1])].filter((at) => drawn(ys[at] as number, y));
      for (const at of chosen) {
        path += `${pen ? "L" : "M"}${px(x.at(xs[at] as number))} ${px(y.at(ys[at] as number))}`;
        pen = true;
      }
      if (gap) pen = false;
    }
    k = end;
  }
  return path;
}

/** The area between two curves; stretches where both are defined. */
export function bandPath(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, x: Scale, y: Scale): string {
  let path = "";
  let k = 0;
  const whole = (at: number): boolean => drawn(low[at] as number, y) && drawn(high[at] as number, y) && drawn(xs[at] as number, x);
  while (k < xs.length) {
    if (!whole(k)) {
      k++;
      continue;
    }
    let end = k;
    while (end < xs.length && whole(end)) end++;
    for (let at = k; at < end; at++) path += `${at === k ? "M" : "L"}${px(x.at(xs[at] as number))} ${px(y.at(high[at] as number))}`;
    for (let at = end - 1; at >= k; at--) path += `L${px(x.at(xs[at] as number))} ${px(y.at(low[at] as number))}`;
    path += "Z";
    k = end;
  }
  return path;
}

/** Lowest and highest finite value of several columns; null when there is none. `positive` leaves out what a log axis cannot show. */
export function rangeOf(columns: readonly ArrayLike<number>[], positive = false): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    for (let k = 0; k < column.length; k++) {
      const value = column[k] as number;
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}
