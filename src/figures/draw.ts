import type * as PlotModule from "@observablehq/plot";
import { optional } from "../files/optional.ts";
import { extent, logTicks, tickText } from "./axes.ts";
import type { Panel } from "./figure.ts";
import { hasGaps, hatching, heatColours, image, rgb } from "./heat.ts";
import { legend } from "./legend.ts";
import { marks } from "./marks.ts";
import { indexedPng } from "./raster.ts";
import { escapeXml, fontFamily, withIndices, wrap } from "./text.ts";

type Plot = typeof PlotModule;

const titleSize = 16;
const barWidth = 96;
/** Room around the axes of a plot. */
const margins = { marginLeft: 82, marginRight: 22, marginTop: 10, marginBottom: 52 } as const;

/** Width of a picture, and width and height of the plot in it. */
interface Sizes {
  readonly width: number;
  readonly plotWidth: number;
  readonly plotHeight: number;
}

function sizesOf(panel: Panel): Sizes {
  const bar = hasColourBar(panel) ? barWidth : 0;
  if (!panel.square) return { width: 680, plotWidth: 680 - bar, plotHeight: 400 };
  const side = 430;
  const plotWidth = side + margins.marginLeft + margins.marginRight;
  return { width: plotWidth + bar, plotWidth, plotHeight: side + margins.marginTop + margins.marginBottom };
}

/** A heat map of sizes has a scale beside it; one of names has them in the legend. */
function hasColourBar({ cells, cellNames }: Panel): boolean {
  return cells !== undefined && cells.length > 0 && cellNames === undefined;
}

/**
 * Draw a panel as an SVG picture of publication quality: title, legend above the data, axes with units.
 *
 * Needs @observablehq/plot and, outside a browser, jsdom; throws `MissingPackage` with the command that installs them.
 */
export async function drawSvg(panel: Panel): Promise<string> {
  const plot = await optional("@observablehq/plot", "Drawing figures", () => import("@observablehq/plot"));
  const document = await drawingDocument();
  const { width, plotWidth, plotHeight } = sizesOf(panel);
  const title = wrap(panel.title, titleSize, width - 40);
  const titleHeight = title.length * (titleSize + 5) + 8;
  const key = legend(panel, 62, titleHeight + 6, width - 82);
  const top = titleHeight + key.height + 6;
  const parts = [
    hasGaps(panel) ? `<defs>${hatching}</defs>` : "",
    ...title.map((line, i) => text(line, width / 2, (i + 1) * (titleSize + 5), titleSize)),
    key.svg,
    nested(axesAndMarks(plot, panel, document, { width: plotWidth, height: plotHeight }), 0, top),
    hasColourBar(panel) ? nested(colourBar(plot, panel, document, plotHeight), plotWidth, top) : "",
  ];
  const height = top + plotHeight;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `${open} font-family="${fontFamily}" fill="black"><rect width="100%" height="100%" fill="white"/>${withIndices(parts.join(""))}</svg>\n`;
}

let emptyDocument: Document | undefined;

/** The browser's document, or one of jsdom. */
async function drawingDocument(): Promise<Document> {
  if (typeof document !== "undefined") return document;
  const { JSDOM } = await optional("jsdom", "Drawing figures", () => import("jsdom"));
  emptyDocument ??= new JSDOM("").window.document as unknown as Document;
  return emptyDocument;
}

function text(line: string, x: number, y: number, size: number): string {
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="middle">${escapeXml(line)}</text>`;
}

/** The axes of one scale: domain, ticks, and a grid that stays behind the data. */
function scaleOptions(panel: Panel, axis: "x" | "y"): PlotModule.ScaleOptions {
  const domain = extent(panel, axis);
  const label = axis === "x" ? panel.xLabel : panel.yLabel;
  const log = (axis === "x" ? panel.xScale : panel.yScale) === "log";
  const common = { domain, label, labelArrow: "none", labelAnchor: "center", tickFormat: tickText, grid: !panel.cells?.length } as const;
  return log ? { ...common, type: "log", ticks: logTicks(...domain) } : { ...common, ticks: axis === "x" ? 7 : 6 };
}

function axesAndMarks(plot: Plot, panel: Panel, document: Document, size: { width: number; height: number }): Element {
  const box = { x: extent(panel, "x"), y: extent(panel, "y") };
  return plot.plot({
    document,
    ...size,
    ...margins,
    style: { fontSize: "13px", fontFamily, overflow: "visible" },
    x: { ...scaleOptions(panel, "x"), labelOffset: 44 },
    y: { ...scaleOptions(panel, "y"), labelOffset: 72 },
    marks: [plot.frame({ stroke: "#888888" }), ...marks(plot, panel, box)],
  }) as unknown as Element;
}

/** The scale of a heat map, on the right of it. */
function colourBar(plot: Plot, panel: Panel, document: Document, height: number): Element {
  const { at, low, high } = heatColours(plot, panel);
  const shades = Array.from({ length: 255 }, (_, i) => rgb(at(i / 254)));
  const pixels = Uint8Array.from({ length: 255 }, (_, i) => 254 - i);
  const href = indexedPng(1, 255, pixels, [...shades, [255, 255, 255]]);
  return plot.plot({
    document,
    width: barWidth,
    height,
    ...margins,
    marginLeft: 0,
    marginRight: barWidth - 16,
    style: { fontSize: "13px", fontFamily, overflow: "visible" },
    x: { domain: [0, 1], axis: null },
    y: {
      domain: [low, high],
      axis: "right",
      label: panel.cellLabel ?? null,
      labelArrow: "none",
      labelAnchor: "center",
      tickFormat: tickText,
    },
    marks: [image([0, 1], [low, high], href), plot.frame({ stroke: "#888888" })],
  }) as unknown as Element;
}

/** A drawing of Plot inside another picture: placed, without the style sheet that only browsers need, its names not counted up. */
function nested(svg: Element, x: number, y: number): string {
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  svg.setAttribute("x", String(x));
  svg.setAttribute("y", String(y));
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return svg.outerHTML.replaceAll("var(--plot-background)", "white").replace(/plot-clip-\d+/g, `clip-${x}`);
}
