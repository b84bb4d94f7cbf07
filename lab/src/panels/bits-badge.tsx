/** The first digits of the hash of what is shown, once nothing moves any more; what says them opens the way to reproduce it. */
import { useEffect, useState } from "preact/hooks";
import { aside } from "../compute/lanes.ts";
import type { Recorded } from "../engine/bits.ts";
import { labFor } from "../state/computing.ts";
import { dragging, present, refusal } from "../state/lab.ts";
import { dialog, viewKey } from "../state/shown.ts";
import { answersOf } from "../views/answers-of.ts";
import { viewByKey } from "../views/registry.ts";

/** Milliseconds of rest before the hash is made. */
const REST = 600;

/** All numbers that the view shows, and what they belong to; null while some are to come, and for views that are no numbers. */
export function recordShown(): { readonly key: string; readonly record: Recorded } | null {
  const view = viewByKey(viewKey.value);
  const answers = answersOf(view);
  const lab = labFor(view.key);
  const [main] = Object.values(answers);
  if (!lab || !main?.answer || main.running || main.refused || main.answeredKey !== main.askedKey || refusal.value) return null;
  if ((main.answer as { readonly partial?: boolean }).partial) return null;
  const record = view.record?.(answers, lab) ?? null;
  return record && { key: `${view.key} ${main.answeredKey}`, record };
}

export function BitsBadge() {
  const [hash, setHash] = useState<{ readonly key: string; readonly text: string } | null>(null);
  const shown = recordShown();
  const key = shown?.key ?? null;
  const held = dragging.value;
  useEffect(() => {
    const source = present.peek()?.source;
    if (!shown || !source || held) return;
    const timer = setTimeout(() => {
      aside
        .wait("bits", { source, record: shown.record }, "badge")
        .then(({ resultHash }) => setHash({ key: shown.key, text: resultHash }))
        .catch(() => setHash(null));
    }, REST);
    return () => clearTimeout(timer);
  }, [key, held]);
  if (!key) return null;
  const known = hash?.key === key ? hash.text.slice(0, 12) : "";
  return (
    <span class="bits">
      <button type="button" class="quiet numbers" title="Reproduce this result" onClick={() => (dialog.value = "bits")}>
        Bits {known === "" ? "…" : known}
      </button>
      <small>same in Node</small>
    </span>
  );
}
