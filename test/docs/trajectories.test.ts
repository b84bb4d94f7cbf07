/** Runs the programs and commands of docs/trajectories.md as a reader would. */
import { afterAll, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, Programs, pageOf, wordsOf } from "./programs.ts";

const programs = new Programs("trajectories");
const page = pageOf("trajectories");
const [units, rules, arrivals, clicks, loops, currents, noisy] = blocksOf(page, "ts");
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

it("units that arrive at random times", async () => {
  const [sz, ups, density, logLikelihood, best, told] = (await programs.printed(arrivals)) as [
    number[],
    number[],
    number[],
    number,
    { value: number },
    number[],
  ];
  expect(sz).toHaveLength(6);
  expect(ups[0]).toBe(0);
  for (let k = 1; k < 6; k++) expect(ups[k]).toBeGreaterThan(ups[k - 1]);
  expect(ups[5]).toBeLessThan(7.5);
  expect(density).toHaveLength(3);
  // a density of three arrivals, times the chance of what was read
  expect(logLikelihood).toBeLessThan(3 * Math.log(1.5) - 4.5);
  expect([0.3, 0.7, 1.1]).toContain(best.value);
  // a target in a pure state is known whatever is read
  expect(told).toEqual([0, expect.closeTo(0, 10), expect.closeTo(0, 10)]);
});

it("feedback", async () => {
  const [simple, twice, filter, told, produced, work, bound] = (await programs.printed(rules)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    { holds: boolean },
  ];
  expect(new Set([simple, twice, filter]).size).toBe(3);
  expect(told).toBeGreaterThan(0);
  expect(produced + told).toBeGreaterThan(-1e-12);
  expect(work).not.toBe(0);
  expect(bound.holds).toBe(true);
});

it("noise beside", async () => {
  const [mean, std, plan] = (await programs.printed(noisy)) as [number, number, string];
  expect(mean).toBeGreaterThan(0);
  expect(std).toBeGreaterThan(0);
  expect(plan).toContain("kets of 12 amplitudes");
});

it("clicks", async () => {
  const [mean, kept, purity, logLikelihood, best] = (await programs.printed(clicks)) as [number, number, number, number, { value: number }];
  expect(logLikelihood).toBeCloseTo(-4.432193537902, 11);
  expect([0.8, 1.2, 1.6]).toContain(best.value);
  expect(kept).toBeCloseTo(mean, 10);
  expect(purity).toBeGreaterThan(0.5);
  expect(purity).toBeLessThan(1);
});

it("feedback on clicks", async () => {
  const [flipped, loop, weaker] = (await programs.printed(loops)) as number[][];
  // 500 trajectories each of spread below 1
  flipped.forEach((mean, k) => {
    expect(Math.abs(mean - loop[k])).toBeLessThan(4 * Math.sqrt(2 / 500));
  });
  expect(Math.max(...weaker.map((mean, k) => Math.abs(mean - flipped[k])))).toBeGreaterThan(0.1);
});

it("currents", async () => {
  const [mean, error] = (await programs.printed(currents)) as number[];
  // about −0.5 a unit of time once the atom is driven
  expect(mean).toBeLessThan(-3 * error);
});

it.each(commands)("ancilla %s", async (line) => {
  const { code, err, out } = await inProcess(wordsOf(line));
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out.length).toBeGreaterThan(50);
});
