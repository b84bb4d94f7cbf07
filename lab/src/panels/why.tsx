/** Why the result is to be trusted, or not: what was measured of the run, every warning whole, the way to the plan, and what the page has said. */
import { answered, latest } from "../state/answers.ts";
import { facts } from "../state/lab.ts";
import { messages } from "../state/messages.ts";
import { dialog, viewKey } from "../state/shown.ts";
import { answersOf } from "../views/answers-of.ts";
import { viewByKey } from "../views/registry.ts";
import { duration, magnitude } from "../words/numbers.ts";
import { Dialog } from "./dialog.tsx";

export function Why() {
  const state = answered("run").value;
  const run = latest(state);
  const own = Object.values(answersOf(viewByKey(viewKey.value))) as readonly ({ readonly answer: unknown } | null)[];
  const warnings = new Set([
    ...(facts.value?.warnings ?? []),
    ...own.flatMap((one) => (one?.answer as { readonly warnings?: readonly string[] } | null)?.warnings ?? []),
  ]);
  return (
    <Dialog title="Why">
      {run && (
        <dl class="facts numbers">
          <dt>computed in</dt>
          <dd>{state?.milliseconds == null ? "–" : duration(state.milliseconds)}, exactly: nothing was sampled</dd>
          <dt>largest |Tr ρ − 1|</dt>
          <dd>{magnitude(run.traceDefect)}</dd>
          <dt>residual of the first law</dt>
          <dd>{run.firstLawResidual === null ? "not recorded" : magnitude(run.firstLawResidual)}</dd>
          <dt>violation of the second law</dt>
          <dd>{run.secondLawViolation === null ? "not recorded" : magnitude(run.secondLawViolation)}</dd>
        </dl>
      )}
      <h3>Warnings</h3>
      {warnings.size === 0 ? (
        <p class="hint">None.</p>
      ) : (
        <ul>
          {[...warnings].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <p>
        <button
          type="button"
          onClick={() => {
            viewKey.value = "plan";
            dialog.value = null;
          }}
        >
          The plan: how it is computed, and what else was refused
        </button>
      </p>
      <h3>Messages</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <ul role="log" aria-label="Messages" class="messages" tabIndex={0}>
        {messages.value.map((text, k) => (
          <li key={`${k} ${text}`}>{text}</li>
        ))}
      </ul>
    </Dialog>
  );
}
