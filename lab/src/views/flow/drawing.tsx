/**
 * The picture of a master equation at one moment:
 *
 *   reduced states            energy per time: bath by bath, then power, each from the end of the one before; dE/dt from 0: the ends meet
 *   flows over the whole run, with a rule at the moment
 */

import { Chart } from "../../draw/chart.tsx";
import type { Look } from "../../draw/look.ts";
import { StateDrawing } from "../../draw/state-drawing.tsx";
import { Svg } from "../../draw/svg.tsx";
import { colourOf, dashOf, type Theme } from "../../draw/theme.ts";
import type { FlowAnswer } from "../../engine/flow.ts";
import { type Bar, BarRows } from "../player/bars.tsx";
import type { Size } from "../view.ts";

interface Props {
  readonly answer: FlowAnswer;
  readonly size: Size;
  readonly theme: Theme;
  readonly title: string;
  readonly look: Look;
  readonly ownScale: boolean;
}

const CHART = 170;
const ROW = 24;
/** Below this width the bars stand under the states. */
const NARROW = 520;

export function FlowDrawing({ answer, size, theme, title, look, ownScale }: Props) {
  const { width } = size;
  const narrow = width < NARROW;
  const bars = barsOf(answer, theme);
  const barHeight = 34 + ROW * bars.length;
  const stateHeight = narrow ? 150 : Math.max(barHeight, Math.min(240, size.height - CHART));
  const half = narrow ? width : Math.round(0.45 * width);
  const at = narrow ? { x: 0, y: stateHeight + 8, width } : { x: half + 30, y: (stateHeight - barHeight) / 2, width: width - half - 30 };
  const top = narrow ? stateHeight + barHeight + 16 : stateHeight + 12;
  const factors = answer.factors.map(({ matrix, ...factor }, k) => ({
    factor,
    matrix,
    colour: colourOf(theme, k),
    title: answer.factors.length > 1 ? factor.label : "system",
  }));
  // One scale for the whole run, unless asked otherwise: bars of different moments can be compared.
  const largest = answer.columns.reduce((sum, { values }) => sum + values.reduce((most, v) => Math.max(most, Math.abs(v) || 0), 0), 0);
  const scale = Math.max(1e-300, ownScale ? 0 : largest, ...bars.flatMap(({ from, to }) => [Math.abs(from), Math.abs(to ?? 0)]));
  const height = top + CHART;
  const t = answer.times[answer.k] as number;
  return (
    <Svg width={width} height={height} theme={theme} title={`Flows of energy of ${title} at time ${t}`}>
      <StateDrawing factors={factors} x={0} y={0} width={half} height={stateHeight} theme={theme} look={look} />
      <BarRows title="Energy per time into the system" bars={bars} {...at} scale={scale} theme={theme} meet={answer.rate} label={64} />
      <g transform={`translate(0 ${top})`}>
        <Chart
          width={width}
          height={CHART}
          theme={theme}
          title={`Flows over time of ${title}`}
          x={{ label: "time (1/energy)", from: 0, to: answer.times[answer.times.length - 1] as number }}
          panels={[{ unit: "energy per time", curves: curvesOf(answer, theme) }]}
          cursor={t}
        />
      </g>
    </Svg>
  );
}

function barsOf({ heats, power, rate }: FlowAnswer, theme: Theme): readonly Bar[] {
  let end = 0;
  const bars: Bar[] = heats.map(({ bath, value }, k) => {
    const from = end;
    end += value;
    return { name: bath, about: `heat from ${bath}`, from, to: end, value, colour: colourOf(theme, k + 1) };
  });
  if (power !== null)
    bars.push({
      name: "power",
      about: "work of the drives",
      from: end,
      to: end + power,
      value: power,
      colour: powerColour(theme, heats.length),
    });
  return [...bars, { name: "dE/dt", about: "rate of the energy", from: 0, to: rate, colour: colourOf(theme, 0) }];
}

const powerColour = (theme: Theme, baths: number): string => colourOf(theme, baths + 1);

/** Power only where there is some. */
function curvesOf({ times, columns, heats, power }: FlowAnswer, theme: Theme) {
  return columns.slice(0, power === null ? heats.length : undefined).map(({ name, values }, k) => ({
    name: name.replace("heat ", ""),
    xs: times,
    ys: values,
    colour: colourOf(theme, k + 1),
    dash: dashOf(k),
  }));
}
