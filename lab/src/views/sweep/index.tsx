/** Observables over one parameter: stationary values, or those at the end of a run; coarse points come first. */
import type { ComponentChild } from "preact";
import { Chart, type ChartProps } from "../../draw/chart.tsx";
import { colourOf, dashOf } from "../../draw/theme.ts";
import { Observables } from "../../panels/observables.tsx";
import { isSweepable } from "../../state/studies.ts";
import { sweepCommand } from "../../words/command.ts";
import { curveInWords } from "../../words/curves.ts";
import { plainName, unitOf } from "../../words/names.ts";
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
  };
}

function picture(drawing: Drawing<Kinds>): ComponentChild {
  const props = chart(drawing);
  return props && <Chart {...props} />;
}

function chart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const found = computed(answers);
  if (!found || found.xs.length < 2) return null;
  const { axis, xs, columns, problems } = found;
  const order = new Map(columns.map(({ name }, k) => [name, k]));
  const declared = (name: string) => lab.facts.observables.find((one) => one.name === name)?.unit ?? null;
  const unit = lab.facts.parameters.find(({ name }) => name === axis.name)?.unit;
  const missing = problems.map(({ at }) => axis.values[at] as number).sort((a, b) => a - b);
  const half = ((axis.values[1] as number) - (axis.values[0] as number)) / 2;
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
    panels: groupsOf(columns, declared).map((group) => ({
      unit: group.unit,
      curves: columns
        .filter(({ name }) => group.names.includes(name))
        .map(({ name, values }) => {
          const k = order.get(name) ?? 0;
          return { name, xs, ys: values, colour: colourOf(theme, k), dash: dashOf(k) };
        }),
    })),
    cursor: Number(lab.values[axis.name]),
    shades: missing.map((at) => ({ from: at - half, to: at + half, colour: theme.hatch })),
  };
}

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
              <option key={name}>{name}</option>
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

function words(answers: Answers<Kinds>, _lab: Lab): readonly string[] {
  const found = computed(answers);
  if (!found || found.xs.length < 2) return [];
  return found.columns.map(({ name, values }) => curveInWords({ name, axis: `${plainName(found.axis.name)} =`, xs: found.xs, ys: values }));
}

function table(answers: Answers<Kinds>, lab: Lab): Table | null {
  const found = computed(answers);
  if (!found) return null;
  const declared = (name: string) => lab.facts.observables.find((one) => one.name === name)?.unit ?? null;
  return {
    names: [found.axis.name, ...found.columns.map(({ name }) => name)],
    units: ["", ...found.columns.map(({ name }) => unitOf(name, declared(name)))],
    columns: [found.xs, ...found.columns.map(({ values }) => values)],
  };
}
