/** What a mode or a qubit emits in its stationary state: a smooth curve, and sticks for the coherent lines. */
import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import { Chart, type ChartProps, chartFrame, chartX } from "../../draw/chart.tsx";
import { colourOf } from "../../draw/theme.ts";
import type { SpectrumAnswer } from "../../engine/spectrum.ts";
import { inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";

type Kinds = "spectrum";

const POINTS = 801;
const HALF = 8;

export const spectrum = defineView<Kinds>({
  ...offers.spectrum,
  needs: { spectrum: { lane: "aside", ask: askFor, wait: ({ facts }) => facts.dimension > 40 } },
  picture,
  Panel,
  words,
  table,
});

const emitters = ({ facts }: Lab): readonly string[] =>
  facts.factors.filter(({ kind }) => kind === "fock" || kind === "qubit").map(({ label }) => label);

function labelOf(lab: Lab): string {
  const all = emitters(lab);
  return all.find((label) => label === lab.own.label) ?? (all[0] as string);
}

const halfOf = (lab: Lab): number => (typeof lab.own.half === "number" ? lab.own.half : HALF);

function askFor(lab: Lab): AskOf<"spectrum"> {
  return { source: lab.present.source, label: labelOf(lab), half: halfOf(lab), points: POINTS };
}

function picture(drawing: Drawing<Kinds>): ComponentChild {
  const found = drawing.answers.spectrum?.answer;
  const props = chart(drawing);
  if (!found || !props) return null;
  const frame = chartFrame(props);
  const x = chartX(props.x, frame);
  const heaviest = Math.max(...found.lines.map(({ weight }) => weight), 1e-300);
  return (
    <Chart {...props}>
      <g>
        {found.lines
          .filter(({ at, weight }) => Math.abs(at) <= props.x.to && weight > 1e-12)
          .map(({ at, weight }) => {
            const height = (frame.bottom - frame.top) * (0.15 + 0.75 * Math.sqrt(weight / heaviest));
            return (
              <g key={at} stroke={drawing.theme.warn}>
                <line x1={x.at(at)} x2={x.at(at)} y1={frame.bottom} y2={frame.bottom - height} stroke-width="2" />
                <text
                  x={x.at(at) + 6}
                  y={frame.bottom - height + 10}
                  stroke={drawing.theme.ground}
                  stroke-width="4"
                  stroke-linejoin="round"
                  paint-order="stroke"
                  fill={drawing.theme.warn}
                >
                  line, weight {inWords(weight, 4)}
                </text>
              </g>
            );
          })}
      </g>
    </Chart>
  );
}

function chart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const found = answers.spectrum?.answer;
  if (!found) return null;
  const end = found.omega[found.omega.length - 1] as number;
  return {
    ...size,
    theme,
    title: `Spectrum of ${labelOf(lab)} in ${lab.facts.title}`,
    x: { label: "frequency ω (energy)", from: -end, to: end },
    panels: [
      {
        unit: "incoherent S(ω)",
        log: lab.own.logY === true && found.incoherent.every((value) => value > 0),
        curves: [{ name: "S", xs: found.omega, ys: found.incoherent, colour: colourOf(theme, 0), dash: "" }],
      },
    ],
  };
}

function Panel({ lab, acts, picture: drawn, size }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const all = emitters(lab);
  return (
    <div class="view">
      <div class="tools">
        <label>
          of{" "}
          <select aria-label="What emits" value={labelOf(lab)} onChange={(event) => acts.keep("label", event.currentTarget.value)}>
            {all.map((label) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
        <label>
          ω up to{" "}
          <input
            type="text"
            inputMode="decimal"
            class="number numbers short"
            aria-label="Largest frequency"
            value={String(halfOf(lab))}
            onChange={(event) => {
              const value = Number(event.currentTarget.value);
              if (value > 0 && Number.isFinite(value)) acts.keep("half", value);
            }}
          />
        </label>
        <span class="spacer" />
        <button type="button" class="quiet" aria-pressed={lab.own.logY === true} onClick={() => acts.keep("logY", lab.own.logY !== true)}>
          log y
        </button>
      </div>
      <div class="picture" style={{ minHeight: `${size.height}px` }}>
        {drawn}
      </div>
    </div>
  );
}

/** Local maxima with their full width at half height, the highest first. */
export function peaksOf({ omega, incoherent }: Pick<SpectrumAnswer, "omega" | "incoherent">): readonly {
  readonly at: number;
  readonly height: number;
  readonly width: number | null;
}[] {
  const peaks: { at: number; height: number; width: number | null }[] = [];
  for (let k = 1; k < omega.length - 1; k++) {
    const value = incoherent[k] as number;
    if (!(value > (incoherent[k - 1] as number) && value >= (incoherent[k + 1] as number))) continue;
    peaks.push({ at: omega[k] as number, height: value, width: widthAt(omega, incoherent, k) });
  }
  return peaks.sort((a, b) => b.height - a.height);
}

function widthAt(omega: Float64Array, S: Float64Array, k: number): number | null {
  const half = (S[k] as number) / 2;
  const cross = (step: 1 | -1): number | null => {
    for (let j = k + step; j > 0 && j < S.length - 1; j += step) {
      const [a, b] = [S[j - step] as number, S[j] as number];
      if (b > half) continue;
      const part = (a - half) / (a - b);
      return (omega[j - step] as number) + part * ((omega[j] as number) - (omega[j - step] as number));
    }
    return null;
  };
  const [left, right] = [cross(-1), cross(1)];
  return left === null || right === null ? null : right - left;
}

/** A spectrum below this is that of rounding. */
const DARK = 1e-12;

function words({ spectrum: state }: Answers<Kinds>): readonly string[] {
  const found = state?.answer;
  if (!found) return [];
  const peaks = peaksOf(found).slice(0, 3);
  return [
    peaks.length === 0
      ? found.incoherent.every((value) => Math.abs(value) < DARK)
        ? "Nothing is emitted incoherently: the spectrum is 0."
        : "The spectrum has no maximum here."
      : `Maxima at ${peaks.map(({ at, width }) => `ω = ${inWords(at, 4)}${width === null ? "" : ` (width ${inWords(width, 3)})`}`).join(", ")}.`,
    ...found.lines
      .filter(({ weight }) => weight > 1e-12)
      .map(({ at, weight }) => `A coherent line at ω = ${inWords(at, 4)} has the weight ${inWords(weight, 4)}.`),
  ];
}

function table({ spectrum: state }: Answers<Kinds>): Table | null {
  const found = state?.answer;
  return found ? { names: ["omega", "incoherent"], units: ["energy", ""], columns: [found.omega, found.incoherent] } : null;
}
