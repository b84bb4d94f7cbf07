/** Sweeps on several workers: the points of all shares come together, whatever the order in which they arrive. */
import { describe, expect, it } from "vitest";
import { Crew } from "../../src/compute/crew.ts";
import type { Asker } from "../../src/compute/lane.ts";
import type { SweepAnswer, SweepAsk } from "../../src/engine/sweep.ts";

interface Asked {
  readonly ask: SweepAsk;
  readonly asker: Asker<"sweep">;
}

const count = 120;
const values = Array.from({ length: count }, (_, k) => k);
const ask = {
  source: { kind: "catalogue", name: "bloch", values: {} },
  axes: [{ name: "Omega", values, log: false }],
  of: "steady",
  observe: ["sz"],
} as const;

/** What a worker answers for its share of the points: the square of each. */
function answerOf({ share }: SweepAsk, most = count): SweepAnswer {
  const { first, every } = share ?? { first: 0, every: 1 };
  const mine = (at: number): boolean => at % every === first && at < most;
  return {
    axes: ask.axes,
    columns: [{ name: "sz", values: Float64Array.from(values, (at) => (mine(at) ? at * at : Number.NaN)) }],
    done: Uint8Array.from(values, (at) => (mine(at) ? 1 : 0)),
    problems: mine(7) ? [{ at: 7, reason: "seven" }] : [],
    cautions: mine(7) ? [{ at: 7, text: "Omega = 7: at seven" }] : [],
    warnings: mine(7) ? ["Omega = 7: at seven"] : [],
    impossible: 0,
  };
}

/** A crew of as many workers as there are cores to spare, and what it asked of each. */
function crewOn(cores: number) {
  const asked: Asked[] = [];
  const stopped: string[] = [];
  const lane = {
    ask: (_what: unknown, given: SweepAsk, asker: Asker<"sweep">) => void asked.push({ ask: given, asker }),
    stop: (slot: string) => void stopped.push(slot),
  };
  return {
    crew: new Crew(
      () => lane as never,
      () => cores,
    ),
    asked,
    stopped,
  };
}

function listener() {
  const heard: { parts: SweepAnswer[]; done: SweepAnswer[]; refused: string[]; dropped: number } = {
    parts: [],
    done: [],
    refused: [],
    dropped: 0,
  };
  const asker: Asker<"sweep"> = {
    part: (answer) => void heard.parts.push(answer),
    done: (answer) => void heard.done.push(answer),
    refused: ({ code }) => void heard.refused.push(code),
    dropped: () => void heard.dropped++,
  };
  return { heard, asker };
}

describe("a crew", () => {
  it.each([
    [1, 1],
    [2, 1],
    [4, 3],
    [16, 4],
  ])("has on %s cores %s workers, and joins their points", (cores, workers) => {
    const { crew, asked } = crewOn(cores);
    const { heard, asker } = listener();
    crew.ask("sweep", ask, asker);
    expect(asked.length).toBe(workers);
    asked[0]?.asker.part?.(answerOf((asked[0] as Asked).ask, 60), 1);
    expect(heard.parts[0]?.done.slice(60).every((one) => one === 0)).toBe(true);
    for (const one of [...asked].reverse()) {
      expect(heard.done).toEqual([]);
      one.asker.done(answerOf(one.ask), 2);
    }
    expect(heard.done).toEqual([answerOf(ask)]);
  });

  it("takes one worker for few points", () => {
    const { crew, asked } = crewOn(8);
    crew.ask("sweep", { ...ask, axes: [{ name: "Omega", values: [1, 2, 3], log: false }] }, listener().asker);
    expect(asked.length).toBe(1);
  });

  it("says a refusal once, keeps what was there when it is stopped, and says nothing where there was nothing", () => {
    const { crew, asked, stopped } = crewOn(3);
    const first = listener();
    crew.ask("sweep", ask, first.asker);
    for (const { asker } of asked) asker.refused({ code: "WRONG_VALUE", message: "no" });
    expect(first.heard.refused).toEqual(["WRONG_VALUE"]);
    const second = listener();
    crew.ask("sweep", ask, second.asker);
    const [a, b] = asked.slice(2) as [Asked, Asked];
    a.asker.part?.(answerOf(a.ask, 10), 1);
    crew.stop("sweep");
    expect(stopped).toEqual(["sweep", "sweep"]);
    a.asker.done(answerOf(a.ask, 10), 1);
    b.asker.dropped?.();
    expect(second.heard.done[0]?.done.reduce((sum, one) => sum + one, 0)).toBe(5);
    const third = listener();
    crew.ask("sweep", ask, third.asker);
    for (const { asker } of asked.slice(4)) asker.dropped?.();
    expect([third.heard.done.length, third.heard.dropped]).toEqual([0, 1]);
  });
});
