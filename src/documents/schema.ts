/** The format as JSON Schema 2020-12, for editors, from the tables that the reader's checks come from. */
import { collisions, equation } from "./structure/document-shapes.ts";
import type { Schema } from "./structure/shape.ts";

/**
 * The JSON Schema (2020-12) of model documents. It accepts every document that the reader accepts; it cannot see inside expressions, so
 * the reader refuses more.
 *
 * @example
 * documentSchema().$schema; // "https://json-schema.org/draft/2020-12/schema"
 */
export function documentSchema(): Schema {
  const definitions = new Map<string, Schema>();
  const kinds = [collisions, equation].map((shape) => shape.schema(definitions));
  const sorted = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:ancilla:model-document:1",
    title: "Model document of ancilla, version 1",
    description: "An open quantum system by collisions or as a master equation: plain data, with expressions as text.",
    anyOf: kinds,
    $defs: Object.fromEntries(sorted),
  };
}
