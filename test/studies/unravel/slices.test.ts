/** Noise that is drawn for each slice of time, beside clicks and currents. */
import { afterAll, describe, expect, it } from "vitest";
import { nodeThreads } from "../../../src/ensembles/node-threads.ts";
import {
  bloch,
  ensemble,
  heterodyne,
  homodyne,
  jumps,
  kerr,
  type Measurement,
  type Model,
  normal,
  perRealisation,
  telegraph,
  type UnravelOptions,
  type UnravelResult,
  uniform,
  unravel,
} from "../../../src/index.ts";

const kinds: readonly (readonly [string, Model, Measurement, string])[] = [
  ["kets", bloch({ Omega: 1.3 }), jumps(), "Omega"],
  ["kets of a cavity", kerr({ levels: 6, F: 0.5 }), jumps(), "F"],
  ["lost and dark clicks", bloch({ Omega: 1.3 }), jumps({ efficiency: 0.6, dark: 0.2 }), "Omega"],
  ["a current", bloch({ Omega: 1.3 }), homodyne({ dt: 0.05, efficiency: 0.7 }), "Omega"],
  ["two currents", bloch({ Omega: 1.3 }), heterodyne({ dt: 0.05 }), "Omega"],
];

const seenIn = ({ clicks, currents }: UnravelResult): readonly number[] => [...(clicks?.times ?? currents?.increments ?? [])];

const executor = nodeThreads({ threads: 2 });
afterAll(() => executor.close());

describe.each(kinds)("noise in slices beside %s", (_, model, by, name) => {
  const value = model.parameters[name] as number;
  const observable = model.name === "kerr" ? "n" : "sz";
  const options: UnravelOptions = { by, until: 2, saveEvery: 0.5, trajectories: 34, seed: 3, observables: [observable], records: true };
  const drawn = { noise: { [name]: uniform(0.7 * value, 1.3 * value) }, every: 0.25 };

  it("that has one value gives the trajectories without it", async () => {
    const plain = await unravel(model, { ...options, threads: 1 });
    const one = await unravel(model, {
      ...options,
      threads: 1,
      noise: { [name]: normal(value, 0) },
      every: 0.3 * (by.kind === "current" ? 0.5 : 1),
    });
    const [a, b] = [seenIn(plain), seenIn(one)];
    expect(b.length).toBe(a.length);
    expect(a.length).toBeGreaterThan(3);
    expect(Math.max(...a.map((x, k) => Math.abs(x - b[k])))).toBeLessThan(1e-9);
    plain.mean[observable].forEach((x, k) => expect(one.mean[observable][k]).toBeCloseTo(x as number, 9));
    const logs = (found: UnravelResult) => [...((found.clicks ?? found.currents)?.logLikelihoods ?? [])];
    const cuts = Object.entries(plain.diagnostics.cutPopulation);
    for (const [label, population] of cuts) expect(one.diagnostics.cutPopulation[label]).toBeCloseTo(population, 9);
    expect(cuts.length).toBe(model.name === "kerr" ? 1 : 0);
    logs(plain).forEach((x, k) => expect(logs(one)[k]).toBeCloseTo(x, 8));
  });

  it("has the same bits on threads, and clicks that do not depend on what is saved", async () => {
    const whole = await unravel(model, { ...options, ...drawn, threads: 1 });
    const { mean, std } = await unravel(model, { ...options, ...drawn, executor });
    expect([mean, std]).toEqual([whole.mean, whole.std]);
    const often = await unravel(model, { ...options, ...drawn, saveEvery: 0.1, threads: 1 });
    expect(seenIn(often)).toEqual(seenIn(whole));
  });
});

// Three noisy parameters have no polynomials: a model is built for each slice. One of them has one value, so that both draw the same.
describe.each([
  ["kets", jumps()],
  ["density operators", jumps({ efficiency: 0.7 })],
  ["a current", homodyne({ dt: 0.05 })],
] as const)("polynomials of the equation on %s", (_, by) => {
  it("give the trajectories of models that are built for each slice", async () => {
    const model = bloch({ Omega: 1.3, gamma: 0.8 });
    const noise = { Omega: uniform(0.9, 1.7), Delta: normal(0, 0.4) };
    const options = { by, until: 3, saveEvery: 1, every: 0.25, trajectories: 33, seed: 8, records: true, threads: 1 } as const;
    const fitted = await unravel(model, { ...options, noise });
    const built = await unravel(model, { ...options, noise: { ...noise, gamma: normal(0.8, 0) } });
    const [a, b] = [seenIn(fitted), seenIn(built)];
    expect(b.length).toBe(a.length);
    expect(a.length).toBeGreaterThan(20);
    // Increments are drawn by Newton steps, the last of which may be 1e-8 long.
    expect(Math.max(...a.map((x, k) => Math.abs(x - b[k])))).toBeLessThan(by.kind === "jumps" ? 1e-8 : 1e-7);
    for (const name of ["sx", "sy", "sz"]) fitted.mean[name].forEach((x, k) => expect(built.mean[name][k]).toBeCloseTo(x as number, 8));
  });

  it("step aside where the parameter is no smooth one", async () => {
    const model = bloch({ Omega: 1.3, gamma: 0.8 });
    const options = { by, until: 1, saveEvery: 1, every: 0.25, trajectories: 33, seed: 8, threads: 1 } as const;
    // √γ has a branch point at 0, the end of what is drawn.
    const { mean } = await unravel(model, { ...options, noise: { gamma: uniform(0, 0.8) } });
    const built = await unravel(model, { ...options, noise: { gamma: uniform(0, 0.8), Delta: normal(0, 0), Omega: normal(1.3, 0) } });
    mean.sz.forEach((x, k) => expect(built.mean.sz[k]).toBeCloseTo(x as number, 8));
  });
});

describe("noise in slices", () => {
  const model = bloch({ Omega: 1.5 });
  const noise = { Omega: normal(1.5, 0.8) };

  it("has the mean of noisy runs that nobody watches", async () => {
    const length = { until: 2, saveEvery: 1, observables: ["sz"], noise, every: 0.5 };
    const [seen, unseen] = [
      await unravel(model, { ...length, by: jumps(), trajectories: 400, seed: 5, threads: 1 }),
      await ensemble(model, { ...length, trajectories: 4000, seed: 6, threads: 1 }),
    ];
    for (const k of [1, 2]) {
      const error = Math.hypot(seen.standardError.sz[k] as number, unseen.standardError.sz[k] as number);
      expect(Math.abs((seen.mean.sz[k] as number) - (unseen.mean.sz[k] as number))).toBeLessThan(4 * error);
    }
  });

  it("is refused in one sentence where it has no slices", async () => {
    const options = { by: jumps(), until: 1, trajectories: 4 } as const;
    await expect(unravel(model, { ...options, noise })).rejects.toThrow(/`every` must be given for noise that is drawn again and again/);
    await expect(unravel(model, { ...options, noise: { Omega: perRealisation(normal(1, 0.1)) }, every: 0.1 })).rejects.toThrow(
      "Argument `every` must be left out where nothing is drawn again and again",
    );
    await expect(unravel(model, { ...options, noise, every: 0.12, by: homodyne({ dt: 0.05 }) })).rejects.toThrow(
      /`every` must be a multiple of the steps of the current/,
    );
    await expect(unravel(model, { ...options, noise: { Delta: telegraph(0, 1, 2, 3) } })).rejects.toThrow(/`every` must be given/);
  });
});
