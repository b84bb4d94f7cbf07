/** A number that was typed as an expression, `pi/3`, read by the language of documents: as the only coefficient of a Hamiltonian. */
import { DocumentError, documentFromData, documentModel } from "ancilla/documents";

export interface EvaluateAsk {
  readonly text: string;
}

export interface Evaluated {
  readonly value: number | null;
  /** Why there is none. */
  readonly reason: string | null;
}

export function evaluated({ text }: EvaluateAsk): Evaluated {
  try {
    const document = documentFromData({
      ancilla: 1,
      kind: "master-equation",
      name: "number",
      spaces: [{ label: "S_", kind: "qubit" }],
      H: `(${text})*proj(S_, e)`,
      initial: "proj(S_, e)",
    });
    const { dynamics } = documentModel(document).build({});
    const term = dynamics.kind === "generator" ? dynamics.hamiltonian[0] : undefined;
    if (typeof term?.coefficient !== "number") return { value: null, reason: `"${text}" is no number.` };
    return { value: term.coefficient * (term.operator.values[0] ?? 0), reason: null };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { value: null, reason: `"${text}" ${error.message.replace(/^`\/H`( \([^)]*\))? /, "")}` };
  }
}
