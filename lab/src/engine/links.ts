/** Models in links: the document with the values and the run that the page shows, and back. */
import {
  type CanonicalDocument,
  documentFromData,
  documentFromLink,
  documentHash,
  documentLink,
  type ModelDocument,
  printDocument,
} from "ancilla/documents";
import type { Source, Values } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { documentOf } from "./subject.ts";

export interface LinkAsk {
  readonly source: Source;
  /** What the page runs, where that is not what the document says. */
  readonly run: (Length & { readonly observe: readonly string[] }) | null;
}

export interface LinkAnswer {
  /** `#m=1.…`; null for a model that is no document. */
  readonly link: string | null;
  readonly hash: string | null;
}

export async function linkOf({ source, run }: LinkAsk): Promise<LinkAnswer> {
  if (source.kind === "catalogue") return { link: null, hash: null };
  const document = documentAt(source, run);
  return { link: await documentLink(document), hash: documentHash(document) };
}

/** The document of a source with its values as defaults, and its run. */
export function documentAt(source: Extract<Source, { kind: "document" }>, run: LinkAsk["run"]): ModelDocument {
  const { data } = documentOf(source.text, source.file);
  return documentFromData(withRun(withDefaults(data, source.values), run));
}

function withDefaults(data: CanonicalDocument, values: Values): CanonicalDocument {
  const entries = Object.entries(data.parameters ?? {});
  if (entries.length === 0) return data;
  const parameters = Object.fromEntries(
    entries.map(([name, entry]) => [name, name in values ? { ...entry, default: values[name] as typeof entry.default } : entry]),
  );
  return { ...data, parameters };
}

function withRun(data: CanonicalDocument, run: LinkAsk["run"]): CanonicalDocument {
  if (run === null) return data;
  const { steps: _steps, until: _until, times: _times, saveEvery: _every, observe: _observe, ...kept } = data.run ?? {};
  return { ...data, run: { ...kept, ...run } };
}

export interface OpenLinkAsk {
  readonly link: string;
}

export interface OpenedLink {
  readonly text: string;
  readonly file: string;
  readonly hash: string;
}

export async function openedLink({ link }: OpenLinkAsk): Promise<OpenedLink> {
  const document = await documentFromLink(link);
  return { text: printDocument(document, "yaml"), file: `${document.data.name}.yaml`, hash: documentHash(document) };
}
