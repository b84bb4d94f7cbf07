/** The worker's side of asks: answers one after the other, and hears a stop in between. */
import type { AnswerOf, AskOf, FromWorker, Kind, ToWorker, Work } from "../compute/protocol.ts";
import { refusalOf } from "./refusal.ts";
import { threadScript } from "./thread-script.ts";

export type Handler<K extends Kind> = (ask: AskOf<K>, work: Work<AnswerOf<K>>) => AnswerOf<K> | Promise<AnswerOf<K>>;
export type Handlers = { readonly [K in Kind]: Handler<K> };

/** @param find the function that does a kind of work; it may have to be loaded */
export function answerAsks(find: (what: Kind, ask: unknown) => Promise<Handler<Kind>>): void {
  const running = new Map<number, AbortController>();
  const post = (message: FromWorker): void => self.postMessage(message);
  self.onmessage = async ({ data }: MessageEvent<ToWorker>): Promise<void> => {
    if (data.kind === "stop") {
      running.get(data.number)?.abort();
      return;
    }
    if (data.kind === "script") {
      threadScript.made = data.script;
      return;
    }
    const { number, what, ask } = data;
    const stop = new AbortController();
    running.set(number, stop);
    const begin = performance.now();
    const milliseconds = (): number => performance.now() - begin;
    try {
      const handler = await find(what, ask);
      const work = {
        part: (answer: unknown) => post({ kind: "part", number, answer, milliseconds: milliseconds() }),
        signal: stop.signal,
      };
      const answer = await handler(ask as never, work as never);
      post({ kind: "answer", number, answer, milliseconds: milliseconds() });
    } catch (error) {
      post({ kind: "refused", number, refused: refusalOf(error) });
    } finally {
      running.delete(number);
    }
  };
}
