/** Runs the programs and commands of docs/records.md as a reader would. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("records");
const folder = mkdtempSync(join(tmpdir(), "ancilla-records-page-"));
const page = pageOf("records");
const [clicks, currents, files] = blocksOf(page, "ts").map((block) => block.replaceAll("clicks.npz", join(folder, "clicks.npz")));
const commands = [...page.matchAll(/^ancilla ((?:unravel|records|counting) .*)$/gm)].map(([, line]) => line);

afterAll(() => {
  programs.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

it("clicks", async () => {
  const [mean, error, exact, survival, wanted] = (await programs.printed(clicks)) as [number, number, number, number[], number[]];
  expect(Math.abs(mean - exact)).toBeLessThan(4 * error);
  survival.forEach((value, k) => {
    expect(Math.abs(value - wanted[k])).toBeLessThan(0.06);
  });
});

it("currents", async () => {
  const [S, error, exact] = (await programs.printed(currents)) as [number[], number, number[]];
  expect(Math.abs(S[1] - exact[1])).toBeLessThan(4 * error + 0.1);
});

it("files", async () => {
  const [mean] = (await programs.printed(files)) as [number];
  expect(mean).toBeCloseTo(5 * 0.1435, 0);
});

it("commands, one after the other", async () => {
  for (const line of commands) {
    const { code, err, out } = await inProcess(line.split(" ").map((word) => (word === "clicks.npz" ? join(folder, word) : word)));
    expect([line, err, code]).toEqual([line, "", 0]);
    expect(out.length).toBeGreaterThan(50);
  }
});
