/** What makes a long ensemble survive: its checkpoint, its deadline, and the part of it that one program runs. */

import { join } from "node:path";
import type { Command } from "commander";
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { checkpoint, type FolderCheckpoint } from "../files/checkpoint.ts";
import { toJson } from "../files/json.ts";
import type { Asked } from "./asked.ts";
import { UsageError } from "./failure.ts";
import { complain } from "./output.ts";
import { readTime } from "./signals.ts";
import type { Target } from "./target.ts";
import { wholeNumber } from "./words.ts";

/** The options of a run that survives. */
export interface SurvivingWords {
  /** False for --no-checkpoint. */
  readonly checkpoint?: string | false;
  readonly chunk?: number;
  /** Seconds from the start of the process. */
  readonly deadline?: number;
  readonly shard?: readonly [number, number];
  readonly quiet?: boolean;
}

/** Add `--checkpoint`, `--chunk`, `--deadline` and `--shard`. */
export function withSurvival(command: Command): Command {
  return command
    .option("--checkpoint <dir>", "keep complete realisations in this folder on the way (default: a folder within --out)")
    .option("--no-checkpoint", "keep nothing on the way")
    .option("--chunk <n>", "realisations per file of the checkpoint, a multiple of 256 (default: by time)", wholeNumber("chunk", 256))
    .option("--deadline <time>", "stop in time and keep what is complete: 23h, 90m, 1d12h from the start", readTime("deadline"))
    .option("--shard <i/n>", "run part i of n and write a file of it into --out; `ancilla merge` joins the parts", readShard);
}

/** Read `i/n`. */
export function readShard(word: string): readonly [number, number] {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(word);
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (index >= 1 && index <= of) return [index, of];
  throw new UsageError(`Option --shard must be a part and their number, such as 3/7, but is "${word}".`);
}

/** What tells models apart that only this program can build: everything that the line says of them. */
export function keyOf({ said, hashes, model }: Pick<Asked, "said" | "hashes" | "model">): string | null {
  return Object.keys(said).length === 0 ? null : toJson({ model: model.name, parameters: model.parameters, said, ...hashes });
}

/** The checkpoint of an ensemble; null where nothing is kept. */
export function checkpointOf(asked: Asked, words: SurvivingWords, to: Pick<Target, "folder" | "name">): FolderCheckpoint | null {
  const { chunk, quiet } = words;
  const folder = words.checkpoint ?? (to.folder === null ? false : join(to.folder, `${to.name}.checkpoint`));
  if (folder === false) {
    if (chunk !== undefined) throw new UsageError("Option --chunk needs a checkpoint: give --checkpoint DIR or --out DIR.");
    return null;
  }
  if (folder.trim() === "") throw new UsageError("Option --checkpoint must name a folder, but is empty.");
  const key = keyOf(asked);
  return checkpoint(folder, {
    keep: true,
    onProblem: (sentence) => complain(sentence, "warning: "),
    ...(quiet ? {} : { onResume: (realisations: number) => complain(`Going on after ${realisations} realisations that are kept.`, "") }),
    ...(chunk === undefined ? {} : { chunk }),
    ...(key === null ? {} : { key }),
  });
}

/** What an ensemble takes of it. */
export function survivalOf(kept: FolderCheckpoint | null): Pick<EnsembleOptions, "checkpoint"> {
  return kept === null ? {} : { checkpoint: kept };
}

/** Say what is kept of a run that did not come to its end, and how to go on. */
export function sayHowToGoOn(kept: FolderCheckpoint | null): void {
  const realisations = kept?.kept() ?? 0;
  if (realisations > 0) complain(`${realisations} realisations are kept: the same command goes on from there.`, "");
}
