/** Where a queue is. */
export interface QueueOptions {
  /** Such as redis://127.0.0.1:6379, which is what it is unless given. */
  readonly redis?: string;
  /** Name of the queue, so that several projects may share one Redis; "ancilla" unless given. */
  readonly queue?: string;
}

export const defaultRedis = "redis://127.0.0.1:6379";
export const defaultQueue = "ancilla";
