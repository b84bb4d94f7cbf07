import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scope } from "../../bindings/memory.ts";
import { sectorApply, sectorApplySingle, sectorFunctionals } from "../../bindings/sector.ts";
import * as twin from "../reference/sector.ts";

/** A random map with empty rows, repeated columns and several groups. */
function randomMap(n: number, groups: number, seed: number): twin.PlainMap & { next: () => number } {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
  const rowStart = new Int32Array(n * groups + 1);
  for (let s = 0; s < n * groups; s++) rowStart[s + 1] = rowStart[s] + Math.floor(5 * (next() + 0.5));
  const count = rowStart[n * groups];
  return {
    n,
    groups,
    rowStart,
    columns: Int32Array.from({ length: count }, () => Math.floor(n * (next() + 0.5))),
    values: Float64Array.from({ length: count }, next),
    next,
  };
}

const bind = (s: Parameters<Parameters<typeof scope>[0]>[0], map: twin.PlainMap) => ({
  rows: map.n,
  groups: map.groups,
  rowStart: s.i32(map.rowStart).pointer,
  columns: s.i32(map.columns).pointer,
  values: s.f64(map.values).pointer,
});

describe("sector maps", () => {
  it("have the bits of their twin for any groups and lanes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(2, 4, 6, 8),
        fc.nat(),
        (n, groups, lanes, seed) => {
          const map = randomMap(n, groups, seed);
          const weights = Float64Array.from({ length: groups * lanes }, map.next);
          const x = Float64Array.from({ length: n * lanes }, map.next);
          const plain = new Float64Array(n * lanes);
          twin.sectorApply(map, weights, x, plain, lanes);
          scope((s) => {
            const y = s.f64(n * lanes);
            sectorApply(bind(s, map), s.f64(weights).pointer, s.f64(x).pointer, y.pointer, lanes);
            expect(y.view()).toEqual(plain);
          });
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  });

  it("apply to one vector", () => {
    const map = randomMap(12, 1, 5);
    const start = Float64Array.from({ length: 12 }, map.next);
    scope((s) => {
      const bound = bind(s, map);
      const a = s.f64(start);
      const b = s.f64(12);
      sectorApplySingle(bound, a.pointer, b.pointer);
      const once = new Float64Array(12);
      twin.sectorApply(map, Float64Array.of(1), start, once, 1);
      expect(b.view()).toEqual(once);
    });
  });

  it("read functionals of each lane", () => {
    const map = randomMap(9, 1, 8);
    const x = Float64Array.from({ length: 9 * 4 }, map.next);
    const plain = new Float64Array(9 * 4);
    twin.sectorFunctionals(map.rowStart, map.columns, map.values, x, 4, plain);
    scope((s) => {
      const out = s.f64(9 * 4);
      sectorFunctionals(
        9,
        s.i32(map.rowStart).pointer,
        s.i32(map.columns).pointer,
        s.f64(map.values).pointer,
        s.f64(x).pointer,
        4,
        out.pointer,
      );
      expect(out.view()).toEqual(plain);
    });
  });
});
