/** How far a state can be trusted: trace, positivity, and what stands at the cut of truncated factors. */
import { eigvalsh } from "../numerics/eigen.ts";
import type { Matrix } from "../numerics/matrix.ts";
import type { StateView } from "../observables/observable.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Space } from "../spaces/space.ts";

/** Largest block whose eigenvalues are looked at for positivity. */
const LARGEST_BLOCK = 400;

/** Most negative eigenvalue of a state as a number ≥ 0, or null when a block is too large to look. */
export function positivityDefect(state: StateView): number | null {
  let worst = 0;
  for (const { matrix } of state.blocks()) {
    if (matrix.rows > LARGEST_BLOCK) return null;
    worst = Math.max(worst, -smallestEigenvalue(matrix));
  }
  return worst;
}

/** The smallest eigenvalue of a Hermitian block; those of one and two levels, of which ladders have many, in closed form. */
function smallestEigenvalue(matrix: Matrix): number {
  const { rows, data } = matrix;
  if (rows === 1) return data[0];
  if (rows > 2) return eigvalsh(matrix, { tolerance: 1e-6 })[0];
  const half = (data[0] - data[6]) / 2;
  return (data[0] + data[6]) / 2 - Math.sqrt(half * half + data[2] * data[2] + data[3] * data[3]);
}

/** All populations of a sector, and for each truncated factor those at its cut. */
export function watchedPopulations(space: Space, sector: Sector) {
  const diagonal: number[] = [];
  for (let q = 0; q < sector.count; q++) if (sector.row[q] === sector.column[q]) diagonal.push(q);
  const cuts = space.factors
    .map((factor, position) => ({ factor, stride: space.stride(position) }))
    .filter(({ factor }) => factor.kind === "fock" || factor.kind === "rotor")
    .map(({ factor, stride }) => {
      const atCut = diagonal.filter((q) => {
        const level = Math.floor(sector.row[q] / stride) % factor.dimension;
        return level === factor.dimension - 1 || (factor.kind === "rotor" && level === 0);
      });
      return { label: factor.label, atCut };
    });
  return { diagonal, cuts };
}

/** Watches trace and cut populations of a state stored [coordinate][lane]. */
export interface Watch {
  look(x: Float64Array, lanes: number, used?: number): void;
  readonly traceDefect: number;
  readonly cutPopulation: Readonly<Record<string, number>>;
}

/** Watch the truncated factors (Fock modes: last level; rotors: both ends) of a sector. */
export function watch(space: Space, sector: Sector): Watch {
  const { diagonal, cuts } = watchedPopulations(space, sector);
  let traceDefect = 0;
  const cutPopulation: Record<string, number> = Object.fromEntries(cuts.map(({ label }) => [label, 0]));
  return {
    look(x, lanes, used = lanes) {
      for (let lane = 0; lane < used; lane++) {
        let trace = 0;
        for (const q of diagonal) trace += x[q * lanes + lane];
        traceDefect = Math.max(traceDefect, Math.abs(trace - 1));
        for (const { label, atCut } of cuts) {
          let p = 0;
          for (const q of atCut) p += x[q * lanes + lane];
          cutPopulation[label] = Math.max(cutPopulation[label], p);
        }
      }
    },
    get traceDefect() {
      return traceDefect;
    },
    cutPopulation,
  };
}

/** A warning for each factor with more than `limit` at its cut. */
export function cutWarnings(cutPopulation: Readonly<Record<string, number>>, limit = 1e-6): string[] {
  return Object.entries(cutPopulation)
    .filter(([, p]) => p > limit)
    .map(
      ([label, p]) =>
        `The last level of "${label}" held a population of ${p.toExponential(1)}: results are exact for the truncated space only. Use more levels.`,
    );
}

/** How far the trace drifted; operators that are too large leave no number to say. */
export function driftInWords(drift: number): string {
  return Number.isFinite(drift) ? `The trace drifted by ${drift.toExponential(1)}` : "The state grew beyond all numbers";
}
