/** Completion and hover of documents: the editor asks the worker, which knows the language. */
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import { typing } from "../../compute/lanes.ts";
import type { Values } from "../../compute/protocol.ts";
import type { HoverAnswer } from "../../engine/text.ts";
import { inWords } from "../../words/numbers.ts";

interface Options {
  readonly file: string;
  readonly values: () => Values;
}

/** Icons of CodeMirror for the kinds of proposals. */
const ICONS: Readonly<Record<string, string>> = {
  key: "property",
  word: "enum",
  function: "function",
  label: "variable",
  level: "constant",
  parameter: "variable",
  definition: "variable",
  bath: "namespace",
  observable: "method",
  constant: "constant",
  snippet: "text",
};

export function language({ file, values }: Options): Extension {
  const complete = async (context: CompletionContext): Promise<CompletionResult | null> => {
    if (!context.explicit && !context.matchBefore(/[\w$"]/)) return null;
    const ask = { text: context.state.doc.toString(), file, offset: context.pos, values: values() };
    const found = await typing.wait("complete", ask).catch(() => null);
    if (!found || found.proposals.length === 0 || context.aborted) return null;
    const { from, to } = found;
    return {
      from,
      to,
      filter: false,
      options: found.proposals.map(
        ({ label, kind, detail, info, insert, cursor }, k): Completion => ({
          label,
          detail,
          type: ICONS[kind] ?? "text",
          boost: -k,
          ...(info ? { info } : {}),
          apply: (view: EditorView, _completion, start, end) =>
            view.dispatch({
              changes: { from: start, to: end, insert },
              selection: { anchor: start + cursor },
              userEvent: "input.complete",
            }),
        }),
      ),
    };
  };
  const hover = hoverTooltip(async (view, offset): Promise<Tooltip | null> => {
    const found = await typing.wait("hover", { text: view.state.doc.toString(), file, offset, values: values() }).catch(() => null);
    if (!found) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: hoverDom(found) }) };
  });
  return [autocompletion({ override: [complete], icons: true }), hover];
}

function hoverDom(found: NonNullable<HoverAnswer>): HTMLElement {
  const box = document.createElement("div");
  box.className = "hover";
  const add = (kind: string, text: string): void => {
    if (text === "") return;
    const line = document.createElement("div");
    line.className = kind;
    line.textContent = text;
    box.append(line);
  };
  add("code", found.text);
  const what = [found.class, found.kind, found.hermitian === true ? "Hermitian" : "", found.space ? `on ${found.space}` : ""];
  const unit = found.unit && found.unit !== "1" ? ` ${found.unit}` : "";
  const value = typeof found.value === "number" ? ` = ${inWords(found.value)}${unit}` : "";
  add("what", `${what.filter(Boolean).join(" ")}${value}`);
  add("about", found.about);
  if (found.matrix) box.append(matrixTable(found.matrix));
  return box;
}

function matrixTable({ entries }: NonNullable<NonNullable<HoverAnswer>["matrix"]>): HTMLTableElement {
  const table = document.createElement("table");
  for (const row of entries) {
    const line = table.insertRow();
    for (const entry of row) line.insertCell().textContent = entry === null ? "·" : complexInWords(entry);
  }
  return table;
}

function complexInWords([re, im]: readonly [number, number]): string {
  if (im === 0) return inWords(re, 3);
  const imaginary = `${inWords(Math.abs(im), 3)}i`;
  if (re === 0) return `${im < 0 ? "−" : ""}${imaginary}`;
  return `${inWords(re, 3)} ${im < 0 ? "−" : "+"} ${imaginary}`;
}
