/** From a tree back to the canonical text of an expression. */
import type { Tree } from "./tree.ts";

/** How tightly a node binds: the grammar's levels, loosest first. */
const LEVEL = { or: 1, and: 2, not: 3, compare: 4, sum: 5, negation: 6, product: 7, power: 8, atom: 9 } as const;

/**
 * Print a tree as canonical text: one space around `+ - < <= > >= == != and or`, none around `* / ^` and after an unary minus,
 * `, ` between arguments, numbers as ECMAScript prints them, and the fewest parentheses that keep the tree.
 * Parsing the text gives the tree again.
 */
export function printExpression(tree: Tree): string {
  switch (tree.kind) {
    case "number":
      return tree.value < 0 || Object.is(tree.value, -0) ? `-${String(0 - tree.value)}` : String(tree.value);
    case "text":
      return `"${tree.value}"`;
    case "name":
      return tree.name;
    case "index":
      return `${tree.name}[${printExpression(tree.index)}]`;
    case "call":
      return `${tree.name}(${tree.args.map(printExpression).join(", ")})`;
    case "negation":
      return `-${within(tree.of, LEVEL.negation)}`;
    case "not":
      return `not ${within(tree.of, LEVEL.not)}`;
    case "conjugate":
      return `${within(tree.of, LEVEL.sum)} ${tree.sign} h.c.`;
    case "group":
      return `(${printExpression(tree.of)})`;
    case "binary":
      return printBinary(tree);
    default:
      return tree satisfies never;
  }
}

function printBinary({ op, left, right }: Extract<Tree, { kind: "binary" }>): string {
  switch (op) {
    case "or":
      return `${within(left, LEVEL.or)} or ${within(right, LEVEL.and)}`;
    case "and":
      return `${within(left, LEVEL.and)} and ${within(right, LEVEL.not)}`;
    case "+":
    case "-":
      return `${within(left, LEVEL.sum)} ${op} ${within(right, LEVEL.negation)}`;
    case "*":
    case "/":
      return `${within(left, LEVEL.product)}${op}${within(right, LEVEL.power)}`;
    case "^":
      return `${within(left, LEVEL.atom)}^${right.kind === "negation" ? `-${within(right.of, LEVEL.power)}` : within(right, LEVEL.power)}`;
    default:
      return `${within(left, LEVEL.sum)} ${op} ${within(right, LEVEL.sum)}`;
  }
}

/** The text of a part, in parentheses when it binds more loosely than its place allows. */
function within(tree: Tree, least: number): string {
  const text = printExpression(tree);
  return levelOf(tree) < least ? `(${text})` : text;
}

function levelOf(tree: Tree): number {
  switch (tree.kind) {
    case "negation":
      return LEVEL.negation;
    case "not":
      return LEVEL.not;
    case "conjugate":
      return LEVEL.sum;
    case "number":
      return tree.value < 0 || Object.is(tree.value, -0) ? LEVEL.negation : LEVEL.atom;
    case "binary": {
      if (tree.op === "or" || tree.op === "and") return LEVEL[tree.op];
      if (tree.op === "+" || tree.op === "-") return LEVEL.sum;
      if (tree.op === "*" || tree.op === "/") return LEVEL.product;
      return tree.op === "^" ? LEVEL.power : LEVEL.compare;
    }
    default:
      return LEVEL.atom;
  }
}
