/** Model documents as words of the command line: files by their ending, and standard input. */
import { type DocumentDoor, documentDoor, type ReadDocument } from "../ensembles/document-door.ts";
import { bytesWithin } from "../files/read-bytes.ts";
import type { ModelDefinition } from "../models/model.ts";
import { UsageError } from "./failure.ts";
import { defined, type Sections } from "./sections.ts";

/** A document that was read and checked. */
export interface Described {
  readonly definition: ModelDefinition;
  /** The document in canonical form, as plain data. */
  readonly document: unknown;
  readonly documentHash: string;
  readonly modelHash: string;
  readonly sections: Sections;
  /** What its author should look at though nothing is wrong. */
  readonly warnings: readonly string[];
  /** The document in either form. */
  text(form: "json" | "yaml"): string;
}

/** Is this word a document, and no name of the catalogue: does it end in .json, .yaml or .yml, or is it `-`? */
export function isDocumentWord(word: string): boolean {
  return word === "-" || /\.(json|ya?ml)$/i.test(word);
}

/** Largest file that is read, in bytes: what documents may have, and one more, so that the reader says how long it is. */
export const LARGEST_DOCUMENT = 2 ** 20 + 1;

/** Standard input is there once; a command may look at its document twice. */
let read: Promise<string> | null = null;

/** Read the text that a word means. Throws a sentence where there is none. */
export async function textOf(word: string): Promise<string> {
  if (word === "-") return (read ??= standardInput());
  try {
    const bytes = await bytesWithin(word, LARGEST_DOCUMENT);
    if (!bytes) throw new UsageError(`The document "${word}" is too large. A document has at most ${LARGEST_DOCUMENT - 1} bytes.`);
    return decoded(bytes, word);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code } = error as { code?: string };
    const reason = code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new UsageError(`The document "${word}" ${reason}.`);
  }
}

async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) throw new UsageError("Nothing comes on standard input. Pipe a document there, or name a file.");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    size += chunks[chunks.length - 1].length;
    if (size > LARGEST_DOCUMENT) throw new UsageError(`The document on standard input has more than ${LARGEST_DOCUMENT - 1} bytes.`);
  }
  return decoded(Buffer.concat(chunks), "standard input");
}

function decoded(bytes: Buffer, from: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`The document "${from}" is not UTF-8 text.`);
  }
}

/** Read and check the document that a word means. */
export async function readDocumentWord(word: string): Promise<Described> {
  const text = await textOf(word);
  const door = await documentDoor();
  return describedWith(door, door.readDocument(text, { file: word === "-" ? "standard input" : word }));
}

/** A document that comes as data, from a queue: checked like a file. */
export async function describedBy(data: unknown): Promise<Described> {
  const door = await documentDoor();
  return describedWith(door, door.documentFromData(data));
}

function describedWith(door: DocumentDoor, read: ReadDocument): Described {
  const document = JSON.parse(door.printDocument(read, "json")) as Sections;
  const { run, steady, noise, sweep, figure, counting, unravel, correlate, spectrum, wigner } = document;
  return {
    definition: door.documentModel(read),
    document,
    documentHash: door.documentHash(read),
    modelHash: door.modelHash(read),
    sections: defined({ run, steady, noise, sweep, figure, counting, unravel, correlate, spectrum, wigner }),
    warnings: door.documentWarnings(read).map(({ message }) => message),
    text: (form) => door.printDocument(read, form),
  };
}
