/** Expressions of documents as trees, each text parsed once. */
import type { Expression } from "../canonical.ts";
import { parseExpression, type Tree } from "../expression/index.ts";

/** Texts that are kept; documents have far fewer. */
const MOST_KEPT = 4096;

const parsed = new Map<string, Tree>();

/** The tree of an expression; a plain number is its own tree. Throws an `ExpressionFault` where the text is none. */
export function treeOf(expression: Expression): Tree {
  if (typeof expression === "number") return numberTree(expression);
  let tree = parsed.get(expression);
  if (tree === undefined) {
    tree = parseExpression(expression);
    if (parsed.size >= MOST_KEPT) parsed.clear();
    parsed.set(expression, tree);
  }
  return tree;
}

function numberTree(value: number): Tree {
  if (value >= 0) return { kind: "number", value, at: 1 };
  return { kind: "negation", of: { kind: "number", value: 0 - value, at: 1 }, at: 1 };
}
