/** The commands of the queue: `submit` cuts an ensemble into chunks, `worker` runs them anywhere, `merge` joins them. */
import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { merge as mergeChunks } from "../queue/merge.ts";
import { submit as submitEnsemble } from "../queue/submit.ts";
import { work } from "../queue/work.ts";
import { type DeliveryOptions, deliver, target } from "./deliver.ts";
import { type EnsembleWords, ensembleOptions, ensembleRecord, withEnsemble } from "./ensemble.ts";
import { exitCode } from "./failure.ts";
import { modelOf, observablesOf } from "./model.ts";
import { withDelivery } from "./options.ts";
import { requireLength } from "./run.ts";
import { wholeNumber } from "./words.ts";

interface QueueWords {
  readonly redis?: string;
  readonly queue?: string;
}

function withQueue(command: Command): Command {
  return command
    .option("--redis <url>", "address of Redis (default: redis://127.0.0.1:6379)")
    .option("--queue <name>", "name of the queue");
}

/** The queue's place, as far as it was given. */
function placeOf({ redis, queue }: QueueWords): QueueWords {
  return { ...(redis === undefined ? {} : { redis }), ...(queue === undefined ? {} : { queue }) };
}

/** `ancilla submit MODEL`: put an ensemble into the queue. */
export function submit(): Command {
  const command = new Command("submit").description("put an ensemble into a queue (Redis) for workers on any number of machines");
  return withQueue(withEnsemble(command))
    .option("--chunk <n>", "realisations per chunk, a multiple of 32", wholeNumber("chunk", 32))
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText(
      "after",
      '\nExample:\n  ancilla submit phaseonium --steps 2000 --trajectories 4096 --noise "phi=normal(2.404,0.2)" --redis redis://host',
    )
    .action(async (name: string, options: EnsembleWords & QueueWords & { chunk?: number }) => {
      const { model } = modelOf(name, options.set);
      requireLength(model.dynamics.kind, options);
      const asked = ensembleOptions(options, observablesOf(model, options.observe));
      const { id, chunks } = await submitEnsemble(model, asked, {
        ...placeOf(options),
        ...(options.chunk ? { chunk: options.chunk } : {}),
      });
      process.stdout.write(
        options.json ? toJson({ id, chunks }) : `${id}\n${chunks} chunks; \`ancilla merge ${id}\` joins them when workers are done.\n`,
      );
    });
}

/** `ancilla worker`: run chunks from the queue. */
export function worker(): Command {
  return withQueue(new Command("worker"))
    .description("run chunks of ensembles from a queue until interrupted")
    .option("--threads <n>", "threads (default: one per core)", wholeNumber("threads", 1))
    .option("--drain", "end when nothing is waiting")
    .addHelpText("after", "\nExample:\n  ancilla worker --redis redis://host --drain")
    .action(async (options: QueueWords & { threads?: number; drain?: boolean }) => {
      const stop = new AbortController();
      const interrupt = (): void => stop.abort();
      process.once("SIGINT", interrupt);
      try {
        let failed = 0;
        const done = await work({
          ...placeOf(options),
          ...(options.threads === undefined ? {} : { threads: options.threads }),
          ...(options.drain ? { drain: true } : {}),
          signal: stop.signal,
          onChunk: ({ id, index, chunks, error }) => {
            if (error) failed++;
            process.stderr.write(`${id}: chunk ${index + 1} of ${chunks} ${error ? `failed: ${error.message}` : "done"}\n`);
          },
        });
        process.stdout.write(`${done - failed} chunks done, ${failed} failed\n`);
        if (failed) process.exitCode = exitCode.failed;
      } finally {
        process.off("SIGINT", interrupt);
      }
    });
}

/** `ancilla merge ID`: join the chunks of an ensemble. */
export function merge(): Command {
  const command = withQueue(new Command("merge")).description("join the chunks of a submitted ensemble into one result");
  return withDelivery(command)
    .argument("<id>", "name that `ancilla submit` printed")
    .option("--partial", "take what is complete from the first realisation on")
    .addHelpText("after", "\nExample:\n  ancilla merge 1f0c --redis redis://host --json")
    .action(async (id: string, options: QueueWords & DeliveryOptions & { partial?: boolean }) => {
      const to = await target(options);
      const result = await mergeChunks(id, { ...placeOf(options), ...(options.partial ? { partial: true } : {}) });
      await deliver(
        to,
        ensembleRecord(result, {}),
        `${result.model}-ensemble-${id}`,
        `Made of ${result.trajectories} realisations${result.partial ? " (PARTIAL)" : ""}.`,
      );
    });
}
