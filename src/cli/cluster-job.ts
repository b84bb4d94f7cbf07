/** `ancilla job`: a job file for a cluster, from an ensemble that was checked here. */

import { join } from "node:path";
import { Command } from "commander";
import { prepareEnsemble } from "../ensembles/preparation.ts";
import { shardRange } from "../files/shards.ts";
import { prepareUnravel } from "../studies/unravel/unravel.ts";
import { askedModel } from "./asked.ts";
import { type EnsembleWords, ensembleOptions, withEnsemble } from "./ensemble.ts";
import { UsageError } from "./failure.ts";
import { condorFile, type JobDescription, slurmFile } from "./job-files.ts";
import { shellWord } from "./shell-words.ts";
import { readTime } from "./signals.ts";
import { statisticsLine } from "./statistics.ts";
import { formatsOf } from "./target.ts";
import { askedTrajectories, type TrajectoryWords, trajectoryLine, trajectoryWords, withTrajectories } from "./trajectories.ts";
import { names, wholeNumber } from "./words.ts";

interface JobWords extends EnsembleWords {
  readonly slurm?: boolean;
  readonly htcondor?: boolean;
  readonly shards: number;
  readonly cores: number;
  readonly memory: number;
  readonly time?: number;
  readonly name: string;
  readonly program: string;
  readonly partition?: string;
  readonly account?: string;
  readonly qos?: string;
}

const examples = `
The file is a program of bash that submits an array of parts and a merge that waits for them. A part that runs out of its time or is
killed goes on from its checkpoint; the same file again goes on where it stopped.

Examples:
  ancilla job --slurm phaseonium --steps 2000 --trajectories 1e6 --noise "phi=normal(2.404,0.2)" --shards 100 --time 23h --out results > job.sh
  bash job.sh
  ancilla job --htcondor kerr --by jumps --until 10 --trajectories 100000 --shards 50 --out results > job.sh`;

/** `ancilla job --slurm|--htcondor MODEL`: print a job file. */
export function job(): Command {
  const described = new Command("job").description(
    "print a job file for a cluster: an array of parts of an ensemble, or with --by of trajectories, and their merge",
  );
  return withTrajectories(withEnsemble(described))
    .option("--slurm", "for Slurm")
    .option("--htcondor", "for HTCondor")
    .option("--shards <n>", "parts, one task of the array each", wholeNumber("shards", 1), 10)
    .option("--cores <n>", "cores per part", wholeNumber("cores", 1), 1)
    .option("--memory <size>", "memory per part, such as 800M or 4G", readMemory, 2048)
    .option("--time <time>", "time limit of a part: 23h, 90m, 1d12h", readTime("time"))
    .option("--name <name>", "name of the job", readName("name"), "ancilla")
    .option("--partition <name>", "partition (Slurm)", readName("partition"))
    .option("--account <name>", "account (Slurm)", readName("account"))
    .option("--qos <name>", "quality of service (Slurm)", readName("qos"))
    .option("--program <path>", "how the machines of the cluster start ancilla", "ancilla")
    .option("--out <dir>", "folder for the results; parts go to a folder within")
    .option("--format <list>", "csv, json, parquet, npz, svg, png, pdf (default: csv,json)", names)
    .addHelpText("after", examples)
    .action(jobCommand);
}

async function jobCommand(word: string, options: JobWords, asking: Command): Promise<void> {
  const { slurm, htcondor } = options;
  if ((slurm ?? false) === (htcondor ?? false)) throw new UsageError("Say which batch system the job is for: --slurm or --htcondor.");
  if (word === "-") throw new UsageError("A job cannot read a document from standard input: name the file.");
  if (options.stopAt) throw new UsageError("Option --stop-at must be left out of a job: no part knows the standard error of all.");
  const trajectories = await trajectoryWords(asking);
  const description = describe(word, options, trajectories);
  const asked = await askedModel(word, options.set, options);
  const { job: prepared } = trajectories
    ? (await prepareUnravel(asked.model, { ...askedTrajectories(asked, trajectories).wanted, ...asked.start })).prepared
    : await prepareEnsemble(asked.model, { ...ensembleOptions(asked, options), ...asked.start });
  shardRange(prepared, 1, options.shards);
  process.stdout.write(slurm ? slurmFile(description) : condorFile(description));
}

function describe(word: string, options: JobWords, trajectories: TrajectoryWords | null): JobDescription {
  const { out, shards: parts, program, name, cores, memory, time, format, partition, account, qos, htcondor } = options;
  if (out === undefined || out.trim() === "") throw new UsageError("A job needs --out DIR, the folder for its results.");
  formatsOf(options);
  if (program.trim() === "") throw new UsageError("Option --program must name a program, but is empty.");
  for (const path of [out, program, word]) shellWord(path, `"${path.replace(/\p{Cc}/gu, "?")}"`);
  const given = Object.entries({ partition, account, qos }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (htcondor && given.length > 0) throw new UsageError(`Option --${given[0][0]} is Slurm's: leave it out for HTCondor.`);
  return {
    program,
    command: trajectories ? "unravel" : "ensemble",
    words: trajectories ? trajectoryLine(trajectories) : ensembleLine(options),
    model: word,
    parts,
    folder: join(out, "parts"),
    merge: [`--out=${out}`, ...(format ? [`--format=${format.join(",")}`] : [])],
    name,
    cores,
    memory,
    time: time ?? null,
    directives: given,
    from: process.cwd(),
  };
}

/** The words of an ensemble as a line says them again. */
function ensembleLine(options: EnsembleWords): readonly string[] {
  const { set = [], noise = [], correlate = [], initial, observe, steps, until, saveEvery, times, every } = options;
  const { trajectories, seed, cut } = options;
  const single = Object.entries({
    initial,
    observe: observe?.join(","),
    steps,
    until,
    "save-every": saveEvery,
    times: times?.join(","),
    every,
    trajectories,
    seed,
    cut,
  });
  return [
    ...set.map((setting) => `--set=${setting}`),
    ...noise.map((kind) => `--noise=${kind}`),
    ...correlate.map((pair) => `--correlate=${pair}`),
    ...statisticsLine(options),
    ...single.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    "--quiet",
  ];
}

/** Mebibytes from `800M` or `4G`. */
function readMemory(word: string): number {
  const match = /^([1-9]\d{0,6})([MG])$/.exec(word);
  if (match) return Number(match[1]) * (match[2] === "G" ? 1024 : 1);
  throw new UsageError(`Option --memory must be a size such as 800M or 4G, but is "${word}".`);
}

/** A name that a batch system reads: letters, digits and a few marks, so that it can be nothing else. */
function readName(option: string): (word: string) => string {
  return (word) => {
    if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(word)) return word;
    throw new UsageError(`Option --${option} must be a name of letters, digits, dots, hyphens and underscores, but is "${word}".`);
  };
}
