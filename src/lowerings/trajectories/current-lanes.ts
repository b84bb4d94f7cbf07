/** Trajectories of currents side by side, many steps in one call of a kernel. */
import { RunFailure } from "../../errors.ts";
import type { F64Pointer, Scope } from "../../numerics/memory.ts";
import { laneDraws, MAX_STEPS } from "../../numerics/random.ts";
import { log } from "../../numerics/scalar.ts";
import { stepsOf } from "../../plan/trajectories/current-process.ts";
import type { CurrentProcess } from "../../plan/trajectories/measured-parts.ts";
import { keyOf } from "../../plan/trajectories/numbers-ahead.ts";
import {
  CURRENTS,
  OF_TRAJECTORIES,
  type TrajectoryEngine,
  type TrajectoryListener,
  type TrajectoryRequest,
} from "../../plan/trajectories/trajectory-request.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import { bindFunctionals } from "../functionals.ts";

/** What kernels read and write, by [value][lane]. */
export interface CurrentPanels {
  /** Standard normals in, increments out: [step][current][lane]. */
  readonly noise: { readonly pointer: F64Pointer };
  /** Increments so far. */
  readonly sums: { readonly pointer: F64Pointer };
  /** Products of traces, and the logarithms of what was taken out of them. */
  readonly tally: { readonly pointer: F64Pointer };
  readonly x: { readonly pointer: F64Pointer };
  readonly y: { readonly pointer: F64Pointer };
}

/** Binds what takes so many steps. */
export type BindSteps = (panels: CurrentPanels, lanes: number) => (count: number) => void;

/** Bind an engine whose steps a kernel takes. */
export function bindCurrents(request: TrajectoryRequest, scope: Scope, stepsOfKernel: BindSteps): TrajectoryEngine {
  const { axis, operators, records } = request;
  const process = request.process as CurrentProcess;
  const { outcomes, dt, sector, start } = process;
  const lanes = request.lanes + (request.lanes % 2);
  const n = sector.count;
  const width = outcomes.length;
  const places = stepsOf(axis, dt);
  // whole steps for each fill of numbers: their places count through all currents
  const stretch = Math.floor(MAX_STEPS / width);
  const bound = {
    noise: scope.f64(MAX_STEPS * 8),
    sums: scope.f64(width * lanes),
    tally: scope.f64(2 * lanes),
    x: scope.f64(n * lanes),
    y: scope.f64(n * lanes),
  };
  const take = stepsOfKernel(bound, lanes);
  const expected = bindFunctionals(
    scope,
    operators.flatMap((A) => {
      const { re, im } = expectationFunctionals(sector, A);
      return [re, im];
    }),
    lanes,
  );
  const draws = laneDraws();
  const coordinates = new Float64Array(n);
  const sums = new Float64Array(width);
  const step = new Float64Array(width);

  function carry(seed: number, first: number, from: number, count: number): void {
    draws.uniform(
      lanes,
      keyOf(seed),
      { trajectory: first, step: 1 + from * width, stream: CURRENTS, attempt: OF_TRAJECTORIES },
      count * width,
    );
    draws.toNormal(count * width * lanes, 0, 1);
    bound.noise.view().set(draws.values().subarray(0, count * width * lanes));
    take(count);
  }

  function tell(listener: TrajectoryListener, slot: number, used: number, from: number, count: number): void {
    const noise = bound.noise.view();
    for (let k = 0; k < count; k++)
      for (let l = 0; l < used; l++) {
        for (let j = 0; j < width; j++) step[j] = noise[(k * width + j) * lanes + l];
        listener.increased?.(slot + l, from + k, step);
      }
  }

  function save(listener: TrajectoryListener, slot: number, used: number, place: number): void {
    const seen = expected(bound.x.pointer);
    for (let l = 0; l < used; l++) {
      listener.saved(slot + l, place, {
        expectations(into) {
          for (let k = 0; k < into.length; k++) into[k] = seen[k * lanes + l];
        },
        counts() {
          const all = bound.sums.view();
          for (let j = 0; j < width; j++) sums[j] = all[j * lanes + l];
          return sums;
        },
        coordinates() {
          const x = bound.x.view();
          for (let q = 0; q < n; q++) coordinates[q] = x[q * lanes + l];
          return coordinates;
        },
      });
    }
  }

  return {
    *follow(seed, first, count, listener, due) {
      for (let slot = 0; slot < count; slot += lanes) {
        const used = Math.min(lanes, count - slot);
        bound.x.view().set(Float64Array.from({ length: n * lanes }, (_, k) => start[Math.floor(k / lanes)]));
        bound.sums.view().fill(0);
        bound.tally.view().fill(1, 0, lanes).fill(0, lanes);
        let done = 0;
        for (let place = 0; place < places.length; place++) {
          const at = places[place];
          while (done < at) {
            const next = Math.min(stretch, at - done);
            carry(seed, first + slot, done, next);
            if (records) tell(listener, slot, used, done, next);
            done += next;
            if (due()) yield;
          }
          if (!bound.x.view().every(Number.isFinite))
            throw new RunFailure("A conditional state is no longer finite: the steps are too long. Use a smaller `dt`.", {
              time: done * dt,
            });
          save(listener, slot, used, place);
        }
        const tally = bound.tally.view();
        for (let l = 0; l < used; l++) listener.ended(slot + l, tally[lanes + l] + log(tally[l]));
      }
    },
  };
}
