/** What a place of a document may hold, said once: the reader's checks, the canonical form, JSON Schema and the reference page come from it. */
import { valueInWords } from "../../errors.ts";
import { ExpressionFault } from "../expression/index.ts";
import { type Problem, type ProblemCode, type Problems, problemOf } from "../problem.ts";

/** A JSON Schema. */
export type Schema = { readonly [keyword: string]: unknown };

/** What stands in one place. */
export interface Shape {
  /** In words, as a sentence needs it: "an expression". */
  readonly words: string;
  /** Read a value: what is wrong goes to the place, what comes back is canonical (undefined where it is wrong). */
  read(value: unknown, place: Place): unknown;
  /** The same in JSON Schema; named parts go to `definitions`. */
  schema(definitions: Map<string, Schema>): Schema;
}

/** How a document is read. */
export interface Reading {
  readonly problems: Problems;
  /** Give expressions as canonical text, or as they are written. */
  readonly canonical: boolean;
  /** A number as the text has it, where there is a text. */
  readonly written: (pointer: string) => string | undefined;
}

/** What a problem may say beside its sentence. */
interface Details {
  readonly remedy?: string;
  readonly nearest?: string | null;
  readonly expected?: string;
  readonly found?: string;
}

/** A place in a document, by its JSON pointer. */
export class Place {
  readonly pointer: string;
  readonly reading: Reading;

  constructor(pointer: string, reading: Reading) {
    this.pointer = pointer;
    this.reading = reading;
  }

  /** The place of an entry. */
  at(key: string | number): Place {
    return new Place(pointerTo(this.pointer, key), this.reading);
  }

  /** Report what is wrong here: "must …, but …; remedy". */
  wrong(code: ProblemCode, must: string, but: string, { remedy, nearest, ...rest }: Details = {}): undefined {
    const says = `must ${must}, but ${but}${remedy ? `; ${remedy}` : ""}`;
    const problem: Problem = { code, pointer: this.pointer, character: null, says, ...rest, ...(nearest ? { nearest } : {}) };
    this.reading.problems.add(problem);
    return undefined;
  }

  /** Report a value of the wrong kind. */
  wrongKind(expected: string, value: unknown, remedy = ""): undefined {
    const found = valueInWords(value);
    return this.wrong("wrong-kind", `be ${expected}`, `is ${found}`, { remedy, expected, found });
  }

  /** Report a number that is not finite. */
  notFinite(value: number): undefined {
    // The default of a parameter may be written without its key.
    const { written } = this.reading;
    const found = written(this.pointer) ?? written(this.pointer.replace(/\/default$/, "")) ?? String(value);
    return this.wrong("out-of-bounds", "be a finite number", `is ${found}`, { expected: "a finite number", found });
  }

  /** Do something with the text of an expression here; a fault of it is reported. */
  attempt<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof ExpressionFault)) throw error;
      this.reading.problems.add(problemOf(error, this.pointer));
      return undefined;
    }
  }
}

/** The JSON pointer of an entry (RFC 6901). */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Is a value an object of named entries? */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Is a key one that belongs to somebody else? It is kept and not read. */
export function isExtension(key: string): boolean {
  return key.startsWith("x-");
}
