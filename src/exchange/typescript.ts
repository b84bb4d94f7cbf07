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
  /** The period of a driven equation, whose state that repeats is found in place of a run. */
  readonly period?: number;
  readonly points?: number;
  readonly observe: readonly string[];
}

/** Sections that are the author's job and no part of the model. */
const JOBS = ["run", "steady", "noise", "sweep", "figure", "counting", "unravel", "correlate", "spectrum", "wigner"];

/** Write a document as a program that builds its model and runs it, with the parameters at the top where they can be changed. */
export function typescriptProgram(asked: TypeScriptExport): string {
  const { document, values, period } = asked;
  const model = Object.fromEntries(Object.entries(document).filter(([name]) => !JOBS.includes(name)));
  return `import { ${period === undefined ? "run" : "periodicSteady"} } from "ancilla";
import { documentFromData, documentModel } from "ancilla/documents";

const parameters = ${JSON.stringify(values, null, 2)};

const document = documentFromData(${JSON.stringify(model, null, 2)});

const model = documentModel(document).build(parameters);
${period === undefined ? runOf(asked) : periodOf(asked)}
`;
}

function runOf({ steps, times, observe }: TypeScriptExport): string {
  const length = steps === undefined ? `times: ${JSON.stringify(times ?? [0])}` : `steps: ${steps}, saveEvery: 1`;
  return `const { axis, observables, diagnostics } = run(model, { ${length}, observables: ${JSON.stringify(observe)} });
console.log(JSON.stringify({ axis: axis.values, observables, warnings: diagnostics.warnings }));`;
}

function periodOf({ period, points, observe }: TypeScriptExport): string {
  const records = points === undefined ? "" : `points: ${points}, `;
  return `const found = periodicSteady(model, { period: ${period}, ${records}observables: ${JSON.stringify(observe)} });
const { axis, observables, averages, power, heats, warnings } = found;
console.log(JSON.stringify({ axis: axis.values, observables, averages, power, heats, warnings }));`;
}
