/** The latest answer of every kind, and which ask it belongs to: a picture never shows one set of values under sliders of another unsaid. */
import { type Signal, signal } from "@preact/signals";
import type { Lane } from "../compute/lane.ts";
import { aside, crew, live, long } from "../compute/lanes.ts";
import type { AnswerOf, AskOf, Kind, Refused } from "../compute/protocol.ts";

export interface Answered<K extends Kind> {
  /** The last answer that there was. */
  readonly answer: AnswerOf<K> | null;
  /** Why the present ask has none. */
  readonly refused: Refused | null;
  /** The ask that `answer` belongs to, and the latest one; they differ while something is computed. */
  readonly answeredKey: string;
  readonly askedKey: string;
  readonly ask: AskOf<K> | null;
  /** When the latest ask was made, and how long its answer took. */
  readonly since: number;
  readonly milliseconds: number | null;
  readonly running: boolean;
  /** More is coming of the same ask. */
  readonly unfinished: boolean;
  /** The latest ask was not made yet: it waits for a word, or for a slider to be let go. */
  readonly postponed: boolean;
}

/** Who does the work. */
export type LaneName = "live" | "aside" | "long" | "crew";

type Asked = Pick<Lane, "ask" | "stop">;

const LANES = { live, aside, long, crew } as unknown as Readonly<Record<LaneName, Asked>>;
const table = new Map<Kind, Signal<Answered<Kind> | null>>();
const laneOf = new Map<Kind, Asked>();

export function answered<K extends Kind>(kind: K): Signal<Answered<K> | null> {
  let found = table.get(kind);
  if (!found) table.set(kind, (found = signal<Answered<Kind> | null>(null)));
  return found as unknown as Signal<Answered<K> | null>;
}

/** Ask, unless the same was asked last. */
export function request<K extends Kind>(kind: K, lane: LaneName, ask: AskOf<K>, key: string): void {
  const state = answered(kind);
  const before = state.peek();
  if (before?.askedKey === key && !before.postponed) return;
  laneOf.set(kind, LANES[lane]);
  const now = performance.now();
  const early = ahead.get(aheadKey(kind, key)) as Early<K> | undefined;
  if (early) {
    state.value = { ...early, ...still, refused: null, answeredKey: key, askedKey: key, ask, since: now };
    return;
  }
  state.value = { ...none, ...before, refused: null, askedKey: key, ask, since: now, running: true, postponed: false };
  const arrive = (answer: AnswerOf<K>, milliseconds: number, unfinished: boolean): void => {
    const latest = state.peek() as Answered<K>;
    const mine = latest.askedKey === key;
    // What was known ahead of its time is newer.
    if (!mine && latest.answeredKey === latest.askedKey) return;
    state.value = {
      ...latest,
      answer,
      answeredKey: key,
      milliseconds,
      running: mine ? unfinished : latest.running,
      unfinished: unfinished && mine,
      refused: mine ? null : latest.refused,
    };
  };
  LANES[lane].ask(kind, ask, {
    part: (answer, milliseconds) => arrive(answer, milliseconds, true),
    done: (answer, milliseconds) => arrive(answer, milliseconds, false),
    refused: (why) => {
      const latest = state.peek() as Answered<K>;
      if (latest.askedKey === key) state.value = { ...latest, refused: why, running: false, unfinished: false };
    },
    dropped: () => {
      const latest = state.peek() as Answered<K>;
      if (latest.askedKey !== key) return;
      // Of work that was cut off the last part stands, and says that it is one.
      const cut =
        latest.unfinished && typeof latest.answer === "object" ? { answer: { ...latest.answer, partial: true } as AnswerOf<K> } : {};
      state.value = { ...latest, ...cut, running: false, unfinished: false };
    },
  });
}

const still = { running: false, unfinished: false, postponed: false };
const none = { ...still, answer: null, answeredKey: "", milliseconds: null };

/** Say that the answer is of an older ask than this one, which is not made yet; unless it is the very answer. */
export function postpone(kind: Kind, key: string): void {
  const state = answered(kind);
  const before = state.peek();
  if (!before || before.askedKey === key) return;
  const same = before.answeredKey === key && !before.unfinished;
  state.value = { ...before, ...still, refused: null, askedKey: key, since: performance.now(), postponed: !same };
}

interface Early<K extends Kind> {
  readonly answer: AnswerOf<K>;
  readonly milliseconds: number;
}

/** Answers that were asked for before they were needed, the oldest first. */
const ahead = new Map<string, Early<Kind>>();
/** So many are kept. */
const EARLY = 32;
let asking = false;

const aheadKey = (kind: Kind, key: string): string => `${kind} ${key}`;

/** Ask for what is likely to be needed next, one after the other and never in the way of what is needed now. */
export function requestAhead<K extends Kind>(kind: K, lane: LaneName, asks: readonly AskOf<K>[]): void {
  const [next, ...rest] = asks.filter((ask) => !ahead.has(aheadKey(kind, JSON.stringify(ask))));
  if (next === undefined || asking) return;
  asking = true;
  const over = (): void => {
    asking = false;
    requestAhead(kind, lane, rest);
  };
  const done = (answer: AnswerOf<K>, milliseconds: number): void => {
    ahead.set(aheadKey(kind, JSON.stringify(next)), { answer, milliseconds });
    const [oldest] = ahead.keys();
    if (ahead.size > EARLY && oldest !== undefined) ahead.delete(oldest);
    over();
  };
  LANES[lane].ask(kind, next, { done, refused: over, dropped: over }, `${kind} ahead`);
}

/** Stop what runs of a kind; what it has by then is its answer. */
export function stop(kind: Kind): void {
  laneOf.get(kind)?.stop(kind);
}

/** Forget the last ask, so that the same one is asked again. */
export function forget(kind: Kind): void {
  const state = answered(kind);
  const before = state.peek();
  if (before) state.value = { ...before, askedKey: "" };
}

export const isStale = (found: Answered<Kind> | null): boolean =>
  found !== null && found.answer !== null && found.answeredKey !== found.askedKey;

/** The answer, where it belongs to what was asked last. */
export const latest = <K extends Kind>(found: Answered<K> | null): AnswerOf<K> | null =>
  found && !found.refused && found.answeredKey === found.askedKey ? found.answer : null;
