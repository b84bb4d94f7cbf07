/**
 * What stands in `name.run.json` beside the results: which request they answer, whether they are complete, and a checksum per file.
 *
 *   request   SHA-256 of everything that determines the bits, version and engine included
 *   complete  false while files are being written, and for what a stopped run kept
 *   formats   those that were written
 *   files     name → SHA-256
 *
 * A run that was stopped leaves the same request with `complete: false`: who resumes it finds it by this hash.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { toJson } from "./json.ts";
import { provenance } from "./provenance.ts";

/** The facts about earlier results that a later run needs. */
export interface Manifest {
  readonly request: string;
  readonly complete: boolean;
  readonly formats: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** The command that wrote them; empty where it is not known. */
  readonly command: string;
}

/** The name of a request: a hash of all that determines its bits; the order of keys does not matter, that of lists does. */
export function requestHash(request: Readonly<Record<string, unknown>>): string {
  return checksum(toJson(provenance(request)));
}

/** SHA-256 of a text or of bytes. */
export function checksum(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Read `folder/name.run.json`, what `saveNotes` wrote; null where there is none. */
export async function readNotes(folder: string, name: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const found = JSON.parse(await readFile(join(folder, `${name}.run.json`), "utf8")) as unknown;
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The manifest in `folder/name.run.json`; null where nothing there says whose results these are. */
export async function readManifest(folder: string, name: string): Promise<Manifest | null> {
  const { request, complete, formats, files, command } = (await readNotes(folder, name)) ?? {};
  if (typeof request !== "string" || typeof files !== "object" || files === null) return null;
  const own = Object.entries(files).filter(([file, hash]) => isOwn(file, name) && typeof hash === "string");
  return {
    request,
    complete: complete === true,
    formats: Array.isArray(formats) ? formats.filter((format) => typeof format === "string") : [],
    files: Object.fromEntries(own),
    command: typeof command === "string" ? command : "",
  };
}

/** A manifest is data: it can name files of its own result in its own folder (data, and pictures with longer names), and nothing else. */
function isOwn(file: string, name: string): boolean {
  const rest = file.startsWith(name) ? file.slice(name.length) : "";
  return /^\.(csv|json|parquet|npz|svg|png|pdf)$/.test(rest) || /^-[^/\\]+\.(svg|png|pdf)$/.test(rest);
}

/** Are all files there, with the bits that were written? */
export async function isIntact(folder: string, { files }: Manifest): Promise<boolean> {
  for (const [file, hash] of Object.entries(files)) {
    const data = await readFile(join(folder, file)).catch(() => null);
    if (data === null || checksum(data) !== hash) return false;
  }
  return true;
}
