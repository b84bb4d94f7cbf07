/** Names of rules: each at that place along its rule where it covers the least of the data, and no other name. */
import { type Box, overlap } from "./box.ts";
import type { Panel, Rule } from "./figure.ts";
import type { Layout } from "./layout.ts";
import { svgText, textWidth } from "./text.ts";

const SIZE = 12;
const HEIGHT = 16;
/** Distance of a name from its rule and from the frame. */
const GAP = 5;
/** How many places along a rule are looked at. */
const PLACES = 12;

/** The names of a panel's rules as SVG. */
export function ruleLabels(panel: Panel, layout: Layout): string {
  const named = (panel.rules ?? []).filter((rule): rule is Rule & { label: string } => Boolean(rule.label));
  if (named.length === 0) return "";
  const ink = inkOf(panel, layout);
  const taken: Box[] = [];
  return named
    .map(({ axis, at, label }) => {
      const width = textWidth(label, SIZE) + 4;
      const places = axis === "y" ? alongRow(layout, at, width) : alongColumn(layout, at, width);
      const cost = (box: Box): number =>
        (taken.some((other) => overlap(box, other)) ? 1e6 : 0) + covered(ink, box) + rulesIn(panel, layout, axis, at, box);
      const best = places.reduce((least, box) => (cost(box) < cost(least) ? box : least));
      taken.push(best);
      return sheet(best) + svgText(label, best.x + 2, best.y + HEIGHT - 4, SIZE, "start", 'fill="#333333"');
    })
    .join("");
}

/** What keeps a name readable where it lies on the grid or on data after all. */
function sheet({ x, y, width, height }: Box): string {
  const [left, top, wide] = [x, y, width].map((value) => Math.round(value * 100) / 100);
  return `<rect x="${left}" y="${top}" width="${wide}" height="${height}" fill="#ffffff" fill-opacity="0.75"/>`;
}

/** Places for a name above and below a horizontal rule, ends first. */
function alongRow({ axes, y }: Layout, at: number, width: number): Box[] {
  const line = axes.y + axes.height * (1 - y.share(at));
  const free = axes.width - width - 2 * GAP;
  return fractions().flatMap((fraction) =>
    [line - HEIGHT - 1, line + 2]
      .filter((top) => top >= axes.y + 1 && top + HEIGHT <= axes.y + axes.height - 1)
      .map((top) => ({ x: axes.x + GAP + fraction * free, y: top, width, height: HEIGHT })),
  );
}

/** Places for a name right and left of a vertical rule, from the top down. */
function alongColumn({ axes, x }: Layout, at: number, width: number): Box[] {
  const line = axes.x + axes.width * x.share(at);
  const free = axes.height - HEIGHT - 2 * GAP;
  return Array.from({ length: PLACES + 1 }, (_, k) => k / PLACES).flatMap((fraction) =>
    [line + GAP, line - GAP - width]
      .filter((left) => left >= axes.x + 1 && left + width <= axes.x + axes.width - 1)
      .map((left) => ({ x: left, y: axes.y + GAP + fraction * free, width, height: HEIGHT })),
  );
}

/** 0, 1, then what lies between them. */
function fractions(): readonly number[] {
  const between = Array.from({ length: PLACES - 1 }, (_, k) => (k + 1) / PLACES);
  return [0, 1, ...between];
}

/** Points on everything that is drawn, a few units apart. */
function inkOf(panel: Panel, { axes, x, y }: Layout): Float64Array {
  const points: number[] = [];
  const place = (a: number, b: number | null | undefined): readonly [number, number] | null => {
    if (typeof b !== "number" || !Number.isFinite(a) || !Number.isFinite(b) || (x.log && a <= 0) || (y.log && b <= 0)) return null;
    return [axes.x + axes.width * x.share(a), axes.y + axes.height * (1 - y.share(b))];
  };
  const join = (from: readonly [number, number], to: readonly [number, number]): void => {
    const steps = Math.min(200, Math.max(1, Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])) / 4)));
    for (let k = 0; k <= steps; k++) points.push(from[0] + ((to[0] - from[0]) * k) / steps, from[1] + ((to[1] - from[1]) * k) / steps);
  };
  for (const series of panel.series) {
    for (const column of [series.y, series.lower, series.upper]) {
      if (!column) continue;
      const found = series.x.map((a, k) => place(a, column[k]));
      found.forEach((to, k) => {
        const from = k > 0 && series.style !== "dots" ? found[k - 1] : null;
        if (to) join(from ?? to, to);
      });
    }
  }
  for (const { from, to, height } of panel.bars ?? []) {
    const [a, b] = [place(from, height), place(to, height)];
    // A bar is full of ink, down to its foot.
    if (a && b) for (let up = a[1]; up < axes.y + axes.height; up += HEIGHT / 2) join([a[0], up], [b[0], up]);
  }
  return Float64Array.from(points);
}

/** How many points of the data lie in a box. */
function covered(ink: Float64Array, { x, y, width, height }: Box): number {
  let count = 0;
  for (let k = 0; k < ink.length; k += 2)
    if (ink[k] >= x - 2 && ink[k] <= x + width + 2 && ink[k + 1] >= y && ink[k + 1] <= y + height) count++;
  return count;
}

/** A name that lies across another rule reads badly. */
function rulesIn(panel: Panel, { axes, x, y }: Layout, axis: "x" | "y", at: number, box: Box): number {
  return (panel.rules ?? []).reduce((sum, rule) => {
    if (rule.axis === axis && rule.at === at) return sum;
    const line = rule.axis === "x" ? axes.x + axes.width * x.share(rule.at) : axes.y + axes.height * (1 - y.share(rule.at));
    const [from, size] = rule.axis === "x" ? [box.x, box.width] : [box.y, box.height];
    return line > from - 2 && line < from + size + 2 ? sum + 50 : sum;
  }, 0);
}
