/** Many realisations of a master equation whose noise is held for slices of time: up to eight side by side, each with its own draws. */
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import { sliceLowerings } from "../lowerings/slices/index.ts";
import type { SliceLowering } from "../lowerings/slices/slice-lowering.ts";
import type { Model } from "../models/model.ts";
import type { OwnedScope } from "../numerics/memory.ts";
import { MAX_STEPS } from "../numerics/random.ts";
import type { Observable } from "../observables/observable.ts";
import { choose } from "../plan/choose.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import { type Plan, printable, type Stage, stage } from "../plan/plan.ts";
import { isRefusal, type Refusal } from "../plan/price.ts";
import { type SliceGrid, sliceGrid } from "../plan/slice-grid.ts";
import { type PlannedSlices, type SliceRequest, sliceRequest } from "../plan/slice-request.ts";
import { Part, type Sector } from "../sectors/sector.ts";
import { bindRecords } from "./lane-records.ts";
import type { LaneNoise, LaneRunner } from "./lane-runner.ts";
import { chosenObservables } from "./observing.ts";
import { jumpingLanes, type LaneJumps, longestStretch } from "./stretch-runner.ts";

/** What to run. */
export interface SliceOptions {
  /** The records, increasing, the first of them 0. */
  readonly times: readonly number[];
  /** How long values are held; left out where they jump at exact times or stay as they are. */
  readonly every?: number | undefined;
  readonly observables: readonly string[];
  readonly noise: LaneNoise & { readonly ranges: readonly DrawnRange[]; readonly jumps: LaneJumps | null };
  /** Realisations side by side: 1 … 8, 8 by default. The bits of a realisation do not depend on it. */
  readonly lanes?: number;
}

/** Realisations, and how their slices will be carried out. */
export interface PlannedSliceLanes {
  readonly model: Model;
  readonly options: SliceOptions;
  readonly lanes: number;
  readonly observables: readonly Observable[];
  readonly planned: PlannedSlices;
}

/** How the slices of a model will be carried out side by side, or why they cannot be. */
export function planSlices(
  model: Model,
  grid: SliceGrid,
  noise: Pick<SliceRequest, "noisy" | "ranges"> & Partial<Pick<SliceRequest, "stretches">>,
  lanes: number,
): PlannedSlices | Refusal {
  const request = sliceRequest(model, { ...noise, grid, lanes });
  const answers = sliceLowerings.map((lowering) => ({ lowering, answer: lowering.fits(request) }));
  if (answers.every(({ answer }) => isRefusal(answer))) {
    return { refused: answers.map(({ lowering, answer }) => `${lowering.name}: ${(answer as Refusal).refused}`).join("; ") };
  }
  const subject = { argument: "noise", value: null, must: "fit the model", remedy: "" };
  const choice = choose<SliceRequest, CollisionEngine, SliceLowering>(request, sliceLowerings, subject);
  return { request, choice, sector: request.sector() as Sector };
}

/** Plan realisations side by side, or say why they cannot be. */
export function planSliceLanes(model: Model, options: SliceOptions): PlannedSliceLanes | Refusal {
  const { lanes = 8, noise } = options;
  const observables = chosenObservables(model, options.observables);
  const grid = gridFor(options);
  const { jumps } = noise;
  const stretches = jumps && { longest: longestStretch(grid, jumps), values: jumps.values };
  const planned = planSlices(model, grid, { noisy: noise.parameters, ranges: noise.ranges, stretches }, lanes + (lanes % 2));
  return isPlanned(planned) ? { model, options, lanes, observables, planned } : planned;
}

/** The slices of a run, or a single one as long as the run. */
export function gridFor({ times, every }: Pick<SliceOptions, "times" | "every">): SliceGrid {
  return sliceGrid(times, every ?? Math.max(times[times.length - 1], Number.MIN_VALUE));
}

function isPlanned(answer: PlannedSlices | Refusal): answer is PlannedSlices {
  return "choice" in answer;
}

/** The printed plan of slices, with what is done besides. */
export function describeSlices({ request, choice, sector }: PlannedSlices, more: readonly Stage[] = []): Plan {
  const { system } = request.generator;
  const { slices, every, pieces } = request.grid;
  const cut = `${slices} slices of ${every}, in ${pieces.length} pieces`;
  const jumps = request.stretches ? `${slices > 1 ? `${cut}, ` : ""}cut where the noise jumps` : cut;
  return printable({
    model: request.model.name,
    space: String(system),
    dimension: system.dimension,
    sector: { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    stages: [stage("slice", choice), ...more],
    lanes: request.lanes,
    bytes: choice.price.bytes + 16 * sector.count * request.lanes,
    notes: [jumps, ...request.model.warnings],
  });
}

/** Drive a bound engine; the scope, which holds all of it, is released with the runner. */
export function driveSlices(plan: PlannedSliceLanes, engine: CollisionEngine, scope: OwnedScope): LaneRunner {
  const { model, options, lanes, observables, planned } = plan;
  const { pieces, ends } = planned.request.grid;
  const { times, noise } = options;
  const records = bindRecords(scope, engine, { model, sector: planned.sector, lanes, observables });
  const drawn = drawsOfSlices(noise, planned.request.grid.slices, lanes, engine.lanes);
  const { stretches } = planned.request;
  const jumping = noise.jumps && stretches && jumpingLanes(noise.jumps, noise.parameters.length, lanes, engine.lanes, stretches.longest);
  const carry = (n: number, count: number): void => {
    const { slice, from, duration } = pieces[n - 1];
    const held = drawn.at(slice);
    // the next piece begins where this one ends, to the last bit
    if (jumping) jumping.carry(from, pieces[n]?.from ?? from + duration, held, count, (draws) => engine.step(1, draws));
    else engine.step(n, held);
  };
  return {
    lanes,
    axis: times,
    observables: observables.map(({ name }) => name),
    plan: describeSlices(planned),
    run(first, count, out) {
      engine.reset();
      drawn.start(first);
      jumping?.start(first);
      let n = 0;
      for (let s = 0; s < times.length; s++) {
        while (n < ends[s]) carry(++n, count);
        records.save(s, first, count, { words: `at t = ${times[s]}`, time: times[s] }, out);
      }
    },
    diagnostics: () => records.diagnostics(),
    release: () => scope.release(),
  };
}

/** The draws of one slice after the other, in the engine's lanes: made for 32 slices at a time. */
function drawsOfSlices(noise: LaneNoise, slices: number, lanes: number, width: number) {
  const row = noise.parameters.length;
  const made = new Float64Array(MAX_STEPS * row * lanes);
  const padded = width === lanes ? made : new Float64Array(MAX_STEPS * row * width);
  const each = Array.from({ length: MAX_STEPS }, (_, s) => padded.subarray(s * row * width, (s + 1) * row * width));
  let trajectory = 0;
  let from = 0;
  return {
    start(first: number): void {
      trajectory = first;
      from = 0;
    },
    at(slice: number): Float64Array {
      if (from === 0 || slice >= from + MAX_STEPS) {
        from = slice;
        // what no slice asks for cannot fail
        noise.draw(trajectory, lanes, slice, made, Math.min(MAX_STEPS, slices - slice + 1));
        if (padded !== made) {
          for (let p = 0; p < MAX_STEPS * row; p++)
            for (let l = 0; l < width; l++) padded[p * width + l] = made[p * lanes + Math.min(l, lanes - 1)];
        }
      }
      return each[slice - from];
    },
  };
}
