/** Observables over one parameter: stationary values, or those at the end of a run; coarse points come first. */
import type { ComponentChild } from "preact";
import { Chart, type ChartProps } from "../../draw/chart.tsx";
import { colourOf, dashOf } from "../../draw/theme.ts";
import { Observables } from "../../panels/observables.tsx";
import { isSweepable } from "../../state/studies.ts";
import { isDoubt } from "../../words/cautions.ts";
import { sweepCommand } from "../../words/command.ts";
import { curveInWords } from "../../words/curves.ts";
import { isOfOneCollision, isTotal, plainName, summedBy, unitIn } from "../../words/names.ts";
import { offers } from "../offers.ts";
import { groupsOf } from "../time/groups.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";
import { lineNeed, sweepRecord, sweptOf } from "./axes.ts";

type Kinds = "sweep";

export const sweep = defineView<Kinds>({
  ...offers.sweep,
  needs: { sweep: lineNeed },
  picture,
  Panel,
  words,
  table,
  record: ({ sweep: state }) => sweepRecord(state?.answer ?? null),
  command: (lab, _answers, form) => {
    const ask = lineNeed.ask(lab);
    return ask && sweepCommand(lab, ask, form);
  },
});

/** The points that were computed, in their order. */
function computed(answers: Answers<Kinds>) {
  const found = answers.sweep?.answer;
  if (found?.axes.length !== 1) return null;
  const [axis] = found.axes;
  if (!axis) return null;
  const places = axis.values.map((_, k) => k).filter((k) => found.done[k] === 1);
  return {
    axis,
    xs: places.map((k) => axis.values[k] as number),
    columns: found.columns.map(({ name, values }) => ({ name, values: Float64Array.from(places, (k) => values[k] as number) })),
    problems: found.problems,
    doubts: [...new Set(found.cautions.filter(isDoubt).map(({ at }) => at))],
  };
}

function picture(drawing: Drawing<Kinds>): ComponentChild {
  const props = chart(drawing);
  return props && <Chart {...props} />;
}

function chart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const found = computed(answers);
  if (!found || found.xs.length < 2) return null;
  const { axis, xs, columns, problems, doubts } = found;
  const called = nameIn(sweptOf(lab));
  const order = new Map(columns.map(({ name }, k) => [name, k]));
  const unit = lab.facts.parameters.find(({ name }) => name === axis.name)?.unit;
  const around = (at: number, colour: string, opacity: number) => {
    const [before = axis.values[0], here = 0, after = here] = [axis.values[at - 1], axis.values[at], axis.values[at + 1]];
    return { from: ((before as number) + here) / 2, to: (here + after) / 2, colour, opacity };
  };
  return {
    ...size,
    theme,
    title: `${columns.map(({ name }) => name).join(", ")} over ${axis.name}`,
    x: {
      label: `${plainName(axis.name)}${unit && unit !== "1" ? ` (${unit})` : ""}`,
      from: axis.values[0] as number,
      to: axis.values[axis.values.length - 1] as number,
      log: axis.log,
    },
    panels: groupsOf(columns, (name) => unitIn(lab.facts, name)).map((group) => ({
      unit: group.unit,
      curves: columns
        .filter(({ name }) => group.names.includes(name))
        .map(({ name, values }) => {
          const k = order.get(name) ?? 0;
          return { name: called(name), xs, ys: values, colour: colourOf(theme, k), dash: dashOf(k), dots: xs.length <= DOTS };
        }),
    })),
    cursor: Number(lab.values[axis.name]),
    shades: [
      ...problems.map(({ at }) => around(at, theme.hatch, 0.5)),
      ...doubts.map((at) => around(at, theme.warn, theme.dark ? 0.22 : 0.14)),
    ],
  };
}

/** So many points are marked: what lies between them is not computed. */
const DOTS = 101;

/** In a stationary cycle a total is what one order adds. */
const nameIn = (of: "steady" | "run") => (of === "steady" ? summedBy : (name: string) => name);

function Panel(props: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const { lab, acts, answers, picture: drawn, size } = props;
  const of = sweptOf(lab);
  const numeric = lab.facts.parameters.filter(isSweepable);
  return (
    <div class="view">
      <div class="tools">
        <label>
          over{" "}
          <select
            aria-label="Swept parameter"
            value={lab.swept.x ?? ""}
            onChange={(event) => acts.setSweep("x", event.currentTarget.value || null)}
          >
            {numeric.map(({ name }) => (
              <option key={name} value={name}>
                {plainName(name)}
              </option>
            ))}
          </select>
        </label>
        <span class="spacer" />
        <button type="button" class="quiet" aria-pressed={of === "steady"} onClick={() => acts.keep("of", "steady")}>
          stationary
        </button>
        <button type="button" class="quiet" aria-pressed={of === "run"} onClick={() => acts.keep("of", "run")}>
          end of the run
        </button>
      </div>
      <div class="picture" style={{ minHeight: `${Math.min(size.height, 300)}px` }}>
        {drawn}
      </div>
      <Missing answers={answers} />
      <Observables lab={lab} acts={acts} />
    </div>
  );
}

/** Points without a value, with the reason of the first. */
function Missing({ answers }: { readonly answers: Answers<Kinds> }) {
  const problems = answers.sweep?.answer?.problems ?? [];
  const [first] = problems;
  if (!first) return null;
  return (
    <p class="hint">
      {problems.length} {problems.length === 1 ? "point has" : "points have"} no value (shaded): {first.reason}
    </p>
  );
}

function words(answers: Answers<Kinds>, lab: Lab): readonly string[] {
  const found = computed(answers);
  if (!found || found.xs.length < 2) return [];
  const { axis, columns, xs } = found;
  const called = nameIn(sweptOf(lab));
  const { order } = lab.facts;
  const sums = sweptOf(lab) === "steady" && order.length > 1 && columns.some(({ name }) => isTotal(name) || isOfOneCollision(name));
  return [
    ...columns.map(({ name, values }) => curveInWords({ name: called(name), axis: `${plainName(axis.name)} =`, xs, ys: values })),
    ...(sums ? [`Columns of the ledger are sums over one order (${order.join(", ")}).`] : []),
  ];
}

function table(answers: Answers<Kinds>, lab: Lab): Table | null {
  const found = computed(answers);
  if (!found) return null;
  return {
    names: [found.axis.name, ...found.columns.map(({ name }) => name)],
    units: ["", ...found.columns.map(({ name }) => unitIn(lab.facts, name))],
    columns: [found.xs, ...found.columns.map(({ values }) => values)],
  };
}
