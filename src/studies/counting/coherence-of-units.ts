/** The quasi-probabilities of one collision, q_if = Tr[(1 ⊗ Π_f) W (ρ ⊗ Π_i η) W†], and how far they are from probabilities. */
import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import { hypot } from "../../numerics/scalar.ts";
import { dag, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { blockPairs } from "./collision-pairs.ts";
import type { Field } from "./counts.ts";
import { sameCounts } from "./spectral-basis.ts";
import { countedUnit } from "./tilted-collision.ts";

/** The Kirkwood–Dirac table of a collision; Margenau–Hill is its real part. */
export interface QuasiTable {
  readonly bath: string;
  /** The counts' readings in each level of the unit, in the order of `of`. */
  readonly levels: readonly (readonly number[])[];
  /** [incoming][outgoing], as [re, im]. */
  readonly table: readonly (readonly (readonly [number, number])[])[];
  /** Σ|q_if| − 1 ≥ 0; 0 where the table is a probability. */
  readonly nonclassicality: number;
  readonly smallest: number;
  readonly largestImaginary: number;
}

/** The table of the first collision, in the state before it. */
export function quasiTable(dynamics: Collisions, collision: Collision, fields: readonly Field[], rho: Operator): QuasiTable {
  const { system } = dynamics;
  const { unit } = collision;
  const { eta, vectors, levels, size } = countedUnit(dynamics, collision, fields);
  const u = unit.dimension;
  const classes: number[] = [];
  const distinct: (readonly number[])[] = [];
  levels.forEach((level) => {
    const known = distinct.findIndex((other) => sameCounts(other, level, size));
    classes.push(known >= 0 ? known : distinct.push(level) - 1);
  });
  const table = distinct.map(() => distinct.map((): [number, number] => [0, 0]));
  for (const blocks of blockPairs(system, collision, vectors)) {
    eta.forEach((y, z, re, im) => {
      for (let x = 0; x < u; x++) {
        const [left, right] = [blocks.left[x * u + y], blocks.right[x * u + z]];
        if (!left || !right) continue;
        const [a, b] = times(left, rho, dag(right)).trace();
        const cell = table[classes[y]][classes[x]];
        cell[0] += re * a - im * b;
        cell[1] += re * b + im * a;
      }
    });
  }
  const all = table.flat();
  return {
    bath: collision.bath,
    levels: distinct,
    table,
    nonclassicality: all.reduce((sum, [re, im]) => sum + hypot(re, im), 0) - 1,
    smallest: all.reduce((least, [re]) => Math.min(least, re), Number.POSITIVE_INFINITY),
    largestImaginary: all.reduce((most, [, im]) => Math.max(most, Math.abs(im)), 0),
  };
}
