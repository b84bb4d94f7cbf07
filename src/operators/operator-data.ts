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
  const listed = (name: keyof typeof lists) => numbers(lists[name], `${argument}.${name}`);
  const [rows, columns, re] = [listed("rows"), listed("columns"), listed("re")];
  const im = lists.im === undefined ? new Float64Array(re.length) : listed("im");
  const all = [rows, columns, re, im];
  if (all.some(({ length }) => length !== rows.length)) {
    throw wrongValue(
      argument,
      "have lists of equal length",
      all.map(({ length }) => length),
    );
  }
  const on = spaceFromData(space, argument);
  Array.from(rows).forEach((row, e) => {
    if (Number.isInteger(row) && Number.isInteger(columns[e])) return;
    throw wrongValue(argument, "have whole numbers for rows and columns", [row, columns[e]]);
  });
  return Operator.fromEntries(
    on,
    Array.from(rows, (row, e) => [row, columns[e], re[e], im[e]] as const),
  );
}

function partsOf(data: unknown, argument: string): Readonly<Record<"space" | "rows" | "columns" | "re" | "im", unknown>> {
  if (typeof data === "object" && data !== null && "space" in data && "re" in data) return data as never;
  throw wrongKind(argument, "hold `space`, `rows`, `columns`, `re` and `im`", data);
}

const KINDS: readonly FactorKind[] = ["qubit", "fock", "spin", "rotor", "levels"];
const MOST_FACTORS = 64;

function spaceFromData(given: unknown, argument: string): Space {
  const must = "have factors with a label, a kind and a dimension";
  const data = (given as { readonly factors?: unknown } | null | undefined)?.factors ?? given;
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

function numbers(list: unknown, argument: string): ArrayLike<number> {
  const values = Array.isArray(list) || ArrayBuffer.isView(list) ? (list as unknown as readonly unknown[]) : null;
  if (values?.every((value) => typeof value === "number" && Number.isFinite(value))) return values as readonly number[];
  throw wrongKind(argument, "be a list of numbers", list);
}
