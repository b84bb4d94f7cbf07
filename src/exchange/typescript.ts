/** A model document as a TypeScript program for this library: the document as data, its model, and a run. */
import type { Parameters } from "../models/model.ts";
import type { Fields } from "./document-fields.ts";

/** What to write. */
export interface TypeScriptExport {
  /** The document as plain data. */
  readonly document: Fields;
  /** The parameters' values. */
  readonly values: Parameters;
  readonly steps?: number;
  readonly times?: readonly number[];
  readonly observe: readonly string[];
}

/** Sections that are the author's job and no part of the model. */
const JOBS = ["run", "steady", "noise", "sweep", "figure", "counting", "unravel", "correlate", "spectrum"];

/** Write a document as a program that builds its model and runs it, with the parameters at the top where they can be changed. */
export function typescriptProgram({ document, values, steps, times, observe }: TypeScriptExport): string {
  const model = Object.fromEntries(Object.entries(document).filter(([name]) => !JOBS.includes(name)));
  const length = steps === undefined ? `times: ${JSON.stringify(times ?? [0])}` : `steps: ${steps}, saveEvery: 1`;
  return `import { run } from "ancilla";
import { documentFromData, documentModel } from "ancilla/documents";

const parameters = ${JSON.stringify(values, null, 2)};

const document = documentFromData(${JSON.stringify(model, null, 2)});

const model = documentModel(document).build(parameters);
const { axis, observables, diagnostics } = run(model, { ${length}, observables: ${JSON.stringify(observe)} });
console.log(JSON.stringify({ axis: axis.values, observables, warnings: diagnostics.warnings }));
`;
}
