/**
 * Curves over a common axis, in one panel per unit:
 *
 *   unit        ┌──────────────────────────┐  end labels
 *   ticks       │  curves, bands, rules    │
 *               ├──────────────────────────┤
 *   unit        │  next unit               │
 *               └──────────────────────────┘
 *                 ticks, label of the axis
 */

import type { ComponentChild } from "preact";
import { inWords, superscript } from "../words/numbers.ts";
import { apart } from "./apart.ts";
import { bandPath, curvePath, rangeOf } from "./curve.ts";
import { NameText, nameWidth, SentenceText } from "./name-text.tsx";
import { linearScale, logScale, padded, type Scale } from "./scales.ts";
import { Svg } from "./svg.tsx";
import type { Theme } from "./theme.ts";

export interface Curve {
  readonly name: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly colour: string;
  readonly dash: string;
  readonly width?: number;
  readonly opacity?: number;
  /** Without a label at its end. */
  readonly quiet?: boolean;
  readonly label?: string;
  /** Its points are marked: there is nothing between them. */
  readonly dots?: boolean;
}

/** What a kind of line, band or mark stands for. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly as: "line" | "band" | "tick";
  readonly dash?: string;
  readonly width?: number;
}

export interface Band {
  readonly xs: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly colour: string;
  readonly opacity: number;
}

export interface ChartPanel {
  readonly unit: string;
  readonly curves: readonly Curve[];
  readonly bands?: readonly Band[];
  /** Thin dashed lines at a value, with their number. */
  readonly rules?: readonly { readonly value: number; readonly label: string; readonly colour: string }[];
  readonly log?: boolean;
}

export interface ChartAxis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly log?: boolean;
}

export interface ChartProps {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly x: ChartAxis;
  readonly panels: readonly ChartPanel[];
  /** Place of the vertical rule. */
  readonly cursor?: number | null;
  readonly title: string;
  /** Areas of the x axis that are shaded, behind everything. */
  readonly shades?: readonly { readonly from: number; readonly to: number; readonly colour: string; readonly opacity?: number }[];
  /** Above the panels, where one colour has several kinds of lines. */
  readonly legend?: readonly LegendEntry[];
  readonly children?: ComponentChild;
}

const FONT = 12;
/** Pixels from one number beside an axis to the next. */
const LINE = 14;
const GAP = 26;
const TOP = 22;
const BOTTOM = 38;
/** Width of a digit of the widest of the fonts. */
const TICK_LETTER = 7.6;
/** Height of the legend's row. */
const LEGEND = 18;

/** The frame of each panel: what the cursor over the picture needs to know, too. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Margins of a chart: room for the ticks' words on the left and for the names at the ends of curves. */
export function chartFrame({ width, height, panels, legend = [] }: Pick<ChartProps, "width" | "height" | "panels" | "legend">): Frame {
  const top = TOP + LEGEND * legendRows(legend, width).length;
  const bottom = Math.max(top + 40, height - BOTTOM);
  const ticks = panels.flatMap((panel) =>
    yScale(panel, [panelHeight(top, bottom, panels.length), 0]).ticks.map((tick) => tickText(tick, panel.log === true)),
  );
  const widest = Math.max(3, ...ticks.map((text) => text.length));
  const ends = Math.max(0, ...panels.flatMap(({ curves }) => curves.filter(({ quiet }) => !quiet).map(({ name }) => nameWidth(name))));
  const left = Math.ceil(14 + TICK_LETTER * widest);
  const right = Math.max(18, Math.ceil(14 + ends));
  return { left, right: Math.max(left + 40, width - right), top, bottom };
}

const panelHeight = (top: number, bottom: number, panels: number): number => (bottom - top - GAP * (panels - 1)) / Math.max(1, panels);

export function chartX({ from, to, log }: ChartAxis, frame: Frame): Scale {
  const about = Math.max(2, Math.round((frame.right - frame.left) / 95));
  return log && from > 0 ? logScale(from, to, [frame.left, frame.right], about) : linearScale(from, to, [frame.left, frame.right], about);
}

function yScale(panel: ChartPanel, pixels: readonly [number, number]): Scale {
  const log = panel.log === true;
  const columns = [...panel.curves.map(({ ys }) => ys), ...(panel.bands ?? []).flatMap(({ low, high }) => [low, high])];
  const rules = (panel.rules ?? []).map(({ value }) => value);
  const range = rangeOf([...columns, rules], log) ?? [0, 1];
  const about = Math.max(2, Math.round(Math.abs(pixels[0] - pixels[1]) / 44));
  if (log) {
    const [low, high] = range[0] === range[1] ? [range[0] / 2, range[1] * 2] : range;
    const air = (high / low) ** 0.05;
    return logScale(low / air, high * air, pixels, about);
  }
  const [low, high] = padded(range[0], range[1]);
  return linearScale(low, high, pixels, about);
}

/** Of ticks that stand too close to be read, every second, third … one. */
function apartBy(pixels: number, ticks: readonly number[], scale: Scale): readonly number[] {
  const [first, second] = ticks;
  if (first === undefined || second === undefined || scale.kind !== "linear") return ticks;
  const every = Math.ceil(pixels / Math.abs(scale.at(second) - scale.at(first)));
  return ticks.filter((_, k) => k % every === 0);
}

function tickText(value: number, log: boolean): string {
  if (value === 0) return "0";
  const power = Math.log10(Math.abs(value));
  if (log && (power >= 4 || power <= -3) && Math.abs(power - Math.round(power)) < 1e-9) return `10${superscript(Math.round(power))}`;
  return inWords(value, 6);
}

export function Chart({ width, height, theme, x: axis, panels, cursor = null, title, shades = [], legend = [], children }: ChartProps) {
  const frame = chartFrame({ width, height, panels, legend });
  const x = chartX(axis, frame);
  const each = panelHeight(frame.top, frame.bottom, panels.length);
  return (
    <Svg width={width} height={height} theme={theme} title={title}>
      {panels.map((panel, k) => {
        const top = frame.top + k * (each + GAP);
        return (
          <OnePanel
            key={`${k} ${panel.unit}`}
            panel={panel}
            frame={{ ...frame, top, bottom: top + each }}
            x={x}
            theme={theme}
            shades={shades}
          />
        );
      })}
      <BottomAxis x={x} axis={axis} y={frame.bottom} theme={theme} />
      <Legend entries={legend} width={width} theme={theme} />
      {cursor !== null && cursor >= axis.from && cursor <= axis.to && (
        <line
          x1={x.at(cursor)}
          x2={x.at(cursor)}
          y1={frame.top}
          y2={frame.bottom}
          stroke={theme.muted}
          stroke-width="1"
          data-role="cursor"
        />
      )}
      {children}
    </Svg>
  );
}

/** Width of a sample, and about that of a letter. */
const SAMPLE = 22;
const SMALL_LETTER = 6.1;

const entryWidth = ({ label }: LegendEntry): number => SAMPLE + 18 + SMALL_LETTER * label.length;

/** Entries in rows that fit into a width. */
function legendRows(entries: readonly LegendEntry[], width: number): readonly (readonly LegendEntry[])[] {
  const rows: LegendEntry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    used += entryWidth(entry);
    if (used <= width - INDENT) rows[rows.length - 1]?.push(entry);
    else {
      rows.push([entry]);
      used = entryWidth(entry);
    }
  }
  return rows;
}

/** Where the legend begins: above the unit's name. */
const INDENT = 12;

function Legend({ entries, width, theme }: { readonly entries: readonly LegendEntry[]; readonly width: number; readonly theme: Theme }) {
  return (
    <g font-size="11">
      {legendRows(entries, width).map((row, r) => {
        let at = INDENT;
        const y = 9 + LEGEND * r;
        return row.map((entry) => {
          const { label, colour, as, dash = "", width: line = 2 } = entry;
          const left = at;
          at += entryWidth(entry);
          return (
            <g key={label}>
              {as === "band" && <rect x={left} y={y - 5} width={SAMPLE} height={10} fill={colour} fill-opacity="0.3" />}
              {as === "line" && (
                <line x1={left} x2={left + SAMPLE} y1={y} y2={y} stroke={colour} stroke-width={line} stroke-dasharray={dash} />
              )}
              {as === "tick" && <line x1={left + 11} x2={left + 11} y1={y - 4} y2={y + 4} stroke={colour} stroke-width="1.6" />}
              <text x={left + SAMPLE + 5} y={y + 4} fill={theme.muted}>
                {label}
              </text>
            </g>
          );
        });
      })}
    </g>
  );
}

interface PanelProps {
  readonly panel: ChartPanel;
  readonly frame: Frame;
  readonly x: Scale;
  readonly theme: Theme;
  readonly shades: NonNullable<ChartProps["shades"]>;
}

function OnePanel({ panel, frame, x, theme, shades }: PanelProps) {
  const y = yScale(panel, [frame.bottom, frame.top]);
  const { left, right, top, bottom } = frame;
  const clip = `clip-${Math.round(top)}-${Math.round(right)}-${Math.round(bottom)}`;
  return (
    <g>
      <clipPath id={clip}>
        <rect x={left} y={top - 1} width={right - left} height={bottom - top + 2} />
      </clipPath>
      {shades.map(({ from, to, colour, opacity = 0.5 }) => (
        <rect
          key={from}
          x={x.at(from)}
          width={Math.max(0, x.at(to) - x.at(from))}
          y={top}
          height={bottom - top}
          fill={colour}
          opacity={opacity}
          clip-path={`url(#${clip})`}
        />
      ))}
      {apartBy(LINE, y.ticks, y).map((tick) => (
        <g key={tick}>
          <line x1={left} x2={right} y1={crisp(y.at(tick))} y2={crisp(y.at(tick))} stroke={theme.grid} />
          <text x={left - 7} y={y.at(tick)} dy="0.35em" text-anchor="end" fill={theme.muted}>
            {tickText(tick, panel.log === true)}
          </text>
        </g>
      ))}
      <line x1={crisp(left)} x2={crisp(left)} y1={top} y2={bottom} stroke={theme.muted} stroke-width="1" />
      <text x={left - 7} y={top - 9} fill={theme.muted} text-anchor="start" dx={-left + 12}>
        <SentenceText text={panel.unit === "1" ? "dimensionless" : panel.unit} />
      </text>
      <g clip-path={`url(#${clip})`}>
        {(panel.bands ?? []).map((band, k) => (
          <path key={k} d={bandPath(band.xs, band.low, band.high, x, y)} fill={band.colour} fill-opacity={band.opacity} />
        ))}
        {(panel.rules ?? []).map(({ value, colour }) => (
          <line
            key={value}
            x1={left}
            x2={right}
            y1={y.at(value)}
            y2={y.at(value)}
            stroke={colour}
            stroke-width="1.2"
            stroke-dasharray="3 4"
          />
        ))}
        {panel.curves.map((curve) => (
          <path
            key={`${curve.name}${curve.label ?? ""}`}
            d={curvePath(curve.xs, curve.ys, x, y)}
            fill="none"
            stroke={curve.colour}
            stroke-width={curve.width ?? 2}
            stroke-dasharray={curve.dash}
            stroke-opacity={curve.opacity ?? 1}
            stroke-linejoin="round"
            data-curve={curve.name}
          />
        ))}
        {panel.curves
          .filter(({ dots }) => dots)
          .map(({ name, xs, ys, colour }) => (
            <path
              key={`${name} dots`}
              d={Array.from(xs, (at, k) =>
                Number.isFinite(ys[k] as number) ? `M${x.at(at).toFixed(1)} ${y.at(ys[k] as number).toFixed(1)}h0` : "",
              ).join("")}
              stroke={colour}
              stroke-width="4.5"
              stroke-linecap="round"
            />
          ))}
      </g>
      <Ends panel={panel} frame={frame} x={x} y={y} />
      <Rules panel={panel} frame={frame} x={x} y={y} theme={theme} />
    </g>
  );
}

/** Names at the ends of curves, moved apart where they would lie on one another. */
function Ends({ panel, frame, x, y }: { readonly panel: ChartPanel; readonly frame: Frame; readonly x: Scale; readonly y: Scale }) {
  const found = panel.curves
    .filter(({ quiet }) => !quiet)
    .flatMap((curve) => {
      const at = lastVisible(curve, x);
      return at === null ? [] : [{ curve, wish: Math.min(frame.bottom, Math.max(frame.top, y.at(at))) }];
    })
    .sort((a, b) => a.wish - b.wish);
  const places = apart(
    found.map(({ wish }) => wish),
    FONT + 3,
    frame.top + 4,
    frame.bottom - 2,
  );
  return (
    <g>
      {found.map(({ curve }, k) => (
        <text key={`${curve.name}${curve.label ?? ""}`} x={frame.right + 7} y={places[k]} dy="0.32em" fill={curve.colour}>
          <NameText name={curve.name} />
        </text>
      ))}
    </g>
  );
}

/** The value of a curve where it leaves the frame on the right. */
function lastVisible({ xs, ys }: Curve, x: Scale): number | null {
  for (let k = xs.length - 1; k >= 0; k--) {
    if ((xs[k] as number) <= x.to * (1 + 1e-12) && Number.isFinite(ys[k] as number)) return ys[k] as number;
  }
  return null;
}

interface RulesProps {
  readonly panel: ChartPanel;
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  readonly theme: Theme;
}

/** Height of a rule's label with the air around it, and about the width of one of its letters. */
const RULE = 19;
const LETTER = 7;

/** Where along the axis a rule may have its label, as shares of the width: the end first. */
const PLACES = [1, 0.78, 0.56, 0.36];

/** Labels of rules, each at the place where it covers the fewest points of the curves. */
function Rules({ panel, frame, x, y, theme }: RulesProps) {
  const covered = (left: number, right: number, from: number, to: number): number => {
    if (from < frame.top || to > frame.bottom || left < frame.left) return Number.POSITIVE_INFINITY;
    let count = 0;
    for (const { xs, ys } of panel.curves)
      for (let k = 0; k < xs.length; k++) {
        const [across, at] = [x.at(xs[k] as number), y.at(ys[k] as number)];
        if (across > left && across < right && at > from && at < to) count++;
      }
    return count;
  };
  return (
    <g>
      {(panel.rules ?? []).map(({ value, label, colour }) => {
        const at = y.at(value);
        const width = LETTER * label.length;
        const places = PLACES.flatMap((share) => {
          const right = frame.left + share * (frame.right - frame.left) - 6;
          return [
            { right, dy: "-0.5em", covers: covered(right - width, right, at - RULE, at - 2) },
            { right, dy: "1.3em", covers: covered(right - width, right, at + 2, at + RULE) },
          ];
        });
        const best = places.reduce((least, one) => (one.covers < least.covers ? one : least));
        return (
          <text
            key={value}
            x={best.right}
            y={at}
            dy={best.dy}
            text-anchor="end"
            fill={colour}
            stroke={theme.ground}
            stroke-width="4"
            stroke-linejoin="round"
            paint-order="stroke"
          >
            {label}
          </text>
        );
      })}
    </g>
  );
}

function BottomAxis({ x, axis, y, theme }: { readonly x: Scale; readonly axis: ChartAxis; readonly y: number; readonly theme: Theme }) {
  const [left, right] = x.pixels;
  return (
    <g>
      <line x1={left} x2={right} y1={crisp(y)} y2={crisp(y)} stroke={theme.muted} />
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line x1={crisp(x.at(tick))} x2={crisp(x.at(tick))} y1={y} y2={y + 5} stroke={theme.muted} />
          <text x={x.at(tick)} y={y + 18} text-anchor="middle" fill={theme.muted}>
            {tickText(tick, axis.log === true)}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={y + 34} text-anchor="middle" fill={theme.muted}>
        <SentenceText text={axis.label} />
      </text>
    </g>
  );
}

const crisp = (value: number): number => Math.round(value) + 0.5;
