import { Command } from "commander";
import { measurementData } from "../dynamics/measurement-data.ts";
import type { Measurement } from "../dynamics/measurements.ts";
import { trajectoryLanes } from "../ensembles/trajectory-lanes.ts";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { quantileCurves } from "../files/result-hash.ts";
import { runShard } from "../files/shards.ts";
import { saveRecords } from "../files/trajectory-files.ts";
import { type SeenRecords, seenRecords } from "../studies/unravel/records.ts";
import { unravel as follow, prepareUnravel } from "../studies/unravel/unravel.ts";
import { measurementInWords, type UnravelOptions, type UnravelResult } from "../studies/unravel/unravel-options.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { NOISE_HELP } from "./noise.ts";
import { type ResultOptions, withDelivery, withExtent, withModel, withStart } from "./options.ts";
import { ensembleProgress, withQuiet } from "./progress.ts";
import { isThere, recordsFile } from "./records.ts";
import { defined } from "./sections.ts";
import { type Parted, shardCommand } from "./shard.ts";
import { type Stop, stoppable } from "./signals.ts";
import { checkpointOf, type SurvivingWords, sayHowToGoOn, survivalOf, withSurvival } from "./surviving.ts";
import { type Target, target } from "./target.ts";
import { askedTrajectories, type TrajectoryWords, withMeasurement } from "./trajectories.ts";
import { numberList, observed, realNumber, repeat, wholeNumber } from "./words.ts";

interface UnravelWords extends ResultOptions, TrajectoryWords, SurvivingWords {
  readonly threads?: number;
}

const examples = `
--by jumps watches the jumps of a master equation; --by measured reads the energy (or --read another observable) of each unit that leaves a
collision model. Observables are those of the state given the record; N_<outcome> counts clicks of a detector, or readings.

Examples:
  ancilla unravel bloch --by jumps --until 20 --trajectories 1000
  ancilla unravel bloch --by homodyne --dt 0.01 --until 5 --save-every 1 --trajectories 500 --observe sz,Y
  ancilla unravel kerr --by jumps --efficiency 0.8 --dark 0.01 --until 10 --trajectories 200 --observe n
  ancilla unravel structured --by measured --steps 50 --trajectories 1000 --records --json
  ancilla unravel structured --by measured --steps 50 --trajectories 1000 --feedback "1 1=sx"
  ancilla unravel bloch --by jumps --until 50 --trajectories 400 --records clicks.npz && ancilla records clicks.npz --waiting 0:10:41
  ancilla unravel kerr --by jumps --until 10 --trajectories 512 --noise "F=normal(2,0.1)@realisation" --out results

What is complete is kept as \`ancilla ensemble\` does it; with --shard i/n each program runs a part, and \`ancilla merge\` joins them.`;

/** `ancilla unravel MODEL --by jumps`: trajectories of a system whose jumps or units are watched. */
export function unravel(): Command {
  const asking = withStart(withExtent(withModel(new Command("unravel"))))
    .description("trajectories: conditional states given clicks of detectors or readings of units, with statistics over them")
    .requiredOption("--by <what>", "jumps, homodyne or heterodyne (master equations), or measured (units of collision models)")
    .requiredOption("--trajectories <n>", "trajectories", wholeNumber("trajectories", 2));
  const command = withMeasurement(asking)
    .option("--seed <n>", "seed of the random numbers (default: 0)", wholeNumber("seed", 0))
    .option("--noise <name=kind>", NOISE_HELP, repeat)
    .option("--every <h>", "how long a drawn value is held: slices of time from t = 0", realNumber("every"))
    .option("--correlate <a,b=r>", "correlate the noise of two parameters, each of which keeps its distribution (repeatable)", repeat)
    .option("--observe <list>", "observables, separated by commas", observed)
    .option("--quantiles <list>", "levels, such as 0.05,0.5,0.95", numberList("quantiles"))
    .option("--sketch", "take quantiles from bins within 0.8 %, in memory that does not grow with the trajectories")
    .option("--window <from,to>", "pool statistics over these collisions or times", numberList("window"))
    .option("--records [file]", "keep all readings, clicks or currents: in the result, or in a file .npz or .parquet (`ancilla records`)")
    .option("--threads <n>", "worker threads (default: one per core)", wholeNumber("threads", 1))
    .addHelpText("after", examples);
  return withQuiet(withSurvival(withDelivery(command))).action(unravelCommand);
}

async function unravelCommand(word: string, words: UnravelWords): Promise<void> {
  const asked = await askedModel(word, words.set, words);
  const { model } = asked;
  const { records, threads } = words;
  const { by, wanted: trajectories, said } = askedTrajectories(asked, words);
  const wanted = { ...trajectories, ...defined({ threads }) };
  const request = { command: "unravel", model: model.name, parameters: model.parameters, ...said, ...asked.hashes, ...asked.said };
  const file = typeof records === "string" ? await recordsFile(records) : null;
  if (words.shard) {
    if (file !== null) throw new UsageError("Option --records of a part names no file: write --records, and the joined parts hold them.");
    const { outcomes, prepared } = await prepareUnravel(model, { ...wanted, ...asked.start });
    const watched = { by: measurementData(by), outcomes, said };
    const about = { watched, request, carried: asked.carried, hashes: asked.hashes, said: asked.said };
    const run: Parted["run"] = (watch, shard) =>
      runShard(model, { ...wanted, ...watch }, shard, { prepare: async () => prepared, lanes: trajectoryLanes });
    return shardCommand({ asked, words, name: `${model.name}-unravel`, label: "unravel", about, run }, words.shard);
  }
  const to = await target(words, { name: `${model.name}-unravel`, request });
  if ((file === null || (await isThere(file))) && (await repeated(to))) return;
  await stoppable((stop) => computed({ asked, wanted, said, words, to, file }, stop), words.deadline);
}

interface Computing {
  readonly asked: Asked;
  readonly wanted: UnravelOptions;
  readonly said: Readonly<Record<string, unknown>>;
  readonly words: UnravelWords;
  readonly to: Target;
  /** Where the records go, if not into the result. */
  readonly file: string | null;
}

async function computed({ asked, wanted, said, words, to, file }: Computing, stop: Stop): Promise<void> {
  const kept = checkpointOf(asked, words, to);
  const line = ensembleProgress(`unravel ${asked.model.name}`, words);
  let complete = false;
  try {
    const watch = { signal: stop.signal, onProgress: line.update };
    const found = await follow(asked.model, { ...wanted, ...asked.start, ...survivalOf(kept), ...watch });
    line.done();
    if (found.partial && stop.code !== null) process.exitCode = stop.code;
    const { records, clicks, currents, ...rest } = found;
    const record = unravelRecord(file === null ? found : rest, { ...asked, words: said });
    if (file !== null) {
      const { model, parameters, provenance: from } = record;
      await saveRecords(file, records ?? clicks ?? currents, { model, parameters, provenance: from });
    }
    await deliver(to, file === null ? record : { ...record, recordsFile: file }, summary(found), !found.partial);
    complete = !found.partial && Number(process.exitCode ?? 0) === 0;
    if (complete) await kept?.clear();
  } finally {
    line.done();
    if (!complete) sayHowToGoOn(kept);
  }
}

/** What a result says of the line that asked for it. */
interface AskedInWords extends Pick<Asked, "carried" | "hashes"> {
  readonly said?: Asked["said"];
  readonly words: Readonly<Record<string, unknown>>;
}

/** A result as plain data; quantiles become curves of their own (`q0.5` …). */
export function unravelRecord(
  found: Omit<UnravelResult, "execution" | "plan" | "warnings">,
  { carried, hashes, said, words }: AskedInWords,
): ResultRecord {
  const { mean, std, standardError, min, max, missing, window, diagnostics } = found;
  return {
    model: found.model,
    parameters: found.parameters,
    ...carried,
    axis: found.axis,
    mean,
    std,
    standardError,
    min,
    max,
    missing,
    ...quantileCurves(found.quantiles),
    ...(window ? { window } : {}),
    by: found.by,
    outcomes: found.outcomes,
    trajectories: found.trajectories,
    partial: found.partial,
    stoppedEarly: found.stoppedEarly,
    ...listed(found),
    diagnostics: { ...diagnostics },
    provenance: provenance({ seed: found.seed, ...words, ...hashes, ...said }),
  };
}

/** The parts of a run that were joined, as its result. */
export function joinedRecord(
  {
    result,
    records,
  }: {
    readonly result: Omit<UnravelResult, "by" | "outcomes" | "warnings" | "execution">;
    readonly records?: Parameters<typeof seenRecords>[3];
  },
  by: Measurement,
  outcomes: readonly string[],
  asked: AskedInWords,
): ResultRecord {
  const seen = records ? seenRecords(by, outcomes, result.axis.values, records) : {};
  return unravelRecord({ ...result, ...seen, by: measurementInWords(by, outcomes), outcomes }, asked);
}

/** Records with lists in place of typed arrays. */
function listed({ records, clicks, currents }: SeenRecords): Readonly<Record<string, unknown>> {
  const plain = (record: object) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, ArrayBuffer.isView(value) ? Array.from(value as never) : value]));
  return Object.fromEntries(
    Object.entries(defined({ records, clicks, currents })).map(([name, record]) => [name, plain(record as object)]),
  );
}

function summary({ trajectories, partial, by }: UnravelResult): string {
  return `${partial ? "PARTIAL: interrupted after" : "Made of"} ${trajectories} trajectories: ${by}.`;
}
