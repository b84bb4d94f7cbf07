/** A master equation bound once and run many times: planning, lowering and exponentials stay. */
import { flowSeries } from "../../bindings/flow.ts";
import { openScope } from "../../bindings/memory.ts";
import type { Generator } from "../dynamics/generator.ts";
import type { Model } from "../models/model.ts";
import { multiplySparse } from "../numerics/envelope.ts";
import type { Observable } from "../observables/observable.ts";
import { planGenerator } from "../plan/generator.ts";
import { once } from "../plan/once.ts";
import type { StationaryEquation } from "../plan/stationary-request.ts";
import { denseFunctional, type Layout } from "../sectors/layout.ts";
import { type EvolveOptions, evolvePlanned, savedTimes } from "./evolve.ts";
import { propagators } from "./exponentialstep.ts";
import { chosenObservables } from "./observing.ts";
import { bindProbe } from "./probe.ts";
import { planStationary, solveStationary } from "./stationary.ts";

/** A bound model. Whoever prepares it releases it. */
export interface PreparedModel {
  /** Observables of the stationary state that the initial state tends to. */
  steady(): Readonly<Record<string, number | null>>;
  /** Observables at t = 0 and each saved time, from the initial state. */
  run(): Readonly<Record<string, readonly (number | null)[]>>;
  release(): void;
}

/** Largest sector whose series of exponentials is kept. */
const SMALL = 256;

/**
 * Bind a master equation for repeated stationary solves and runs with the same times and observables.
 *
 * On sectors of up to 256 coordinates with equally spaced times and linear observables a run is one product per time,
 * inside one kernel call. Call `release()` at the end. Throws as `run` and `steady` do.
 */
export function prepare(model: Model, options: EvolveOptions): PreparedModel {
  const observables = chosenObservables(model, options.observables);
  const generator = model.dynamics as Generator;
  const planned = planStationary(model, "sector");
  const equation = planned.request.within("sector");
  const stationary = bindProbe(equation.layout(), generator, observables, true);
  const series = bindSeries(equation, observables, savedTimes(options));
  const inTime = once(() => planGenerator(model, { lowering: "sector" }));
  return {
    steady() {
      const { x } = solveStationary(planned).found;
      const values = stationary.read(0, x, () => multiplySparse(equation.matrix(), x));
      return Object.fromEntries(observables.map(({ name }, k) => [name, values[k]]));
    },
    run: series ? () => series.run() : () => evolvePlanned(model, inTime(), options).observables,
    release: () => series?.release(),
  };
}

interface Series {
  run(): Record<string, (number | null)[]>;
  release(): void;
}

type Linear = Extract<Observable, { kind: "expectation" }>;

/** Bind x(t_k) = Pᵏ x₀ with all expectation values as dense functionals; null where that does not fit. */
function bindSeries(equation: StationaryEquation, observables: readonly Observable[], times: readonly number[]): Series | null {
  const [layout, matrix, start] = [equation.layout(), equation.matrix(), equation.start()];
  if (matrix.n > SMALL || times.length < 2 || !equallySpaced(times)) return null;
  if (!observables.every((observable): observable is Linear => observable.kind === "expectation")) return null;
  const { n } = matrix;
  const functionals = functionalsOf(layout, observables as readonly Linear[]);
  const count = functionals.length / n;
  const steps = times.length - 1;
  const memory = openScope();
  const P = memory.f64(propagators(matrix).at(times[1], times[1]).P);
  const F = memory.f64(functionals);
  const x = memory.f64(n);
  const scratch = memory.f64(n);
  const out = memory.f64(steps * count);
  const first = Float64Array.from({ length: count }, (_, f) =>
    functionals.subarray(f * n, (f + 1) * n).reduce((sum, value, i) => sum + value * start[i], 0),
  );
  return {
    run() {
      x.view().set(start);
      flowSeries(steps, n, P.pointer, x.pointer, count, F.pointer, out.pointer, scratch.pointer);
      const values = out.view();
      const columns: Record<string, (number | null)[]> = {};
      let from = 0;
      for (const observable of observables as readonly Linear[]) {
        const width = 2 * observable.operators.length;
        const column: (number | null)[] = [observable.value(first.subarray(from, from + width))];
        for (let s = 0; s < steps; s++) column.push(observable.value(values.subarray(s * count + from, s * count + from + width)));
        columns[observable.name] = column;
        from += width;
      }
      return columns;
    },
    release: () => memory.release(),
  };
}

function equallySpaced(times: readonly number[]): boolean {
  const step = times[1] - times[0];
  return times.every((t, k) => Math.abs(t - k * step) <= 1e-12 * times[times.length - 1]);
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
