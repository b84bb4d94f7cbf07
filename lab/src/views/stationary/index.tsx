/** The stationary state: its values and how sure they are, whether it is the only one, and what it looks like; or why there is none. */

import type { ComponentChild } from "preact";
import { lookOf } from "../../draw/look.ts";
import { Name } from "../../draw/name-text.tsx";
import { StateDrawing } from "../../draw/state-drawing.tsx";
import { Svg } from "../../draw/svg.tsx";
import { colourOf } from "../../draw/theme.ts";
import type { SteadyAnswer } from "../../engine/steady.ts";
import { steadyCommand } from "../../words/command.ts";
import { machineInWords } from "../../words/machines.ts";
import { plainName, sentence, summedBy } from "../../words/names.ts";
import { inWords, magnitude } from "../../words/numbers.ts";
import { LookButtons, look } from "../look-buttons.tsx";
import { offers } from "../offers.ts";
import { steadyNeed } from "../time/asks.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";

type Kinds = "steady";

export const stationary = defineView<Kinds>({
  ...offers.stationary,
  needs: { steady: steadyNeed },
  picture,
  Panel,
  words,
  table,
  record: ({ steady }) => {
    const columns = Object.entries(steady?.answer?.observables ?? {}).map(([name, value]) => ({ name, values: [value] }));
    return columns.length > 0 ? { axes: [{ name: "stationary", values: [null] }], columns } : null;
  },
  command: (lab) => steadyCommand(lab),
});

function picture({ lab, answers, size, theme }: Drawing<Kinds>): ComponentChild {
  const found = answers.steady?.answer;
  if (!found || answers.steady?.refused) return null;
  const height = Math.min(300, size.height);
  const factors = found.state.factors.flatMap(({ label, matrix }, k) => {
    const factor = lab.facts.factors.find((one) => one.label === label);
    return factor ? [{ factor, matrix, colour: colourOf(theme, k), title: `${label}: ${kindInWords(factor.kind)}` }] : [];
  });
  const width = Math.min(size.width, 340 * factors.length);
  return (
    <Svg width={width} height={height} theme={theme} title={`Stationary state of ${lab.facts.title}`}>
      <StateDrawing factors={factors} x={0} y={0} width={width} height={height} theme={theme} look={lookOf(lab.own)} />
    </Svg>
  );
}

function kindInWords(kind: string): string {
  return (
    { qubit: "qubit", fock: "mode, populations of n", spin: "spin, populations of m", rotor: "rotor, populations of l", levels: "levels" }[
      kind
    ] ?? kind
  );
}

function Panel({ lab, answers, acts, picture: drawn }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const state = answers.steady;
  if (state?.refused) return null;
  const found = state?.answer;
  if (!found) {
    return (
      <div class="view">
        <p class="hint">Computing …</p>
      </div>
    );
  }
  return (
    <div class="view columns">
      <div>
        <h2 class="verdict">{verdict(found)}</h2>
        <table class="values">
          <caption class="hidden">Stationary values</caption>
          <tbody>
            {Object.entries(found.observables).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">
                  <Name name={summedBy(name)} />
                </th>
                <td>{inWords(clean(value, found), 9)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl class="facts numbers">
          <dt>gap</dt>
          <dd>{found.gap === null ? (found.reasons.gap ?? "not found") : `${inWords(found.gap)} ${per(lab)}`}</dd>
          <dt>residual</dt>
          <dd>{magnitude(found.residual)}</dd>
          <dt>error of the state</dt>
          <dd>about {magnitude(found.error)}</dd>
          {found.peripheral && found.peripheral.length > 0 && (
            <>
              <dt>oscillations that stay</dt>
              <dd>{found.peripheral.map(([re, im]) => `${inWords(re)} ${im < 0 ? "−" : "+"} ${inWords(Math.abs(im))} i`).join(", ")}</dd>
            </>
          )}
        </dl>
        {lab.facts.order.length > 1 && (
          <p class="hint">After a whole order ({lab.facts.order.join(", ")}); columns of the ledger are sums over it.</p>
        )}
      </div>
      {lab.facts.factors.some(({ kind }) => kind === "qubit") ? (
        <Turnable lab={lab} acts={acts}>
          {drawn}
        </Turnable>
      ) : (
        <div class="picture">{drawn}</div>
      )}
    </div>
  );
}

/** The picture of qubits: arrows turn it, x, y and z look along an axis. */
function Turnable({ lab, acts, children }: { readonly lab: Lab; readonly acts: Acts; readonly children: ComponentChild }) {
  const degrees = Math.round((lookOf(lab.own).turn * 180) / Math.PI);
  return (
    <div>
      <div
        class="picture"
        role="slider"
        tabIndex={0}
        aria-label="Turn of the spheres"
        aria-valuenow={degrees}
        aria-valuetext={`${degrees}° about z; x, y and z look along an axis`}
        onKeyDown={(event) => {
          const key = { ArrowLeft: "[", ArrowRight: "]" }[event.key] ?? event.key;
          if (event.ctrlKey || event.metaKey || event.altKey || !look(lab, acts, key)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {children}
      </div>
      <LookButtons lab={lab} acts={acts} />
    </div>
  );
}

const per = ({ facts }: Lab): string => (facts.form === "collisions" ? "per collision" : "per unit time");

/** Rounding is no physics: below the error of the state a value is 0. */
function clean(value: number | null, { error }: SteadyAnswer): number | null {
  return value !== null && Math.abs(value) <= Math.max(1e-14, error) ? 0 : value;
}

function verdict({ unique, dimension, scope }: SteadyAnswer): string {
  const where = scope === "sector" ? " among the states that this start can reach" : "";
  if (unique) return `There is one stationary state${where}.`;
  return `There are ${dimension} independent stationary states${where}; where a run ends depends on its start. This is the limit of this start.`;
}

function words({ steady }: Answers<Kinds>, lab: Lab): readonly string[] {
  const found = steady?.answer;
  if (!found || steady.refused) return [];
  const values = Object.entries(found.observables).map(
    ([name, value]) => `${plainName(summedBy(name))} is ${inWords(clean(value, found))}`,
  );
  const machine = machineInWords(found.observables, lab.facts);
  return [verdict(found), machine ?? "", values.length > 0 ? sentence(values.join(", ")) : ""].filter(Boolean);
}

function table({ steady }: Answers<Kinds>): Table | null {
  const found = steady?.answer;
  if (!found) return null;
  const names = Object.keys(found.observables);
  return { names, units: names.map(() => ""), columns: names.map((name) => [found.observables[name] ?? null]) };
}
