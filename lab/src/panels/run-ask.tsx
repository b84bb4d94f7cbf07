/** How far the run goes and how often it is recorded. */
import { useState } from "preact/hooks";
import { start } from "../state/computing.ts";
import { facts, present, setRun } from "../state/lab.ts";

export function RunAsk() {
  const [state, found] = [present.value, facts.value];
  if (!state || !found) return null;
  const { length, ours } = state.run;
  const collisions = found.form === "collisions";
  const byTime = !collisions || length.until !== undefined;
  const end = collisions ? (length.steps ?? 0) : (length.until ?? length.times?.[length.times.length - 1] ?? 0);
  return (
    <fieldset class="ask">
      <legend>Run {ours && <small title="Not from the document, and not written into it">ours</small>}</legend>
      <div class="box">
        <span>{byTime ? "until" : "collisions"}</span>
        <NumberBox
          label={byTime ? "until" : "collisions"}
          value={collisions ? (length.steps ?? length.until ?? 0) : end}
          take={(value) => {
            const { steps: _steps, until: _until, times: _times, ...rest } = length;
            const saveEvery = rest.saveEvery !== undefined && rest.saveEvery > value ? {} : rest;
            setRun(byTime ? { ...saveEvery, until: value } : { ...saveEvery, steps: Math.max(1, Math.round(value)) });
          }}
        />
      </div>
      <div class="box">
        <span>every</span>
        <NumberBox
          label="save every"
          value={length.saveEvery ?? null}
          take={(value) => {
            const { times: _times, ...rest } = length;
            setRun({
              ...rest,
              ...(rest.steps === undefined && rest.until === undefined ? { until: end } : {}),
              saveEvery: collisions ? Math.max(1, Math.round(value)) : value,
            });
          }}
        />
      </div>
      <button type="button" class="primary" onClick={() => start()} title="Run again (r)">
        Run
      </button>
    </fieldset>
  );
}

interface BoxProps {
  readonly label: string;
  readonly value: number | null;
  readonly take: (value: number) => void;
}

function NumberBox({ label, value, take }: BoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const done = (): void => {
    const number = Number(typed);
    if (typed !== null && typed.trim() !== "" && Number.isFinite(number) && number > 0) take(number);
    setTyped(null);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      class="number numbers"
      aria-label={label}
      placeholder="auto"
      value={typed ?? (value === null ? "" : String(value))}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") done();
      }}
      onBlur={done}
    />
  );
}
