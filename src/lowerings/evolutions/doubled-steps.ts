/** Steps whose error is that between one step and two of half its length: no nominal order enters, which stiff equations do not reach. */
import { flowCombine, flowError } from "../../../bindings/flow.ts";
import type { F64Block, F64Pointer, Scope } from "../../../bindings/memory.ts";
import { inside, longestStep, type TimeMesh } from "../../dynamics/time-mesh.ts";
import { RunFailure } from "../../errors.ts";
import { pow } from "../../numerics/scalar.ts";
import type { Save, Stretch } from "../../plan/engines.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { stopsOf } from "./stops.ts";

/** Carry `from` over one step of length h into `to`; `time(c)` is the time at the part c of the step. */
export type OneStep = (time: (c: number) => number, h: number, from: F64Pointer, to: F64Pointer) => void;

/** How the steps are chosen. */
export interface DoublingOptions {
  readonly rtol: number;
  readonly atol: number;
  readonly firstStep: number | null;
  readonly maxStep: number;
  readonly maxSteps: number;
}

/** What was done in a stretch. */
export interface DoubledCount {
  readonly accepted: number;
  readonly rejected: number;
  readonly stopped: boolean;
}

/** The order of error that step lengths are adapted with, halfway between those of smooth and of stiff equations. */
const ADAPTED = 0.2;

/** Carries a state through stretch after stretch, with the step length kept between them. */
export class DoubledSteps {
  private readonly full: F64Pointer;
  private readonly half: F64Pointer;
  private readonly double: F64Pointer;
  private readonly error: F64Pointer;
  private readonly zero: F64Pointer;
  private readonly minus: F64Pointer;
  private readonly subtracted;
  private h: number | null;
  private count = 0;

  constructor(
    scope: Scope,
    private readonly n: number,
    private readonly step: OneStep,
    private readonly options: DoublingOptions,
    private readonly meshes: readonly TimeMesh[],
  ) {
    const vector = () => scope.f64(n).pointer;
    [this.full, this.half, this.double, this.error, this.zero] = [vector(), vector(), vector(), vector(), vector()];
    this.minus = scope.f64([-1]).pointer;
    this.subtracted = scope.i32([this.full]);
    this.h = options.firstStep;
  }

  *carry(stretch: Stretch, x: F64Block, save: Save, due: Due): Work<DoubledCount> {
    let t = stretch.from;
    let accepted = 0;
    let rejected = 0;
    let h = Math.min(this.h ?? (stretch.to - stretch.from) / 16, this.options.maxStep);
    for (const stop of stopsOf(stretch)) {
      while (t < stop.t) {
        const rest = stop.t - t;
        h = Math.min(h, longestStep(this.meshes, t));
        const last = h >= rest * (1 - 1e-12);
        const step = last ? rest : 2 * h > rest ? rest / 2 : h;
        this.requireProgress(t, step, stop.t);
        const ratio = yield* this.attempt(stretch, t, step, x.pointer, due);
        const factor = Number.isFinite(ratio) ? Math.min(5, Math.max(0.2, 0.9 / pow(Math.max(ratio, 1e-10), ADAPTED))) : 0.1;
        if (ratio <= 1) {
          accepted++;
          flowCombine(this.n, 0, this.zero, 0 as never, this.double, x.pointer);
          t = last ? stop.t : t + step;
          h = Math.max(h, step * factor);
          if (factor < 1) h = step * factor;
        } else {
          rejected++;
          h = step * Math.min(factor, 0.9);
        }
        h = Math.min(h, this.options.maxStep);
      }
      this.h = h;
      if (stop.saved && save(t, x.pointer)) return { accepted, rejected, stopped: true };
    }
    return { accepted, rejected, stopped: false };
  }

  /** One step, and two of half its length into `double`; returns the scaled difference. */
  private *attempt({ from, to }: Stretch, t: number, h: number, x: F64Pointer, due: Due): Work<number> {
    const timeFrom = (start: number, length: number) => (c: number) => inside(from, to, start + c * length);
    this.step(timeFrom(t, h), h, x, this.full);
    if (due()) yield;
    this.step(timeFrom(t, h / 2), h / 2, x, this.half);
    if (due()) yield;
    this.step(timeFrom(t + h / 2, h / 2), h / 2, this.half, this.double);
    if (due()) yield;
    flowCombine(this.n, 1, this.minus, this.subtracted.pointer, this.double, this.error);
    return flowError(this.n, this.error, x, this.double, this.options.rtol, this.options.atol);
  }

  private requireProgress(t: number, step: number, end: number): void {
    if (this.count++ >= this.options.maxSteps) {
      throw new RunFailure(`${this.options.maxSteps} steps did not reach t = ${end} at t = ${t} (step ${step}). Use a larger tolerance.`, {
        time: t,
      });
    }
    if (step > 8 * 2.220446049250313e-16 * Math.max(Math.abs(t), step)) return;
    const cause = "a coefficient is singular or changes too fast";
    throw new RunFailure(
      `The step fell below the resolution of time at t = ${t}: ${cause}. Name the breakpoints, or use a larger tolerance.`,
      {
        time: t,
      },
    );
  }
}
