/** Populations of levels as bars, those of before as outlines; above 48 levels as a curve. */
import type { FactorFacts } from "../engine/describe.ts";
import { inWords } from "../words/numbers.ts";
import type { Theme } from "./theme.ts";

interface Props {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly populations: readonly number[];
  readonly before?: readonly number[] | null;
  /** Full height stands for this population. */
  readonly most: number;
  readonly names: readonly string[];
  readonly colour: string;
}

const BARS = 48;

/** Names of the basis states of a factor: e, g; photon numbers; m; l; level names. */
export function levelNames({ kind, dimension, first, names }: FactorFacts): readonly string[] {
  if (names) return names;
  if (kind === "qubit") return ["e", "g"];
  return Array.from({ length: dimension }, (_, k) => {
    const number = kind === "spin" ? first - k : first + k;
    return Number.isInteger(number) ? String(number).replace("-", "−") : `${2 * number}/2`.replace("-", "−");
  });
}

/** The diagonal of a matrix, [re, im] interleaved. */
export function diagonalOf(matrix: ArrayLike<number>): readonly number[] {
  const d = Math.round(Math.sqrt(matrix.length / 2));
  return Array.from({ length: d }, (_, k) => matrix[2 * (k * d + k)] as number);
}

export function Populations({ x, y, width, height, theme, populations, before = null, most, names, colour }: Props) {
  const count = populations.length;
  const base = y + height - 16;
  const full = height - 32;
  const level = (p: number): number => Math.max(0, Math.min(1, p / most)) * full;
  const step = width / count;
  const every = Math.ceil(count / Math.max(1, Math.floor(width / 22)));
  const labels = names.map((name, k) => (k % every === 0 ? name : ""));
  return (
    <g>
      <line x1={x} x2={x + width} y1={base + 0.5} y2={base + 0.5} stroke={theme.muted} />
      <line x1={x} x2={x + width} y1={base - full - 0.5} y2={base - full - 0.5} stroke={theme.grid} />
      <text x={x + width} y={base - full - 4} text-anchor="end" font-size="11" fill={theme.muted}>
        {inWords(most, 2)}
      </text>
      {count > BARS ? (
        <path d={outline(populations, x, step, base, level)} fill={colour} fill-opacity="0.35" stroke={colour} stroke-width="1.5" />
      ) : (
        populations.map((p, k) => {
          const bar = Math.max(2, step * 0.7);
          const left = x + k * step + (step - bar) / 2;
          return (
            <g key={names[k]}>
              <title>{`${names[k]}: ${inWords(p)}`}</title>
              <rect x={left} y={base - level(p)} width={bar} height={level(p)} fill={colour} />
              {before && (
                <rect
                  x={left - 1}
                  y={base - level(before[k] ?? 0)}
                  width={bar + 2}
                  height={level(before[k] ?? 0)}
                  fill="none"
                  stroke={theme.muted}
                  stroke-dasharray="3 2"
                />
              )}
            </g>
          );
        })
      )}
      {labels.map(
        (name, k) =>
          name !== "" && (
            <text key={names[k]} x={x + (k + 0.5) * step} y={base + 13} text-anchor="middle" font-size="11" fill={theme.muted}>
              {name}
            </text>
          ),
      )}
    </g>
  );
}

function outline(populations: readonly number[], x: number, step: number, base: number, level: (p: number) => number): string {
  const points = populations.map((p, k) => `L${(x + (k + 0.5) * step).toFixed(1)} ${(base - level(p)).toFixed(1)}`);
  return `M${x} ${base}${points.join("")}L${x + step * populations.length} ${base}Z`;
}
