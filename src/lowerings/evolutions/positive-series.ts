/**
 * Exponentials of a classical Markov chain, without one subtraction: each coordinate is accurate relative to itself, however small.
 *
 *   e^{hM} x = e^{−αh} Σ_k (αh)^k/k! (1 + M/α)^k x,   α ≥ −M_ii  so that 1 + M/α has no negative entry
 *
 * Source: A. Jensen, Skand. Aktuarietidskr. 36, 87 (1953); W. K. Grassmann, Comput. Oper. Res. 4, 47 (1977).
 */
import { flowCombine, flowError } from "../../../bindings/flow.ts";
import type { F64Block, F64Pointer, Scope } from "../../../bindings/memory.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { exp } from "../../numerics/scalar.ts";
import type { Flow, Save, Stepper, Steps, Stretch } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { evolutionPrice, spanOf } from "./evolution-price.ts";
import { stopsOf } from "./stops.ts";

/** Sectors of populations, or whatever else has no negative rates between its coordinates. */
export const positiveSeries: EvolutionLowering = { name: "positive series", fits, bind };

/** Largest αh of one series: e^{−αh} and its terms stay far from underflow. */
const LONGEST = 64;
/** Root mean square, over the coordinates, of the last term over the sum, times their number. */
const LAST_TERM = 1e-17;
/** Weights below this add nothing: their reciprocals leave double precision. */
const SMALLEST = 1e-290;
/** What each product costs beside its flops, as if in flops. */
const CALL = 1500;

function fits(request: EvolutionRequest): Price | Refusal {
  const { method, n, times } = request;
  if (method.kind !== "auto") return { refused: `${method.kind} was asked for` };
  const M = request.matrix();
  if (!M) return { refused: "needs the one matrix of a constant generator on a sector" };
  if (!isPositive(M)) return { refused: "needs populations: no negative rate between coordinates" };
  const span = fastest(M) * spanOf(request);
  const series = Math.max(times.length, span / LONGEST);
  const products = 1.3 * span + 30 * series;
  return evolutionPrice(request, products * (2 * M.values.length + 4 * n + CALL), 8 * 4 * n);
}

/** No entry off the diagonal is negative. */
export function isPositive({ n, rowStart, columns, values }: SparseReal): boolean {
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (columns[e] !== r && values[e] < 0) return false;
  }
  return true;
}

/** The largest −M_ii. */
function fastest({ n, rowStart, columns, values }: SparseReal): number {
  let alpha = 0;
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (columns[e] === r) alpha = Math.max(alpha, -values[e]);
  }
  return alpha;
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const { n } = request;
  const M = request.matrix() as SparseReal;
  const flow = request.flow.bind(scope);
  const alpha = fastest(M);
  const sum = scope.f64(n);
  const zero = scope.f64(n).pointer;
  const term = scope.f64(n).pointer;
  const next = scope.f64(n).pointer;
  const factor = scope.f64(1);
  const address = scope.i32(1);
  const combine = (c: number, v: F64Pointer, base: F64Pointer, out: F64Pointer) => {
    factor.view()[0] = c;
    address.view()[0] = v;
    flowCombine(n, 1, factor.pointer, address.pointer, base, out);
  };
  const advance = function* (h: number, x: F64Block, due: Due): Work<void> {
    if (alpha === 0) return;
    const y = alpha * h;
    sum.view().fill(0);
    combine(1, x.pointer, zero, term);
    let weight = exp(-y);
    let [a, b] = [term, next];
    for (let k = 1; ; k++) {
      combine(weight, a, sum.pointer, sum.pointer);
      // of a step so short that late terms vanish in double precision nothing more can come
      if (k > y && !(weight > SMALLEST)) break;
      // every coordinate must have all of its own sum: those that many jumps lead to get it from late terms
      if (k > y && flowError(n, a, sum.pointer, sum.pointer, 1 / weight, 1e-300) <= LAST_TERM / n) break;
      nextTerm(flow, 1 / alpha, a, b, combine);
      if (due()) yield;
      [a, b] = [b, a];
      weight *= y / k;
    }
    x.view().set(sum.view());
  };
  return {
    flow,
    carry: (stretch, x, save, due) => carryOver(stretch, x, save, (h) => advance(h, x, due), LONGEST / Math.max(alpha, 1e-300)),
  };
}

/** b ← a + M a/α. */
function nextTerm(
  flow: Flow,
  inverse: number,
  a: F64Pointer,
  b: F64Pointer,
  combine: (c: number, v: F64Pointer, base: F64Pointer, out: F64Pointer) => void,
): void {
  (flow.combination as NonNullable<Flow["combination"]>)([inverse], a, b);
  combine(1, a, b, b);
}

function* carryOver(stretch: Stretch, x: F64Block, save: Save, advance: (h: number) => Work<void>, longest: number): Work<Steps> {
  let t = stretch.from;
  let accepted = 0;
  const report = (stopped: boolean) => ({ method: "positive series", accepted, rejected: 0, stopped, warnings: [] });
  for (const stop of stopsOf(stretch)) {
    const parts = Math.max(1, Math.ceil((stop.t - t) / longest));
    for (let k = 0; k < parts && stop.t > t; k++) {
      yield* advance((stop.t - t) / parts);
      accepted++;
    }
    t = stop.t;
    if (stop.saved && save(t, x.pointer)) return report(true);
  }
  return report(false);
}
