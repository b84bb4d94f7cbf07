/** Krylov subspaces of a real matrix that is only known by its products: Arnoldi's orthonormal basis and Hessenberg matrix. */
import { dot, norm, orthonormalise, subtractMultiple, unitVector, without } from "./vectors.ts";

/** Writes A v to `out`. */
export type Product = (v: Float64Array, out: Float64Array) => void;

/** One step of Arnoldi's process: A v_k = Σ_i column_i v_i with the new vector last. */
export interface ArnoldiStep {
  /** Column k of the Hessenberg matrix, k + 2 entries. */
  readonly column: Float64Array;
  /** What A v_k has outside the basis, of length column[k + 1], not normalised. */
  readonly rest: Float64Array;
  /** ‖A v_k‖. */
  readonly image: number;
}

/** Multiply the last vector of a basis and orthogonalise the image against all of them, by modified Gram–Schmidt in so many passes. */
export function arnoldiStep(apply: Product, basis: readonly Float64Array[], passes: 1 | 2): ArnoldiStep {
  const last = basis[basis.length - 1];
  const rest = new Float64Array(last.length);
  apply(last, rest);
  return orthogonalised(basis, rest, passes);
}

/** Orthogonalise the image of the last vector of a basis, in place, as `arnoldiStep` does. */
export function orthogonalised(basis: readonly Float64Array[], rest: Float64Array, passes: 1 | 2): ArnoldiStep {
  const k = basis.length - 1;
  const image = norm(rest);
  const column = new Float64Array(k + 2);
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i <= k; i++) {
      const h = dot(basis[i], rest);
      column[i] += h;
      subtractMultiple(rest, h, basis[i]);
    }
  }
  column[k + 1] = norm(rest);
  return { column, rest, image };
}

/** A Hessenberg matrix, row-major m × m, whose eigenvalues (Ritz values) approximate those of A. */
export interface Hessenberg {
  readonly m: number;
  readonly H: Float64Array;
}

/**
 * Take up to m Arnoldi steps from a start vector, orthogonalised twice. The process ends where `closed` says that what is
 * left outside the basis, of length `rest`, is rounding of an image of length `image`: the subspace is then invariant.
 */
export function arnoldi(
  apply: Product,
  start: Float64Array,
  m: number,
  closed: (rest: number, image: number) => boolean = (rest) => rest < 1e-14,
): Hessenberg {
  const basis = [unitVector(start)];
  const columns: Float64Array[] = [];
  while (columns.length < Math.min(m, start.length)) {
    const k = columns.length;
    const { column, rest, image } = arnoldiStep(apply, basis, 2);
    columns.push(column);
    const length = column[k + 1];
    if (closed(length, image)) break;
    basis.push(rest.map((value) => value / length));
  }
  const used = columns.length;
  const H = new Float64Array(used * used);
  columns.forEach((column, j) => {
    for (let i = 0; i < Math.min(used, column.length); i++) H[i * used + j] = column[i];
  });
  return { m: used, H };
}

/** An image whose part outside the basis is shorter than this share of it adds no direction. */
const INSIDE = 1e-14;

/**
 * The matrix of A on the space of `starts` and their images under A, …, A^(rounds − 1), in an orthonormal basis. `applyAll` multiplies all
 * vectors of a block at once.
 */
export function blockArnoldi(
  applyAll: (block: readonly Float64Array[]) => readonly Float64Array[],
  starts: readonly Float64Array[],
  rounds: number,
): Hessenberg {
  const basis = orthonormalise(starts);
  const images: Float64Array[] = [];
  for (let round = 0; round < rounds && images.length < basis.length; round++) {
    const fresh = applyAll(basis.slice(images.length));
    images.push(...fresh);
    if (round === rounds - 1) break;
    for (const image of fresh) {
      const rest = without(without(image, basis), basis);
      const length = norm(rest);
      if (length > INSIDE * norm(image)) basis.push(rest.map((value) => value / length));
    }
  }
  const m = images.length;
  const H = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) H[i * m + j] = dot(basis[i], images[j]);
  return { m, H };
}
