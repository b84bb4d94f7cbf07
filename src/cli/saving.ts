/** Writes results into the folder that was asked for; what cannot be written there goes elsewhere and is not lost. */
import { mkdtemp, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type AssemblyOptions, drawAssembled } from "../figures/assemble.ts";
import { drawSvg } from "../figures/draw.ts";
import type { Panel } from "../figures/figure.ts";
import { drawPdf } from "../figures/pdf.ts";
import { drawPng } from "../figures/picture.ts";
import { panelsOf } from "../figures/result.ts";
import { reasonOf, writeWhole } from "../files/folder.ts";
import { checksum } from "../files/manifest.ts";
import type { AnyRecord } from "../files/record.ts";
import { type DataFormat, dataFormats, saveNotes, saveRecord } from "../files/save.ts";
import { exitCode } from "./failure.ts";
import { complain } from "./output.ts";
import { formsOf, pictureFormats, type Target } from "./target.ts";

/** What the notes beside the results say, but for the files. */
export interface Notes {
  readonly command: string;
  readonly seconds: number;
  /** False for what a stopped run kept. */
  readonly complete: boolean;
  readonly [more: string]: unknown;
}

/**
 * Have the files of a result written by `write`, with the notes that let the same request find them. Where the folder fails (a full
 * disk, a folder that was taken away), they go to a new folder for temporary files, and where that fails, `text` goes to standard
 * output; either is named, and the process will end with exit code 1.
 * @param write writes into the folder and returns the paths
 * @returns the paths of all files
 */
export async function keep(
  to: Target,
  notes: Notes,
  text: string,
  write: (folder: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (to.folder === null) return [];
  try {
    return await writeWithNotes(to, to.folder, notes, write);
  } catch (error) {
    process.exitCode = exitCode.failed;
    if (to.earlier === null && to.replaced.length === 0) await withoutNotes(to.folder, to.name);
    const failed = `The results cannot be written into "${to.folder}": it ${reasonOf(error)}.`;
    try {
      const other = await mkdtemp(join(tmpdir(), "ancilla-results-"));
      const paths = await writeWithNotes({ ...to, earlier: null, replaced: [] }, other, notes, write);
      complain(`${failed} They are in "${other}" instead.`);
      return paths;
    } catch {
      complain(`${failed} They are on standard output instead, as JSON.`);
      if (!to.json) process.stdout.write(text);
      return [];
    }
  }
}

async function writeWithNotes(to: Target, folder: string, notes: Notes, write: (folder: string) => Promise<readonly string[]>) {
  const about = { ...notes, request: to.request };
  // First of all the name of the request, so that files of a process that dies while it writes are known to be its own.
  await saveNotes(folder, to.name, { ...about, complete: false, formats: [], files: to.earlier?.files ?? {} });
  const paths = await write(folder);
  const written = paths.map((path) => basename(path));
  await clear(
    folder,
    to.replaced.filter((file) => !written.includes(file)),
  );
  const files: Record<string, string> = { ...to.earlier?.files };
  for (const path of paths) files[basename(path)] = checksum(await readFile(path));
  const formats = [...new Set([...(to.earlier?.formats ?? []), ...formsOf(to.formats, to.pictures)])].sort();
  return [...paths, await saveNotes(folder, to.name, { ...about, formats, files })];
}

/** Take away notes that stand alone, and then their folder where it is empty: nothing was written that they speak of. */
async function withoutNotes(folder: string, name: string): Promise<void> {
  const notes = `${name}.run.json`;
  const files = await readdir(folder).catch(() => [notes, ""]);
  if (files.some((file) => file !== notes && file.startsWith(name))) return;
  await rm(join(folder, notes), { force: true }).catch(() => {});
  await rmdir(folder).catch(() => {});
}

/** Write a record in the data formats that are wanted, and its pictures. */
export async function saveResult(to: Target, folder: string, record: AnyRecord): Promise<string[]> {
  const data = to.formats.filter((format): format is DataFormat => (dataFormats as readonly string[]).includes(format));
  const paths = await saveRecord(folder, to.name, record, data);
  const panels = panelsOf(record, { together: to.pictures.together });
  for (const panel of panels) paths.push(...(await savePanel(folder, `${to.name}-${panel.id}`, panel, to.formats)));
  if (to.pictures.assemble && panels.length > 0)
    paths.push(...(await saveAssembled(folder, to.name, panels, { caption: panels[0].caption ?? "" }, to.formats)));
  const pictures = to.formats.filter((format) => !data.includes(format as DataFormat));
  if (pictures.length > 0 && panels.length === 0)
    complain(`One point makes no picture: no ${pictures.join(" or ")} was written.`, "warning: ");
  return paths;
}

/** Draw one panel into the picture formats among `wanted` and return the paths. */
export async function savePanel(folder: string, name: string, panel: Panel, wanted: readonly string[]): Promise<string[]> {
  return savePictures(folder, name, panel.title, wanted, () => drawSvg(panel));
}

/** Draw panels as one picture, `NAME-assembled`, into the picture formats among `wanted` and return the paths. */
export async function saveAssembled(
  folder: string,
  name: string,
  panels: readonly Panel[],
  options: AssemblyOptions,
  wanted: readonly string[],
): Promise<string[]> {
  return savePictures(folder, `${name}-assembled`, name, wanted, () => drawAssembled(panels, options));
}

async function savePictures(folder: string, name: string, title: string, wanted: readonly string[], draw: () => Promise<string>) {
  const formats = pictureFormats.filter((candidate) => wanted.includes(candidate));
  if (formats.length === 0) return [];
  const svg = await draw();
  const write = { svg: () => svg, png: () => drawPng(svg), pdf: () => drawPdf(svg, title) };
  const paths: string[] = [];
  for (const format of formats) {
    const path = join(folder, `${name}.${format}`);
    await writeWhole(path, await write[format]());
    paths.push(path);
  }
  return paths;
}

/** Take away files of an earlier result that a new one in the same place did not write again. */
async function clear(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) await rm(join(folder, file), { force: true });
}
