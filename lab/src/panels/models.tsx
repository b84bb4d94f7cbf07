/** The gallery: each model with the question that it answers. */
import { batch } from "@preact/signals";
import { useState } from "preact/hooks";
import { Sentence } from "../draw/name-text.tsx";
import { type Card, cards } from "../gallery/cards.ts";
import { more } from "../gallery/more.ts";
import { thumbnails } from "../gallery/thumbnails.ts";
import { openNamed } from "../state/begin.ts";
import { openFile } from "../state/files.ts";
import { notice } from "../state/lab.ts";
import { cursor, dialog, theme, viewKey } from "../state/shown.ts";
import { forgetStudies, setSweep } from "../state/studies.ts";
import { Dialog } from "./dialog.tsx";

export function Models() {
  const [filter, setFilter] = useState("");
  const wanted = (text: string): boolean => text.toLowerCase().includes(filter.trim().toLowerCase());
  const shown = cards.filter(({ name, title, question, drag }) => wanted(`${name} ${title} ${question} ${drag}`));
  const others = more.filter(({ name, title }) => wanted(`${name} ${title}`));
  return (
    <Dialog title="Models" wide>
      {/* what led here instead of a model; it was said aloud where it came up */}
      {notice.value && <p class="notice">{notice.value.text}</p>}
      <div class="finder">
        <input
          type="search"
          autofocus
          aria-label="Find a model"
          placeholder="Find a model"
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
        <label class="button">
          Open a file …
          <input
            type="file"
            accept=".json,.yaml,.yml,application/json"
            class="hidden"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) void openFile(file);
            }}
          />
        </label>
        <span class="hint">or drop a document here</span>
      </div>
      <ul class="cards">
        {shown.map((card) => (
          <li key={card.name}>
            <button type="button" class="card" onClick={() => show(card)}>
              <Thumbnail name={card.name} />
              <b>{card.title}</b>
              <span>{card.question}</span>
              <small>
                <Sentence text={`Drag ${card.drag}.`} />
              </small>
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <h3>More</h3>
          <ul class="others">
            {others.map(({ name, title }) => (
              <li key={name}>
                <button type="button" class="quiet" onClick={() => show({ name, title, question: "", drag: "", values: {} })}>
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.length + others.length === 0 && <p class="hint">No model has these words.</p>}
    </Dialog>
  );
}

/** The answer to the card's question at a glance; the words beside it say what it is. */
function Thumbnail({ name }: { readonly name: string }) {
  const { lines } = theme.value;
  return (
    <svg class="thumbnail" viewBox="0 0 240 56" preserveAspectRatio="none" aria-hidden="true">
      {(thumbnails[name] ?? []).map((path, k) => (
        <path key={path} d={path} fill="none" stroke={lines[k]} stroke-width="1.75" vector-effect="non-scaling-stroke" />
      ))}
    </svg>
  );
}

function show({ name, values, view, observe, sweep }: Card): void {
  // Together: nothing of the model before is asked for on the way.
  batch(() => {
    forgetStudies();
    notice.value = null;
    viewKey.value = view ?? "time";
    cursor.value = null;
    openNamed(name, values, observe ? { observe } : {});
    if (sweep) setSweep("x", sweep);
    dialog.value = null;
  });
}
