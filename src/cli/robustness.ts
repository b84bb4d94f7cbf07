import { Command } from "commander";
import { cores } from "../ensembles/node-threads.ts";
import type { Panel } from "../figures/figure.ts";
import { figures as phaseoniumFigures, robustnessPanels } from "../figures/phaseonium.ts";
import { type RobustnessResult, robustnessCurves, robustness as study } from "../figures/phaseonium-robustness.ts";
import { toCsv } from "../files/csv.ts";
import { writeWhole } from "../files/folder.ts";
import { toJson } from "../files/json.ts";
import { readNotes } from "../files/manifest.ts";
import { provenance } from "../files/provenance.ts";
import { commandLine } from "./deliver.ts";
import { ensembleRecord } from "./ensemble.ts";
import { complain, print, visible } from "./output.ts";
import { duration, progress } from "./progress.ts";
import { keep, savePanel } from "./saving.ts";
import { stoppable } from "./signals.ts";
import { readable, table } from "./table.ts";
import { earlierJson, type Format, type Target, target } from "./target.ts";
import { wholeNumber } from "./words.ts";

interface RobustnessWords {
  readonly full?: boolean;
  readonly trajectories: number;
  readonly seed: number;
  readonly threads?: number;
  readonly out: string;
  readonly json?: boolean;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

const formats: readonly Format[] = ["csv", "json", "svg", "png"];

/** `ancilla robustness`: Figs. 4 to 6 of the phaseonium paper as one study; what `npm start` runs. */
export function robustness(): Command {
  return new Command("robustness")
    .description("the phaseonium paper's robustness study: its Figs. 4 to 6, as a table, data and pictures")
    .option("--full", "leave no coherence out (slower; the table says what the cut costs)")
    .option("--trajectories <n>", "realisations per curve", wholeNumber("trajectories", 2), 256)
    .option("--seed <n>", "seed of the random numbers", wholeNumber("seed", 0), 2024)
    .option("--threads <n>", "worker threads (default: one per core)", wholeNumber("threads", 1))
    .option("--out <dir>", "folder for the files", "out")
    .option("--force", "overwrite results of another request in that folder")
    .option("--quiet", "no progress on standard error")
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText(
      "after",
      "\nExamples:\n  ancilla robustness\n  ancilla robustness --full --out full\n  ancilla robustness --trajectories 1024 --seed 1",
    )
    .action(robustnessCommand);
}

/** One curve of the study with the seconds it took. */
type Timed = RobustnessResult & { readonly seconds: number };

async function robustnessCommand(options: RobustnessWords): Promise<void> {
  const { out, json = false, force = false, full = false, seed, trajectories } = options;
  const request = { command: "robustness", full, seed, trajectories };
  const to = await target({ out, json, force }, { name: "robustness", request, formats, standard: formats });
  if (await repeatedStudy(to, full)) return;
  await stoppable(async (stop) => {
    const results = await allCurves(options, stop.signal);
    const partial = results.length < robustnessCurves.length || results.some(({ ensemble }) => ensemble.partial);
    if (partial && stop.code !== null) process.exitCode = stop.code;
    const rows = results.map(rowOf);
    const files = await saveStudy(to, results, rows, options, partial);
    if (to.json) process.stdout.write(toJson(studyData(results, rows, options, partial)));
    else {
      const seconds = (performance.now() - to.begin) / 1000;
      const last = `${partial ? "PARTIAL: interrupted. " : ""}Done in ${duration(seconds)}; ${files} files in ${out}/`;
      print(`${printed(rows)}\n\n${notes(rows, full)}\n\n${visible(last)}\n`);
    }
  });
}

/** Show the results of the same study that are there already; false when it must be computed. */
async function repeatedStudy(to: Target, full: boolean): Promise<boolean> {
  const text = to.done ? await earlierJson(to) : null;
  if (text === null || to.folder === null) return false;
  const sentence = `The results of this request are in "${to.folder}" already; nothing was computed.`;
  if (to.json) {
    complain(sentence, "");
    process.stdout.write(text);
    return true;
  }
  const { curves } = (await readNotes(to.folder, to.name)) ?? {};
  const times = Array.isArray(curves) ? (curves as readonly { curve: string; seconds: number }[]) : [];
  const table = (JSON.parse(text) as { table: Row[] }).table;
  const rows = table.map((row) => ({ ...row, seconds: times.find(({ curve }) => curve === row.curve)?.seconds ?? 0 }));
  print(`${printed(rows)}\n\n${notes(rows, full)}\n\n${visible(sentence)}\n`);
  return true;
}

async function allCurves(
  { full, trajectories, seed, threads = cores(), quiet = false }: RobustnessWords,
  signal: AbortSignal,
): Promise<Timed[]> {
  const line = progress("robustness", { quiet });
  const weights = robustnessCurves.map(({ steps }) => steps);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const results: Timed[] = [];
  let before = 0;
  for (const [i, curve] of robustnessCurves.entries()) {
    if (signal.aborted) break;
    const begin = performance.now();
    const onProgress = (fraction: number): void =>
      line.update((before + fraction * weights[i]) / total, `Fig. ${curve.figure}, ${curve.label}`);
    const result = await study(curve, { trajectories, seed, threads, signal, onProgress, ...(full ? { full } : {}) });
    results.push({ ...result, seconds: (performance.now() - begin) / 1000 });
    before += weights[i];
  }
  line.done();
  return results;
}

/** One line of the study's table, as data. */
function rowOf({ curve, ensemble, stationary, deviation, cutError, seconds }: Timed) {
  const last = (name: "mean" | "std", observable: string): number | null => ensemble[name][observable].at(-1) ?? null;
  return {
    curve: curve.id,
    figure: curve.figure,
    label: curve.label,
    T1: last("mean", "T1"),
    T1std: last("std", "T1"),
    T2: last("mean", "T2"),
    T2std: last("std", "T2"),
    T1stationary: stationary.T1,
    T2stationary: stationary.T2,
    deviation,
    cutError,
    realisations: ensemble.trajectories,
    collisions: curve.steps,
    seconds,
  };
}

type Row = ReturnType<typeof rowOf>;

function printed(rows: readonly Row[]): string {
  const plus = (mean: number | null, std: number | null): string => `${mean?.toFixed(4) ?? "–"} ± ${std?.toFixed(4) ?? "–"}`;
  const headings = [
    "figure",
    "curve",
    "T1",
    "T2",
    "T1 exact, n → ∞",
    "T2 exact, n → ∞",
    "largest deviation (s.e.)",
    "realisations",
    "collisions",
    "seconds",
  ];
  return table(
    headings,
    rows.map((row) => [
      `Fig. ${row.figure}`,
      row.label,
      plus(row.T1, row.T1std),
      plus(row.T2, row.T2std),
      row.T1stationary.toFixed(4),
      row.T2stationary.toFixed(4),
      row.deviation.toFixed(2),
      row.realisations,
      row.collisions,
      row.seconds.toFixed(1),
    ]),
  );
}

function notes(rows: readonly Row[], full: boolean): string {
  const worst = Math.max(0, ...rows.map(({ cutError }) => cutError));
  const cut = full
    ? "Every coherence was kept (--full)."
    : `Figs. 5 and 6 keep coherence orders up to 4; that changes T by at most ${readable(worst)} (exact averaged map, order 4 against 6). --full keeps all.`;
  return `T1, T2: mean ± standard deviation over realisations at the last collision.\nLargest deviation: of mean ⟨n⟩ from the exactly averaged map over all saved collisions, in standard errors.\n${cut}`;
}

function studyData(
  results: readonly Timed[],
  rows: readonly Row[],
  { full, seed, trajectories }: RobustnessWords,
  partial: boolean,
): object {
  const curves = results.map(({ curve, ensemble, noiseless, exact }) => ({
    id: curve.id,
    ensemble: ensembleRecord(ensemble, { steps: curve.steps, saveEvery: curve.saveEvery, cut: full ? null : curve.cut }),
    noiseless: { axis: noiseless.axis, observables: noiseless.observables },
    exact: { axis: { name: "collision", values: exact.axis }, observables: exact.observables },
  }));
  const table = rows.map(({ seconds: _seconds, ...row }) => row);
  return { study: "robustness", table, curves, partial, provenance: provenance({ seed, trajectories, full: full ?? false }) };
}

/** Write the table, one CSV per curve, the whole study as JSON and a picture per panel; return the number of files. */
async function saveStudy(
  to: Target,
  results: readonly Timed[],
  rows: readonly Row[],
  options: RobustnessWords,
  partial: boolean,
): Promise<number> {
  const columns = Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, rows.map((row) => row[key as keyof Row])]));
  const { seconds: _seconds, ...lasting } = columns;
  const data = toJson(studyData(results, rows, options, partial));
  const texts: [string, string][] = [
    ["robustness.csv", toCsv(lasting)],
    ["robustness.json", data],
    ...results.map((result): [string, string] => [`robustness-${result.curve.id}.csv`, toCsv(curveColumns(result))]),
  ];
  const panels: Panel[] = [4, 5, 6].flatMap((figure) =>
    results.some(({ curve }) => curve.figure === figure) ? captioned(figure, robustnessPanels(figure as 4 | 5 | 6, results)) : [],
  );
  const seconds = (performance.now() - to.begin) / 1000;
  const curves = rows.map((row) => ({ curve: row.curve, seconds: row.seconds }));
  const paths = await keep(to, { command: commandLine(), seconds, complete: !partial, curves }, data, async (folder) => {
    const written = texts.map(([name]) => `${folder}/${name}`);
    for (const [name, text] of texts) await writeWhole(`${folder}/${name}`, text);
    for (const panel of panels) written.push(...(await savePanel(folder, panel.id, panel, to.formats)));
    return written;
  });
  return paths.length;
}

/** The panels with the caption of their figure. */
function captioned(figure: number, panels: readonly Panel[]): readonly Panel[] {
  const caption = phaseoniumFigures.find(({ id }) => id === `phaseonium-${figure}`)?.caption ?? "";
  return panels.map((panel) => ({ ...panel, caption }));
}

function curveColumns({ ensemble, exact, noiseless }: RobustnessResult): Record<string, readonly (number | null)[]> {
  const names = ["T1", "T2", "n1", "n2"];
  const of = (prefix: string, curves: Readonly<Record<string, readonly (number | null)[]>>) =>
    names.map((name) => [`${prefix}_${name}`, curves[name]] as const);
  return Object.fromEntries([
    ["collision", ensemble.axis.values] as const,
    ...of("mean", ensemble.mean),
    ...of("std", ensemble.std),
    ...of("standardError", ensemble.standardError),
    ...of("exact", exact.observables),
    ...of("noiseless", noiseless.observables),
  ]);
}
