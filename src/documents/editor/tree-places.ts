/** Which part of an expression stands at a character, and from where to where it goes. */
import { parseExpression } from "../expression/parse-expression.ts";
import { scan, type Token } from "../expression/scan.ts";
import { partsOf, startOf, type Tree } from "../expression/tree.ts";

/** A part of an expression with what is around it. */
export interface PartOfTree {
  readonly node: Tree;
  /** The nodes around it, the innermost last. */
  readonly around: readonly Tree[];
  /** Characters from 1; `end` is the one behind it. */
  readonly start: number;
  readonly end: number;
}

/** The part at a character, from 1; null between two of them, and where the text is no expression. */
export function partAt(text: string, character: number): PartOfTree | null {
  let tokens: readonly Token[];
  let tree: Tree;
  try {
    tokens = scan(text);
    tree = parseExpression(text);
  } catch {
    return null;
  }
  const token = tokens.find(({ at, text: word }) => at <= character && character < at + word.length);
  if (token === undefined) return null;
  const found = ownerOf(tree, token, []) ?? innermost(tree, character, tokens, []);
  return found && { ...found, start: startOf(found.node), end: endOf(found.node, tokens) };
}

type Placed = Pick<PartOfTree, "node" | "around">;

/** The node whose own token it is. */
function ownerOf(node: Tree, token: Token, around: readonly Tree[]): Placed | null {
  if (node.at === token.at && node.kind !== "group") return { node, around };
  for (const part of partsOf(node)) {
    const found = ownerOf(part, token, [...around, node]);
    if (found) return found;
  }
  return null;
}

/** The smallest node around a bracket or a comma. */
function innermost(node: Tree, character: number, tokens: readonly Token[], around: readonly Tree[]): Placed | null {
  if (character < startOf(node) || character >= endOf(node, tokens)) return around.length === 0 ? { node, around } : null;
  for (const part of partsOf(node)) {
    const found = innermost(part, character, tokens, [...around, node]);
    if (found) return found;
  }
  return { node, around };
}

/** The character behind a node. */
function endOf(node: Tree, tokens: readonly Token[]): number {
  const own = tokens.findIndex(({ at }) => at === node.at);
  switch (node.kind) {
    case "number":
    case "text":
    case "name":
      return node.at + (tokens[own]?.text.length ?? 1);
    case "call":
    case "index":
    case "group":
      return closeOf(tokens, node.kind === "group" ? own : own + 1);
    case "conjugate": {
      const hc = tokens.slice(own).find(({ kind }) => kind === "hc");
      return hc ? hc.at + hc.text.length : node.at + 1;
    }
    default: {
      const last = partsOf(node).at(-1) as Tree;
      const end = endOf(last, tokens);
      // Parentheses around the last part are not its own.
      let depth = 0;
      for (const { at, text } of tokens) {
        if (at < startOf(node) || at >= end) continue;
        depth += text === "(" ? 1 : text === ")" ? -1 : 0;
      }
      return depth > 0 ? closing(tokens, end, depth) : end;
    }
  }
}

/** Behind the bracket that closes the one at a place. */
function closeOf(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (const { at, text } of tokens.slice(from)) {
    if (text === "(" || text === "[") depth++;
    if ((text === ")" || text === "]") && --depth === 0) return at + 1;
  }
  return tokens[tokens.length - 1].at;
}

function closing(tokens: readonly Token[], from: number, count: number): number {
  let left = count;
  for (const { at, text } of tokens) {
    if (at >= from && text === ")" && --left === 0) return at + 1;
  }
  return from;
}
