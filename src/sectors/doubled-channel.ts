/**
 * The map of one collision minus the identity, in double-double arithmetic and without the difference being taken: with
 * U = 1 + Y,
 *
 *   D(ρ) = Tr_E[Yρη + ρηY† + YρηY†] = Fρ + ρF† + Σ_x,y′ L_xy′ ρ Y_xy′†,   F = Tr_E[Yη],   L_xy′ = Σ_y η_yy′ Y_xy.
 *
 * First-order parts that vanish in the trace over η are exact zeros of F.
 */
import type { StreamElement } from "../dynamics/channel.ts";
import type { Collision } from "../dynamics/collisions.ts";
import { jointHamiltonian } from "../dynamics/joint.ts";
import { connectedBlocks, doubledExpm1 } from "../numerics/doubled-expm.ts";
import type { DoubledSparse } from "../numerics/doubled-sparse.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { DoubledEntries, type DoubledOperator } from "./doubled-entries.ts";
import { type DoubledTerm, doubledMatrix, keepingTrace } from "./doubled-matrices.ts";
import type { Sector } from "./sector.ts";

/** Largest connected block of a Hamiltonian that is exponentiated so. */
const LARGEST_BLOCK = 48;
/** Entries below this share of the largest of Y are what its own rounding left. */
const NOISE = 1e-30;
/** Rounding of H, as a share of its couplings: amplitudes below it are left where an angle is a multiple of π. */
const ROUNDING = 4 * 2.220446049250313e-16;
/** Effects below this share of the largest of Y may be lost in the sums that they are part of. */
const LOST = 1e-28;
const ONE = [1, 0, 0, 0];

/** D of a stream element on a sector; null where a collision is none of plain unitary visits, or too large. */
export function doubledChannel(system: Space, element: StreamElement, sector: Sector): DoubledSparse | null {
  const terms: DoubledTerm[] = [];
  let [largest, coupling] = [0, 0];
  for (const { probability, collision } of element) {
    const parts = partsOf(system, collision);
    if (!parts) return null;
    for (const value of parts.Y.values) largest = Math.max(largest, Math.abs(value));
    coupling = Math.max(coupling, couplingOf(system, collision));
    terms.push(...termsOf(system, collision, parts, probability));
  }
  // Rates between populations are squares of amplitudes, which are as good as the couplings that make them.
  const amplitude = ROUNDING * coupling;
  const matrix = doubledMatrix(terms, sector, NOISE * largest, Math.min(NOISE * largest, amplitude * amplitude));
  const effect = coupling * coupling;
  return { ...keepingTrace(matrix, sector), madeOf: largest, hides: effect > 0 && effect <= LOST * largest ? LOST * largest : 0 };
}

/** The largest angle of a visit, |H_ij| t for i ≠ j. */
function couplingOf(system: Space, { visits, unit }: Collision): number {
  let most = 0;
  for (const visit of visits) {
    if (visit.kind !== "unitary") continue;
    jointHamiltonian(visit.H, system, unit).forEach((i, j, re, im) => {
      if (i !== j) most = Math.max(most, visit.duration * Math.max(Math.abs(re), Math.abs(im)));
    });
  }
  return most;
}

/** What stands in the drift F, and what in the jumps: both Y = U − 1, or the orders of an expansion. */
interface JointParts {
  readonly drift: DoubledOperator;
  readonly Y: DoubledOperator;
}

function partsOf(system: Space, collision: Collision): JointParts | null {
  const n = system.dimension * collision.unit.dimension;
  let found: JointParts | null = null;
  for (const visit of collision.visits) {
    if (visit.kind !== "unitary") return null;
    const H = jointHamiltonian(visit.H, system, collision.unit);
    const next = collision.evaluation === "second" ? expanded(H, visit.duration) : exponentiated(H, visit.duration);
    if (!next) return null;
    found = found ? after(n, next, found, collision.evaluation === "second") : next;
  }
  return found;
}

/** −iHt. */
function generatorOf(H: Operator, t: number): DoubledOperator {
  const entries = new DoubledEntries(H.dimension);
  H.forEach((i, j, re, im) => {
    entries.addProduct(i, j, [im, 0, -re, 0], 0, [t, 0, 0, 0], 0);
  });
  return entries.finish();
}

/** The second order: jumps by −iHt, drift by −iHt − H²t²/2. */
function expanded(H: Operator, t: number): JointParts {
  const Y = generatorOf(H, t);
  const drift = new DoubledEntries(H.dimension);
  addOperator(drift, Y, 1);
  addProductOf(drift, Y, Y, 0.5);
  return { drift: drift.finish(), Y };
}

function exponentiated(H: Operator, t: number): JointParts | null {
  const A = generatorOf(H, t);
  const entries = new DoubledEntries(H.dimension);
  for (const block of connectedBlocks(A.start, A.rows)) {
    const n = block.length;
    if (n > LARGEST_BLOCK) return null;
    const place = new Map(block.map((index, k) => [index, k]));
    const dense = new Float64Array(4 * n * n);
    block.forEach((j, b) => {
      for (let e = A.start[j]; e < A.start[j + 1]; e++) {
        dense.set(A.values.subarray(4 * e, 4 * e + 4), 4 * ((place.get(A.rows[e]) as number) * n + b));
      }
    });
    const Y = doubledExpm1(n, dense);
    block.forEach((i, a) => {
      block.forEach((j, b) => {
        const at = 4 * (a * n + b);
        if (Y[at] !== 0 || Y[at + 2] !== 0) entries.add(i, j, Y[at], Y[at + 1], Y[at + 2], Y[at + 3]);
      });
    });
  }
  const Y = entries.finish();
  return { drift: Y, Y };
}

/** (1 + Y₂)(1 + Y₁) − 1 = Y₁ + Y₂ + Y₂Y₁; of expansions the drift alone has the product. */
function after(n: number, second: JointParts, first: JointParts, expansion: boolean): JointParts {
  const join = (a: DoubledOperator, b: DoubledOperator, product: boolean): DoubledOperator => {
    const entries = new DoubledEntries(n);
    addOperator(entries, a, 1);
    addOperator(entries, b, 1);
    if (product) addProductOf(entries, second.Y, first.Y, 1);
    return entries.finish();
  };
  const Y = join(first.Y, second.Y, !expansion);
  return { Y, drift: expansion ? join(first.drift, second.drift, true) : Y };
}

function addOperator(entries: DoubledEntries, { start, rows, values }: DoubledOperator, factor: number): void {
  for (let j = 0; j + 1 < start.length; j++) {
    for (let e = start[j]; e < start[j + 1]; e++) entries.addProduct(rows[e], j, values, 4 * e, [factor, 0, 0, 0], 0);
  }
}

/** entries ← entries + c A B, c a power of two. */
function addProductOf(entries: DoubledEntries, A: DoubledOperator, B: DoubledOperator, c: number): void {
  for (let j = 0; j + 1 < B.start.length; j++) {
    for (let f = B.start[j]; f < B.start[j + 1]; f++) {
      const k = B.rows[f];
      const b = B.values.subarray(4 * f, 4 * f + 4).map((value) => c * value);
      for (let e = A.start[k]; e < A.start[k + 1]; e++) entries.addProduct(A.rows[e], j, A.values, 4 * e, b, 0);
    }
  }
}

function termsOf(system: Space, { unit, state }: Collision, { drift, Y }: JointParts, probability: number): DoubledTerm[] {
  const u = unit.dimension;
  const eta = new DoubledEntries(u);
  for (const { state: part, weight } of state) {
    part.forEach((y, yy, re, im) => {
      eta.addProduct(y, yy, [re, 0, im, 0], 0, [weight, 0, 0, 0], 0);
    });
  }
  const weights = new DoubledEntries(u);
  addOperator(weights, eta.finish(), probability);
  const w = weights.finish();
  const F = new DoubledEntries(system.dimension);
  const left = new Map<number, DoubledEntries>();
  const blocks = new Map<number, DoubledEntries>();
  const block = (list: Map<number, DoubledEntries>, x: number, y: number): DoubledEntries => {
    let entries = list.get(x * u + y);
    if (!entries) list.set(x * u + y, (entries = new DoubledEntries(system.dimension)));
    return entries;
  };
  eachBlock(drift, u, (i, j, x, y, e) => {
    // η_yx
    for (let f = w.start[x]; f < w.start[x + 1]; f++) if (w.rows[f] === y) F.addProduct(i, j, drift.values, 4 * e, w.values, 4 * f);
  });
  eachBlock(Y, u, (i, j, x, y, e) => {
    block(blocks, x, y).addProduct(i, j, Y.values, 4 * e, ONE, 0);
    // L_xy′ = Σ_y η_yy′ Y_xy
    for (let yy = 0; yy < u; yy++) {
      for (let f = w.start[yy]; f < w.start[yy + 1]; f++) {
        if (w.rows[f] === y) block(left, x, yy).addProduct(i, j, Y.values, 4 * e, w.values, 4 * f);
      }
    }
  });
  const total = F.finish();
  const jumps = [...left.keys()].flatMap((key): DoubledTerm[] => {
    const right = blocks.get(key);
    return right ? [{ left: (left.get(key) as DoubledEntries).finish(), right: right.finish() }] : [];
  });
  return [...jumps, { left: total, right: null }, { left: null, right: total }];
}

/** Visit the entries ⟨i, x|A|j, y⟩ of an operator on system ⊗ unit. */
function eachBlock(A: DoubledOperator, u: number, visit: (i: number, j: number, x: number, y: number, e: number) => void): void {
  for (let column = 0; column + 1 < A.start.length; column++) {
    for (let e = A.start[column]; e < A.start[column + 1]; e++) {
      visit(Math.floor(A.rows[e] / u), Math.floor(column / u), A.rows[e] % u, column % u, e);
    }
  }
}
