/** Expressions of a document as expressions of Python: the same grammar, read from the text, with labels and levels as strings. */
import { wrongValue } from "../errors.ts";

/** What names mean where an expression stands. */
export interface Scope {
  /** Labels of single factors, and of families that are indexed from 1, each with the names of its levels (none: numbers). */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly families: ReadonlySet<string>;
  /** Python for a parameter, a definition or an index; null for a name that is none. */
  value(name: string): string | null;
  /** Parameters that are lists. */
  readonly lists: ReadonlySet<string>;
  /** Functions of one number that the document defines by tables. */
  readonly tables: ReadonlySet<string>;
  /** Python for the Hamiltonian of the section. */
  readonly H: string;
}

/** How many of a function's first arguments are labels; −1: all of them. */
const LABELS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "sx sy sz sp sm a ad n parity quad Jx Jy Jz Jp Jm L shift cosphi sinphi id proj ketbra ket".split(" ").map((f) => [f, 1]),
  ),
  ...Object.fromEntries("fock coherent squeezed bloch mixed".split(" ").map((f) => [f, 1])),
  ...{ twomode: 2, concurrence: 2, entropy: -1, mutual_information: -1, negativity: -1, log_negativity: -1 },
};

/** Functions whose arguments behind the label are levels. */
const LEVELS: readonly string[] = ["proj", "ketbra", "ket"];

/** Functions that Python has under another name. */
const PYTHON: Readonly<Record<string, string>> = {
  ...Object.fromEntries("sqrt sin cos tan sinh cosh tanh asin acos atan atan2 floor ceil".split(" ").map((f) => [f, `math.${f}`])),
  id: "identity",
  length: "len",
};

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("[^"\\]*")|(h\.c\.)|([A-Za-z_]\w*)|([<>=!]=|[-+*/^()[\],<>]))/y;

/** Translate an expression (text, or a plain number) within a scope; `bound` are names of indices, which Python calls `j_`. */
export function pythonOf(expression: unknown, scope: Scope, bound: readonly string[] = []): string {
  if (typeof expression === "number") return expression < 0 ? `(${expression})` : String(expression);
  return new Translator(String(expression), scope, bound).whole();
}

class Translator {
  private readonly tokens: string[] = [];
  private at = 0;
  private readonly bound: string[];
  private readonly text: string;
  private readonly scope: Scope;

  constructor(text: string, scope: Scope, bound: readonly string[]) {
    this.text = text;
    this.bound = [...bound];
    this.scope = scope;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const match = TOKEN.exec(text);
      if (!match) throw this.refuse("a character that no expression has");
      this.tokens.push(match[0].trim());
    }
  }

  whole(): string {
    const found = this.choice();
    if (this.at < this.tokens.length) throw this.refuse(`"${this.tokens[this.at]}" where it should end`);
    return found;
  }

  private refuse(what: string): Error {
    return wrongValue("document", "hold expressions that can be translated", null, "", `"${this.text}" has ${what}`);
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw this.refuse(`no "${token}" behind ${this.tokens.slice(0, this.at).join(" ")}`);
  }

  private choice(): string {
    let left = this.conjunction();
    while (this.take("or")) left = `${left} or ${this.conjunction()}`;
    return left;
  }

  private conjunction(): string {
    let left = this.negation();
    while (this.take("and")) left = `${left} and ${this.negation()}`;
    return left;
  }

  private negation(): string {
    return this.take("not") ? `not ${this.negation()}` : this.comparison();
  }

  private comparison(): string {
    const left = this.sum();
    const sign = this.tokens[this.at];
    if (!["<", "<=", ">", ">=", "==", "!="].includes(sign)) return left;
    this.at++;
    return `${left} ${sign} ${this.sum()}`;
  }

  /** Terms of a sum; "h.c." conjugates those since the start or the last "h.c.". */
  private sum(): string {
    let done = "";
    let open = this.term();
    for (;;) {
      const sign = this.tokens[this.at];
      if (sign !== "+" && sign !== "-") return joined(done, open);
      this.at++;
      if (this.take("h.c.")) {
        done = joined(done, `with_conjugate(${open}, ${sign}1)`);
        open = "";
      } else {
        const next = this.term();
        open = open === "" ? (sign === "-" ? `-${next}` : next) : `${open} ${sign} ${next}`;
      }
    }
  }

  private term(): string {
    if (this.take("-")) return `-${this.term()}`;
    let left = this.power();
    for (;;) {
      const sign = this.tokens[this.at];
      if (sign !== "*" && sign !== "/") return left;
      this.at++;
      left = `${left} ${sign} ${this.power()}`;
    }
  }

  private power(): string {
    const base = this.atom();
    if (!this.take("^")) return base;
    return `${base}**${this.take("-") ? "-" : ""}${this.power()}`;
  }

  private atom(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw this.refuse("nothing where something is expected");
    if (token === "(") {
      const inside = this.choice();
      this.expect(")");
      return `(${inside})`;
    }
    if (/^[\d"]/.test(token)) return token;
    if (!/^[A-Za-z_]/.test(token)) throw this.refuse(`"${token}" where something is expected`);
    if (this.tokens[this.at] === "(") return this.call(token);
    if (this.take("[")) {
      const index = this.choice();
      this.expect("]");
      return this.scope.families.has(token) ? `at("${token}", ${index})` : `${this.valueOf(token)}[int(${index}) - 1]`;
    }
    return this.valueOf(token);
  }

  private valueOf(name: string): string {
    if (this.bound.includes(name)) return `${name}_`;
    const known: Readonly<Record<string, string>> = { i: "1j", pi: "pi", inf: "inf", true: "True", false: "False", t: "t", step: "STEP" };
    if (name === "H") return this.scope.H;
    const value = Object.hasOwn(known, name) ? known[name] : this.scope.value(name);
    if (value === null) throw this.refuse(`"${name}", which has no meaning here`);
    return value;
  }

  private call(name: string): string {
    this.expect("(");
    if (name === "sum" || name === "prod") return this.loop(name);
    const parts: string[] = [];
    const labels = LABELS[name] ?? (name === "heat" || name === "flow" ? 1 : 0);
    let levels: readonly string[] = [];
    while (!this.take(")")) {
      if (parts.length > 0) this.expect(",");
      if (labels < 0 || parts.length < labels) {
        const { text, names } = this.label();
        levels = names;
        parts.push(text);
      } else {
        const named = LEVELS.includes(name) && levels.includes(this.tokens[this.at]);
        parts.push(named ? `"${this.tokens[this.at++]}"` : this.choice());
      }
    }
    if (name === "if") return `(${parts[1]} if ${parts[0]} else ${parts[2]})`;
    if (name === "mod") return `(${parts[0]} % ${parts[1]})`;
    if (this.scope.tables.has(name)) return `${this.scope.value(name)}(${parts.join(", ")})`;
    return `${PYTHON[name] ?? name}(${parts.join(", ")})`;
  }

  /** A label, or a member of a family; also the name of a bath, which stands where a label would. */
  private label(): { readonly text: string; readonly names: readonly string[] } {
    const name = this.tokens[this.at++];
    const names = this.scope.labels.get(name) ?? [];
    if (!this.take("[")) return { text: `"${name}"`, names };
    const index = this.choice();
    this.expect("]");
    return { text: `at("${name}", ${index})`, names };
  }

  /** sum(j, 1, N, X) and prod. */
  private loop(name: string): string {
    const index = this.tokens[this.at++];
    this.expect(",");
    const from = this.choice();
    this.expect(",");
    const to = this.choice();
    this.expect(",");
    this.bound.push(index);
    const body = this.choice();
    this.bound.pop();
    this.expect(")");
    return `${name === "sum" ? "total" : "product"}(${from}, ${to}, lambda ${index}_: ${body})`;
  }
}

function joined(done: string, open: string): string {
  if (done === "") return open;
  if (open === "") return done;
  return open.startsWith("-") ? `${done} - ${open.slice(1)}` : `${done} + ${open}`;
}
