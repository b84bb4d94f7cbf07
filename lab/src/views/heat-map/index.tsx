/** One observable over two parameters: coarse cells first; a click, or arrows and Enter, take the values of a cell. */

import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { colourMap, gridImage } from "../../draw/colour-maps.ts";
import { contour } from "../../draw/contour.ts";
import { rangeOf } from "../../draw/curve.ts";
import { HeatMap, heatFrame, heatScales } from "../../draw/heat-map.tsx";
import { Svg } from "../../draw/svg.tsx";
import type { Theme } from "../../draw/theme.ts";
import type { SweptAxis } from "../../engine/sweep.ts";
import { isSweepable } from "../../state/studies.ts";
import { isDoubt } from "../../words/cautions.ts";
import { sweepCommand } from "../../words/command.ts";
import { plainName, sentence } from "../../words/names.ts";
import { inWords } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { gridNeed, sweepRecord, sweptOf } from "../sweep/axes.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";
import { type Cut, Cuts, mapSize } from "./cuts.tsx";

type Kinds = "sweep";

export const heatMap = defineView<Kinds>({
  ...offers.heatMap,
  needs: { sweep: gridNeed },
  picture,
  Panel,
  words,
  table,
  record: ({ sweep: state }) => sweepRecord(state?.answer ?? null),
  command: (lab, _answers, form) => {
    const ask = gridNeed.ask(lab);
    return ask && sweepCommand(lab, ask, form);
  },
});

interface Grid {
  readonly x: SweptAxis;
  readonly y: SweptAxis;
  readonly name: string;
  readonly values: Float64Array;
  readonly done: Uint8Array;
  readonly problems: ReadonlyMap<number, string>;
  /** Points whose numbers are those of the truncation more than of the model. */
  readonly doubts: readonly number[];
}

/** The grid of the shown observable; x is the first axis (rows of the answer), y the second. */
function gridOf(answers: Answers<Kinds>, lab: Lab): Grid | null {
  const found = answers.sweep?.answer;
  if (found?.axes.length !== 2) return null;
  const [x, y] = found.axes as readonly [SweptAxis, SweptAxis];
  const column = found.columns.find(({ name }) => name === lab.own.observable) ?? found.columns[0];
  if (!column) return null;
  return {
    x,
    y,
    name: column.name,
    values: column.values,
    done: found.done,
    problems: new Map(found.problems.map((one) => [one.at, one.reason])),
    doubts: [...new Set(found.cautions.filter(isDoubt).map(({ at }) => at))],
  };
}

/** The value of a cell, or of the coarser cell that covers it until it is computed. */
export function valueAt({ x, y, values, done }: Pick<Grid, "x" | "y" | "values" | "done">, i: number, j: number): number {
  const columns = y.values.length;
  for (let mesh = 1; mesh <= 8; mesh *= 2) {
    const at = Math.min(x.values.length - 1, i - (i % mesh)) * columns + (j - (j % mesh));
    if (done[at]) return values[at] as number;
  }
  return Number.NaN;
}

function axisWords(lab: Lab, { name }: SweptAxis): string {
  const unit = lab.facts.parameters.find((one) => one.name === name)?.unit;
  return `${plainName(name)}${unit && unit !== "1" ? ` (${unit})` : ""}`;
}

const ends = ({ values }: SweptAxis) => ({ from: values[0] as number, to: values[values.length - 1] as number });

function picture({ lab, answers, size, theme }: Drawing<Kinds>): ComponentChild {
  const grid = gridOf(answers, lab);
  if (!grid) return null;
  const range = rangeOf([grid.values]) ?? [0, 1];
  const map = colourMap(range[0], range[1], theme.dark);
  const image = gridImage(grid.y.values.length, grid.x.values.length, (j, i) => valueAt(grid, i, j), map);
  const marked = lab.own.cell as readonly [number, number] | undefined;
  const { width, height } = size;
  return (
    <Svg width={width} height={height} theme={theme} title={`${grid.name} over ${grid.x.name} and ${grid.y.name}`}>
      <HeatMap
        {...mapSize(size)}
        theme={theme}
        title={`${grid.name} over ${grid.x.name} and ${grid.y.name}`}
        label={plainName(grid.name)}
        x={{ label: axisWords(lab, grid.x), ...ends(grid.x), log: grid.x.log }}
        y={{ label: axisWords(lab, grid.y), ...ends(grid.y), log: grid.y.log }}
        image={image}
        map={map}
      >
        {(x, y, { left, right, top, bottom }) => {
          const [a, b] = [Number(lab.values[grid.x.name]), Number(lab.values[grid.y.name])];
          const inside = a >= x.from && a <= x.to && b >= y.from && b <= y.to;
          return (
            <g fill="none">
              {inside && (
                <g stroke={theme.dark ? "#ffffff" : "#000000"} stroke-opacity="0.75">
                  <line x1={x.at(a)} x2={x.at(a)} y1={top} y2={bottom} />
                  <line x1={left} x2={right} y1={y.at(b)} y2={y.at(b)} />
                </g>
              )}
              <Doubts grid={grid} box={[left, right, top, bottom]} theme={theme} />
              {contour(
                { xs: grid.x.values, ys: grid.y.values, at: (i, j) => valueAt(grid, i, j) },
                Number(lab.own.level ?? Number.NaN),
              ).map((piece) => (
                <line
                  key={piece.join()}
                  x1={x.at(piece[0])}
                  y1={y.at(piece[1])}
                  x2={x.at(piece[2])}
                  y2={y.at(piece[3])}
                  stroke={theme.ink}
                  stroke-width="1.5"
                />
              ))}
              {marked && (
                <circle
                  cx={x.at(grid.x.values[marked[0]] as number)}
                  cy={y.at(grid.y.values[marked[1]] as number)}
                  r="6"
                  stroke={theme.ground}
                  stroke-width="3"
                />
              )}
            </g>
          );
        }}
      </HeatMap>
      <Cuts name={grid.name} cuts={cutsOf(grid, lab)} size={size} theme={theme} />
    </Svg>
  );
}

/** Cells of a doubt are struck through. */
function Doubts({ grid: { x, y, doubts }, box: [left, right, top, bottom], theme }: DoubtsProps) {
  const columns = y.values.length;
  const [width, height] = [(right - left) / x.values.length, (bottom - top) / columns];
  const strokes = doubts.map((at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return `M${(left + i * width).toFixed(1)} ${(bottom - j * height).toFixed(1)}l${width.toFixed(1)} ${(-height).toFixed(1)}`;
  });
  return <path d={strokes.join("")} stroke={theme.dark ? "#ffffff" : "#000000"} stroke-opacity="0.55" stroke-width="0.8" />;
}

interface DoubtsProps {
  readonly grid: Grid;
  readonly box: readonly [left: number, right: number, top: number, bottom: number];
  readonly theme: Theme;
}

/** Row and column that are nearest to the values of the sliders, of those that have points so far; what is not computed is left out. */
function cutsOf(grid: Grid, lab: Lab): readonly Cut[] {
  const { x, y } = grid;
  const columns = y.values.length;
  const [a, b] = [Number(lab.values[x.name]), Number(lab.values[y.name])];
  const point = (i: number, j: number): number => (grid.done[i * columns + j] ? (grid.values[i * columns + j] as number) : Number.NaN);
  const row = (j: number): Float64Array => Float64Array.from(x.values, (_, i) => point(i, j));
  const column = (i: number): Float64Array => Float64Array.from(y.values, (_, j) => point(i, j));
  const j = nearestOf(y.values, b, row);
  const i = nearestOf(x.values, a, column);
  return [
    { axis: x, label: axisWords(lab, x), other: y, at: j, values: row(j), cursor: a },
    { axis: y, label: axisWords(lab, y), other: x, at: i, values: column(i), cursor: b },
  ];
}

/** The line nearest to a value that has at least two points. */
function nearestOf(values: readonly number[], at: number, line: (k: number) => Float64Array): number {
  const order = values.map((_, k) => k).sort((k, l) => Math.abs((values[k] as number) - at) - Math.abs((values[l] as number) - at));
  return order.find((k) => line(k).filter(Number.isFinite).length > 1) ?? closest(values, at);
}

function Panel({ lab, acts, answers, picture: drawn, size }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const grid = gridOf(answers, lab);
  const [cell, setCell] = useState<readonly [number, number] | null>(null);
  const numeric = lab.facts.parameters.filter(isSweepable);
  const of = sweptOf(lab);
  const put = (next: readonly [number, number]): void => {
    if (!grid) return;
    const inside = (k: number, axis: SweptAxis): number => Math.min(axis.values.length - 1, Math.max(0, k));
    const fitting = [inside(next[0], grid.x), inside(next[1], grid.y)] as const;
    setCell(fitting);
    acts.keep("cell", fitting);
  };
  const take = (at: readonly [number, number]): void => {
    if (grid) acts.setValues({ [grid.x.name]: grid.x.values[at[0]] as number, [grid.y.name]: grid.y.values[at[1]] as number }, "cell");
  };
  const nearestCell = (event: MouseEvent): readonly [number, number] | null => {
    if (!grid) return null;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const frame = heatFrame(mapSize(size));
    if (px < frame.left || px > frame.right || py < frame.top || py > frame.bottom) return null;
    const [x, y] = heatScales({
      ...mapSize(size),
      x: { label: "", ...ends(grid.x), log: grid.x.log },
      y: { label: "", ...ends(grid.y), log: grid.y.log },
    });
    return [closest(grid.x.values, x.inverse(px)), closest(grid.y.values, y.inverse(py))];
  };
  return (
    <div class="view">
      <div class="tools">
        {(["x", "y"] as const).map((axis) => (
          <label key={axis}>
            {axis}{" "}
            <select
              aria-label={`Swept as ${axis}`}
              value={lab.swept[axis] ?? ""}
              onChange={(event) => acts.setSweep(axis, event.currentTarget.value || null)}
            >
              {numeric
                .filter(({ name }) => name !== lab.swept[axis === "x" ? "y" : "x"])
                .map(({ name }) => (
                  <option key={name} value={name}>
                    {plainName(name)}
                  </option>
                ))}
            </select>
          </label>
        ))}
        <label>
          shows{" "}
          <select
            aria-label="Shown observable"
            value={grid?.name ?? ""}
            onChange={(event) => acts.keep("observable", event.currentTarget.value)}
          >
            {(answers.sweep?.answer?.columns ?? []).map(({ name }) => (
              <option key={name} value={name}>
                {plainName(name)}
              </option>
            ))}
          </select>
        </label>
        <label>
          line at{" "}
          <select
            aria-label="Contour"
            value={String(lab.own.level ?? "")}
            onChange={(event) => acts.keep("level", event.currentTarget.value === "" ? undefined : Number(event.currentTarget.value))}
          >
            <option value="">none</option>
            <option>0</option>
            <option>1</option>
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
      <div
        class="picture"
        role="slider"
        tabIndex={0}
        aria-label="Cell of the heat map"
        aria-valuenow={cell?.[0] ?? 0}
        aria-valuetext={cell && grid ? cellInWords(grid, cell) : "no cell; arrows choose one, Enter takes its values"}
        style={{ minHeight: `${Math.min(size.height, 300)}px` }}
        onClick={(event) => {
          const at = nearestCell(event);
          if (!at) return;
          put(at);
          take(at);
        }}
        onKeyDown={(event) => {
          const step = ARROWS[event.key];
          if (step) put([(cell?.[0] ?? 0) + step[0], (cell?.[1] ?? 0) + step[1]]);
          else if (event.key === "Enter" && cell) take(cell);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {drawn}
      </div>
      <p class="reading numbers">{cell && grid ? cellInWords(grid, cell) : " "}</p>
    </div>
  );
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

function closest(values: readonly number[], at: number): number {
  let best = 0;
  values.forEach((value, k) => {
    if (Math.abs(value - at) < Math.abs((values[best] as number) - at)) best = k;
  });
  return best;
}

function cellInWords(grid: Grid, [i, j]: readonly [number, number]): string {
  const at = i * grid.y.values.length + j;
  const where = `${plainName(grid.x.name)} = ${inWords(grid.x.values[i])}, ${plainName(grid.y.name)} = ${inWords(grid.y.values[j])}`;
  const reason = grid.problems.get(at);
  if (reason) return `${where}: no value. ${reason}`;
  return `${where}: ${plainName(grid.name)} = ${grid.done[at] ? inWords(grid.values[at]) : "not computed yet"}`;
}

function words(answers: Answers<Kinds>, lab: Lab): readonly string[] {
  const grid = gridOf(answers, lab);
  const range = grid && rangeOf([grid.values]);
  if (!grid || !range) return [];
  const place = (value: number): string => {
    const at = grid.values.indexOf(value);
    const [i, j] = [Math.floor(at / grid.y.values.length), at % grid.y.values.length];
    return `${plainName(grid.x.name)} = ${inWords(grid.x.values[i], 4)}, ${plainName(grid.y.name)} = ${inWords(grid.y.values[j], 4)}`;
  };
  const missing = grid.problems.size > 0 ? [`${grid.problems.size} points have no value (hatched).`] : [];
  if (range[0] === range[1]) return [sentence(`${plainName(grid.name)} is ${inWords(range[0], 4)} everywhere`), ...missing];
  return [
    sentence(
      `${plainName(grid.name)} is largest, ${inWords(range[1], 4)}, at ${place(range[1])}, and least, ${inWords(range[0], 4)}, at ${place(range[0])}`,
    ),
    ...missing,
  ];
}

function table(answers: Answers<Kinds>): Table | null {
  const found = answers.sweep?.answer;
  if (found?.axes.length !== 2) return null;
  const [x, y] = found.axes as readonly [SweptAxis, SweptAxis];
  const xs = x.values.flatMap((value) => y.values.map(() => value));
  const ys = x.values.flatMap(() => y.values);
  return {
    names: [x.name, y.name, ...found.columns.map(({ name }) => name)],
    units: [],
    columns: [xs, ys, ...found.columns.map(({ values }) => values)],
  };
}
