/** What is recorded: chips that take away, a list that adds; at most six curves. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Name } from "../draw/name-text.tsx";
import type { Acts, Lab } from "../views/view.ts";

const MOST = 6;

export function Observables({ lab, acts }: { readonly lab: Lab; readonly acts: Acts }) {
  const [adding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  // The list goes away with the choice: the focus returns to the button that showed it.
  const back = useRef(false);
  const list = useRef<HTMLSelectElement>(null);
  // Before anything is painted: the focus is nowhere in between.
  useLayoutEffect(() => {
    if (adding) list.current?.focus();
    else if (back.current) add.current?.focus();
    back.current = false;
  }, [adding]);
  const { observe } = lab.run;
  const free = lab.facts.observables.filter(({ name }) => !observe.includes(name));
  return (
    <fieldset class="chips" aria-label="Observables">
      {observe.map((name) => (
        <span key={name} class="chip" title={lab.facts.observables.find((one) => one.name === name)?.description}>
          <Name name={name} />
          {observe.length > 1 && (
            <button
              type="button"
              class="icon"
              aria-label={`Remove ${name}`}
              onClick={() => {
                add.current?.focus();
                acts.setObserve(observe.filter((one) => one !== name));
              }}
            >
              ×
            </button>
          )}
        </span>
      ))}
      {adding ? (
        <select
          ref={list}
          aria-label="Observable to add"
          onBlur={() => setAdding(false)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            back.current = true;
            setAdding(false);
            event.stopPropagation();
          }}
          onChange={(event) => {
            back.current = true;
            setAdding(false);
            if (event.currentTarget.value) acts.setObserve([...observe, event.currentTarget.value]);
          }}
        >
          <option value="">choose …</option>
          {free.map(({ name, description }) => (
            <option key={name} value={name}>
              {name} — {description}
            </option>
          ))}
        </select>
      ) : (
        <button
          ref={add}
          type="button"
          class="chip add"
          disabled={observe.length >= MOST}
          title={observe.length >= MOST ? `At most ${MOST} curves` : undefined}
          onClick={() => setAdding(true)}
        >
          + observable
        </button>
      )}
    </fieldset>
  );
}
