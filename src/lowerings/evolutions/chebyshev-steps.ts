/**
 * Exponentials of a constant generator as Chebyshev series, to rounding: products with the matrix alone, and all records within a step
 * from the same ones.
 *
 *   e^{hL} x = e^{hd} (J₀(hf) S₀ + 2 Σ_k J_k(hf) S_k),   S₀ = x,  S₁ = (L − d)x/f,  S_{k+1} = 2(L − d)S_k/f + S_{k−1}
 *
 * with d the centre of the numerical range of L and ±if the ends of its long axis.
 * Source: H. Tal-Ezer, R. Kosloff, J. Chem. Phys. 81, 3967 (1984).
 */
import { Write } from "../../../bindings/dense.ts";
import { flowCombine, flowDot } from "../../../bindings/flow.ts";
import { luRealScratch, productReal } from "../../../bindings/linear.ts";
import { type F64Block, type F64Pointer, offset, type Scope } from "../../../bindings/memory.ts";
import { RunFailure } from "../../errors.ts";
import { besselJs } from "../../numerics/bessel-j.ts";
import { exp } from "../../numerics/scalar.ts";
import type { DerivativeRequest } from "../../plan/derivative-request.ts";
import type { Flow, Save, Stepper, Steps, Stretch } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { Sector } from "../../sectors/sector.ts";
import { evolutionPrice, spanOf } from "./evolution-price.ts";
import { type NumericalRange, numericalRange } from "./numerical-range.ts";

/** Sectors too large for exponentials, of generators that oscillate faster than they decay. */
export const chebyshevSteps: EvolutionLowering = { name: "chebyshev", fits, bind };

/** Sectors with fewer coordinates have exponentials in less time than it takes to look at the operators. */
const SMALLEST = 64;
/** Records that are computed from one series, and the phases hf of a step that are weighed: its series has about hf + 25 terms. */
const MOST_RECORDS = 16;
const PHASES = [16, 24, 32, 48, 64];
/** What a term costs beside its product, in flops per coordinate, and an entry of a record against an entry of a product. */
const PER_TERM = 12;
const PER_RECORD = 0.6;
/** How much the numerical range may let a step grow. */
const GROWTH = 4;
/** Terms below this part of the state are left out; their size is looked at where the Bessel function alone is below this. */
const ROUNDING = 1e-16;
const LATE = 1e-4;

/** How long a step is, and how many terms it takes at most. */
interface Sizes {
  readonly h: number;
  readonly terms: number;
}

function fits(request: EvolutionRequest): Price | Refusal {
  const { method, constant, onSector, n, times, derivative } = request;
  if (method.kind !== "auto") return { refused: `${method.kind} was asked for` };
  if (!constant) return { refused: "is exact only while no coefficient changes" };
  if (!onSector) return { refused: "needs a sector, which the whole density matrix is not" };
  if (n < SMALLEST) return { refused: `is for at least ${SMALLEST} coordinates` };
  const M = derivative.matrices();
  const range = rangeOf(derivative);
  if (range.real > range.imaginary) return { refused: "pays where a generator oscillates faster than it decays" };
  const { h, terms } = sizesFor(request, range);
  const steps = Math.ceil(spanOf(request) / h);
  const typical = Math.min(terms, typicalTerms(h, range));
  const flops = steps * typical * (2 * M.values.length + 8 * n) + 2 * times.length * typical * n;
  return evolutionPrice(request, flops, 8 * n * (terms + MOST_RECORDS + 3));
}

const ranges = new WeakMap<DerivativeRequest, NumericalRange>();

function rangeOf(derivative: DerivativeRequest): NumericalRange {
  const known = ranges.get(derivative);
  if (known) return known;
  const range = numericalRange(derivative.generator, derivative.sector() as Sector, derivative.matrices());
  ranges.set(derivative, range);
  return range;
}

/** Long steps need fewer products in all, but more terms for each record: the cheapest of some lengths. */
function sizesFor(request: EvolutionRequest, range: NumericalRange): Sizes {
  const { imaginary, real, growth } = range;
  const span = spanOf(request);
  const between = span / Math.max(1, request.times.length - 1);
  const { values, n } = request.derivative.matrices();
  let best = { h: 0, cost: Number.POSITIVE_INFINITY };
  for (const phase of PHASES) {
    const h = Math.min(phase / imaginary, growth > 0 ? GROWTH / growth : Number.POSITIVE_INFINITY, span);
    const perTerm = 2 * values.length + PER_TERM * n + 2 * PER_RECORD * n * Math.max(1, h / between);
    const cost = (typicalTerms(h, range) * perTerm) / h;
    if (cost < best.cost) best = { h, cost };
  }
  return { h: best.h, terms: Math.ceil(1.5 * best.h * (imaginary + real) + 60) };
}

function typicalTerms(h: number, { imaginary, real }: NumericalRange): number {
  return 1.1 * h * (imaginary + real) + 25;
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = request.flow.bind(scope);
  const range = rangeOf(request.derivative);
  const series = new ChebyshevSeries(flow, range, sizesFor(request, range), scope);
  return { flow, carry: (stretch, x, save) => series.carry(stretch, x, save) };
}

/** Carries a state through stretches. */
class ChebyshevSeries {
  private readonly n: number;
  private readonly basis: F64Block;
  private readonly weights: F64Block;
  private readonly records: F64Block;
  private readonly factors: F64Block;
  private readonly vectors;
  private readonly scratch: F64Pointer;
  private readonly zero: F64Pointer;

  constructor(
    private readonly flow: Flow,
    private readonly range: NumericalRange,
    private readonly sizes: Sizes,
    scope: Scope,
  ) {
    this.n = flow.n;
    this.basis = scope.f64((sizes.terms + 1) * flow.n);
    this.weights = scope.f64((sizes.terms + 1) * (MOST_RECORDS + 1));
    this.records = scope.f64((MOST_RECORDS + 1) * flow.n);
    this.factors = scope.f64(2);
    this.vectors = scope.i32(2);
    this.scratch = scope.f64(luRealScratch()).pointer;
    this.zero = scope.f64(flow.n).pointer;
  }

  carry({ from, to, times }: Stretch, x: F64Block, save: Save): Steps {
    let t = from;
    let saved = 0;
    let accepted = 0;
    while (t < to) {
      const h = Math.min(this.sizes.h, to - t);
      const due = times.slice(saved, saved + MOST_RECORDS).filter((time) => time - t <= h * (1 + 1e-15));
      const full = due.length === MOST_RECORDS;
      const end = full ? due[due.length - 1] : t + h >= to ? to : t + h;
      const stops = due.length > 0 && due[due.length - 1] === end ? due : [...due, end];
      this.expand(
        stops.map((time) => time - t),
        t,
        x.pointer,
      );
      accepted++;
      saved += due.length;
      for (let k = 0; k < due.length; k++) {
        if (!save(due[k], this.record(k))) continue;
        this.take(k, x);
        return { method: "chebyshev", accepted, rejected: 0, stopped: true, warnings: [] };
      }
      this.take(stops.length - 1, x);
      t = end;
    }
    return { method: "chebyshev", accepted, rejected: 0, stopped: false, warnings: [] };
  }

  /** The state after each of some times, the last of them the longest, into `records`. */
  private expand(after: readonly number[], t: number, x: F64Pointer): void {
    const { n, range } = this;
    const longest = after[after.length - 1];
    const terms = this.fill(besselJs(this.sizes.terms, longest * range.imaginary), t, x);
    const weights = this.weights.view();
    after.forEach((h, r) => {
      const J = besselJs(terms, h * range.imaginary);
      const size = exp(h * range.center);
      for (let k = 0; k <= terms; k++) weights[r * (terms + 1) + k] = (k === 0 ? 1 : 2) * size * J[k];
    });
    const count = after.length;
    const wide = terms + 1;
    productReal(count, n, wide, 1, this.weights.pointer, wide, this.basis.pointer, n, this.records.pointer, n, Write.Replace, this.scratch);
  }

  /** S₀, S₁, … until two terms in a row are below rounding; returns the last index. */
  private fill(J: Float64Array, t: number, x: F64Pointer): number {
    const { n, range } = this;
    flowCombine(n, 0, this.zero, 0 as never, x, this.term(0));
    const size = Math.sqrt(flowDot(n, x, x));
    let small = 0;
    for (let k = 1; k < J.length; k++) {
      this.next(k, (k === 1 ? 1 : 2) / range.imaginary);
      if (Math.abs(J[k]) > LATE) {
        small = 0;
        continue;
      }
      const s = Math.sqrt(flowDot(n, this.term(k), this.term(k)));
      small = Math.abs(J[k]) * s <= ROUNDING * size ? small + 1 : 0;
      if (small === 2) return k;
    }
    throw new RunFailure(`The Chebyshev series did not converge at t = ${t}. Use \`krylov()\` or \`dormandPrince()\`.`, { time: t });
  }

  /** S_k = factor (L − d) S_{k−1} + S_{k−2}. */
  private next(k: number, factor: number): void {
    const out = this.term(k);
    (this.flow.combination as NonNullable<Flow["combination"]>)([factor], this.term(k - 1), out);
    this.factors.view().set([-factor * this.range.center, 1]);
    this.vectors.view().set([this.term(k - 1), k > 1 ? this.term(k - 2) : 0]);
    flowCombine(this.n, k > 1 ? 2 : 1, this.factors.pointer, this.vectors.pointer, out, out);
  }

  private term(k: number): F64Pointer {
    return offset(this.basis.pointer, k * this.n);
  }

  private record(k: number): F64Pointer {
    return offset(this.records.pointer, k * this.n);
  }

  private take(k: number, x: F64Block): void {
    flowCombine(this.n, 0, this.zero, 0 as never, this.record(k), x.pointer);
  }
}
