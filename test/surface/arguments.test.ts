/** Arguments of every public function under random changes; the long form is `npm run fuzz -- --target arguments`. */
import { afterEach, expect, it } from "vitest";
import { release } from "../../src/linear.ts";
import { positionalArguments, validCalls } from "../fuzz/arguments.ts";

afterEach(release);

it("are taken where they are valid", async () => {
  // what needs a browser, another host's link or a Redis
  const outside = /^(browserWorkers|documents\.documentFromLink|node\.(follow|cancel|retry|merge|status|submit|work)): /;
  expect((await validCalls()).filter((line) => !outside.test(line))).toEqual([]);
});

it("are answered with a result or with an error of ours, whatever they are", async () => {
  const { tried, findings } = await positionalArguments.run(8, 4000, performance.now() + 7000);
  expect(findings).toEqual([]);
  expect(tried).toBeGreaterThan(300);
});
