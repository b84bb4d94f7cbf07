import { expect, it } from "vitest";
import { peakMultiplyAdd, peakOuterProduct } from "../../bindings/dense.ts";
import { scope } from "../../bindings/memory.ts";

it("the limit kernels do the work that the benches count", () => {
  expect(peakMultiplyAdd(0)).toBe(2 * 66);
  expect(peakMultiplyAdd(1)).toBe(66 + 24);
  expect(peakMultiplyAdd(80)).toBe(48);
  scope((s) => {
    const operands = s.f64([1, 2, 3, 4, 5, 99, 1, 2, 3, 4]).pointer;
    expect(peakOuterProduct(0, operands)).toBe(90);
    expect(peakOuterProduct(7, operands)).toBe(90 + 7 * 15 * 10);
  });
});
