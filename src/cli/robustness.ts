import { Command } from "commander";
import { cores } from "../ensembles/node-threads.ts";
import type { Panel } from "../figures/figure.ts";
import { robustnessPanels } from "../figures/phaseonium.ts";
import { type RobustnessResult, robustnessCurves, robustness as study } from "../figures/phaseonium-robustness.ts";
import { toCsv } from "../files/csv.ts";
import { writeWhole } from "../files/folder.ts";
import { toJson } from "../files/json.ts";
import { provenance } from "../files/provenance.ts";
import { saveNotes } from "../files/save.ts";
import { commandLine, savePanel, type Target, target } from "./deliver.ts";
import { ensembleRecord } from "./ensemble.ts";
import { exitCode } from "./failure.ts";
import { duration, progress } from "./progress.ts";
import { readable, table } from "./table.ts";
import { wholeNumber } from "./words.ts";

interface RobustnessWords {
  readonly full?: boolean;
  readonly trajectories: number;
  readonly seed: number;
  readonly threads?: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `ancilla robustness`: Figs. 4 to 6 of the phaseonium paper as one study; what `npm start` runs. */
export function robustness(): Command {
  return new Command("robustness")
    .description("the phaseonium paper's robustness study: its Figs. 4 to 6, as a table, data and pictures")
    .option("--full", "leave no coherence out (slower; the table says what the cut costs)")
    .option("--trajectories <n>", "realisations per curve", wholeNumber("trajectories", 2), 256)
    .option("--seed <n>", "seed of the random numbers", wholeNumber("seed", 0), 2024)
    .option("--threads <n>", "worker threads (default: one per core)", wholeNumber("threads", 1))
    .option("--out <dir>", "folder for the files", "out")
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
  const to = await target({ out: options.out, ...(options.json ? { json: true } : {}) }, ["csv", "json", "svg", "png"]);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  try {
    const results = await allCurves(options, stop.signal);
    const partial = results.length < robustnessCurves.length || results.some(({ ensemble }) => ensemble.partial);
    if (partial) process.exitCode = exitCode.interrupted;
    const rows = results.map(rowOf);
    const files = await saveStudy(to, results, rows, options, partial);
    if (to.json) process.stdout.write(toJson(studyData(results, rows, options, partial)));
    else {
      const seconds = (performance.now() - to.begin) / 1000;
      process.stdout.write(
        `${printed(rows)}\n\n${notes(results, options)}\n\n${partial ? "PARTIAL: interrupted. " : ""}Done in ${duration(seconds)}; ${files} files in ${options.out}/\n`,
      );
    }
  } finally {
    process.off("SIGINT", interrupt);
  }
}

async function allCurves({ full, trajectories, seed, threads = cores() }: RobustnessWords, signal: AbortSignal): Promise<Timed[]> {
  const line = progress("robustness");
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

function notes(results: readonly RobustnessResult[], { full }: RobustnessWords): string {
  const worst = Math.max(0, ...results.map(({ cutError }) => cutError));
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
  const folder = to.folder as string;
  const columns = Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, rows.map((row) => row[key as keyof Row])]));
  const { seconds: _seconds, ...lasting } = columns;
  const texts: [string, string][] = [
    ["robustness.csv", toCsv(lasting)],
    ["robustness.json", toJson(studyData(results, rows, options, partial))],
    ...results.map((result): [string, string] => [`robustness-${result.curve.id}.csv`, toCsv(curveColumns(result))]),
  ];
  for (const [name, text] of texts) await writeWhole(`${folder}/${name}`, text);
  const panels: Panel[] = [4, 5, 6].flatMap((figure) =>
    results.some(({ curve }) => curve.figure === figure) ? robustnessPanels(figure as 4 | 5 | 6, results) : [],
  );
  let pictures = 0;
  for (const panel of panels) pictures += (await savePanel(folder, panel.id, panel, to.formats)).length;
  await saveNotes(folder, "robustness", {
    command: commandLine(),
    seconds: (performance.now() - to.begin) / 1000,
    curves: rows.map(({ curve, seconds }) => ({ curve, seconds })),
  });
  return texts.length + pictures + 1;
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
