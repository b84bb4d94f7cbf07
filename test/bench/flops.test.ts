import { expect, it } from "vitest";
import { hermitianElements, lindbladFlops } from "../../bench/flops.ts";

it("counts strips of four rows from the diagonal on", () => {
  expect(hermitianElements(1)).toBe(1);
  expect(hermitianElements(4)).toBe(16);
  expect(hermitianElements(8)).toBe(4 * 8 + 4 * 4);
  expect(hermitianElements(9)).toBe(4 * 9 + 4 * 5 + 1);
  expect(lindbladFlops(8, 0)).toBe(8 * 512);
  expect(lindbladFlops(8, 2)).toBe(8 * (3 * 512 + 2 * 8 * 48));
});
