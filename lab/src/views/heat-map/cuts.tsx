/** Beside the map: the row and the column through the crosshair, as curves. */
import { Chart } from "../../draw/chart.tsx";
import { colourOf, type Theme } from "../../draw/theme.ts";
import type { SweptAxis } from "../../engine/sweep.ts";
import { plainName } from "../../words/names.ts";
import { inWords } from "../../words/numbers.ts";
import type { Size } from "../view.ts";

/** Width of the curves, and from which width of the whole picture on they are there. */
const CUTS = 270;
const WIDE = 640;

export interface Cut {
  /** Along what, and at which value of the other axis. */
  readonly axis: SweptAxis;
  readonly label: string;
  readonly other: SweptAxis;
  readonly at: number;
  readonly values: Float64Array;
  /** Where the crosshair stands on this axis. */
  readonly cursor: number;
}

/** The room of the map itself. */
export function mapSize(size: Size): Size {
  return size.width < WIDE ? size : { ...size, width: size.width - CUTS };
}

interface Props {
  readonly name: string;
  readonly cuts: readonly Cut[];
  readonly size: Size;
  readonly theme: Theme;
}

export function Cuts({ name, cuts, size, theme }: Props) {
  if (size.width < WIDE) return null;
  const height = Math.floor(size.height / cuts.length);
  return (
    <g>
      {cuts.map(({ axis, label, other, at, values, cursor }, k) => {
        const kept = axis.values.map((_, i) => i).filter((i) => Number.isFinite(values[i]));
        const where = `at ${plainName(other.name)} = ${inWords(other.values[at], 4)}`;
        return (
          kept.length > 1 && (
            <g key={axis.name} transform={`translate(${size.width - CUTS + 6} ${k * height})`}>
              <Chart
                width={CUTS - 6}
                height={height}
                theme={theme}
                title={`${name} over ${axis.name} ${where}`}
                x={{ label, from: axis.values[0] as number, to: axis.values[axis.values.length - 1] as number, log: axis.log }}
                panels={[
                  {
                    unit: `${plainName(name)} ${where}`,
                    curves: [
                      {
                        name,
                        xs: kept.map((i) => axis.values[i] as number),
                        ys: kept.map((i) => values[i] as number),
                        colour: colourOf(theme, k),
                        dash: "",
                        quiet: true,
                      },
                    ],
                  },
                ]}
                cursor={cursor}
              />
            </g>
          )
        );
      })}
    </g>
  );
}
