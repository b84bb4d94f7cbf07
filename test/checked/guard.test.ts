/** The checked build refuses, in a sentence with the kernel's name, what the release would do to its neighbours in memory. */
import { expect, it } from "vitest";
import { eighReal, NO_VECTORS } from "../../bindings/eigen.ts";
import { exchangeStep } from "../../bindings/exchange.ts";
import { flowDot } from "../../bindings/flow.ts";
import { luRealScratch, luSolveReal } from "../../bindings/linear.ts";
import { type F64Pointer, offset, type Scope, scope } from "../../bindings/memory.ts";
import { type BoundMap, sectorApply } from "../../bindings/sector.ts";

const unit = (s: Scope): BoundMap => ({
  rows: 1,
  groups: 1,
  rowStart: s.i32([0, 1]).pointer,
  columns: s.i32([0]).pointer,
  values: s.f64([1]).pointer,
});

it("names a buffer that is too short", () => {
  scope((s) => {
    const map = unit(s);
    const [weights, x, y] = [s.f64([1, 1]).pointer, s.f64([1, 2]).pointer, s.f64(1).pointer];
    expect(() => sectorApply(map, weights, x, y, 2)).toThrow(
      "Kernel `sectorApply`: argument `y` must lead to 2 values, but its block holds 1.",
    );
    expect(() => flowDot(2, offset(x, 1), x)).toThrow("Kernel `flowDot`: argument `x` must lead to 2 values, but its block holds 1.");
  });
});

it("names an address that is nobody's, or no multiple of 8", () => {
  const gone = scope((s) => s.f64(4).pointer);
  scope((s) => {
    const fence = s.f64(4).pointer;
    expect(() => flowDot(4, fence, (gone + 64) as F64Pointer)).toThrow(
      "Kernel `flowDot`: argument `y` must lead into a block that is taken",
    );
    expect(() => flowDot(1, (fence + 4) as F64Pointer, fence)).toThrow("`x` must be a multiple of 8");
  });
});

it("names a wrong number of lanes, and where the kernel demands it", () => {
  scope((s) => {
    const map = unit(s);
    const [weights, x, y] = [3, 3, 3].map((n) => s.f64(n).pointer);
    expect(() => sectorApply(map, weights, x, y, 3)).toThrow(/Kernel `sectorApply`: .*`lanes` must be 2, 4, 6 or 8\..*contract\.ts/);
    const five = [15, 5, 5, 10].map((n) => s.f64(n).pointer);
    const products = { shared: false, pointer: s.f64(80).pointer };
    expect(() => exchangeStep({ d1: 1, d2: 1, K: 0 }, 5, five[0], products, five[1], five[2], five[3])).toThrow(
      /Kernel `exchangeStep`: .*`lanes` must be/,
    );
  });
});

it("names outputs that overlap inputs, sizes below zero, and pivots out of range", () => {
  scope((s) => {
    const map = unit(s);
    const [weights, x] = [s.f64([1, 1]).pointer, s.f64([1, 2]).pointer];
    expect(() => sectorApply(map, weights, x, x, 2)).toThrow(/Kernel `sectorApply`: .*must not overlap/);
    expect(() => eighReal(-1, x, NO_VECTORS, x, x)).toThrow(/Kernel `eighReal`: .*A size must be ≥ 0\./);
    const scratch = s.f64(luRealScratch()).pointer;
    expect(() => luSolveReal(1, x, 1, s.i32([3]).pointer, s.f64(1).pointer, 1, scratch)).toThrow(/Kernel `luSolveReal`: .*pivot must name/);
  });
});
