/** GMRES with restarts for a matrix that is only known by its products. */
import { integer } from "../errors.ts";
import { orthogonalised, type Product } from "./krylov.ts";
import { combination, norm, unitVector } from "./vectors.ts";

/** How a solve ended. */
export interface Gmres {
  readonly x: Float64Array;
  /** ‖b − A x‖ / ‖b‖ in the 2-norm; 0 for b = 0. */
  readonly residual: number;
  readonly products: number;
}

export interface GmresOptions {
  /** Vectors kept before a restart. */
  readonly restart?: number;
  readonly tolerance?: number;
  /** Most products with A. */
  readonly most?: number;
}

/**
 * Solve A x = b from x = 0. Every correction lies in the Krylov space of b, so for a singular A of index one and b in
 * its range the solution found is the one in the range of A.
 *
 * `apply(v, out)` writes A v to `out`. Stops when the residual is below `tolerance` (1e-14), no longer falls over a
 * restart, or after `most` (20 000) products; the caller judges `residual`.
 * Source: Y. Saad, M. H. Schultz, SIAM J. Sci. Stat. Comput. 7, 856 (1986).
 */
export function gmres(apply: Product, b: Float64Array, options: GmresOptions = {}): Gmres {
  return withProducts(gmresByProducts(b, options), apply);
}

/** Work that hands out a vector v whenever it needs A v, and goes on with that; the image belongs to it. */
export type ByProducts<T> = Generator<Float64Array, T, Float64Array>;

/** Carry such work out. */
export function withProducts<T>(work: ByProducts<T>, apply: Product): T {
  let next = work.next();
  while (!next.done) {
    const image = new Float64Array(next.value.length);
    apply(next.value, image);
    next = work.next(image);
  }
  return next.value;
}

/** `gmres` as work of this kind, for several systems side by side. */
export function* gmresByProducts(b: Float64Array, options: GmresOptions = {}): ByProducts<Gmres> {
  const n = b.length;
  const restart = Math.min(integer("restart", options.restart ?? 60, 1, 1000), n);
  const tolerance = options.tolerance ?? 1e-14;
  const most = options.most ?? 20_000;
  const x = new Float64Array(n);
  const size = norm(b);
  if (size === 0) return { x, residual: 0, products: 0 };
  let r = b.slice();
  let residual = 1;
  let products = 0;
  while (residual > tolerance && products < most) {
    const { correction, used } = yield* cycle(r, Math.min(restart, most - products), tolerance * size);
    products += used + 1;
    for (let i = 0; i < n; i++) x[i] += correction[i];
    const image = yield x;
    r = b.map((value, i) => value - image[i]);
    const next = norm(r) / size;
    if (!(next < 0.98 * residual)) {
      if (next > residual) for (let i = 0; i < n; i++) x[i] -= correction[i];
      return { x, residual: Math.min(next, residual), products };
    }
    residual = next;
  }
  return { x, residual, products };
}

/** One cycle: Arnoldi's process once orthogonalised, least squares by Givens rotations. */
function* cycle(r: Float64Array, m: number, target: number): ByProducts<{ correction: Float64Array; used: number }> {
  const n = r.length;
  const V = [unitVector(r)];
  const H: Float64Array[] = [];
  const c = new Float64Array(m);
  const s = new Float64Array(m);
  const g = new Float64Array(m + 1);
  g[0] = norm(r);
  let used = 0;
  while (used < m) {
    const { column, rest } = orthogonalised(V, yield V[used], 1);
    const length = column[used + 1];
    rotate(column, c, s, used);
    g[used + 1] = -s[used] * g[used];
    g[used] *= c[used];
    H.push(column);
    used++;
    if (Math.abs(g[used]) <= target || length === 0) break;
    V.push(rest.map((value) => value / length));
  }
  return { correction: combination(V, solveTriangle(H, g, used), n), used };
}

/** Apply the rotations so far to a new column and make the one that removes its last entry. */
function rotate(column: Float64Array, c: Float64Array, s: Float64Array, k: number): void {
  for (let i = 0; i < k; i++) {
    const upper = column[i];
    column[i] = c[i] * upper + s[i] * column[i + 1];
    column[i + 1] = c[i] * column[i + 1] - s[i] * upper;
  }
  const r = Math.sqrt(column[k] * column[k] + column[k + 1] * column[k + 1]);
  c[k] = r === 0 ? 1 : column[k] / r;
  s[k] = r === 0 ? 0 : column[k + 1] / r;
  column[k] = r;
  column[k + 1] = 0;
}

/** Pivots below this fraction of the largest one count as zero. */
const NEGLIGIBLE = 1e-9;

function solveTriangle(H: readonly Float64Array[], g: Float64Array, m: number): Float64Array {
  const y = new Float64Array(m);
  const largest = H.reduce((most, column, i) => Math.max(most, Math.abs(column[i])), 0);
  for (let i = m - 1; i >= 0; i--) {
    let sum = g[i];
    for (let k = i + 1; k < m; k++) sum -= H[k][i] * y[k];
    // A vanishing pivot is a direction that A does not see: nothing of it belongs into a solution in range(A).
    y[i] = Math.abs(H[i][i]) <= NEGLIGIBLE * largest ? 0 : sum / H[i][i];
  }
  return y;
}
