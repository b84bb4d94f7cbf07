/** What proves that the numbers are the same elsewhere: the hash of the columns that are shown, and everything that it depends on. */
import { resultHash, wasmHash } from "ancilla";
import { documentHash, modelHash } from "ancilla/documents";
import type { Source } from "../compute/protocol.ts";
import type { Column } from "./columns.ts";
import { documentAt } from "./links.ts";
import { subjectOf } from "./subject.ts";

/** Numbers as the command line's `--json` has them: one axis or two, and columns by their names there. NaN stands for null. */
export interface Recorded {
  readonly axes: readonly { readonly name: string; readonly values: ArrayLike<number | null> }[];
  readonly columns: readonly { readonly name: string; readonly values: ArrayLike<number | null> }[];
}

export interface BitsAsk {
  readonly source: Source;
  readonly record: Recorded;
}

export interface BitsAnswer {
  readonly resultHash: string;
  readonly modelHash: string | null;
  readonly documentHash: string | null;
  readonly engineHash: string;
  /** The document with the values that were run, to be saved beside the command. */
  readonly file: string | null;
}

export function bits({ source, record }: BitsAsk): BitsAnswer {
  const { document } = subjectOf(source);
  const written = source.kind === "document" ? documentAt(source, null) : null;
  return {
    resultHash: hashOf(record),
    modelHash: written && modelHash(written),
    documentHash: document && written && documentHash(written),
    engineHash: wasmHash,
    file: written && `${JSON.stringify(written.data, null, 2)}\n`,
  };
}

function hashOf({ axes, columns }: Recorded): string {
  const sides = axes.map(({ name, values }) => ({ name, values: Array.from(values) }));
  const observables = Object.fromEntries(columns.map(({ name, values }) => [name, Array.from(values)]));
  return resultHash(sides.length === 1 ? { axis: sides[0], observables } : { axes: sides, observables });
}

/** The columns of a result of the library, whose first one is its axis. */
export function recordOf(columns: Readonly<Record<string, readonly (number | null)[]>>): Recorded {
  const [axis, ...rest] = Object.entries(columns).map(
    ([name, values]): Column => ({
      name,
      values: Float64Array.from(values, (value) => value ?? Number.NaN),
    }),
  );
  return { axes: axis ? [axis] : [], columns: rest };
}
