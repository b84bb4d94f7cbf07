/** Pinned runs over the present one, and what made them different. */
import type { ComponentChild } from "preact";
import { Chart, type ChartProps, type Curve } from "../../draw/chart.tsx";
import { Name } from "../../draw/name-text.tsx";
import { colourOf, dashOf } from "../../draw/theme.ts";
import { pins } from "../../state/pins.ts";
import { plainName, unitIn } from "../../words/names.ts";
import { inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { runNeed } from "../time/asks.ts";
import { axisLabel } from "../time/index.tsx";
import { type Acts, type Answers, type Drawing, defineView, type Lab } from "../view.ts";

type Kinds = "run";

export const compare = defineView<Kinds>({
  ...offers.compare,
  needs: { run: runNeed },
  picture,
  Panel,
  words,
});

function shownName(lab: Lab, names: readonly string[]): string {
  return names.find((name) => name === lab.own.observable) ?? (names[0] as string);
}

function picture(drawing: Drawing<Kinds>): ComponentChild {
  const props = chart(drawing);
  return props && <Chart {...props} />;
}

function chart({ lab, answers, size, theme }: Drawing<Kinds>): ChartProps | null {
  const run = answers.run?.answer;
  if (!run) return null;
  const name = shownName(
    lab,
    run.columns.map((column) => column.name),
  );
  const present = run.columns.find((column) => column.name === name);
  if (!present) return null;
  const old = pins.value.flatMap((pin, k): Curve[] => {
    const column = pin.run.columns.find((one) => one.name === name);
    return column
      ? [{ name: `pin ${k + 1}`, xs: pin.run.axis.values, ys: column.values, colour: colourOf(theme, k + 1), dash: dashOf(k + 1) }]
      : [];
  });
  const same = (xs: ArrayLike<number>): boolean =>
    xs.length === run.axis.values.length && Array.from(run.axis.values).every((x, k) => x === xs[k]);
  const differences = old
    .filter(({ xs }) => same(xs))
    .map((curve) => ({ ...curve, ys: Float64Array.from(present.values, (value, k) => value - (curve.ys[k] as number)) }));
  const xs = run.axis.values;
  const unit = unitIn(lab.facts, name);
  return {
    ...size,
    theme,
    title: `${name} of this run and of ${old.length} pinned ones`,
    x: { label: axisLabel(run, lab), from: xs[0] as number, to: xs[xs.length - 1] as number },
    panels: [
      {
        unit: `${plainName(name)}${unit === "1" ? "" : ` (${unit})`}`,
        curves: [...old, { name: "now", xs, ys: present.values, colour: colourOf(theme, 0), dash: "" }],
      },
      ...(differences.length > 0 ? [{ unit: "now − pin", curves: differences }] : []),
    ],
    cursor: lab.cursor,
  };
}

function Panel({ lab, acts, answers, picture: drawn, size }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const names = answers.run?.answer?.columns.map(({ name }) => name) ?? [];
  const changed = Object.keys(lab.values).filter((name) =>
    pins.value.some((pin) => JSON.stringify(pin.values[name]) !== JSON.stringify(lab.values[name])),
  );
  return (
    <div class="view">
      <div class="tools">
        <label>
          shows{" "}
          <select
            aria-label="Compared observable"
            value={names.length > 0 ? shownName(lab, names) : ""}
            onChange={(event) => acts.keep("observable", event.currentTarget.value)}
          >
            {names.map((name) => (
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
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">parameter</th>
            <th scope="col">now</th>
            {pins.value.map((pin, k) => (
              <th key={`${pin.title} ${k + 1}`} scope="col">
                pin {k + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changed.map((name) => (
            <tr key={name}>
              <th scope="row">
                <Name name={name} />
              </th>
              <td>{inWordsOf(lab.values[name])}</td>
              {pins.value.map((pin, k) => (
                <td key={`${name} ${k + 1}`}>{inWordsOf(pin.values[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const inWordsOf = (value: unknown): string => (typeof value === "number" ? inWords(value) : JSON.stringify(value ?? null));

function words(_answers: Answers<Kinds>, lab: Lab): readonly string[] {
  return pins.value.map((pin, k) => {
    const changed = Object.keys(pin.values).filter((name) => JSON.stringify(pin.values[name]) !== JSON.stringify(lab.values[name]));
    return `Pin ${k + 1} ${changed.length === 0 ? "has the same values" : `differs in ${changed.map(plainName).join(", ")}`}.`;
  });
}
