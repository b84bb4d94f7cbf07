/** Around the curves: scales, pins, the cursor with its reading, what is recorded, the table. */
import type { ComponentChild } from "preact";
import { useRef, useState } from "preact/hooks";
import { type ChartProps, chartFrame, chartX } from "../../draw/chart.tsx";
import { Name, Sentence } from "../../draw/name-text.tsx";
import { colourOf } from "../../draw/theme.ts";
import type { RunAnswer } from "../../engine/run.ts";
import { DataTable } from "../../panels/data-table.tsx";
import { Observables } from "../../panels/observables.tsx";
import { latest } from "../../state/answers.ts";
import { differences, MOST_PINS, pin, pins, unpin } from "../../state/pins.ts";
import { plainName } from "../../words/names.ts";
import { inWords } from "../../words/numbers.ts";
import type { Acts, Drawing } from "../view.ts";
import { time, timeChart } from "./index.tsx";

type Props = Drawing<"run" | "steady"> & { readonly acts: Acts; readonly picture: ComponentChild };

export function TimePanel(props: Props) {
  const { lab, answers, acts, picture, size } = props;
  const shown = lab.own.table === true;
  const keep = useRef<HTMLButtonElement>(null);
  const run = answers.run?.answer ?? null;
  const chart = timeChart(props);
  const toggle = (name: "logX" | "logY") => () => acts.keep(name, lab.own[name] !== true);
  return (
    <div class="view">
      <div class="tools">
        <span class="spacer" />
        {run && answers.steady?.refused?.code === "TOO_LONG" && (
          <button type="button" class="quiet" onClick={() => acts.start("steady")} title={answers.steady.refused.message}>
            Stationary values
          </button>
        )}
        {lab.own.zoom !== undefined && (
          <button type="button" class="quiet" onClick={() => acts.keep("zoom", undefined)}>
            Whole axis
          </button>
        )}
        <button
          ref={keep}
          type="button"
          class="quiet"
          disabled={!run || pins.value.length >= MOST_PINS}
          title={pins.value.length >= MOST_PINS ? `At most ${MOST_PINS} runs are kept` : "Keep this run beside the next (p)"}
          onClick={() => {
            const mine = latest(answers.run);
            if (mine && pins.value.length < MOST_PINS) pin({ run: mine, title: lab.facts.title, values: lab.values });
          }}
        >
          Pin
        </button>
        <button type="button" class="quiet" aria-pressed={shown} title="All numbers (t)" onClick={() => acts.keep("table", !shown)}>
          Table
        </button>
        <button type="button" class="quiet" aria-pressed={lab.own.logX === true} onClick={toggle("logX")}>
          log x
        </button>
        <button type="button" class="quiet" aria-pressed={lab.own.logY === true} onClick={toggle("logY")}>
          log y
        </button>
      </div>
      {run && lab.own.logY === true && <NoLog run={run} />}
      {run && chart ? (
        <Zoomable acts={acts} chart={chart} run={run}>
          {picture}
        </Zoomable>
      ) : (
        // The room of the curves and of their reading: what stands below does not move when they come
        <div class="picture" style={{ height: answers.run?.refused ? 0 : `${size.height}px` }} />
      )}
      {!(run && chart) && <div class="cursor" />}
      {run && chart && <Cursor {...props} run={run} chart={chart} />}
      {pins.value.length > 0 && (
        <ul class="pins" aria-label="Pins">
          {pins.value.map((one, k) => (
            <li key={k}>
              <span>
                <Sentence text={differences(one, lab.values).join(", ") || "the same values"} />
              </span>
              <button
                type="button"
                class="icon"
                aria-label={`Remove pin ${k + 1}`}
                onClick={() => {
                  keep.current?.focus();
                  unpin(k);
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <Observables lab={lab} acts={acts} />
      {shown && <DataTable table={time.table?.(answers as never, lab) ?? null} />}
    </div>
  );
}

/** Which curves have no logarithm, and where. */
function NoLog({ run: { axis, columns } }: { readonly run: RunAnswer }) {
  const found = columns.flatMap(({ name, values }) => {
    const at = values.findIndex((value) => value <= 0);
    if (at < 0) return [];
    const where = axis.name === "collision" ? `collision ${axis.values[at]}` : `t = ${inWords(axis.values[at], 4)}`;
    return [`${plainName(name)} is ${inWords(values[at], 4)} at ${where}`];
  });
  return found.length === 0 ? null : <p class="hint">No log scale where a value is not above 0: {found.join(", ")}.</p>;
}

/** Drag in x to look closer, double-click for the whole; a click puts the cursor there. */
function Zoomable({ acts, chart, run, children }: ZoomProps) {
  const from = useRef<number | null>(null);
  const [band, setBand] = useState<readonly [number, number] | null>(null);
  const svgX = (event: PointerEvent): number => event.clientX - (event.currentTarget as HTMLElement).getBoundingClientRect().left;
  const frame = chartFrame(chart);
  const x = chartX(chart.x, frame);
  const { left, right } = frame;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short way for pointers; keys have the cursor and the buttons
    <div
      class="picture"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        from.current = svgX(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (from.current === null) return;
        const at = svgX(event);
        setBand(Math.abs(at - from.current) > 6 ? [Math.min(at, from.current), Math.max(at, from.current)] : null);
      }}
      onPointerUp={(event) => {
        const start = from.current;
        from.current = null;
        setBand(null);
        if (start === null) return;
        const at = svgX(event);
        if (Math.abs(at - start) <= 6) {
          if (at >= left - 4 && at <= right + 4) acts.setCursor(nearest(run.axis.values, x.inverse(at)));
          return;
        }
        const inside = (pixel: number): number => x.inverse(Math.min(right, Math.max(left, pixel)));
        acts.keep("zoom", [inside(Math.min(start, at)), inside(Math.max(start, at))]);
      }}
      onDblClick={() => acts.keep("zoom", undefined)}
    >
      {children}
      {band && <div class="rubber" style={{ left: `${band[0]}px`, width: `${band[1] - band[0]}px` }} />}
    </div>
  );
}

interface ZoomProps {
  readonly acts: Acts;
  readonly chart: ChartProps;
  readonly run: RunAnswer;
  readonly children: ComponentChild;
}

/** The record that is nearest to a place on the axis. */
export function nearest(values: ArrayLike<number>, at: number): number {
  let [low, high] = [0, values.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= at) low = middle;
    else high = middle;
  }
  return at - (values[low] as number) <= (values[high] as number) - at ? (values[low] as number) : (values[high] as number);
}

/** Width of the thumb: its middle stands under the place that it means. */
const THUMB = 16;

/** A native range on the axis that reads all curves at its place. */
function Cursor({ lab, acts, run, theme, size, chart }: Props & { readonly run: RunAnswer; readonly chart: ChartProps }) {
  const { values, name } = run.axis;
  const last = values.length - 1;
  const place = lab.cursor === null ? last : indexOf(values, lab.cursor);
  const reading = run.columns.map((column) => `${plainName(column.name)} ${inWords(column.values[place])}`).join(", ");
  const where = name === "collision" ? `collision ${values[place]}` : `time ${inWords(values[place])}`;
  const { order } = lab.facts;
  const step = values[place] as number;
  const bath = name === "collision" && order.length > 1 && step > 0 ? order[(step - 1) % order.length] : null;
  const { left, right } = chartFrame(chart);
  return (
    <div class="cursor" style={{ paddingLeft: `${left - THUMB / 2}px`, paddingRight: `${size.width - right - THUMB / 2}px` }}>
      <input
        type="range"
        aria-label="Cursor"
        aria-valuetext={`${where}: ${reading}`}
        min={0}
        max={last}
        step={1}
        value={place}
        onInput={(event) => acts.setCursor(values[Number(event.currentTarget.value)] as number)}
      />
      <p class="reading numbers">
        <span class="where">
          {name === "collision" ? "collision" : "t ="} {inWords(step)}
          {bath && <span class="bath"> · {bath}</span>}
        </span>
        {run.columns.map((column, k) => (
          <span key={column.name} class="value">
            <span class="swatch" style={{ background: colourOf(theme, k) }} />
            <Name name={column.name} /> {inWords(column.values[place])}
          </span>
        ))}
      </p>
    </div>
  );
}

export function indexOf(values: ArrayLike<number>, at: number): number {
  const found = nearest(values, at);
  for (let k = 0; k < values.length; k++) if (values[k] === found) return k;
  return values.length - 1;
}
