/**
 * Correlations of two-mode Gaussian states, from second moments.
 *
 * Covariances are in units where the vacuum is 1: V_jk = ⟨{R_j, R_k}⟩ − 2⟨R_j⟩⟨R_k⟩ with R = (x₁, p₁, x₂, p₂), x = (a + a†)/√2.
 * Entropies are in nats, log-negativities in base 2.
 */
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { hermitianPart, multiply } from "../numerics/dense.ts";
import { eigvalsh } from "../numerics/eigen.ts";
import { hermitianFunction } from "../numerics/hermitian.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { log, log1p } from "../numerics/scalar.ts";

/** Second moments of a zero-mean Gaussian state without phase (⟨aa⟩ = ⟨ab⟩ = ⟨bb⟩ = 0). */
export interface PassiveMoments {
  /** ⟨a†a⟩ */
  readonly n1: number;
  /** ⟨b†b⟩ */
  readonly n2: number;
  /** |⟨a†b⟩|, or its real value: only the square enters. */
  readonly adag_b: number;
}

/**
 * The entropy of a thermal mode with mean occupation n, (n+1) ln(n+1) − n ln n, in nats.
 *
 * @example
 * thermalEntropy(1); // 1.386294
 */
export function thermalEntropy(n: number): number {
  finite("n", n);
  if (n <= 0) return 0;
  return log1p(n) + n * log1p(1 / n);
}

/**
 * The mutual information of a phase-free Gaussian state in nats. Its occupations in normal modes are the eigenvalues of [[n1, c], [c*, n2]].
 *
 * @example
 * gaussianMutualInformation({ n1: 1, n2: 1, adag_b: 1 }); // 0.863046
 */
export function gaussianMutualInformation(moments: PassiveMoments): number {
  const { n1, n2 } = requirePassive(moments);
  const [low, high] = normalOccupations(moments);
  return Math.max(0, thermalEntropy(n1) + thermalEntropy(n2) - thermalEntropy(low) - thermalEntropy(high));
}

/**
 * The Gaussian discord of a phase-free Gaussian state in nats, with the measurement on mode 1 or mode 2.
 *
 * Heterodyne detection is optimal for these states; it leaves the other mode with the occupation n − c²/(1 + n_measured):
 * D = S(measured) − S(both) + S(other | outcome).
 * Sources: Giorda and Paris, PRL 105, 020503 (2010); Adesso and Datta, PRL 105, 030501 (2010).
 *
 * @example
 * gaussianDiscord({ n1: 1, n2: 1, adag_b: 1 }, 1); // 0.431523
 */
export function gaussianDiscord(moments: PassiveMoments, measured: 1 | 2): number {
  const { n1, n2, adag_b } = requirePassive(moments);
  integer("measured", measured, 1, 2);
  const [other, seen] = measured === 2 ? [n1, n2] : [n2, n1];
  const [low, high] = normalOccupations(moments);
  const left = Math.max(0, other - (adag_b * adag_b) / (1 + seen));
  return Math.max(0, thermalEntropy(seen) - thermalEntropy(low) - thermalEntropy(high) + thermalEntropy(left));
}

/** Eigenvalues of [[n1, c], [c*, n2]], the smaller one from the determinant so that it does not cancel. */
function normalOccupations({ n1, n2, adag_b }: PassiveMoments): [number, number] {
  const gap = Math.sqrt((n1 - n2) * (n1 - n2) + 4 * adag_b * adag_b);
  const high = (n1 + n2 + gap) / 2;
  return [high > 0 ? Math.max(0, (n1 * n2 - adag_b * adag_b) / high) : 0, high];
}

function requirePassive(moments: PassiveMoments): PassiveMoments {
  const n1 = finite("n1", moments?.n1, { atLeast: 0 });
  const n2 = finite("n2", moments?.n2, { atLeast: 0 });
  const c = finite("adag_b", moments.adag_b);
  if (c * c > n1 * n2 * (1 + 1e-9) + 1e-15) {
    throw wrongValue("adag_b", "satisfy |⟨a†b⟩|² ≤ n1·n2", c, "", `|${c}|² is more than ${n1}·${n2}`);
  }
  return moments;
}

/** Check a two-mode covariance matrix: 16 numbers, row-major, order x₁ p₁ x₂ p₂, symmetric, positive. Gives √V. */
function rootOfCovariance(V: ArrayLike<number>): Matrix {
  if (V?.length !== 16) throw wrongKind("covariance", "be 16 numbers, row by row in the order x1, p1, x2, p2", V);
  const matrix = zeros(4);
  let largest = 0;
  for (let k = 0; k < 16; k++) {
    matrix.data[2 * k] = finite(`covariance[${k}]`, V[k]);
    largest = Math.max(largest, Math.abs(V[k]));
  }
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [V[4 * i + j], V[4 * j + i]];
      if (Math.abs(lower - upper) > 1e-9 * largest) throw wrongValue("covariance", "be symmetric", [lower, upper]);
      matrix.data[2 * (4 * i + j)] = upper;
    }
  }
  return hermitianFunction(matrix, (value) => Math.sqrt(Math.max(0, value)));
}

/**
 * ν₋ ≤ ν₊ as eigenvalues of the Hermitian √V iΩ √V, which keeps all digits where they come close to each other and to 1
 * (from the invariants, half of them would be lost). `sign` −1 transposes mode 2: p₂ → −p₂.
 */
function symplecticSpectrum(V: ArrayLike<number>, sign: 1 | -1 = 1): [number, number] {
  const root = rootOfCovariance(V);
  const form = zeros(4);
  form.data[2 * 1 + 1] = 1;
  form.data[2 * 4 + 1] = -1;
  form.data[2 * 11 + 1] = sign;
  form.data[2 * 14 + 1] = -sign;
  const values = eigvalsh(hermitianPart(multiply(root, multiply(form, root))));
  return [values[2], values[3]];
}

/** The symplectic eigenvalues of a state; throws when one is below 1, which no state has. */
function requirePhysical(V: ArrayLike<number>): [number, number] {
  const [low, high] = symplecticSpectrum(V);
  if (!(low > 1 - 1e-6)) {
    const remedy = "Use units in which the vacuum is 1 (x = (a + a†)/√2, V = ⟨{R, R}⟩).";
    throw wrongValue("covariance", "obey the uncertainty relation", null, remedy, `its least symplectic eigenvalue is ${low}`);
  }
  return [low, high];
}

/** The 2 × 2 determinant of rows r, r+1 and columns c, c+1. */
function minor(V: ArrayLike<number>, r: number, c: number): number {
  return V[4 * r + c] * V[4 * (r + 1) + c + 1] - V[4 * r + c + 1] * V[4 * (r + 1) + c];
}

/** The entropy of a mode with symplectic eigenvalue ν = 2n + 1, in nats. */
const f = (nu: number) => thermalEntropy((nu - 1) / 2);

/**
 * The symplectic eigenvalues ν₋ ≤ ν₊ of a two-mode covariance matrix (16 numbers, vacuum = 1); 1 for pure states.
 *
 * @example
 * symplecticEigenvalues([3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]); // [1, 3]
 */
export function symplecticEigenvalues(covariance: ArrayLike<number>): [number, number] {
  return requirePhysical(covariance);
}

/**
 * The von Neumann entropy of a two-mode Gaussian state in nats, from its covariance matrix (16 numbers, vacuum = 1).
 *
 * @example
 * gaussianEntropy([3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]); // 1.386294
 */
export function gaussianEntropy(covariance: ArrayLike<number>): number {
  const [low, high] = requirePhysical(covariance);
  return f(low) + f(high);
}

/**
 * The mutual information of a two-mode Gaussian state in nats, from its covariance matrix (16 numbers, vacuum = 1).
 *
 * @example
 * covarianceMutualInformation(covarianceMatrix(twoModeSqueezed(tensor(fock(30, "a"), fock(30, "b")), 0.5), ["a", "b"])); // 1.318906
 */
export function covarianceMutualInformation(covariance: ArrayLike<number>): number {
  const all = gaussianEntropy(covariance);
  return Math.max(0, f(Math.sqrt(minor(covariance, 0, 0))) + f(Math.sqrt(minor(covariance, 2, 2))) - all);
}

/**
 * The logarithmic negativity max(0, −log₂ ν̃₋) of a two-mode Gaussian state, ν̃₋ the least symplectic eigenvalue after
 * partial transposition. Source: Vidal and Werner, PRA 65, 032314 (2002).
 *
 * @example
 * const state = twoModeSqueezed(tensor(fock(30, "a"), fock(30, "b")), 0.5);
 * covarianceLogNegativity(covarianceMatrix(state, ["a", "b"])); // 1.442695
 */
export function covarianceLogNegativity(covariance: ArrayLike<number>): number {
  requirePhysical(covariance);
  const [low] = symplecticSpectrum(covariance, -1);
  return Math.max(0, -log(low) / log(2));
}

/**
 * The Gaussian discord of any two-mode Gaussian state in nats, minimised over all Gaussian measurements of one mode.
 * Source: Adesso and Datta, PRL 105, 030501 (2010), Eqs. (6) and (7).
 *
 * @example
 * covarianceDiscord(covarianceMatrix(twoModeSqueezed(tensor(fock(30, "a"), fock(30, "b")), 0.5), ["a", "b"]), 1); // 0.659453
 */
export function covarianceDiscord(covariance: ArrayLike<number>, measured: 1 | 2): number {
  integer("measured", measured, 1, 2);
  const [low, high] = requirePhysical(covariance);
  const [A, B, C] = [minor(covariance, 0, 0), minor(covariance, 2, 2), minor(covariance, 0, 2)];
  const [other, seen] = measured === 2 ? [A, B] : [B, A];
  const left = conditionalDeterminant(other, seen, C, low * low * high * high);
  return Math.max(0, f(Math.sqrt(seen)) - f(low) - f(high) + f(Math.sqrt(Math.max(1, left))));
}

/** The least determinant of the unmeasured mode's conditional covariance matrix. */
function conditionalDeterminant(other: number, seen: number, C: number, V: number): number {
  if (seen - 1 < 1e-12) return other;
  const d = V - other;
  if ((V - other * seen) * (V - other * seen) <= (1 + seen) * C * C * (other + V)) {
    const root = Math.sqrt(Math.max(0, C * C + (seen - 1) * d));
    return (2 * C * C + (seen - 1) * d + 2 * Math.abs(C) * root) / ((seen - 1) * (seen - 1));
  }
  const square = C * C * C * C + (V - other * seen) * (V - other * seen) - 2 * C * C * (other * seen + V);
  return (other * seen - C * C + V - Math.sqrt(Math.max(0, square))) / (2 * seen);
}
