/** Which term of a sum keeps it from being Hermitian. */
import type { Space } from "../../spaces/space.ts";
import { evaluate } from "./evaluate.ts";
import { ExpressionFault, type FaultCode } from "./fault.ts";
import { asOperatorOn } from "./operator-algebra.ts";
import { adjoint, isAntiAdjoint, isSelfAdjoint, lifted } from "./operator-parts.ts";
import { printExpression } from "./print.ts";
import type { Surroundings } from "./surroundings.ts";
import { type SumTerm, startOf, type Tree, termsOf } from "./tree.ts";
import { COMPLEX, kindInWords, type OperatorValue, type Part, type Value } from "./value.ts";

/** A value of another kind than its place needs. */
export function wrong(tree: Tree, must: string, value: Value, remedy = ""): ExpressionFault {
  return new ExpressionFault("wrong-kind", startOf(tree), must, `${printExpression(tree)} is ${kindInWords(value)}`, { remedy });
}

/** An operator on the labels that it names, with classes. */
export function operatorValue(value: Value, tree: Tree, space: Space): OperatorValue {
  if (value.kind === "number" || value.kind === "operator") return asOperatorOn(space, value);
  throw wrong(tree, "be an operator", value, value.kind === "ket" ? "write pure(psi) for its state" : "");
}

/** The fault of a sum that is not Hermitian: the first term without a conjugate. */
export function notHermitian(tree: Tree, surroundings: Surroundings, code: FaultCode, must: string): ExpressionFault {
  const { space } = surroundings;
  const parts = openTerms(tree).map((term) => {
    const value = evaluate(term.tree as Tree, surroundings);
    const operator = operatorValue(value, term.tree as Tree, space);
    return { term, parts: operator.terms.map(({ coefficient, part }) => ({ coefficient, part: lifted(space, part) })) };
  });
  const text = (term: SumTerm) => printExpression(term.tree as Tree);
  const place = (term: SumTerm) => startOf(term.tree as Tree);
  const alone = parts.filter(
    ({ parts: own }) => !own.every(({ part, coefficient }) => coefficient?.code !== COMPLEX && isSelfAdjoint(part)),
  );
  const anti = alone.find(({ parts: own }) => own.length === 1 && isAntiAdjoint(own[0].part));
  if (anti) {
    return new ExpressionFault(code, place(anti.term), must, `the term ${text(anti.term)} is anti-Hermitian`, { remedy: "" });
  }
  const single = alone.filter(({ parts: own }) => own.length === 1);
  const lonely = single.find(({ parts: [{ part }] }) => !single.some(({ parts: [other] }) => equal(adjoint(part), other.part)));
  const first = lonely ?? alone[0];
  if (first === undefined) return new ExpressionFault(code, startOf(tree), must, "its terms do not add up to their adjoints");
  const remedy = code === "not-hermitian" ? "add h.c. in parentheses" : "add h.c. in parentheses, or its conjugate";
  return new ExpressionFault(code, place(first.term), must, `the term ${text(first.term)} has no conjugate`, { remedy });
}

/** The terms of a sum that no h.c. covers. */
function openTerms(tree: Tree): SumTerm[] {
  const terms = termsOf(tree);
  const last = terms.map((term) => term.tree === null).lastIndexOf(true);
  const open = terms.slice(last + 1);
  return open.length > 0 ? open : [{ sign: "+", tree, at: tree.at }];
}

function equal(a: Part, b: Part): boolean {
  const [A, B] = [a.operator, b.operator];
  return (
    A.count === B.count &&
    A.columns.every((j, e) => j === B.columns[e]) &&
    A.values.every((x, e) => Math.abs(x - B.values[e]) <= 1e-12 * Math.abs(x))
  );
}
