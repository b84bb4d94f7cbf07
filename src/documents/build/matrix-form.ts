/** Operators and states that a document gives by their entries. */
import { Space } from "../../spaces/space.ts";
import type { MatrixEntry, MatrixEntryForm } from "../canonical.ts";
import {
  asNumber,
  ExpressionFault,
  evaluate,
  matrixValue,
  type NumberValue,
  numberOf,
  type OperatorValue,
  realNumber,
  type Surroundings,
} from "../expression/index.ts";
import type { Section } from "./section.ts";
import { treeOf } from "./trees.ts";

/** The operator of { matrix, on }, on its labels in the order of the section. Throws an `ExpressionFault` without a character. */
export function matrixOn({ matrix, on }: MatrixEntryForm, { space, families }: Section, surroundings: Surroundings): OperatorValue {
  const labels = on.map((label) => factorNamed(label, space, families));
  const twice = labels.findIndex((label, k) => labels.indexOf(label) !== k);
  if (twice >= 0) throw new ExpressionFault("duplicate", null, "name each space once", `${labels[twice]} is there twice`);
  const factors = labels.map((label) => space.factors[space.position(label)]);
  const sorted = space.factors.filter(({ label }) => labels.includes(label));
  const own = new Space(sorted);
  const order = permutation(factors, sorted, own.dimension);
  const rows = matrix.map((row) => row.map((entry) => entryOf(entry, surroundings)));
  const square = rows.length === own.dimension && rows.every((row) => row.length === own.dimension);
  return matrixValue(own, square ? order.map((i) => order.map((j) => rows[i][j])) : rows);
}

function factorNamed(name: string, space: Space, families: Section["families"]): string {
  const member = /^(\w+)\[(\d+)\]$/.exec(name);
  const label = member ? (families.get(member[1])?.[Number(member[2]) - 1] ?? name) : name;
  if (space.factors.some((factor) => factor.label === label)) return label;
  const known = space.factors.map((factor) => factor.label).join(", ");
  throw new ExpressionFault("unknown-name", null, "name spaces in `on`", `there is no space ${name}`, {
    remedy: `known: ${known}`,
    found: name,
  });
}

/** For each basis state of `to`, its index in the order `from` of the same factors. */
function permutation(from: Space["factors"], to: Space["factors"], dimension: number): readonly number[] {
  return Array.from({ length: dimension }, (_, index) => {
    const digits = new Map<string, number>();
    let rest = index;
    for (let k = to.length - 1; k >= 0; k--) {
      digits.set(to[k].label, rest % to[k].dimension);
      rest = Math.floor(rest / to[k].dimension);
    }
    return from.reduce((sum, factor) => sum * factor.dimension + (digits.get(factor.label) as number), 0);
  });
}

function entryOf(entry: MatrixEntry, surroundings: Surroundings): NumberValue {
  if (typeof entry === "number") return realNumber(entry, entry === 0);
  if (typeof entry !== "string") {
    const [re, im] = entry as readonly [number, number];
    if (im === 0) return realNumber(re, re === 0);
    return numberOf(re === 0 ? 2 : 3, re, im);
  }
  const tree = treeOf(entry);
  return asNumber(evaluate(tree, surroundings), tree);
}
