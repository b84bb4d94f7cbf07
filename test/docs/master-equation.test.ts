/** Runs the programs of docs/master-equation.md. */
import { afterAll, expect, it } from "vitest";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("master-equation");
const [driven, pair, family] = blocksOf(pageOf("master-equation"), "ts");

afterAll(() => programs.cleanUp());

it("a driven qubit between two baths says how finely its drive was looked at", async () => {
  const [energy, spacing] = await programs.printed(driven);
  expect(energy).toBeLessThan(0);
  expect(energy).toBeGreaterThan(-0.7);
  expect(spacing).toBeCloseTo(20 / 131_072, 12);
});

it("heat flows from the hot to the cold qubit", async () => {
  const [Q] = await programs.printed(pair);
  expect(Q).toBeGreaterThan(0);
  expect(Q).toBeLessThan(0.02);
});

it("a family is swept: σz = −γ²/(γ² + 2Ω²)", async () => {
  const [sz] = (await programs.printed(family)) as [number[]];
  [0.1, 1, 10].forEach((gamma, k) => expect(sz[k]).toBeCloseTo(-(gamma ** 2) / (gamma ** 2 + 2), 10));
});
