import { describe, expect, it } from "vitest";
import { bloch, jumps, unravel } from "../../src/index.ts";
import { inProcess } from "./inprocess.ts";

async function json(...words: string[]) {
  const { code, out, err } = await inProcess(["unravel", ...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe("ancilla unravel", () => {
  it("prints the library's statistics and clicks", async () => {
    const words = "bloch --by jumps --until 4 --save-every 1 --trajectories 50 --seed 3 --quantiles 0.5 --records --efficiency 0.9";
    const data = await json(...words.split(" "));
    const options = { until: 4, saveEvery: 1, trajectories: 50, seed: 3, quantiles: [0.5], records: true };
    const found = await unravel(bloch(), { by: jumps({ efficiency: 0.9 }), ...options });
    expect(data.axis).toEqual({ name: "time", values: [0, 1, 2, 3, 4] });
    expect(data.mean).toEqual(found.mean);
    expect(data.std).toEqual(found.std);
    expect(data["q0.5"]).toEqual(Object.fromEntries(Object.entries(found.quantiles?.values ?? {}).map(([name, [curve]]) => [name, curve])));
    expect(data.clicks).toEqual(found.clicks);
  });

  it("reads the energies of units", async () => {
    const data = await json(..."structured --by measured --steps 4 --trajectories 40 --records".split(" "));
    expect(data.axis).toEqual({ name: "collision", values: [0, 1, 2, 3, 4] });
    expect(data.records.values).toHaveLength(160);
    expect(data.records.logLikelihoods.every((log: number) => log <= 0)).toBe(true);
  });

  it("measures currents", async () => {
    const data = await json(
      ..."bloch --by homodyne --dt 0.05 --until 1 --save-every 0.5 --trajectories 40 --observe sz,Y --records".split(" "),
    );
    expect(data.currents.increments).toHaveLength(800);
    expect(data.mean.Y).toHaveLength(3);
  });

  it.each([
    ["bloch --by homodyne --trajectories 3 --until 1", /needs the length of its steps\. Give --dt/],
    ["bloch --by photons --trajectories 3 --until 1", /Option --by must be jumps, homodyne, heterodyne or measured, but is "photons"/],
    ["bloch --by measured --trajectories 3 --until 1", /is a master equation, which has no units\. Use --by jumps/],
    ["structured --by measured --dark 1 --trajectories 3 --steps 1", /Option --dark belongs to --by jumps/],
    ["structured --by measured --units no --trajectories 3 --steps 1", /Option --units must name a bath/],
    ["bloch --by jumps --units x --trajectories 3 --until 1", /Option --units belongs to --by measured/],
    ["bloch --by jumps --efficiency 2 --trajectories 3 --until 1", /`efficiency` must be a finite number ≥ 0 and ≤ 1, but is 2/],
    ["bloch --by jumps --steps 2 --trajectories 3", /`steps` must be left out for a master equation/],
  ])("refuses %s", async (line, sentence) => {
    const { code, err } = await inProcess(["unravel", ...line.split(" ")]);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });
});
