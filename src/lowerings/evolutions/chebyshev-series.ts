/**
 * Exponentials of a constant generator as Chebyshev series, to rounding: products with the matrix alone, and all records within a step
 * from the same ones.
 *
 *   e^{hL} x = e^{hd} (J₀(hf) S₀ + 2 Σ_k J_k(hf) S_k),   S₀ = x,  S₁ = (L − d)x/f,  S_{k+1} = 2(L − d)S_k/f + S_{k−1}
 *
 * with d the centre of the numerical range of L and d ± if the foci of an ellipse about it.
 * Source: H. Tal-Ezer, R. Kosloff, J. Chem. Phys. 81, 3967 (1984).
 */
import { Write } from "../../../bindings/dense.ts";
import { type BoundFlow, flowCombine, flowDot, flowRecurrence } from "../../../bindings/flow.ts";
import { luRealScratch, productReal } from "../../../bindings/linear.ts";
import { type F64Block, type F64Pointer, offset, type Scope } from "../../../bindings/memory.ts";
import { RunFailure } from "../../errors.ts";
import { besselJs } from "../../numerics/bessel-j.ts";
import { exp } from "../../numerics/scalar.ts";
import type { Save, Steps, Stretch } from "../../plan/engines.ts";
import type { OrderedSlices } from "../../sectors/row-slices.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { boundSlices } from "../bound-slices.ts";

/** How the series is laid out. */
export interface SeriesSizes {
  /** Number of reals of a state. */
  readonly n: number;
  /** The longest step, and the most terms that one may take. */
  readonly h: number;
  readonly terms: number;
  /** Centre and focus on the complex plane. */
  readonly center: number;
  readonly focus: number;
  /** Terms grow up to about index rate·h. */
  readonly rate: number;
}

/** Terms that wait until they are added to the records. */
const WAITING = 16;
/** Records of one step: fewer where states are large. */
const MOST_RECORDS = 64;
const RECORD_VALUES = 1 << 21;
/** Terms below this part of the state are left out. */
const ROUNDING = 1e-16;
/** A term larger than the state by this much costs as many digits: the step is halved then. */
const LARGE = 1e3;
const HALVINGS = 30;
/** How often the size of a term is looked at while terms still grow. */
const LOOKED_AT = 8;

/** Terms of a step of length h: Poisson's tail behind the largest one. */
export function typicalTerms({ h, rate }: Pick<SeriesSizes, "h" | "rate">): number {
  return 1.1 * h * rate + 9 * Math.sqrt(h * rate) + 4;
}

/** The most terms that a step of length h may take. */
export function mostTerms(step: Pick<SeriesSizes, "h" | "rate">): number {
  return Math.ceil(1.5 * typicalTerms(step) + 60);
}

/** Records of one step at most. */
export function recordsPerStep(n: number): number {
  return Math.max(8, Math.min(MOST_RECORDS, Math.floor(RECORD_VALUES / n)));
}

/** Bytes of linear memory beside the matrix. */
export function seriesBytes({ n, terms }: Pick<SeriesSizes, "n" | "terms">): number {
  const records = recordsPerStep(n);
  return 8 * ((WAITING + records + 5) * n + (terms + 1) * records);
}

/** Carries a state through stretches. */
export class ChebyshevSeries {
  /** Coordinates of a record: those that are needed. */
  private width = 0;
  /** Values of a vector by slices. */
  private readonly size: number;
  private readonly places: Int32Array;
  private readonly most: number;
  /** S_k and S_{k−1}, the state at the end of the step, and a record. */
  private here: F64Block;
  private before: F64Block;
  private readonly end: F64Block;
  private readonly record: F64Block;
  private readonly waiting: F64Block;
  private readonly sums: F64Block;
  private readonly weights: F64Block;
  private readonly factors: F64Block;
  private readonly vectors;
  private readonly matrix: BoundFlow;
  private readonly scratch: F64Pointer;

  constructor(
    slices: OrderedSlices,
    private readonly sizes: SeriesSizes,
    scope: Scope,
  ) {
    const { n, terms } = sizes;
    this.most = recordsPerStep(n);
    this.size = slices.n;
    this.places = slices.places;
    const padded = () => scope.f64(this.size);
    [this.here, this.before, this.end, this.record] = [padded(), padded(), padded(), padded()];
    this.waiting = scope.f64(WAITING * this.size);
    this.sums = scope.f64(this.most * this.size);
    this.weights = scope.f64((terms + 1) * this.most);
    this.factors = scope.f64(2);
    this.vectors = scope.i32(2);
    this.matrix = boundSlices(slices, scope);
    this.scratch = scope.f64(luRealScratch()).pointer;
  }

  /** Carry x, in place, to the end of a stretch; a record within a step is right at the needed coordinates. */
  *carry({ from, to, times, needed = null }: Stretch, x: F64Block, save: Save, due: Due): Work<Steps> {
    let t = from;
    let saved = 0;
    let accepted = 0;
    let rejected = 0;
    let longest = this.sizes.h;
    const done = (stopped: boolean): Steps => ({ method: "chebyshev", accepted, rejected, stopped, warnings: [] });
    while (t < to) {
      const left = to - t;
      // equal steps, the last of which is no splinter
      const h = left / Math.ceil(left / longest - 1e-9);
      const asked = times.slice(saved, saved + this.most).filter((time) => time - t <= h * (1 + 1e-12));
      const next = h >= left ? to : t + h;
      const last = asked[asked.length - 1];
      const end = asked.length === this.most || last >= next ? last : next;
      const inside = asked.filter((time) => time < end);
      const after = [...inside, end].map((time) => time - t);
      if (!(yield* this.expand(after, t, x, needed, due))) {
        rejected++;
        longest = (end - t) / 2;
        if (rejected > HALVINGS) throw this.failure(t);
        continue;
      }
      accepted++;
      saved += asked.length;
      for (let k = 0; k < inside.length; k++) {
        this.read(k, needed);
        if (!save(inside[k], this.record.pointer)) continue;
        flowCombine(this.sizes.n, 0, this.factors.pointer, 0 as never, this.record.pointer, x.pointer);
        return done(true);
      }
      this.gather(this.end, x);
      if (asked.length > inside.length && save(end, x.pointer)) return done(true);
      t = end;
    }
    return done(false);
  }

  private failure(t: number): RunFailure {
    return new RunFailure(`The Chebyshev series did not converge at t = ${t}. Use \`krylov()\` or \`dormandPrince()\`.`, { time: t });
  }

  /** The states after some times, the last of them the longest; false where the series would lose digits. */
  private *expand(after: readonly number[], t: number, x: F64Block, needed: Int32Array | null, due: Due): Work<boolean> {
    const { rate } = this.sizes;
    const h = after[after.length - 1];
    const count = after.length - 1;
    const last = this.weightsAt(h);
    this.fillWeights(after.slice(0, count));
    const columns = needed === null ? null : needed.map((q) => this.places[q]);
    this.width = columns === null ? this.size : columns.length;
    this.sums.view().fill(0, 0, count * this.width);
    this.end.view().fill(0);
    this.before.view().fill(0);
    this.here.view().fill(0);
    this.spread(x, this.here);
    const size = this.norm();
    let small = 0;
    let queued = 0;
    for (let k = 0; k < last.length; k++) {
      if (k > 0) this.next(k);
      if (due()) yield;
      if (k % 2 === 1) this.add([last[k - 1], last[k]], [this.before.pointer, this.here.pointer], this.end.pointer);
      if (count > 0) {
        this.wait(queued++, columns);
        if (queued === WAITING) queued = this.flush(k + 1, queued, count);
      }
      const tail = k > rate * h;
      if (!tail && k % LOOKED_AT !== 0) continue;
      const term = Math.abs(last[k]) * this.norm();
      if (!(term <= LARGE * size)) return false;
      if (!tail) continue;
      small = term <= ROUNDING * size ? small + 1 : 0;
      if (small < 2) continue;
      if (k % 2 === 0) this.add([last[k]], [this.here.pointer], this.end.pointer);
      if (queued > 0) this.flush(k + 1, queued, count);
      return true;
    }
    if (!Number.isFinite(size)) throw this.failure(t);
    return false;
  }

  /** Weights e^{hd}(2 − δ_k0) J_k(hf), as many as a step of this length may take. */
  private weightsAt(h: number): Float64Array {
    const { terms, center, focus, rate } = this.sizes;
    const J = besselJs(Math.min(terms, mostTerms({ h, rate })), h * focus);
    const size = exp(h * center);
    J[0] *= size;
    for (let k = 1; k < J.length; k++) J[k] *= 2 * size;
    return J;
  }

  private fillWeights(after: readonly number[]): void {
    const { terms } = this.sizes;
    const all = this.weights.view().fill(0, 0, after.length * (terms + 1));
    after.forEach((h, r) => {
      all.set(this.weightsAt(h), r * (terms + 1));
    });
  }

  /** S_k in `here`, S_{k−1} in `before`. */
  private next(k: number): void {
    flowRecurrence(this.matrix, this.here.pointer, this.before.pointer);
    // the first one is half of what the recurrence gives
    if (k === 1) this.add([-0.5], [this.before.pointer], this.before.pointer);
    [this.here, this.before] = [this.before, this.here];
  }

  /** to ← to + Σ factor · v, of one vector or two. */
  private add(factors: readonly number[], vectors: readonly F64Pointer[], to: F64Pointer): void {
    this.factors.view().set(factors);
    this.vectors.view().set(vectors);
    flowCombine(this.size, factors.length, this.factors.pointer, this.vectors.pointer, to, to);
  }

  /** ‖S_k‖. */
  private norm(): number {
    return Math.sqrt(flowDot(this.size, this.here.pointer, this.here.pointer));
  }

  /** Put the needed places of S_k aside. */
  private wait(place: number, columns: Int32Array | null): void {
    if (columns === null) {
      flowCombine(this.size, 0, this.factors.pointer, 0 as never, this.here.pointer, offset(this.waiting.pointer, place * this.size));
      return;
    }
    const [from, to] = [this.here.view(), this.waiting.view()];
    for (let i = 0, at = place * columns.length; i < columns.length; i++, at++) to[at] = from[columns[i]];
  }

  /** Add the terms before `until` that wait to the records, one after the other. */
  private flush(until: number, queued: number, count: number): number {
    const wide = this.sizes.terms + 1;
    const width = this.width;
    const weights = offset(this.weights.pointer, until - queued);
    productReal(count, width, queued, 1, weights, wide, this.waiting.pointer, width, this.sums.pointer, width, Write.Add, this.scratch);
    return 0;
  }

  /** Put record k into `record`. */
  private read(k: number, needed: Int32Array | null): void {
    if (needed === null) {
      this.gather(this.sums, this.record, k * this.width);
      return;
    }
    const [from, to] = [this.sums.view(), this.record.view()];
    for (let i = 0, at = k * needed.length; i < needed.length; i++, at++) to[needed[i]] = from[at];
  }

  /** From coordinates to places. */
  private spread(from: F64Block, to: F64Block): void {
    const [x, y, { places }] = [from.view(), to.view(), this];
    for (let q = 0; q < places.length; q++) y[places[q]] = x[q];
  }

  /** From places, the first of which stands at `start`, to coordinates. */
  private gather(from: F64Block, to: F64Block, start = 0): void {
    const [x, y, { places }] = [from.view(), to.view(), this];
    for (let q = 0; q < places.length; q++) y[q] = x[start + places[q]];
  }
}
