/**
 * The ensembles that a queue knows, and the queues that their chunks lie in:
 *
 *   ancilla:ensembles:QUEUE       a hash of Redis: id → description
 *   QUEUE-VERSION-ENGINE          one queue of chunks per version of the program
 *
 * A worker takes chunks of its own version only; those of another one are left to others. A description is believed only where its
 * name is the hash of what it says.
 */
import type { Redis } from "ioredis";
import { RunFailure, wrongValue } from "../errors.ts";
import { version } from "../files/provenance.ts";
import { wasmHash as engine } from "../numerics/engine.ts";
import { type Description, ensembleId } from "./description.ts";
import { type QueueOptions, queueName } from "./place.ts";

/** Name of the queue in which chunks of this version lie. */
export function chunkQueue(options: QueueOptions, of: Pick<Description, "version" | "engine"> = { version, engine }): string {
  return `${queueName(options)}-${of.version}-${of.engine.slice(0, 12)}`;
}

function key(options: QueueOptions): string {
  return `ancilla:ensembles:${queueName(options)}`;
}

/** Write a description down. */
export async function register(redis: Redis, options: QueueOptions, id: string, description: Description): Promise<void> {
  await redis.hset(key(options), id, JSON.stringify(description));
}

/** Forget an ensemble: workers no longer run its chunks. */
export async function forget(redis: Redis, options: QueueOptions, id: string): Promise<void> {
  await redis.hdel(key(options), id);
}

/**
 * The description of an ensemble; null where the queue does not know the name.
 * @throws RunFailure when the description is not the one that was submitted
 */
export async function find(redis: Redis, options: QueueOptions, id: string): Promise<Description | null> {
  const text = await redis.hget(key(options), id);
  if (text === null) return null;
  try {
    const description = JSON.parse(text) as Description;
    if (ensembleId(description) === id) return description;
  } catch {
    // No description at all.
  }
  throw new RunFailure(`The description of the ensemble "${id}" in the queue was changed: it is not run. Submit it again.`);
}

/** As `find`, but throws a RangeError for a name that the queue does not know. */
export async function findKnown(redis: Redis, options: QueueOptions, id: string): Promise<Description> {
  const description = await find(redis, options, id);
  if (description) return description;
  throw wrongValue("id", `name an ensemble in the queue "${queueName(options)}"`, id, "`submit` prints it.");
}

/** Versions whose ensembles are here, but for this one: `0.1.0 (engine ecf8851b100d)`. */
export async function otherVersions(redis: Redis, options: QueueOptions): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const text of Object.values(await redis.hgetall(key(options)))) {
    const { version: by, engine: on } = JSON.parse(text) as Partial<Description>;
    if (by !== version || on !== engine) found.add(`${by} (engine ${String(on).slice(0, 12)})`);
  }
  return [...found].sort();
}
