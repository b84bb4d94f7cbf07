/** Reduced states side by side: a sphere for a qubit, bars for everything else. */
import type { FactorFacts } from "../engine/describe.ts";
import { Bloch, blochOf, type Vector } from "./bloch.tsx";
import type { Look } from "./look.ts";
import { diagonalOf, levelNames, Populations } from "./populations.tsx";
import type { Theme } from "./theme.ts";

export interface DrawnFactor {
  readonly factor: FactorFacts;
  readonly matrix: ArrayLike<number>;
  readonly before?: ArrayLike<number> | null;
  readonly trail?: readonly Vector[];
  readonly colour: string;
  readonly title: string;
}

interface Props {
  readonly factors: readonly DrawnFactor[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly look: Look;
}

export function StateDrawing({ factors, x, y, width, height, theme, look }: Props) {
  const each = width / Math.max(1, factors.length);
  return (
    <g>
      {factors.map(({ factor, matrix, before = null, trail, colour, title }, k) => {
        const left = x + k * each;
        const middle = left + each / 2;
        const head = (
          <text x={middle} y={y + 12} text-anchor="middle" fill={theme.muted}>
            {title}
          </text>
        );
        if (factor.kind === "qubit") {
          const radius = Math.max(18, Math.min(each / 2 - 24, (height - 40) / 2.4));
          return (
            <g key={title}>
              {head}
              <Bloch
                x={middle}
                y={y + 28 + (height - 28) / 2}
                radius={radius}
                theme={theme}
                look={look}
                vector={blochOf(matrix)}
                before={before && blochOf(before)}
                {...(trail ? { trail } : {})}
                colour={colour}
              />
            </g>
          );
        }
        const populations = diagonalOf(matrix);
        const old = before && diagonalOf(before);
        return (
          <g key={title}>
            {head}
            <Populations
              x={left + 12}
              y={y + 22}
              width={each - 24}
              height={height - 26}
              theme={theme}
              populations={populations}
              before={old}
              most={Math.max(...populations, ...(old ?? []), 1e-12)}
              names={levelNames(factor)}
              colour={colour}
            />
          </g>
        );
      })}
    </g>
  );
}
