/** A native range for the place on the axis of the run, for views that show one moment of it. */

import { inWords } from "../words/numbers.ts";
import type { Acts, Lab } from "./view.ts";

export function endOf({ run, facts }: Lab): number {
  const { steps, until, times } = run.length;
  if (facts.form === "master-equation") return until ?? times?.[times.length - 1] ?? 10;
  return steps ?? (until !== undefined && facts.tau ? Math.max(1, Math.round(until / facts.tau)) : 200);
}

export function CursorRange({ lab, acts }: { readonly lab: Lab; readonly acts: Acts }) {
  const end = endOf(lab);
  const collisions = lab.facts.form === "collisions";
  const at = Math.min(end, lab.cursor ?? end);
  return (
    <div class="transport">
      <input
        type="range"
        class="range"
        aria-label="Cursor"
        aria-valuetext={collisions ? `collision ${at}` : `time ${inWords(at)}`}
        min={0}
        max={end}
        step={collisions ? 1 : end / 200}
        value={at}
        style={{ "--filled": `${(100 * at) / (end || 1)}%` }}
        onInput={(event) => acts.setCursor(Number(event.currentTarget.value))}
      />
      <output class="numbers">
        {collisions ? "collision" : "t ="} {inWords(at, 4)} of {inWords(end, 4)}
      </output>
    </div>
  );
}
