/** A mode in phase space: its Wigner function at the cursor, grey where it is zero, with both marginals. */
import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import { colourMap, gridImage } from "../../draw/colour-maps.ts";
import { rangeOf } from "../../draw/curve.ts";
import { HeatMap } from "../../draw/heat-map.tsx";
import type { WignerAnswer } from "../../engine/wigner.ts";
import { dragging } from "../../state/lab.ts";
import { inWords } from "../../words/numbers.ts";
import { CursorRange } from "../cursor-range.tsx";
import { offers } from "../offers.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab } from "../view.ts";

type Kinds = "wigner";

/** Points along an axis at rest, and while something moves. */
const FINE = 81;
const COARSE = 41;

export const wigner = defineView<Kinds>({
  ...offers.wigner,
  needs: { wigner: { lane: "aside", ask: askFor } },
  picture,
  Panel,
  words,
});

const modesOf = ({ facts }: Lab): readonly string[] => facts.factors.filter(({ kind }) => kind === "fock").map(({ label }) => label);

function labelOf(lab: Lab): string {
  const modes = modesOf(lab);
  return modes.find((label) => label === lab.own.label) ?? (modes[0] as string);
}

function askFor(lab: Lab): AskOf<"wigner"> {
  const points = dragging.value ? COARSE : FINE;
  return { source: lab.present.source, length: lab.run.length, at: lab.cursor, label: labelOf(lab), points };
}

function picture({ lab, answers, size, theme }: Drawing<Kinds>): ComponentChild {
  const found = answers.wigner?.answer;
  if (!found) return null;
  const { half, points, values } = found;
  const [low, high] = rangeOf([values]) ?? [0, 1];
  // W of the vacuum is 1/π: the scale of all states, so that colours mean the same over a run.
  const most = Math.max(1 / Math.PI, Math.abs(low), high);
  const map = colourMap(-most, most, theme.dark, true);
  const image = gridImage(points, points, (row, column) => values[row * points + column] as number, map);
  const height = Math.max(380, Math.min(size.height, 560));
  const axis = (label: string) => ({ label, from: -half, to: half, log: false });
  return (
    <HeatMap
      width={Math.min(size.width, height + 160)}
      height={height}
      theme={theme}
      title={`Wigner function of ${found.label} in ${lab.facts.title}`}
      label="W(x, p)"
      x={axis("x = (a + a†)/√2")}
      y={axis("p = (a − a†)/(i√2)")}
      image={image}
      map={map}
      square
    >
      {(x, y, { left, right, top, bottom }) => (
        <Marginals found={found} x={x.at} y={y.at} box={[left, right, top, bottom]} colour={theme.ink} />
      )}
    </HeatMap>
  );
}

interface MarginalProps {
  readonly found: WignerAnswer;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly box: readonly [left: number, right: number, top: number, bottom: number];
  readonly colour: string;
}

/** Share of the picture that a marginal's peak takes. */
const SHARE = 0.16;

function Marginals({ found, x, y, box: [left, right, top, bottom], colour }: MarginalProps) {
  const { half, points, alongX, alongP } = found;
  const at = (k: number): number => -half + (2 * half * k) / (points - 1);
  const peak = Math.max(...alongX, ...alongP, 1e-12);
  const up = (value: number): number => bottom - (value / peak) * SHARE * (bottom - top);
  const over = (value: number): number => left + (value / peak) * SHARE * (right - left);
  const path = (values: Float64Array, point: (k: number, value: number) => string): string =>
    Array.from(values, (value, k) => `${k === 0 ? "M" : "L"}${point(k, value)}`).join("");
  return (
    <g fill="none" stroke={colour} stroke-opacity="0.65" stroke-width="1.3">
      <path data-curve="x" d={path(alongX, (k, value) => `${x(at(k)).toFixed(1)} ${up(value).toFixed(1)}`)} />
      <path data-curve="p" d={path(alongP, (k, value) => `${over(value).toFixed(1)} ${y(at(k)).toFixed(1)}`)} />
    </g>
  );
}

function Panel({ lab, acts, picture: drawn, size }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const modes = modesOf(lab);
  return (
    <div class="view">
      {modes.length > 1 && (
        <div class="tools">
          <label>
            mode{" "}
            <select aria-label="Mode" value={labelOf(lab)} onChange={(event) => acts.keep("label", event.currentTarget.value)}>
              {modes.map((label) => (
                <option key={label}>{label}</option>
              ))}
            </select>
          </label>
        </div>
      )}
      <div class="picture" style={{ minHeight: `${Math.max(380, Math.min(size.height, 560))}px` }}>
        {drawn}
      </div>
      <CursorRange lab={lab} acts={acts} />
    </div>
  );
}

function words({ wigner: state }: Answers<Kinds>): readonly string[] {
  const found = state?.answer;
  if (!found) return [];
  const [low, high] = rangeOf([found.values]) ?? [0, 0];
  return [
    `Mode ${found.label} holds ${inWords(found.photons, 4)} quanta; its Wigner function reaches ${inWords(high, 3)}.`,
    low < -1e-4 ? `It is negative down to ${inWords(low, 3)}: no classical field looks like this.` : "It is nowhere negative.",
    "The curves at the edges are the distributions of x and p.",
  ];
}
