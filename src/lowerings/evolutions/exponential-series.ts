/** Prepared runs on equally spaced times: x(t_k) = Pᵏ x₀ with all expectation values, in one kernel call. */
import { flowSeries } from "../../../bindings/flow.ts";
import type { Scope } from "../../../bindings/memory.ts";
import { propagators } from "../../numerics/propagators.ts";
import type { Observable } from "../../observables/observable.ts";
import type { PreparedRun } from "../../plan/engines.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { PreparedRequest } from "../../plan/prepared-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { denseFunctional, type Layout } from "../../sectors/layout.ts";
import { evolutionPrice } from "./evolution-price.ts";

/** Largest sector whose series of exponentials is kept. */
const SMALL = 256;

type Linear = Extract<Observable, { kind: "expectation" }>;

/** One product per record; the exponential is made once, when the run is bound. */
export const exponentialSeries: Lowering<PreparedRequest, PreparedRun> = { name: "series", fits, bind };

function fits({ derivative, layout: { n }, times, observables }: PreparedRequest): Price | Refusal {
  if (!derivative.constant()) return { refused: "is exact only while no coefficient changes" };
  if (n > SMALL) return { refused: `works on at most ${SMALL} coordinates, and the sector has ${n}` };
  if (times.length < 2 || !equallySpaced(times)) return { refused: "needs equally spaced times" };
  const other = observables.find((observable) => observable.kind !== "expectation");
  if (other) return { refused: `needs expectation values, which ${other.name} is not` };
  const count = functionalCount(observables as readonly Linear[]);
  const flops = 2 * times.length * n * (n + count);
  return evolutionPrice({ times }, flops, 8 * (n * (n + count + 2) + (times.length - 1) * count));
}

function bind({ derivative, layout, start, times, observables }: PreparedRequest, scope: Scope): PreparedRun {
  const linear = observables as readonly Linear[];
  const { n } = layout;
  const functionals = functionalsOf(layout, linear);
  const count = functionalCount(linear);
  const steps = times.length - 1;
  const P = scope.f64(propagators(derivative.matrices()).at(times[1], times[1]).P);
  const F = scope.f64(functionals);
  const x = scope.f64(n);
  const scratch = scope.f64(n);
  const out = scope.f64(steps * count);
  const first = Float64Array.from({ length: count }, (_, f) =>
    functionals.subarray(f * n, (f + 1) * n).reduce((sum, value, i) => sum + value * start[i], 0),
  );
  return {
    run() {
      x.view().set(start);
      flowSeries(steps, n, P.pointer, x.pointer, count, F.pointer, out.pointer, scratch.pointer);
      return columnsOf(linear, steps, first, out.view());
    },
  };
}

/** Values of the observables at the start and after each step; `values` holds [step][functional]. */
function columnsOf(
  observables: readonly Linear[],
  steps: number,
  first: Float64Array,
  values: Float64Array,
): Record<string, (number | null)[]> {
  const count = first.length;
  const columns: Record<string, (number | null)[]> = {};
  let from = 0;
  for (const { name, operators, value } of observables) {
    const width = 2 * operators.length;
    const column: (number | null)[] = [value(first.subarray(from, from + width))];
    for (let s = 0; s < steps; s++) column.push(value(values.subarray(s * count + from, s * count + from + width)));
    columns[name] = column;
    from += width;
  }
  return columns;
}

function equallySpaced(times: readonly number[]): boolean {
  const step = times[1] - times[0];
  return times.every((t, k) => Math.abs(t - k * step) <= 1e-12 * times[times.length - 1]);
}

/** Two real functionals per operator: the real and the imaginary part. */
function functionalCount(observables: readonly Linear[]): number {
  return observables.reduce((sum, { operators }) => sum + 2 * operators.length, 0);
}

function functionalsOf(layout: Layout, observables: readonly Linear[]): Float64Array {
  const rows = observables.flatMap(({ operators }) =>
    operators.flatMap((A) => {
      const { re, im } = layout.expectation(A);
      return [denseFunctional(re, layout.n), denseFunctional(im, layout.n)];
    }),
  );
  const all = new Float64Array(rows.length * layout.n);
  rows.forEach((row, k) => {
    all.set(row, k * layout.n);
  });
  return all;
}
