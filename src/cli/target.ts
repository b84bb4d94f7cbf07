/** Where results go: checked before anything is computed, and compared with what is there already. */
import { readdir, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { didYouMean } from "../errors.ts";
import { drawSvg } from "../figures/draw.ts";
import type { Panel } from "../figures/figure.ts";
import { drawPdf } from "../figures/pdf.ts";
import { drawPng } from "../figures/picture.ts";
import { writableFolder } from "../files/folder.ts";
import { isIntact, type Manifest, readManifest, requestHash } from "../files/manifest.ts";
import { dataFormats } from "../files/save.ts";
import { UsageError } from "./failure.ts";

export const pictureFormats = ["svg", "png", "pdf"] as const;
export const allFormats = [...dataFormats, ...pictureFormats];
export type Format = (typeof allFormats)[number];

/** The options of every command that delivers results. */
export interface DeliveryOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly format?: readonly string[];
  readonly force?: boolean;
  /** All panels in one picture more. */
  readonly assemble?: boolean;
  /** All curves in one panel. */
  readonly together?: boolean;
}

/** What a command is about to make. */
export interface Wanted {
  /** Its files are `name.csv`, `name-….svg` … */
  readonly name: string;
  /** All that determines its bits; version and engine are added. */
  readonly request: Readonly<Record<string, unknown>>;
  /** The formats that the command can write; all unless given. */
  readonly formats?: readonly Format[];
  /** Those that it writes unless told. */
  readonly standard?: readonly Format[];
}

/** How panels become pictures. */
export interface Pictures {
  readonly assemble: boolean;
  readonly together: boolean;
}

/** A place for results, known to work. */
export interface Target {
  readonly json: boolean;
  readonly folder: string | null;
  readonly formats: readonly Format[];
  /** How pictures are wanted besides one for each panel. */
  readonly pictures: Pictures;
  readonly begin: number;
  readonly name: string;
  /** Hash of the request. */
  readonly request: string;
  /** Complete results of the same request that are there already. */
  readonly earlier: Manifest | null;
  /** Files of an earlier result that this one replaces: what a stopped run kept, or another request with --force. */
  readonly replaced: readonly string[];
  /** They are complete and unharmed, in all formats that are wanted. */
  readonly done: boolean;
}

/** The formats that are wanted, or a sentence about one that cannot be had. */
export function formatsOf(options: DeliveryOptions, known: readonly Format[] = allFormats, standard: readonly Format[] = ["csv", "json"]) {
  const wanted = (options.format ?? standard).map((name) => {
    if ((known as readonly string[]).includes(name)) return name as Format;
    if ((allFormats as readonly string[]).includes(name))
      throw new UsageError(`This command does not write ${name}. It writes ${known.join(", ")}.`);
    throw new UsageError(`There is no format "${name}". ${didYouMean(name, known)}`);
  });
  if (options.format?.length === 0) throw new UsageError(`Option --format must name formats, such as ${standard.join(",")}.`);
  if (options.format && !options.out) throw new UsageError("Option --format needs --out DIR, the folder for the files.");
  for (const name of ["assemble", "together"] as const) {
    if (options[name] && !wanted.some((format) => (pictureFormats as readonly string[]).includes(format)))
      throw new UsageError(`Option --${name} is about pictures; add one to --format, such as --format svg.`);
  }
  if (options.force && !options.out) throw new UsageError("Option --force needs --out DIR, the folder that may be overwritten.");
  return [...new Set(wanted)];
}

/** Check everything about the output before anything is computed: formats, the packages that they need, the folder and what is in it. */
export async function target(options: DeliveryOptions, wanted: Wanted): Promise<Target> {
  const formats = formatsOf(options, wanted.formats, wanted.standard);
  const request = requestHash(wanted.request);
  const pictures = { assemble: options.assemble ?? false, together: options.together ?? false };
  const to = { json: options.json ?? false, formats, pictures, begin: performance.now(), name: wanted.name, request };
  if (options.out === undefined) return { ...to, folder: null, earlier: null, replaced: [], done: false };
  if (options.out.trim() === "") throw new UsageError("Option --out must name a folder, but is empty.");
  await tryFormats(formats);
  const folder = await writableFolder(normalize(options.out));
  const found = await readManifest(folder, wanted.name);
  const same = found?.request === request ? found : null;
  if (!same && !options.force) await refuseOthers(folder, wanted.name, found);
  const earlier = same?.complete ? same : null;
  const covered =
    earlier !== null && formsOf(formats, pictures).every((form) => earlier.formats.includes(form)) && (await isIntact(folder, earlier));
  const replaced = earlier ? [] : Object.keys(found?.files ?? {});
  return { ...to, folder, earlier, replaced, done: covered && !options.force };
}

/** Everything that is wanted, in words that notes keep: the formats, and what else is made of pictures. */
export function formsOf(formats: readonly Format[], { assemble, together }: Pictures): readonly string[] {
  const pictures = formats.filter((format) => (pictureFormats as readonly string[]).includes(format));
  return [
    ...formats,
    ...(assemble ? pictures.map((format) => `${format}, assembled`) : []),
    ...(together ? pictures.map((format) => `${format}, together`) : []),
  ];
}

/** Files of the same name that answer another request, or of which nobody knows what they answer. */
async function refuseOthers(folder: string, name: string, found: Manifest | null): Promise<void> {
  const there = (await readdir(folder).catch(() => [] as string[])).filter((file) => belongs(file, name)).sort();
  if (there.length === 0) return;
  const from = found?.command ? ` (from \`${found.command}\`)` : "";
  throw new UsageError(
    `The folder "${folder}" holds ${there[0]} of another request${from}. Choose another folder, or overwrite it with --force.`,
  );
}

/** Is a file one that a result of this name writes? (Its pictures have longer names, and never stand alone.) */
function belongs(file: string, name: string): boolean {
  return [...allFormats, "run.json"].some((ending) => file === `${name}.${ending}`);
}

/** The record of an earlier result as it stands in its JSON file; null where it was not written as JSON. */
export async function earlierJson({ folder, name, earlier }: Target): Promise<string | null> {
  if (folder === null || !earlier || !Object.hasOwn(earlier.files, `${name}.json`)) return null;
  return readFile(join(folder, `${name}.json`), "utf8");
}

/** Make one small file of each format in memory, so that a missing package shows before the run and not after it. */
export async function tryFormats(wanted: readonly Format[]): Promise<void> {
  const panel: Panel = { id: "try", title: "", xLabel: "", yLabel: "", series: [] };
  if (pictureFormats.some((format) => wanted.includes(format))) {
    const svg = await drawSvg(panel);
    if (wanted.includes("png")) await drawPng(svg);
    if (wanted.includes("pdf")) await drawPdf(svg);
  }
  if (wanted.includes("npz")) await (await import("../files/npz.ts")).toNpz({ x: [0] });
  if (wanted.includes("parquet")) await (await import("../files/parquet.ts")).toParquet({ x: [0] });
}
