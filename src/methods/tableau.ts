/** Explicit Runge–Kutta tableaus that check themselves when they are made. */
import { internalFault } from "../errors.ts";

/** What a tableau is made of; whether it is FSAL is derived. */
export interface TableauParts {
  readonly name: string;
  readonly order: number;
  readonly c: readonly number[];
  /** Row i holds a_i1 … a_i,i−1 (row 0 is empty). */
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  /** Weights of the embedded method; absent for a fixed step. */
  readonly embedded?: { readonly b: readonly number[]; readonly order: number };
  /** Row i holds the coefficients of θ, θ², θ³ … of the continuous weights b_i(θ). */
  readonly dense?: { readonly b: readonly (readonly number[])[]; readonly order: number };
}

/** A checked tableau. */
export interface Tableau extends TableauParts {
  readonly stages: number;
  /** The last stage is the first one of the next step. */
  readonly fsal: boolean;
  /** b − b̂, the weights of the error estimate. */
  readonly error: readonly number[] | null;
}

const TOLERANCE = 1e-14;

/**
 * Complete and check a tableau: shape, row sums c_i = Σ_j a_ij, order conditions of `b`, of the embedded weights, and of the continuous weights at
 * several θ (with right-hand sides scaled by powers of θ), up to order five.
 *
 * Throws an Error that names the tableau and the condition that fails: a wrong digit never reaches a user.
 * Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), Table II.2.2.
 */
export function tableau(parts: TableauParts): Tableau {
  const { name, a, b, c, order, embedded, dense } = parts;
  const stages = b.length;
  if (a.length !== stages || a.some((row, i) => row.length !== i))
    throw internalFault(`Tableau ${name}: \`a\` is not strictly lower triangular.`);
  a.forEach((row, i) => {
    const sum = row.reduce((total, value) => total + value, 0);
    if (!(Math.abs(sum - c[i]) <= TOLERANCE))
      throw internalFault(`Tableau ${name}: row ${i} of \`a\` sums to ${sum} instead of c = ${c[i]}.`);
  });
  checkOrder(name, a, c, b, order, 1);
  if (embedded) checkOrder(`${name}, embedded`, a, c, embedded.b, embedded.order, 1);
  if (dense) {
    for (const theta of [0.25, 0.5, 0.9, 1]) {
      const weights = dense.b.map((row) => continuousWeight(row, theta));
      checkOrder(`${name}, at θ = ${theta}`, a, c, weights, dense.order, theta);
    }
  }
  const fsal = c[stages - 1] === 1 && b[stages - 1] === 0 && a[stages - 1].every((value, j) => value === b[j]);
  return { ...parts, stages, fsal, error: embedded ? b.map((value, i) => value - embedded.b[i]) : null };
}

/** b_i(θ) = Σ_k row[k] θ^{k+1}. */
export function continuousWeight(row: readonly number[], theta: number): number {
  let value = 0;
  for (let k = row.length - 1; k >= 0; k--) value = (value + row[k]) * theta;
  return value;
}

type Vector = readonly number[];

/** One rooted tree: its order, the right-hand side 1/γ, and the vector Φ whose product with b must equal it. */
interface Condition {
  readonly order: number;
  readonly density: number;
  readonly phi: Vector;
}

function conditions(a: readonly Vector[], c: Vector): readonly Condition[] {
  const A = (x: Vector): Vector => a.map((row) => row.reduce((sum, value, j) => sum + value * x[j], 0));
  const mul = (...xs: readonly Vector[]): Vector => c.map((_, i) => xs.reduce((product, x) => product * x[i], 1));
  const c2 = mul(c, c);
  const c3 = mul(c2, c);
  const Ac = A(c);
  const Ac2 = A(c2);
  const AAc = A(Ac);
  return [
    { order: 1, density: 1, phi: c.map(() => 1) },
    { order: 2, density: 2, phi: c },
    { order: 3, density: 3, phi: c2 },
    { order: 3, density: 6, phi: Ac },
    { order: 4, density: 4, phi: c3 },
    { order: 4, density: 8, phi: mul(c, Ac) },
    { order: 4, density: 12, phi: Ac2 },
    { order: 4, density: 24, phi: AAc },
    { order: 5, density: 5, phi: mul(c2, c2) },
    { order: 5, density: 10, phi: mul(c2, Ac) },
    { order: 5, density: 15, phi: mul(c, Ac2) },
    { order: 5, density: 30, phi: mul(c, AAc) },
    { order: 5, density: 20, phi: mul(Ac, Ac) },
    { order: 5, density: 20, phi: A(c3) },
    { order: 5, density: 40, phi: A(mul(c, Ac)) },
    { order: 5, density: 60, phi: A(Ac2) },
    { order: 5, density: 120, phi: A(AAc) },
  ];
}

function checkOrder(name: string, a: readonly Vector[], c: Vector, b: Vector, order: number, theta: number): void {
  for (const condition of conditions(a, c)) {
    if (condition.order > order) continue;
    let right = 1 / condition.density;
    for (let k = 0; k < condition.order; k++) right *= theta;
    const left = b.reduce((sum, weight, i) => sum + weight * condition.phi[i], 0);
    if (!(Math.abs(left - right) <= TOLERANCE)) {
      throw internalFault(
        `Tableau ${name}: order condition 1/${condition.density} of order ${condition.order} gives ${left} instead of ${right}.`,
      );
    }
  }
}
