/** Expressions of a document as expressions of Python, from their trees: labels and levels become strings. */
import { parseExpression } from "../documents/expression/parse-expression.ts";
import { BINDING, type BinaryOperator, type Tree, termsOf } from "../documents/expression/tree.ts";
import { wrongValue } from "../errors.ts";

/** What names mean where an expression stands. */
export interface Scope {
  /** Labels of single factors and of families, each with the names of its levels (none: numbers). */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** Labels that are indexed from 1. */
  readonly families: ReadonlySet<string>;
  /** Python for a parameter or a definition; null for a name that is none. */
  value(name: string): string | null;
  /** Functions of one number that the document defines by tables. */
  readonly tables: ReadonlySet<string>;
  /** Python for the Hamiltonian of the section. */
  readonly H: string;
}

/** How many of a function's first arguments are labels or baths; −1: all of them. */
const LABELS: Readonly<Record<string, number>> = {
  ...Object.fromEntries("sx sy sz sp sm a ad n parity quad Jx Jy Jz Jp Jm L shift cosphi sinphi id".split(" ").map((f) => [f, 1])),
  ...Object.fromEntries("proj ketbra ket fock coherent squeezed bloch mixed heat flow".split(" ").map((f) => [f, 1])),
  ...{
    displace: 1,
    squeeze: 1,
    swap: 2,
    twomode: 2,
    concurrence: 2,
    entropy: -1,
    mutual_information: -1,
    negativity: -1,
    log_negativity: -1,
  },
};

/** Functions whose arguments behind the label are levels. */
const LEVELS: readonly string[] = ["proj", "ketbra", "ket"];

/** Functions that the script has no words for, and what QuTiP has instead. */
const FERMIONS = "QuTiP has fermions as qutip.fcreate and qutip.fdestroy";
const UNTRANSLATED: Readonly<Record<string, string>> = {
  fa: FERMIONS,
  fad: FERMIONS,
  power: "it is the mean of dH/dt",
};

/** Functions and values that Python has under another name. */
const PYTHON: Readonly<Record<string, string>> = {
  ...Object.fromEntries("sin cos tan sinh cosh tanh asin acos atan atan2 floor ceil".split(" ").map((f) => [f, `math.${f}`])),
  id: "identity",
  length: "len",
};
const VALUES: Readonly<Record<string, string>> = { i: "1j", pi: "pi", inf: "inf", true: "True", false: "False", t: "t", step: "STEP" };

/** How tightly Python binds, loosest first. */
const LEVEL = { or: 1, and: 2, not: 3, compare: 4, sum: 5, sign: 6, term: 7, power: 8, atom: 9 } as const;
const LEVEL_OF: Readonly<Record<BinaryOperator, number>> = {
  ...{ or: LEVEL.or, and: LEVEL.and, "+": LEVEL.sum, "-": LEVEL.sum, "*": LEVEL.term, "/": LEVEL.term, "^": LEVEL.power },
  ...{ "<": LEVEL.compare, "<=": LEVEL.compare, ">": LEVEL.compare, ">=": LEVEL.compare, "==": LEVEL.compare, "!=": LEVEL.compare },
};

/** Translate an expression (text, or a plain number) within a scope; `bound` are names of indices, which Python calls `j_`. */
export function pythonOf(expression: unknown, scope: Scope, bound: readonly string[] = []): string {
  if (typeof expression === "number") return expression < 0 ? `(${expression})` : String(expression);
  return new Writer(scope, [...bound]).write(parseExpression(String(expression)), 0);
}

class Writer {
  private readonly scope: Scope;
  private readonly bound: string[];

  constructor(scope: Scope, bound: string[]) {
    this.scope = scope;
    this.bound = bound;
  }

  /** Python for a tree, in parentheses where it binds less tightly than `least`. */
  write(tree: Tree, least: number): string {
    const [text, level] = this.written(tree);
    return level < least ? `(${text})` : text;
  }

  private written(tree: Tree): readonly [text: string, level: number] {
    switch (tree.kind) {
      case "number":
        return [String(tree.value), LEVEL.atom];
      case "text":
        return [JSON.stringify(tree.value), LEVEL.atom];
      case "name":
        return [this.valueOf(tree.name), LEVEL.atom];
      case "index":
        return [`${this.valueOf(tree.name)}[int(${this.write(tree.index, 0)}) - 1]`, LEVEL.atom];
      case "call":
        return [this.call(tree.name, tree.args), LEVEL.atom];
      case "group":
        return [`(${this.write(tree.of, 0)})`, LEVEL.atom];
      case "negation":
        return [`-${this.write(tree.of, LEVEL.sign)}`, LEVEL.sign];
      case "not":
        return [`not ${this.write(tree.of, LEVEL.not)}`, LEVEL.not];
      case "conjugate":
        return [this.sum(tree), LEVEL.sum];
      case "binary":
        return this.binary(tree);
      default:
        return tree satisfies never;
    }
  }

  private binary(tree: Extract<Tree, { kind: "binary" }>): readonly [string, number] {
    const { op, left, right } = tree;
    const level = LEVEL_OF[op];
    if (level === LEVEL.sum) return [this.sum(tree), level];
    if (op === "^") return [`${this.write(left, LEVEL.atom)}**${this.write(right, LEVEL.sign)}`, level];
    return [`${this.write(left, level)} ${op} ${this.write(right, level + 1)}`, level];
  }

  /** Terms of a sum; an h.c. conjugates those since the start or the last h.c. */
  private sum(tree: Tree): string {
    let done = "";
    let open = "";
    for (const { sign, tree: term } of termsOf(tree)) {
      if (term === null) {
        done = joined(done, `with_conjugate(${open}, ${sign}1)`);
        open = "";
        continue;
      }
      const next = this.write(term, LEVEL.sum + 1);
      open = open === "" ? (sign === "-" ? `-${next}` : next) : `${open} ${sign} ${next}`;
    }
    return joined(done, open);
  }

  private valueOf(name: string): string {
    if (this.bound.includes(name)) return `${name}_`;
    if (name === "H") return this.scope.H;
    const value = Object.hasOwn(VALUES, name) ? VALUES[name] : this.scope.value(name);
    if (value === null) throw wrongValue("document", "hold expressions that can be translated", null, "", `"${name}" has no meaning there`);
    return value;
  }

  private call(name: string, args: readonly Tree[]): string {
    if (BINDING.includes(name)) return this.loop(name, args);
    if (Object.hasOwn(UNTRANSLATED, name)) {
      const remedy = `Write it by hand: ${UNTRANSLATED[name]}.`;
      throw wrongValue("document", "hold expressions that can be translated", null, remedy, `${name}(…) has no words in a QuTiP script`);
    }
    const count = Object.hasOwn(LABELS, name) ? LABELS[name] : 0;
    const labels = count < 0 ? args.length : count;
    const levels = LEVELS.includes(name) ? this.levelsOf(args[0]) : [];
    const parts = args.map((arg, k) => {
      if (k < labels) return this.label(arg);
      return arg.kind === "name" && levels.includes(arg.name) ? JSON.stringify(arg.name) : this.write(arg, 0);
    });
    if (name === "if") return `(${parts[1]} if ${parts[0]} else ${parts[2]})`;
    if (name === "mod") return `(${this.write(args[0], LEVEL.term)} % ${this.write(args[1], LEVEL.term + 1)})`;
    if (this.scope.tables.has(name)) return `${this.scope.value(name)}(${parts.join(", ")})`;
    return `${Object.hasOwn(PYTHON, name) ? PYTHON[name] : name}(${parts.join(", ")})`;
  }

  /** A label, a member of a family, or the name of a bath, as a string. */
  private label(tree: Tree): string {
    if (tree.kind === "index") return `at(${JSON.stringify(tree.name)}, ${this.write(tree.index, 0)})`;
    return tree.kind === "name" ? JSON.stringify(tree.name) : this.write(tree, 0);
  }

  private levelsOf(tree: Tree): readonly string[] {
    return tree.kind === "name" || tree.kind === "index" ? (this.scope.labels.get(tree.name) ?? []) : [];
  }

  /** sum(j, 1, N, X) and prod. */
  private loop(name: string, [index, from, to, body]: readonly Tree[]): string {
    const bound = index.kind === "name" ? index.name : "";
    const range = `${this.write(from, 0)}, ${this.write(to, 0)}`;
    this.bound.push(bound);
    const inside = this.write(body, 0);
    this.bound.pop();
    return `${name === "sum" ? "total" : "product"}(${range}, lambda ${bound}_: ${inside})`;
  }
}

function joined(done: string, open: string): string {
  if (done === "") return open;
  if (open === "") return done;
  return open.startsWith("-") ? `${done} - ${open.slice(1)}` : `${done} + ${open}`;
}
