/** From the text of an expression to its tree: recursive descent over the grammar of model documents. Nothing is executed. */
import { ExpressionFault } from "./fault.ts";
import { scan, type Token } from "./scan.ts";
import { type BinaryOperator, type Tree, WORDS } from "./tree.ts";

/** How deep parentheses, calls, signs and powers may nest. */
const DEEPEST = 64;

const COMPARISONS = ["<", "<=", ">", ">=", "==", "!="];

/**
 * Parse one expression:
 *
 *   expr    = conj { "or" conj }             conj  = neg { "and" neg }        neg = "not" neg | compare
 *   compare = sum [ ("<"|"<="|">"|">="|"=="|"!=") sum ]
 *   sum     = term { ("+"|"-") ( term | "h.c." ) }                            term = "-" term | power { ("*"|"/") power }
 *   power   = atom [ "^" [ "-" ] power ]
 *   atom    = number | text | name | name "[" expr "]" | name "(" [ expr { "," expr } ] ")" | "(" expr ")"
 *
 * Throws an `ExpressionFault` with the character of the offending token; at most 4096 characters, nested at most 64 deep.
 */
export function parseExpression(text: string): Tree {
  const parser = new Parser(text);
  return parser.whole();
}

/** A sum's first term that stood in parentheses. */
const inParentheses = new WeakSet<Tree>();

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  /** Where the atom that was read last begins and ends, for the sentence about a missing operator. */
  #atom: { readonly from: number; readonly to: number } = { from: 0, to: 0 };

  constructor(text: string) {
    this.#text = text;
    this.#tokens = scan(text);
  }

  whole(): Tree {
    if (this.#tokens.length === 1) throw new ExpressionFault("expression", 1, "be an expression", "it is empty");
    const tree = this.#expression();
    if (this.#token.kind !== "end") this.#unexpected();
    return tree;
  }

  get #token(): Token {
    return this.#tokens[this.#next];
  }

  #is(...texts: readonly string[]): boolean {
    const { kind, text } = this.#token;
    return (kind === "sign" || (kind === "name" && WORDS.includes(text))) && texts.includes(text);
  }

  #take(): Token {
    return this.#tokens[this.#next++];
  }

  /** Read one level deeper; refuses what nests too deep. */
  #deeper(read: () => Tree): Tree {
    if (++this.#depth > DEEPEST) {
      throw new ExpressionFault("limit", this.#token.at, `nest at most ${DEEPEST} deep`, `parentheses nest deeper than ${DEEPEST}`, {
        remedy: "use let",
      });
    }
    const tree = read();
    this.#depth--;
    return tree;
  }

  #expression(): Tree {
    return this.#leftward(["or"], () => this.#leftward(["and"], () => this.#negated()));
  }

  #leftward(ops: readonly string[], read: () => Tree): Tree {
    let tree = read();
    while (this.#is(...ops)) {
      const { text, at } = this.#take();
      tree = { kind: "binary", op: text as BinaryOperator, left: tree, right: read(), at };
    }
    return tree;
  }

  #negated(): Tree {
    if (!this.#is("not")) return this.#comparison();
    const { at } = this.#take();
    return { kind: "not", of: this.#deeper(() => this.#negated()), at };
  }

  #comparison(): Tree {
    const left = this.#sum();
    if (!this.#is(...COMPARISONS)) return left;
    const { text, at } = this.#take();
    const right = this.#sum();
    if (this.#is(...COMPARISONS)) {
      throw new ExpressionFault("expression", this.#token.at, "compare two values at a time", "comparisons do not chain", {
        remedy: "write a < b and b < c",
      });
    }
    return { kind: "binary", op: text as BinaryOperator, left, right, at };
  }

  #sum(): Tree {
    const start = this.#token.at;
    const first = this.#term();
    const rest: { readonly sign: "+" | "-"; readonly tree: Tree | null; readonly at: number }[] = [];
    while (this.#is("+", "-")) {
      const { text, at } = this.#take();
      const sign = text as "+" | "-";
      if (this.#token.kind === "hc") {
        this.#take();
        this.#atom = { from: at + 2, to: this.#tokens[this.#next - 1].at + 3 };
        rest.push({ sign, tree: null, at });
      } else rest.push({ sign, tree: this.#term(), at });
    }
    if (rest.length === 0) return first;
    const conjugates = rest.some(({ tree }) => tree === null) || hasConjugate(first);
    let sum: Tree = conjugates && inParentheses.has(first) && isSum(first) ? { kind: "group", of: first, at: start } : first;
    for (const { sign, tree, at } of rest) {
      sum = tree === null ? { kind: "conjugate", sign, of: sum, at } : { kind: "binary", op: sign, left: sum, right: tree, at };
    }
    return sum;
  }

  #term(): Tree {
    if (!this.#is("-")) return this.#leftward(["*", "/"], () => this.#power());
    const { at } = this.#take();
    return { kind: "negation", of: this.#deeper(() => this.#term()), at };
  }

  #power(): Tree {
    const base = this.#atomOf();
    if (!this.#is("^")) return base;
    const { at } = this.#take();
    const exponent = this.#deeper(() => {
      if (!this.#is("-")) return this.#power();
      const minus = this.#take();
      return { kind: "negation", of: this.#power(), at: minus.at };
    });
    return { kind: "binary", op: "^", left: base, right: exponent, at };
  }

  #atomOf(): Tree {
    const token = this.#token;
    const tree = this.#bareAtom(token);
    this.#atom = { from: token.at, to: this.#tokens[this.#next - 1].at + this.#tokens[this.#next - 1].text.length - 1 };
    return tree;
  }

  #bareAtom({ kind, text, at }: Token): Tree {
    if (kind === "number") {
      this.#take();
      const value = Number(text);
      if (!Number.isFinite(value)) throw new ExpressionFault("out-of-bounds", at, "hold finite numbers", `${text} is too large`);
      return { kind: "number", value, at };
    }
    if (kind === "text") {
      this.#take();
      return { kind: "text", value: text.slice(1, -1), at };
    }
    if (kind === "name" && !WORDS.includes(text)) {
      this.#take();
      return this.#named(text, at);
    }
    if (!this.#is("(")) return this.#missing();
    this.#take();
    const inner = this.#deeper(() => this.#expression());
    this.#close("(", ")", at);
    if (isSum(inner)) inParentheses.add(inner);
    return inner;
  }

  #named(name: string, at: number): Tree {
    const open = this.#token.at;
    if (this.#is("[")) {
      this.#take();
      const index = this.#deeper(() => this.#expression());
      this.#close("[", "]", open);
      return { kind: "index", name, index, at };
    }
    if (!this.#is("(")) return { kind: "name", name, at };
    this.#take();
    const args: Tree[] = [];
    if (!this.#is(")")) {
      do args.push(this.#deeper(() => this.#expression()));
      while (this.#is(",") && this.#take());
    }
    this.#close("(", ")", open);
    return { kind: "call", name, args, at };
  }

  #close(open: string, close: string, at: number): void {
    if (this.#is(close)) {
      this.#take();
      return;
    }
    if (this.#token.kind !== "end") this.#unexpected();
    throw new ExpressionFault("expression", this.#token.at, "be an expression", `expected ${close} for the ${open} at character ${at}`);
  }

  /** No value where one must stand. */
  #missing(): never {
    const { kind, text, at } = this.#token;
    const before = this.#tokens[this.#next - 1];
    const after = before === undefined ? "at its start" : `after ${before.text}`;
    const remedies: readonly (readonly [boolean, string])[] = [
      [before?.text === "*" && text === "*", "a power is ^"],
      [(before?.text === "*" || before?.text === "/" || before?.text === "^") && text === "-", "put the negative value in parentheses"],
      [kind === "hc", "h.c. follows the terms that it conjugates, as in X + h.c."],
      [before?.text === "(" && text === ")", "a name in front is a function"],
      [text === "+", "a sign + is not written"],
    ];
    throw new ExpressionFault("expression", at, "be an expression", `expected a value ${after}`, {
      remedy: remedies.find(([holds]) => holds)?.[1] ?? "",
      expected: "a value",
      found: kind === "end" ? "the end" : text,
    });
  }

  /** Something follows a complete value that cannot. */
  #unexpected(): never {
    const { kind, text, at } = this.#token;
    const value =
      kind === "number" || kind === "text" || kind === "hc" || this.#is("(", "not") || (kind === "name" && !this.#is("and", "or"));
    if (!value) {
      const remedy = text === "]" || text === ")" ? "nothing is open there" : text === "," ? "commas part the arguments of functions" : "";
      throw new ExpressionFault("expression", at, "be an expression", `${text} does not belong there`, { remedy, found: text });
    }
    const before = this.#tokens[this.#next - 1];
    const left = this.#text.slice(this.#atom.from - 1, this.#atom.to);
    let right = text;
    try {
      this.#depth = 0;
      this.#power();
      right = this.#text.slice(at - 1, this.#tokens[this.#next - 1].at + this.#tokens[this.#next - 1].text.length - 1);
    } catch {
      right = text;
    }
    const operator = kind === "hc" ? " + " : "*";
    const said = `an operator (+ - * / ^) is missing between ${before.text} and ${text}`;
    throw new ExpressionFault("expression", at, "be an expression", said, { remedy: `write ${left}${operator}${right}` });
  }
}

function isSum(tree: Tree): boolean {
  return tree.kind === "conjugate" || (tree.kind === "binary" && (tree.op === "+" || tree.op === "-"));
}

/** Whether a sum has an h.c. among its own terms. */
function hasConjugate(tree: Tree): boolean {
  let rest = tree;
  while (rest.kind === "binary" && (rest.op === "+" || rest.op === "-")) rest = rest.left;
  return rest.kind === "conjugate";
}
