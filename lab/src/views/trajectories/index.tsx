/** One watched run with its clicks, the mean of many, and the exact curve that the mean tends to. */
import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import { Chart, type ChartProps, type Curve, chartFrame, chartX } from "../../draw/chart.tsx";
import { linearScale } from "../../draw/scales.ts";
import { Svg } from "../../draw/svg.tsx";
import { colourOf, type Theme } from "../../draw/theme.ts";
import type { TrajectoriesAnswer, Watched } from "../../engine/trajectories.ts";
import { unravelCommand } from "../../words/command.ts";
import { plainName, sentence, unitIn } from "../../words/names.ts";
import { grouped, inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { groupsOf } from "../time/groups.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";

type Kinds = "trajectories";

const TRAJECTORIES = 256;
/** Number of the first run: a mean needs two before it. */
const FIRST = 2;

export const trajectories = defineView<Kinds>({
  ...offers.trajectories,
  needs: { trajectories: { lane: "long", ask: askFor, wait: ({ facts }) => facts.dimension > 32 } },
  picture,
  Panel,
  words,
  table,
  record: ({ trajectories: state }) => state?.answer?.record ?? null,
  command: (lab, { trajectories: state }) => unravelCommand(lab, askFor(lab), state?.answer ?? null),
});

function ways({ facts }: Lab): readonly Watched[] {
  if (facts.arriving.length > 0) return ["measured", "jumps"];
  return facts.form === "collisions" ? ["measured"] : ["jumps", "homodyne"];
}

function wayOf(lab: Lab): Watched {
  const all = ways(lab);
  return all.find((one) => one === lab.own.by) ?? (all[0] as Watched);
}

function askFor(lab: Lab): AskOf<"trajectories"> {
  const states = lab.run.observe.filter((name) => !/^(dU|dS|Q|W|Sigma|mutual_information|relative_entropy|unit_ergotropy)(_|$)/.test(name));
  return {
    source: lab.present.source,
    length: lab.run.length,
    observe: states.length > 0 ? states : lab.facts.defaultObservables.slice(0, 1),
    by: wayOf(lab),
    seed: typeof lab.own.seed === "number" ? lab.own.seed : 1,
    trajectories: TRAJECTORIES,
    which: typeof lab.own.which === "number" ? lab.own.which : null,
  };
}

function picture(drawing: Drawing<Kinds>): ComponentChild {
  const props = chart(drawing);
  const found = drawing.answers.trajectories?.answer;
  if (!props || !found) return null;
  const frame = chartFrame(props);
  const x = chartX(props.x, frame);
  const { theme } = drawing;
  const seen = found.outcomes;
  const few = found.clicks.length <= 400;
  return (
    <Chart {...props}>
      <g>
        {few &&
          found.clicks.map(({ at, outcome }, k) => {
            const level = seen.length > 1 ? outcome / (seen.length - 1) : 0;
            const y = frame.bottom - 6 - 10 * level;
            return (
              <line
                key={`${at} ${k}`}
                x1={x.at(at)}
                x2={x.at(at)}
                y1={y}
                y2={y + 6}
                stroke={colourOf(theme, 3 + outcome)}
                stroke-width="1.2"
              />
            );
          })}
      </g>
    </Chart>
  );
}

function chart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const found = answers.trajectories?.answer;
  if (!found) return null;
  const xs = found.axis.values;
  const order = new Map(found.one.map(({ name }, k) => [name, k]));
  const pick = (columns: readonly { readonly name: string; readonly values: Float64Array }[], name: string) =>
    columns.find((one) => one.name === name)?.values;
  return {
    ...size,
    theme,
    title: `A watched run of ${lab.facts.title}`,
    x: {
      label: found.axis.name === "collision" ? "collisions" : "time (1/energy)",
      from: xs[0] as number,
      to: xs[xs.length - 1] as number,
    },
    panels: groupsOf(found.exact, (name) => unitIn(lab.facts, name)).map(({ unit, names }) => ({
      unit,
      bands: names.flatMap((name) => {
        const [mean, error] = [pick(found.mean, name), pick(found.standardError, name)];
        if (!mean || !error) return [];
        const colour = colourOf(theme, order.get(name) ?? 0);
        return [
          {
            xs,
            low: mean.map((v, k) => v - (error[k] as number)),
            high: mean.map((v, k) => v + (error[k] as number)),
            colour,
            opacity: 0.25,
          },
        ];
      }),
      curves: names.flatMap((name): Curve[] => {
        const colour = colourOf(theme, order.get(name) ?? 0);
        const [one, mean, exact] = [pick(found.one, name), pick(found.mean, name), pick(found.exact, name)];
        return [
          ...(mean ? [{ name, label: "mean", xs, ys: mean, colour, dash: "", width: 1.2, opacity: 0.7, quiet: true }] : []),
          ...(exact ? [{ name, label: "exact", xs, ys: exact, colour: theme.ink, dash: "5 4", width: 1.3, quiet: true }] : []),
          ...(one ? [{ name, xs, ys: one, colour, dash: "", width: 2 }] : []),
        ];
      }),
    })),
    cursor: lab.cursor,
    legend: [
      { label: `run ${found.which - FIRST + 1}`, colour: theme.muted, as: "line" },
      { label: `mean of ${grouped(found.done)} runs ± s.e.`, colour: theme.muted, as: "band" },
      { label: "exact", colour: theme.ink, as: "line", dash: "5 4", width: 1.3 },
      ...found.outcomes.map((name, outcome) => ({
        label: outcomeInWords(name, lab),
        colour: colourOf(theme, 3 + outcome),
        as: "tick" as const,
      })),
    ],
  };
}

/** A click by its bath, a reading by the level of energy at which the unit was found. */
function outcomeInWords(name: string, lab: Lab): string {
  return wayOf(lab) === "measured" ? `unit at level ${name}` : name;
}

function Panel({
  lab,
  acts,
  answers,
  picture: drawn,
  size,
  theme,
}: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const which = typeof lab.own.which === "number" ? lab.own.which : (answers.trajectories?.answer?.which ?? FIRST);
  const all = ways(lab);
  return (
    <div class="view">
      <div class="tools">
        {all.length > 1 &&
          all.map((way) => (
            <button key={way} type="button" class="quiet" aria-pressed={wayOf(lab) === way} onClick={() => acts.keep("by", way)}>
              {way}
            </button>
          ))}
        <span class="spacer" />
        <button type="button" class="quiet" disabled={which <= FIRST} onClick={() => acts.keep("which", which - 1)}>
          Previous run
        </button>
        <span class="numbers hint">run {which - FIRST + 1}</span>
        <button type="button" class="quiet" onClick={() => acts.keep("which", which + 1)}>
          Next run
        </button>
      </div>
      <div class="picture" style={{ minHeight: `${size.height}px` }}>
        {drawn}
      </div>
      {answers.trajectories?.answer?.waits && <Waits waits={answers.trajectories.answer.waits} width={size.width} theme={theme} />}
    </div>
  );
}

/** Bins of the times between clicks. */
const BINS = 24;
const WAITS = 120;

/** How long one waits from a click to the next: a histogram over all runs. */
function Waits({ waits, width, theme }: { readonly waits: Float64Array; readonly width: number; readonly theme: Theme }) {
  if (waits.length < 2 * BINS) return null;
  const most = Math.max(...waits);
  const counts = new Array<number>(BINS).fill(0);
  for (const wait of waits) counts[Math.min(BINS - 1, Math.floor((wait / most) * BINS))]++;
  const x = linearScale(0, most, [56, width - 60], 6);
  const [top, bottom] = [20, WAITS - 34];
  const tallest = Math.max(...counts);
  return (
    <Svg
      width={width}
      height={WAITS}
      theme={theme}
      title={`Times between clicks: ${waits.length} of them, ${inWords(mean(waits), 4)} on average`}
    >
      <text x="4" y="12" fill={theme.muted}>
        waits between clicks
      </text>
      {counts.map((count, k) => (
        <rect
          key={k}
          x={x.at((most * k) / BINS) + 0.5}
          width={(x.pixels[1] - x.pixels[0]) / BINS - 1}
          y={bottom - ((bottom - top) * count) / tallest}
          height={((bottom - top) * count) / tallest}
          fill={colourOf(theme, 3)}
        />
      ))}
      <line x1={x.pixels[0]} x2={x.pixels[1]} y1={bottom} y2={bottom} stroke={theme.muted} />
      {x.ticks.map((tick) => (
        <text key={tick} x={x.at(tick)} y={bottom + 15} text-anchor="middle" fill={theme.muted}>
          {inWords(tick, 4)}
        </text>
      ))}
      <text x={(x.pixels[0] + x.pixels[1]) / 2} y={bottom + 30} text-anchor="middle" fill={theme.muted}>
        time (1/energy)
      </text>
    </Svg>
  );
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function words({ trajectories: state }: Answers<Kinds>, lab: Lab): readonly string[] {
  const found = state?.answer;
  if (!found) return [];
  const clicks = wayOf(lab) === "jumps";
  const seen = found.outcomes.map((name, k) => {
    const count = found.clicks.filter(({ outcome }) => outcome === k).length;
    return clicks ? `${count} ${count === 1 ? "click" : "clicks"} of ${name}` : `${grouped(count)} at level ${name}`;
  });
  const which = `Run ${found.which - FIRST + 1}`;
  const units = `units${found.units === null ? "" : ` of ${found.units}`}`;
  return [
    seen.length === 0
      ? `${which} is a current without clicks.`
      : clicks
        ? `${which} saw ${found.clicks.length === 0 ? "nothing" : seen.join(", ")}.`
        : `${which} read the energy of ${grouped(found.clicks.length)} ${units} that left: ${seen.join(", ")} (0 is the lowest).`,
    found.waits && found.waits.length > 1
      ? `From one click to the next ${inWords(mean(found.waits), 3)} pass on average (${grouped(found.waits.length)} waits).`
      : "",
    ...meansInWords(found),
  ].filter(Boolean);
}

/** The mean of runs against the exact curve, where the two are the same thing. */
function meansInWords({ mean, exact, linear, done, axis }: TrajectoriesAnswer): readonly string[] {
  const last = axis.values.length - 1;
  const pairs = mean.map(({ name, values }, k) => ({ name, here: inWords(values[last], 4), there: inWords(exact[k]?.values[last], 4) }));
  const same = pairs.filter(({ name }) => linear.includes(name));
  const others = pairs.filter(({ name }) => !linear.includes(name));
  return [
    same.length === 0
      ? ""
      : `The mean of ${grouped(done)} runs follows the exact curve: at the end ${same.map(({ name, here, there }) => `${plainName(name)} is ${here} against ${there}`).join(", ")}.`,
    ...others.map(({ name, here, there }) =>
      sentence(`${plainName(name)} is not linear in the state: its mean over runs, ${here}, is not its value in the mean state, ${there}`),
    ),
  ];
}

function table({ trajectories: state }: Answers<Kinds>): Table | null {
  const found = state?.answer;
  if (!found) return null;
  const columns = [
    ...found.one.map(({ name, values }) => ({ name: `one_${name}`, values })),
    ...found.mean.map(({ name, values }) => ({ name: `mean_${name}`, values })),
    ...found.exact.map(({ name, values }) => ({ name: `exact_${name}`, values })),
  ];
  return {
    names: [found.axis.name, ...columns.map(({ name }) => name)],
    units: [],
    columns: [found.axis.values, ...columns.map(({ values }) => values)],
  };
}
