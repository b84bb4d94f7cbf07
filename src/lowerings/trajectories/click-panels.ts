/** States of trajectories of clicks side by side, the series that begins at them, and what clicks make of them: [coordinate][lane]. */
import { sectorApply } from "../../../bindings/sector.ts";
import { seriesAt, seriesCrossing, seriesTerms } from "../../../bindings/trajectories.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import type { F64Pointer, Scope } from "../../numerics/memory.ts";
import type { ClickProcess } from "../../plan/trajectories/click-process.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";
import { bindMap } from "../collisions/bound-map.ts";
import { LiveBlocks } from "./live-blocks.ts";

/** Trajectories side by side, whatever a job asks for: their bits do not depend on it. */
export const LANES = 8;

/** The panels of one group of lanes. */
export interface ClickPanels {
  /** How long the series of each lane is. */
  readonly steps: Float64Array;
  /** What `read` read last. */
  readonly seen: F64Pointer;
  /** Where `cross` found each lane. */
  readonly kept: F64Pointer;
  /** Put the start into a lane. */
  start(lane: number): void;
  /** Leave a lane empty. */
  clear(lane: number): void;
  /** Make the series of the states. */
  begin(): void;
  /**
   * Go in each lane to where its weight has fallen to its number, or to the end of its series: places, in steps. Lanes whose number is 0 stay.
   * Returns a bit for each lane that meets its number.
   */
  cross(numbers: Float64Array, places: Float64Array): number;
  /** Read the series, each lane at a place of its own; returns the weights. */
  read(places: Float64Array): Float64Array;
  /** Room for weights [the state itself, clicks][lane], all 0. */
  weights(): Float64Array;
  /** The states become Σ weights · (the kept state, what clicks make of it). */
  move(weights: Float64Array): void;
  /** A lane has moved by a click. */
  clicked(lane: number): void;
}

/** How fast the weight of the shifted equation grows. */
export const growthOf = ({ shift, amplitudes }: ClickProcess): number => (amplitudes ? 2 : 1) * shift;

/** Bind the panels of a process. */
export function bindPanels(scope: Scope, process: ClickProcess): ClickPanels {
  const lanes = LANES;
  const { n, start, amplitudes } = process;
  const blocks = new LiveBlocks(process.A, lanes);
  const { order, sure } = blocks.bounds;
  const growth = growthOf(process);
  const A = bindMap(scope, { ...process.A, groups: 1 });
  const clicks = bindMap(scope, withIdentity(n, process.clicks));
  const read = amplitudes ? (0 as F64Pointer) : scope.f64(process.trace).pointer;
  const terms = scope.f64(n * ((order + 1) | 1) * lanes);
  const runs = scope.i32(n + 1);
  const [x, seen, kept] = [scope.f64(n * lanes), scope.f64(n * lanes), scope.f64(n * lanes)];
  const factors = scope.f64((1 + process.clicks.length) * lanes);
  const [h, growths, goals, places, sums] = [scope.f64(lanes), scope.f64(lanes), scope.f64(lanes), scope.f64(lanes), scope.f64(lanes)];
  const room = scope.f64((5 * n + 10) * lanes);
  const weights = new Float64Array((1 + process.clicks.length) * lanes);
  let [count, last] = [0, 0];
  return {
    steps: blocks.steps,
    seen: seen.pointer,
    kept: kept.pointer,
    start(lane) {
      const all = x.view();
      for (let q = 0; q < n; q++) all[q * lanes + lane] = start[q];
      blocks.settle(lane, all);
    },
    clear(lane) {
      const all = x.view();
      for (let q = 0; q < n; q++) all[q * lanes + lane] = 0;
      blocks.leave(lane);
    },
    begin() {
      const changed = blocks.runs(runs.view());
      if (changed >= 0) {
        count = changed;
        // what the last series had in other rows
        seen.view().fill(0);
        kept.view().fill(0);
      }
      h.view().set(blocks.steps);
      last = seriesTerms(
        n,
        order,
        sure,
        h.pointer,
        count,
        runs.pointer,
        A.rowStart,
        A.columns,
        A.values,
        x.pointer,
        terms.pointer,
        room.pointer,
      );
    },
    cross(numbers, found) {
      goals.view().set(numbers);
      const rates = growths.view();
      for (let lane = 0; lane < lanes; lane++) rates[lane] = growth * blocks.steps[lane];
      const met = seriesCrossing(
        ...([n, order, last, count, runs.pointer, A.rowStart, A.columns, A.values, terms.pointer, h.pointer, read] as const),
        ...([growths.pointer, goals.pointer, places.pointer, kept.pointer, room.pointer] as const),
      );
      found.set(places.view());
      return met;
    },
    read(place) {
      places.view().set(place);
      seriesAt(n, order, last, count, runs.pointer, terms.pointer, places.pointer, read, seen.pointer, sums.pointer);
      return sums.view();
    },
    weights: () => weights.fill(0),
    move(given) {
      factors.view().set(given);
      sectorApply(clicks, factors.pointer, kept.pointer, x.pointer, lanes);
    },
    clicked: (lane) => blocks.settle(lane, x.view()),
  };
}

/** The identity and some maps, interleaved by rows. */
function withIdentity(n: number, maps: readonly SparseReal[]): SectorMatrices {
  const groups = 1 + maps.length;
  const rowStart = new Int32Array(n * groups + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  for (let r = 0; r < n; r++) {
    columns.push(r);
    values.push(1);
    rowStart[r * groups + 1] = columns.length;
    maps.forEach((map, m) => {
      for (let e = map.rowStart[r]; e < map.rowStart[r + 1]; e++) {
        columns.push(map.columns[e]);
        values.push(map.values[e]);
      }
      rowStart[r * groups + m + 2] = columns.length;
    });
  }
  return { n, groups, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}
