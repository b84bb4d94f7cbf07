/** The text editor of documents: CodeMirror with the languages of documents, problems at their places, and edits from outside that keep the cursor. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { TextMark } from "ancilla/editor";
import type { Values } from "../../compute/protocol.ts";
import { faces } from "./faces.ts";
import { language } from "./language.ts";

export interface EditorOptions {
  readonly text: string;
  /** Its ending says the language. */
  readonly file: string;
  readonly dark: boolean;
  readonly values: () => Values;
  readonly onText: (text: string) => void;
  readonly onSave: (text: string) => void;
}

export interface Editor {
  /** Put another text in; only what differs is replaced. */
  setText(text: string): void;
  setMarks(problems: readonly TextMark[]): void;
  setDark(dark: boolean): void;
  /** Go to a problem. */
  show(problem: TextMark): void;
  /** Write the nearest name in its place. */
  write(problem: TextMark): void;
  focus(): void;
  close(): void;
}

/** Milliseconds after the last key before a text is taken. */
const CHECK = 150;

export function openEditor(parent: HTMLElement, { text, file, dark, values, onText, onSave }: EditorOptions): Editor {
  const face = new Compartment();
  let outside = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = (): void => {
    timer = undefined;
    onText(view.state.doc.toString());
  };
  const typed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(take, CHECK);
  };
  const save = ({ state }: EditorView): boolean => {
    onSave(state.doc.toString());
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        /\.json$/.test(file) ? json() : yaml(),
        keymap.of([{ key: "Mod-s", preventDefault: true, run: save }]),
        keymap.of([...closeBracketsKeymap, ...lintKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        language({ file, values }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Model document" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !outside) typed();
        }),
        face.of(faces(dark)),
      ],
    }),
  });
  return {
    setText(next) {
      const now = view.state.doc.toString();
      if (next === now || view.hasFocus) return;
      clearTimeout(timer);
      timer = undefined;
      outside = true;
      view.dispatch({ changes: difference(now, next) });
      outside = false;
    },
    setMarks(marks) {
      const most = view.state.doc.length;
      const list: Diagnostic[] = marks.map(({ from, to, severity, message }) => ({
        from: Math.min(from, most),
        to: Math.min(to, most),
        severity,
        message,
      }));
      view.dispatch(setDiagnostics(view.state, list));
      // The list of problems takes room from the text: what is being written stays in sight.
      const stay = (): void => {
        if (view.hasFocus)
          view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "nearest", yMargin: 24 }) });
      };
      requestAnimationFrame(stay);
    },
    setDark: (isDark) => view.dispatch({ effects: face.reconfigure(faces(isDark)) }),
    show({ from }) {
      view.dispatch({ selection: { anchor: Math.min(from, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
    write({ fix }) {
      if (fix === null) return;
      view.dispatch({ changes: fix, selection: { anchor: fix.from + fix.insert.length }, scrollIntoView: true });
      view.focus();
      clearTimeout(timer);
      take();
    },
    focus: () => view.focus(),
    close() {
      // What was typed last is not lost to whoever leaves at once.
      clearTimeout(timer);
      if (timer !== undefined) take();
      view.destroy();
    },
  };
}

/** The smallest single change that turns one text into another. */
function difference(now: string, next: string): { readonly from: number; readonly to: number; readonly insert: string } {
  let start = 0;
  const most = Math.min(now.length, next.length);
  while (start < most && now[start] === next[start]) start++;
  let end = 0;
  while (end < most - start && now[now.length - 1 - end] === next[next.length - 1 - end]) end++;
  return { from: start, to: now.length - end, insert: next.slice(start, next.length - end) };
}
