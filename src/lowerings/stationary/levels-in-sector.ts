/**
 * What a Hamiltonian alone keeps, and what it turns, within a sector. The map X ↦ Σ_E P_E X P_E is an orthogonal projection that keeps
 * a sector, so that its trace over the coordinates counts what is stationary there; likewise for P_E X P_F + P_F X P_E.
 */
import { RunFailure } from "../../errors.ts";
import type { EnergyLevels } from "../../numerics/energy-levels.ts";
import { orthonormalise } from "../../numerics/vectors.ts";
import { Part, type Sector } from "../../sectors/sector.ts";

/** Most differences of energies that are listed, and most work to count them in a part of the space. */
const LISTED = 4096;
const MOST_WORK = 2e9;
/** Most numbers in a list of stationary operators. */
const MOST_NUMBERS = 4_000_000;

/** One projector: its diagonal, and its elements at the coordinates of a sector. */
interface Projector {
  readonly diagonal: Float64Array;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const isWhole = ({ count, dimension }: Sector) => count === dimension * dimension;

/** Number of independent Hermitian operators in a sector that commute with H:  Σ_E g_E² on the whole space. */
export function stationaryDimension(levels: EnergyLevels, sector: Sector): number {
  const { degeneracies } = levels;
  if (isWhole(sector)) return degeneracies.reduce((sum, g) => sum + g * g, 0);
  let trace = 0;
  for (let e = 0; e < degeneracies.length; e++) {
    const P = projectorOf(levels, e, sector);
    trace += 0.5 * overlap(P, P, sector);
  }
  return Math.round(trace);
}

/** The pairs ±(E − F) as eigenvalues [0, ω] of the generator, ascending, each as often as it occurs in the sector. */
export function oscillations(levels: EnergyLevels, sector: Sector): readonly (readonly [number, number])[] {
  const { degeneracies, energies } = levels;
  const count = energies.length;
  const whole = isWhole(sector);
  const work = whole ? 0 : 0.5 * count * count * sector.count;
  const most = sector.count - count;
  if (most > LISTED || work > MOST_WORK)
    throw new RunFailure(`Nothing decays; the oscillations, of up to ${most} differences of energies, are not listed above ${LISTED}.`);
  const projectors = whole ? [] : Array.from(energies, (_, e) => projectorOf(levels, e, sector));
  const found: [number, number][] = [];
  for (let e = 0; e < count; e++) {
    for (let f = 0; f < e; f++) {
      const pairs = whole ? degeneracies[e] * degeneracies[f] : Math.round(0.5 * overlap(projectors[e], projectors[f], sector));
      const omega = energies[e] - energies[f];
      for (let k = 0; k < pairs; k++) found.push([0, -omega], [0, omega]);
    }
  }
  return found.sort((a, b) => a[1] - b[1]);
}

/** Coordinates of a basis of the stationary operators of a sector, orthonormal for Tr[A B]. */
export function stationaryBasis(levels: EnergyLevels, sector: Sector, dimension: number): readonly Float64Array[] {
  if (dimension * sector.count > MOST_NUMBERS)
    throw new RunFailure(`${dimension} stationary operators on ${sector.count} coordinates are too many to be listed.`);
  const { levelOf } = levels;
  const vectors: Float64Array[] = [];
  for (let a = 0; a < levelOf.length; a++) {
    for (let b = a; b < levelOf.length && levelOf[b] === levelOf[a]; b++) vectors.push(...between(levels, a, b, sector));
  }
  if (isWhole(sector)) return vectors;
  // Tr[A B] counts what is off the diagonal twice.
  const weights = Float64Array.from({ length: sector.count }, (_, q) => (sector.row[q] === sector.column[q] ? 1 : Math.SQRT2));
  return orthonormalise(vectors.map((v) => v.map((value, q) => weights[q] * value))).map((v) => v.map((value, q) => value / weights[q]));
}

/** Coordinates of |a⟩⟨a|, or of (|a⟩⟨b| + |b⟩⟨a|)/√2 and i(|a⟩⟨b| − |b⟩⟨a|)/√2. */
function between(
  { vectors: { data, columns: N } }: EnergyLevels,
  a: number,
  b: number,
  { count, row, column, part }: Sector,
): Float64Array[] {
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  const element = (i: number, j: number, k: number, l: number) => {
    const [x, y] = [2 * (i * N + k), 2 * (j * N + l)];
    return [data[x] * data[y] + data[x + 1] * data[y + 1], data[x + 1] * data[y] - data[x] * data[y + 1]];
  };
  for (let q = 0; q < count; q++) {
    const [re, im] = element(row[q], column[q], a, b);
    if (a === b) {
      first[q] = part[q] === Part.Re ? re : im;
      continue;
    }
    const [reBack, imBack] = element(row[q], column[q], b, a);
    first[q] = (part[q] === Part.Re ? re + reBack : im + imBack) * Math.SQRT1_2;
    second[q] = (part[q] === Part.Re ? imBack - im : re - reBack) * Math.SQRT1_2;
  }
  return a === b ? [first] : [first, second];
}

function projectorOf({ vectors: { data, columns: N }, levelOf }: EnergyLevels, level: number, { count, row, column }: Sector): Projector {
  const [diagonal, re, im] = [new Float64Array(N), new Float64Array(count), new Float64Array(count)];
  for (let k = levelOf.indexOf(level); levelOf[k] === level; k++) {
    for (let i = 0; i < N; i++) {
      const at = 2 * (i * N + k);
      diagonal[i] += data[at] * data[at] + data[at + 1] * data[at + 1];
    }
    for (let q = 0; q < count; q++) {
      const [x, y] = [2 * (row[q] * N + k), 2 * (column[q] * N + k)];
      re[q] += data[x] * data[y] + data[x + 1] * data[y + 1];
      im[q] += data[x + 1] * data[y] - data[x] * data[y + 1];
    }
  }
  return { diagonal, re, im };
}

/** Trace of X ↦ P X Q + Q X P over the coordinates of a sector. */
function overlap(P: Projector, Q: Projector, { count, row, column, part }: Sector): number {
  let sum = 0;
  for (let q = 0; q < count; q++) {
    const [i, j] = [row[q], column[q]];
    if (i === j) {
      sum += 2 * P.diagonal[i] * Q.diagonal[i];
      continue;
    }
    const swapped = 2 * (P.re[q] * Q.re[q] - P.im[q] * Q.im[q]);
    sum += P.diagonal[i] * Q.diagonal[j] + Q.diagonal[i] * P.diagonal[j] + (part[q] === Part.Re ? swapped : -swapped);
  }
  return sum;
}
