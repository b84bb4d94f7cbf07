/**
 * Laplace transforms of correlations: Tr[A (s − M)⁻¹X] at many complex s, where what neither decays nor vanishes is taken out of X
 * before anything is solved and is given apart as lines.
 */

import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { RealPairs } from "../numerics/complex-structure.ts";
import { connectedParts, partOf } from "../numerics/connected-parts.ts";
import type { SparseReal } from "../numerics/envelope.ts";
import { cos, hypot, sin } from "../numerics/scalar.ts";
import { hermitianParts } from "../operators/hermitian-parts.ts";
import type { Operator } from "../operators/operator.ts";
import { cycleMap } from "../plan/cycle-map.ts";
import { derivativeRequest } from "../plan/derivative-request.ts";
import type { StationaryPair } from "../plan/resolvent-request.ts";
import { combine, expectationFunctionals } from "../sectors/matrices.ts";
import { complexCoordinates } from "../sectors/real-superoperator.ts";
import { Part, type Sector } from "../sectors/sector.ts";
import { DecayingPart, type UndampedLine } from "./decaying-part.ts";

/** An operand whose resolvent is to be read. */
export interface OperandToResolve {
  readonly X: Operator;
  /** Tr[A y] is read. */
  readonly A: Operator;
  /** The stationary state, where it is the only one. */
  readonly stationary: Operator | null;
  /** Nothing but the stationary state neither decays nor grows: no search for it is needed. */
  readonly primitive?: boolean;
}

/** What was found. */
export interface ResolvedOperand {
  readonly lines: readonly UndampedLine[];
  /** Tr[A X′], X′ the decaying part. */
  readonly start: readonly [number, number];
  /** Tr[A (s − M)⁻¹X′] at complex shifts, interleaved. M: the generator, or the map minus the identity. */
  values(shifts: Float64Array): Float64Array;
  /** Coordinates of each part that was worked on, and how; known once values were asked for. */
  readonly parts: readonly string[];
  readonly warnings: readonly string[];
}

/** Prepare an operand. Throws a RunFailure where the model is too large for a matrix, or depends on time. */
export function resolveOperand(model: Model, { X, A, stationary, primitive = false }: OperandToResolve): ResolvedOperand {
  const { plus, minus } = hermitianParts(X);
  const support = [plus, minus].filter((part): part is Operator => part !== null);
  const kind = model.dynamics.kind;
  if (support.length === 0) return nothing;
  const { sector, matrix } = equationOf(model, support, stationary);
  const c = complexCoordinates(sector, X);
  const f = functionalOf(sector, A);
  const rho = stationary && holds(sector) ? complexCoordinates(sector, stationary) : null;
  const names: string[] = [];
  const warnings: string[] = [];
  const found = connectedParts(matrix).flatMap((part) => {
    const [x, g] = [taken(c, part), taken(f, part)];
    if (isZero(x) || isZero(g)) return [];
    return [
      new DecayingPart(
        kind,
        partOf(matrix, part),
        x,
        g,
        rho && pairOf(sector, part, taken(rho, part)),
        primitive,
        pairsOf(sector, part),
        warnings,
      ),
    ];
  });
  const lines = merged(found.flatMap((part) => part.lines));
  const start: [number, number] = [0, 0];
  for (const { start: own } of found) {
    start[0] += own[0];
    start[1] += own[1];
  }
  return {
    lines,
    start,
    values(shifts) {
      const sums = new Float64Array(shifts.length);
      for (const part of found) {
        const { name, values } = part.values(shifts);
        names.push(name);
        for (let e = 0; e < sums.length; e++) sums[e] += values[e];
      }
      return sums;
    },
    parts: names,
    warnings,
  };
}

const nothing: ResolvedOperand = { lines: [], start: [0, 0], values: (shifts) => new Float64Array(shifts.length), parts: [], warnings: [] };

/** M on the sector that the operand reaches, with the stationary state's where populations live. */
function equationOf(model: Model, support: readonly Operator[], stationary: Operator | null): { sector: Sector; matrix: SparseReal } {
  const own = equationOn(model, support);
  const { sector, matrix } = stationary && holds(own.sector) ? equationOn(model, [...support, stationary]) : own;
  return { sector, matrix: matrix() };
}

function equationOn(model: Model, support: readonly Operator[]): { readonly sector: Sector; matrix(): SparseReal } {
  if (model.dynamics.kind === "collisions") {
    const map = cycleMap(model, support);
    const sector = map.sector();
    if (!sector) throw new RunFailure("A spectrum needs index lists, which this model has too many coordinates for. Use fewer levels.");
    return { sector, matrix: map.matrix };
  }
  const request = derivativeRequest(model, { needsMatrix: true, support });
  if (!request.constant())
    throw new RunFailure("A generator that depends on time has no spectrum of this kind. Use `correlation` from a time.");
  const sector = request.sector();
  if (!sector) throw new RunFailure("A spectrum needs index lists, which this model has too many coordinates for. Use fewer levels.");
  const matrix = () => {
    const matrices = request.matrices();
    return matrices.groups === 1 ? matrices : combine(matrices, request.terms().weights);
  };
  return { sector, matrix };
}

/** Whether a sector holds any population. */
function holds({ row, column }: Sector): boolean {
  return row.some((i, q) => i === column[q]);
}

/** Complex weights f with Tr[A X] = Σ f_q c_q(X), interleaved. */
function functionalOf(sector: Sector, A: Operator): Float64Array {
  const f = new Float64Array(2 * sector.count);
  const { re, im } = expectationFunctionals(sector, A);
  re.columns.forEach((q, e) => {
    f[2 * q] = re.values[e];
  });
  im.columns.forEach((q, e) => {
    f[2 * q + 1] = im.values[e];
  });
  return f;
}

function taken(c: Float64Array, part: Int32Array): Float64Array {
  const out = new Float64Array(2 * part.length);
  part.forEach((q, k) => {
    out[2 * k] = c[2 * q];
    out[2 * k + 1] = c[2 * q + 1];
  });
  return out;
}

function isZero(c: Float64Array): boolean {
  return c.every((value) => value === 0);
}

/** The coordinates of a part as complex elements; null where one lacks its other half. */
function pairsOf(sector: Sector, part: Int32Array): RealPairs | null {
  const place = new Map<number, number>();
  part.forEach((q, k) => {
    place.set(q, k);
  });
  const [re, im]: [number[], number[]] = [[], []];
  for (const q of part) {
    if (sector.part[q] === Part.Im) continue;
    const own = place.get(q);
    const other = place.get(sector.indexOf(sector.row[q], sector.column[q], Part.Im));
    if (own === undefined || other === undefined) return null;
    re.push(own);
    im.push(other);
  }
  return 2 * re.length === part.length ? { re: Int32Array.from(re), im: Int32Array.from(im) } : null;
}

/** The stationary state within a part and the trace that reads it, where the whole state lies in this part. */
function pairOf({ row, column }: Sector, part: Int32Array, rho: Float64Array): StationaryPair | null {
  const left = Float64Array.from(part, (q) => (row[q] === column[q] ? 1 : 0));
  const right = Float64Array.from(part, (_, k) => rho[2 * k]);
  const trace = left.reduce((sum, value, k) => sum + value * right[k], 0);
  return Math.abs(trace - 1) < 1e-9 ? { left, right } : null;
}

/** Lines at one frequency as one; weights of rounding size are dropped. */
function merged(lines: readonly UndampedLine[]): readonly UndampedLine[] {
  const out: { at: number; weight: [number, number] }[] = [];
  for (const { at, weight } of [...lines].sort((a, b) => a.at - b.at)) {
    const last = out[out.length - 1];
    if (last && Math.abs(last.at - at) <= 1e-10 * Math.max(1, Math.abs(at))) {
      last.weight[0] += weight[0];
      last.weight[1] += weight[1];
    } else out.push({ at: Math.abs(at) < 1e-14 ? 0 : at, weight: [weight[0], weight[1]] });
  }
  const largest = out.reduce((most, { weight: [re, im] }) => Math.max(most, hypot(re, im)), 0);
  return out.filter(({ weight: [re, im] }) => hypot(re, im) > 1e-14 * largest);
}

/** e^{±iφ} − 1, without the difference. */
export function phases(phi: readonly number[], sign: 1 | -1): Float64Array {
  const out = new Float64Array(2 * phi.length);
  phi.forEach((value, k) => {
    const s = sin(value / 2);
    out[2 * k] = -2 * s * s;
    out[2 * k + 1] = sign * 2 * s * cos(value / 2);
  });
  return out;
}
