/** A few long vectors: orthonormal bases and the singular value decomposition of what they are mapped to. */

/** Orthonormalise by modified Gram–Schmidt, twice. Vectors that depend on those before them are left out. */
export function orthonormalise(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const v = vector.slice();
    const before = length(v);
    if (before === 0) continue;
    for (let i = 0; i < v.length; i++) v[i] /= before;
    for (let pass = 0; pass < 2; pass++) {
      for (const u of basis) {
        const c = product(u, v);
        for (let i = 0; i < v.length; i++) v[i] -= c * u[i];
      }
    }
    const after = length(v);
    if (after <= 1e-10) continue;
    for (let i = 0; i < v.length; i++) v[i] /= after;
    basis.push(v);
  }
  return basis;
}

/**
 * Singular values (ascending) and right singular vectors of the matrix with the given columns, by one-sided Jacobi
 * rotations, which keep small singular values accurate to rounding of the columns.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations (2013), Sec. 8.6.4.
 */
export function singularRight(columns: readonly Float64Array[]): { values: number[]; vectors: Float64Array[] } {
  const k = columns.length;
  const W = columns.map((column) => column.slice());
  const V = W.map((_, j) => Float64Array.from({ length: k }, (_, i) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let rotated = false;
    for (let p = 0; p + 1 < k; p++) {
      for (let q = p + 1; q < k; q++) rotated = rotate(W[p], W[q], V[p], V[q]) || rotated;
    }
    if (!rotated) break;
  }
  const order = W.map((column, j) => ({ value: length(column), j })).sort((a, b) => a.value - b.value || a.j - b.j);
  return { values: order.map(({ value }) => value), vectors: order.map(({ j }) => V[j]) };
}

/** Make columns a and b orthogonal; returns whether they were not. */
function rotate(a: Float64Array, b: Float64Array, v: Float64Array, w: Float64Array): boolean {
  const [alpha, beta, gamma] = [product(a, a), product(b, b), product(a, b)];
  if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta) || gamma === 0) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  turn(a, b, c, c * t);
  turn(v, w, c, c * t);
  return true;
}

function turn(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    a[i] = c * x - s * b[i];
    b[i] = s * x + c * b[i];
  }
}

function product(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function length(x: Float64Array): number {
  return Math.sqrt(product(x, x));
}
