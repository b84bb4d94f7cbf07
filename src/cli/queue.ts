/** The commands of the queue: `submit` cuts an ensemble into chunks, `worker` runs them anywhere; `merge` has a file of its own. */
import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { follow as followEnsemble } from "../queue/follow.ts";
import { cancel as cancelEnsemble, retry as retryChunks } from "../queue/manage.ts";
import { otherVersionsOf } from "../queue/others.ts";
import { type EnsembleStatus, status as statusOf } from "../queue/status.ts";
import { submit as submitEnsemble } from "../queue/submit.ts";
import { work } from "../queue/work.ts";
import { askedModel } from "./asked.ts";
import { type EnsembleWords, ensembleOptions, withEnsemble } from "./ensemble.ts";
import { exitCode } from "./failure.ts";
import { complain, print, visible } from "./output.ts";
import { ensembleProgress } from "./progress.ts";
import { stoppable } from "./signals.ts";
import { table } from "./table.ts";
import { askedTrajectories, trajectoryWords, withTrajectories } from "./trajectories.ts";
import { repeat, wholeNumber } from "./words.ts";

export interface QueueWords {
  readonly redis?: string;
  readonly queue?: string;
}

export function withQueue(command: Command): Command {
  return command
    .option(
      "--redis <url>",
      "address of Redis (default: ANCILLA_REDIS in the environment, which others cannot read, or redis://127.0.0.1:6379)",
    )
    .option("--queue <name>", "name of the queue");
}

function withJson(command: Command): Command {
  return command.option("--json", "print one JSON object on standard output and nothing else there");
}

function withId(command: Command): Command {
  return withQueue(command).argument("<id>", "name that `ancilla submit` printed");
}

/** The queue's place, as far as it was given. */
export function placeOf({ redis, queue }: QueueWords): QueueWords {
  return { ...(redis === undefined ? {} : { redis }), ...(queue === undefined ? {} : { queue }) };
}

type SubmitWords = EnsembleWords & QueueWords & WaitWords & { chunk?: number };

/** `ancilla submit MODEL`: put an ensemble into the queue. */
export function submit(): Command {
  const command = new Command("submit").description(
    "put an ensemble, or with --by trajectories, into a queue (Redis) for workers on any number of machines",
  );
  return withJson(withQueue(withTrajectories(withEnsemble(command))))
    .option("--chunk <n>", "realisations per chunk, a multiple of 32", wholeNumber("chunk", 32))
    .option("--wait", "wait for the workers, with progress on standard error")
    .option("--quiet", "no progress on standard error")
    .addHelpText(
      "after",
      '\nExamples:\n  ancilla submit bloch --by jumps --until 20 --trajectories 100000 --redis redis://host\n  ancilla submit phaseonium --steps 2000 --trajectories 4096 --noise "phi=normal(2.404,0.2)" --redis redis://host',
    )
    .action(async (word: string, options: SubmitWords, submitting: Command) => {
      const trajectories = await trajectoryWords(submitting);
      const asked = await askedModel(word, options.set, options);
      const chunk = options.chunk ? { chunk: options.chunk } : {};
      const watched = trajectories && askedTrajectories(asked, trajectories);
      const { id, chunks } = await submitEnsemble(
        asked.model,
        { ...(watched ? watched.wanted : ensembleOptions(asked, options)), ...asked.start },
        { ...placeOf(options), ...chunk, about: { said: asked.said, ...(watched ? { words: watched.said } : {}) } },
      );
      if (options.json) process.stdout.write(toJson({ id, chunks }));
      else print(`${id}\n${counted(chunks)}; \`ancilla merge ${id}\` joins all when workers are done.\n`);
      if (options.wait) await waitFor(id, { ...options, json: false });
    });
}

interface WorkerWords extends QueueWords {
  readonly threads?: number;
  readonly drain?: boolean;
  readonly allowModule?: readonly string[];
  readonly quiet?: boolean;
}

/** `ancilla worker`: run chunks from the queue. */
export function worker(): Command {
  return withQueue(new Command("worker"))
    .description("run chunks of ensembles from a queue until interrupted; those of other versions are left to others")
    .option("--threads <n>", "threads (default: one per core)", wholeNumber("threads", 1))
    .option("--drain", "end when nothing is waiting")
    .option("--quiet", "no line for each chunk that is done")
    .option("--allow-module <url>", "run ensembles whose model comes from this module, a file: URL (repeatable; default: none)", repeat)
    .addHelpText("after", "\nExample:\n  ancilla worker --redis redis://host --drain")
    .action((options: WorkerWords) => stoppable(({ signal }) => runWorker(options, signal)));
}

async function runWorker(options: WorkerWords, signal: AbortSignal): Promise<void> {
  let failed = 0;
  const done = await work({
    ...placeOf(options),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.drain ? { drain: true } : {}),
    ...(options.allowModule ? { allowModules: options.allowModule } : {}),
    signal,
    onChunk: ({ id, index, chunks, error }) => {
      if (error) failed++;
      const which = chunks > 0 ? `chunk ${index} of ${chunks}` : `chunk ${index} of an ensemble that was cancelled`;
      if (error || !options.quiet) complain(`${which} ${error ? `failed: ${error.message}` : "done"}`, `${visible(id)}: `);
    },
    onRedis: (answers) => complain(answers ? "Redis answers again." : "Redis does not answer any more: it is waited for.", ""),
  });
  print(`${counted(done - failed)} done, ${failed} failed\n`);
  if (failed) process.exitCode = exitCode.failed;
  if (signal.aborted) return;
  for (const version of await otherVersionsOf(options))
    complain(`The queue also has ensembles of version ${version}, which this worker leaves to others.`, "");
}

interface WaitWords {
  readonly wait?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Wait until nothing of an ensemble waits or runs, and say how it stands. Chunks that will not be done by themselves are a failure. */
async function waitFor(id: string, options: QueueWords & WaitWords): Promise<void> {
  const line = ensembleProgress(visible(id), options);
  const found = await stoppable(async (stop) => {
    const state = await followEnsemble(id, { ...placeOf(options), signal: stop.signal, onProgress: line.update });
    if (stop.code !== null) process.exitCode = stop.code;
    return state;
  }).finally(line.done);
  if (options.json) process.stdout.write(toJson(found));
  else print(`${statusText(found)}\n`);
  if (found.problems.length > 0) process.exitCode ??= exitCode.failed;
}

/** `ancilla status ID`: how far an ensemble is. */
export function status(): Command {
  return withJson(withId(new Command("status")))
    .description("how far a submitted ensemble is, and what is wrong with its chunks")
    .option("--wait", "wait for the workers, with progress on standard error")
    .option("--quiet", "no progress on standard error")
    .addHelpText("after", "\nExamples:\n  ancilla status 1f0c --redis redis://host\n  ancilla status 1f0c --wait")
    .action(async (id: string, options: QueueWords & WaitWords) => {
      if (options.wait) return waitFor(id, options);
      const found = await statusOf(id, placeOf(options));
      if (options.json) process.stdout.write(toJson(found));
      else print(`${statusText(found)}\n`);
    });
}

function counted(chunks: number): string {
  return `${chunks} chunk${chunks === 1 ? "" : "s"}`;
}

/** Rows of the table of problems, at most. */
const SHOWN = 20;

function statusText({ id, model, trajectories, version, engine, chunks, states, problems }: EnsembleStatus): string {
  const counts = Object.entries(states).filter(([, count]) => count > 0);
  const lines = [
    visible(`${id}: ${model}, ${trajectories} realisations, version ${version}, engine ${engine.slice(0, 12)}`),
    `${counted(chunks)}: ${counts.map(([state, count]) => `${count} ${state}`).join(", ")}`,
  ];
  if (problems.length === 0) return lines.join("\n");
  const rows = problems.slice(0, SHOWN).map(({ chunk, state, reason }) => [chunk, state, reason]);
  lines.push("", table(["chunk", "state", "reason"], rows));
  if (problems.length > SHOWN) lines.push(`(${SHOWN} of ${problems.length}; --json for all)`);
  return [...lines, `\`ancilla retry ${id}\` runs these again.`].join("\n");
}

/** `ancilla retry ID`: run chunks again. */
export function retry(): Command {
  return withJson(withId(new Command("retry")))
    .description("put chunks that failed, are damaged or missing back into the queue")
    .option("--chunk <n>", "only this chunk, also when it is done", wholeNumber("chunk", 0))
    .addHelpText("after", "\nExamples:\n  ancilla retry 1f0c --redis redis://host\n  ancilla retry 1f0c --chunk 3")
    .action(async (id: string, options: QueueWords & { chunk?: number; json?: boolean }) => {
      const chunk = options.chunk === undefined ? {} : { chunk: options.chunk };
      const chunks = await retryChunks(id, { ...placeOf(options), ...chunk });
      if (options.json) process.stdout.write(toJson({ id, chunks }));
      else print(chunks.length ? `${counted(chunks.length)} to run again: ${chunks.join(", ")}\n` : "Nothing to run again.\n");
    });
}

/** `ancilla cancel ID`: take an ensemble out of the queue. */
export function cancel(): Command {
  return withJson(withId(new Command("cancel")))
    .description("take a submitted ensemble out of the queue, with all that was counted")
    .addHelpText("after", "\nExample:\n  ancilla cancel 1f0c --redis redis://host")
    .action(async (id: string, options: QueueWords & { json?: boolean }) => {
      const { removed, running } = await cancelEnsemble(id, placeOf(options));
      if (options.json) process.stdout.write(toJson({ id, removed, running }));
      else print(`${counted(removed)} removed${running ? `; ${running} running, to be removed at the end` : ""}\n`);
    });
}
