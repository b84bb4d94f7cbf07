/** When the host refuses linear memory while something is bound, all that was taken before is given back. */
import { afterEach, describe, expect, it, vi } from "vitest";

// An engine of its own, whose memory has not grown for other tests.
vi.resetModules();
const { bytesInUse } = await import("../../bindings/memory.ts");
const { ensemble, evolve, kerr, normal, phaseonium, prepare, ready, rk4, run, spinChain, steady } = await import("../../src/index.ts");

afterEach(() => void vi.restoreAllMocks());

/** Let memory grow `times` times, then refuse. */
function refuseAfter(times: number): void {
  const { grow } = WebAssembly.Memory.prototype;
  let left = times;
  vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(function (this: WebAssembly.Memory, pages: number) {
    if (left-- > 0) return grow.call(this, pages);
    throw new RangeError("refused");
  });
}

const work: readonly (readonly [string, () => unknown])[] = [
  ["a run of collisions", () => run(phaseonium({ levels: 60 }), { steps: 1, observables: ["T1"] })],
  ["a run in time", () => evolve(spinChain({ N: 8 }), { until: 0.01, method: rk4({ dt: 0.01 }), observables: ["purity"] })],
  ["a stationary state", () => steady(kerr({ levels: 70 }), { observables: ["n"] })],
  ["a prepared run", () => prepare(kerr({ levels: 40 }), { until: 0.01, observables: ["n"] }).release()],
  [
    "an ensemble",
    () =>
      ensemble(phaseonium({ levels: 60 }), {
        steps: 1,
        trajectories: 8,
        threads: 1,
        noise: { phi: normal(2.4, 0.1) },
        observables: ["T1"],
      }),
  ],
];

describe("refused memory", () => {
  it.each(work)("leaves nothing behind: %s", async (_, attempt) => {
    await ready();
    for (let times = 0; times < 4; times++) {
      refuseAfter(times);
      try {
        await attempt();
      } catch (error) {
        expect(error).toMatchObject({ name: "OutOfMemory", code: "OUT_OF_MEMORY" });
      }
      vi.restoreAllMocks();
      expect(bytesInUse()).toBe(0);
    }
  });

  it("is refused at all", () => {
    refuseAfter(0);
    expect(() => run(phaseonium({ levels: 100 }), { steps: 1, observables: ["T1"] })).toThrow(/The host refused \d+ more bytes/);
    expect(bytesInUse()).toBe(0);
  });
});
