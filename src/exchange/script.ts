/** Lines of a program that is written, not run: indentation, names that the other language does not have taken, values as literals. */

/** Lines with an indentation. */
export class Script {
  private readonly lines: string[] = [];
  private depth = 0;

  /** Add lines at the present indentation. */
  add(...lines: readonly string[]): this {
    for (const line of lines) this.lines.push(line === "" ? "" : `${"    ".repeat(this.depth)}${line}`);
    return this;
  }

  /** Add a block below a line that opens it. */
  block(opening: string, body: () => void): this {
    this.add(opening);
    this.depth++;
    body();
    this.depth--;
    return this;
  }

  toString(): string {
    return `${this.lines.join("\n")}\n`;
  }
}

/** Names of a document as names of a program: those that the language or the script itself uses get a line behind them. */
export class Names {
  private readonly given = new Map<string, string>();
  private readonly taken: Set<string>;

  constructor(taken: readonly string[]) {
    this.taken = new Set(taken);
  }

  /** The program's name for a name of the document; the same each time. */
  of(name: string): string {
    const known = this.given.get(name);
    if (known !== undefined) return known;
    let free = name;
    while (this.taken.has(free)) free += "_";
    this.taken.add(free);
    this.given.set(name, free);
    return free;
  }
}
