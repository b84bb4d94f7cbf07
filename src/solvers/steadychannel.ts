/** Fixed points of collision maps: the stationary space of Λ, and the limit for a model's initial state. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { denseOf, envelopeOf, type SparseReal } from "../numerics/envelope.ts";
import { expmReal } from "../numerics/expm.ts";
import { identity } from "../operators/algebra.ts";
import { planCollisions } from "../plan/collisions.ts";
import type { Plan } from "../plan/plan.ts";
import { denseFunctional, sectorLayout } from "../sectors/layout.ts";
import { combine, lowerTerms } from "../sectors/matrices.ts";
import type { Sector } from "../sectors/sector.ts";
import { type BoundSteady, solveStationary } from "./stationary.ts";

/** Largest sector whose idle evolution is exponentiated. */
const DENSE = 1024;
/** Most flops that a factorisation may take. */
const MOST_FLOPS = 4e11;

/**
 * Bind the map of one whole cycle of a stream as Λ − 1 on the initial state's sector (or on all states).
 *
 * Throws a RunFailure for a schedule, which has no cycle, and for sectors too large to be solved directly.
 */
export function bindChannel(model: Model, scope: "space" | "sector"): BoundSteady {
  const dynamics = model.dynamics as Collisions;
  if (dynamics.stream.kind === "schedule") {
    throw new RunFailure("A schedule of collisions has no stationary state. Use a constant or cyclic stream.");
  }
  const cycle = dynamics.stream.kind === "cyclic" ? dynamics.stream.collisions.length : 1;
  const planned = planCollisions(model, { steps: cycle, support: scope === "space" ? "full" : [model.initial] });
  const { lowering, sector } = planned;
  if (lowering.kind !== "weighted") throw new RunFailure("The stationary solve needs fixed matrices.");
  const maps = lowering.matrices.map((matrices, k) => combine(matrices, lowering.maps[k].weights));
  const idle = idleMap(dynamics, sector);
  const steps: SparseReal[] = [];
  for (let n = 1; n <= cycle; n++) {
    steps.push(maps[planned.indexAt(n)]);
    if (idle) steps.push(idle);
  }
  const matrix = minusIdentity(steps.reduce((product, next) => multiply(next, product)));
  if (envelopeOf(matrix).flops > MOST_FLOPS) {
    throw new RunFailure(
      `The map has ${sector.count} coordinates with a wide envelope, too many for a direct solve. Use fewer levels, or run until it settles.`,
    );
  }
  return bound(model, planned.plan, sector, matrix);
}

function bound(model: Model, plan: Plan, sector: Sector, matrix: SparseReal): BoundSteady {
  const space = (model.dynamics as Collisions).system;
  const layout = sectorLayout(space, sector);
  const start = layout.coordinates(model.initial);
  const trace = denseFunctional(layout.expectation(identity(space)).re, layout.n);
  return { plan, planned: null, space, sector, layout, matrix, start, trace, solve: () => solveStationary(matrix, start, trace) };
}

/** exp(duration · L) of the idle evolution as a sparse matrix, or null. */
function idleMap({ idle }: Collisions, sector: Sector): SparseReal | null {
  if (!idle || idle.duration === 0) return null;
  const terms = generatorTerms(idle.generator);
  if (terms.coefficients.some(isTimeFunction)) throw new RunFailure("The idle evolution must not depend on time for a stationary state.");
  if (sector.count > DENSE)
    throw new RunFailure(`The idle evolution on ${sector.count} coordinates is too large to be exponentiated. Use fewer levels.`);
  const dense = denseOf(lowerTerms(terms, sector)).map((value) => value * idle.duration);
  return sparseOf(expmReal(sector.count, dense), sector.count);
}

function sparseOf(dense: Float64Array, n: number): SparseReal {
  const rows = Array.from({ length: n }, (_, r) => {
    const row = new Map<number, number>();
    for (let c = 0; c < n; c++) if (dense[r * n + c] !== 0) row.set(c, dense[r * n + c]);
    return row;
  });
  return fromRows(rows);
}

function fromRows(rows: readonly ReadonlyMap<number, number>[]): SparseReal {
  const rowStart = new Int32Array(rows.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  rows.forEach((row, r) => {
    for (const column of [...row.keys()].sort((a, b) => a - b)) {
      columns.push(column);
      values.push(row.get(column) as number);
    }
    rowStart[r + 1] = columns.length;
  });
  return { n: rows.length, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** A B. */
function multiply(A: SparseReal, B: SparseReal): SparseReal {
  return fromRows(
    Array.from({ length: A.n }, (_, r) => {
      const row = new Map<number, number>();
      for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
        const k = A.columns[e];
        for (let f = B.rowStart[k]; f < B.rowStart[k + 1]; f++) {
          row.set(B.columns[f], (row.get(B.columns[f]) ?? 0) + A.values[e] * B.values[f]);
        }
      }
      return row;
    }),
  );
}

function minusIdentity(A: SparseReal): SparseReal {
  return fromRows(
    Array.from({ length: A.n }, (_, r) => {
      const row = new Map<number, number>([[r, -1]]);
      for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) row.set(A.columns[e], (row.get(A.columns[e]) ?? 0) + A.values[e]);
      return row;
    }),
  );
}
