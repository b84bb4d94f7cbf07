import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bloch, jumps, run, unravel } from "../../src/index.ts";
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
    const { times, which, first } = found.clicks as NonNullable<typeof found.clicks>;
    expect([data.clicks.times, data.clicks.which, data.clicks.first]).toEqual([[...times], [...which], [...first]]);
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

  it("steps currents in bins or by positive steps, and is silent where the plan chooses", async () => {
    const line = "bloch --by homodyne --dt 0.1 --until 1 --save-every 1 --trajectories 8 --observe sz,purity";
    const followed = [];
    for (const more of ["", " --stepping steps", " --stepping bins"]) followed.push(await json(...(line + more).split(" ")));
    const [chosen, steps, bins] = followed;
    expect(steps.mean).toEqual(chosen.mean);
    expect(steps.min.purity[1]).toBeGreaterThan(1 - 1e-12);
    expect(bins.mean.purity[1]).toBeLessThan(1 - 1e-7);
    expect([chosen, steps, bins].map(({ provenance }) => provenance.stepping)).toEqual([undefined, "steps", "bins"]);
    const exact = run(bloch(), { until: 1, observables: ["sz"] }).observables.sz.at(-1);
    // few trajectories, but of one seed: both lie where the mean does
    for (const { mean, standardError } of [steps, bins])
      expect(Math.abs(mean.sz[1] - (exact as number))).toBeLessThan(4 * standardError.sz[1] + 1e-3);
  });

  it("does what the record says, and has noise beside it", async () => {
    const words = "structured --by measured --steps 6 --trajectories 40 --seed 2 --observe energy";
    const plain = await json(...words.split(" "));
    const flipped = await json(...words.split(" "), "--feedback", "1=sx");
    expect(flipped.mean.energy).not.toEqual(plain.mean.energy);
    const twice = await json(...words.split(" "), "--feedback", "1 1=sx");
    expect(twice.mean.energy).not.toEqual(flipped.mean.energy);
    const other = await json(...words.split(" "), "--read", "sx(q1)");
    expect(other.outcomes).toEqual(["0", "1"]);
    expect(other.mean.energy).not.toEqual(plain.mean.energy);
    const line = "bloch --by jumps --until 2 --trajectories 40 --observe sz --noise Omega=uniform(0.5,1.5)@realisation";
    const slices = await json(
      ..."bloch --by jumps --until 2 --trajectories 40 --observe sz --noise Omega=uniform(0.5,1.5) --every 0.5".split(" "),
    );
    expect([slices.provenance.noise, slices.provenance.every]).toEqual([["Omega=uniform(0.5,1.5)"], 0.5]);
    expect((await json(...line.split(" "))).provenance.noise).toEqual(["Omega=uniform(0.5,1.5)@realisation"]);
  });

  it("runs in parts whose merge is the whole", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ancilla-unravel-"));
    try {
      const line = "bloch --by jumps --until 2 --save-every 1 --trajectories 600 --seed 4 --records --quantiles 0.5";
      const words = ["unravel", ...line.split(" ")];
      for (const part of ["1/2", "2/2"]) expect((await inProcess([...words, "--shard", part, "--out", folder])).code).toBe(0);
      const merged = await inProcess(["merge", folder, "--json"]);
      expect(merged.code).toBe(0);
      const whole = await inProcess([...words, "--json"]);
      expect(JSON.parse(merged.out)).toEqual(JSON.parse(whole.out));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ["structured --by measured --trajectories 3 --steps 1 --feedback 1", /Option --feedback must look like 1=sx/],
    ["structured --by measured --trajectories 3 --steps 1 --feedback 7=sx --read sq", /--read must/],
    [
      "bloch --by homodyne --dt 0.1 --trajectories 3 --until 1 --feedback bath=sx",
      /Option --feedback belongs to --by jumps and --by measured/,
    ],
    [
      "bloch --by jumps --trajectories 3 --until 1 --feedback bth=sx",
      /Option --feedback must name outcomes \(bath\), but names "bth"\. Did you mean "bath"/,
    ],
    ["bloch --by jumps --trajectories 3 --until 1 --shard 1/2", /Option --shard needs --out/],
    ["bloch --by homodyne --trajectories 3 --until 1", /needs the length of its steps\. Give --dt/],
    ["bloch --by photons --trajectories 3 --until 1", /Option --by must be jumps, homodyne, heterodyne or measured, but is "photons"/],
    ["bloch --by measured --trajectories 3 --until 1", /is a master equation, which has no units\. Use --by jumps/],
    ["structured --by measured --dark 1 --trajectories 3 --steps 1", /Option --dark belongs to --by jumps/],
    ["structured --by measured --units no --trajectories 3 --steps 1", /Option --units must name a bath/],
    [
      "bloch --by jumps --stepping bins --trajectories 3 --until 1",
      /Option --stepping belongs to --by homodyne and --by heterodyne\. Leave it/,
    ],
    ["bloch --by homodyne --dt 0.1 --stepping maps --trajectories 3 --until 1", /Allowed choices are bins, steps/],
    ["bloch --by jumps --units x --trajectories 3 --until 1", /Option --units belongs to --by measured/],
    ["bloch --by jumps --efficiency 2 --trajectories 3 --until 1", /--efficiency must be a finite number ≥ 0 and ≤ 1, but is 2/],
    ["bloch --by jumps --steps 2 --trajectories 3", /--steps must be left out for a master equation/],
  ])("refuses %s", async (line, sentence) => {
    const { code, err } = await inProcess(["unravel", ...line.split(" ")]);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });
});
