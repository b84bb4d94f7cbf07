/** "Reproduce this result": the hash of all columns, what it depends on, the command that makes it again, and a place to compare. */
import { useEffect, useState } from "preact/hooks";
import { aside } from "../compute/lanes.ts";
import type { Refused } from "../compute/protocol.ts";
import type { BitsAnswer, Recorded } from "../engine/bits.ts";
import { labFor } from "../state/computing.ts";
import { copy, save } from "../state/files.ts";
import { viewKey } from "../state/shown.ts";
import { answersOf } from "../views/answers-of.ts";
import { viewByKey } from "../views/registry.ts";
import { commandOf } from "../words/command.ts";
import { recordShown } from "./bits-badge.tsx";
import { Dialog } from "./dialog.tsx";

export function Bits() {
  const view = viewByKey(viewKey.value);
  const lab = labFor(view.key);
  const shown = recordShown();
  const [found, setFound] = useState<BitsAnswer | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [other, setOther] = useState("");
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!lab || !shown) return;
    aside
      .wait("bits", { source: lab.present.source, record: shown.record })
      .then(setFound, (why: Refused | null) => setRefused(why?.message ?? null));
  }, [shown?.key]);
  if (!lab) return null;
  const command = view.command?.(lab, answersOf(view), "json") ?? commandOf(lab);
  const hash = found?.resultHash ?? null;
  return (
    <Dialog title="Reproduce this result">
      {refused && <p class="reason">{refused}</p>}
      {!hash && !refused && <p class="hint">Hashing …</p>}
      {found && hash && (
        <>
          <dl class="facts hashes">
            <dt>result</dt>
            <dd>
              <code>{hash}</code>
            </dd>
            {found.modelHash && (
              <>
                <dt>model</dt>
                <dd>
                  <code>{found.modelHash}</code>
                </dd>
              </>
            )}
            <dt>engine</dt>
            <dd>
              <code>{found.engineHash}</code>
            </dd>
          </dl>
          <p>The same command gives the same bits on any machine; its JSON has the hash as provenance.resultHash.</p>
          <textarea
            readonly
            rows={3}
            value={command}
            aria-label="Command that reproduces it"
            onFocus={(event) => event.currentTarget.select()}
          />
          <div class="row">
            <button
              type="button"
              onClick={() => void copy(command).then((done) => setSaid(done ? "Command copied." : "Select the command and copy it."))}
            >
              Copy command
            </button>
            {found.file !== null && (
              <button
                type="button"
                onClick={() => {
                  save(`${lab.facts.name}.json`, found.file ?? "", "application/json");
                  setSaid(`${lab.facts.name}.json saved.`);
                }}
              >
                Save {lab.facts.name}.json
              </button>
            )}
            <span role="status">{said}</span>
          </div>
          <label class="field">
            <span>Compare with a hash, or with the JSON that the command printed</span>
            <textarea rows={3} value={other} onInput={(event) => setOther(event.currentTarget.value)} />
          </label>
          {other.trim() !== "" && <p role="status">{comparison(other, hash, shown?.record ?? null)}</p>}
        </>
      )}
    </Dialog>
  );
}

function comparison(text: string, hash: string, record: Recorded | null): string {
  const given = hashIn(text.trim());
  if (given === null) return "This is no hash, and no JSON that has one.";
  if (given === hash) return "Equal: the same bits.";
  return `Different: the other hash begins with ${given.slice(0, 12)}.${(record && firstDifference(text, record)) ?? ""}`;
}

/** The first number of a printed result that is another one here, column by column; null where the text holds no columns. */
function firstDifference(text: string, { axes, columns }: Recorded): string | null {
  try {
    const { axis, observables } = JSON.parse(text) as {
      axis?: { values: readonly unknown[] };
      observables?: Record<string, readonly unknown[]>;
    };
    if (!observables) return null;
    const sides = axis && axes.length === 1 && axes[0] ? [{ mine: axes[0], theirs: axis.values }] : [];
    for (const { mine, theirs } of [...sides, ...columns.map((one) => ({ mine: one, theirs: observables[one.name] ?? [] }))]) {
      for (let k = 0; k < Math.max(mine.values.length, theirs.length); k++) {
        const [here, there] = [mine.values[k] ?? null, theirs[k] ?? null];
        if (!Object.is(Number.isNaN(here) ? null : here, there))
          return ` ${mine.name} is the first to differ, in record ${k}: ${here ?? "none"} here, ${String(there ?? "none")} there.`;
      }
    }
    return " No column that is shown here differs.";
  } catch {
    return null;
  }
}

/** A hash, or the one of a result's provenance. */
function hashIn(text: string): string | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  try {
    const found = (JSON.parse(text) as { provenance?: { resultHash?: unknown } }).provenance?.resultHash;
    return typeof found === "string" ? found : null;
  } catch {
    return null;
  }
}
