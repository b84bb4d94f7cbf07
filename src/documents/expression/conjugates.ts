/** Sums with h.c.: which terms it conjugates, and which would be doubled. */
import type { Space } from "../../spaces/space.ts";
import { ExpressionFault } from "./fault.ts";
import { adjointOf, sumOf } from "./operator-algebra.ts";
import { isAntiAdjoint, isSelfAdjoint } from "./operator-parts.ts";
import { printExpression } from "./print.ts";
import { type SumTerm, startOf, type Tree, termsOf } from "./tree.ts";
import { IMAGINARY, kindInWords, type NumberValue, type OperatorValue, REAL, type Value } from "./value.ts";

/** A term of a sum with its value; null for an h.c. */
export type ValuedTerm = SumTerm & { readonly value: Value | null };

/**
 * The sum of terms, where each h.c. stands for the adjoints of the terms behind the last one. Throws an `ExpressionFault` ("hc") where a
 * term is its own conjugate, or minus it, by class and pattern.
 */
export function sumWithConjugates(section: Space, tree: Tree, valued: readonly ValuedTerm[]): Value {
  const terms: { sign: "+" | "-"; value: Value; at: number }[] = [];
  let open: ValuedTerm[] = [];
  for (const term of valued) {
    if (term.tree !== null) {
      open.push(term);
      terms.push({ sign: term.sign, value: term.value as Value, at: startOf(term.tree) });
      continue;
    }
    for (const before of open) terms.push({ sign: before.sign === term.sign ? "+" : "-", value: conjugated(before, term), at: term.at });
    open = [];
  }
  return withNature(sumOf(section, terms), tree);
}

/** The conjugate of one term. */
function conjugated({ tree, value }: ValuedTerm, hc: SumTerm): Value {
  const of = tree as Tree;
  if (value?.kind !== "number" && value?.kind !== "operator") {
    throw new ExpressionFault("hc", startOf(of), "conjugate numbers and operators", `this term is ${kindInWords(value as Value)}`);
  }
  const own = selfConjugate(value);
  if (own === null) return adjointOf(value, hc.at);
  const effect = (own === "hermitian") === (hc.sign === "+") ? "double" : "cancel";
  const what = own === "hermitian" ? "its own conjugate" : "minus its own conjugate";
  const but = `h.c. would ${effect} ${printExpression(of)}, which is ${what}`;
  throw new ExpressionFault("hc", startOf(of), "conjugate what is not its own conjugate", but, {
    remedy: "put parentheses around the part to conjugate",
  });
}

/** Whether a value is its own conjugate, or minus it: by class and pattern, so that a factor of 0 changes nothing. */
function selfConjugate(value: NumberValue | OperatorValue): "hermitian" | "anti" | null {
  if (value.kind === "number") return value.code === REAL ? "hermitian" : value.code === IMAGINARY ? "anti" : null;
  const natures = value.terms.map(({ coefficient, part }): "hermitian" | "anti" | null => {
    if (part.operator.count === 0 && part.nature === "open") return null;
    const own = isSelfAdjoint(part) ? "hermitian" : isAntiAdjoint(part) ? "anti" : null;
    if (own === null || coefficient === null || coefficient.code === REAL) return own;
    if (coefficient.code !== IMAGINARY) return null;
    return own === "hermitian" ? "anti" : "hermitian";
  });
  return natures.every((nature) => nature === natures[0]) ? natures[0] : null;
}

/** What a sum that ends in its only h.c. is by construction: X + h.c. is Hermitian, X - h.c. minus its adjoint. */
function withNature(value: Value, tree: Tree): Value {
  if (tree.kind !== "conjugate" || value.kind !== "operator" || value.terms.length !== 1 || value.terms[0].coefficient !== null)
    return value;
  const inner = termsOf(tree);
  if (inner.slice(0, -1).some((term) => term.tree === null)) return value;
  const nature = tree.sign === "+" ? "hermitian" : "anti";
  return { ...value, terms: [{ coefficient: null, part: { ...value.terms[0].part, nature } }] };
}
