/** How pictures are put together: a panel in its place, the marks that Plot draws in it, and the file around them. */
import type * as PlotModule from "@observablehq/plot";
import { optional } from "../files/optional.ts";
import { colourBar, hasColourBar } from "./colour-bar.ts";
import type { Panel } from "./figure.ts";
import { frame, grid } from "./frame.ts";
import { hatching } from "./heat.ts";
import { CAPTION_SIZE, type Layout, type LayoutOptions, type Lines, TITLE_SIZE } from "./layout.ts";
import { marks } from "./marks.ts";
import { ruleLabels } from "./rule-labels.ts";
import type { Scale } from "./scale.ts";
import { fontFamily, svgText, withIndices } from "./text.ts";

type Plot = typeof PlotModule;

/** A part of a picture, and the room that it takes. */
export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What drawing needs from outside: the package that draws marks, and a document for it. */
export interface Drawer {
  readonly plot: Plot;
  readonly document: Document;
}

/** The package and the document that marks are drawn with. */
export async function drawerOf(): Promise<Drawer> {
  const plot = await optional("@observablehq/plot", "Drawing figures", () => import("@observablehq/plot"), "jsdom");
  return { plot, document: await drawingDocument() };
}

/** A whole SVG file around a drawing. */
export function picture({ svg, width, height }: Drawing, hatched: boolean): string {
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fontFamily}" fill="black">`;
  return `${open}<rect width="100%" height="100%" fill="white"/>${hatched ? `<defs>${hatching}</defs>` : ""}${withIndices(svg)}</svg>\n`;
}

/** A panel at the place that its layout says. */
export function drawPanel({ plot, document }: Drawer, panel: Panel, layout: Layout, { letter }: LayoutOptions = {}): Drawing {
  const { axes, title, legend, caption, width, height } = layout;
  const svg = [
    grid(panel, layout),
    data(plot, panel, document, layout),
    frame(panel, layout),
    ruleLabels(panel, layout),
    hasColourBar(panel) ? colourBar(plot, panel, axes) : "",
    paragraph(title, TITLE_SIZE, axes.x + axes.width / 2, "middle"),
    letter ? svgText(letter, 12, title.top + TITLE_SIZE, TITLE_SIZE, "start", 'font-weight="bold"') : "",
    legend.svg,
    paragraph(caption, CAPTION_SIZE, 20, "start", 'fill="#444444"'),
  ].join("");
  return { svg, width, height };
}

/** Lines of text, one below the other. */
export function paragraph({ lines, top, height }: Lines, size: number, x: number, anchor: "start" | "middle", more = ""): string {
  const step = height / Math.max(1, lines.length);
  return lines.map((line, k) => svgText(line, x, top + size + k * step, size, anchor, more)).join("");
}

/** What is drawn within the axes: a picture of Plot without axes of its own. */
function data(plot: Plot, panel: Panel, document: Document, { axes, x, y }: Layout): string {
  const scale = ({ log, domain }: Scale, range: readonly [number, number]): PlotModule.ScaleOptions => ({
    type: log ? "log" : "linear",
    domain: [...domain],
    range: [...range],
    axis: null,
  });
  const svg = plot.plot({
    document,
    width: axes.width,
    height: axes.height,
    margin: 0,
    style: { overflow: "visible" },
    x: scale(x, [0, axes.width]),
    y: scale(y, [axes.height, 0]),
    marks: marks(plot, panel, { x, y }),
  }) as unknown as Element;
  return nested(svg, axes.x, axes.y);
}

let emptyDocument: Document | undefined;

/** The browser's document, or one of jsdom. */
async function drawingDocument(): Promise<Document> {
  if (typeof document !== "undefined") return document;
  const { JSDOM } = await optional("jsdom", "Drawing figures", () => import("jsdom"));
  emptyDocument ??= new JSDOM("").window.document as unknown as Document;
  return emptyDocument;
}

/**
 * A drawing of Plot inside another picture: moved there, without the style sheet that only browsers need. Its names of clipped areas
 * are counted up by Plot through all drawings of a process; here they follow from the place, so that pictures are the same each time.
 */
function nested(svg: Element, x: number, y: number): string {
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  const names = new Map<string, string>();
  const content = svg.innerHTML.replaceAll("var(--plot-background)", "white").replace(/plot-clip-\d+/g, (name) => {
    if (!names.has(name)) names.set(name, `clip-${round(x)}-${round(y)}-${names.size}`);
    return names.get(name) as string;
  });
  return `<g transform="translate(${round(x)},${round(y)})" fill="currentColor" stroke-miterlimit="1">${content}</g>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
