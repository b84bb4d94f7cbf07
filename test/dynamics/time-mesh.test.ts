import { describe, expect, it } from "vitest";
import { sampled, timeFunction } from "../../src/dynamics/coefficient.ts";
import { inside, longestStep, shortestCell, timeMesh } from "../../src/dynamics/time-mesh.ts";

const bump = (t: number) => Math.exp(-(((t - 20) / 0.2) ** 2));

describe("the cells of a function of time", () => {
  it("are short where it changes, and no step jumps into them", () => {
    const mesh = timeMesh(timeFunction(bump), 40, 1e-9);
    const { borders } = mesh;
    expect([borders[0], borders.at(-1)]).toEqual([0, 40]);
    expect(borders.every((t, k) => k === 0 || t > borders[k - 1])).toBe(true);
    expect(mesh.spacing).toBe(40 / 131_072);
    expect(longestStep([mesh], 0)).toBeGreaterThan(1);
    expect(longestStep([mesh], 19.9)).toBeLessThan(0.1);
    for (let t = 0; t < 40; t += 0.0371) {
      const end = t + longestStep([mesh], t);
      for (let k = 1; k < borders.length; k++) {
        if (borders[k] <= t || borders[k - 1] >= end) continue;
        expect(end - t).toBeLessThanOrEqual((borders[k] - borders[k - 1]) * (1 + 1e-12));
      }
    }
  });

  it("close in on jumps, and leave what is declared alone", () => {
    const step = (t: number) => (t < Math.SQRT2 ? 0 : 1);
    const found = timeMesh(timeFunction(step), 3, 1e-9);
    const at = found.borders.findIndex((t) => t > Math.SQRT2);
    expect(found.borders[at] - found.borders[at - 1]).toBeLessThan(4e-9);
    expect(found.constant).toBe(false);
    const declared = timeMesh(timeFunction(step, [Math.SQRT2]), 3, 1e-9);
    expect([...declared.borders]).toEqual([0, Math.SQRT2, 3]);
    expect(declared.constant).toBe(true);
    expect(shortestCell([declared], [Math.SQRT2])).toBe(Number.POSITIVE_INFINITY);
    expect(timeMesh(sampled([0, 1, 2], [0, 1, 0], "cubic"), 2, 1e-9)).toEqual({
      borders: Float64Array.of(0, 1, 2),
      constant: false,
      spacing: null,
      unresolved: null,
    });
  });

  it("are on a grid of their own within a support, and none outside it", () => {
    const { spacing, borders } = timeMesh(
      timeFunction((t) => (t > 18 && t < 22 ? bump(t) : 0), { support: [[18, 22]] }),
      1e9,
      1e-9,
    );
    expect(spacing).toBe(4 / 4096);
    expect(borders[1]).toBe(18);
    expect(borders.at(-2)).toBe(22);
  });

  it("are given up, with the time, where a function changes on every scale", () => {
    let seed = 1;
    const noise = timeFunction((t) => (t < 0.5 ? 1 : (seed = (seed * 16807) % 2147483647) / 2147483647));
    const { unresolved } = timeMesh(noise, 1, 1e-13);
    expect(unresolved).toBeGreaterThanOrEqual(0.49);
  });

  it("do not depend on the tolerance they were first asked for with", () => {
    const [one, two] = [timeFunction(bump), timeFunction(bump)];
    timeMesh(one, 40, 1e-2);
    expect(timeMesh(one, 40, 1e-9)).toEqual(timeMesh(two, 40, 1e-9));
    expect(timeMesh(one, 20, 1e-9).borders.at(-1)).toBe(20);
  });
});

describe("a time inside an interval", () => {
  it("is moved by rounding only, and never out of it", () => {
    expect(inside(1, 2, 1.5)).toBe(1.5);
    expect(inside(1, 2, 1)).toBeGreaterThan(1);
    expect(inside(1, 2, 2)).toBeLessThan(2);
    expect(2 - inside(1, 2, 2)).toBeLessThan(4e-15);
    const next = 1 + 2.220446049250313e-16;
    expect(inside(1, next, 1)).toBeGreaterThanOrEqual(1);
    expect(inside(1, next, next)).toBeLessThanOrEqual(next);
  });
});
