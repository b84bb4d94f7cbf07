/** Signed bars on one axis, in rows: each begins where its sum stands, so that rows that add up end at the same place. */
import { NameText } from "../../draw/name-text.tsx";
import type { Theme } from "../../draw/theme.ts";
import { inWords } from "../../words/numbers.ts";

export interface Bar {
  readonly name: string;
  readonly about: string;
  readonly from: number;
  /** Null where it has no value. */
  readonly to: number | null;
  /** What is printed, where it is not the end of the bar. */
  readonly value?: number | null;
  readonly colour: string;
}

interface Props {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** What the full half axis stands for. */
  readonly scale: number;
  readonly theme: Theme;
  /** Where the ends should meet. */
  readonly meet: number | null;
  /** Room for the names. */
  readonly label?: number;
}

const ROW = 24;
const LABEL = 34;
const NUMBER = 92;

export function BarRows({ title, bars, x, y, width, scale, theme, meet, label = LABEL }: Props) {
  const from = x + label;
  const to = x + width - NUMBER;
  const middle = (from + to) / 2;
  const at = (value: number): number => middle + (value / scale) * 0.97 * ((to - from) / 2);
  const bottom = y + 20 + ROW * bars.length;
  return (
    <g>
      <text x={x} y={y + 8} fill={theme.muted}>
        {title}
      </text>
      <line x1={middle} x2={middle} y1={y + 16} y2={bottom} stroke={theme.muted} />
      {meet !== null && <line x1={at(meet)} x2={at(meet)} y1={y + 16} y2={bottom} stroke={theme.muted} stroke-dasharray="2 3" />}
      {bars.map(({ name, about, from: start, to: end, value, colour }, k) => {
        const top = y + 22 + k * ROW;
        const [a, b] = [at(start), at(end ?? start)];
        return (
          <g key={name}>
            <title>{about}</title>
            <text x={x} y={top + 12} fill={theme.ink}>
              <NameText name={name} />
            </text>
            {end !== null && <rect x={Math.min(a, b)} y={top + 2} width={Math.max(1, Math.abs(b - a))} height={13} fill={colour} />}
            {end !== null && Math.abs(b - a) > 12 && (
              <path
                d={b > a ? `M${b - 5} ${top + 4}l4 4.5l-4 4.5` : `M${b + 5} ${top + 4}l-4 4.5l4 4.5`}
                fill="none"
                stroke={theme.ground}
                stroke-width="1.5"
              />
            )}
            <text x={x + width} y={top + 12} text-anchor="end" fill={theme.ink}>
              {inWords(value === undefined ? end : value)}
            </text>
          </g>
        );
      })}
    </g>
  );
}
