/**
 * The worker: documents are described and run at once, everything else is loaded when it is first asked for. Started by another worker for its
 * long work it has the other role, and is a thread of the package's pool.
 */
import type { Kind, Source } from "./compute/protocol.ts";
import { answerAsks, type Handler } from "./engine/answer-asks.ts";
import { describe } from "./engine/describe.ts";
import { loadEngine } from "./engine/load-engine.ts";
import { runOf } from "./engine/run.ts";
import { offerCatalogue, prepare } from "./engine/subject.ts";
import { becomeThread } from "./engine/thread.ts";
import { THREAD } from "./engine/thread-script.ts";

const first = { describe, run: runOf } as unknown as Partial<Record<Kind, Handler<Kind>>>;

interface SourceAsk {
  readonly source?: Source;
  readonly large?: boolean;
}

function beginAnswering(): void {
  const engine = loadEngine();
  answerAsks(async (what, ask) => {
    const { source, large = false } = ask as SourceAsk;
    await engine;
    if (source) await prepare(source);
    const known = first[what];
    if (known && source?.kind === "document" && !large) return known;
    const [{ handlers }, { definitionByName }] = await Promise.all([import("./engine/handlers.ts"), import("./engine/catalogue.ts")]);
    offerCatalogue(definitionByName);
    return handlers[what] as Handler<Kind>;
  });
}

if (self.name === THREAD) void becomeThread();
else beginAnswering();
