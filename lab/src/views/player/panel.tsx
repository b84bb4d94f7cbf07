/** Around the player: its buttons, the scrubber, the look inside, the numbers. Play never starts by itself. */
import { type ComponentChild, Fragment } from "preact";
import { Name } from "../../draw/name-text.tsx";
import { inWords, magnitude } from "../../words/numbers.ts";
import { LookButtons, look } from "../look-buttons.tsx";
import type { Acts, Drawing } from "../view.ts";
import { placeOf, stepsOf } from "./index.tsx";
import { rounded, roundedTotals } from "./rounded.ts";
import { Transport } from "./transport.tsx";

type Props = Drawing<"player"> & { readonly acts: Acts; readonly picture: ComponentChild };

export function PlayerPanel({ lab, answers, acts, picture }: Props) {
  const place = placeOf(lab);
  const steps = stepsOf(lab);
  const state = answers.player;
  const inside = typeof lab.own.inside === "number" ? lab.own.inside : null;
  const lookInside = (s: number): void => acts.keep("inside", s >= 1 || s <= 0 ? undefined : s);
  const round =
    lab.facts.factors.some(({ kind }) => kind === "qubit") ||
    state?.answer?.units.some(({ factors }) => factors.some(({ kind }) => kind === "qubit"));
  const more = (key: string): boolean => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[key];
    if (by !== undefined) lookInside((Math.round(20 * (inside ?? (by > 0 ? 0 : 1))) + by) / 20);
    else return round === true && look(lab, acts, key);
    return true;
  };
  const baths = lab.facts.baths.length > 1 && state?.answer ? state.answer.bath : null;
  return (
    <div class="view player">
      <div class="picture">{picture}</div>
      <Transport
        name="Collision"
        says={`collision ${place} of ${steps}${baths ? `, ${baths}` : ""}`}
        reading={`${place} / ${steps}`}
        unit="collision"
        place={place}
        steps={steps}
        ready={state?.running !== true}
        speed={typeof lab.own.speed === "number" ? lab.own.speed : 2}
        setSpeed={(speed) => acts.keep("speed", speed)}
        go={(to) => acts.setCursor(to)}
        more={more}
        tab="player"
      />
      <div class="transport">
        <label class="inside">
          <span class="hint">inside</span>
          <input
            type="range"
            class="range"
            aria-label="Inside the collision"
            aria-valuetext={inside === null ? "after it" : `s = ${inside}`}
            min={0}
            max={1}
            step={0.05}
            value={inside ?? 1}
            style={{ "--filled": `${100 * (inside ?? 1)}%` }}
            onInput={(event) => lookInside(Number(event.currentTarget.value))}
          />
        </label>
        <button
          type="button"
          class="quiet"
          aria-pressed={lab.own.ownScale === true}
          onClick={() => acts.keep("ownScale", lab.own.ownScale !== true)}
        >
          scale to this collision
        </button>
        {round && <LookButtons lab={lab} acts={acts} />}
      </div>
      {place > 0 && inside !== null && <Inside answers={answers} />}
      {place > 0 && <Numbers answers={answers} />}
    </div>
  );
}

/** What is known of the moment inside the collision. */
function Inside({ answers }: Pick<Props, "answers">) {
  const answer = answers.player?.answer;
  if (!answer) return null;
  const { inside, reasons } = answer;
  if (!inside) return <p class="hint">{reasons.inside ?? "There is no look inside this collision."}</p>;
  const { s, I, energy } = inside;
  return (
    <dl class="facts numbers" aria-label="Inside the collision">
      <dt>at s = {s}: mutual information</dt>
      <dd data-name="inside I">{inWords(I)} nats</dd>
      {energy && (
        <>
          <dt>energy of system, unit, coupling</dt>
          <dd data-name="inside energies">
            {inWords(energy.system)}, {inWords(energy.unit)}, {inWords(energy.coupling)}
          </dd>
          <dt>their sum, constant over the collision</dt>
          <dd data-name="inside sum">{inWords(energy.system + energy.unit + energy.coupling)}</dd>
        </>
      )}
    </dl>
  );
}

/** Everything that the picture shows, as numbers; and that it adds up. */
function Numbers({ answers }: Pick<Props, "answers">) {
  const answer = answers.player?.answer;
  if (!answer) return null;
  const { Q, W, dU } = rounded(answer);
  const { carried, residual, I, D, Sigma, dS, flux, totals, reasons } = answer;
  const rows: readonly (readonly [string, number | null, string])[] = [
    ["Q", Q, "heat, from the unit"],
    ["W", W, "work of switching the coupling on and off"],
    ["dU", dU, "energy gained by the system"],
    ...(carried === null ? [] : [["carried", carried, "energy gained by the unit that stays"] as const]),
    ["Sigma", Sigma, "entropy production"],
    ["I", I, "mutual information of system and unit"],
    ["D", D, "relative entropy of the unit to a fresh one"],
    ["dS", dS, "entropy gained by the system"],
    ["−βQ", flux, "entropy that left with the heat"],
  ];
  const sum = I !== null && D !== null && dS !== null && flux !== null ? Math.abs(I + D - dS - flux) : null;
  return (
    <div class="columns">
      <table class="values ledger">
        <caption class="hidden">Ledger of this collision</caption>
        <tbody>
          {rows.map(([name, value, about]) => (
            <tr key={name} title={about}>
              <th scope="row">
                <Name name={name} />
              </th>
              <td data-name={name}>{value === null && reasons[name] ? "–" : inWords(value)}</td>
              <td class="about">{value === null && reasons[name] ? reasons[name] : about}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl class="facts numbers">
        <dt>|Q + W − ΔU{carried === null ? "" : " − carried"}|</dt>
        <dd data-name="first law residual">{magnitude(residual)}</dd>
        <dt>|I + D − (ΔS − βQ)|</dt>
        <dd data-name="second law residual">{magnitude(sum)}</dd>
        {Object.entries({ ...roundedTotals(answer), Sigma: totals.Sigma }).map(
          ([name, value]) =>
            typeof value === "number" && (
              <Fragment key={name}>
                <dt>
                  total <Name name={name} />
                </dt>
                <dd>{inWords(value)}</dd>
              </Fragment>
            ),
        )}
      </dl>
    </div>
  );
}
