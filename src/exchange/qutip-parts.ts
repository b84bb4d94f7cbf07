/** What equations and streams have in common as Python: factors, states, jumps, and the sentence for what has no translation. */
import { wrongValue } from "../errors.ts";
import type { Parameters } from "../models/model.ts";
import { type Fields, fieldsOf, listOf } from "./document-fields.ts";
import type { Scope } from "./python-expression.ts";
import type { Names, Script } from "./script.ts";

/** How far a script runs: collisions to run, or times to record at, from 0. */
export interface ExportLength {
  readonly steps?: number;
  readonly times?: readonly number[];
}

/** What every part of the script needs. */
export interface Writing {
  readonly script: Script;
  readonly names: Names;
  readonly document: Fields;
  readonly values: Parameters;
  readonly scope: Scope;
  /** An expression as Python; `bound` are the indices around it. */
  python(expression: unknown, bound?: readonly string[]): string;
}

/** The factors of a section, by label and in order. */
export function writeSpaces({ script, python }: Pick<Writing, "script" | "python">, name: string, spaces: unknown): void {
  const all = listOf(spaces).map(fieldsOf);
  script.add(`${name} = {}`);
  for (const { label, kind, count, names, levels, ...rest } of all) {
    const sizes = { ...(names === undefined && levels !== undefined ? { levels } : {}), ...rest };
    const words = Object.entries(sizes).map(([key, value]) => `${key}=${sizeOf(python, value)}`);
    if (names !== undefined) words.push(`names=${JSON.stringify(names)}`);
    const made = `factor(${[JSON.stringify(kind), ...words].join(", ")})`;
    if (count === undefined) script.add(`${name}[${JSON.stringify(label)}] = ${made}`);
    else
      script.block(`for k in range(1, int(${python(count)}) + 1):`, () => script.add(`${name}[at(${JSON.stringify(label)}, k)] = ${made}`));
  }
}

function sizeOf(python: (expression: unknown) => string, value: unknown): string {
  if (typeof value !== "object" || value === null) return python(value);
  const { temperature, omega = 1, epsilon = 1e-12 } = fieldsOf(value);
  return `levels_for(${python(temperature)}, ${python(omega)}, ${python(epsilon)})`;
}

/** A state, or any operator: an expression, or a matrix on some labels. */
export function stateOf({ python }: Pick<Writing, "python">, value: unknown): string {
  return typeof value === "object" && value !== null ? matrixOf(python, fieldsOf(value)) : python(value);
}

export function matrixOf(python: (expression: unknown) => string, { matrix, on }: Fields): string {
  const rows = listOf(matrix).map(
    (row) =>
      `[${listOf(row)
        .map((entry) => entryOf(python, entry))
        .join(", ")}]`,
  );
  return `from_matrix([${rows.join(", ")}], ${JSON.stringify(on)})`;
}

function entryOf(python: (expression: unknown) => string, entry: unknown): string {
  return Array.isArray(entry) ? `complex(${entry.join(", ")})` : python(entry);
}

/** Jumps of a section as lines that fill BATHS: thermal pairs, single jumps, families of them. */
export function writeJumps(writing: Pick<Writing, "script" | "python">, section: Fields, at: string): void {
  const { script, python } = writing;
  if (section.collective !== undefined) throw cannot(`${at}/collective`, "collective dissipation");
  if (section.global !== undefined) throw cannot(`${at}/global`, "baths that see the whole Hamiltonian");
  if (section.negativeRates === true) throw cannot(`${at}/negativeRates`, "negative rates");
  for (const entry of listOf(section.thermal ?? []).map(fieldsOf)) {
    const { lowering, omega, rate, T, beta, statistics = "bosons", bath = "bath" } = entry;
    const occupation = `${statistics === "fermions" ? "fermi" : "bose"}(${python(omega)}, ${T === undefined ? `1 / (${python(beta)})` : python(T)})`;
    const up = statistics === "fermions" ? `1 - ${occupation}` : `1 + ${occupation}`;
    script.add(`jump(${JSON.stringify(bath)}, ${python(lowering)}, (${python(rate)}) * (${up}))`);
    script.add(`jump(${JSON.stringify(bath)}, dag(${python(lowering)}), (${python(rate)}) * ${occupation})`);
  }
  for (const { operator, rate = 1, bath = "bath", for: loop } of listOf(section.jumps ?? []).map(fieldsOf)) {
    if (loop === undefined) {
      script.add(`jump(${JSON.stringify(bath)}, ${python(operator)}, ${python(rate)})`);
      continue;
    }
    const [index, from, to] = listOf(loop);
    script.block(`for ${index}_ in range(int(${python(from)}), int(${python(to)}) + 1):`, () =>
      script.add(`jump(${JSON.stringify(bath)}, ${python(operator, [String(index)])}, ${python(rate, [String(index)])})`),
    );
  }
}

/** The sentence for a part that has no translation. */
export function cannot(pointer: string, what: string): Error {
  return wrongValue(
    "document",
    "hold what a QuTiP script can say",
    null,
    "Run it here, or write that part by hand.",
    `\`${pointer}\` is ${what}`,
  );
}
