/** Expressions as trees: plain data, with the character from 1 of each node's own token in `at`. */

/** Operators with two sides, loosest first. */
export type BinaryOperator = "or" | "and" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "+" | "-" | "*" | "/" | "^";

export type Tree =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "text"; readonly value: string; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly at: number }
  | { readonly kind: "index"; readonly name: string; readonly index: Tree; readonly at: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Tree[]; readonly at: number }
  | { readonly kind: "negation"; readonly of: Tree; readonly at: number }
  | { readonly kind: "not"; readonly of: Tree; readonly at: number }
  | { readonly kind: "binary"; readonly op: BinaryOperator; readonly left: Tree; readonly right: Tree; readonly at: number }
  /** `of + h.c.` or `of - h.c.`: the conjugate covers the terms of `of` behind its last conjugate. */
  | { readonly kind: "conjugate"; readonly sign: "+" | "-"; readonly of: Tree; readonly at: number }
  /** A sum in parentheses that opens a sum, where an h.c. in either makes the difference between one term and several. */
  | { readonly kind: "group"; readonly of: Tree; readonly at: number };

/** A call of a function or table. */
export type CallTree = Extract<Tree, { kind: "call" }>;

/** Names that mean the same in every expression. */
export const RESERVED: readonly string[] = ["i", "pi", "inf", "true", "false", "t", "step", "H"];

/** Words of the grammar, which are no names. */
export const WORDS: readonly string[] = ["and", "or", "not"];

/** One term of a sum: a tree with its sign, or an h.c. with its sign. */
export type SumTerm = { readonly sign: "+" | "-"; readonly tree: Tree | null; readonly at: number };

/** The terms of a sum in their order; what is no sum is its own single term. `tree: null` is an h.c. */
export function termsOf(tree: Tree): SumTerm[] {
  const terms: SumTerm[] = [];
  let rest = tree;
  for (;;) {
    if (rest.kind === "conjugate") {
      terms.push({ sign: rest.sign, tree: null, at: rest.at });
      rest = rest.of;
    } else if (rest.kind === "binary" && (rest.op === "+" || rest.op === "-")) {
      terms.push({ sign: rest.op, tree: rest.right, at: rest.at });
      rest = rest.left;
    } else {
      terms.push({ sign: "+", tree: rest, at: rest.at });
      return terms.reverse();
    }
  }
}

/** The parts of a node, in the order of the text. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "number":
    case "text":
    case "name":
      return [];
    case "index":
      return [tree.index];
    case "call":
      return tree.args;
    case "binary":
      return [tree.left, tree.right];
    case "negation":
    case "not":
    case "conjugate":
    case "group":
      return [tree.of];
    default:
      return tree satisfies never;
  }
}

/** Where the text of a tree begins: the smallest character of its tokens. */
export function startOf(tree: Tree): number {
  let start = tree.at;
  let first = tree;
  for (;;) {
    const [left] = partsOf(first);
    if (first.kind === "call" || first.kind === "index" || left === undefined || left.at >= first.at) return Math.min(start, first.at);
    first = left;
    start = Math.min(start, first.at);
  }
}

/**
 * The names that an expression mentions as values, lists, families, labels, levels or tables, each once, in the order of the text. Indices
 * that it binds itself (in sum and prod) are left out within their reach.
 */
export function namesOf(tree: Tree): readonly string[] {
  const names = new Set<string>();
  const visit = (node: Tree, bound: ReadonlySet<string>): void => {
    if (node.kind === "name" || node.kind === "index") {
      if (!bound.has(node.name)) names.add(node.name);
    }
    if (node.kind === "call" && BINDING.includes(node.name) && node.args.length === 4 && node.args[0].kind === "name") {
      const inner = new Set([...bound, node.args[0].name]);
      visit(node.args[1], bound);
      visit(node.args[2], bound);
      visit(node.args[3], inner);
      return;
    }
    if (node.kind === "call") names.add(node.name);
    for (const part of partsOf(node)) visit(part, bound);
  };
  visit(tree, new Set());
  return [...names];
}

/** Functions whose first argument is an index that they bind. */
export const BINDING: readonly string[] = ["sum", "prod"];
