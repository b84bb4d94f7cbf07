/** The part of a spectrum next to the stationary space: the gap, and oscillations that persist. */

import { denseOf, type SparseReal } from "./envelope.ts";
import { arnoldi } from "./krylov.ts";
import { type NullSpace, stableFactors } from "./null-space.ts";
import { hypot, log } from "./scalar.ts";
import { eigenvalues } from "./schur.ts";
import { dot, pseudoRandom } from "./vectors.ts";

/** What is next to the stationary space. */
export interface Spectrum {
  /** Slowest relaxation rate: −Re λ of a generator, −ln|λ| of a map. Null when there is nothing else, or it was not found. */
  readonly gap: number | null;
  /** Eigenvalues [re, im] of the generator, or of the map, that neither decay nor stand still. */
  readonly peripheral: readonly (readonly [number, number])[];
  /** Largest |λ| that was seen: all of the spectrum up to `COMPLETE` coordinates, the part next to 0 beyond. */
  readonly complete: boolean;
}

/** Up to this size the whole spectrum is computed. */
const COMPLETE = 200;
const FIRST = 40;
const MOST = 160;
/** Rates below this times ‖M‖₁ count as no decay. */
const STILL = 1e-11;

/**
 * Find the eigenvalues of M next to 0 outside its null space.
 *
 * Up to 200 coordinates all eigenvalues are found. Beyond, Arnoldi's method on (M − σ)⁻¹ finds those nearest to 0, so that
 * a slow mode that oscillates fast may be missed. `kind` says whether M is a generator or a map minus the identity.
 */
export function nearestEigenvalues(M: SparseReal, space: NullSpace, kind: "generator" | "channel"): Spectrum {
  const rest = M.n - space.right.length;
  if (rest <= 0 || space.truncated) return { gap: null, peripheral: [], complete: !space.truncated };
  const complete = M.n <= COMPLETE;
  let found: readonly Eigenvalue[] = complete ? allEigenvalues(M, space) : [];
  let gap = gapOf(found, kind, space.norm);
  for (let m = FIRST; !complete; m = Math.min(2 * m, MOST)) {
    found = eigenvaluesNearZero(M, space, m);
    const next = gapOf(found, kind, space.norm);
    const settled = gap !== null && next !== null && Math.abs(next - gap) <= 1e-9 * Math.abs(next);
    gap = next;
    if (settled || m >= Math.min(MOST, rest)) break;
  }
  return { gap, peripheral: peripheralOf(found, kind, space.norm), complete };
}

/** Decay rate of an eigenvalue of M. */
function rateOf([re, im]: readonly [number, number], kind: "generator" | "channel"): number {
  if (kind === "generator") return -re;
  const size = hypot(1 + re, im);
  return size === 0 ? Number.POSITIVE_INFINITY : -log(size);
}

function gapOf(values: readonly Eigenvalue[], kind: "generator" | "channel", norm: number): number | null {
  const rates = values.map((value) => rateOf(value, kind)).filter((rate) => rate > STILL * norm);
  return rates.length === 0 ? null : Math.min(...rates);
}

function peripheralOf(values: readonly Eigenvalue[], kind: "generator" | "channel", norm: number): readonly Eigenvalue[] {
  return values
    .filter((value) => Math.abs(rateOf(value, kind)) <= STILL * norm && hypot(value[0], value[1]) > 1e-9 * norm)
    .map(([re, im]): [number, number] => (kind === "generator" ? [0, im] : [1 + re, im]))
    .sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

type Eigenvalue = readonly [number, number];

/** All eigenvalues but those of the null space, which are the smallest. */
function allEigenvalues(M: SparseReal, space: NullSpace): readonly Eigenvalue[] {
  const all = eigenvalues(M.n, denseOf(M));
  return all.sort((a, b) => hypot(a[0], a[1]) - hypot(b[0], b[1]) || a[1] - b[1]).slice(space.right.length);
}

/** Ritz values of (M − σ)⁻¹ on the complement of the null space, turned back into eigenvalues of M. */
function eigenvaluesNearZero(M: SparseReal, space: NullSpace, m: number): readonly Eigenvalue[] {
  const { factored, shift } = stableFactors(M, space.norm);
  try {
    const inverse = (v: Float64Array, out: Float64Array) => out.set(outsideNull(factored.solve(v, 2), space));
    const start = outsideNull(pseudoRandom(M.n, 77), space);
    const { m: size, H } = arnoldi(inverse, start, m, (rest, image) => rest <= 1e-13 * image);
    return eigenvalues(size, H).map(([re, im]) => {
      const d = re * re + im * im;
      return [shift + re / d, -im / d];
    });
  } finally {
    factored.release();
  }
}

/** x − Σ_k r_k (l_k · x). */
function outsideNull(x: Float64Array, { left, right }: NullSpace): Float64Array {
  const out = x.slice();
  left.forEach((l, k) => {
    const c = dot(l, x);
    for (let i = 0; i < out.length; i++) out[i] -= c * right[k][i];
  });
  return out;
}
