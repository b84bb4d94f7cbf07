/** Studies on a pool: the same bits and kinds as on the calling thread, records as they come, and threads that are free again. */

import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../src/documents/index.ts";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import { workerPool } from "../../src/ensembles/pool.ts";
import {
  AbortError,
  averaged,
  averagedAsync,
  bloch,
  counting,
  countingAsync,
  ensemble,
  harvest,
  kerr,
  normal,
  Operator,
  phaseonium,
  purity,
  qubit,
  RunFailure,
  rk4,
  rotor,
  run,
  runAsync,
  sigmaX,
  spinChain,
  stateView,
  steady,
  steadyAsync,
  sweep,
  sweepAsync,
} from "../../src/index.ts";
import { soonest } from "./soonest.ts";

const executor = nodeThreads({ threads: 2 });
afterAll(() => executor.close());

const cascade = phaseonium({ levels: 8 });
const asData = (solution: ReturnType<typeof run>) => JSON.parse(JSON.stringify({ ...solution, plan: String(solution.plan) }));

describe("a run on a thread", () => {
  it.each([
    ["collisions", cascade, { steps: 40, saveEvery: 8, observables: ["T1", "T2"], states: true }],
    ["an equation", bloch(), { until: 3, method: rk4({ dt: 0.01 }) }],
    ["an observable and a start of one's own", bloch(), { until: 2, initial: [0, 1], observables: ["sz", { x: sigmaX(qubit()) }] }],
    ["a run that begins later", harvest({ N: 2 }), { steps: 5, from: 3 }],
    [
      "a start that was replaced",
      {
        ...bloch(),
        initial: run(bloch(), { until: 1 }).final.matrix() && Operator.fromMatrix(qubit(), run(bloch(), { until: 1 }).final.matrix()),
      },
      { until: 1 },
    ],
  ] as const)("is that of the calling one: %s", async (_, model, options) => {
    const wanted = run(model as never, options as never);
    const running = runAsync(model as never, { ...(options as object), executor } as never);
    const records: { at: number; values: Readonly<Record<string, number | null>> }[] = [];
    for await (const record of running) records.push(record);
    const found = await running;
    expect(asData(found)).toEqual(asData(wanted));
    expect(records.map(({ at }) => at)).toEqual(wanted.axis.values);
    for (const [name, column] of Object.entries(wanted.observables)) expect(records.map(({ values }) => values[name])).toEqual(column);
    expect(found.final.blocks().length).toBe(wanted.final.blocks().length);
    expect(String(found.plan)).toBe(String(wanted.plan));
  });

  it("goes there with a document", async () => {
    const document = readDocument(readFileSync("examples/thermalising-qubit.json", "utf8"));
    const model = documentModel(document).build({ g: 0.7 });
    expect(asData(await runAsync(model, { steps: 30, executor }))).toEqual(asData(run(model, { steps: 30 })));
  });

  it("stays here where the model only shares a name, or was changed", async () => {
    for (const model of [
      { ...bloch(), dynamics: bloch({ Omega: 3 }).dynamics },
      { ...bloch({ Omega: 2 }), name: "kerr" },
    ]) {
      expect(asData(await runAsync(model, { until: 1, executor }))).toEqual(asData(run(model, { until: 1 })));
    }
  });

  it("fails as here, with the place and the kind", async () => {
    const failing = { until: 20, method: rk4({ dt: 2 }) };
    let here: unknown;
    try {
      run(kerr({ levels: 12 }), failing);
    } catch (error) {
      here = error;
    }
    const there = await runAsync(kerr({ levels: 12 }), { ...failing, executor }).catch((error: unknown) => error);
    expect(there).toBeInstanceOf(RunFailure);
    expect({ ...(there as RunFailure), message: (there as Error).message }).toEqual({
      ...(here as RunFailure),
      message: (here as Error).message,
    });
    await expect(runAsync(bloch(), { until: 1, observables: ["nothing"], executor })).rejects.toMatchObject({ code: "WRONG_VALUE" });
  });
});

describe("other studies on a thread", () => {
  it("give what they give here, operators and states included", async () => {
    const [found, wanted] = [await steadyAsync(rotor({ lmin: -3, lmax: 3 }), { executor }), steady(rotor({ lmin: -3, lmax: 3 }))];
    expect(JSON.stringify({ ...found, plan: String(found.plan) })).toBe(JSON.stringify({ ...wanted, plan: String(wanted.plan) }));
    expect(found.basis?.[0]).toBeInstanceOf(Operator);
    expect(purity(found.state)).toBe(purity(wanted.state));
    const counted = { of: ["Q"], steps: 6 } as const;
    expect(await countingAsync(harvest({ N: 2 }), { ...counted, executor })).toEqual(counting(harvest({ N: 2 }), counted));
    const noisy = { steps: 6, noise: { phi: normal(2.4, 0.2) }, observables: ["n1"] };
    expect((await averagedAsync(cascade, { ...noisy, executor })).observables).toEqual(averaged(cascade, noisy).observables);
    const asked = { over: "Omega", values: [0.2, 0.4, 0.8, 1.6], observables: ["sz"] } as const;
    const points: number[] = [];
    const running = sweepAsync(bloch(), { ...asked, executor });
    for await (const { at } of running) points.push(at);
    expect(points).toEqual([0, 1, 2, 3]);
    expect((await running).observables).toEqual(sweep(bloch(), asked).observables);
  });

  it("go there by themselves where a single call would be long", async () => {
    const model = spinChain({ N: 4 });
    expect((await steadyAsync(model, { slice: 0.01 })).observables).toEqual(steady(model).observables);
  });
});

describe("an end", () => {
  const long = { steps: 100_000_000, saveEvery: 1_000_000, observables: ["T1"] };

  it("comes within a tenth of a second, and the thread goes on with what else was asked of it", async () => {
    await soonest(100, async () => {
      const controllers = Array.from({ length: 4 }, () => new AbortController());
      const running = controllers.map(({ signal }) => runAsync(cascade, { ...long, executor, signal }));
      const short = Array.from({ length: 4 }, () => runAsync(bloch(), { until: 1, executor }));
      // the first of them is at work
      await running[0][Symbol.asyncIterator]().next();
      const fired = performance.now();
      for (const controller of controllers) controller.abort("stop");
      const ends = await Promise.allSettled(running);
      const late = performance.now() - fired;
      for (const end of ends) expect(end).toMatchObject({ status: "rejected", reason: { code: "ABORT", cause: "stop" } });
      const wanted = run(bloch(), { until: 1 });
      for (const solution of await Promise.all(short)) expect(solution.observables).toEqual(wanted.observables);
      return late;
    });
  });

  it("comes when a loop over records is left", async () => {
    const running = runAsync(cascade, { steps: 100_000_000, saveEvery: 1000, observables: ["T1"], executor });
    let seen = 0;
    for await (const _ of running) if (++seen === 3) break;
    await expect(running).rejects.toBeInstanceOf(AbortError);
  });

  it("is what a listener that throws makes of a run, with the listener's error", async () => {
    const mine = new Error("mine");
    const fail = () => {
      throw mine;
    };
    const long = phaseonium({ levels: 10 });
    await expect(runAsync(long, { steps: 1e6, saveEvery: 10, executor, onRecord: fail })).rejects.toBe(mine);
    await expect(runAsync(long, { steps: 1e6, executor, onProgress: fail })).rejects.toBe(mine);
    await expect(runAsync(bloch(), { until: 1, onRecord: fail })).rejects.toBe(mine);
    const noisy = { steps: 5, trajectories: 256, noise: { phi: normal(2.4, 0.1) }, observables: ["T1"], executor };
    await expect(ensemble(phaseonium({ cavities: 1, levels: 6 }), { ...noisy, onProgress: fail })).rejects.toBe(mine);
    expect((await runAsync(bloch(), { until: 1, executor })).observables).toEqual(run(bloch(), { until: 1 }).observables);
  });

  it("reaches points of a sweep and ensembles", async () => {
    const controller = new AbortController();
    const values = Array.from({ length: 4000 }, (_, k) => 0.01 + k * 1e-3);
    const sweeping = sweepAsync(kerr({ levels: 20 }), { over: "F", values, executor, signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    const error = await sweeping.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "AbortError", code: "ABORT" });
    const stop = new AbortController();
    const options = { steps: 3000, trajectories: 100_000, seed: 1, noise: { phi: normal(2.4, 0.1) }, observables: ["T1"], executor };
    const partial = ensemble(cascade, { ...options, signal: stop.signal, onProgress: (_, { done }) => done >= 32 && stop.abort() });
    expect((await partial).partial).toBe(true);
    expect((await runAsync(bloch(), { until: 1, executor })).observables.sz.length).toBe(101);
  });
});

/** A pool of workers that are played by hand. */
function played(threads: number) {
  const made: {
    post: unknown[];
    stopped: boolean;
    answer(number: number, result: unknown): void;
    opened(number: number): void;
    note(number: number, records: unknown[]): void;
    die(): void;
  }[] = [];
  const pool = workerPool(
    "played",
    threads,
    (onMessage, onFailure) => {
      const worker = {
        post: [] as unknown[],
        stopped: false,
        answer: (number: number, result: unknown) => onMessage({ number, reply: { kind: "study", result } }),
        opened: (number: number) => onMessage({ number, reply: { kind: "batches", axis: [0], plan: "", batches: [] } }),
        note: (number: number, records: unknown[]) => onMessage({ number, note: { records } }),
        die: () => onFailure(new Error("dead")),
      };
      made.push(worker);
      return { post: (message) => worker.post.push(message), stop: () => (worker.stopped = true), busy: () => {} };
    },
    async () => ({}),
  );
  const study = (study: string, note: (records: readonly unknown[]) => void = () => {}, signal?: AbortSignal) =>
    (pool.study as NonNullable<typeof pool.study>)(
      { study, model: "m", module: null, parameters: {}, options: {} },
      { signal, note: ({ records = [] }) => note(records) },
    );
  return { made, pool, study };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const numbersOf = (worker: { post: unknown[] }) =>
  worker.post.flatMap((message) => ((message as { kind: string }).kind === "request" ? [(message as { number: number }).number] : []));

describe("the pool", () => {
  it("gives a study a worker of its own, first come first served", async () => {
    const { made, study } = played(2);
    const answers = ["a", "b", "c"].map((name) => study(name));
    await expect.poll(() => made.map(numbersOf)).toEqual([[0], [1]]);
    made[1].answer(1, "B");
    await expect.poll(() => made.map(numbersOf)).toEqual([[0], [1, 2]]);
    made[0].answer(0, "A");
    made[1].answer(2, "C");
    expect(await Promise.all(answers)).toEqual(["A", "B", "C"]);
  });

  it("replaces a worker that does not hear, and asks anew what else it had, without a record twice", async () => {
    const { made, study } = played(1);
    const controller = new AbortController();
    const deaf = study("deaf", () => {}, controller.signal);
    await settled();
    controller.abort();
    await expect(deaf).rejects.toMatchObject({ code: "ABORT" });
    const next = study("next");
    await settled();
    expect(made[0].post.at(-1)).toEqual({ kind: "cancel", number: 0 });
    expect(numbersOf(made[0])).toEqual([0]);
    await expect.poll(() => [made.length, made[0].stopped]).toEqual([2, true]);
    await expect.poll(() => numbersOf(made[1])).toEqual([1]);
    made[1].answer(1, "done");
    expect(await next).toBe("done");
  });

  it("asks nothing anew that nobody waits for", async () => {
    const { made, pool, study } = played(1);
    const opening = pool.open({} as never, () => ({}) as never);
    await settled();
    made[0].opened(0);
    const open = await opening;
    const left = [open.run(0, 1), open.run(1, 1)];
    await settled();
    expect(numbersOf(made[0])).toEqual([0, 1, 2]);
    await open.close();
    for (const one of left) await expect(one).rejects.toMatchObject({ code: "ABORT" });
    const next = study("next");
    await expect.poll(() => made.map(numbersOf)).toEqual([[0, 1, 2], [3]]);
    made[1].answer(3, "done");
    expect(await next).toBe("done");
  });

  it("waits for an opening no longer than its caller does", async () => {
    const { made, pool } = played(1);
    const controller = new AbortController();
    const opening = pool.open({} as never, () => ({}) as never, controller.signal);
    await settled();
    expect(numbersOf(made[0])).toEqual([0]);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: "ABORT" });
  });

  it("keeps a worker that hears", async () => {
    const { made, study } = played(1);
    const controller = new AbortController();
    const left = study("left", () => {}, controller.signal);
    await settled();
    controller.abort();
    made[0].answer(0, "too late");
    await expect(left).rejects.toMatchObject({ code: "ABORT" });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([made.length, made[0].stopped]).toEqual([1, false]);
  });

  it("fails what was asked of a dead worker, and what comes later", async () => {
    const { made, study } = played(1);
    const asked = [study("a"), study("b")];
    await settled();
    made[0].die();
    for (const one of asked) await expect(one).rejects.toThrow("dead");
    await expect(study("c")).rejects.toThrow("dead");
  });

  it("replaces a worker that dies after it has answered: what was in its hands fails, the rest goes on", async () => {
    const { made, study } = played(1);
    const first = study("first");
    await settled();
    made[0].answer(0, "done");
    expect(await first).toBe("done");
    const [inHand, waiting] = [study("in hand"), study("waiting")];
    await settled();
    made[0].die();
    made[0].die();
    await expect(inHand).rejects.toThrow("dead");
    await expect.poll(() => made.slice(1).map(numbersOf)).toEqual([[2]]);
    made[1].answer(2, "went on");
    expect(await waiting).toBe("went on");
  });

  it("starts once a binary that was missing is there", async () => {
    let engine: object | null = null;
    const answering: Parameters<typeof workerPool>[2] = (onMessage) => ({
      post: (message) => message.kind === "request" && onMessage({ number: message.number, reply: { kind: "study", result: 5 } }),
      stop: () => {},
      busy: () => {},
    });
    const pool = workerPool("late", 1, answering, async () => {
      if (!engine) throw new Error("no binary");
      return engine;
    });
    const ask = () => pool.study?.({ model: "m", parameters: {}, study: "run", options: new Uint8Array() } as never, { note: () => {} });
    await expect(ask()).rejects.toThrow("no binary");
    engine = {};
    expect(await ask()).toBe(5);
  });

  it("says with the code of threads that a script is not there", async () => {
    const lost = nodeThreads({ threads: 1, worker: new URL("nowhere.mjs", import.meta.url) });
    await expect(runAsync(bloch(), { until: 1, executor: lost })).rejects.toMatchObject({
      code: "THREAD_FAILED",
      message: expect.stringMatching(/^A thread failed: .*nowhere\.mjs/),
    });
    await lost.close();
  });

  it("ends what is open when it is closed", async () => {
    const { study, pool } = played(1);
    const asked = study("a");
    await settled();
    await pool.close();
    await expect(asked).rejects.toThrow("closed");
  });
});

it("states that travelled are states", async () => {
  const { final } = await runAsync(bloch(), { until: 1, executor });
  expect(stateView(structuredClone(final)).matrix()).toEqual(run(bloch(), { until: 1 }).final.matrix());
});
