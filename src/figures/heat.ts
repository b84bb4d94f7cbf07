/** Heat maps: their colours, cells on regular and irregular grids, and hatching where there is no value. */
import type * as PlotModule from "@observablehq/plot";
import { log as ln } from "../numerics/scalar.ts";
import { cellEdges, edges, isRegular } from "./axes.ts";
import type { Cell, Panel } from "./figure.ts";
import { nameColour } from "./palette.ts";
import { indexedPng } from "./raster.ts";

type Plot = typeof PlotModule;

/** The colours of a heat map by fractions from 0 to 1, the values that 0 and 1 stand for, and whether there are values beyond. */
export interface Colours {
  readonly at: (fraction: number) => string;
  readonly low: number;
  readonly high: number;
  readonly under: boolean;
  readonly over: boolean;
}

/** The values that the colours of a panel's heat map span. */
export function rangeOf({ cells = [], cellDomain, cellScale }: Panel): Omit<Colours, "at"> {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of cells) {
    if (!isValue(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) [least, most] = [0, 1];
  let [low, high] = cellDomain ?? [least, most];
  if (cellScale === "diverging") {
    high = Math.max(Math.abs(low), Math.abs(high));
    low = -high;
  }
  if (low === high) high = low + Math.max(1e-12, Math.abs(low) * 1e-3);
  return { low, high, under: least < low, over: most > high };
}

/** The colours of a panel's heat map and the values they span. */
export function heatColours(plot: Plot, panel: Panel): Colours {
  const scale = plot.scale({ color: { type: "linear", domain: [0, 1], scheme: panel.cellScale === "diverging" ? "PuOr" : "viridis" } });
  return { at: (fraction) => String(scale?.apply(fraction)), ...rangeOf(panel) };
}

function isValue(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** How many shades a heat map has; one more place of the palette is transparent, for cells without a value. */
const SHADES = 255;

/** The shades of a panel, and which of them a value has: by its size, or by its name. */
function shadesOf(plot: Plot, panel: Panel): { readonly palette: readonly string[]; readonly shadeOf: (value: number) => number } {
  const { cellNames } = panel;
  if (cellNames) return { palette: cellNames.map((_, k) => nameColour(k)), shadeOf: (value) => value };
  const { at, low, high } = heatColours(plot, panel);
  return {
    palette: Array.from({ length: SHADES }, (_, i) => at(i / (SHADES - 1))),
    shadeOf: (value) => Math.min(SHADES - 1, Math.max(0, Math.round(((SHADES - 1) * (value - low)) / (high - low)))),
  };
}

/** A heat map as a table of shades: ascending centres, and the shade of each cell, row by row from below; `none` has no value. */
interface Shaded {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly shades: Uint8Array;
  readonly palette: readonly string[];
  readonly none: number;
}

function shaded(plot: Plot, panel: Panel, cells: readonly Cell[]): Shaded {
  const ascending = (a: number, b: number): number => a - b;
  const xs = [...new Set(cells.map((cell) => cell.x))].sort(ascending);
  const ys = [...new Set(cells.map((cell) => cell.y))].sort(ascending);
  const column = new Map(xs.map((x, i) => [x, i]));
  const row = new Map(ys.map((y, i) => [y, i]));
  const { palette, shadeOf } = shadesOf(plot, panel);
  const shades = new Uint8Array(xs.length * ys.length).fill(palette.length);
  for (const { x, y, value } of cells) {
    if (isValue(value)) shades[(row.get(y) as number) * xs.length + (column.get(x) as number)] = shadeOf(value);
  }
  return { xs, ys, shades, palette, none: palette.length };
}

/** Cells of a regular grid that are drawn one by one: viewers blur the borders of a picture that they stretch this far. */
const FEW_CELLS = 1500;
/** Rectangles that a picture may have; more cells of an irregular grid become so many points across and up. */
const MOST_BOXES = 10_000;
const POINTS = 800;

/** The cells of a heat map: one picture where the grid is regular and fine, else a rectangle per cell, with borders halfway between centres. */
export function heat(plot: Plot, panel: Panel, cells: readonly Cell[]): PlotModule.Markish {
  const map = shaded(plot, panel, cells);
  const [logX, logY] = [panel.xScale === "log", panel.yScale === "log"];
  const { xs, ys, shades, palette, none } = map;
  const [boxX, boxY] = [edges(xs, logX), edges(ys, logY)];
  const regular = isRegular(xs, logX) && isRegular(ys, logY);
  if (regular && shades.length > FEW_CELLS) return image(boxX, boxY, pictureOf(map, xs.length, ys.length, indices(xs), indices(ys)));
  const [across, along] = [cellEdges(xs, logX), cellEdges(ys, logY)];
  if (shades.length > MOST_BOXES) {
    return image(boxX, boxY, pictureOf(map, POINTS, POINTS, placesOf(across, logX), placesOf(along, logY)));
  }
  const boxes = Array.from(shades).flatMap((shade, k) => {
    const [i, j] = [k % xs.length, Math.floor(k / xs.length)];
    return shade === none ? [] : [{ x1: across[i], x2: across[i + 1], y1: along[j], y2: along[j + 1], fill: palette[shade] }];
  });
  return plot.rect(boxes, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: (box) => box.fill, inset: 0, shapeRendering: "crispEdges" });
}

function indices(centres: readonly number[]): readonly number[] {
  return centres.map((_, i) => i);
}

/** Which cell each of the points lies in that divide an axis evenly (in ratio, where logarithmic). */
function placesOf(borders: readonly number[], log: boolean): readonly number[] {
  const share = (value: number): number => (log ? ln(value) : value);
  const [first, last] = [share(borders[0]), share(borders[borders.length - 1])];
  let cell = 0;
  return Array.from({ length: POINTS }, (_, k) => {
    const at = first + ((last - first) * (k + 0.5)) / POINTS;
    while (cell < borders.length - 2 && share(borders[cell + 1]) <= at) cell++;
    return cell;
  });
}

/** A picture of so many points, each with the shade of the cell that it lies in; its first line is the top. */
function pictureOf(
  { xs, shades, palette }: Shaded,
  width: number,
  height: number,
  columns: readonly number[],
  rows: readonly number[],
): string {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = rows[height - 1 - y] * xs.length;
    for (let x = 0; x < width; x++) pixels[y * width + x] = shades[from + columns[x]];
  }
  return indexedPng(width, height, pixels, [...palette.map(rgb), [255, 255, 255]]);
}

/** A mark that stretches one picture over a rectangle of the data. */
export function image([x1, x2]: [number, number], [y1, y2]: [number, number], href: string): PlotModule.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const { document } = context as unknown as { document: Document };
    const [left, right] = [scales.x?.(x1), scales.x?.(x2)] as [number, number];
    const [bottom, top] = [scales.y?.(y1), scales.y?.(y2)] as [number, number];
    return element(document, "image", {
      x: left,
      y: top,
      width: right - left,
      height: bottom - top,
      preserveAspectRatio: "none",
      "image-rendering": "optimizeSpeed",
      href,
    });
  };
}

/** Are there cells without a value that are to be hatched? */
export function hasGaps({ gaps, cells = [] }: Panel): boolean {
  return gaps === "hatched" && cells.some(({ value }) => !isValue(value));
}

/** Where the slanted lines of a hatched area are defined. */
const PATTERN = "no-value";

/** Slanted grey lines, as the swatch of the legend and the area behind a heat map have them. */
export const hatching = `<pattern id="${PATTERN}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#f4f4f4"/><line x1="0" x2="0" y1="0" y2="7" stroke="#9a9a9a" stroke-width="2.4"/></pattern>`;

/** The fill of a hatched area. */
export const HATCHED = `url(#${PATTERN})`;

/** A hatched rectangle over the whole panel: a heat map covers it wherever it has a value. */
export function hatch({ x, y }: { readonly x: readonly [number, number]; readonly y: readonly [number, number] }): PlotModule.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const { document } = context as unknown as { document: Document };
    const [left, right] = [scales.x?.(x[0]), scales.x?.(x[1])] as [number, number];
    const [bottom, top] = [scales.y?.(y[0]), scales.y?.(y[1])] as [number, number];
    return element(document, "rect", { x: left, y: top, width: right - left, height: bottom - top, fill: HATCHED });
  };
}

function element(document: Document, name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** [red, green, blue] of "rgb(r, g, b)" or "#rrggbb". */
export function rgb(colour: string): [number, number, number] {
  const hex = /^#(..)(..)(..)$/.exec(colour);
  const parts = hex ? hex.slice(1).map((part) => Number.parseInt(part, 16)) : (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [parts[0], parts[1], parts[2]];
}
