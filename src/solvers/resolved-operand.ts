/**
 * Laplace transforms of correlations: Tr[A (s − M)⁻¹X] at many complex s, where what neither decays nor vanishes is taken out of X
 * before anything is solved and is given apart as lines.
 */

import { RunFailure } from "../errors.ts";
import { resolventLowerings } from "../lowerings/index.ts";
import type { Model } from "../models/model.ts";
import { connectedParts, partOf } from "../numerics/connected-parts.ts";
import { eigReal } from "../numerics/eig.ts";
import { norm1, type SparseReal } from "../numerics/envelope.ts";
import { scope } from "../numerics/memory.ts";
import { atan2, cos, hypot, log, sin } from "../numerics/scalar.ts";
import { type SchurForm, schur, valuesOfForm } from "../numerics/schur.ts";
import { hermitianParts } from "../operators/hermitian-parts.ts";
import type { Operator } from "../operators/operator.ts";
import { choose } from "../plan/choose.ts";
import { cycleMap } from "../plan/cycle-map.ts";
import { derivativeRequest } from "../plan/derivative-request.ts";
import { once } from "../plan/once.ts";
import {
  movedStationary,
  type ResolventRequest,
  type ResolventSolver,
  resolventRequest,
  type StationaryPair,
} from "../plan/resolvent-request.ts";
import { combine, expectationFunctionals } from "../sectors/matrices.ts";
import { complexCoordinates } from "../sectors/real-superoperator.ts";
import type { Sector } from "../sectors/sector.ts";

/** What of a correlation never decays: e^{i·at·τ} times a weight. */
export interface UndampedLine {
  /** Frequency; of a map the phase per step. */
  readonly at: number;
  readonly weight: readonly [number, number];
}

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

/** Largest part that is searched for modes that do not decay. */
const SEARCHED = 800;
/** Rates below this times ‖M‖₁ count as no decay. */
const STILL = 1e-12;

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
    return [new DecayingPart(kind, partOf(matrix, part), x, g, rho && pairOf(sector, part, taken(rho, part)), primitive, warnings)];
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

/** The stationary state within a part and the trace that reads it, where the whole state lies in this part. */
function pairOf({ row, column }: Sector, part: Int32Array, rho: Float64Array): StationaryPair | null {
  const left = Float64Array.from(part, (q) => (row[q] === column[q] ? 1 : 0));
  const right = Float64Array.from(part, (_, k) => rho[2 * k]);
  const trace = left.reduce((sum, value, k) => sum + value * right[k], 0);
  return Math.abs(trace - 1) < 1e-9 ? { left, right } : null;
}

/** One connected part, with what does not decay taken out of its operand. */
class DecayingPart {
  readonly lines: UndampedLine[] = [];
  readonly start: readonly [number, number];
  private readonly form: () => SchurForm;
  private undamped: Float64Array | null = null;
  private x: Float64Array;

  constructor(
    kind: "generator" | "collisions",
    private readonly matrix: SparseReal,
    x: Float64Array,
    private readonly functional: Float64Array,
    private readonly stationary: StationaryPair | null,
    private readonly primitive: boolean,
    warnings: string[],
  ) {
    this.x = x;
    if (stationary) this.takeStationary(stationary);
    this.form = once(() => schur(matrix.n, movedStationary(matrix, stationary)));
    if (matrix.n <= SEARCHED && !primitive) this.takeUndamped(kind);
    else if (!primitive)
      warnings.push(`Oscillations that do not decay were not looked for among the ${matrix.n} coordinates that the operand reaches.`);
    this.start = paired(functional, this.x);
  }

  private takeStationary({ left, right }: StationaryPair): void {
    let [re, im] = [0, 0];
    left.forEach((l, q) => {
      re += l * this.x[2 * q];
      im += l * this.x[2 * q + 1];
    });
    if (re === 0 && im === 0) return;
    const state = Float64Array.from({ length: this.x.length }, (_, e) => (e % 2 === 0 ? right[e >> 1] : 0));
    const [p, q] = paired(this.functional, state);
    this.lines.push({ at: 0, weight: [p * re - q * im, p * im + q * re] });
    this.x = this.x.map((value, e) => value - right[e >> 1] * (e % 2 === 0 ? re : im));
  }

  /** Find further eigenvalues that do not decay, and project on them. */
  private takeUndamped(kind: "generator" | "collisions"): void {
    const { n } = this.matrix;
    const still = Math.max(STILL, 10 * n * 2.3e-16) * (norm1(this.matrix) || 1);
    const stands = ([re, im]: readonly [number, number]) => Math.abs(kind === "generator" ? re : rateOfMap(re, im)) <= still;
    if (!valuesOfForm(n, this.form().T).some(stands)) return;
    const eigen = eigReal(n, movedStationary(this.matrix, this.stationary));
    const P = new Float64Array(n * n);
    for (let k = 0; k < n; k++) {
      const value = [eigen.values[2 * k], eigen.values[2 * k + 1]] as const;
      if (stands(value)) this.project(eigen.right, eigen.left, k, lineAt(kind, value), P);
    }
    this.undamped = P;
    const share = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        share[2 * i] += P[i * n + j] * this.x[2 * j];
        share[2 * i + 1] += P[i * n + j] * this.x[2 * j + 1];
      }
    }
    this.x = this.x.map((value, e) => value - share[e]);
  }

  /** Add a mode to the projector, which conjugate pairs keep real, and its line. */
  private project(right: Float64Array, left: Float64Array, k: number, at: number, P: Float64Array): void {
    const { n } = this.matrix;
    const r = new Float64Array(2 * n);
    let [re, im] = [0, 0];
    for (let i = 0; i < n; i++) {
      r[2 * i] = right[2 * (i * n + k)];
      r[2 * i + 1] = right[2 * (i * n + k) + 1];
      const l = 2 * (k * n + i);
      re += left[l] * this.x[2 * i] - left[l + 1] * this.x[2 * i + 1];
      im += left[l] * this.x[2 * i + 1] + left[l + 1] * this.x[2 * i];
      for (let j = 0; j < n; j++) {
        const m = 2 * (k * n + j);
        P[i * n + j] += right[2 * (i * n + k)] * left[m] - right[2 * (i * n + k) + 1] * left[m + 1];
      }
    }
    const [p, q] = paired(this.functional, r);
    this.lines.push({ at, weight: [p * re - q * im, p * im + q * re] });
  }

  values(shifts: Float64Array): { readonly name: string; readonly values: Float64Array } {
    const { matrix, stationary, undamped, x, functional } = this;
    const known = undamped === null && !this.primitive && matrix.n <= SEARCHED ? { schur: this.form } : {};
    const request = resolventRequest({ matrix, stationary, undamped, x, functional, shifts, ...known });
    const choice = choose<ResolventRequest, ResolventSolver, (typeof resolventLowerings)[number]>(request, resolventLowerings, {
      argument: "model",
      value: matrix.n,
      must: "have a resolvent that fits",
      remedy: "Use fewer levels.",
    });
    return { name: `${matrix.n} coordinates: ${choice.name}`, values: scope((s) => choice.bind(s).values()) };
  }
}

/** Σ f_q c_q. */
function paired(f: Float64Array, c: Float64Array): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let e = 0; e < f.length; e += 2) {
    re += f[e] * c[e] - f[e + 1] * c[e + 1];
    im += f[e] * c[e + 1] + f[e + 1] * c[e];
  }
  return [re, im];
}

/** −ln|λ| of an eigenvalue of the map minus the identity. */
function rateOfMap(re: number, im: number): number {
  const size = hypot(1 + re, im);
  return size === 0 ? Number.POSITIVE_INFINITY : -log(size);
}

function lineAt(kind: "generator" | "collisions", [re, im]: readonly [number, number]): number {
  return kind === "generator" ? im : atan2(im, 1 + re);
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
