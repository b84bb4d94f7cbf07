/**
 * What the page knows: the model that is shown with its values and its run, what it was opened as, and what the library says of it.
 *
 *   open ──▶ describe (worker) ──▶ facts ──▶ sliders, views ──▶ asks ──▶ answers (state/answers.ts)
 *   slider, text, ask ──▶ present ──▶ the same
 */
import { batch, computed, signal } from "@preact/signals";
import { live } from "../compute/lanes.ts";
import type { Refused, Source, Values } from "../compute/protocol.ts";
import type { Length } from "../engine/ask-length.ts";
import type { Described } from "../engine/describe.ts";
import { askOf, type RunOfLab } from "./ask.ts";
import { History } from "./history.ts";
import { writtenText } from "./written.ts";

/** What undo takes back: the model with its values, and its run. */
export interface Present {
  readonly source: Source;
  readonly run: RunOfLab;
  /** What it was opened as. */
  readonly opened: Source;
}

export const present = signal<Present | null>(null);
/** Of the last source that the library took. */
export const facts = signal<Described | null>(null);
/** Why the library does not take the present source; null when it does. */
export const refusal = signal<Refused | null>(null);
/** A slider or a scrubber is held. */
export const dragging = signal(false);
/** A message about something that did not work, for `alert`: shown once. */
export const notice = signal<{ readonly text: string; readonly tone: "alert" | "status" } | null>(null);

const history = new History<Present>();
export const undoable = signal({ undo: false, redo: false });

const changed = (): void => {
  undoable.value = { undo: history.canUndo, redo: history.canRedo };
};

/** The present values of all parameters. */
export const values = computed<Values>(() => {
  const own = Object.fromEntries((facts.value?.parameters ?? []).map(({ name, opened }) => [name, opened]));
  return { ...own, ...present.value?.source.values };
});

/** The document as it reads with the present values; null for a model of the catalogue. */
export const documentText = computed<string | null>(() => {
  const source = present.value?.source;
  if (source?.kind !== "document") return null;
  return writtenText(source.text, source.values, facts.value?.parameters ?? []);
});

/** Is the model still what was opened? */
export const edited = computed<boolean>(() => {
  const now = present.value;
  if (!now) return false;
  return JSON.stringify(now.source) !== JSON.stringify(now.opened);
});

/**
 * Open a model. `run` and the like come from an address; what is left out comes from the document.
 * @param otherwise called where the library does not take it; left out, the page shows why
 */
export function open(source: Source, run: Partial<RunOfLab> = {}, otherwise?: (why: Refused) => void): void {
  const before = present.value;
  if (before && !otherwise) history.keep(before, "", 0);
  batch(() => {
    present.value = { source, run: { length: {}, observe: [], ours: true, ...run }, opened: { ...source, values: {} } };
    refusal.value = null;
    changed();
  });
  describe(true, run, otherwise && { before, otherwise });
}

/** Put other values of parameters in place. `gesture` joins the changes of one drag into one step of undo. */
export function setValues(given: Values, gesture: string, now = performance.now()): void {
  const before = present.value;
  if (!before) return;
  history.keep(before, gesture, now);
  const next = { ...before.source.values, ...given };
  for (const { name, opened } of facts.value?.parameters ?? [])
    if (JSON.stringify(next[name]) === JSON.stringify(opened)) delete next[name];
  batch(() => {
    present.value = { ...before, source: { ...before.source, values: next } };
    changed();
  });
  if (Object.keys(given).some((name) => resizes(name)) || refusal.value) describe(false);
}

/** Take values only if the library takes them; else its sentence, and everything stays. */
export async function tryValues(given: Values): Promise<string | null> {
  const now = present.value;
  if (!now) return null;
  try {
    await live.wait("describe", { source: { ...now.source, values: { ...now.source.values, ...given } } }, "try");
  } catch (error) {
    return error === null ? null : (error as Refused).message;
  }
  setValues(given, "");
  return null;
}

/** Whether a parameter changes what the model is made of: sizes, words, switches. */
function resizes(name: string): boolean {
  return facts.value?.parameters.find((parameter) => parameter.name === name)?.kind !== "number";
}

/** Another text of the document: values that were moved are part of it from here on. */
export function setText(text: string): void {
  const before = present.value;
  const source = before?.source;
  if (!before || source?.kind !== "document" || text === documentText.value) return;
  history.keep(before, "text", performance.now());
  batch(() => {
    present.value = { ...before, source: { kind: "document", file: source.file, text, values: {} } };
    changed();
  });
  describe(false);
}

/** Run further, save less often, record something else. */
export function setRun(length: Length | null, observe: readonly string[] | null = null): void {
  const before = present.value;
  if (!before) return;
  history.keep(before, length ? "length" : "", performance.now());
  batch(() => {
    const run = { ...before.run, ...(length ? { length } : {}), ...(observe ? { observe } : {}), ours: true };
    present.value = { ...before, run };
    changed();
  });
}

export function endGesture(): void {
  dragging.value = false;
  history.border();
}

export function undo(): void {
  const now = present.value;
  if (now) restore(history.undo(now));
}

export function redo(): void {
  const now = present.value;
  if (now) restore(history.redo(now));
}

function restore(state: Present | null): void {
  if (!state) return;
  batch(() => {
    present.value = state;
    refusal.value = null;
    changed();
  });
  describe(false);
}

/** A model that the library may refuse: then what was there before stands again. */
interface Attempt {
  readonly before: Present | null;
  readonly otherwise: (why: Refused) => void;
}

/** Ask the library what the present source is. */
function describe(fresh: boolean, given: Partial<RunOfLab> = {}, attempt?: Attempt): void {
  const asked = present.value;
  if (!asked) return;
  live.ask(
    "describe",
    { source: asked.source },
    {
      done: (found) => {
        const now = present.value;
        if (now?.source !== asked.source) return;
        if (attempt?.before) history.keep(attempt.before, "", 0);
        batch(() => {
          changed();
          facts.value = found;
          refusal.value = null;
          const run = fresh
            ? askOf(found, known(given, found))
            : now.run.observe.length === 0 || !now.run.ours
              ? askOf(found)
              : fitting(now.run, found);
          present.value = { ...now, run };
        });
      },
      refused: (why) => {
        if (present.value?.source !== asked.source) return;
        if (!attempt) {
          refusal.value = why;
          return;
        }
        present.value = attempt.before;
        attempt.otherwise(why);
      },
    },
  );
}

/** What an address asks for, without what the model does not record; that is named. */
function known(given: Partial<RunOfLab>, found: Described): Partial<RunOfLab> {
  if (!given.observe) return given;
  const kept = recordedBy(found, given.observe);
  const others = given.observe.filter((name) => !kept.includes(name));
  if (others.length === 0) return given;
  notice.value = { text: `This model does not record ${others.map((name) => `"${name}"`).join(", ")}.`, tone: "alert" };
  const { observe: _observe, ...rest } = given;
  return kept.length === 0 ? rest : { ...rest, observe: kept };
}

function recordedBy({ observables }: Described, names: readonly string[]): readonly string[] {
  const own = new Set(observables.map(({ name }) => name));
  return names.filter((name) => own.has(name) || /_\d/.test(name));
}

/** A run without the observables that the model no longer has. */
function fitting(run: RunOfLab, found: Described): RunOfLab {
  const kept = recordedBy(found, run.observe);
  const wrongKind = found.form === "collisions" ? run.length.times !== undefined : run.length.steps !== undefined;
  if (kept.length === 0 || wrongKind) return askOf(found);
  return kept.length === run.observe.length ? run : { ...run, observe: kept };
}
