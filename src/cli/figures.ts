import { basename, dirname, join } from "node:path";
import { Command } from "commander";
import { didYouMean } from "../errors.ts";
import type { AssemblyOptions } from "../figures/assemble.ts";
import type { Figure, Panel } from "../figures/figure.ts";
import { figures as allFigures } from "../figures/index.ts";
import { toCsv } from "../files/csv.ts";
import { writeWhole } from "../files/folder.ts";
import { toJson } from "../files/json.ts";
import { readNotes } from "../files/manifest.ts";
import { provenance } from "../files/provenance.ts";
import { commandLine } from "./deliver.ts";
import { isDocumentWord } from "./document.ts";
import { drawDocument } from "./draw-document.ts";
import { UsageError } from "./failure.ts";
import { print, visible } from "./output.ts";
import { duration, progress } from "./progress.ts";
import { keep, saveAssembled, savePanel } from "./saving.ts";
import { table } from "./table.ts";
import { type DeliveryOptions, type Format, type Target, target } from "./target.ts";
import { names, wholeNumber } from "./words.ts";

const formats: readonly Format[] = ["csv", "json", "svg", "png", "pdf"];
const standard: readonly Format[] = ["csv", "json", "svg", "png"];

interface FiguresOptions extends DeliveryOptions {
  readonly full?: boolean;
  readonly threads?: number;
  readonly list?: boolean;
  readonly quiet?: boolean;
}

/** `ancilla figures [PAPER…]`: a picture and its data for each panel of the papers' figures. */
export function figures(): Command {
  const command = new Command("figures")
    .description("the papers' figures: a picture and its data for each panel")
    .argument("[papers...]", "papers (rotor), single figures (rotor-2) or documents (my.yaml); all papers when left out")
    .option("--list", "only list the figures")
    .option("--full", "the papers' own sizes, where the standard ones are smaller")
    .option("--threads <n>", "worker threads (default: one per core)", wholeNumber("threads", 1))
    .option("--out <dir>", "folder for the files", "out")
    .option("--format <list>", "csv, json, svg, png, pdf (default: all but pdf)", names)
    .option("--assemble", "also draw all panels of a figure in one picture, as the papers have them")
    .option("--force", "overwrite results of another request in that folder")
    .option("--quiet", "no progress on standard error")
    .option("--json", "print one JSON object on standard output and nothing else there");
  command.addHelpText(
    "after",
    "\nExamples:\n  ancilla figures --list\n  ancilla figures rotor --out pictures\n  ancilla figures phaseonium-6 --full\n  ancilla figures my.yaml --out pictures",
  );
  return command.action(figuresCommand);
}

async function figuresCommand(words: string[], options: FiguresOptions): Promise<void> {
  const documents = words.filter(isDocumentWord);
  const papers = words.filter((word) => !documents.includes(word));
  const chosen = documents.length > 0 && papers.length === 0 ? [] : choose(papers);
  refuseForDocuments(documents, papers, options);
  for (const word of documents) await drawDocument(word, options);
  if (documents.length > 0 && papers.length === 0) return;
  if (options.list) {
    const rows = chosen.map(({ id, paper, title }) => ({ id, paper, title }));
    const text = options.json
      ? toJson({ figures: rows })
      : `${table(
          ["figure", "title"],
          rows.map(({ id, title }) => [id, title]),
        )}\n`;
    if (options.json) process.stdout.write(text);
    else print(text);
    return;
  }
  const targets = new Map<Figure, Target>();
  for (const figure of chosen) {
    const request = { command: "figures", figure: figure.id, full: options.full ?? false };
    targets.set(figure, await target(options, { name: figure.id, request, formats, standard }));
  }
  const written: Row[] = [];
  for (const [figure, to] of targets) written.push(...((await earlierRows(to)) ?? (await makeFigure(figure, options, to))));
  if (options.json) process.stdout.write(toJson({ figures: written, provenance: provenance({ full: options.full ?? false }) }));
}

/** A document is drawn from its own job: what has no effect on it is refused. */
function refuseForDocuments(documents: readonly string[], papers: readonly string[], { full, list, json }: FiguresOptions): void {
  if (documents.length === 0) return;
  if (list) throw new UsageError(`Option --list lists the papers' figures; leave "${documents[0]}" out.`);
  if (full && papers.length === 0) throw new UsageError(`Option --full does nothing for "${documents[0]}": a document has one size.`);
  if (json && documents.length + papers.length > 1) throw new UsageError("Option --json prints one object: ask for one document alone.");
}

/** The figures of the papers and ids that were asked for. */
function choose(words: readonly string[]): readonly Figure[] {
  if (!words.length) return allFigures;
  const known = [...new Set(allFigures.flatMap(({ id, paper }) => [paper, id]))];
  for (const word of words)
    if (!known.includes(word)) throw new UsageError(`There is no figure or paper "${word}". ${didYouMean(word, known)}`);
  return allFigures.filter(({ id, paper }) => words.includes(id) || words.includes(paper));
}

/** One panel with its files. */
interface Row {
  readonly figure: string;
  readonly panel: string;
  readonly files: readonly string[];
}

/** The files of a figure that were written before, by the same request; null when it must be made. */
async function earlierRows(to: Target): Promise<readonly Row[] | null> {
  if (!to.done || to.folder === null) return null;
  const { panels } = (await readNotes(to.folder, to.name)) ?? {};
  if (!Array.isArray(panels)) return null;
  if (!to.json) print(`${to.name}: in "${visible(to.folder)}" already; nothing was computed\n`);
  return panels.map(({ panel, files }: { panel: string; files: string[] }) => ({
    figure: to.name,
    panel,
    files: files.map((file) => join(to.folder as string, file)),
  }));
}

async function makeFigure(figure: Figure, options: FiguresOptions, to: Target): Promise<readonly Row[]> {
  const begin = performance.now();
  const line = progress(figure.id, options);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const full = options.full ?? false;
  const panels = await figure.panels({ full, ...threads, onProgress: (fraction) => line.update(fraction) });
  line.done();
  const seconds = (performance.now() - begin) / 1000;
  const rows: Row[] = [];
  const names: { panel: string; files: string[] }[] = [];
  const text = toJson({ figure: figure.id, panels, provenance: provenance({ full }) });
  const paths = await keep(to, { command: commandLine(), seconds, complete: true, panels: names }, text, async (folder) => {
    for (const panel of panels) {
      const files = await savePanelFiles(folder, figure, panel, to, full);
      rows.push({ figure: figure.id, panel: panel.id, files });
      names.push({ panel: panel.id, files: files.map((file) => basename(file)) });
    }
    const whole = to.pictures.assemble ? await saveAssembled(folder, figure.id, panels, assemblyOf(figure), to.formats) : [];
    return [...rows.flatMap(({ files }) => files), ...whole];
  });
  if (!to.json) {
    const place = join(dirname(paths[0] ?? "."), `${figure.id}-*`);
    print(`${figure.id}: ${panels.length} panel${panels.length === 1 ? "" : "s"} in ${duration(seconds)}, ${visible(place)}\n`);
  }
  return rows;
}

/** How the panels of a figure stand together. */
function assemblyOf({ columns, caption }: Figure): AssemblyOptions {
  return { caption, ...(columns === undefined ? {} : { columns }) };
}

async function savePanelFiles(folder: string, figure: Figure, panel: Panel, to: Target, full: boolean): Promise<string[]> {
  const name = panel.id.startsWith(figure.id) ? panel.id : `${figure.id}-${panel.id}`;
  const paths = await savePanel(folder, name, panel.caption ? panel : { ...panel, caption: figure.caption }, to.formats);
  const { id, paper, title, caption } = figure;
  const files: [string, string][] = [];
  if (to.formats.includes("csv")) files.push([join(folder, `${name}.csv`), toCsv(panelColumns(panel))]);
  if (to.formats.includes("json"))
    files.push([join(folder, `${name}.json`), toJson({ figure: { id, paper, title, caption }, panel, provenance: provenance({ full }) })]);
  for (const [path, text] of files) await writeWhole(path, text);
  return [...paths, ...files.map(([path]) => path)];
}

/** A panel's data as one long table: kind, series, x, y and the edges of bands. */
function panelColumns(panel: Panel): Record<string, (number | string | null)[]> {
  const rows: (readonly (number | string | null)[])[] = [
    ...panel.series.flatMap((series) =>
      series.x.map((x, i) => ["series", series.name, x, series.y[i], series.lower?.[i] ?? null, series.upper?.[i] ?? null]),
    ),
    ...(panel.cells ?? []).map(({ x, y, value }) => ["cell", panel.cellLabel ?? "", x, y, value, null]),
    ...(panel.bars ?? []).map(({ from, to, height, group }) => ["bar", group ?? "", from, height, null, to]),
    ...(panel.rules ?? []).map(({ axis, at, label }) => [
      "rule",
      label ?? "",
      axis === "x" ? at : null,
      axis === "y" ? at : null,
      null,
      null,
    ]),
  ];
  const headings = panel.cells?.length ? ["kind", "name", "x", "y", "value", "upper"] : ["kind", "name", "x", "y", "lower", "upper"];
  return Object.fromEntries(headings.map((heading, column) => [heading, rows.map((row) => row[column])]));
}
