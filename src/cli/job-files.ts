/**
 * Job files as plain text, from values that were checked: every word of the user's is quoted (`shell-words.ts`), every name that a batch
 * system reads is of letters, digits and a few marks. Both files are programs of bash that submit:
 *
 *   an array of parts (`ancilla ensemble … --shard i/n`)  ──all done──▶  a merge (`ancilla merge PARTS --out OUT`)
 *
 * A part that runs out of its time, or is killed, goes on from its checkpoint when the batch system starts it again.
 */
import { shellLine, shellWord } from "./shell-words.ts";

/** What stands in a job file. */
export interface JobDescription {
  readonly program: string;
  readonly command: "ensemble" | "unravel";
  /** Words of that command, without model, shard, threads, places and deadline. */
  readonly words: readonly string[];
  /** Name or file of the model. */
  readonly model: string;
  readonly parts: number;
  /** Folder of the parts. */
  readonly folder: string;
  /** Words of `ancilla merge` after the folder. */
  readonly merge: readonly string[];
  readonly name: string;
  readonly cores: number;
  /** Mebibytes per part. */
  readonly memory: number;
  /** Seconds per part; null for no limit. */
  readonly time: number | null;
  /** Further directives of Slurm, such as ["partition", "long"]. */
  readonly directives: readonly (readonly [string, string])[];
  /** Where relative paths begin. */
  readonly from: string;
}

/** Ends the documents within the files. No quoted word can hold a line of its own. */
const END = "END_OF_JOB";

/** How often a part that ran out of its time is started again. */
const AGAIN = 50;

/** Seconds between the end of a part's own time and that of the batch system. */
const SPARE = 60;

/** The command of one part; `shard` is text of the shell. */
function partCommand({ program, command, words: asked, model, parts, folder, cores, time }: JobDescription, shard: string): string {
  const until = time === null ? [] : [`--deadline=${Math.max(1, Math.floor(time - Math.min(SPARE, 0.05 * time)))}s`];
  const words = [...asked, `--out=${folder}`, `--threads=${cores}`, ...until];
  return `${shellLine([program, command, ...words])} --shard="${shard}/${parts}" -- ${shellWord(model)}`;
}

function mergeCommand({ program, folder, merge }: JobDescription): string {
  return shellLine([program, "merge", folder, ...merge]);
}

/** A job file for Slurm: `bash FILE` submits it. */
export function slurmFile(job: JobDescription): string {
  const { name, parts, folder, cores, memory, time, directives } = job;
  const common = (log: string): string[] => [
    `#SBATCH --job-name=${name}`,
    `#SBATCH --output=${name}-${log}.log`,
    ...directives.map(([key, value]) => `#SBATCH --${key}=${value}`),
  ];
  return `${[
    "#!/usr/bin/env bash",
    `# ${parts} parts of an ensemble as an array job of Slurm, and a merge when all are done. Submit with: bash FILE`,
    "# The same file again goes on where this one stopped.",
    "set -euo pipefail",
    `mkdir -p -- ${shellWord(folder)}`,
    `array=$(sbatch --parsable <<'${END}'`,
    "#!/usr/bin/env bash",
    ...common("%A-%a"),
    `#SBATCH --array=1-${parts}`,
    "#SBATCH --nodes=1",
    "#SBATCH --ntasks=1",
    `#SBATCH --cpus-per-task=${cores}`,
    `#SBATCH --mem=${memory}M`,
    ...(time === null ? [] : [`#SBATCH --time=${slurmTime(time)}`]),
    "#SBATCH --requeue",
    "#SBATCH --open-mode=append",
    "code=0",
    `${partCommand(job, "$SLURM_ARRAY_TASK_ID")} || code=$?`,
    "# 124: out of time, not out of work.",
    `if [ "$code" -eq 124 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${AGAIN} ]; then`,
    `  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"`,
    "fi",
    'exit "$code"',
    END,
    ")",
    `array="\${array%%;*}"`,
    `sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes <<'${END}'`,
    "#!/usr/bin/env bash",
    ...common("merge-%j"),
    "#SBATCH --ntasks=1",
    `#SBATCH --mem=${memory}M`,
    mergeCommand(job),
    END,
  ].join("\n")}\n`;
}

/** Days, hours, minutes and seconds as Slurm writes them. */
function slurmTime(seconds: number): string {
  const whole = Math.max(60, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(two).join(":");
  return `${Math.floor(whole / 86_400)}-${clock}`;
}

/** A job file for HTCondor: `bash FILE` writes the descriptions of a workflow of DAGMan beside the parts and submits it. */
export function condorFile(job: JobDescription): string {
  const { name, parts, folder, cores, memory, from } = job;
  const place = shellWord(`${folder}/jobs`);
  const written = (file: string, lines: readonly string[]): string[] => [`cat >${place}/${file} <<'${END}'`, ...lines, END];
  const program = (command: string): string[] => ["#!/usr/bin/env bash", `cd -- ${shellWord(from)} || exit 1`, command];
  const described = (script: string, log: string, more: readonly string[]): string[] => [
    "universe = vanilla",
    `executable = ${script}`,
    "should_transfer_files = NO",
    `batch_name = ${name}`,
    `request_memory = ${memory}MB`,
    `log = ${name}.log`,
    `output = ${log}.out`,
    `error = ${log}.err`,
    "kill_sig = SIGTERM",
    ...more,
  ];
  return `${[
    "#!/usr/bin/env bash",
    `# ${parts} parts of an ensemble as a workflow of HTCondor, and a merge when all are done. Submit with: bash FILE`,
    "# The same file again goes on where this one stopped. All machines must see the folder.",
    "set -euo pipefail",
    `cd -- ${shellWord(from)}`,
    `mkdir -p -- ${place}`,
    ...written("part.sh", program(`exec ${partCommand(job, "$(($1 + 1))")}`)),
    ...written("merge.sh", program(`exec ${mergeCommand(job)}`)),
    `chmod +x -- ${place}/part.sh ${place}/merge.sh`,
    ...written(
      "parts.sub",
      described("part.sh", "part-$(Process)", [
        "arguments = $(Process)",
        `request_cpus = ${cores}`,
        "# 124: out of time, not out of work; the same for a part that was killed.",
        `on_exit_remove = (ExitBySignal == False && ExitCode != 124) || NumJobStarts >= ${AGAIN}`,
        `queue ${parts}`,
      ]),
    ),
    ...written("merge.sub", described("merge.sh", "merge", ["request_cpus = 1", "queue"])),
    ...written("workflow.dag", ["JOB parts parts.sub", "JOB merge merge.sub", "PARENT parts CHILD merge"]),
    `cd -- ${place}`,
    "condor_submit_dag -force workflow.dag",
  ].join("\n")}\n`;
}
