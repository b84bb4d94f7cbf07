/** `ancilla estimate`: what an ensemble will take, from a measured second of it. */
import { Command } from "commander";
import { countBatches } from "../ensembles/counting-batches.ts";
import { summarise } from "../ensembles/ensemble-result.ts";
import { thisThread } from "../ensembles/executor.ts";
import { batchCount } from "../ensembles/job.ts";
import { BATCH, countBytes } from "../ensembles/moment-tree.ts";
import { joinParts, mergeParts } from "../ensembles/parts.ts";
import { prepareEnsemble } from "../ensembles/preparation.ts";
import { planEnsemble } from "../ensembles/run-ensemble.ts";
import { toCsv } from "../files/csv.ts";
import { toJson } from "../files/json.ts";
import { encodePartFile } from "../files/part-file.ts";
import { columnsOf, withoutNaN } from "../files/record.ts";
import { shardRange } from "../files/shards.ts";
import { type Asked, askedModel } from "./asked.ts";
import { type EnsembleWords, ensembleOptions, ensembleRecord, withEnsemble } from "./ensemble.ts";
import { print } from "./output.ts";
import { duration } from "./progress.ts";
import { stoppable } from "./signals.ts";
import { table } from "./table.ts";
import { wholeNumber } from "./words.ts";

/** What an ensemble takes. */
interface Estimate {
  readonly trajectories: number;
  /** Realisations a second on one core, and of how many that is known. */
  readonly rate: number;
  readonly measured: number;
  readonly coreHours: number;
  readonly parts: number;
  /** Of one part on one core. */
  readonly secondsPerPart: number;
  /** On disk: results as CSV and JSON, the files of the parts, and a checkpoint on the way. */
  readonly resultBytes: number;
  readonly partBytes: number;
  /** Of one part: a process with one thread, and what each further thread adds. */
  readonly memoryBytes: number;
  readonly threadBytes: number;
}

const examples = `
Examples:
  ancilla estimate phaseonium --steps 2000 --trajectories 1000000 --noise "phi=normal(2.404,0.2)"
  ancilla estimate my.yaml --trajectories 1000000 --shards 100`;

/** `ancilla estimate MODEL`: core-hours, bytes on disk and memory of an ensemble. */
export function estimate(): Command {
  return withEnsemble(new Command("estimate").description("core-hours, bytes on disk and memory of an ensemble, from a measured second"))
    .option("--shards <n>", "parts that the ensemble is run in", wholeNumber("shards", 1), 1)
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", examples)
    .action(async (word: string, options: EnsembleWords & { readonly shards: number }) => {
      const asked = await askedModel(word, options.set, options);
      const found = await measured(asked, options);
      if (options.json) process.stdout.write(toJson({ model: asked.model.name, ...found }));
      else print(`${inWords(found)}\n`);
    });
}

/** Milliseconds of the measurement. */
const SECOND = 1000;

async function measured(asked: Asked, options: EnsembleWords & { readonly shards: number }): Promise<Estimate> {
  const wanted = ensembleOptions(asked, options);
  const { job, built, settings } = await prepareEnsemble(asked.model, wanted);
  const { shards } = options;
  const [, first] = shardRange(job, 1, shards);
  const executor = thisThread();
  const open = await executor.open(job, () => built);
  try {
    // The first batch makes what later ones use again.
    await open.run(0, 1);
    const controller = new AbortController();
    const begin = performance.now();
    const onProgress = (): void => {
      if (performance.now() - begin >= SECOND) controller.abort();
    };
    const watch = { targets: null, signal: controller.signal, onProgress };
    const parts = await stoppable(async ({ signal }) => {
      signal.addEventListener("abort", () => controller.abort());
      return countBatches({ open, threads: 1 }, { ...job, samples: false }, [0, batchCount(job)], watch);
    });
    const seconds = (performance.now() - begin) / 1000;
    const part = joinParts(job, parts);
    const counted = mergeParts({ ...job, samples: false }, parts);
    const rate = counted.trajectories / seconds;
    const record = withoutNaN(ensembleRecord(summarise(job, counted, null), wanted, asked));
    const levels = settings.quantiles?.length ?? 0;
    const columns = Object.keys(columnsOf(record)).length;
    const grown = 1 + (levels * job.observables.length) / columns;
    const values = job.samples ? 8 * job.trajectories * counted.axis.length * job.observables.length : 0;
    const cells = (counted.axis.length + 1) * job.observables.length;
    const { bytes: engine } = await planEnsemble(asked.model, wanted);
    const own = Math.min(first * BATCH, job.trajectories);
    return {
      trajectories: job.trajectories,
      rate,
      measured: counted.trajectories,
      coreHours: job.trajectories / rate / 3600,
      parts: shards,
      secondsPerPart: own / rate,
      resultBytes: Math.ceil(grown * (toJson(record).length + toCsv(columnsOf(record)).length)),
      partBytes: shards * (part === null ? 0 : encodePartFile({ ...part, samples: null }, { request: "" }).length) + values,
      memoryBytes: process.memoryUsage.rss() + Math.min(countBytes(cells), 40 * 8 * cells) + 2 * Math.ceil(values / shards),
      threadBytes: engine + THREAD,
    };
  } finally {
    await open.close();
    await executor.close();
  }
}

/** What a thread takes beside its engine, in bytes. */
const THREAD = 12 * 2 ** 20;

function inWords(found: Estimate): string {
  const { trajectories, rate, measured: of, coreHours, parts, secondsPerPart, resultBytes, partBytes, memoryBytes, threadBytes } = found;
  const hours =
    coreHours < 0.1 ? `${Number((3600 * coreHours).toPrecision(2))} core-seconds` : `${Number(coreHours.toPrecision(2))} core-hours`;
  const rows: [string, string][] = [
    ["realisations", String(trajectories)],
    ["measured", `${rate < 10 ? rate.toPrecision(2) : Math.round(rate)} realisations a second on one core (${of} of them)`],
    ["work", hours],
    ...(parts > 1 ? [["each of the parts", `${parts} parts of about ${duration(secondsPerPart)} on one core`] as [string, string]] : []),
    ["memory", `about ${mebibytes(memoryBytes)} with one thread, ${mebibytes(threadBytes)} more for each further one`],
    ["on disk", `${mebibytes(resultBytes)} of results (csv, json), about ${mebibytes(partBytes)} of parts or of a checkpoint on the way`],
  ];
  return table(["", ""], rows);
}

function mebibytes(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.max(1, Math.round(bytes / 1024))} KiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}
