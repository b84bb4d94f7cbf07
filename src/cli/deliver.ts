/** Where results go: one JSON object on standard output, or tables for people, and files when asked for. */
import { join } from "node:path";
import { didYouMean } from "../errors.ts";
import { drawSvg } from "../figures/draw.ts";
import type { Panel } from "../figures/figure.ts";
import { drawPng } from "../figures/picture.ts";
import { panelsOf } from "../figures/result.ts";
import { writableFolder, writeWhole } from "../files/folder.ts";
import { toJson } from "../files/json.ts";
import { type Column, columnsOf, type ResultRecord, withoutNaN, worded } from "../files/record.ts";
import { type DataFormat, dataFormats, saveNotes, saveRecord } from "../files/save.ts";
import { UsageError } from "./failure.ts";
import { duration } from "./progress.ts";
import { columnTable, readable } from "./table.ts";

const pictureFormats = ["svg", "png"] as const;
const formats = [...dataFormats, ...pictureFormats];
type Format = (typeof formats)[number];

/** The options of every command that delivers results. */
export interface DeliveryOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly format?: readonly string[];
}

/** A place for results, known to work. */
export interface Target {
  readonly json: boolean;
  readonly folder: string | null;
  readonly formats: readonly Format[];
  readonly begin: number;
}

/** Check everything about the output before anything is computed: formats, the packages that they need, the folder. */
export async function target(options: DeliveryOptions, standard: readonly Format[] = ["csv", "json"]): Promise<Target> {
  const wanted = (options.format ?? standard).map((name) => {
    if (!(formats as readonly string[]).includes(name)) throw new UsageError(`There is no format "${name}". ${didYouMean(name, formats)}`);
    return name as Format;
  });
  if (options.format && !options.out) throw new UsageError("Option --format needs --out DIR, the folder for the files.");
  if (options.out) await tryFormats(wanted);
  const folder = options.out === undefined ? null : await writableFolder(options.out);
  return { json: options.json ?? false, folder, formats: wanted, begin: performance.now() };
}

/** Make one small file of each format in memory, so that a missing package shows before the run and not after it. */
async function tryFormats(wanted: readonly Format[]): Promise<void> {
  const panel: Panel = { id: "try", title: "", xLabel: "", yLabel: "", series: [] };
  if (wanted.includes("svg") || wanted.includes("png")) {
    const svg = await drawSvg(panel);
    if (wanted.includes("png")) await drawPng(svg);
  }
  if (wanted.includes("npz")) await (await import("../files/npz.ts")).toNpz({ x: [0] });
  if (wanted.includes("parquet")) await (await import("../files/parquet.ts")).toParquet({ x: [0] });
}

/** Print a result and write its files. `more` goes below the table for people. */
export async function deliver(to: Target, record: ResultRecord, name: string, more = ""): Promise<void> {
  const whole = withoutNaN(record);
  const seconds = (performance.now() - to.begin) / 1000;
  const paths = to.folder === null ? [] : await saveAll(to, to.folder, whole, name, seconds);
  if (to.json) {
    process.stdout.write(toJson(worded(whole)));
    return;
  }
  const lines = [columnTable(shown(columnsOf(worded(whole)))), "", diagnosticsLine(whole), more, `Done in ${duration(seconds)}.`];
  process.stdout.write(`${lines.filter((line, i) => line || i === 1).join("\n")}\n`);
  for (const path of paths) process.stdout.write(`${path}\n`);
  for (const warning of (whole.diagnostics.warnings ?? []) as readonly string[]) process.stderr.write(`warning: ${warning}\n`);
}

/** Of an ensemble's many statistics, those that fit beside each other on a page. */
function shown(columns: Readonly<Record<string, Column>>): Record<string, Column> {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !/^(min|max|q[\d.]+)_/.test(name)));
}

async function saveAll(to: Target, folder: string, record: ResultRecord, name: string, seconds: number): Promise<string[]> {
  const data = to.formats.filter((format): format is DataFormat => (dataFormats as readonly string[]).includes(format));
  const paths = await saveRecord(folder, name, record, data);
  for (const panel of panelsOf(record)) paths.push(...(await savePanel(folder, `${name}-${panel.id}`, panel, to.formats)));
  paths.push(await saveNotes(folder, name, { command: commandLine(), seconds }));
  return paths;
}

/** Draw one panel into the picture formats among `wanted` and return the paths. */
export async function savePanel(folder: string, name: string, panel: Panel, wanted: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  if (!wanted.includes("svg") && !wanted.includes("png")) return paths;
  const svg = await drawSvg(panel);
  for (const format of pictureFormats.filter((candidate) => wanted.includes(candidate))) {
    const path = join(folder, `${name}.${format}`);
    await writeWhole(path, format === "svg" ? svg : await drawPng(svg));
    paths.push(path);
  }
  return paths;
}

/** The command as it was typed. */
export function commandLine(): string {
  return ["ancilla", ...process.argv.slice(2)]
    .map((word) => (/[\s"'$()*;<>|&]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word))
    .join(" ");
}

const words: Readonly<Record<string, string>> = {
  traceDefect: "trace defect",
  positivityDefect: "positivity defect",
  firstLawResidual: "first-law residual",
  secondLawViolation: "second-law violation",
  residual: "residual",
  gap: "spectral gap",
  condition: "condition number",
};

/** How far to trust a result, in one line. */
function diagnosticsLine({ diagnostics }: ResultRecord): string {
  const parts = Object.entries(words)
    .filter(([key]) => typeof diagnostics[key] === "number")
    .map(([key, word]) => `${word} ${readable(diagnostics[key] as number)}`);
  const cuts = Object.entries((diagnostics.cutPopulation ?? {}) as Record<string, number>);
  return [...parts, ...cuts.map(([factor, value]) => `population at the cut of ${factor} ${readable(value)}`)].join(", ");
}
