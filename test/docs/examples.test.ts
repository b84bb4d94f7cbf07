/** Runs the newcomer's programs of examples/, and holds what they print. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Programs } from "./programs.ts";

const programs = new Programs("examples");
const printed = (name: string) => programs.printed(readFileSync(`examples/${name}.ts`, "utf8"));
afterAll(() => programs.cleanUp());

const held: Readonly<Record<string, (values: readonly never[]) => void>> = {
  "qutrit-thermal-qubits": ([energy, Sigma, residual, high]) => {
    expect(energy).toBeGreaterThan(0);
    expect(Sigma).toBeGreaterThan(0);
    expect(residual).toBeLessThan(1e-12);
    expect(high).toBeGreaterThan(0);
  },
  micromaser: ([energy, gained, lost, limit]) => {
    expect((gained as number) + (lost as number)).toBeCloseTo(energy, 10);
    const { dU, dU_idle } = limit as { dU: number; dU_idle: number };
    expect(dU).toBeGreaterThan(0.05);
    expect(dU + dU_idle).toBeCloseTo(0, 10);
  },
  "two-baths": ([hot, cold, Sigma, carnot, energy, least]) => {
    expect(hot).toBeGreaterThan(0);
    expect((hot as number) + (cold as number)).toBeCloseTo(0, 12);
    expect(Sigma).toBeCloseTo((hot as number) * (1 / 0.3 - 1 / 2), 12);
    expect(carnot).toBeCloseTo(0.85, 12);
    expect(energy).toBeGreaterThan(-0.5);
    expect(least).toBeGreaterThan(0);
  },
  "swap-memory": (values) => expect(values).toEqual([0, false, 0.9, true]),
  "driven-maser": ([limit, coherence]) => {
    expect((limit as { inversion: number }).inversion).toBeGreaterThan(0);
    const curve = coherence as readonly number[];
    expect(curve[2]).toBe(Math.max(...curve));
    expect(curve[0]).toBeCloseTo(curve[4], 12);
  },
  "noisy-detuning": ([mean, std, error]) => {
    expect(mean).toHaveLength(5);
    expect((std as readonly number[])[4]).toBeGreaterThan(0.3);
    expect(error).toBeCloseTo((std as readonly number[])[4] / 16, 12);
  },
  "heat-map": ([names, count, equal, largest]) => {
    expect(names).toEqual(["cold: 8", "hot: 8"]);
    expect(count).toBe(64);
    expect(equal).toBeCloseTo(0, 12);
    expect(largest).toBeGreaterThan(0.01);
  },
  wigner: ([start, first, , , end, last]) => {
    expect([start, end]).toEqual([0, 5]);
    expect(first).toBeCloseTo(-1 / Math.PI, 6);
    expect(last).toBeGreaterThan(first);
  },
  "driven-atom": ([excited, coherence, emission, path, swept]) => {
    expect(excited).toBeCloseTo(4 / 9, 12);
    const [now, soon, late] = coherence as readonly number[];
    expect(now).toBeCloseTo(0, 12);
    expect(soon).toBeGreaterThan(0.5);
    expect(late).toBeCloseTo(1, 4);
    expect(emission).toEqual([expect.closeTo(5 / 9, 12)]);
    expect(path).toEqual([-1, expect.closeTo(-1 / 9, 2)]);
    expect(swept).toEqual([expect.closeTo(2 / 3 - 1, 12), expect.closeTo(200 / 201 - 1, 12)]);
  },
  "save-and-reopen": ([axis, same]) => {
    expect(axis).toEqual([20, 30, 40]);
    expect(same).toBe(true);
  },
};

describe("examples", () => {
  const files = readdirSync("examples").filter((file) => file.endsWith(".ts"));

  it("are all held here, and short", () => {
    // The service has a test of its own.
    const short = files.filter((file) => file !== "server.ts");
    expect(short.map((file) => file.slice(0, -3)).sort()).toEqual(Object.keys(held).sort());
    for (const file of short) expect(readFileSync(`examples/${file}`, "utf8").split("\n").length).toBeLessThanOrEqual(41);
  });

  it.each(Object.keys(held))("%s", async (name) => held[name]((await printed(name)) as never[]));
});
