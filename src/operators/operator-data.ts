/** Operators as plain data, for files and for threads: the space and the stored entries. */
import { wrongKind, wrongValue } from "../errors.ts";
import { type Factor, type FactorKind, Space } from "../spaces/space.ts";
import { Operator } from "./operator.ts";

/** An operator as JSON holds it: entry e is re[e] + i·im[e] at (rows[e], columns[e]). */
export interface OperatorData {
  readonly space: readonly Factor[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly re: readonly number[];
  readonly im: readonly number[];
}

/** The stored entries of an operator, row by row; a zero of the pattern stays, and −0 is written as 0. */
export function operatorData(A: Operator): OperatorData {
  const data = { rows: [] as number[], columns: [] as number[], re: [] as number[], im: [] as number[] };
  A.forEach((i, j, re, im) => {
    data.rows.push(i);
    data.columns.push(j);
    data.re.push(re + 0);
    data.im.push(im + 0);
  });
  return { space: A.space.factors.map((factor) => ({ ...factor })), ...data };
}

/** The operator that data describes. Throws in the error grammar when it describes none. */
export function operatorFromData(data: unknown, argument = "state"): Operator {
  const { space, ...lists } = partsOf(data, argument);
  const all = (["rows", "columns", "re", "im"] as const).map((name) => numbers(lists[name], `${argument}.${name}`));
  const [rows, columns, re, im] = all;
  if (all.some(({ length }) => length !== rows.length)) {
    throw wrongValue(
      argument,
      "have lists of equal length",
      all.map(({ length }) => length),
    );
  }
  const on = spaceFromData(space, argument);
  rows.forEach((row, e) => {
    if (Number.isInteger(row) && Number.isInteger(columns[e])) return;
    throw wrongValue(argument, "have whole numbers for rows and columns", [row, columns[e]]);
  });
  return Operator.fromEntries(
    on,
    rows.map((row, e) => [row, columns[e], re[e], im[e]] as const),
  );
}

function partsOf(data: unknown, argument: string): Readonly<Record<"space" | "rows" | "columns" | "re" | "im", unknown>> {
  if (typeof data === "object" && data !== null && "space" in data && "re" in data) return data as never;
  throw wrongKind(argument, "hold `space`, `rows`, `columns`, `re` and `im`", data);
}

const KINDS: readonly FactorKind[] = ["qubit", "fock", "spin", "rotor", "levels"];
const MOST_FACTORS = 64;

function spaceFromData(data: unknown, argument: string): Space {
  const must = "have factors with a label, a kind and a dimension";
  if (!Array.isArray(data) || data.length > MOST_FACTORS) throw wrongKind(`${argument}.space`, must, data);
  return new Space(
    data.map((factor: Partial<Factor> | null, k) => {
      const { label, kind, dimension, first = 0, names } = factor ?? {};
      const known =
        typeof label === "string" && KINDS.includes(kind as FactorKind) && Number.isInteger(dimension) && (dimension as number) > 0;
      if (!known || !Number.isFinite(first)) throw wrongValue(`${argument}.space[${k}]`, must, null, "", "it has not");
      const plain = { label, kind: kind as FactorKind, dimension: dimension as number, first };
      return Array.isArray(names) ? { ...plain, names: names.map(String) } : plain;
    }),
  );
}

function numbers(list: unknown, argument: string): readonly number[] {
  if (Array.isArray(list) && list.every((value) => typeof value === "number" && Number.isFinite(value))) return list;
  throw wrongKind(argument, "be a list of numbers", list);
}
