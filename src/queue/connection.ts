/** The way to Redis, through two optional packages: `bullmq` (the queue) and `ioredis` (the connection). */
import type { Redis } from "ioredis";
import { RunFailure } from "../errors.ts";
import { optional } from "../files/optional.ts";
import { defaultRedis } from "./place.ts";

/** Load the queue package. Throws `MissingPackage` with the command that installs it. */
export function bullmq(): Promise<typeof import("bullmq")> {
  return optional("bullmq", "The queue", () => import("bullmq"));
}

/**
 * Connect, once, and fail with a sentence when nobody answers; a connection lost later is taken up again.
 * @throws RunFailure with the address (without its password) when there is no answer
 */
export async function connect(redis = defaultRedis): Promise<Redis> {
  const { Redis: Client } = await optional("ioredis", "The queue", () => import("ioredis"));
  let established = false;
  const client = new Client(redis, {
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
    throw new RunFailure(`No Redis answers at ${withoutPassword(redis)} (${reason}). Start one, or name another one.`);
  }
  established = true;
  return client;
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/[^@/]*@/, "//");
}

/** Run `body` with a connection and end it afterwards. */
export async function connected<T>(redis: string | undefined, body: (client: Redis) => Promise<T>): Promise<T> {
  const client = await connect(redis);
  try {
    return await body(client);
  } finally {
    client.disconnect();
  }
}
