import { expect, it } from "vitest";
import { commandLine } from "../fuzz/commandline.ts";

it("the command line answers whatever is typed", async () => {
  const { tried, findings } = await commandLine.run(2024, 400, performance.now() + 9000);
  expect(tried).toBeGreaterThan(40);
  expect(findings).toEqual([]);
}, 60_000);
