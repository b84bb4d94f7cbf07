/** The newcomer's models as documents: the same numbers as the programs beside them, through the command line. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { Programs } from "./programs.ts";

const programs = new Programs("newcomer");
afterAll(() => programs.cleanUp());
const printed = async (name: string) => (await programs.printed(readFileSync(`examples/${name}.ts`, "utf8"))) as never[];

async function json(...words: string[]) {
  const { code, out, err } = await inProcess([...words, "--json", ...(words[0] === "ensemble" ? ["--quiet"] : [])]);
  expect([err.replace(/^warning: .*\n/gm, ""), code]).toEqual(["", 0]);
  return JSON.parse(out);
}

describe("a model as a document and as a program", () => {
  it("is there for each of the newcomer's", () => {
    for (const name of "qutrit-thermal-qubits micromaser two-baths swap-memory driven-maser noisy-detuning driven-atom heat-map".split(
      " ",
    )) {
      expect([name, existsSync(`examples/${name}.yaml`), existsSync(`examples/${name}.ts`)]).toEqual([name, true, true]);
    }
  });

  it("qutrit with thermal qubits", async () => {
    const [energy, Sigma, , top] = await printed("qutrit-thermal-qubits");
    const { observables } = await json("run", "examples/qutrit-thermal-qubits.yaml");
    expect(observables.energy.at(-1)).toBeCloseTo(energy, 12);
    expect(observables.Sigma_total.at(-1)).toBeCloseTo(Sigma, 10);
    expect((await json("steady", "examples/qutrit-thermal-qubits.yaml")).observables.top[0]).toBeCloseTo(top, 12);
  });

  it("two baths", async () => {
    const [hot, cold, Sigma] = await printed("two-baths");
    const { observables } = await json("steady", "examples/two-baths.yaml");
    for (const [name, value] of Object.entries({ Q_hot: hot, Q_cold: cold, Sigma })) expect(observables[name][0]).toBeCloseTo(value, 12);
    // Heat is counted with the same mean.
    const counted = await json("counting", "examples/two-baths.yaml");
    expect(counted.rates.cumulants.Q_hot[0]).toBeCloseTo(hot, 12);
  });

  it("noise on a detuning", async () => {
    const [mean, std] = (await printed("noisy-detuning")) as readonly (readonly number[])[];
    const found = await json("ensemble", "examples/noisy-detuning.yaml", "--threads", "1");
    found.mean.sz.forEach((value: number, k: number) => {
      expect(value).toBeCloseTo(mean[k], 10);
      expect(found.std.sz[k]).toBeCloseTo(std[k], 10);
    });
  });

  it("a heat map", async () => {
    const [, , equal, largest] = await printed("heat-map");
    const { axes, observables } = await json("sweep", "examples/heat-map.yaml");
    expect(axes.map(({ name, values }: { name: string; values: number[] }) => [name, values.length])).toEqual([
      ["cold", 8],
      ["hot", 8],
    ]);
    expect(observables.Q_hot[0]).toBeCloseTo(equal, 12);
    expect(observables.Q_hot[7]).toBeCloseTo(largest, 12);
  });

  it("a Wigner function", async () => {
    const [, first, , , , last] = await printed("wigner");
    const at = async (t: number, ...more: string[]) =>
      json("wigner", "examples/cat-in-a-cavity.yaml", "--until", String(t), "--points", "3", ...more);
    const start = await at(0);
    expect(start.axes.map(({ name, values }: { name: string; values: number[] }) => [name, ...values])).toEqual([
      ["x", -4, 0, 4],
      ["p", -4, 0, 4],
    ]);
    expect(start.observables.W[4]).toBeCloseTo(-1 / Math.PI, 12);
    expect((await at(1)).observables.W[4]).toBeGreaterThan(first);
    expect((await at(5)).observables.W[4]).toBeCloseTo(last, 4);
    const { observables } = await json("wigner", "examples/cat-in-a-cavity.yaml", "--until", "0", "--husimi", "--points", "41");
    expect(Math.min(...observables.Q)).toBeGreaterThanOrEqual(0);
    // ∫ Q dx dp = 1, of which 2 % lie beyond
    const inside = observables.Q.reduce((sum: number, value: number) => sum + value, 0) * (8 / 40) ** 2;
    expect([inside > 0.97, inside < 1]).toEqual([true, true]);
  });

  it("jumps, light and clicks of a driven atom", async () => {
    const file = "examples/driven-atom.yaml";
    const [excited] = await printed("driven-atom");
    expect((await json("steady", file, "--set", "Omega=2")).observables.excited[0]).toBeCloseTo(excited, 12);
    const correlated = await json("correlate", file, "--times", "0,20");
    expect(correlated.observables.g2[0]).toBeCloseTo(0, 12);
    expect(correlated.observables.g2[1]).toBeCloseTo(1, 4);
    const spectrum = await json("spectrum", file, "--over", "omega=-3,0,3");
    expect(spectrum.observables.S[0]).toBeCloseTo(spectrum.observables.S[2], 10);
    // 1 − 6Ω²γ²/(γ² + 2Ω²)² of the clicks
    const { cumulants } = (await json("counting", file)).rates;
    expect(cumulants.N_light[1] / cumulants.N_light[0]).toBeCloseTo(1 - (6 * 9) / 19 ** 2, 10);
    const clicks = await json("unravel", file, "--until", "2", "--trajectories", "20");
    expect([clicks.trajectories, clicks.provenance.seed]).toEqual([20, 3]);
    expect(clicks.axis.values.at(-1)).toBe(2);
  });

  it("saves and reopens", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ancilla-newcomer-"));
    try {
      const file = "examples/swap-memory.yaml";
      const { observables } = await json("run", file, "--steps", "10", "--observe", "sz", "--states", "6", "--out", folder);
      const again = await json("run", file, "--initial", join(folder, "swap-memory-run-states.npz"), "--steps", "4", "--observe", "sz");
      expect(again.observables.sz.at(-1)).toBe(observables.sz.at(-1));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
