/** Observables along collisions or time, with their stationary values. */
import { Chart, type ChartPanel, type ChartProps } from "../../draw/chart.tsx";
import { rangeOf } from "../../draw/curve.ts";
import { colourOf, dashOf } from "../../draw/theme.ts";
import type { RunAnswer } from "../../engine/run.ts";
import { latest } from "../../state/answers.ts";
import { pins } from "../../state/pins.ts";
import { curveInWords } from "../../words/curves.ts";
import { machineInWords } from "../../words/machines.ts";
import { hasLimit, isOfOneCollision, unitIn } from "../../words/names.ts";
import { inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";
import { runNeed, steadyNeed } from "./asks.ts";
import { groupsOf } from "./groups.ts";
import { TimePanel } from "./panel.tsx";

type Kinds = "run" | "steady";

export const time = defineView<Kinds>({
  ...offers.time,
  needs: { run: runNeed, steady: steadyNeed },
  picture,
  Panel: TimePanel,
  words,
  table,
  record: ({ run }) => (run?.answer ? { axes: [run.answer.axis], columns: run.answer.columns } : null),
});

/** What the axis is called. */
export function axisLabel({ axis }: RunAnswer, lab: Lab): string {
  if (axis.name === "collision") return "collisions";
  const energies = lab.facts.parameters.some(({ unit }) => unit === "energy");
  return energies ? "time (1/energy)" : "time";
}

function picture(drawing: Drawing<Kinds>) {
  const props = timeChart(drawing);
  return props && <Chart {...props} />;
}

/** Everything that the chart of a run shows; null before there is one. */
export function timeChart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const run = answers.run?.answer;
  if (!run) return null;
  const order = new Map(run.columns.map(({ name }, k) => [name, k]));
  const settled = latest(answers.steady);
  const logY = lab.own.logY === true;
  const panels: ChartPanel[] = groupsOf(run.columns, (name) => unitIn(lab.facts, name)).map(({ unit, names }) => {
    const columns = names.flatMap((name) => run.columns.filter((column) => column.name === name));
    const old = pins.value.flatMap((pin, p) =>
      pin.run.columns
        .filter(({ name }) => names.includes(name))
        .map(({ name, values }) => ({
          name,
          label: `pin ${p}`,
          xs: pin.run.axis.values,
          ys: values,
          colour: colourOf(theme, order.get(name) ?? 0),
          dash: "",
          width: 1,
          opacity: 0.55,
          quiet: true,
        })),
    );
    const positive = columns.every(({ values }) => (rangeOf([values])?.[0] ?? 1) > 0);
    return {
      unit,
      log: logY && positive,
      curves: [
        ...old,
        ...columns.map(({ name, values }) => {
          const k = order.get(name) ?? 0;
          return { name, xs: run.axis.values, ys: values, colour: colourOf(theme, k), dash: dashOf(k) };
        }),
      ],
      rules: settled
        ? names.flatMap((name) => {
            const found = settled.observables[name];
            if (found === null || found === undefined || names.length > 3 || !hasLimit(name, lab.facts.order)) return [];
            const value = resolved(found, columns.find((column) => column.name === name)?.values ?? []);
            return [{ value, label: `stationary ${inWords(value)}`, colour: colourOf(theme, order.get(name) ?? 0) }];
          })
        : [],
    };
  });
  const { values: xs, name } = run.axis;
  const logX = lab.own.logX === true && xs.length > 2;
  const end = xs[xs.length - 1] as number;
  const zoom = lab.own.zoom as readonly [number, number] | undefined;
  const [from, to] = zoom ?? [logX ? (xs[1] as number) : (xs[0] as number), end];
  return {
    ...size,
    theme,
    title: `${lab.facts.title}: ${run.columns.map((column) => column.name).join(", ")} along ${name === "collision" ? "collisions" : "time"}`,
    x: { label: axisLabel(run, lab), from, to: to > from ? to : from + 1, log: logX },
    panels,
    cursor: lab.cursor,
  };
}

/** Below this share of a curve's size a stationary value is rounding: 0. */
const ROUNDING = 1e-10;

function resolved(value: number, along: ArrayLike<number>): number {
  const [low, high] = rangeOf([along]) ?? [0, 0];
  return Math.abs(value) <= ROUNDING * Math.max(Math.abs(low), Math.abs(high)) ? 0 : value;
}

function words(answers: Answers<Kinds>, lab: Lab): readonly string[] {
  const run = answers.run?.answer;
  if (!run) return [];
  const limits = latest(answers.steady)?.observables;
  const axis = run.axis.name === "collision" ? "collision" : "t =";
  const curves = run.columns.map(({ name, values }) =>
    curveInWords({
      name,
      axis,
      xs: run.axis.values,
      ys: values,
      limit: hasLimit(name, lab.facts.order) ? limitOf(limits?.[name], values) : null,
    }),
  );
  const machine = limits ? machineInWords(limits, lab.facts) : null;
  return [...(machine ? [machine] : []), ...curves, ...alwaysTheSameBath(run, lab)];
}

/** Of a cyclic stream whose records all fall on one bath: what columns of one collision then show. */
function alwaysTheSameBath({ axis, columns }: RunAnswer, { facts: { order } }: Lab): readonly string[] {
  const places = new Set(Array.from(axis.values.slice(1), (step) => (step - 1) % order.length));
  const [place] = places;
  if (order.length < 2 || places.size !== 1 || place === undefined || !columns.some(({ name }) => isOfOneCollision(name))) return [];
  return [`Every record is a collision with ${order[place]}, and columns of one collision show no other; totals add up all of them.`];
}

function limitOf(value: number | null | undefined, along: ArrayLike<number>): number | null {
  return value === null || value === undefined ? null : resolved(value, along);
}

function table({ run }: Answers<Kinds>, lab: Lab): Table | null {
  const answer = run?.answer;
  if (!answer) return null;
  return {
    names: [answer.axis.name, ...answer.columns.map(({ name }) => name)],
    units: [answer.axis.name === "collision" ? "" : "1/energy", ...answer.columns.map(({ name }) => unitIn(lab.facts, name))],
    columns: [answer.axis.values, ...answer.columns.map(({ values }) => values)],
  };
}
