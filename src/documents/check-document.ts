/** From plain data to a checked document: plain → version → kind → keys, kinds and syntax → names → meaning. */

import { internalFault } from "../errors.ts";
import { checkMeaning } from "./build/index.ts";
import type { CanonicalDocument } from "./canonical.ts";
import { DocumentError, type PlacedProblem } from "./document-error.ts";
import { asWrittenDown, type FilePlace, ModelDocument } from "./model-document.ts";
import { checkNames } from "./names.ts";
import { plainData } from "./plain-data.ts";
import { type Problem, Problems } from "./problem.ts";
import { missing } from "./structure/compound-shapes.ts";
import { collisions, equation, VERSION } from "./structure/document-shapes.ts";
import { word } from "./structure/leaf-shapes.ts";
import { isObject, Place, type Reading } from "./structure/shape.ts";

/** Where data came from. */
export interface Origin {
  readonly file: string | null;
  /** Where a value or its key begins, and the text there; null and undefined where nothing does. */
  readonly offset: (pointer: string, what: "value" | "key") => number | null;
  readonly place: (offset: number) => FilePlace;
  readonly source: (pointer: string) => string | undefined;
}

/** Data that came from no text. */
export const NOWHERE: Origin = { file: null, offset: () => null, place: () => ({ line: 1, column: 1 }), source: () => undefined };

/** Check data and make a document of it. Throws a `DocumentError` with all that is wrong. */
export function checkedDocument(data: unknown, origin: Origin): ModelDocument {
  const stage = <T>(canonical: boolean, act: (reading: Reading) => T): T => {
    const problems = new Problems();
    const result = act({ problems, canonical, written: origin.source });
    if (problems.all.length > 0) throw refusal(problems.all, data, origin);
    return result;
  };
  const plain = stage(true, (reading) => plainData(data, reading));
  const shape = stage(true, (reading) => shapeFor(plain, new Place("", reading)));
  if (shape === undefined) throw internalFault("A document without a shape has a problem.");
  const read = (canonical: boolean) => stage(canonical, (reading) => shape.read(plain, new Place("", reading)) as CanonicalDocument);
  const document = read(true);
  stage(true, (reading) => checkNames(document, reading));
  stage(true, ({ problems }) => {
    checkMeaning(document, problems);
    // Characters are counted in the text as it is written: look again at what is not yet canonical text.
    if (problems.all.some(({ character }) => character !== null)) stage(false, (again) => checkMeaning(read(false), again.problems));
  });
  const checked = new ModelDocument(document, origin.file, (pointer) => placeOf(pointer, plain, origin));
  asWrittenDown.set(checked, () => read(false));
  return checked;
}

/** The shape of a document by its version and kind. */
function shapeFor(plain: unknown, top: Place): typeof collisions | undefined {
  if (!isObject(plain)) return top.wrongKind("an object with the keys ancilla, kind, name, …", plain);
  const { fields } = collisions;
  if (plain.ancilla === undefined) return missing(top, "ancilla", "a document", { means: `write ancilla: ${VERSION}` });
  if (fields.ancilla.shape.read(plain.ancilla, top.at("ancilla")) === undefined) return undefined;
  if (plain.kind === undefined) return missing(top, "kind", "a document", { means: "write kind: collisions or kind: master-equation" });
  const kind = word([collisions.id, equation.id]).read(plain.kind, top.at("kind"));
  return kind === undefined ? undefined : kind === collisions.id ? collisions : equation;
}

/** The refusal of some problems: with their places, in the order of the document. */
export function refusal(problems: readonly Problem[], data: unknown, origin: Origin): DocumentError {
  const placed = problems.map((problem) => {
    const pointer = asWritten(problem, data);
    const offset = offsetOf({ ...problem, pointer }, data, origin);
    const place = offset === null ? { line: null, column: null } : origin.place(offset);
    return { offset: offset ?? 0, problem: { ...problem, pointer, ...place } satisfies PlacedProblem };
  });
  placed.sort((a, b) => a.offset - b.offset || (a.problem.character ?? 0) - (b.problem.character ?? 0));
  return new DocumentError(
    origin.file,
    placed.map(({ problem }) => problem),
  );
}

/** Where a value stands, or the nearest one around it that is written down. */
function placeOf(pointer: string, data: unknown, origin: Origin): FilePlace | null {
  const offset = origin.offset(lastThere(pointer, data), "value");
  return offset === null ? null : origin.place(offset);
}

/** The pointer as the document has it: inside a short form, that of the short form (but a parameter's default keeps its own). */
function asWritten({ code, pointer }: Problem, data: unknown): string {
  if (code === "missing" || pointer === "") return pointer;
  const there = lastThere(pointer, data);
  if (there === pointer || isObject(valueAt(there, data)) || Array.isArray(valueAt(there, data))) return pointer;
  return /^\/parameters\/[^/]+$/.test(there) ? pointer : there;
}

/** Where to look: an odd key at the key, a missing one at the object that lacks it, all else at the value. */
function offsetOf({ code, pointer, found }: Problem, data: unknown, origin: Origin): number | null {
  const last = pointer
    .slice(pointer.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  const atKey = code === "unknown-key" || ((code === "duplicate" || code === "forbidden") && found === last);
  const there = lastThere(code === "missing" ? pointer.slice(0, pointer.lastIndexOf("/")) : pointer, data);
  return origin.offset(there, atKey && there === pointer ? "key" : "value");
}

/** The longest beginning of a pointer that the data has. */
function lastThere(pointer: string, data: unknown): string {
  let there = pointer;
  while (there !== "" && valueAt(there, data) === undefined) there = there.slice(0, there.lastIndexOf("/"));
  return there;
}

function valueAt(pointer: string, data: unknown): unknown {
  let value = data;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
