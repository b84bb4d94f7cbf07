/** Colours of magnitudes (perceptually even, dark to light) and of signed values (blue, grey at zero, orange). */

type Rgb = readonly [number, number, number];

/** After viridis: equal steps look equal, and it prints in grey. */
const SEQUENTIAL: readonly Rgb[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

const DIVERGING: readonly Rgb[] = [
  [5, 62, 128],
  [38, 114, 183],
  [120, 176, 216],
  [232, 232, 232],
  [239, 163, 114],
  [201, 88, 28],
  [122, 40, 6],
];

const DIVERGING_DARK: readonly Rgb[] = [
  [150, 206, 255],
  [70, 150, 220],
  [34, 84, 136],
  [38, 45, 53],
  [140, 66, 24],
  [222, 120, 52],
  [255, 196, 150],
];

function between(stops: readonly Rgb[], share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const k = Math.min(stops.length - 2, Math.floor(at));
  const [a, b] = [stops[k] as Rgb, stops[k + 1] as Rgb];
  const t = at - k;
  return [0, 1, 2].map((c) => Math.round((a[c] as number) + t * ((b[c] as number) - (a[c] as number)))) as unknown as Rgb;
}

export interface ColourMap {
  readonly from: number;
  readonly to: number;
  readonly diverging: boolean;
  at(value: number): Rgb;
}

/** The map of a range of values: signed values get grey at zero, and the same length on both sides. */
export function colourMap(low: number, high: number, dark: boolean, signed = low < 0 && high > 0): ColourMap {
  if (signed) {
    const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
    const stops = dark ? DIVERGING_DARK : DIVERGING;
    return { from: -most, to: most, diverging: true, at: (value) => between(stops, 0.5 + value / most / 2) };
  }
  const width = high - low || 1;
  return { from: low, to: high, diverging: false, at: (value) => between(SEQUENTIAL, (value - low) / width) };
}

export const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

/** A grid of values as a PNG, one pixel per cell, the first row at the bottom; cells without value stay clear. */
export function gridImage(rows: number, columns: number, value: (row: number, column: number) => number, map: ColourMap): string {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const v = value(i, j);
      if (!Number.isFinite(v)) continue;
      const [r, g, b] = map.at(v);
      const at = 4 * ((rows - 1 - i) * columns + j);
      image.data.set([r, g, b, 255], at);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL("image/png");
}
