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
  "save-and-reopen": ([axis, same]) => {
    expect(axis).toEqual([20, 30, 40]);
    expect(same).toBe(true);
  },
};

describe("examples", () => {
  const files = readdirSync("examples").filter((file) => file.endsWith(".ts"));

  it("are all held here, and short", () => {
    expect(files.map((file) => file.slice(0, -3)).sort()).toEqual(Object.keys(held).sort());
    for (const file of files) expect(readFileSync(`examples/${file}`, "utf8").split("\n").length).toBeLessThanOrEqual(41);
  });

  it.each(Object.keys(held))("%s", async (name) => held[name]((await printed(name)) as never[]));
});
