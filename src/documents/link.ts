/** A document in a link: what stands behind the # holds the whole model, and nothing is sent to anybody. */
import { wrongKind, wrongValue } from "../errors.ts";
import { canonicalJson } from "./canonical-json.ts";
import { deflate, inflate } from "./deflate.ts";
import { documentFromData } from "./document-from-data.ts";
import { type ModelDocument, requireDocument } from "./model-document.ts";

/** What a link begins with: m for model, and the version of links. */
const MARK = "#m=1.";

/** Longest link, and largest text in it. */
const LONGEST = 32 * 1024;
const LARGEST = 1_048_576;

/**
 * The link of a document: `#m=1.` and its canonical JSON, deflated, in base64url. Put it behind the address of a page that opens models.
 *
 * @throws TypeError for what is no document, RangeError for one that does not fit into 32 KiB
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * (await documentLink(document)).slice(0, 5); // "#m=1."
 */
export async function documentLink(document: ModelDocument): Promise<string> {
  requireDocument("document", document);
  const bytes = await deflate(new TextEncoder().encode(canonicalJson(document.data)));
  const link = MARK + toBase64(bytes);
  if (link.length <= LONGEST) return link;
  const size = `its link has ${link.length} characters`;
  throw wrongValue("document", `have a link of at most ${LONGEST} characters`, link, "Send the file, or leave tables out.", size);
}

/**
 * Read the document of a link: all that stands behind `#m=1.`, whatever stands before it. What it inflates to is counted while it comes, and
 * then checked like a file.
 *
 * @throws TypeError or RangeError for a text that is no such link, DocumentError for a document that is refused
 * @example
 * const document = documentFromData({
 *   ancilla: 1, kind: "master-equation", name: "decay", spaces: [{ label: "q", kind: "qubit" }],
 *   H: "sz(q)/2", jumps: [{ operator: "sm(q)", rate: 1 }], initial: "proj(q, e)",
 * });
 * (await documentFromLink(await documentLink(document))).data.name; // "decay"
 */
export async function documentFromLink(link: string): Promise<ModelDocument> {
  if (typeof link !== "string") throw wrongKind("link", "be the link of a document", link);
  const from = link.indexOf(MARK);
  const refuse = (but: string) => wrongValue("link", "be the link of a document (#m=1.…)", link, "Copy the whole link.", but);
  if (from < 0) {
    const later = /#m=(\d+)\./.exec(link);
    throw later ? refuse(`is one of version ${later[1]}; this program reads version 1`) : refuse("has no #m=1.");
  }
  if (link.length - from > LONGEST) throw refuse(`has ${link.length - from} characters, more than ${LONGEST}`);
  const bytes = fromBase64(link.slice(from + MARK.length));
  if (bytes === null) throw refuse("has characters that are not of base64url");
  let text: Uint8Array | null;
  try {
    text = await inflate(bytes, LARGEST);
  } catch {
    throw refuse("is cut off or damaged");
  }
  if (text === null) throw refuse(`holds more than ${LARGEST} bytes`);
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch {
    throw refuse("does not hold JSON");
  }
  return documentFromData(data);
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 4096) binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
