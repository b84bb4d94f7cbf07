import { expect, it } from "vitest";
import { limitKernels } from "../../bench/limit.ts";

it("the limit kernels do the work that the benches count", async () => {
  const { chains, outerProduct } = await limitKernels();
  expect(chains(0)).toBe(2 * 66);
  expect(chains(1)).toBe(66 + 24);
  expect(chains(80)).toBe(48);
  expect(outerProduct(0)).toBe(90);
  expect(outerProduct(7)).toBe(90 + 7 * 15 * 10);
});
