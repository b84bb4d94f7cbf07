/** `ancilla merge`: joins what was run apart, the files of shards or the chunks of a queue. */
import { existsSync } from "node:fs";
import { Command } from "commander";
import { type MeasurementData, measurementFromData } from "../dynamics/measurement-data.ts";
import { mergeShards } from "../files/shards.ts";
import { merge as mergeChunks, submitted } from "../queue/merge.ts";
import { type Asked, aboutOf } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { describedBy } from "./document.ts";
import { ensembleRecord } from "./ensemble.ts";
import { UsageError } from "./failure.ts";
import { withDelivery } from "./options.ts";
import { placeOf, type QueueWords, withQueue } from "./queue.ts";
import { type DeliveryOptions, formatsOf, target } from "./target.ts";
import { joinedRecord, unravelRecord } from "./unravel.ts";

const examples = `
Examples:
  ancilla merge parts --out results          all parts that \`ancilla ensemble --shard i/n --out parts\` wrote
  ancilla merge node1/parts node2/parts --json
  ancilla merge 1f0c --redis redis://host    an ensemble that \`ancilla submit\` put into a queue`;

type MergeWords = QueueWords & DeliveryOptions & { readonly partial?: boolean };

/** `ancilla merge DIR…` or `ancilla merge ID`: join the parts of an ensemble into one result. */
export function merge(): Command {
  const command = new Command("merge")
    .description("join the parts of an ensemble into one result, with the bits of one run: files of shards, or chunks of a queue")
    .argument("<what...>", "folders or files of parts (.part), or the name that `ancilla submit` printed");
  return withDelivery(withQueue(command))
    .option("--partial", "of a queue: take what is complete from the first realisation on")
    .addHelpText("after", examples)
    .action(async (what: readonly string[], options: MergeWords) => {
      formatsOf(options);
      if (isQueued(what, options)) await mergeQueued(what[0], options);
      else await mergeFiles(what, options);
    });
}

/** Does the line mean an ensemble of a queue? A name such as `submit` prints, that no file has, does; so does any where a queue is given. */
function isQueued(what: readonly string[], { redis, queue, partial }: MergeWords): boolean {
  const named = redis !== undefined || queue !== undefined || partial === true;
  const files = what.filter((word) => existsSync(word) || /[\\/.]/.test(word));
  if (named && what.length > 1) throw new UsageError("A queue's ensembles are merged one at a time: give one name.");
  if (named && files.length > 0) throw new UsageError(`"${files[0]}" is a place of parts: leave --redis, --queue and --partial out.`);
  return named || (what.length === 1 && files.length === 0 && /^[0-9a-f]{16}$/.test(what[0]));
}

async function mergeQueued(id: string, options: MergeWords): Promise<void> {
  const { model, asked, document, about: told, watched } = await submitted(id, placeOf(options));
  const partial = options.partial ?? false;
  const name = `${model}-${watched ? "unravel" : "ensemble"}-${id}`.replace(/[^\w.-]/g, "-");
  const to = await target(options, { name, request: { command: "merge", id, partial } });
  if (await repeated(to)) return;
  const result = await mergeChunks(id, { ...placeOf(options), ...(partial ? { partial } : {}) });
  const summary = `Made of ${result.trajectories} ${watched ? "trajectories" : "realisations"}${result.partial ? " (PARTIAL)" : ""}.`;
  const about = aboutOf(document === undefined ? null : await describedBy(document));
  const { said = {}, words } = told as { readonly said?: Asked["said"]; readonly words?: Readonly<Record<string, unknown>> };
  const { by, outcomes } = result;
  const record =
    by && outcomes
      ? unravelRecord({ ...result, by, outcomes }, { ...about, said, words: words ?? asked })
      : ensembleRecord(result, asked, { ...about, said });
  await deliver(to, record, summary, !result.partial);
}

/** What the command line handed on with its shards. */
type About = Pick<Asked, "carried" | "hashes" | "said"> & {
  readonly asked: Parameters<typeof ensembleRecord>[1];
  /** Trajectories: what was watched. */
  readonly watched: {
    readonly by: MeasurementData;
    readonly outcomes: readonly string[];
    readonly said: Readonly<Record<string, unknown>>;
  };
  readonly request: Readonly<Record<string, unknown>>;
};

async function mergeFiles(places: readonly string[], options: MergeWords): Promise<void> {
  const { result, about, name, records } = await mergeShards(places);
  const { asked, watched, carried, hashes, said, request } = about as Partial<About>;
  if (!(asked || watched) || !carried || !hashes || !request) {
    throw new UsageError("These parts were written by a program of its own: merge them with `mergeShards` of ancilla/node.");
  }
  // The result is that of `ancilla ensemble`, under its name: the same request finds it.
  const to = await target(options, { name, request });
  if (await repeated(to)) return;
  const own = { carried, hashes, said: said ?? {} };
  if (watched) {
    const { by, outcomes, said: words } = watched;
    const record = joinedRecord({ result, ...(records ? { records } : {}) }, measurementFromData(by), outcomes, { ...own, words });
    await deliver(to, record, `Made of ${result.trajectories} trajectories.`);
    return;
  }
  const record = ensembleRecord(result, asked as About["asked"], own);
  await deliver(to, record, `Made of ${result.trajectories} realisations.`);
}
