/** The tabs of what can be seen, and the view that is chosen: its picture, its words, and what it warns of. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Kind, Refused } from "../compute/protocol.ts";
import { Sentence } from "../draw/name-text.tsx";
import { type Answered, isStale, stop } from "../state/answers.ts";
import { labFor, shownFor, start, waiting } from "../state/computing.ts";
import { copy } from "../state/files.ts";
import { facts, refusal, setRun, setValues, values } from "../state/lab.ts";
import { cursor, embed, keep, narrow, theme, viewKey } from "../state/shown.ts";
import { setNoiseText, setSweep } from "../state/studies.ts";
import { answersOf } from "../views/answers-of.ts";
import type { Offer } from "../views/offers.ts";
import { loadViews, offeredViews, viewByKey } from "../views/registry.ts";
import type { Acts, Size, View } from "../views/view.ts";
import { commandOf } from "../words/command.ts";
import { grouped } from "../words/numbers.ts";

export function Views() {
  const found = facts.value;
  const offered = found ? offeredViews(found) : [];
  const view = viewByKey(viewKey.value);
  const shown = found === null || offered.some(({ key }) => key === view.key) ? view : viewByKey("time");
  useEffect(() => {
    if (found && shown.key !== viewKey.value) viewKey.value = shown.key;
  }, [found, shown.key]);
  return (
    <div class="right">
      {!embed.value && <Tabs offered={offered} shown={shown} />}
      {!embed.value && <Choice offered={offered} shown={shown} />}
      <OneView key={shown.key} view={shown} />
    </div>
  );
}

function Tabs({ offered, shown }: { readonly offered: readonly Offer[]; readonly shown: View }) {
  const list = useRef<HTMLDivElement>(null);
  const move = (by: number): void => {
    const next = offered[(offered.findIndex(({ key }) => key === shown.key) + by + offered.length) % offered.length];
    if (!next) return;
    viewKey.value = next.key;
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Views"
      class="tabs"
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") move(1);
        else if (event.key === "ArrowLeft") move(-1);
      }}
    >
      {offered.map((view) => (
        <button
          key={view.key}
          type="button"
          role="tab"
          data-key={view.key}
          aria-selected={view.key === shown.key}
          aria-controls={view.key === shown.key ? `panel-${view.key}` : undefined}
          tabIndex={view.key === shown.key ? 0 : -1}
          onClick={() => (viewKey.value = view.key)}
        >
          {view.name}
        </button>
      ))}
    </div>
  );
}

/** The same as a list to choose from, for narrow pages. */
function Choice({ offered, shown }: { readonly offered: readonly Offer[]; readonly shown: View }) {
  return (
    <label class="narrow choice">
      View{" "}
      <select aria-label="View" value={shown.key} onChange={(event) => (viewKey.value = event.currentTarget.value)}>
        {offered.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The other views are loaded so many milliseconds after the first picture. */
const SOON = 200;

/** Milliseconds that an older picture may stand without a word. */
const PATIENCE = 100;

function OneView({ view }: { readonly view: View }) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const lab = shownFor(view.key);
  const answers = answersOf(view);
  const states = Object.values(answers) as (Answered<Kind> | null)[];
  const [first] = states;
  const drawn = first?.answer !== null && first !== undefined && first !== null;
  useEffect(() => {
    if (!drawn) return;
    const timer = setTimeout(() => void loadViews(), SOON);
    return () => clearTimeout(timer);
  }, [drawn]);
  const old = useLate(first ?? null);
  const opening = labFor(view.key) === null;
  const busy =
    opening ||
    states.length === 0 ||
    states.some((state) => state !== null && !state.postponed && (state.running || (!state.refused && isStale(state))));
  const invalid = refusal.value !== null || first?.refused != null;
  const acts: Acts = {
    setCursor: (at) => (cursor.value = at),
    keep: (name, value) => keep(view.key, name, value),
    setValues,
    setObserve: (names) => setRun(null, names),
    setSweep,
    setNoise: setNoiseText,
    start,
    stop,
  };
  const [main] = Object.keys(view.needs) as Kind[];
  const waits = main !== undefined && waiting.value[main] !== undefined;
  const drawing = lab && size ? { lab, answers, size, theme: theme.value } : null;
  const picture = drawing && view.picture(drawing);
  const { Panel } = view;
  return (
    <div role="tabpanel" id={`panel-${view.key}`} aria-label={view.name} aria-busy={busy && !invalid} class="panel">
      {first?.refused && !refusal.value && <Refusal why={first.refused} view={view} />}
      <div ref={box} class={`stage${old || invalid ? " old" : ""}`}>
        {(old || invalid) && picture && <span class="tag">{refusal.value ? "of the last valid document" : "of the previous values"}</span>}
        {waits && !picture && (
          <p class="hint waits">
            This may take long with {grouped(lab?.facts.dimension ?? 0)} levels.{" "}
            <button type="button" class="primary" onClick={() => start(main)}>
              Run
            </button>
          </p>
        )}
        {drawing && (Panel ? <Panel {...drawing} acts={acts} picture={picture} /> : <div class="view">{picture}</div>)}
      </div>
      <Warnings states={states} />
      {lab && <Words lines={view.words(answers, lab)} />}
    </div>
  );
}

/** Is the picture of an older ask for longer than nobody would notice? */
function useLate(state: Answered<Kind> | null): boolean {
  const [, tick] = useState(0);
  const stale = isStale(state);
  useEffect(() => {
    if (!stale || !state) return;
    const timer = setTimeout(() => tick((k) => k + 1), Math.max(0, PATIENCE - (performance.now() - state.since)) + 1);
    return () => clearTimeout(timer);
  }, [stale, state?.since]);
  return stale && state !== null && (state.postponed || performance.now() - state.since >= PATIENCE);
}

/** Least height of a picture, and what stands above and below it; smaller inside another page, and on narrow ones. */
const room = () => {
  // Inside another page: the line below, the reading, and one row for each slider.
  if (embed.value) return { least: 150, around: 160 + 36 * (embed.value.controls?.length ?? 6) };
  if (narrow.peek()) return innerWidth < innerHeight ? { least: 180, around: 400 } : { least: 150, around: 190 };
  return { least: 280, around: 330 };
};
const HIGHEST = 560;

/** As wide as the column, and as high as leaves the reading below it on the screen. */
function useSize(box: { current: HTMLDivElement | null }): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const measure = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { least, around } = room();
      const width = Math.floor(entry.contentRect.width);
      const height = Math.round(Math.max(least, Math.min(HIGHEST, 0.62 * width, innerHeight - around)));
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    });
    measure.observe(box.current);
    return () => measure.disconnect();
  }, []);
  return size;
}

/** Why there is no answer, and what would help with one click. */
function Refusal({ why, view }: { readonly why: Refused; readonly view: View }) {
  const [said, setSaid] = useState("");
  const lab = labFor(view.key);
  const command = lab && (view.command?.(lab, answersOf(view), "files") ?? commandOf(lab));
  const tooLarge = why.code === "TOO_LONG" || /memory|GiB|MiB/i.test(why.message);
  const size = facts.value?.parameters.find(
    ({ name, kind, opened }) => kind === "integer" && /^(levels|d|N|cut)$/.test(name) && Number(values.value[name]) > Number(opened ?? FEW),
  );
  const fewer = size && /levels|memory|GiB|MiB/i.test(why.message) ? Number(size.opened ?? FEW) : null;
  return (
    <div class="reason" role="alert">
      <p>{why.message}</p>
      {why.code === "TOO_LONG" && (
        <button type="button" class="primary" onClick={() => start(Object.keys(view.needs)[0] as Kind)}>
          Run anyway
        </button>
      )}
      {size && fewer !== null && (
        <button type="button" onClick={() => setValues({ [size.name]: fewer }, "")}>
          Fewer levels ({fewer})
        </button>
      )}
      {tooLarge && command && (
        <button
          type="button"
          title={command}
          onClick={() => void copy(command).then((done) => setSaid(done ? "Command copied." : `Copy it from here: ${command}`))}
        >
          Copy command
        </button>
      )}
      <span role="status">{said}</span>
    </div>
  );
}

/** Levels where the model leaves their number to itself. */
const FEW = 25;

/** What the library warns of, in the view that it concerns. */
function Warnings({ states }: { readonly states: readonly (Answered<Kind> | null)[] }) {
  const texts = new Set<string>();
  for (const state of states) {
    if (state?.answer && !state.refused && !state.postponed)
      for (const text of (state.answer as { warnings?: readonly string[] }).warnings ?? []) texts.add(text);
  }
  if (texts.size === 0) return null;
  return (
    <ul class="warnings" role="alert">
      {[...texts].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Words({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section class="words" aria-label="In words">
      <Sentence text={lines.join(" ")} />
    </section>
  );
}
