/** Runs the programs of docs/own-model.md; the first one is held by test/models/own-model.test.ts. */
import { afterAll, expect, it } from "vitest";
import { blocksOf, Programs, pageOf } from "./programs.ts";

const programs = new Programs("own-model");
const [, streams, starts, states] = blocksOf(pageOf("own-model"), "ts");

afterAll(() => programs.cleanUp());

it("a cascade on a schedule loses energy between collisions", async () => {
  const [energy, gained, idle, swept] = (await programs.printed(streams)) as [number, number, number, number[]];
  expect(gained + idle).toBeCloseTo(energy, 12);
  expect(idle).toBeLessThan(0);
  expect(swept[1]).toBe(energy);
});

it("starts and observables on the spot", async () => {
  const [names, p, sz, n] = await programs.printed(starts);
  expect(names).toEqual(["sz", "x", "c", "p"]);
  expect(p).toBeCloseTo(1, 12);
  expect(sz).toBeLessThan(0);
  expect(n).toBeCloseTo(0.25, 9);
});

it("states are saved and reopened", async () => {
  expect(await programs.printed(states)).toEqual([[2, 2.5, 3], true]);
});
