/** What runs, at which price, and why nothing else: the library's plan beside what was measured here. */
import type { ComponentChild } from "preact";
import type { AskOf } from "../../compute/protocol.ts";
import type { PlanAnswer, PlannedWork } from "../../engine/plan.ts";
import { answered } from "../../state/answers.ts";
import { bytesInWords, duration, grouped } from "../../words/numbers.ts";
import { offers } from "../offers.ts";
import { type Acts, type Answers, type Drawing, defineView, type Lab } from "../view.ts";

type Kinds = "plan";

export const plan = defineView<Kinds>({
  ...offers.plan,
  needs: {
    plan: {
      lane: "aside",
      ask: ({ present, run }: Lab): AskOf<"plan"> => ({ source: present.source, length: run.length, observe: run.observe, command: "run" }),
    },
  },
  picture: () => null,
  Panel,
  words,
});

function Panel({ answers }: Drawing<Kinds> & { readonly acts: Acts; readonly picture: ComponentChild }) {
  const state = answers.plan;
  if (state?.refused) return null;
  const found = state?.answer;
  if (!found) return <p class="hint">Planning …</p>;
  const measured = answered("run").value?.milliseconds ?? null;
  return (
    <div class="view plan">
      <dl class="facts numbers">
        <dt>space</dt>
        <dd>
          {found.space}, dimension {grouped(found.dimension)}
        </dd>
        <dt>live numbers</dt>
        <dd>{sector(found)}</dd>
        <dt>memory</dt>
        <dd>{bytesInWords(found.bytes)}</dd>
        {measured !== null && (
          <>
            <dt>measured here</dt>
            <dd>{duration(measured)} for the last run</dd>
          </>
        )}
      </dl>
      {found.works.map((work) => (
        <Work key={work.work} work={work} />
      ))}
      {found.notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
      <details>
        <summary>As the command line prints it</summary>
        <pre>{found.text}</pre>
      </details>
    </div>
  );
}

function sector({ coordinates, dimension, real }: PlanAnswer): string {
  if (coordinates === null) return "the whole matrix";
  return `${grouped(coordinates)} ${real ? "real " : ""}of ${grouped(dimension * dimension)}`;
}

function Work({ work }: { readonly work: PlannedWork }) {
  return (
    <section class="work">
      <h3>{work.work}</h3>
      <p class="chosen">
        <b>{work.name}</b>
        <span class="numbers">
          {grouped(work.flops)} flops per step, {bytesInWords(work.bytes)}
        </span>
      </p>
      <ul>
        {work.others.map(({ name, refused, flops }) => (
          <li key={name} class={refused === null ? "dearer" : "refused"}>
            <span>{name}</span>
            <span class="why">{refused ?? `dearer: ${grouped(flops ?? 0)} flops per step`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function words({ plan: state }: Answers<Kinds>): readonly string[] {
  const found = state?.answer;
  if (!found) return [];
  const [first] = found.works;
  return [
    `Of ${grouped(found.dimension * found.dimension)} numbers of the density matrix ${found.coordinates === null ? "all" : grouped(found.coordinates)} can ever differ from zero.`,
    first ? `Each step is done by ${first.name}.` : "",
  ].filter(Boolean);
}
