/** States of trajectories of clicks side by side, the series that begins at them, and what clicks make of them: [coordinate][lane]. */
import { sectorApply } from "../../../bindings/sector.ts";
import { seriesAt, seriesTerms } from "../../../bindings/trajectories.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import type { F64Pointer, Scope } from "../../numerics/memory.ts";
import type { ClickProcess } from "../../plan/trajectories/click-process.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";
import { bindMap } from "../collisions/bound-map.ts";
import { LiveRows } from "./live-rows.ts";
import type { SeriesStep } from "./series-step.ts";

/** Trajectories side by side, whatever a job asks for: their bits do not depend on it. */
export const LANES = 8;

/** The panels of one group of lanes. */
export interface ClickPanels {
  /** Where the series begins. */
  readonly x: F64Pointer;
  /** What `read` read last. */
  readonly seen: F64Pointer;
  /** What `keep` kept, once it is corrected. */
  readonly kept: F64Pointer;
  /** Put the start into a lane. */
  start(lane: number): void;
  /** Make the series of the states at x. */
  begin(): void;
  /** Read it, each lane at a place of its own; returns the weights. */
  read(place: Float64Array): Float64Array;
  /** Keep what was read in a lane. */
  keep(lane: number): void;
  /** Move what was kept by small parts of a step, to first order: what is left out is of second. */
  correct(aside: readonly number[]): void;
  /** Room for weights [the state itself, clicks][lane], all 0. */
  weights(): Float64Array;
  /** x ← Σ weights · (the kept state, what clicks make of it). */
  move(weights: Float64Array): void;
}

/** Bind the panels of a process. */
export function bindPanels(scope: Scope, process: ClickProcess, { h, order }: SeriesStep): ClickPanels {
  const lanes = LANES;
  const { n, start, amplitudes } = process;
  const A = bindMap(scope, { ...process.A, groups: 1 });
  const nearby = bindMap(scope, withIdentity(n, [process.A]));
  const clicks = bindMap(scope, withIdentity(n, process.clicks));
  const read = amplitudes ? (0 as F64Pointer) : scope.f64(process.trace).pointer;
  const terms = scope.f64(n * ((order + 1) | 1) * lanes);
  const runs = scope.i32(n + 1);
  const rows = new LiveRows(process.A);
  let count = 0;
  const [x, seen, kept, corrected] = [scope.f64(n * lanes), scope.f64(n * lanes), scope.f64(n * lanes), scope.f64(n * lanes)];
  const factors = scope.f64(Math.max(2, 1 + process.clicks.length) * lanes);
  const [places, sums] = [scope.f64(lanes), scope.f64(lanes)];
  const room = new Float64Array((1 + process.clicks.length) * lanes);
  return {
    x: x.pointer,
    seen: seen.pointer,
    kept: corrected.pointer,
    start(lane) {
      const all = x.view();
      for (let q = 0; q < n; q++) all[q * lanes + lane] = start[q];
    },
    begin() {
      count = rows.runs(x.view(), lanes, runs.view());
      // what the last series had in other rows
      if (rows.gaps) seen.view().fill(0);
      seriesTerms(n, order, h, count, runs.pointer, A.rowStart, A.columns, A.values, x.pointer, terms.pointer);
    },
    read(place) {
      places.view().set(place);
      seriesAt(n, order, count, runs.pointer, terms.pointer, places.pointer, read, seen.pointer, sums.pointer);
      return sums.view();
    },
    keep(lane) {
      const [from, to] = [seen.view(), kept.view()];
      for (let at = lane; at < from.length; at += lanes) to[at] = from[at];
    },
    correct(aside) {
      const view = factors.view();
      for (let l = 0; l < lanes; l++) {
        view[l] = 1;
        view[lanes + l] = h * aside[l];
      }
      sectorApply(nearby, factors.pointer, kept.pointer, corrected.pointer, lanes);
    },
    weights: () => room.fill(0),
    move(weights) {
      factors.view().set(weights);
      sectorApply(clicks, factors.pointer, corrected.pointer, x.pointer, lanes);
    },
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
