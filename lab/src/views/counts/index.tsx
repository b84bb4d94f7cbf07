/** The distribution of heat, work or jumps after so many collisions: bars on a lattice, negative quasi-probabilities below the axis. */

import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import { rangeOf } from "../../draw/curve.ts";
import { NameText } from "../../draw/name-text.tsx";
import { linearScale, padded } from "../../draw/scales.ts";
import { Svg } from "../../draw/svg.tsx";
import { colourOf } from "../../draw/theme.ts";
import { plainName } from "../../words/names.ts";
import { inWords } from "../../words/numbers.ts";
import { CursorRange } from "../cursor-range.tsx";
import { offers } from "../offers.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";

type Kinds = "counting";

export const counts = defineView<Kinds>({
  ...offers.counts,
  needs: {
    counting: {
      lane: "long",
      ask: (lab): AskOf<"counting"> => ({ source: lab.present.source, length: lab.run.length, at: lab.cursor, count: countOf(lab) }),
      wait: (lab) => lab.facts.dimension > 16,
    },
  },
  picture,
  Panel,
  words,
  table,
});

/** What can be counted by name. */
function countsOf({ facts }: Lab): readonly string[] {
  const baths = facts.baths.map(({ name }) => name);
  // units that arrive are counted by their heat, what acts beside them by its jumps
  if (facts.arriving.length > 0) return [...facts.arriving.map((name) => `Q_${name}`), ...facts.beside.map((name) => `N_${name}`)];
  if (facts.form === "master-equation") return ["N", ...(baths.length > 1 ? baths.map((name) => `N_${name}`) : [])];
  return [...(baths.length > 1 ? baths.map((name) => `Q_${name}`) : []), "Q", "W"];
}

function countOf(lab: Lab): string {
  const all = countsOf(lab);
  return all.find((name) => name === lab.own.count) ?? (all[0] as string);
}

/** What of the probability may lie outside the picture. */
const TAIL = 1e-6;

function picture({ lab, answers, size, theme }: Drawing<Kinds>): ComponentChild {
  const found = answers.counting?.answer;
  if (!found || found.values.length === 0) return null;
  const { values, P, count } = found;
  const most = Math.max(...P.map(Math.abs));
  const kept = Array.from(values, (_, k) => k).filter((k) => Math.abs(P[k] as number) > TAIL * most);
  const [first, last] = [kept[0] ?? 0, kept[kept.length - 1] ?? 0];
  const { width, height } = size;
  const [left, right, top, bottom] = [58, width - 18, 24, height - 42];
  const jumps = count.startsWith("N");
  const gap = smallestGap(values, first, last);
  const x = linearScale((values[first] as number) - gap, (values[last] as number) + gap, [left, right], Math.round((right - left) / 95));
  const [low, high] = rangeOf([P]) ?? [0, 1];
  const y = linearScale(...padded(Math.min(0, low), high, 0.05), [bottom, top], 5);
  const zero = y.at(0);
  const bar = Math.max(1, Math.min(40, (x.at(gap) - x.at(0)) * 0.8));
  const colour = colourOf(theme, count.startsWith("W") ? 3 : 1);
  return (
    <Svg width={width} height={height} theme={theme} title={`Distribution of ${count} in ${lab.facts.title}`}>
      <defs>
        <pattern id="negative" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke={theme.warn} stroke-width="3" />
        </pattern>
      </defs>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={right} y1={Math.round(y.at(tick)) + 0.5} y2={Math.round(y.at(tick)) + 0.5} stroke={theme.grid} />
          <text x={left - 7} y={y.at(tick)} dy="0.35em" text-anchor="end" fill={theme.muted}>
            {inWords(tick, 4)}
          </text>
        </g>
      ))}
      {kept.map((k) => {
        const p = P[k] as number;
        return (
          <rect
            key={k}
            data-curve={count}
            x={x.at(values[k] as number) - bar / 2}
            width={bar}
            y={Math.min(zero, y.at(p))}
            height={Math.max(0.5, Math.abs(y.at(p) - zero))}
            fill={p < 0 ? "url(#negative)" : colour}
          >
            <title>{`${inWords(values[k])}: ${inWords(p)}`}</title>
          </rect>
        );
      })}
      <line x1={left} x2={right} y1={Math.round(zero) + 0.5} y2={Math.round(zero) + 0.5} stroke={theme.muted} />
      <text x={12} y={top - 7} fill={theme.muted}>
        probability
      </text>
      {found.mean !== null && (
        <>
          <line x1={x.at(found.mean)} x2={x.at(found.mean)} y1={top} y2={bottom} stroke={theme.ink} stroke-dasharray="4 3" />
          <text x={x.at(found.mean) + 6} y={top + 9} fill={theme.ink} stroke={theme.ground} stroke-width="4" paint-order="stroke">
            mean {inWords(found.mean, 4)}
          </text>
        </>
      )}
      {x.ticks
        .filter((tick) => !jumps || Number.isInteger(tick))
        .map((tick) => (
          <text key={tick} x={x.at(tick)} y={bottom + 18} text-anchor="middle" fill={theme.muted}>
            {inWords(tick, 4)}
          </text>
        ))}
      <text x={(left + right) / 2} y={bottom + 36} text-anchor="middle" fill={theme.muted}>
        <NameText name={count} />
        <tspan>{jumps ? " (jumps)" : " (energy)"}</tspan>
      </text>
    </Svg>
  );
}

function smallestGap(values: Float64Array, first: number, last: number): number {
  let gap = Number.POSITIVE_INFINITY;
  for (let k = first + 1; k <= last; k++) gap = Math.min(gap, Math.abs((values[k] as number) - (values[k - 1] as number)));
  return Number.isFinite(gap) && gap > 0 ? gap : 1;
}

function Panel({ lab, acts, answers, picture: drawn, size }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const found = answers.counting?.answer;
  return (
    <div class="view">
      <div class="tools">
        <label>
          count{" "}
          <select aria-label="What is counted" value={countOf(lab)} onChange={(event) => acts.keep("count", event.currentTarget.value)}>
            {countsOf(lab).map((name) => (
              <option key={name} value={name}>
                {plainName(name)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="picture" style={{ minHeight: `${size.height}px` }}>
        {drawn}
      </div>
      <CursorRange lab={lab} acts={acts} />
      {found && (
        <dl class="facts numbers">
          <dt>mean</dt>
          <dd>{inWords(found.mean)}</dd>
          <dt>variance</dt>
          <dd>{inWords(found.variance)}</dd>
          <dt>skewness</dt>
          <dd>{inWords(found.skewness)}</dd>
          <dt>variance × entropy production / mean²</dt>
          <dd>{inWords(found.uncertaintyProduct)}</dd>
        </dl>
      )}
    </div>
  );
}

function words({ counting: state }: Answers<Kinds>, lab: Lab): readonly string[] {
  const found = state?.answer;
  if (!found) return [];
  const when = lab.facts.form === "collisions" ? `After ${found.at} collisions` : `At time ${inWords(found.at, 4)}`;
  const negative = found.P.some((p) => p < -1e-12);
  return [
    `${when} ${plainName(found.count)} is ${inWords(found.mean, 5)} on average, with a standard deviation of ${inWords(Math.sqrt(found.variance ?? Number.NaN), 4)}.`,
    found.quantum === null ? "" : `It comes in quanta of ${inWords(found.quantum, 5)}.`,
    negative ? "Some quasi-probabilities are negative (hatched): what is counted has coherence." : "",
    found.binWidth === null ? "" : `Values are in bins of width ${inWords(found.binWidth, 4)}.`,
  ].filter(Boolean);
}

function table({ counting: state }: Answers<Kinds>): Table | null {
  const found = state?.answer;
  return found ? { names: [found.count, "P"], units: ["energy", ""], columns: [found.values, found.P] } : null;
}
