import { allFinite, finite, finiteList, integer, wrongKind, wrongValue } from "../errors.ts";
import { sphericalJ0, sphericalJ2, sphericalY0, sphericalY2 } from "../numerics/bessel.ts";

/** Dipole–dipole couplings f_ij (zero diagonal) and cross rates γ_ij of N atoms, as N × N rows. */
export interface Couplings {
  readonly f: readonly (readonly number[])[];
  readonly gamma: readonly (readonly number[])[];
}

/**
 * Coupling and cross rate of two parallel dipoles at distance ξ = k₀r, at the cosine of the angle α between dipole and distance:
 *
 *   γ = γ₀ [j₀(ξ) + P₂(cos α) j₂(ξ)],   f = (γ₀/2) [y₀(ξ) + P₂(cos α) y₂(ξ)]
 *
 * The same functions as printed below Eq. (3) of Çakmak et al., PRA 96, 032117 (2017), without the cancellation of
 * the printed γ at small ξ. `xi` > 0; returns f and γ in the unit of `gamma0`.
 *
 * @example
 * pairCoupling(1e-6, 0, 1).gamma; // 1
 */
export function pairCoupling(xi: number, cosine: number, gamma0: number): { readonly f: number; readonly gamma: number } {
  allFinite({ xi, cosine, gamma0 });
  const P2 = 1.5 * cosine * cosine - 0.5;
  return {
    f: 0.5 * gamma0 * (sphericalY0(xi) + P2 * sphericalY2(xi)),
    gamma: gamma0 * (sphericalJ0(xi) + P2 * sphericalJ2(xi)),
  };
}

/**
 * Couplings of atoms at `positions` (in units of 1/k₀, three numbers each) with a common dipole direction.
 *
 * Throws RangeError when two atoms sit at the same place (f diverges as ξ⁻³) or the direction has no length.
 */
export function dipoleCouplings(positions: readonly (readonly number[])[], dipole: readonly number[], gamma0: number): Couplings {
  if (!Array.isArray(positions)) throw wrongKind("positions", "be a list of positions", positions);
  Array.from(positions).forEach((position, k) => finiteList(`positions[${k}]`, position, 3));
  finiteList("dipole", dipole, 3);
  finite("gamma0", gamma0);
  const n = positions.length;
  const length = Math.sqrt(dot(dipole, dipole));
  if (!(length > 0)) throw wrongValue("dipole", "have a length > 0", dipole);
  const f = square(n, 0);
  const gamma = square(n, gamma0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const r = positions[i].map((x: number, k: number) => x - positions[j][k]);
      const xi = Math.sqrt(dot(r, r));
      if (!(xi > 0)) {
        throw wrongValue(
          "positions",
          "be different for each atom",
          null,
          "The dipole coupling diverges as 1/ξ³.",
          `${j + 1} and ${i + 1} coincide`,
        );
      }
      const pair = pairCoupling(xi, dot(r, dipole) / (xi * length), gamma0);
      f[i][j] = f[j][i] = pair.f;
      gamma[i][j] = gamma[j][i] = pair.gamma;
    }
  }
  return { f, gamma };
}

/** A straight chain of n atoms along x at spacing ξ. */
export function chain(n: number, xi: number): readonly (readonly number[])[] {
  finite("xi", xi);
  atomCount(n);
  return Array.from({ length: n }, (_, k) => [k * xi, 0, 0]);
}

/**
 * Equal couplings f₀ and γ_ij ≡ γ₀: the limit of small distances in which atoms act as one.
 *
 * @example
 * collectiveCouplings(2, 1, 1); // { "f": [[0, 1], [1, 0]], "gamma": [[1, 1], [1, 1]] }
 */
export function collectiveCouplings(n: number, f0: number, gamma0: number): Couplings {
  atomCount(n);
  allFinite({ f0, gamma0 });
  const f = square(n, f0);
  for (let i = 0; i < n; i++) f[i][i] = 0;
  return { f, gamma: square(n, gamma0) };
}

/**
 * No coupling and γ_ij = γ₀ δ_ij: the limit ξ ≫ 1 in which each atom has its own bath.
 *
 * @example
 * independentCouplings(2, 1); // { "f": [[0, 0], [0, 0]], "gamma": [[1, 0], [0, 1]] }
 */
export function independentCouplings(n: number, gamma0: number): Couplings {
  atomCount(n);
  finite("gamma0", gamma0);
  const gamma = square(n, 0);
  for (let i = 0; i < n; i++) gamma[i][i] = gamma0;
  return { f: square(n, 0), gamma };
}

/** Whether all couplings are equal and all rates are equal, so that the atoms cannot be told apart and act through J± only. */
export function isCollective({ f, gamma }: Couplings): boolean {
  const n = gamma.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (gamma[i][j] !== gamma[0][0]) return false;
      if (i !== j && f[i][j] !== f[0][1]) return false;
    }
  }
  return true;
}

/** Couplings are n × n numbers. */
function atomCount(n: number): void {
  integer("n", n, 1, 4096);
}

function square(n: number, value: number): number[][] {
  return Array.from({ length: n }, () => new Array<number>(n).fill(value));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, k) => sum + x * b[k], 0);
}
