/** The head: which model this is, the way back, and the way out. */
import { useState } from "preact/hooks";
import { edited, facts, redo, refusal, undo, undoable } from "../state/lab.ts";
import { dialog, documentTab, leftTab, narrow, nextFace, theme } from "../state/shown.ts";

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
      <h1 title={facts.value?.citation || undefined}>{facts.value?.title ?? "…"}</h1>
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
