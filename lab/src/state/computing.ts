/** Asks for what the shown view needs, when it should: at once where it is quick, on release or at a word where it is not. */
import { effect, signal } from "@preact/signals";
import type { Kind } from "../compute/protocol.ts";
import { viewByKey } from "../views/registry.ts";
import type { Lab, Need } from "../views/view.ts";
import { answered, forget, postpone, request, requestAhead, stop } from "./answers.ts";
import { dragging, facts, present, refusal, values } from "./lab.ts";
import { cursor, kept, viewKey } from "./shown.ts";
import { noise, sweptAtFirst } from "./studies.ts";

/** What takes longer than this is not computed while something is dragged. */
const WHILE_DRAGGING = 100;

/** Work that was started by hand, by kind and key: it may take its time. */
export const started = signal<Readonly<Partial<Record<Kind, string>>>>({});
/** Work that waits for a word, by kind. */
export const waiting = signal<Readonly<Partial<Record<Kind, string>>>>({});

/** The model as views see it; null before there is one. */
export function labFor(key: string): Lab | null {
  const [now, found] = [present.value, facts.value];
  if (!now || !found || now.run.observe.length === 0) return null;
  return {
    present: now,
    facts: found,
    values: values.value,
    run: now.run,
    cursor: cursor.value,
    noise: noise.value,
    swept: sweptAtFirst.value,
    own: kept.value[key] ?? {},
  };
}

let last: Lab | null = null;

/** The same; while another model is being opened, or when it is refused, the one before stands, as its picture does. */
export function shownFor(key: string): Lab | null {
  const lab = labFor(key);
  if (lab) last = lab;
  return lab ?? (last && { ...last, own: kept.value[key] ?? {} });
}

export function beginComputing(): void {
  beginAsking();
  effect(() => {
    const view = viewByKey(viewKey.value);
    const lab = labFor(view.key);
    if (!lab || refusal.value) return;
    const waits: Partial<Record<Kind, string>> = {};
    const needs = Object.entries(view.needs) as [Kind, Need<Kind>][];
    // The first picture comes before what stands beside it, and so does what must be loaded for it.
    const [main] = needs.find(([, { lane }]) => lane === "live") ?? [];
    const first = main === undefined || answered(main).value?.answer != null || answered(main).value?.refused != null;
    for (const [kind, need] of needs) {
      if (need.lane !== "live" && !first) continue;
      const ask = need.ask(lab);
      if (ask === null) continue;
      const key = JSON.stringify(ask);
      const state = answered(kind);
      if (need.wait?.(lab) && started.value[kind] !== key) {
        postpone(kind, key);
        const { askedKey, postponed } = state.peek() ?? {};
        if (postponed || askedKey !== key) waits[kind] = key;
        continue;
      }
      if (dragging.value && (state.peek()?.milliseconds ?? 0) > WHILE_DRAGGING) {
        postpone(kind, key);
        continue;
      }
      const forced = "large" in ask && started.value[kind] === key;
      request(kind, need.lane, forced ? ({ ...ask, force: true } as never) : ask, key);
    }
    if (JSON.stringify(waits) !== JSON.stringify(waiting.peek())) waiting.value = waits;
  });
}

/** Work of this length is asked for ahead of its time. */
const QUICK = 20;

/** What a view is likely to need next, once it has what it needs now. */
function beginAsking(): void {
  effect(() => {
    const view = viewByKey(viewKey.value);
    const lab = labFor(view.key);
    if (!lab || refusal.value || dragging.value) return;
    for (const [kind, need] of Object.entries(view.needs) as [Kind, Need<Kind>][]) {
      const asks = need.ahead?.(lab) ?? [];
      if (asks.length === 0) continue;
      const state = answered(kind).value;
      if (!state || state.running || state.refused || state.answeredKey !== state.askedKey || (state.milliseconds ?? QUICK) >= QUICK)
        continue;
      requestAhead(kind, need.lane, asks);
    }
  });
}

/** Start what waits, or everything of the view again. */
export function start(kind?: Kind): void {
  const view = viewByKey(viewKey.value);
  const lab = labFor(view.key);
  if (!lab) return;
  const kinds = kind ? [kind] : (Object.keys(view.needs) as Kind[]);
  const more: Partial<Record<Kind, string>> = {};
  for (const one of kinds) {
    const ask = (view.needs as Readonly<Record<string, Need<Kind>>>)[one]?.ask(lab) ?? null;
    if (ask === null) continue;
    const state = answered(one).peek();
    if (!state?.running) forget(one);
    more[one] = JSON.stringify(ask);
  }
  started.value = { ...started.value, ...more };
}

/** Stop all work of the shown view. */
export function stopAll(): void {
  for (const kind of Object.keys(viewByKey(viewKey.value).needs) as Kind[]) stop(kind);
}
