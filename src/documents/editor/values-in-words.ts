/** Values of expressions as an editor shows them: kind, class, numbers, small matrices. */
import type { Factor, Space } from "../../spaces/space.ts";
import { classAt, isSelfAdjoint, wholeClass } from "../expression/operator-parts.ts";
import type { ClassCode, KetValue, NumberClass, NumberValue, OperatorValue, Value } from "../expression/value.ts";
import { COMPLEX, REAL } from "../expression/value.ts";

/** A number or matrix entry as [re, im]; null where the pattern has none. */
export type Entry = readonly [number, number] | null;

/** A matrix with the names of its basis states. */
export interface SmallMatrix {
  readonly labels: readonly string[];
  /** Rows; a ket has one column. */
  readonly entries: readonly (readonly Entry[])[];
}

/** What can be said of a value. */
export interface ShownValue {
  readonly kind: "number" | "boolean" | "text" | "list" | "operator" | "ket" | "table";
  readonly class: NumberClass | null;
  readonly value: number | readonly [number, number] | boolean | string | readonly (number | null)[] | null;
  readonly dependsOn: "time" | "state" | null;
  readonly space: string | null;
  readonly hermitian: boolean | null;
  readonly matrix: SmallMatrix | null;
}

/** Largest matrix that is shown. */
const LARGEST = 8;

const NOTHING = { class: null, value: null, dependsOn: null, space: null, hermitian: null, matrix: null } as const;

/** Show a value. */
export function shownValue(value: Value): ShownValue {
  switch (value.kind) {
    case "number":
      return { ...NOTHING, kind: "number", class: classInWords(value.code), value: plain(value), dependsOn: value.live?.of ?? null };
    case "boolean":
      return { ...NOTHING, kind: "boolean", value: value.live ? null : value.value, dependsOn: value.live?.of ?? null };
    case "text":
      return { ...NOTHING, kind: "text", value: value.value };
    case "list":
      return { ...NOTHING, kind: "list", value: value.items.map(({ re }) => re) };
    case "operator":
      return shownOperator(value);
    case "ket":
      return shownKet(value);
    case "table":
      return { ...NOTHING, kind: "table" };
    default:
      return value satisfies never;
  }
}

function classInWords(code: ClassCode): NumberClass {
  return code === REAL ? "real" : code === COMPLEX ? "complex" : "imaginary";
}

/** A number that JSON can hold; infinities and what depends on time or the state have no value here. */
function plain({ live, fault, code, re, im }: NumberValue): ShownValue["value"] {
  if (live !== null || fault !== undefined || !Number.isFinite(re) || !Number.isFinite(im)) return null;
  return code === REAL ? re : [re, im];
}

function shownOperator({ terms }: OperatorValue): ShownValue {
  const live = terms.find(({ coefficient }) => coefficient?.live)?.coefficient?.live ?? null;
  const space = spaceInWords(terms[0].part.operator.space);
  const codes = terms.reduce<number>((all, { part, coefficient }) => all | (coefficient?.code ?? 0) | wholeClass(part), 0);
  if (terms.length > 1 || live) return { ...NOTHING, kind: "operator", space, class: null, dependsOn: live?.of ?? null };
  const [{ part }] = terms;
  const { operator } = part;
  const hermitian = isSelfAdjoint(part);
  const shown = { ...NOTHING, kind: "operator", class: classInWords(Math.max(1, codes) as ClassCode), space, hermitian } as const;
  if (operator.dimension > LARGEST) return shown;
  const entries = Array.from({ length: operator.dimension }, () => new Array<Entry>(operator.dimension).fill(null));
  let e = 0;
  operator.forEach((i, j, re, im) => {
    // What is 0 by its class is 0, whatever rounding left.
    const code = classAt(part.classes, e++);
    entries[i][j] = [(code & 1) === 0 ? 0 : re, (code & 2) === 0 ? 0 : im];
  });
  return { ...shown, matrix: { labels: basisNames(operator.space), entries } };
}

function shownKet({ space, amplitudes }: KetValue): ShownValue {
  const codes = [...amplitudes.values()].reduce<number>((all, [, , code]) => all | code, 0);
  const shown = { ...NOTHING, kind: "ket", class: classInWords(Math.max(1, codes) as ClassCode), space: spaceInWords(space) } as const;
  if (space.dimension > LARGEST) return shown;
  const entries = Array.from({ length: space.dimension }, (_, i): Entry[] => {
    const found = amplitudes.get(i);
    return [found ? [found[0], found[1]] : null];
  });
  return { ...shown, matrix: { labels: basisNames(space), entries } };
}

/** "S ⊗ U (2 × 2)". */
export function spaceInWords({ factors }: Space): string {
  if (factors.length === 0) return "no space";
  return `${factors.map(({ label }) => label).join(" ⊗ ")} (${factors.map(({ dimension }) => dimension).join(" × ")})`;
}

function basisNames({ factors, dimension }: Space): readonly string[] {
  return Array.from({ length: dimension }, (_, index) => {
    let rest = index;
    const names: string[] = [];
    for (let k = factors.length - 1; k >= 0; k--) {
      names.unshift(nameOfLevel(factors[k], rest % factors[k].dimension));
      rest = Math.floor(rest / factors[k].dimension);
    }
    return names.join(" ");
  });
}

function nameOfLevel({ kind, first, names }: Factor, k: number): string {
  return names?.[k] ?? String(kind === "spin" ? first - k : first + k);
}
