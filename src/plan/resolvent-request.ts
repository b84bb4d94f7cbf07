/** What is asked of a resolvent: f·(s − M)⁻¹x at many complex shifts, where M has no eigenvalue at any of them. */
import { internalFault } from "../errors.ts";
import type { ComplexPairs } from "../numerics/complex-structure.ts";
import { envelopeOrder, type SparseReal } from "../numerics/envelope.ts";
import type { SchurForm } from "../numerics/schur.ts";
import { schur } from "../numerics/schur.ts";
import type { ComplexSchurForm } from "../numerics/schur-complex.ts";
import { once } from "../once.ts";

/** A stationary state r and the functional l that reads its share: M r = 0, lᵀM = 0, l·r = 1. */
export interface StationaryPair {
  readonly right: Float64Array;
  readonly left: Float64Array;
}

/** Evaluate a resolvent. */
export interface ResolventRequest {
  readonly matrix: SparseReal;
  /** Taken out of M where there is one: l·x = 0, and so l·y = 0. */
  readonly stationary: StationaryPair | null;
  /** Projector (dense, row-major) on further modes that do not decay, which x is without; null where there are none. */
  readonly undamped: Float64Array | null;
  /** Complex coordinates, interleaved; `functional` is not conjugated. */
  readonly x: Float64Array;
  readonly functional: Float64Array;
  /** Complex shifts, interleaved. */
  readonly shifts: Float64Array;
  /** The coordinates as complex numbers, where M does not mix elements with their transposes; null where it does. */
  readonly pairs: ComplexPairs | null;
  /** The Schur form of M on these complex numbers. */
  complexSchur(): ComplexSchurForm;
  /** The Schur form is there already, because something else needed it. */
  readonly formed: boolean;
  /** The Schur form of M with what does not decay moved to −(size of M). */
  schur(): SchurForm;
  /** An order of elimination. */
  order(): Int32Array;
}

/** Values of a resolvent, one complex number per shift. */
export interface ResolventSolver {
  values(): Float64Array;
}

/** The size of M that eigenvalues are moved by: its largest entry. */
export function sizeOf({ values }: SparseReal): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

/** M − size·|r⟩⟨l| as a dense row-major matrix: the stationary state decays at the rate `size`, all else stays as it is. */
export function movedStationary(matrix: SparseReal, stationary: StationaryPair | null): Float64Array {
  const { n, rowStart, columns, values } = matrix;
  const dense = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) dense[r * n + columns[e]] += values[e];
  if (!stationary) return dense;
  const size = sizeOf(matrix);
  for (let i = 0; i < n; i++) {
    const a = size * stationary.right[i];
    if (a !== 0) for (let j = 0; j < n; j++) dense[i * n + j] -= a * stationary.left[j];
  }
  return dense;
}

/** What a request is made of. */
export type ResolventParts = Omit<ResolventRequest, "schur" | "complexSchur" | "pairs" | "order" | "formed"> & {
  /** A Schur form that is there already. */
  readonly schur?: () => SchurForm;
  /** M on complex numbers, with its Schur form; `made` where something else needed that. */
  readonly complex?: { readonly pairs: ComplexPairs; readonly schur: () => ComplexSchurForm; readonly made: boolean };
};

/** Make a request. Nothing is computed before a lowering asks. */
export function resolventRequest(parts: ResolventParts): ResolventRequest {
  const { matrix, stationary, undamped } = parts;
  const form = once(() => {
    const dense = movedStationary(matrix, stationary);
    const size = sizeOf(matrix);
    if (undamped) for (let e = 0; e < dense.length; e++) dense[e] -= size * undamped[e];
    return schur(matrix.n, dense);
  });
  const { complex, ...rest } = parts;
  return {
    ...rest,
    formed: complex ? complex.made : parts.schur !== undefined,
    pairs: complex?.pairs ?? null,
    complexSchur: complex?.schur ?? noComplexForm,
    schur: parts.schur ?? form,
    order: once(() => envelopeOrder(matrix)),
  };
}

function noComplexForm(): never {
  throw internalFault("The elements mix with their transposes.");
}
