/**
 * One worker and what waits for it: one piece of work runs, of each kind one waits, and a newer one takes the place of an older. A worker
 * that is deaf when it should stop is replaced.
 *
 *   ask ──▶ waiting (by slot, newest only) ──▶ running ──▶ answer
 */
import type { AnswerOf, AskOf, FromWorker, Kind, Refused, ToWorker } from "./protocol.ts";
import { startWorker } from "./start-worker.ts";

/** Who asked: called with parts, then with the answer or the reason why there is none. */
export interface Asker<K extends Kind> {
  part?(answer: AnswerOf<K>, milliseconds: number): void;
  done(answer: AnswerOf<K>, milliseconds: number): void;
  refused(why: Refused): void;
  /** A newer ask took its place, or it was stopped before it had anything. */
  dropped?(): void;
}

interface Task {
  readonly number: number;
  readonly slot: string;
  readonly what: Kind;
  readonly ask: unknown;
  readonly asker: Asker<Kind>;
}

/** Milliseconds that a worker has to hear that it should stop, and to make room for newer work. */
const DEAF_TO_STOP = 80;
const DEAF_TO_NEWER = 250;
/** An idle worker ends after this time. */
const IDLE = 60_000;

export class Lane {
  private worker: Worker | null = null;
  private running: Task | null = null;
  private readonly waiting = new Map<string, Task>();
  private number = 0;
  private deaf: ReturnType<typeof setTimeout> | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  /** @param keep the worker stays alive when idle */
  constructor(private readonly keep = false) {}

  /** Ask for work; what waits in the same slot is dropped, what runs in it is let finish for a moment. */
  ask<K extends Kind>(what: K, ask: AskOf<K>, asker: Asker<K>, slot: string = what): void {
    const task: Task = { number: ++this.number, slot, what, ask, asker: asker as unknown as Asker<Kind> };
    this.waiting.get(slot)?.asker.dropped?.();
    this.waiting.set(slot, task);
    if (this.running?.slot === slot && this.deaf === undefined) {
      this.post({ kind: "stop", number: this.running.number });
      this.deaf = setTimeout(() => this.replace(), DEAF_TO_NEWER);
    }
    this.next();
  }

  /** Ask, as a promise; rejects with what was refused, or with null when dropped. */
  wait<K extends Kind>(what: K, ask: AskOf<K>, slot?: string): Promise<AnswerOf<K>> {
    return new Promise((resolve, reject) => {
      this.ask(what, ask, { done: resolve, refused: reject, dropped: () => reject(null) }, slot);
    });
  }

  /** Stop what runs in a slot and forget what waits in it. What was complete by then still comes as an answer. */
  stop(slot: string): void {
    this.waiting.get(slot)?.asker.dropped?.();
    this.waiting.delete(slot);
    if (this.running?.slot !== slot) return;
    this.post({ kind: "stop", number: this.running.number });
    clearTimeout(this.deaf);
    this.deaf = setTimeout(() => this.replace(), DEAF_TO_STOP);
  }

  get busy(): boolean {
    return this.running !== null;
  }

  private next(): void {
    if (this.running !== null) return;
    const [first] = this.waiting.values();
    clearTimeout(this.idle);
    if (first === undefined) {
      if (!this.keep && this.worker) this.idle = setTimeout(() => this.end(), IDLE);
      return;
    }
    this.waiting.delete(first.slot);
    this.running = first;
    this.post({ kind: "ask", number: first.number, what: first.what, ask: first.ask });
  }

  private post(message: ToWorker): void {
    this.worker ??= this.start();
    this.worker.postMessage(message);
  }

  private start(): Worker {
    const worker = startWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.fail({ code: "INTERNAL", message: `A worker failed: ${event.message || "its script did not load"}.` });
    };
    return worker;
  }

  private hear(message: FromWorker): void {
    const task = this.running;
    if (task === null || message.number !== task.number) return;
    if (message.kind === "part") {
      task.asker.part?.(message.answer as never, message.milliseconds);
      return;
    }
    this.free();
    if (message.kind !== "refused") task.asker.done(message.answer as never, message.milliseconds);
    else if (message.refused.code === "ABORT") task.asker.dropped?.();
    else task.asker.refused(message.refused);
    this.next();
  }

  private fail(refused: Refused): void {
    const task = this.running;
    this.end();
    this.free();
    task?.asker.refused(refused);
    this.next();
  }

  /** Put a fresh worker in the place of one that does not hear. */
  private replace(): void {
    const task = this.running;
    this.end();
    this.free();
    task?.asker.dropped?.();
    this.next();
  }

  private free(): void {
    clearTimeout(this.deaf);
    this.deaf = undefined;
    this.running = null;
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}
