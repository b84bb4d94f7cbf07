/** Realisations of a master equation whose slices of time are runs of their own: drives, large systems, any number of noisy parameters. */
import type { Generator } from "../dynamics/generator.ts";
import { generatorFrom } from "../dynamics/later-generator.ts";
import type { Model } from "../models/model.ts";
import { Operator } from "../operators/operator.ts";
import { run } from "../solvers/run.ts";
import { gridFor } from "../solvers/slice-runner.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import { jumpingLanes } from "../solvers/stretch-runner.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Lanes } from "./realisations.ts";
import { worseDiagnostics } from "./worse-diagnostics.ts";

/** What runs without a stop: its model, when it begins, and where pieces end in it, the last one at its end. */
interface Stretch {
  readonly variant: Model;
  readonly from: number;
  /** Times from its beginning on, with the number of the piece that ends there; 0 where none does. */
  readonly stops: readonly (readonly [time: number, piece: number])[];
}

/**
 * Run each slice from where the last one ended, with the model at the slice's own values; slices that noise cuts where it jumps run from
 * jump to jump, and from record to record.
 * @param model the model at the centre of its noise, whose observables are recorded
 * @param modelOf the model at given values of the noise
 */
export function slicesByThemselves(
  model: Model,
  extent: { readonly times: readonly number[]; readonly every?: number },
  observables: readonly string[],
  noise: CompiledNoise,
  modelOf: (values: Float64Array, trajectory: number) => Model,
): Omit<Lanes, "plan" | "release"> {
  const { times } = extent;
  const { pieces, ends } = gridFor(extent);
  const count = noise.parameters.length;
  const values = new Float64Array(count);
  const jumping = noise.jumps && jumpingLanes(noise.jumps, count, 1, 1, Number.POSITIVE_INFINITY);
  const recordedAt = new Set(ends);
  let seen: Diagnostics | null = null;

  /** One piece between the jumps in it. */
  function* cutByJumps(n: number, first: number): Iterable<Stretch> {
    const { from, duration } = pieces[n];
    const found: [from: number, duration: number, variant: Model][] = [];
    let at = from;
    jumping?.carry(from, pieces[n + 1]?.from ?? from + duration, values, 1, (draws) => {
      if (draws[count] === 0) return;
      found.push([at, draws[count], modelOf(draws.subarray(0, count), first)]);
      at += draws[count];
    });
    for (const [k, [begin, length, variant]] of found.entries()) {
      yield { variant, from: begin, stops: [[length, k === found.length - 1 ? n + 1 : 0]] };
    }
  }

  /** All that one realisation runs through, in order of time; values are drawn on the way. */
  function* stretchesOf(first: number): Iterable<Stretch> {
    for (let n = 0; n < pieces.length; ) {
      const { slice, from } = pieces[n];
      noise.draw(first, 1, slice, values);
      const stops: [number, number][] = [];
      for (; n < pieces.length && pieces[n].slice === slice; n++) {
        if (jumping) yield* cutByJumps(n, first);
        else stops.push([pieces[n].from + pieces[n].duration - from, n + 1]);
      }
      if (!jumping) yield { variant: modelOf(values, first), from, stops };
    }
  }

  return {
    lanes: 1,
    axis: times,
    run(first, _count, out) {
      jumping?.start(first);
      let { initial } = model;
      let s = 0;
      /** Records that share a time, closer than rounding: row k of what a run recorded. */
      const write = (recorded: Readonly<Record<string, readonly (number | null)[]>>, piece: number, k: number): void => {
        for (; ends[s] === piece; s++) {
          observables.forEach((name, o) => {
            out[s * observables.length + o] = recorded[name][k] ?? Number.NaN;
          });
        }
      };
      for (const { variant, from, stops } of stretchesOf(first)) {
        const dynamics = generatorFrom(variant.dynamics as Generator, from);
        const here = { ...variant, dynamics, initial, observable: (name: string) => model.observable(name) };
        const wanted = s === 0 || stops.some(([, piece]) => recordedAt.has(piece));
        const asked = { times: [0, ...stops.map(([time]) => time)], observables: wanted ? observables : [] };
        const solution = run(here, asked);
        initial = Operator.fromMatrix(model.dynamics.system, solution.final.matrix());
        seen = seen === null ? solution.diagnostics : worseDiagnostics(seen, solution.diagnostics);
        if (s === 0) write(solution.observables, 0, 0);
        stops.forEach(([, piece], k) => piece > 0 && write(solution.observables, piece, k + 1));
      }
    },
    diagnostics() {
      const since = seen as Diagnostics;
      seen = null;
      return since;
    },
  };
}
