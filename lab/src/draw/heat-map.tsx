/** Values over two axes as a picture of cells, with their scale beside it. */

import type { ComponentChild } from "preact";
import { inWords, superscript } from "../words/numbers.ts";
import type { Frame } from "./chart.tsx";
import { type ColourMap, css } from "./colour-maps.ts";
import { SentenceText } from "./name-text.tsx";
import { linearScale, linearTicks, logScale, type Scale } from "./scales.ts";
import { Svg } from "./svg.tsx";
import type { Theme } from "./theme.ts";

export interface HeatAxis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
}

interface Props {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** PNG, one pixel per cell. */
  readonly image: string;
  readonly map: ColourMap;
  readonly title: string;
  readonly label: string;
  readonly children?: (x: Scale, y: Scale, frame: Frame) => ComponentChild;
  /** Both axes have one scale: phase space. */
  readonly square?: boolean;
}

export function heatFrame({ width, height, square = false }: Pick<Props, "width" | "height" | "square">): Frame {
  const frame = { left: 62, right: width - 96, top: 14, bottom: height - 44 };
  if (!square) return frame;
  const side = Math.min(frame.right - frame.left, frame.bottom - frame.top);
  return { ...frame, right: frame.left + side, bottom: frame.top + side };
}

function scaleOf({ from, to, log }: HeatAxis, pixels: readonly [number, number]): Scale {
  const about = Math.max(2, Math.round(Math.abs(pixels[1] - pixels[0]) / 90));
  return log ? logScale(from, to, pixels, about) : linearScale(from, to, pixels, about);
}

export function heatScales(props: Pick<Props, "width" | "height" | "square" | "x" | "y">): readonly [Scale, Scale] {
  const frame = heatFrame(props);
  return [scaleOf(props.x, [frame.left, frame.right]), scaleOf(props.y, [frame.bottom, frame.top])];
}

export function HeatMap(props: Props) {
  const { width, height, theme, image, map, title, label, children } = props;
  const frame = heatFrame(props);
  const [x, y] = heatScales(props);
  const { left, right, top, bottom } = frame;
  return (
    <Svg width={width} height={height} theme={theme} title={title}>
      <defs>
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="7" height="7" fill={theme.fill} />
          <line x1="0" y1="0" x2="0" y2="7" stroke={theme.hatch} stroke-width="2" />
        </pattern>
      </defs>
      <rect x={left} y={top} width={right - left} height={bottom - top} fill="url(#hatch)" />
      <image
        href={image}
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        preserveAspectRatio="none"
        style="image-rendering: pixelated"
      />
      <rect x={left} y={top} width={right - left} height={bottom - top} fill="none" stroke={theme.muted} />
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x.at(tick)} x2={x.at(tick)} y1={bottom} y2={bottom + 5} stroke={theme.muted} />
          <text x={x.at(tick)} y={bottom + 18} text-anchor="middle" fill={theme.muted}>
            {words(tick)}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left - 5} x2={left} y1={y.at(tick)} y2={y.at(tick)} stroke={theme.muted} />
          <text x={left - 8} y={y.at(tick)} dy="0.35em" text-anchor="end" fill={theme.muted}>
            {words(tick)}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={bottom + 36} text-anchor="middle" fill={theme.muted}>
        <SentenceText text={props.x.label} />
      </text>
      <text transform={`translate(14 ${(top + bottom) / 2}) rotate(-90)`} text-anchor="middle" fill={theme.muted}>
        <SentenceText text={props.y.label} />
      </text>
      <ColourScale map={map} x={right + 18} top={top} bottom={bottom} theme={theme} label={label} />
      {children?.(x, y, frame)}
    </Svg>
  );
}

function words(tick: number): string {
  const power = Math.log10(Math.abs(tick));
  if (tick > 0 && (power >= 4 || power <= -4) && Math.abs(power - Math.round(power)) < 1e-9) return `10${superscript(Math.round(power))}`;
  return inWords(tick, 4);
}

const STEPS = 40;

interface ScaleProps {
  readonly map: ColourMap;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly theme: Theme;
  readonly label: string;
}

function ColourScale({ map, x, top, bottom, theme, label }: ScaleProps) {
  const begin = top + 20;
  const at = (value: number): number => bottom - ((value - map.from) / (map.to - map.from || 1)) * (bottom - begin);
  const step = (bottom - begin) / STEPS;
  return (
    <g>
      <text x={x} y={top + 8} fill={theme.muted}>
        <SentenceText text={label} />
      </text>
      {Array.from({ length: STEPS }, (_, k) => (
        <rect
          key={k}
          x={x}
          y={begin + k * step}
          width="12"
          height={step + 0.6}
          fill={css(map.at(map.to - ((k + 0.5) / STEPS) * (map.to - map.from)))}
        />
      ))}
      {linearTicks(map.from, map.to, 5).map((tick) => (
        <text key={tick} x={x + 17} y={at(tick)} dy="0.35em" fill={theme.muted}>
          {words(tick)}
        </text>
      ))}
    </g>
  );
}
