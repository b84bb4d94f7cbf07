/** The way to Redis, through two optional packages: `bullmq` (the queue) and `ioredis` (the connection). */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { RunFailure } from "../errors.ts";
import { optional } from "../files/optional.ts";
import { type Address, readAddress, redact } from "./address.ts";
import { defaultRedis } from "./place.ts";

/** Load the queue package. Throws `MissingPackage` with the command that installs it. */
export function bullmq(): Promise<typeof import("bullmq")> {
  return optional("bullmq", "The queue", () => import("bullmq"), "ioredis");
}

/** A queue on a connection. Where that is lost for a while it is taken up again, and nobody needs a trace of it. */
export async function queueOn<T extends object, R = unknown>(connection: Redis, name: string): Promise<Queue<T, R>> {
  const bull = await bullmq();
  const queue = new bull.Queue<T, R>(name, { connection });
  queue.on("error", () => {});
  return queue as unknown as Queue<T, R>;
}

/** The address of Redis: as given, as the environment variable ANCILLA_REDIS says, or on this machine. */
function addressOf(redis: string | undefined): Address {
  return readAddress(redis ?? process.env.ANCILLA_REDIS ?? defaultRedis);
}

/**
 * Connect, once, and fail with a sentence when nobody answers; a connection lost later is taken up again.
 * @throws RangeError when the address is none; RunFailure with the address (without its secrets) when there is no answer, or no such
 *   database
 */
export async function connect(redis?: string): Promise<Redis> {
  const address = addressOf(redis);
  const { Redis: Client } = await optional("ioredis", "The queue", () => import("ioredis"));
  let established = false;
  const client = new Client(address.url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: 5000,
    retryStrategy: (times) => (established ? Math.min(100 * times, 3000) : null),
  });
  let cause: Error | null = null;
  client.on("error", (error: Error) => {
    cause = error;
  });
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    const reason = (cause as Error | null)?.message || (error as Error).message;
    const why = `${address.shown} (${redact(reason, address.url)})`;
    if (/^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH)/.test(reason)) throw new RunFailure(`Redis refuses user or password at ${why}. Give others.`);
    throw new RunFailure(`No Redis answers at ${why}. Start one, or name another one.`);
  }
  await choose(client, address);
  established = true;
  return client;
}

/** Go to the database of the address: a server that does not have it would silently stay in its first one. */
async function choose(client: Redis, { url, shown, database }: Address): Promise<void> {
  try {
    await client.select(database);
  } catch (error) {
    client.disconnect();
    const reason = redact((error as Error).message, url);
    throw new RunFailure(`Redis does not open database ${database} of ${shown} (${reason}). Name another database or password.`);
  }
}

/** What Redis answers when it will not take any command of a kind, now or later: waiting does not help. */
const hopeless = /^(OOM|MISCONF|READONLY|NOPERM|NOAUTH|WRONGPASS)\b|\b(OOM command not allowed|MISCONF Redis)\b/;

/** The sentence for an error of Redis that waiting does not mend; null for others. */
export function refusalOf(error: unknown): RunFailure | null {
  const { message = "" } = error as { message?: string };
  if (!hopeless.test(message)) return null;
  const full = message.includes("OOM") ? "Redis is full: give it more memory (maxmemory), or cancel ensembles." : "Redis refuses to write.";
  return new RunFailure(`${full} It says: ${redact(message).replace(/\s+/g, " ").slice(0, 200)}`);
}

/** Run `body` with a connection and end it afterwards. What Redis refuses becomes a RunFailure. */
export async function connected<T>(redis: string | undefined, body: (client: Redis) => Promise<T>): Promise<T> {
  const client = await connect(redis);
  try {
    return await body(client);
  } catch (error) {
    if (error instanceof RunFailure) throw error;
    const refused = refusalOf(error);
    if (refused) throw refused;
    if ((error as Error).name === "ReplyError")
      throw new RunFailure(`Redis refused: ${redact((error as Error).message, addressOf(redis).url)}`);
    throw error;
  } finally {
    client.disconnect();
  }
}
