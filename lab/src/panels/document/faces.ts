/** Colours of the editor, light and dark; every word ≥ 4.5:1 on its ground. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const words = (key: string, text: string, number: string, comment: string): Extension =>
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: key },
      { tag: [tags.string, tags.content], color: text },
      { tag: [tags.number, tags.bool, tags.null], color: number },
      { tag: tags.comment, color: comment, fontStyle: "italic" },
    ]),
  );

const shape = EditorView.theme({
  "&": { height: "100%", fontSize: "13px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace", lineHeight: "1.5" },
  ".cm-gutters": { border: "none", background: "transparent", color: "var(--muted)" },
  ".cm-activeLine": { background: "var(--fill)" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-tooltip": { background: "var(--ground)", color: "var(--ink)", border: "1px solid var(--line)" },
});

export function faces(dark: boolean): Extension {
  return [
    shape,
    EditorView.darkTheme.of(dark),
    dark ? words("#8cc8ff", "#b7e4a8", "#ffc28a", "#9aa7b4") : words("#0b5394", "#20641f", "#9a3b00", "#5c6670"),
  ];
}
