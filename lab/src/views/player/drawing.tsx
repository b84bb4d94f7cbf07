/**
 * The picture of one collision:
 *
 *   system  before (outline), after      ═══ V ═══      unit  before (outline), after
 *   energy:  Q, then W from its end; ΔU from 0: the ends meet      entropy:  I + D;  ΔS − βQ: the ends meet
 */

import { blochOf } from "../../draw/bloch.tsx";
import type { Look } from "../../draw/look.ts";
import { type DrawnFactor, StateDrawing } from "../../draw/state-drawing.tsx";
import { Svg } from "../../draw/svg.tsx";
import { colourOf, type Theme } from "../../draw/theme.ts";
import type { FactorStates, PlayerAnswer } from "../../engine/player.ts";
import type { Size } from "../view.ts";
import { type Bar, BarRows } from "./bars.tsx";
import { rounded } from "./rounded.ts";

interface Props {
  readonly answer: PlayerAnswer;
  readonly place: number;
  readonly size: Size;
  readonly theme: Theme;
  readonly look: Look;
  readonly ownScale: boolean;
  readonly title: string;
}

/** Room for the coupling between system and unit, and for four rows of bars. */
const MIDDLE = { wide: 120, narrow: 64 };
const BARS = 132;
/** Below this width the two blocks of bars stand one above the other. */
const NARROW = 520;

export function PlayerDrawing({ answer, place, size, theme, look, ownScale, title }: Props) {
  const { width } = size;
  const narrow = width < NARROW;
  const middle = narrow ? MIDDLE.narrow : MIDDLE.wide;
  const bars = narrow ? 2 * BARS : BARS;
  const height = narrow ? bars + 14 + 150 : Math.max(360, Math.min(size.height, 460));
  const stateHeight = height - bars - 14;
  const started = place > 0;
  const units = answer.units.flatMap((unit) => unit.factors.map((factor) => ({ unit, factor })));
  const weight = (answer.system.length + 0.001) / (answer.system.length + Math.max(1, units.length));
  const left = Math.round((width - middle) * Math.min(0.68, Math.max(0.32, weight)));
  const right = width - middle - left;
  const system = answer.system.map((factor, k) =>
    drawn(
      factor,
      started,
      answer.inside?.system[k] ?? null,
      colourOf(theme, 0),
      answer.system.length > 1 ? factor.label : "system",
      started ? answer.trail : [],
    ),
  );
  const arriving = units.map(({ unit, factor }, k) =>
    drawn(
      factor,
      started,
      answer.inside?.unit[k] ?? null,
      colourOf(theme, 1),
      unitTitle(unit.bath, factor.label, units.length, answer),
      [],
    ),
  );
  return (
    <Svg width={width} height={height} theme={theme} title={started ? `Collision ${place} of ${title}` : `The start of ${title}`}>
      <StateDrawing factors={system} x={0} y={0} width={left} height={stateHeight} theme={theme} look={look} />
      <StateDrawing factors={arriving.slice(0, 6)} x={left + middle} y={0} width={right} height={stateHeight} theme={theme} look={look} />
      <Coupling x={left} y={stateHeight / 2 + 8} width={middle} theme={theme} started={started} answer={answer} />
      {started && <Ledger answer={answer} y={stateHeight + 14} width={width} theme={theme} ownScale={ownScale} />}
    </Svg>
  );
}

function unitTitle(bath: string, label: string, count: number, { units }: PlayerAnswer): string {
  const name = units.length > 1 ? `unit of ${bath}` : "unit";
  return count > units.length ? `${name}: ${label}` : name;
}

/** After the collision, with where it was; inside it, the state on its way; before the first one, as it is. */
function drawn(
  factor: FactorStates,
  started: boolean,
  inside: Float64Array | null,
  colour: string,
  title: string,
  trail: PlayerAnswer["trail"],
): DrawnFactor {
  const matrix = started ? (inside ?? factor.after) : factor.before;
  const before = started ? factor.before : null;
  return { factor, matrix, before, colour, title, trail: factor.kind === "qubit" && trail.length > 0 ? [...trail, blochOf(matrix)] : [] };
}

interface CouplingProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly theme: Theme;
  readonly started: boolean;
  readonly answer: PlayerAnswer;
}

/** What stands between the two: the coupling while it lasts, and when the unit comes or leaves. */
function Coupling({ x, y, width, theme, started, answer }: CouplingProps) {
  const [a, b] = [x + 8, x + width - 8];
  const inside = answer.inside !== null && started;
  const said = !started ? "arrives" : inside ? `s = ${answer.inside?.s}` : "leaves";
  return (
    <g stroke={theme.muted} fill="none">
      {inside ? (
        <>
          <line x1={a} x2={b} y1={y - 2.5} y2={y - 2.5} stroke-width="2" />
          <line x1={a} x2={b} y1={y + 2.5} y2={y + 2.5} stroke-width="2" />
        </>
      ) : (
        <>
          <line x1={started ? a : b} x2={started ? b : a} y1={y} y2={y} />
          <path d={started ? `M${b - 7} ${y - 4}L${b} ${y}L${b - 7} ${y + 4}` : `M${a + 7} ${y - 4}L${a} ${y}L${a + 7} ${y + 4}`} />
        </>
      )}
      <text x={(a + b) / 2} y={y - 12} text-anchor="middle" stroke="none" fill={theme.ink}>
        {inside ? "V" : answer.bath}
      </text>
      <text x={(a + b) / 2} y={y + 22} text-anchor="middle" stroke="none" fill={theme.muted}>
        {said}
      </text>
    </g>
  );
}

interface LedgerProps {
  readonly answer: PlayerAnswer;
  readonly y: number;
  readonly width: number;
  readonly theme: Theme;
  readonly ownScale: boolean;
}

function Ledger({ answer, y, width, theme, ownScale }: LedgerProps) {
  const { Q, W, dU } = rounded(answer);
  const { carried, I, D, dS, flux, Sigma, scale } = answer;
  const [heat, work, gain, left] = [colourOf(theme, 1), colourOf(theme, 3), colourOf(theme, 0), colourOf(theme, 4)];
  const energies: Bar[] = [
    { name: "Q", about: "heat, from the unit", from: 0, to: Q, colour: heat },
    {
      name: "W",
      about: "work of switching V on and off",
      from: Q ?? 0,
      to: Q === null || W === null ? null : Q + W,
      value: W,
      colour: work,
    },
    { name: "dU", about: "energy of the system", from: 0, to: dU, colour: gain },
    ...(carried === null
      ? []
      : [
          {
            name: "carried",
            about: "energy of the unit that stays",
            from: dU ?? 0,
            to: dU === null ? null : dU + carried,
            value: carried,
            colour: left,
          },
        ]),
  ];
  const entropies: Bar[] = [
    { name: "I", about: "correlation of system and unit", from: 0, to: I, colour: colourOf(theme, 2) },
    {
      name: "D",
      about: "distance of the unit from a fresh one",
      from: I ?? 0,
      to: I === null || D === null ? null : I + D,
      value: D,
      colour: colourOf(theme, 5),
    },
    { name: "dS", about: "entropy of the system", from: 0, to: dS, colour: gain },
    {
      name: "−βQ",
      about: "entropy that left with the heat",
      from: dS ?? 0,
      to: dS === null || flux === null ? null : dS + flux,
      value: flux,
      colour: heat,
    },
  ];
  const own = (bars: readonly Bar[]): number => Math.max(1e-300, ...bars.flatMap(({ from, to }) => [Math.abs(from), Math.abs(to ?? 0)]));
  const narrow = width < NARROW;
  const half = narrow ? width : (width - 40) / 2;
  const beside = narrow ? { x: 0, y: y + BARS } : { x: half + 40, y };
  const energyScale = ownScale ? own(energies) : Math.max(scale.energy, own(energies));
  const entropyScale = ownScale ? own(entropies) : Math.max(scale.entropy, own(entropies));
  const end = Q === null || W === null ? null : Q + W;
  return (
    <g>
      {answer.inside?.energy ? (
        <Stack answer={answer} y={y} width={half} theme={theme} />
      ) : (
        <BarRows title="Energy into the system" bars={energies} x={0} y={y} width={half} scale={energyScale} theme={theme} meet={end} />
      )}
      <BarRows title="Entropy (nats)" bars={entropies} {...beside} width={half} scale={entropyScale} theme={theme} meet={Sigma} />
    </g>
  );
}

/** Inside the collision: the energies of system, unit and coupling, one from the end of the other; where they end stays where it is. */
function Stack({ answer, y, width, theme }: Pick<LedgerProps, "answer" | "y" | "width" | "theme">) {
  const energy = answer.inside?.energy;
  if (!energy) return null;
  const { system, unit, coupling } = energy;
  const total = system + unit + coupling;
  const bars: Bar[] = [
    { name: "system", about: "energy of the system", from: 0, to: system, colour: colourOf(theme, 0) },
    { name: "unit", about: "energy of the unit", from: system, to: system + unit, value: unit, colour: colourOf(theme, 1) },
    { name: "V", about: "energy of the coupling", from: system + unit, to: total, value: coupling, colour: colourOf(theme, 3) },
  ];
  const scale = Math.max(1e-300, ...bars.flatMap(({ from, to }) => [Math.abs(from), Math.abs(to ?? 0)]));
  const title = `Energies at s = ${answer.inside?.s}: their sum is constant`;
  return <BarRows title={title} bars={bars} x={0} y={y} width={width} scale={scale} theme={theme} meet={total} label={54} />;
}
