/** The head: which model this is, the way back, and the way out. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { documentText, edited, facts, present, redo, refusal, setText, undo, undoable } from "../state/lab.ts";
import { dialog, documentTab, leftTab, narrow, nextFace, theme } from "../state/shown.ts";
import { retitled } from "../state/written.ts";

export function Header() {
  // On narrow pages what is used less stands behind one button.
  const [more, setMore] = useState(false);
  return (
    <header class="head">
      <span class="brand">
        ancilla <b>lab</b>
      </span>
      <button type="button" onClick={() => (dialog.value = "models")} title="Models (g)">
        Models
      </button>
      <Title />
      {edited.value && (
        <button
          type="button"
          class="badge"
          title="What differs from the opened model"
          onClick={() => {
            documentTab.value = refusal.value ? "text" : "differences";
            leftTab.value = "document";
          }}
        >
          {refusal.value ? "not valid" : "edited"}
        </button>
      )}
      <span class="spacer" />
      {narrow.value ? (
        <>
          <ShareButton />
          <button type="button" class="icon" aria-label="More" aria-expanded={more} onClick={() => setMore(!more)}>
            ⋯
          </button>
          {more && (
            <div class="more">
              <Back />
              <Out />
            </div>
          )}
        </>
      ) : (
        <>
          <Back />
          <ShareButton />
          <Out />
        </>
      )}
    </header>
  );
}

/** The title of a document is changed in its place; that of a catalogue model is the catalogue's. */
function Title() {
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useRef<HTMLButtonElement>(null);
  const source = present.value?.source;
  const title = facts.value?.title ?? "…";
  const field = useRef<HTMLInputElement>(null);
  const writing = typed !== null;
  // Before anything is painted: the focus is nowhere in between. What goes away with the focus in it says so once more.
  const over = useRef(false);
  useLayoutEffect(() => {
    over.current = false;
    field.current?.focus();
    field.current?.select();
  }, [writing]);
  const leave = (take: boolean): void => {
    if (over.current) return;
    over.current = true;
    const next = typed?.trim();
    if (take && next && next !== title && source?.kind === "document")
      setText(retitled(documentText.value ?? source.text, source.file, next));
    setTyped(null);
    requestAnimationFrame(() => rename.current?.focus());
  };
  if (typed !== null)
    return (
      <input
        type="text"
        class="title"
        aria-label="Title"
        ref={field}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") leave(true);
          if (event.key === "Escape") leave(false);
        }}
        onBlur={() => leave(true)}
      />
    );
  return (
    <>
      <h1 title={facts.value?.citation || undefined}>{title}</h1>
      {source?.kind === "document" && !narrow.value && !refusal.value && (
        <button ref={rename} type="button" class="icon" aria-label="Rename" title="Another title" onClick={() => setTyped(title)}>
          ✎
        </button>
      )}
    </>
  );
}

function ShareButton() {
  return (
    <button type="button" onClick={() => (dialog.value = "share")} title="Share (s)">
      Share
    </button>
  );
}

/** Undo and redo. */
function Back() {
  const { undo: canUndo, redo: canRedo } = undoable.value;
  return (
    <>
      <button type="button" class="icon" aria-label="Undo" title="Undo (Ctrl Z)" disabled={!canUndo} onClick={undo}>
        ↶
      </button>
      <button type="button" class="icon" aria-label="Redo" title="Redo (Ctrl Shift Z)" disabled={!canRedo} onClick={redo}>
        ↷
      </button>
    </>
  );
}

/** Files, keys and faces. */
function Out() {
  return (
    <>
      <button type="button" title="Export" onClick={() => (dialog.value = "export")}>
        Export
      </button>
      <button type="button" class="icon" aria-label="Help" title="Keys (?)" onClick={() => (dialog.value = "help")}>
        ?
      </button>
      <button type="button" class="icon" aria-label="Theme" title={theme.value.dark ? "Light" : "Dark"} onClick={nextFace}>
        ◐
      </button>
    </>
  );
}
