/** Runs the programs and commands of docs/trajectories.md as a reader would. */
import { afterAll, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("trajectories");
const page = pageOf("trajectories");
const [units, clicks, currents] = blocksOf(page, "ts");
const commands = [...page.matchAll(/^ancilla (unravel .*)$/gm)].map(([, line]) => line);

afterAll(() => programs.cleanUp());

it("units that are read", async () => {
  const [records, mean, variance, entropy, sampled, error, std, replayed, drawn] = (await programs.printed(units)) as number[];
  expect(records).toBe(1024);
  expect(Math.abs(sampled - mean)).toBeLessThan(4 * error);
  expect(Math.abs(std * std - variance)).toBeLessThan(0.15 * variance);
  expect(entropy).toBeLessThan(10 * Math.LN2);
  expect(replayed).toBe(drawn);
});

it("clicks", async () => {
  const [mean, kept, purity] = (await programs.printed(clicks)) as number[];
  expect(kept).toBeCloseTo(mean, 10);
  expect(purity).toBeGreaterThan(0.5);
  expect(purity).toBeLessThan(1);
});

it("currents", async () => {
  const [mean, error] = (await programs.printed(currents)) as number[];
  // about −0.5 a unit of time once the atom is driven
  expect(mean).toBeLessThan(-3 * error);
});

it.each(commands)("ancilla %s", async (line) => {
  const { code, err, out } = await inProcess(line.split(" "));
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out.length).toBeGreaterThan(50);
});
