/** Runs the programs of docs/noise.md, and holds its table of kinds against the list of kinds. */
import { afterAll, expect, it } from "vitest";
import { allKinds } from "../../src/dynamics/noise/known-kinds.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("noise");
const page = pageOf("noise");
const [wandering, mixed, lots, fluctuator, controlled] = blocksOf(page, "ts");

afterAll(() => programs.cleanUp());

it("an ensemble and its exact average agree", async () => {
  const [mean, error, exact] = (await programs.printed(wandering)) as [number[], number[], number[]];
  [1, 0.889837173094, 0.470666984279, 0.121164036417].forEach((value, k) => {
    expect(exact[k]).toBeCloseTo(value, 9);
    expect(Math.abs(mean[k] - value)).toBeLessThanOrEqual(4 * error[k] + 1e-15);
  });
});

it("a sum of kinds has a mean and a spread", async () => {
  const [n1, std, error] = (await programs.printed(mixed)) as [number, number, number];
  expect(n1).toBeGreaterThan(0.4);
  expect(std).toBeGreaterThan(0.01);
  expect(error).toBeLessThan(1e-10);
});

it("lots of atoms and a fluctuator are averaged exactly", async () => {
  const [n1, hidden] = (await programs.printed(lots)) as [number, { levels: number; error: number }];
  expect(n1).toBeGreaterThan(0.4);
  expect(hidden).toEqual({ levels: 2, error: 0 });
  const [sz, std] = (await programs.printed(fluctuator)) as [number[], number[]];
  expect(sz).toHaveLength(4);
  expect(std[0]).toBeLessThan(1e-7);
  expect(std[3]).toBeGreaterThan(0.1);
});

it("a control variate gains", async () => {
  const [value, error, gain] = (await programs.printed(controlled)) as [number, number, number];
  expect(value).toBeGreaterThan(0.8);
  expect(error).toBeLessThan(1e-3);
  expect(gain).toBeGreaterThan(100);
});

it("names every kind", () => {
  for (const { name } of allKinds) if (name !== "sum") expect(page).toContain(`\`${name}(`);
});
