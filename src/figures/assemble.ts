/** Several panels in one picture, as the figures of papers have them. */
import { wrongValue } from "../errors.ts";
import { anInteger, checkOptions, listOf, type OptionChecks } from "../options.ts";
import { aText, requirePanel } from "./checked.ts";
import { type Drawing, drawerOf, drawPanel, paragraph, picture } from "./drawing.ts";
import type { Panel } from "./figure.ts";
import { hasGaps } from "./heat.ts";
import { type Layout, type LayoutOptions, layoutOf, linesOf } from "./layout.ts";
import { legend, legendItems } from "./legend.ts";

/** How panels stand together. */
export interface AssemblyOptions {
  /** Panels side by side; two unless given. */
  readonly columns?: number;
  /** Below all panels. */
  readonly caption?: string;
}

const checks: OptionChecks<AssemblyOptions> = { columns: anInteger(1), caption: aText };

const GAP = 18;
const TEXT_SIZE = 15;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Draw panels as one SVG picture: lettered, with their axes in line, one legend above all where they share it, and one caption.
 *
 * Needs what `drawSvg` needs. Throws a RangeError for no panels.
 */
export async function drawAssembled(panels: readonly Panel[], options: AssemblyOptions = {}): Promise<string> {
  listOf("panels", requirePanel)("panels", panels);
  const { columns = 2, caption = "" } = checkOptions<AssemblyOptions>("options", options, checks);
  if (panels.length === 0) throw wrongValue("panels", "hold at least one panel", null, "", "it is empty");
  const drawer = await drawerOf();
  const perRow = Math.min(panels.length, Math.max(1, Math.floor(columns)));
  const shared = panels.length > 1 && sharesLegend(panels);
  const bare = panels.map(({ caption: _, ...panel }) => panel as Panel);
  const layouts = inLine(bare, perRow, shared);
  const widths = Array.from({ length: perRow }, (_, c) =>
    Math.max(...layouts.filter((_, k) => k % perRow === c).map(({ width }) => width)),
  );
  const total = widths.reduce((sum, width) => sum + width + GAP, -GAP);
  const key = shared ? legend(panels[0], 24, 10, total - 40) : { svg: "", height: 0 };
  const parts: string[] = [key.svg];
  let top = key.height > 0 ? key.height + 18 : 6;
  for (let row = 0; row * perRow < panels.length; row++) {
    const here = layouts.slice(row * perRow, (row + 1) * perRow);
    here.forEach((layout, c) => {
      const k = row * perRow + c;
      const letter = panels.length > 1 ? { letter: `(${LETTERS[k] ?? k + 1})` } : {};
      const { svg } = drawPanel(drawer, bare[k], layout, letter);
      const left = widths.slice(0, c).reduce((sum, width) => sum + width + GAP, 0);
      parts.push(moved(svg, left, top, k));
    });
    top += Math.max(...here.map(({ height }) => height)) + GAP;
  }
  const words = linesOf(caption, TEXT_SIZE, total - 48, top);
  parts.push(paragraph(words, TEXT_SIZE, 24, "start", 'fill="#333333"'));
  const drawing: Drawing = { svg: parts.join(""), width: total, height: top + (words.lines.length > 0 ? words.height + 16 : 0) };
  return picture(drawing, panels.some(hasGaps));
}

/** Layouts whose axes begin at the same place within each column, and at the same height within each row. */
function inLine(panels: readonly Panel[], perRow: number, bare: boolean): readonly Layout[] {
  const first = panels.map((panel) => layoutOf(panel, { bare }));
  return panels.map((panel, k) => {
    const column = first.filter((_, other) => other % perRow === k % perRow);
    const row = first.filter((_, other) => Math.floor(other / perRow) === Math.floor(k / perRow));
    const options: LayoutOptions = {
      bare,
      left: Math.max(...column.map(({ axes }) => axes.x)),
      top: Math.max(...row.map(({ axes }) => axes.y)),
    };
    return layoutOf(panel, options);
  });
}

/** Do all panels have the same legend, and one at all? */
function sharesLegend(panels: readonly Panel[]): boolean {
  const keys = panels.map((panel) => JSON.stringify(legendItems(panel)));
  return legendItems(panels[0]).length > 1 && keys.every((key) => key === keys[0]);
}

/** A drawing at another place; its clipped areas have names of their own. */
function moved(svg: string, x: number, y: number, panel: number): string {
  return `<g transform="translate(${Math.round(x * 100) / 100},${Math.round(y * 100) / 100})">${svg.replace(/(id="|url\(#)clip-/g, `$1clip-${panel}-`)}</g>`;
}
