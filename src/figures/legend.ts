import type { Panel } from "./figure.ts";
import { HATCHED, hasGaps } from "./heat.ts";
import { barColour, nameColour, type Stroke, strokes } from "./palette.ts";
import { escapeXml, textWidth } from "./text.ts";

const size = 13;
const sample = 28;
const rowHeight = 20;

/** One entry of a legend. */
interface Item {
  readonly label: string;
  readonly stroke: Stroke;
  readonly band: boolean;
  readonly box: boolean;
}

/** A legend as SVG, and how high it is. */
export interface Legend {
  readonly svg: string;
  readonly height: number;
}

/** A panel's legend, in rows above the data so that it never covers any; empty when there is nothing to tell apart. */
export function legend(panel: Panel, left: number, top: number, width: number): Legend {
  const items = legendItems(panel);
  // One curve needs no name beside that of its axis.
  const told = items.length === 1 && (panel.yNames !== undefined || items[0].label === panel.yLabel);
  if (told || (items.length < 2 && !items.some((item) => item.label))) return { svg: "", height: 0 };
  const column = Math.max(...items.map((item) => sample + 8 + textWidth(item.label, size) + 18));
  const perRow = evenRows(items.length, Math.max(1, Math.floor(width / column)));
  const parts = items.map((item, i) => {
    const [x, y] = [left + (i % perRow) * column, top + Math.floor(i / perRow) * rowHeight + rowHeight / 2];
    return draw(item, x, y, panel.cells !== undefined);
  });
  return { svg: parts.join(""), height: Math.ceil(items.length / perRow) * rowHeight + 4 };
}

/** How many of so many entries stand in a row, so that the last row is nearly full and pairs stay together. */
function evenRows(count: number, most: number): number {
  const rows = Math.ceil(count / most);
  const cost = (perRow: number): number => {
    const needed = Math.ceil(count / perRow);
    return needed * perRow - count + 1.5 * (needed - rows);
  };
  const choices = Array.from({ length: Math.min(count, most) }, (_, k) => Math.min(count, most) - k);
  return choices.reduce((best, perRow) => (cost(perRow) < cost(best) ? perRow : best), choices[0]);
}

/** What a panel tells apart, in the order of its legend. */
export function legendItems(panel: Panel): readonly Item[] {
  const stroke = strokes(panel);
  const curves = panel.series.map((series) => ({
    label: series.name,
    stroke: stroke.get(series) as Stroke,
    band: series.lower !== undefined,
    box: false,
  }));
  const groups = [...new Set((panel.bars ?? []).map((bar) => bar.group))].filter((group) => group !== undefined);
  const boxes = groups.map((group) => ({
    label: group,
    stroke: { colour: barColour(panel, group), dash: "", dots: false, marked: false },
    band: false,
    box: true,
  }));
  return [...curves, ...boxes, ...cellItems(panel)];
}

/** The names of a heat map that occur in it, and what its hatching means. */
function cellItems(panel: Panel): Item[] {
  const { cells = [], cellNames = [] } = panel;
  const box = (label: string, colour: string): Item => ({
    label,
    stroke: { colour, dash: "", dots: false, marked: false },
    band: false,
    box: true,
  });
  const named = cellNames.flatMap((name, k) => (cells.some(({ value }) => value === k) ? [box(name, nameColour(k))] : []));
  return hasGaps(panel) ? [...named, box(panel.gapName ?? "no value", HATCHED)] : named;
}

function draw(item: Item, x: number, y: number, solid: boolean): string {
  const { colour, dash, dots, marked } = item.stroke;
  const parts: string[] = [];
  if (item.band) parts.push(`<rect x="${x}" y="${y - 6}" width="${sample}" height="12" fill="${colour}" fill-opacity="0.2"/>`);
  if (item.box)
    parts.push(`<rect x="${x}" y="${y - 6}" width="${sample}" height="12" fill="${colour}" fill-opacity="${solid ? 1 : 0.6}"/>`);
  else {
    if (!dots)
      parts.push(
        `<line x1="${x}" x2="${x + sample}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="${marked ? 1.2 : 2}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`,
      );
    if (dots || marked) parts.push(`<circle cx="${x + sample / 2}" cy="${y}" r="3" fill="${colour}"/>`);
  }
  parts.push(`<text x="${x + sample + 8}" y="${y + 4.5}" font-size="${size}">${escapeXml(item.label)}</text>`);
  return parts.join("");
}
