/** "The paper says, we find": a card for each figure that has more to say than that it agrees. */
import type { PaperCard, Verdict } from "../gallery/papers.ts";
import { paperOf } from "../gallery/papers.ts";
import { openNamed } from "../state/begin.ts";
import { facts } from "../state/lab.ts";
import { cursor, viewKey } from "../state/shown.ts";
import { setSweep } from "../state/studies.ts";
import "../styles/dialogs.css";

const WORDS: Readonly<Record<Verdict, string>> = {
  agrees: "agrees",
  corrected: "corrected",
  differs: "differs",
  beyond: "beyond the paper",
};

export default function PaperPanel() {
  const paper = facts.value && paperOf(facts.value.name);
  if (!paper) return null;
  return (
    <section aria-label="Paper" class="paper">
      <p class="hint">{paper.citation}</p>
      {paper.cards.map((card) => (
        <One key={card.figure} card={card} model={paper.model} />
      ))}
      <p class="hint">Figures that are not listed agree. No curve of a paper was digitised; the errata have a test each.</p>
    </section>
  );
}

function One({ card, model }: { readonly card: PaperCard; readonly model: string }) {
  const { figure, says, finds, verdict, errata, show } = card;
  return (
    <article aria-label={`Paper card: ${figure}`} class="paper-card">
      <header>
        <b>{figure}</b>
        <span class={`verdict-tag ${verdict}`}>{WORDS[verdict]}</span>
      </header>
      <dl>
        <dt>The paper says</dt>
        <dd>{says}</dd>
        <dt>We find</dt>
        <dd>{finds}</dd>
      </dl>
      <p class="row">
        <button
          type="button"
          onClick={() => {
            openNamed(model, show.values, show.observe ? { observe: show.observe } : {});
            if (show.sweep) setSweep("x", show.sweep);
            cursor.value = null;
            viewKey.value = show.view;
          }}
        >
          Show
        </button>
        {errata.length > 0 && <small>{errata.length === 1 ? `erratum ${errata[0]}` : `errata ${errata.join(", ")}`}</small>}
      </p>
    </article>
  );
}
