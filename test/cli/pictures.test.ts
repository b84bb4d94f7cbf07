/** Pictures of results as a user asks for them: PDF, all panels in one picture, all curves in one panel. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess } from "./inprocess.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-pictures-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = ["run", "phaseonium", "--set", "levels=5", "--steps", "20", "--save-every", "5", "--observe", "T1,T2"];
const files = (out: string) => readdirSync(out).sort();

describe("pictures", () => {
  it("come as PDF, one for each panel, and all in one more when asked", async () => {
    const out = join(folder, "assembled");
    expect((await inProcess([...run, "--out", out, "--format", "pdf"])).code).toBe(0);
    expect(files(out)).toEqual(["phaseonium-run-T1.pdf", "phaseonium-run-T2.pdf", "phaseonium-run.run.json"]);
    const first = readFileSync(join(out, files(out)[0]));
    // the same request with more pictures is no other request
    const more = await inProcess([...run, "--out", out, "--format", "pdf,svg", "--assemble"]);
    expect(more.code).toBe(0);
    expect(files(out)).toHaveLength(7);
    expect(readFileSync(join(out, files(out).find((name) => name.endsWith("T1.pdf")) as string)).equals(first)).toBe(true);
    const whole = readFileSync(join(out, "phaseonium-run-assembled.svg"), "utf8");
    for (const text of ["(a)", "(b)", "collision"]) expect(whole.toLowerCase()).toContain(text);
    const again = await inProcess([...run, "--out", out, "--format", "pdf,svg", "--assemble"]);
    expect(again.out + again.err).toContain("nothing was computed");
  });

  it("have all curves in one panel with --together", async () => {
    const out = join(folder, "together");
    expect((await inProcess([...run, "--out", out, "--format", "svg", "--together"])).code).toBe(0);
    expect(files(out).filter((name) => name.endsWith(".svg"))).toHaveLength(1);
    const svg = readFileSync(join(out, files(out).find((name) => name.endsWith(".svg")) as string), "utf8");
    expect(svg.match(/clip-path="url\(#clip-/g)?.length).toBe(2);
  });

  it("of a figure of a paper can stand in one picture", async () => {
    const out = join(folder, "figure");
    const { code } = await inProcess(["figures", "composite-4c", "harvest-2", "--out", out, "--format", "svg", "--assemble", "--quiet"]);
    expect(code).toBe(0);
    expect(files(out).filter((name) => name.endsWith(".svg"))).toEqual([
      "composite-4c-assembled.svg",
      "composite-4c.svg",
      "harvest-2-assembled.svg",
      "harvest-2-coherence.svg",
      "harvest-2.svg",
    ]);
  });

  it("are needed for options that are about them", async () => {
    for (const option of ["--assemble", "--together"]) {
      const { code, err } = await inProcess([...run, "--out", join(folder, "none"), option]);
      expect(code).toBe(2);
      expect(err).toContain(`Option ${option} is about pictures; add one to --format, such as --format svg.`);
    }
    const { code, err } = await inProcess([...run, "--out", join(folder, "none"), "--format", "pdff"]);
    expect([code, err]).toEqual([2, expect.stringContaining('There is no format "pdff". Did you mean "pdf"?')]);
  });
});
