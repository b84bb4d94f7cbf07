/** Every parameter with the control that fits it: the six most telling first, the others folded. */
import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Value } from "../compute/protocol.ts";
import { Name } from "../draw/name-text.tsx";
import type { Described, ParameterFacts } from "../engine/describe.ts";
import { facts, setValues, values } from "../state/lab.ts";
import { inOrder, rangeOf } from "../state/ranges.ts";
import { embed } from "../state/shown.ts";
import { RunAsk } from "./run-ask.tsx";
import { Slider } from "./slider.tsx";

const FIRST = 6;

export function Parameters() {
  const found = facts.value;
  const [all, setAll] = useState(false);
  const [menu, setMenu] = useState<string | null>(null);
  if (!found) return <section aria-label="Parameters" class="parameters" />;
  const only = embed.value?.controls;
  const ordered = only ? only.flatMap((name) => found.parameters.filter((one) => one.name === name)) : inOrder(found);
  const shown = all || only ? ordered : ordered.slice(0, FIRST);
  const rest = ordered.length - shown.length;
  return (
    <section aria-label="Parameters" class="parameters">
      {ordered.length === 0 && <p class="hint">This model has no parameters.</p>}
      {shown.map((spec) => (
        <div key={spec.name}>
          <Control spec={spec} found={found} menu={() => setMenu(menu === spec.name ? null : spec.name)} />
          {menu === spec.name && <Menu spec={spec} close={() => setMenu(null)} />}
        </div>
      ))}
      {ordered.length > FIRST && !only && (
        <button type="button" class="fold" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "▾ fewer" : `▸ ${rest} more`}
        </button>
      )}
      {!only && <RunAsk />}
    </section>
  );
}

type MenuProps = Parameters<typeof import("./parameter-menu.tsx")["ParameterMenu"]>[0];

/** The menu is loaded with the first look at one. */
function Menu(props: MenuProps) {
  const [found, setFound] = useState<{ readonly ParameterMenu: (props: MenuProps) => ComponentChild } | null>(null);
  useEffect(() => void import("./parameter-menu.tsx").then(setFound), []);
  return found && <found.ParameterMenu {...props} />;
}

function Control({ spec, found, menu }: { readonly spec: ParameterFacts; readonly found: Described; readonly menu: () => void }) {
  const value = values.value[spec.name] as Value;
  const sweeps = [(found.sections.sweep ?? []) as object].flat() as Readonly<Record<string, unknown>>[];
  if (typeof value === "number" && (spec.kind === "number" || spec.kind === "integer" || spec.kind === "any")) {
    return <Slider spec={spec} value={value} range={rangeOf(spec, { lab: found.lab, sweeps })} menu={menu} />;
  }
  if (Array.isArray(value) && value.length > 0 && value.length <= MANY && value.every((one) => typeof one === "number")) {
    return <Entries spec={spec} values={value as readonly number[]} found={found} />;
  }
  return (
    <div class={`parameter plain${JSON.stringify(value) === JSON.stringify(spec.opened) ? "" : " moved"}`}>
      <span class="label" title={spec.description || undefined}>
        <Name name={spec.name} />
        <small>{spec.description}</small>
      </span>
      <Other spec={spec} value={value} />
    </div>
  );
}

/** Entries of a list that have a slider each. */
const MANY = 8;

/** A short list of numbers: one slider for each. */
function Entries({
  spec,
  values: all,
  found,
}: {
  readonly spec: ParameterFacts;
  readonly values: readonly number[];
  readonly found: Described;
}) {
  const opened = Array.isArray(spec.opened) ? spec.opened : all;
  return (
    <fieldset class="entries" aria-label={spec.name}>
      <legend class="label">
        <Name name={spec.name} />{" "}
        <small>{[spec.description, spec.unit && spec.unit !== "1" ? spec.unit : ""].filter(Boolean).join(", ")}</small>
      </legend>
      {all.map((value, k) => {
        const own = typeof opened[k] === "number" ? opened[k] : value;
        const entry: ParameterFacts = {
          ...spec,
          kind: "number",
          name: `${spec.name} ${k + 1}`,
          description: "",
          default: own,
          opened: own,
        };
        return (
          <Slider
            key={k}
            spec={entry}
            value={value}
            range={rangeOf(entry, { lab: found.lab, sweeps: [] })}
            put={(next) => ({ [spec.name]: all.map((one, at) => (at === k ? next : one)) })}
          />
        );
      })}
    </fieldset>
  );
}

/** Words, switches, lists, and what is left to the model. */
function Other({ spec, value }: { readonly spec: ParameterFacts; readonly value: Value }) {
  const { name, kind, choices = [] } = spec;
  const set = (next: Value): void => setValues({ [name]: next }, "");
  if (kind === "boolean") {
    return (
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={value === true}
          aria-label={name}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        <span>{value === true ? "on" : "off"}</span>
      </label>
    );
  }
  if (kind === "choice" && choices.length <= 4) {
    return (
      <fieldset class="choices" aria-label={name}>
        {choices.map((word) => (
          <label key={word}>
            <input type="radio" name={`choice-${name}`} value={word} checked={value === word} onChange={() => set(word)} />
            <span>{word}</span>
          </label>
        ))}
      </fieldset>
    );
  }
  if (kind === "choice") {
    return (
      <select aria-label={name} value={String(value)} onChange={(event) => set(event.currentTarget.value)}>
        {choices.map((word) => (
          <option key={word}>{word}</option>
        ))}
      </select>
    );
  }
  return <JsonField spec={spec} value={value} set={set} />;
}

/** Lists and whatever else has no control of its own: as JSON; empty leaves it to the model where that is allowed. */
function JsonField({ spec, value, set }: { readonly spec: ParameterFacts; readonly value: Value; readonly set: (value: Value) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    if (typed === null) return;
    setTyped(null);
    if (typed.trim() === "" && spec.nullable) {
      set(null);
      return;
    }
    try {
      set(JSON.parse(typed) as Value);
    } catch {
      set(typed);
    }
  };
  return (
    <input
      type="text"
      class="number wide numbers"
      aria-label={`${spec.name} value`}
      placeholder={spec.nullable ? "automatic" : ""}
      value={typed ?? (value === null ? "" : JSON.stringify(value))}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
      onBlur={take}
    />
  );
}
