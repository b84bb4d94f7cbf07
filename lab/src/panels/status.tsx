/** The last line: what is going on, in words; and what a reader must know of the result. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Kind } from "../compute/protocol.ts";
import { Sentence } from "../draw/name-text.tsx";
import { type Answered, answered, latest } from "../state/answers.ts";
import { labFor, shownFor, start, stopAll, waiting } from "../state/computing.ts";
import { notice, refusal } from "../state/lab.ts";
import { heard } from "../state/messages.ts";
import { dialog, viewKey } from "../state/shown.ts";
import { answersOf } from "../views/answers-of.ts";
import { viewByKey } from "../views/registry.ts";
import { hasLimit, plainName } from "../words/names.ts";
import { duration, inWords, magnitude } from "../words/numbers.ts";
import { BitsBadge } from "./bits-badge.tsx";

/** Work of this length is spoken of. */
const SOON = 100;

export function Status() {
  const view = viewByKey(viewKey.value);
  const kinds = Object.keys(view.needs) as Kind[];
  const states = kinds.map((kind) => answered(kind).value).filter((one): one is Answered<Kind> => one !== null);
  const running = states.filter((one) => one.running);
  const slow = useSlow(running.map(({ since }) => since));
  const [main] = kinds;
  // On narrow pages the line is one line, and this button shows the rest.
  const [all, setAll] = useState(false);
  // What goes away when it is pressed leaves the focus here.
  const line = useRef<HTMLElement>(null);
  const waits = main !== undefined && (waiting.value[main] !== undefined || states[0]?.refused?.code === "TOO_LONG");
  return (
    <section ref={line} tabIndex={-1} class={`status${all ? " all" : ""}`} aria-label="Run">
      <StateLine running={slow ? running : []} />
      {slow && running.length > 0 && (
        <>
          <Progress states={running} />
          <button
            type="button"
            onClick={() => {
              line.current?.focus();
              stopAll();
            }}
          >
            Stop
          </button>
        </>
      )}
      {waits && !(slow && running.length > 0) && (
        <button
          type="button"
          class="primary"
          onClick={() => {
            line.current?.focus();
            start(main);
          }}
        >
          Run
        </button>
      )}
      <button type="button" class="icon narrow" aria-label="More of the run" aria-expanded={all} onClick={() => setAll(!all)}>
        ⋯
      </button>
      <Trust />
      <button type="button" class="quiet why" title="Warnings, residuals, the plan, messages" onClick={() => (dialog.value = "why")}>
        Why
      </button>
      <span class="spacer" />
      <BitsBadge />
      <span class="private" title="No request leaves this page; what stands behind # is not sent to servers">
        stays here
      </span>
      <Alert />
    </section>
  );
}

function Alert() {
  const said = notice.value;
  useEffect(() => heard(said?.text ?? ""), [said]);
  if (!said) return null;
  return (
    <p role={said.tone} class="notice">
      {said.text}{" "}
      <button type="button" class="icon" aria-label="Dismiss" onClick={dismiss}>
        ×
      </button>
    </p>
  );
}

function dismiss({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  currentTarget.closest<HTMLElement>("section")?.focus();
  notice.value = null;
}

/** True once work that was begun at one of these times has gone on for a while. */
function useSlow(since: readonly number[]): boolean {
  const [, tick] = useState(0);
  const first = since.length === 0 ? null : Math.min(...since);
  useEffect(() => {
    if (first === null) return;
    const timer = setTimeout(() => tick((k) => k + 1), Math.max(0, SOON - (performance.now() - first)) + 1);
    return () => clearTimeout(timer);
  }, [first]);
  return first !== null && performance.now() - first >= SOON;
}

function StateLine({ running }: { readonly running: readonly Answered<Kind>[] }) {
  const text = stateText(running);
  useEffect(() => {
    if (text.tone !== "plain" || !/…$/.test(text.words)) heard(text.words);
  }, [text.words]);
  const tone = refusal.value || text.tone === "error" ? "bad" : running.length > 0 ? "busy" : text.tone === "warning" ? "warn" : "good";
  return (
    <p class="state" role="status" aria-label="State" aria-live="polite">
      <span class={`dot ${tone}`} aria-hidden="true" />
      <span class="said">{text.tone === "plain" ? <Sentence text={text.words} /> : text.words}</span>
    </p>
  );
}

function stateText(running: readonly Answered<Kind>[]): { readonly words: string; readonly tone: "plain" | "warning" | "error" } {
  if (refusal.value) return { words: refusal.value.message, tone: "error" };
  const view = viewByKey(viewKey.value);
  const answers = answersOf(view);
  const [first] = Object.values(answers) as (Answered<Kind> | null)[];
  // A part of an answer is not done, however soon it came.
  if (running.length > 0 || first?.unfinished) {
    const share = first?.unfinished ? shareOf(first.answer) : null;
    const quarters = share === null ? 0 : Math.floor(4 * share);
    return { words: quarters === 0 ? "Computing …" : `Computing: ${25 * quarters} % …`, tone: "plain" };
  }
  if (first?.refused) return { words: first.refused.message, tone: first.refused.code === "TOO_LONG" ? "warning" : "error" };
  const lab = shownFor(view.key);
  const [main] = Object.keys(view.needs) as Kind[];
  if (main !== undefined && waiting.value[main] !== undefined) return { words: "Ready: press Run.", tone: "plain" };
  if (!lab || (!first?.answer && Object.keys(view.needs).length > 0 && first !== null)) return { words: "Starting …", tone: "plain" };
  const [warning] = (first?.answer as { readonly warnings?: readonly string[] } | null)?.warnings ?? [];
  if (warning !== undefined) return { words: `Warning: ${warning}`, tone: "warning" };
  const said = view.key === "time" ? timeInWords() : view.words(answers, lab)[0];
  return { words: said ? `Done: ${said}` : "Ready.", tone: "plain" };
}

/** The first curve's end, and where it tends to. */
function timeInWords(): string {
  const run = answered("run").value?.answer;
  const steady = latest(answered("steady").value);
  if (!run) return "";
  const { axis, columns } = run;
  const [first] = columns;
  const last = axis.values.length - 1;
  const where = axis.name === "collision" ? `step ${axis.values[last]}` : `time ${inWords(axis.values[last])}`;
  const value = first ? `${plainName(first.name)} ${inWords(first.values[last])} at ${where}` : where;
  const limit = first && hasLimit(first.name, labFor("time")?.facts.order ?? []) ? steady?.observables[first.name] : null;
  return `${value}${limit === null || limit === undefined ? "" : `; stationary ${inWords(limit)}`}.`;
}

/** Time, exactness and the laws, from the last run. */
function Trust() {
  const lab = labFor("time");
  const run = answered("run").value;
  if (!lab || !run?.answer || run.refused || refusal.value) return null;
  const { traceDefect, firstLawResidual, secondLawViolation } = run.answer;
  const laws = [firstLawResidual, secondLawViolation].filter((value): value is number => value !== null);
  return (
    <span class="trust numbers">
      {run.milliseconds !== null && <span>{duration(run.milliseconds)}</span>}
      <span>exact</span>
      <span title="Largest |Tr ρ − 1|">trace {magnitude(traceDefect)}</span>
      {laws.length > 0 && <span title="Residuals of the first and the second law">laws {magnitude(Math.max(...laws))}</span>}
    </span>
  );
}

function Progress({ states }: { readonly states: readonly Answered<Kind>[] }) {
  const shares = states.map(({ answer, unfinished }) => (unfinished ? shareOf(answer) : null)).filter((one): one is number => one !== null);
  const [share] = shares;
  return (
    <progress aria-label="Run progress" max={1} {...(share === undefined ? {} : { value: share })}>
      {share === undefined ? "" : `${Math.round(100 * share)} %`}
    </progress>
  );
}

/** How far an unfinished answer says that it is. */
function shareOf(answer: unknown): number | null {
  if (typeof answer !== "object" || answer === null || !("done" in answer)) return null;
  const { done } = answer;
  if (done instanceof Uint8Array) return done.reduce((sum, one) => sum + one, 0) / Math.max(1, done.length);
  const asked = (answer as { asked?: unknown }).asked;
  return typeof done === "number" && typeof asked === "number" ? done / asked : null;
}
