/** Realisations of a master equation whose slices of time are runs of their own: drives, large systems, any number of noisy parameters. */
import type { Generator } from "../dynamics/generator.ts";
import { generatorFrom } from "../dynamics/later-generator.ts";
import type { Model } from "../models/model.ts";
import { Operator } from "../operators/operator.ts";
import { sliceGrid } from "../plan/slice-grid.ts";
import { run } from "../solvers/run.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Lanes } from "./realisations.ts";
import { worseDiagnostics } from "./worse-diagnostics.ts";

/**
 * Run each piece of each slice from where the last one ended, with the model at the slice's own values.
 * @param model the model at the centre of its noise, whose observables are recorded
 * @param modelOf the model at given values of the noise
 */
export function slicesByThemselves(
  model: Model,
  { times, every }: { readonly times: readonly number[]; readonly every: number },
  observables: readonly string[],
  noise: CompiledNoise,
  modelOf: (values: Float64Array, trajectory: number) => Model,
): Omit<Lanes, "plan" | "release"> {
  const { pieces, ends } = sliceGrid(times, every);
  const values = new Float64Array(noise.parameters.length);
  let seen: Diagnostics | null = null;

  /** Record s of one run: its first or its last value. */
  function write(recorded: Readonly<Record<string, readonly (number | null)[]>>, at: 0 | -1, s: number, out: Float64Array): void {
    observables.forEach((name, o) => {
      out[s * observables.length + o] = recorded[name].at(at) ?? Number.NaN;
    });
  }

  return {
    lanes: 1,
    axis: times,
    run(first, _count, out) {
      let { initial } = model;
      let variant = model;
      let slice = 0;
      let s = 1;
      pieces.forEach((piece, n) => {
        if (piece.slice !== slice) {
          slice = piece.slice;
          noise.draw(first, 1, slice, values);
          variant = modelOf(values, first);
        }
        const recorded = ends[s] === n + 1;
        const dynamics = generatorFrom(variant.dynamics as Generator, piece.from);
        const here = { ...variant, dynamics, initial, observable: (name: string) => model.observable(name) };
        const solution = run(here, { times: [0, piece.duration], observables: recorded || n === 0 ? observables : [] });
        initial = Operator.fromMatrix(model.dynamics.system, solution.final.matrix());
        seen = seen === null ? solution.diagnostics : worseDiagnostics(seen, solution.diagnostics);
        if (n === 0) write(solution.observables, 0, 0, out);
        // records closer than rounding share the end of a piece
        for (; ends[s] === n + 1; s++) write(solution.observables, -1, s, out);
      });
    },
    diagnostics() {
      const since = seen as Diagnostics;
      seen = null;
      return since;
    },
  };
}
