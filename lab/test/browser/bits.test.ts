/** The numbers of the lab are those of Node: the hashes of ten runs, and all digits of an ensemble and of watched runs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../../src/documents/index.ts";
import { ensemble, jumps, modelByName, parseNoise, unravel } from "../../../src/index.ts";
import { type Lab, missing, startLab } from "./lab-page.ts";
import { tenModels } from "./ten-models.ts";

type Numbers = Readonly<Record<string, readonly (number | null)[]>>;

describe.skipIf(missing !== null)("bits", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it.each(tenModels.map((one) => [one.what, one] as const))("of %s are Node's", async (_, { address, hash }) => {
    const { page, says } = await lab.open(address);
    await says(/Done|Warning/);
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).click();
    const code = page.locator(".hashes code").first();
    await expect.poll(() => code.innerText()).toBe(hash());
  });

  /** The columns of a view's CSV whose names begin with a word. */
  async function exported(address: string, word: string): Promise<Numbers> {
    const { page, says, settled } = await lab.open(address);
    await says(/Done|Warning/);
    await settled();
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV", exact: true }).click()]);
    const [head = "", ...rows] = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\n");
    const names = head.split(",");
    return Object.fromEntries(
      names.flatMap((name, k) => (name.startsWith(word) ? [[name.slice(word.length), rows.map((row) => Number(row.split(",")[k]))]] : [])),
    );
  }

  it("of an ensemble are Node's", async () => {
    const document = readDocument(readFileSync("examples/ou-detuning.yaml", "utf8"), { file: "ou-detuning.yaml" });
    const { parameters, trajectories, seed, every, until, observe } = document.data.noise as never as {
      readonly parameters: Readonly<Record<string, string>>;
      readonly trajectories: number;
      readonly seed: number;
      readonly every: number;
      readonly until: number;
      readonly observe: readonly string[];
    };
    const noise = Object.fromEntries(Object.entries(parameters).map(([name, text]) => parseNoise(`${name}=${text}`)));
    const options = { until, saveEvery: 0.1, observables: observe, noise, every, trajectories, seed };
    const { mean, std } = await ensemble(documentModel(document).build({}), options);
    expect(await exported("#model=ou-detuning&view=ensemble", "mean_")).toEqual(mean);
    expect(await exported("#model=ou-detuning&view=ensemble", "std_")).toEqual(std);
  });

  it("of watched runs are Node's", async () => {
    const observables = ["sx", "sy", "sz"];
    const { mean } = await unravel(modelByName("bloch", {}), { until: 10, by: jumps(), seed: 1, observables, trajectories: 256 });
    expect(await exported("#model=bloch&view=trajectories", "mean_")).toEqual(mean);
  });

  it.each([
    ["a run of other values", "#model=engine-qubit&p.tau=0.4"],
    ["a stationary state", "#model=engine-qubit&view=stationary&p.tau=0.4"],
    ["a sweep", "#model=thermalising-qubit&view=sweep&p.g=0.9"],
    ["a heat map", "#model=qutrit-two-baths&view=heat-map"],
    ["an ensemble", "#model=engine-qubit&view=ensemble"],
    ["an ensemble on all cores", "#model=ou-detuning&view=ensemble"],
    ["watched units of one bath", "#model=engine-qubit&view=trajectories"],
    ["watched jumps of a catalogue model", "#model=bloch&view=trajectories"],
  ])("of %s are those of the command beside them", async (_, address) => {
    const { page, says } = await lab.open(address);
    await says(/Done|Warning/);
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).click();
    const hash = await page.locator(".hashes code").first().innerText();
    const command = await page.getByRole("textbox", { name: "Command that reproduces it" }).inputValue();
    const folder = mkdtempSync(join(tmpdir(), "ancilla-lab-bits-"));
    const save = page.getByRole("button", { name: /^Save/ });
    if ((await save.count()) > 0) {
      const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
      await download.saveAs(join(folder, download.suggestedFilename()));
    }
    try {
      const words = command.replace(/^ancilla /, "").match(/'[^']*'|\S+/g) ?? [];
      const line = [resolve("dist/cli.js"), ...words.map((word) => word.replace(/^'|'$/g, ""))];
      const printed = execFileSync(process.execPath, line, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      expect((JSON.parse(printed) as { provenance: { resultHash: string } }).provenance.resultHash).toBe(hash);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
