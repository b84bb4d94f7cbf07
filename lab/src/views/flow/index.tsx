/** The player of master equations: the state at a moment, what each bath gives, the power of the drives, and the rate that they add up to. */
import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import { lookOf } from "../../draw/look.ts";
import { Name } from "../../draw/name-text.tsx";
import type { FlowAnswer } from "../../engine/flow.ts";
import { inWords, magnitude } from "../../words/numbers.ts";
import { endOf } from "../cursor-range.tsx";
import { LookButtons, look } from "../look-buttons.tsx";
import { offers } from "../offers.ts";
import { Transport } from "../player/transport.tsx";
import { type Acts, type Answers, type Drawing, defineView, type Lab, type Table } from "../view.ts";
import { FlowDrawing } from "./drawing.tsx";

type Kinds = "flow";

/** Moments of a run, the start left out. */
const MOMENTS = 200;

export const flow = defineView<Kinds>({
  ...offers.flow,
  needs: { flow: { lane: "live", ask: askFor, wait: ({ facts }) => facts.dimension > 100 } },
  picture: ({ lab, answers, size, theme }) => {
    const answer = answers.flow?.answer;
    if (!answer) return null;
    const own = { look: lookOf(lab.own), ownScale: lab.own.ownScale === true };
    return <FlowDrawing answer={answer} size={size} theme={theme} title={lab.facts.title} {...own} />;
  },
  Panel,
  words,
  table,
});

function momentOf(lab: Lab): number {
  return Math.min(MOMENTS, Math.max(0, Math.round((MOMENTS * (lab.cursor ?? 0)) / endOf(lab))));
}

function askFor(lab: Lab): AskOf<"flow"> {
  return { source: lab.present.source, until: endOf(lab), moments: MOMENTS, k: momentOf(lab) };
}

const timeOf = ({ times, k }: FlowAnswer): number => times[k] as number;

function Panel({ lab, acts, answers, picture }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const [k, end] = [momentOf(lab), endOf(lab)];
  const t = (end * k) / MOMENTS;
  const answer = answers.flow?.answer;
  const round = lab.facts.factors.some(({ kind }) => kind === "qubit");
  return (
    <div class="view player">
      <div class="picture">{picture}</div>
      <Transport
        name="Time"
        says={`time ${inWords(t)} of ${inWords(end)}`}
        reading={`t = ${inWords(t, 4)} of ${inWords(end, 4)}`}
        unit="moment"
        place={k}
        steps={MOMENTS}
        ready={answers.flow?.running !== true}
        speed={typeof lab.own.speed === "number" ? lab.own.speed : 10}
        setSpeed={(speed) => acts.keep("speed", speed)}
        go={(to) => acts.setCursor((end * to) / MOMENTS)}
        more={(key) => round && look(lab, acts, key)}
        tab={offers.flow.key}
      />
      <div class="transport">
        <button
          type="button"
          class="quiet"
          aria-pressed={lab.own.ownScale === true}
          onClick={() => acts.keep("ownScale", lab.own.ownScale !== true)}
        >
          scale to this moment
        </button>
        {round && <LookButtons lab={lab} acts={acts} />}
      </div>
      {answer && <Numbers answer={answer} />}
    </div>
  );
}

/** What the bars show, as numbers; and that they add up. */
function Numbers({ answer: { heats, power, rate, residual, energy } }: { readonly answer: FlowAnswer }) {
  const rows: readonly (readonly [string, number | null, string])[] = [
    ...heats.map(({ bath, value }) => [`heat_${bath}`, value, `energy per time from ${bath}`] as const),
    ["power", power, power === null ? "H does not depend on time" : "energy per time from the drives"],
    ["dE/dt", rate, "rate of the system's energy"],
  ];
  return (
    <div class="columns">
      <table class="values ledger">
        <caption class="hidden">Flows at this moment</caption>
        <tbody>
          {rows.map(([name, value, about]) => (
            <tr key={name}>
              <th scope="row">
                <Name name={name} />
              </th>
              <td data-name={name}>{value === null ? "–" : inWords(value)}</td>
              <td class="about">{about}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl class="facts numbers">
        <dt>|Σ heat + power − dE/dt|</dt>
        <dd data-name="flow residual">{magnitude(residual)}</dd>
        <dt>energy</dt>
        <dd>{inWords(energy)}</dd>
      </dl>
    </div>
  );
}

function words({ flow: state }: Answers<Kinds>): readonly string[] {
  const answer = state?.answer;
  if (!answer) return [];
  const { heats, power, rate } = answer;
  const from = heats.map(({ bath, value }) => `${bath} gives ${inWords(value, 6)}`);
  const parts = [...from, ...(power === null ? [] : [`the drives ${inWords(power, 6)}`])].join(", ");
  return [`At t = ${inWords(timeOf(answer), 4)} ${parts || "no bath gives anything"}: the energy changes by ${inWords(rate, 6)} per time.`];
}

function table({ flow: state }: Answers<Kinds>): Table | null {
  const answer = state?.answer;
  if (!answer) return null;
  const { times, columns } = answer;
  return {
    names: ["time", ...columns.map(({ name }) => name.replace(" ", "_"))],
    units: ["1/energy", ...columns.map(() => "energy²")],
    columns: [times, ...columns.map(({ values }) => values)],
  };
}
