/** Many noisy realisations: mean and bands that narrow as they come, beside the exact average where there is one. */
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { AskOf } from "../../compute/protocol.ts";
import { type Band, Chart, type ChartProps, type Curve } from "../../draw/chart.tsx";
import { colourOf } from "../../draw/theme.ts";
import type { Column } from "../../engine/columns.ts";
import type { EnsembleAnswer } from "../../engine/ensemble.ts";
import { ensembleCommand } from "../../words/command.ts";
import { plainName, unitIn } from "../../words/names.ts";
import { grouped, inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { groupsOf } from "../time/groups.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";
import { EnsembleControls } from "./controls.tsx";

type Kinds = "ensemble";

/** Realisations beyond which somebody has to say Run. */
const AT_ONCE = 4096;

export const ensemble = defineView<Kinds>({
  ...offers.ensemble,
  needs: { ensemble: { lane: "long", ask: askFor, wait: (lab) => (askFor(lab)?.trajectories ?? 0) > AT_ONCE } },
  picture,
  Panel,
  words,
  table,
  record: ({ ensemble: state }) => state?.answer?.record ?? null,
  command: (lab, { ensemble: state }) => {
    const ask = askFor(lab);
    return ask && ensembleCommand(lab, ask, state?.answer ?? null);
  },
});

interface Section {
  readonly trajectories?: number;
  readonly seed?: number;
  readonly every?: number;
  readonly steps?: number;
  readonly until?: number;
  readonly saveEvery?: number;
  readonly observe?: readonly string[];
}

function askFor(lab: Lab): AskOf<"ensemble"> | null {
  if (Object.keys(lab.noise).length === 0) return null;
  const section = (lab.facts.sections.noise ?? {}) as Section;
  const { steps, until, saveEvery } = section;
  const own = { ...(steps === undefined ? {} : { steps }), ...(until === undefined ? {} : { until }) };
  const length = Object.keys(own).length > 0 ? { ...own, ...everyOf(own, saveEvery ?? lab.run.length.saveEvery) } : lab.run.length;
  const trajectories = typeof lab.own.trajectories === "number" ? lab.own.trajectories : (section.trajectories ?? 1024);
  const seed = typeof lab.own.seed === "number" ? lab.own.seed : (section.seed ?? 0);
  const precision = typeof lab.own.precision === "number" ? lab.own.precision : null;
  const every = section.every ?? (lab.facts.form === "master-equation" ? 0.1 : undefined);
  return {
    source: lab.present.source,
    length,
    observe: section.observe ?? lab.run.observe,
    noise: lab.noise,
    trajectories,
    seed,
    ...(every === undefined ? {} : { every }),
    ...(precision === null ? {} : { precision }),
  };
}

/** Without a word about it, about a hundred records. */
function everyOf({ steps }: { readonly steps?: number }, saveEvery: number | undefined): { readonly saveEvery?: number } {
  if (saveEvery !== undefined && (steps === undefined || saveEvery <= steps)) return { saveEvery };
  return steps === undefined ? {} : { saveEvery: Math.max(1, Math.ceil(steps / 100)) };
}

const named = (columns: readonly Column[], name: string): Float64Array | null => columns.find((one) => one.name === name)?.values ?? null;

/** A band around a centre. */
function around(centre: Float64Array, width: Float64Array, factor: number): { readonly low: Float64Array; readonly high: Float64Array } {
  return {
    low: centre.map((value, k) => value - factor * (width[k] as number)),
    high: centre.map((value, k) => value + factor * (width[k] as number)),
  };
}

export type Layer = "range" | "std" | "error" | "runs" | "exact";
export const LAYERS: readonly { readonly key: Layer; readonly title: string }[] = [
  { key: "range", title: "5–95 %" },
  { key: "std", title: "± std" },
  { key: "error", title: "± s.e." },
  { key: "runs", title: "single runs" },
  { key: "exact", title: "exact average" },
];

export function shownLayers(lab: Lab): readonly Layer[] {
  return Array.isArray(lab.own.layers) ? (lab.own.layers as readonly Layer[]) : LAYERS.map(({ key }) => key);
}

function bandsOf(answer: EnsembleAnswer, name: string, colour: string, layers: readonly Layer[]): readonly Band[] {
  const xs = answer.axis.values;
  const [mean, std, error] = [named(answer.mean, name), named(answer.std, name), named(answer.standardError, name)];
  const [low, high] = [named(answer.low, name), named(answer.high, name)];
  const bands: Band[] = [];
  if (layers.includes("range") && low && high) bands.push({ xs, low, high, colour, opacity: 0.1 });
  if (layers.includes("std") && mean && std) bands.push({ xs, ...around(mean, std, 1), colour, opacity: 0.16 });
  if (layers.includes("error") && mean && error) bands.push({ xs, ...around(mean, error, 1), colour, opacity: 0.4 });
  return bands;
}

function picture(drawing: Drawing<Kinds>): ComponentChild {
  const props = chart(drawing);
  return props && <Chart {...props} />;
}

function chart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const answer = answers.ensemble?.answer;
  if (!answer) return null;
  const layers = shownLayers(lab);
  const order = new Map(answer.mean.map(({ name }, k) => [name, k]));
  const xs = answer.axis.values;
  return {
    ...size,
    theme,
    title: `Mean of ${answer.done} realisations of ${lab.facts.title}`,
    x: {
      label: answer.axis.name === "collision" ? "collisions" : "time (1/energy)",
      from: xs[0] as number,
      to: xs[xs.length - 1] as number,
    },
    panels: groupsOf(answer.mean, (name) => unitIn(lab.facts, name)).map(({ unit, names }) => ({
      unit,
      bands: names.flatMap((name) => bandsOf(answer, name, colourOf(theme, order.get(name) ?? 0), layers)),
      curves: names.flatMap((name): Curve[] => {
        const colour = colourOf(theme, order.get(name) ?? 0);
        const mean = named(answer.mean, name);
        const exact = layers.includes("exact") && answer.exact ? named(answer.exact, name) : null;
        const runs = layers.includes("runs") ? answer.runs : [];
        return [
          ...runs.flatMap((run, k): Curve[] => {
            const ys = named(run, name);
            return ys ? [{ name, label: `run ${k}`, xs, ys, colour, dash: "", width: 0.7, opacity: 0.45, quiet: true }] : [];
          }),
          ...(mean ? [{ name, xs, ys: mean, colour, dash: "" }] : []),
          ...(exact ? [{ name, label: "exact", xs, ys: exact, colour: theme.ink, dash: "5 4", width: 1.5, quiet: true }] : []),
        ];
      }),
    })),
    cursor: lab.cursor,
    legend: [
      { label: "mean", colour: theme.muted, as: "line" },
      ...(answer.exact && layers.includes("exact")
        ? [{ label: "exact average", colour: theme.ink, as: "line" as const, dash: "5 4", width: 1.5 }]
        : []),
    ],
  };
}

function Panel(props: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const { lab, answers, acts, picture: drawn, size } = props;
  const [open, setOpen] = useState(false);
  const state = answers.ensemble;
  const ask = askFor(lab);
  return (
    <div class="view">
      <EnsembleControls lab={lab} acts={acts} state={state} ask={ask} open={open} toggle={() => setOpen(!open)} />
      <div class="picture" style={{ minHeight: `${Math.min(size.height, 300)}px` }}>
        {drawn}
      </div>
    </div>
  );
}

/** A spread below this is that of rounding. */
const SAME = 1e-12;

/** The largest distance of the mean from the exact average, in standard errors. */
function deviation(answer: EnsembleAnswer, name: string): number | null {
  const [mean, error] = [named(answer.mean, name), named(answer.standardError, name)];
  const exact = answer.exact && named(answer.exact, name);
  if (!mean || !error || !exact || exact.length !== mean.length) return null;
  let most = 0;
  for (let k = 0; k < mean.length; k++) {
    const [away, width] = [Math.abs((mean[k] as number) - (exact[k] as number)), error[k] as number];
    if (Number.isNaN(away)) return null;
    // Where nothing spreads the error is rounding.
    if (width > SAME) most = Math.max(most, away / width);
  }
  return most;
}

export function progressInWords({ done, asked, partial, stoppedEarly }: EnsembleAnswer): string {
  if (partial) return `partial, ${done} of ${asked}`;
  if (stoppedEarly) return `${grouped(done)} of ${grouped(asked)} were enough`;
  return done < asked ? `${grouped(done)} of ${grouped(asked)} realisations` : `${grouped(done)} realisations`;
}

function words({ ensemble: state }: Answers<Kinds>): readonly string[] {
  const answer = state?.answer;
  if (!answer) return [];
  const last = answer.axis.values.length - 1;
  return [
    `${progressInWords(answer)[0]?.toUpperCase()}${progressInWords(answer).slice(1)}.`,
    ...answer.mean.map(({ name, values }) => {
      const error = named(answer.standardError, name)?.[last];
      const spread = named(answer.std, name)?.[last];
      const away = deviation(answer, name);
      if ((spread ?? 0) <= SAME) return `${plainName(name)} ends at ${inWords(values[last])} in every run.`;
      return `${plainName(name)} ends at ${inWords(values[last])} ± ${inWords(error ?? null, 2)}, its runs spread by ${inWords(spread ?? null, 3)}${
        away === null ? "" : `; the mean is at most ${inWords(away, 2)} standard errors from the exact average`
      }.`;
    }),
  ];
}

function table({ ensemble: state }: Answers<Kinds>, lab: Lab): Table | null {
  const answer = state?.answer;
  if (!answer) return null;
  const kinds = [
    ["mean", answer.mean],
    ["std", answer.std],
    ["standardError", answer.standardError],
    ["q0.05", answer.low],
    ["q0.95", answer.high],
  ] as const;
  const columns = kinds.flatMap(([kind, list]) =>
    list.map(({ name, values }) => ({ name: `${kind}_${name}`, values, unit: unitIn(lab.facts, name) })),
  );
  return {
    names: [answer.axis.name, ...columns.map(({ name }) => name)],
    units: ["", ...columns.map(({ unit }) => unit)],
    columns: [answer.axis.values, ...columns.map(({ values }) => values)],
  };
}
