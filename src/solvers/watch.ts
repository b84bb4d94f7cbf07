/** Trace and cut populations of a run, on any layout. */
import { Operator } from "../operators/operator.ts";
import { evaluateFunctional, type Layout } from "../sectors/layout.ts";
import type { Functional } from "../sectors/matrices.ts";
import type { Space } from "../spaces/space.ts";

/** Watches |Tr ρ − 1| and the populations at the cuts of truncated factors. */
export interface LayoutWatch {
  look(x: Float64Array): void;
  readonly traceDefect: number;
  readonly cutPopulation: Readonly<Record<string, number>>;
  /** What is read of a state. */
  readonly functionals: readonly Functional[];
}

/** Watch the truncated factors (Fock modes: the last level; rotors: both ends) on a layout. */
export function watchLayout(layout: Layout): LayoutWatch {
  const { space } = layout;
  const trace = layout.expectation(indicator(space, () => true)).re;
  const cuts = space.factors.flatMap(({ label, kind, dimension }, position) => {
    if (kind !== "fock" && kind !== "rotor") return [];
    const stride = space.stride(position);
    const level = (i: number) => Math.floor(i / stride) % dimension;
    const atCut = indicator(space, (i) => level(i) === dimension - 1 || (kind === "rotor" && level(i) === 0));
    return [{ label, functional: layout.expectation(atCut).re }];
  });
  let traceDefect = 0;
  const cutPopulation: Record<string, number> = Object.fromEntries(cuts.map(({ label }) => [label, 0]));
  return {
    look(x) {
      traceDefect = Math.max(traceDefect, Math.abs(evaluateFunctional(trace, x) - 1));
      for (const { label, functional } of cuts) cutPopulation[label] = Math.max(cutPopulation[label], evaluateFunctional(functional, x));
    },
    get traceDefect() {
      return traceDefect;
    },
    cutPopulation,
    functionals: [trace, ...cuts.map(({ functional }) => functional)],
  };
}

/** The projector on the basis states for which `holds`. */
function indicator(space: Space, holds: (i: number) => boolean): Operator {
  const entries: [number, number, number][] = [];
  for (let i = 0; i < space.dimension; i++) if (holds(i)) entries.push([i, i, 1]);
  return Operator.fromEntries(space, entries);
}
