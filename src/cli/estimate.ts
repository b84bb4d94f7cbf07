/** `ancilla estimate`: what an ensemble will take, from a measured second of it. */
import { Command } from "commander";
import type { LaneSource } from "../ensembles/batch-runner.ts";
import { countBatches } from "../ensembles/counting-batches.ts";
import { summarise } from "../ensembles/ensemble-result.ts";
import { thisThread } from "../ensembles/executor.ts";
import { batchCount } from "../ensembles/job.ts";
import { BATCH, countBytes } from "../ensembles/moment-tree.ts";
import { type Counted, joinParts, mergeParts, type Part } from "../ensembles/parts.ts";
import { type Prepared, prepareEnsemble } from "../ensembles/preparation.ts";
import { planEnsemble } from "../ensembles/run-ensemble.ts";
import { trajectoryLanes } from "../ensembles/trajectory-lanes.ts";
import { plannedTrajectories } from "../ensembles/watched-job.ts";
import { toCsv } from "../files/csv.ts";
import { toJson } from "../files/json.ts";
import { encodePartFile } from "../files/part-file.ts";
import { columnsOf, type ResultRecord, withoutNaN } from "../files/record.ts";
import { shardRange } from "../files/shards.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { countedTrajectories, prepareUnravel } from "../studies/unravel/unravel.ts";
import { type Asked, askedModel } from "./asked.ts";
import { type EnsembleWords, ensembleOptions, ensembleRecord, withEnsemble } from "./ensemble.ts";
import { print } from "./output.ts";
import { duration } from "./progress.ts";
import { stoppable } from "./signals.ts";
import { table } from "./table.ts";
import { askedTrajectories, type TrajectoryWords, trajectoryWords, withTrajectories } from "./trajectories.ts";
import { unravelRecord } from "./unravel.ts";
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
  ancilla estimate my.yaml --trajectories 1000000 --shards 100
  ancilla estimate kerr --by jumps --until 10 --trajectories 100000`;

type EstimateWords = EnsembleWords & { readonly shards: number };

/** `ancilla estimate MODEL`: core-hours, bytes on disk and memory of an ensemble. */
export function estimate(): Command {
  const described = new Command("estimate").description(
    "core-hours, bytes on disk and memory of an ensemble, or with --by of trajectories, from a measured second",
  );
  return withTrajectories(withEnsemble(described))
    .option("--shards <n>", "parts that the ensemble is run in", wholeNumber("shards", 1), 1)
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", examples)
    .action(async (word: string, options: EstimateWords, estimating: Command) => {
      const trajectories = await trajectoryWords(estimating);
      const asked = await askedModel(word, options.set, options);
      const found = await measured(trajectories ? await trajectoriesOf(asked, trajectories) : await ensembleOf(asked, options), options);
      if (options.json) process.stdout.write(toJson({ model: asked.model.name, ...found }));
      else print(`${inWords(found)}\n`);
    });
}

/** Milliseconds of the measurement. */
const SECOND = 1000;

/** What is measured, and what its results are. */
interface Measured {
  readonly prepared: Prepared;
  readonly lanes?: LaneSource;
  /** Bytes of the plan: what a thread takes beside itself. */
  readonly engine: number;
  record(counted: Counted): ResultRecord;
}

async function ensembleOf(asked: Asked, words: EstimateWords): Promise<Measured> {
  const wanted = ensembleOptions(asked, words);
  const prepared = await prepareEnsemble(asked.model, { ...wanted, ...asked.start });
  const { bytes: engine } = await planEnsemble(asked.model, { ...wanted, ...asked.start });
  return { prepared, engine, record: (counted) => ensembleRecord(summarise(prepared.job, counted, null), wanted, asked) };
}

async function trajectoriesOf(asked: Asked, words: TrajectoryWords): Promise<Measured> {
  const { wanted, said } = askedTrajectories(asked, words);
  const { prepared, outcomes } = await prepareUnravel(asked.model, { ...wanted, ...asked.start });
  const { job, built } = prepared;
  const { bytes: engine } = plannedTrajectories(built.model, job).plan;
  const record = (counted: Counted) => unravelRecord(countedTrajectories(job, counted, null, outcomes), { ...asked, words: said });
  return { prepared, lanes: trajectoryLanes, engine, record };
}

async function measured({ prepared, lanes, engine, record: recordOf }: Measured, { shards }: EstimateWords): Promise<Estimate> {
  const { job, built, settings } = prepared;
  const [, first] = shardRange(job, 1, shards);
  const executor = thisThread(lanes);
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
    const { records: seen, ...bare } = counted;
    const record = withoutNaN(recordOf(bare));
    // What is kept of each trajectory grows with their number.
    const more = job.trajectories / counted.trajectories;
    const kept = seen ? more * (toJson(withoutNaN(recordOf(counted))).length - toJson(record).length) : 0;
    const packed = more * (seen ? bytesOfRecords(seen) : 0);
    const levels = settings.quantiles?.length ?? 0;
    const columns = Object.keys(columnsOf(record)).length;
    const grown = 1 + (levels * job.observables.length) / columns;
    const values = job.samples ? 8 * job.trajectories * counted.axis.length * job.observables.length : 0;
    const cells = (counted.axis.length + 1) * job.observables.length;
    const own = Math.min(first * BATCH, job.trajectories);
    return {
      trajectories: job.trajectories,
      rate,
      measured: counted.trajectories,
      coreHours: job.trajectories / rate / 3600,
      parts: shards,
      secondsPerPart: own / rate,
      resultBytes: Math.ceil(grown * (toJson(record).length + toCsv(columnsOf(record)).length) + kept),
      partBytes: Math.ceil(shards * (part === null ? 0 : bytesOfPart(part)) + values + packed),
      memoryBytes: process.memoryUsage.rss() + Math.min(countBytes(cells), 40 * 8 * cells) + 2 * Math.ceil((values + packed) / shards),
      threadBytes: engine + THREAD,
    };
  } finally {
    await open.close();
    await executor.close();
  }
}

/** A part without what grows with its realisations. */
function bytesOfPart({ records: _, ...part }: Part): number {
  return encodePartFile({ ...part, samples: null }, { request: "" }).length;
}

function bytesOfRecords({ lengths, outcomes, numbers, logLikelihoods }: TrajectoryRecords): number {
  return [lengths, outcomes, numbers, logLikelihoods].reduce((sum, { byteLength }) => sum + byteLength, 0);
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
