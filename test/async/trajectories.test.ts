/** Trajectories in slices and on threads: the bits of `unravel` wherever they are cut, trajectories as they come, and an end at any time. */
import { afterAll, describe, expect, it } from "vitest";
import { bytesInUse } from "../../bindings/memory.ts";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import {
  AbortError,
  bloch,
  heterodyne,
  jumps,
  kerr,
  type Model,
  measured,
  normal,
  perRealisation,
  phaseonium,
  type UnravelOptions,
  type UnravelResult,
  unravel,
  unravelAsync,
} from "../../src/index.ts";

const cavity = phaseonium({ cavities: 1, levels: 6, T0: 1 });
const energy = (() => {
  const { dynamics } = cavity;
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant" || !dynamics.stream.collision.HE) throw new Error("no atoms");
  return dynamics.stream.collision.HE;
})();
const noisy = { noise: { Omega: perRealisation(normal(1, 0.1)) } };

const kinds: readonly (readonly [string, Model, UnravelOptions])[] = [
  ["kets", kerr({ levels: 8, F: 0.5 }), { by: jumps(), until: 2, saveEvery: 0.5, trajectories: 70, observables: ["n"] }],
  ["currents", bloch(), { by: heterodyne({ dt: 0.05 }), until: 1, saveEvery: 0.5, trajectories: 40, observables: ["sz"] }],
  ["readings", cavity, { by: measured({ observable: energy }), steps: 12, saveEvery: 4, trajectories: 40, observables: ["n1"] }],
  ["clicks in noise", bloch(), { by: jumps(), until: 1, saveEvery: 0.5, trajectories: 40, observables: ["sz"], ...noisy }],
];

function bits({ plan: _, execution: __, ...result }: UnravelResult): unknown {
  return result;
}

const executor = nodeThreads({ threads: 2 });
afterAll(() => executor.close());

describe.each(kinds)("trajectories of %s", (_, model, asked) => {
  const options = { seed: 4, records: true, ...asked };

  it("are those of unravel in slices of any length and on threads, and come in order", async () => {
    const whole = await unravel(model, { ...options, threads: 1 });
    const seen = whole.records ?? whole.clicks ?? whole.currents;
    for (const who of [{ slice: 1e-6 }, { threads: 1 }, { executor }]) {
      const running = unravelAsync(model, { ...options, ...who });
      let next = 0;
      const likelihoods: number[] = [];
      for await (const { first, count, records, clicks, currents } of running) {
        expect(first).toBe(next);
        next += count;
        likelihoods.push(...((records ?? clicks ?? currents)?.logLikelihoods ?? []));
      }
      expect(next).toBe(options.trajectories);
      expect(likelihoods).toEqual([...(seen?.logLikelihoods ?? [])]);
      expect(bits(await running)).toEqual(bits(whole));
    }
  });
});

describe("trajectories that leave their thread", () => {
  const options: UnravelOptions = { by: jumps(), until: 3, trajectories: 4096, seed: 1, observables: ["n"] };
  const model = kerr({ levels: 20 });
  const changed: Model = { ...model, name: "my own" };

  it("stay here where no thread can build the model, also beside an executor", async () => {
    const { execution } = await unravelAsync(changed, { ...options, until: 0.1, trajectories: 4, executor });
    expect(execution.executor).toBe("this thread");
    const there = await unravelAsync(model, { ...options, until: 0.1, trajectories: 4, executor });
    expect(there.execution.executor).toBe("Node threads");
  });

  it.each([
    ["in slices", {}],
    ["on threads", { executor }],
  ])("let timers through, and end when their signal fires: %s", async (_, who) => {
    const before = bytesInUse();
    const stop = new AbortController();
    const running = unravelAsync(model, { ...options, ...who, signal: stop.signal });
    const error = running.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    await running[Symbol.asyncIterator]().next();
    setTimeout(() => stop.abort("enough"), 0);
    expect(await error).toMatchObject({ name: "AbortError", cause: "enough" });
    expect(await error).toBeInstanceOf(AbortError);
    expect(bytesInUse()).toBe(before);
  });

  it("end when the loop over them is left, and reject bad options by name", async () => {
    const running = unravelAsync(model, options);
    for await (const { count } of running) {
      expect(count).toBe(32);
      break;
    }
    await expect(running).rejects.toThrow(AbortError);
    await expect(unravelAsync(model, { ...options, slice: 0 })).rejects.toThrow("Argument `slice` must be");
    await expect(unravelAsync(model, { ...options, trajektories: 3 } as never)).rejects.toThrow("trajektories");
    await expect(unravelAsync(model, null as never)).rejects.toThrow("Argument `by` must be given");
  });

  it("say so when they were ended before anything was complete, where one asks for what is", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(unravel(model, { ...options, threads: 1, signal: stop.signal })).rejects.toThrow(AbortError);
  });
});
