/** What a run watches: the trace, and the populations of the last levels that a truncation kept, at both ends of a rotor. */
import { describe, expect, it } from "vitest";
import { Operator } from "../../src/operators/operator.ts";
import { denseLayout } from "../../src/sectors/layout.ts";
import { discoverSector, type Sector } from "../../src/sectors/sector.ts";
import { watch } from "../../src/solvers/diagnose.ts";
import { watchLayout } from "../../src/solvers/watch.ts";
import { fock, qubit, rotor, tensor } from "../../src/spaces/space.ts";

const space = tensor(qubit("q"), tensor(fock(3, "a"), rotor(-1, 1, "l")));
/** |q, a, l⟩ */
const at = (q: number, a: number, l: number) => (q * 3 + a) * 3 + l;
const start = Operator.fromEntries(space, [
  [at(0, 0, 1), at(0, 0, 1), 0.5],
  [at(0, 2, 1), at(0, 2, 1), 0.25],
  [at(1, 1, 0), at(1, 1, 0), 0.125],
  [at(1, 0, 2), at(1, 0, 2), 0.0625],
]);

describe("what is watched", () => {
  const expected = { a: 0.25, l: 0.1875 };
  it("of a layout", () => {
    const layout = denseLayout(space);
    const watching = watchLayout(layout);
    watching.look(layout.coordinates(start));
    expect(watching.cutPopulation).toEqual(expected);
    expect(watching.traceDefect).toBe(0.0625);
  });

  it("of lanes on a sector", () => {
    const sector = discoverSector([], space.dimension, [start]) as Sector;
    const x = new Float64Array(2 * sector.count);
    for (let q = 0; q < sector.count; q++) x[2 * q] = start.at(sector.row[q], sector.column[q])[0];
    const watching = watch(space, sector);
    watching.look(x, 2, 1);
    expect(watching.cutPopulation).toEqual(expected);
    expect(watching.traceDefect).toBe(0.0625);
  });
});
