/** Option objects of every public function under random changes; the long form is `npm run fuzz -- --target options`. */
import { expect, it } from "vitest";
import { optionObjects, validDoors } from "../fuzz/options.ts";

it("takes what is valid", async () => {
  expect(await validDoors()).toEqual([]);
});

it("answers whatever stands in an option object with a result or with an error of ours", async () => {
  const { tried, findings } = await optionObjects.run(8, 900, performance.now() + 6000);
  expect(findings).toEqual([]);
  expect(tried).toBeGreaterThan(60);
});
