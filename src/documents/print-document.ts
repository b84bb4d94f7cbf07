/** Documents as text, and the hashes that name them. */
import { oneOf } from "../options.ts";
import { sha256 } from "../sha256.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type ModelDocument, requireDocument } from "./model-document.ts";
import { isExtension } from "./structure/shape.ts";
import { printYaml } from "./yaml-print.ts";

/**
 * Write a document in canonical form: `json` on one line, with sorted keys and no spaces, which is what `documentHash` is the hash of;
 * `yaml` for people. Reading either gives the same document; comments are not kept.
 *
 * @throws TypeError for what is no document
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * JSON.parse(printDocument(document, "json")).H; // "sz(q)/2"
 */
export function printDocument(document: ModelDocument, form: "json" | "yaml"): string {
  requireDocument("document", document);
  oneOf("json", "yaml")("form", form);
  return form === "json" ? canonicalJson(document.data) : printYaml(document.data);
}

/**
 * SHA-256 of a document's canonical JSON, as 64 hexadecimal digits: it sees neither comments nor spacing, neither the order of keys nor
 * short forms, and is the same for JSON and YAML.
 *
 * @throws TypeError for what is no document
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * documentHash(document).length; // 64
 */
export function documentHash(document: ModelDocument): string {
  requireDocument("document", document);
  return sha256(canonicalJson(document.data));
}

/** What is no part of the model: words about it, and the author's own job. */
const BESIDE = "$schema title description source figure run steady noise sweep counting unravel correlate spectrum wigner".split(" ");

/**
 * SHA-256 of the part of a document that makes its model: without title, description, source, sections of jobs, `x-` keys, and the
 * descriptions of parameters. Documents with the same model hash compute the same numbers from the same request.
 *
 * @throws TypeError for what is no document
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * modelHash(document).length; // 64
 */
export function modelHash(document: ModelDocument): string {
  requireDocument("document", document);
  const { parameters, ...rest } = document.data;
  const kept = Object.entries(rest).filter(([key]) => !BESIDE.includes(key) && !isExtension(key));
  const bare = Object.entries(parameters ?? {}).map(([name, { description: _, ...entry }]) => [name, entry] as const);
  return sha256(canonicalJson({ ...Object.fromEntries(kept), ...(bare.length > 0 ? { parameters: Object.fromEntries(bare) } : {}) }));
}
