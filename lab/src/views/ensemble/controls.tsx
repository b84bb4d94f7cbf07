/** How many realisations, of which seed, with which noise; and which layers are shown. */
import type { AskOf } from "../../compute/protocol.ts";
import { Name } from "../../draw/name-text.tsx";
import type { Answered } from "../../state/answers.ts";
import { grouped } from "../../words/numbers.ts";
import type { Acts, Lab } from "../view.ts";
import { LAYERS, progressInWords, shownLayers } from "./index.tsx";

interface Props {
  readonly lab: Lab;
  readonly acts: Acts;
  readonly state: Answered<"ensemble"> | null;
  readonly ask: AskOf<"ensemble"> | null;
  readonly open: boolean;
  readonly toggle: () => void;
}

export function EnsembleControls({ lab, acts, state, ask, open, toggle }: Props) {
  const layers = shownLayers(lab);
  const number = (name: string, least: number) => (event: { currentTarget: HTMLInputElement }) => {
    const value = Number(event.currentTarget.value);
    if (Number.isInteger(value) && value >= least) acts.keep(name, value);
  };
  const answer = state?.answer;
  const waits = ask !== null && (state?.askedKey !== JSON.stringify(ask) || state.postponed);
  return (
    <>
      <div class="tools">
        <label>
          realisations{" "}
          <input
            type="text"
            inputMode="numeric"
            class="number numbers short"
            aria-label="Realisations"
            value={String(ask?.trajectories ?? "")}
            onChange={number("trajectories", 2)}
          />
        </label>
        <label>
          seed{" "}
          <input
            type="text"
            inputMode="numeric"
            class="number numbers short"
            aria-label="Seed"
            value={String(ask?.seed ?? "")}
            onChange={number("seed", 0)}
          />
        </label>
        <label title="Stop as soon as every standard error is at most this">
          stop at s.e.{" "}
          <input
            type="text"
            inputMode="decimal"
            class="number numbers short"
            aria-label="Stop at a standard error"
            placeholder="never"
            value={ask?.precision === undefined ? "" : String(ask.precision)}
            onChange={(event) => {
              const value = Number(event.currentTarget.value);
              acts.keep("precision", value > 0 ? value : undefined);
            }}
          />
        </label>
        <button type="button" class="quiet" aria-expanded={open} onClick={toggle}>
          Noise
        </button>
        {waits && (
          <button type="button" class="primary" onClick={() => acts.start("ensemble")}>
            Run {grouped(ask.trajectories)}
          </button>
        )}
        <span class="spacer" />
        {answer && <span class="numbers hint">{progressInWords(answer)}</span>}
      </div>
      {open && (
        <div class="menu">
          {Object.entries(lab.noise).map(([name, text]) => (
            <label key={name} class="row">
              <Name name={name} />
              <input
                type="text"
                class="number wide"
                aria-label={`Noise of ${name}`}
                value={text}
                onChange={(event) => acts.setNoise(name, event.currentTarget.value.trim() || null)}
              />
            </label>
          ))}
          <p class="hint">normal(mean, std), uniform(from, to), ou(mean, std, time) …; @realisation draws once per run.</p>
        </div>
      )}
      <fieldset class="layers" aria-label="Layers">
        {LAYERS.filter(({ key }) => key !== "exact" || answer?.exact).map(({ key, title }) => (
          <label key={key} class="switch">
            <input
              type="checkbox"
              checked={layers.includes(key)}
              onChange={() => acts.keep("layers", layers.includes(key) ? layers.filter((one) => one !== key) : [...layers, key])}
            />
            <span>{title}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
