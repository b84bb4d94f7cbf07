import { describe, expect, it } from "vitest";
import {
  type EnsembleOptions,
  type EnsembleResult,
  ensemble,
  type Noise,
  normal,
  perRealisation,
  redrawn,
  uniform,
} from "../../src/index.ts";
import { modelByName } from "../../src/models/index.ts";

const cascade = (levels: number | null = null) =>
  modelByName("phaseonium", { cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels });
const options: EnsembleOptions = {
  steps: 30,
  saveEvery: 10,
  trajectories: 100,
  seed: 7,
  noise: { phi: normal(2.404315987, 0.2) },
  observables: ["T1", "T2", "adag_b"],
};

const data = ({ plan: _, ...rest }: EnsembleResult): unknown => JSON.parse(JSON.stringify({ ...rest, execution: null }));

describe("a noisy cascade", () => {
  it.each<[string, Readonly<Record<string, Noise>>]>([
    ["phase noise", { phi: normal(2.404315987, 0.2) }],
    ["time noise", { theta: normal(0.2, 0.1) }],
    [
      "both, and a population per realisation",
      { phi: normal(2.4, 0.2), theta: uniform(0.1, 0.3), alpha: perRealisation(uniform(0.2, 0.3)) },
    ],
  ])("has the same bits on any lanes and threads: %s", async (_, noise) => {
    const reference = data(await ensemble(cascade(8), { ...options, noise, threads: 1 }));
    for (const lanes of [1, 3, 4, 8]) expect(data(await ensemble(cascade(8), { ...options, noise, lanes, threads: 1 }))).toEqual(reference);
    for (const threads of [2, 3]) expect(data(await ensemble(cascade(8), { ...options, noise, threads }))).toEqual(reference);
  });

  it("chooses the same automatic sizes on threads, and states them", async () => {
    const short: EnsembleOptions = { ...options, steps: 3, saveEvery: 3, trajectories: 64 };
    const alone = await ensemble(cascade(), { ...short, threads: 1 });
    const threaded = await ensemble(cascade(), { ...short, threads: 2 });
    expect(alone.parameters.levels).not.toBeNull();
    expect(data(threaded)).toEqual(data(alone));
    expect(threaded.execution).toEqual({ executor: "Node threads", threads: 2, note: null });
  });

  it("follows the exact average of the mean photon numbers under time noise", async () => {
    // Averages over θ ~ N(0.4, 0.2), α = 0.451963, φ = π/2, T0 = 1, after 20 and 60 collisions.
    const exact = { n1: [0.864504531209, 1.01129464452], n2: [0.698630637611, 0.912575006397] };
    const model = modelByName("phaseonium", { alpha: 0.451963, phi: 1.5707963267948966, theta: 0.4, T0: 1, levels: 24 });
    const noise = { theta: normal(0.4, 0.2) };
    const result = await ensemble(model, { steps: 60, saveEvery: 20, trajectories: 128, seed: 3, noise, observables: ["n1", "n2"] });
    for (const name of ["n1", "n2"] as const) {
      [1, 3].forEach((s, i) => {
        const off = Math.abs((result.mean[name][s] as number) - exact[name][i]);
        expect(off).toBeLessThan(5 * (result.standardError[name][s] as number));
      });
    }
  });

  it("keeps no memory when it is refused late", async () => {
    await expect(ensemble(cascade(6), { ...options, window: [11, 12], threads: 1 })).rejects.toThrow(
      /^Argument `window` must hold at least one saved step/,
    );
    const many = { ...options, trajectories: 1e8, quantiles: [0.5], threads: 1 };
    await expect(ensemble(cascade(6), many)).rejects.toThrow(/take 9600000000 bytes/);
    await expect(ensemble(cascade(6), { ...options, noise: { alpha: normal(0.9, 0.2) }, threads: 1 })).rejects.toThrow(
      /^Noise took `alpha`/,
    );
  });

  it("runs noise between the collisions, per collision and once per realisation", async () => {
    const noise = { kappa: redrawn(normal(0, 0.01)) };
    const short: EnsembleOptions = { ...options, steps: 4, saveEvery: 4, trajectories: 4, noise, threads: 1 };
    const each = await ensemble(cascade(6), short);
    expect(String(each.plan)).toMatch(/collision +polynomials in the noisy parameters/);
    expect(each.std.T1[1]).toBeGreaterThan(1e-5);
    const rebuilt = await ensemble(cascade(6), { ...short, noise: { kappa: perRealisation(noise.kappa) } });
    expect(rebuilt.std.T1[1]).toBeGreaterThan(1e-4);
  });

  it("does not start threads for a model that only shares a catalogue name", async () => {
    const other = { ...cascade(8), observableNames: ["T1"] };
    await expect(ensemble(other, { ...options, threads: 2 })).rejects.toThrow(/is neither in the catalogue nor a document's/);
  });
});
