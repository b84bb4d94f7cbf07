/** One part of an ensemble on the command line; `merge` joins all. */
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { toJson } from "../files/json.ts";
import { runShard, type Shard, type ShardOptions } from "../files/shards.ts";
import type { Asked } from "./asked.ts";
import { requestOf } from "./ensemble-request.ts";
import { UsageError } from "./failure.ts";
import type { ResultOptions } from "./options.ts";
import { print, visible } from "./output.ts";
import { ensembleProgress } from "./progress.ts";
import { defined } from "./sections.ts";
import { type Stop, stoppable } from "./signals.ts";
import { checkpointOf, keyOf, type SurvivingWords, sayHowToGoOn, survivalOf } from "./surviving.ts";

type ShardWords = ResultOptions & SurvivingWords;

/** What a part is run of. */
export interface Parted {
  readonly asked: Asked;
  readonly words: ShardWords;
  /** What files are called, and lines of progress. */
  readonly name: string;
  readonly label: string;
  /** What `ancilla merge` shall know. */
  readonly about: Readonly<Record<string, unknown>>;
  run(watch: Pick<EnsembleOptions, "checkpoint" | "signal" | "onProgress">, shard: ShardOptions): Promise<Shard>;
}

/** The parts of a noisy ensemble. */
export function partedEnsemble(asked: Asked, wanted: EnsembleOptions, words: ShardWords): Parted {
  const { model, carried, hashes, said } = asked;
  const { steps, until, saveEvery, times, every, correlations, cut, threads: _, ...rest } = wanted;
  const length = defined({ steps, until, saveEvery, times, every, correlations, cut });
  const about = { asked: length, carried, hashes, said, request: requestOf(asked, { ...rest, ...length }) };
  const run: Parted["run"] = (watch, shard) => runShard(model, { ...wanted, ...asked.start, ...watch }, shard);
  return { asked, words, name: `${model.name}-ensemble`, label: "ensemble", about, run };
}

/** `ancilla ensemble MODEL --shard i/n`: run one part and write its file. */
export async function shardCommand(parted: Parted, [index, of]: readonly [number, number]): Promise<void> {
  const { words } = parted;
  const { out, format, force } = words;
  if (out === undefined || out.trim() === "") throw new UsageError("Option --shard needs --out DIR, the folder for the file of the part.");
  if (format || force)
    throw new UsageError(`Option --${format ? "format" : "force"} has no meaning with --shard: a part is one file for \`ancilla merge\`.`);
  await stoppable((stop) => runPart(parted, { index, of, folder: out }, stop), words.deadline);
}

async function runPart(
  { asked, words, name, label, about, run }: Parted,
  shard: { readonly index: number; readonly of: number; readonly folder: string },
  stop: Stop,
): Promise<void> {
  const { index, of, folder } = shard;
  const kept = checkpointOf(asked, words, { folder, name: `${name}-shard-${index}-of-${of}` });
  const line = ensembleProgress(`${label} ${asked.model.name}, part ${index} of ${of}`, words);
  const key = keyOf(asked);
  let complete = false;
  try {
    const watch = { ...survivalOf(kept), signal: stop.signal, onProgress: line.update };
    const done = await run(watch, { ...shard, name, about, ...(key === null ? {} : { key }) });
    line.done();
    complete = done.complete;
    if (complete) await kept?.clear();
    else if (stop.code !== null) process.exitCode = stop.code;
    tell(done, shard, words.json ?? false);
  } finally {
    line.done();
    if (!complete) sayHowToGoOn(kept);
  }
}

function tell(
  { path, range, counted, complete, found }: Shard,
  { index, of }: { readonly index: number; readonly of: number },
  json: boolean,
) {
  if (json) {
    process.stdout.write(toJson({ shard: { index, of }, range, counted, complete, path: complete ? path : null }));
    return;
  }
  const which = `Part ${index} of ${of}, realisations ${range[0]} to ${range[1] - 1}`;
  if (!complete) print(`${which}: PARTIAL, ${counted} of them are done.\n`);
  else print(`${which}${found ? ", is there already; nothing was computed." : "."}\n${visible(path)}\n`);
}
