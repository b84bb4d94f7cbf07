/** Trajectories of readings: one after the other, for each takes its own maps; many collisions in one call. */
import { readingSteps } from "../../../bindings/trajectories.ts";
import { RunFailure } from "../../errors.ts";
import type { F64Pointer, Scope } from "../../numerics/memory.ts";
import { laneDraws, MAX_STEPS } from "../../numerics/random.ts";
import { log } from "../../numerics/scalar.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { keyOf } from "../../plan/trajectories/numbers-ahead.ts";
import type { ReadingProcess } from "../../plan/trajectories/reading-process.ts";
import {
  OF_TRAJECTORIES,
  READINGS,
  type TrajectoryEngine,
  type TrajectoryLowering,
  type TrajectoryRequest,
} from "../../plan/trajectories/trajectory-request.ts";
import { evaluateFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";

/** Readings by the map of each outcome. */
export const outcomeMaps: TrajectoryLowering = {
  name: "maps of outcomes",
  fits({ process }): Price | Refusal {
    if (process.kind !== "readings") return { refused: "follows readings" };
    const { maps, sector, outcomes, idle } = process;
    const entries = maps.reduce((sum, { columns }) => sum + columns.length, 0);
    const flops = (2 * entries) / maps.length + 4 * outcomes.length * sector.count + (idle ? 2 * sector.count * sector.count : 0);
    const bytes = 12 * entries + (12 * maps.length + 16) * sector.count + (idle ? 8 * idle.length : 0);
    return { seconds: flops * 5e-10, flops, bytes };
  },
  bind: (request, scope) => bindReadings(request, request.process as ReadingProcess, scope),
};

function bindReadings({ axis, operators, records }: TrajectoryRequest, process: ReadingProcess, scope: Scope): TrajectoryEngine {
  const { sector, start, maps, chances, branches, memories, outcomes, filter, idle } = process;
  const n = sector.count;
  const rowStart = new Int32Array(maps.length * (n + 1));
  const branchStart = new Int32Array(branches.length + 1);
  branches.forEach((list, k) => {
    branchStart[k + 1] = branchStart[k] + list.length;
  });
  let entries = 0;
  maps.forEach((map, m) => {
    for (let r = 0; r <= n; r++) rowStart[m * (n + 1) + r] = entries + map.rowStart[r];
    entries += map.columns.length;
  });
  const [columns, values] = [new Int32Array(entries), new Float64Array(entries)];
  maps.forEach((map, m) => {
    columns.set(map.columns, rowStart[m * (n + 1)]);
    values.set(map.values, rowStart[m * (n + 1)]);
  });
  const none = 0 as F64Pointer;
  const tables = {
    branchStart: scope.i32(branchStart).pointer,
    branches: scope.i32(Int32Array.from(branches.flat().flatMap(({ map, action, next, outcome }) => [map, action, next, outcome]))).pointer,
    rowStart: scope.i32(rowStart).pointer,
    columns: scope.i32(columns).pointer,
    values: scope.f64(values).pointer,
    chances: scope.f64(Float64Array.from({ length: maps.length * n }, (_, k) => chances[Math.floor(k / n)][k % n])).pointer,
    filter: filter ? scope.f64(filter.functional).pointer : none,
    idle: idle ? scope.f64(idle).pointer : none,
  };
  const [kinds, uniforms, walker] = [scope.i32(MAX_STEPS), scope.f64(MAX_STEPS), scope.i32(1)];
  const [tally, seen, x, scratch] = [scope.f64(2), scope.i32(MAX_STEPS), scope.f64(n), scope.f64(n)];
  const functionals = operators.flatMap((A) => {
    const { re, im } = expectationFunctionals(sector, A);
    return [re, im];
  });
  const draws = laneDraws();
  const counts = new Float64Array(outcomes.length);

  function carry(seed: number, trajectory: number, from: number, count: number): void {
    draws.uniform(1, keyOf(seed), { trajectory, step: from + 1, stream: READINGS, attempt: OF_TRAJECTORIES }, count);
    uniforms.view().set(draws.values().subarray(0, count));
    const next = kinds.view();
    for (let k = 0; k < count; k++) next[k] = process.kindAt(from + k + 1);
    const failed = readingSteps(
      ...([n, count, memories, kinds.pointer, tables.branchStart, tables.branches, tables.rowStart, tables.columns] as const),
      ...([tables.values, tables.chances, tables.filter, filter?.above ?? 0, filter?.map ?? -1, tables.idle, uniforms.pointer] as const),
      ...([walker.pointer, tally.pointer, seen.pointer, x.pointer, scratch.pointer] as const),
    );
    if (failed > 0) throw new RunFailure("No outcome has a probability above 0: the state is not one.", { step: from + failed });
  }

  return {
    *follow(seed, first, count, listener, due) {
      for (let slot = 0; slot < count; slot++) {
        x.view().set(start);
        walker.view().fill(0);
        tally.view().set([1, 0]);
        counts.fill(0);
        let done = 0;
        for (let place = 0; place < axis.length; place++) {
          const at = axis[place];
          while (done < at) {
            const stretch = Math.min(MAX_STEPS, at - done);
            carry(seed, first + slot, done, stretch);
            const list = seen.view();
            for (let k = 0; k < stretch; k++) if (list[k] >= 0) counts[list[k]] += 1;
            if (records) listener.read?.(slot, done, list, stretch);
            done += stretch;
            if (due()) yield;
          }
          listener.saved(slot, place, {
            expectations(into) {
              const state = x.view();
              functionals.forEach((f, k) => {
                into[k] = evaluateFunctional(f, state);
              });
            },
            counts: () => counts,
            coordinates: () => x.view(),
          });
        }
        const [product, logarithm] = tally.view();
        listener.ended(slot, logarithm + log(product));
      }
    },
  };
}
