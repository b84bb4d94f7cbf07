import { wrongValue } from "../errors.ts";
import { aName, type OptionChecks } from "../options.ts";

/** Where a queue is. */
export interface QueueOptions {
  /** Such as redis://127.0.0.1:6379, which is what it is unless given. */
  readonly redis?: string;
  /** Name of the queue, so that several projects may share one Redis; "ancilla" unless given. */
  readonly queue?: string;
}

/** Checks of the options of everything that a queue takes. */
export const placeChecks: OptionChecks<QueueOptions> = { redis: aName, queue: aName };

export const defaultRedis = "redis://127.0.0.1:6379";
export const defaultQueue = "ancilla";

/** The name of a queue: it becomes part of keys in Redis. */
export function queueName({ queue = defaultQueue }: QueueOptions): string {
  if (typeof queue === "string" && /^[\w.-]{1,64}$/.test(queue)) return queue;
  throw wrongValue("queue", "be a name of letters, digits, dots, hyphens and underscores", queue);
}
