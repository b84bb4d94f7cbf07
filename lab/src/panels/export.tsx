/** The way out: the model as a document, the numbers as a table, the picture as it is drawn. */
import { useState } from "preact/hooks";
import { aside } from "../compute/lanes.ts";
import type { Refused } from "../compute/protocol.ts";
import { exportPng, exportSvg } from "../draw/export-picture.tsx";
import type { ExportForm } from "../engine/export.ts";
import { labFor } from "../state/computing.ts";
import { save } from "../state/files.ts";
import { facts, present } from "../state/lab.ts";
import { viewKey } from "../state/shown.ts";
import { answersOf } from "../views/answers-of.ts";
import { viewByKey } from "../views/registry.ts";
import { commandOf } from "../words/command.ts";
import { csvOf } from "../words/csv.ts";
import { npzOf } from "../words/npz.ts";
import { Dialog } from "./dialog.tsx";

const FORMS: readonly (readonly [ExportForm, string])[] = [
  ["yaml", "YAML"],
  ["json", "JSON"],
  ["typescript", "TypeScript"],
  ["qutip", "QuTiP"],
];

const TYPES: Readonly<Record<ExportForm, string>> = {
  yaml: "application/yaml",
  json: "application/json",
  typescript: "text/typescript",
  qutip: "text/x-python",
};

export function Export() {
  const [said, setSaid] = useState("");
  const state = present.value;
  const view = viewByKey(viewKey.value);
  const lab = labFor(view.key);
  if (!state || !lab) return null;
  const isDocument = state.source.kind === "document";
  const name = facts.value?.name ?? "model";
  const run = state.run.ours ? { ...state.run.length, observe: state.run.observe } : null;
  const { length, observe } = state.run;
  const text = async (to: ExportForm): Promise<void> => {
    try {
      const { text: content, file } = await aside.wait("export", { source: state.source, run, length, observe, to });
      save(file, content, TYPES[to]);
      setSaid(`${file} saved.`);
    } catch (error) {
      setSaid((error as Refused | null)?.message ?? "");
    }
  };
  const told = (ending: string) => (done: boolean) =>
    setSaid(done ? `${name}-${view.key}.${ending} saved.` : "There is no picture to save.");
  const answers = answersOf(view);
  const table = view.table?.(answers, lab) ?? null;
  const command = view.command?.(lab, answers, "files") ?? commandOf(lab);
  return (
    <Dialog title="Export">
      <h3>Model</h3>
      <div class="row">
        {FORMS.map(([form, name]) => (
          <button key={form} type="button" disabled={!isDocument} onClick={() => void text(form)}>
            {name}
          </button>
        ))}
        {!isDocument && <span class="hint">A model of the catalogue is built in code; its command is below.</span>}
      </div>
      <h3>Numbers and picture of {view.name}</h3>
      <div class="row">
        <button
          type="button"
          disabled={!table}
          onClick={() => {
            if (table) save(`${name}-${view.key}.csv`, csvOf(table), "text/csv");
            setSaid(`${name}-${view.key}.csv saved.`);
          }}
        >
          CSV
        </button>
        <button
          type="button"
          disabled={!table}
          onClick={() => {
            if (table) save(`${name}-${view.key}.npz`, npzOf(table), "application/zip");
            setSaid(`${name}-${view.key}.npz saved.`);
          }}
        >
          NPZ
        </button>
        <button type="button" onClick={() => void exportSvg(view, lab).then(told("svg"))}>
          SVG
        </button>
        <button type="button" onClick={() => void exportPng(view, lab).then(told("png"))}>
          PNG
        </button>
      </div>
      <h3>Command line</h3>
      <textarea readonly rows={3} value={command} aria-label="Command line" onFocus={(event) => event.currentTarget.select()} />
      <p role="status">{said}</p>
    </Dialog>
  );
}
