/** A model document that was read and checked. */
import { kindMade, markMade } from "../copy.ts";
import { wrongKind } from "../errors.ts";
import type { CanonicalDocument } from "./canonical.ts";

/** A place in a file, from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** A checked document: its canonical data, and where each value stands in its file. */
export class ModelDocument {
  /** Plain data in canonical form: short forms written out, defaults left out, expressions as canonical text. */
  readonly data: CanonicalDocument;
  /** The file that it was read from; null for data. */
  readonly file: string | null;
  readonly #place: (pointer: string) => FilePlace | null;

  constructor(data: CanonicalDocument, file: string | null, place: (pointer: string) => FilePlace | null) {
    this.data = data;
    this.file = file;
    this.#place = place;
    markMade(ModelDocument.prototype, "model document");
  }

  /** Where the value of a JSON pointer ("/units/0/V") begins in the file; null where the file has none, or there is no file. */
  place(pointer: string): FilePlace | null {
    return this.#place(pointer);
  }

  /** In one line: `model document "micromaser" (collisions)`. */
  toString(): string {
    return `model document "${this.data.name}" (${this.data.kind})`;
  }
}

/** The canonical data of a document with its expressions as they are written: where their characters are counted. */
export const asWrittenDown = new WeakMap<ModelDocument, () => CanonicalDocument>();

/** Check that an argument is a document that was read. Throws a TypeError. */
export function requireDocument(argument: string, value: unknown): asserts value is ModelDocument {
  if (kindMade(value) === "model document" && value instanceof ModelDocument) return;
  throw wrongKind(argument, "be a model document", value, "Make one with readDocument(text, { file }) or documentFromData(data).");
}
