/** The model as a file: the document with the values that the page shows, or a program that runs it. */
import { documentModel, printDocument } from "ancilla/documents";
import { documentProgram } from "ancilla/exchange";
import type { Source } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { documentAt, type LinkAsk } from "./links.ts";

export type ExportForm = "json" | "yaml" | "typescript" | "qutip";

export interface ExportAsk {
  readonly source: Source;
  /** What the page runs, where that is not what the document says. */
  readonly run: LinkAsk["run"];
  /** What a program runs and records. */
  readonly length: Length;
  readonly observe: readonly string[];
  readonly to: ExportForm;
}

export interface ExportAnswer {
  readonly text: string;
  readonly file: string;
}

export function exported({ source, run, length, observe, to }: ExportAsk): ExportAnswer {
  if (source.kind === "catalogue") {
    throw new RangeError(`The model "${source.name}" is built in code, and is no document: take the command line or the link instead.`);
  }
  const document = documentAt(source, run);
  const { name } = document.data;
  if (to === "json") return { text: `${JSON.stringify(document.data, null, 2)}\n`, file: `${name}.json` };
  if (to === "yaml") return { text: printDocument(document, "yaml"), file: `${name}.yaml` };
  const model = documentModel(document).build({});
  const { steps, until, times, saveEvery } = length;
  const collisions = model.dynamics.kind === "collisions";
  const far = collisions
    ? { steps: steps ?? Math.max(1, Math.round((until ?? 0) / (model.dynamics.tau ?? 1))) }
    : { ...(times ? { times } : { until: until ?? 10 }), ...(saveEvery === undefined || times ? {} : { saveEvery }) };
  const text = documentProgram(model, { to, observables: observe, ...far });
  return { text, file: to === "qutip" ? `${name.replaceAll("-", "_")}_qutip.py` : `${name}.ts` };
}
