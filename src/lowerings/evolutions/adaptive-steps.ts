/**
 * Dormand–Prince 5(4) through one stretch: proportional–integral step control (α = 0.7/5, β = 0.4/5), dense output at saved times, the end
 * of the stretch met exactly, and detection of stiffness: steps bounded by stability.
 *
 * Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II (1996), Sec. IV.2.
 */
import { flowCombine, flowDot, flowError } from "../../../bindings/flow.ts";
import type { F64Block, F64Pointer, I32Block, Scope } from "../../../bindings/memory.ts";
import { inside, longestStep, type TimeMesh } from "../../dynamics/time-mesh.ts";
import { RunFailure } from "../../errors.ts";
import { DORMAND_PRINCE, type DormandPrince } from "../../methods/rungekutta.ts";
import { continuousWeight, type Tableau } from "../../methods/tableau.ts";
import { pow } from "../../numerics/scalar.ts";
import type { Flow, Save, Stretch } from "../../plan/engines.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { ExplicitStages } from "./explicit-stages.ts";

/** Consecutive steps at the edge of stability after which a flow counts as stiff. */
const STIFF_STEPS = 15;
/** Consecutive other steps that take the suspicion back. */
const CALM_STEPS = 6;
/** Extent of the stability region of Dormand–Prince along the negative real axis. */
const STABLE = 3.25;

/** Vectors that all stretches of a run share. */
export class AdaptiveMemory {
  readonly n: number;
  readonly stages: ExplicitStages;
  readonly point: F64Pointer;
  readonly next: F64Pointer;
  readonly error: F64Pointer;
  readonly zero: F64Pointer;
  private readonly difference: F64Pointer;
  private readonly minus: F64Pointer;
  private readonly subtracted: I32Block;

  constructor(scope: Scope, n: number) {
    this.n = n;
    this.stages = new ExplicitStages(scope, n, DORMAND_PRINCE.stages);
    this.point = scope.f64(n).pointer;
    this.next = scope.f64(n).pointer;
    this.error = scope.f64(n).pointer;
    this.zero = scope.f64(n).pointer;
    this.difference = scope.f64(n).pointer;
    this.minus = scope.f64([-1]).pointer;
    this.subtracted = scope.i32(1);
  }

  /** |a − b|. */
  distance(a: F64Pointer, b: F64Pointer): number {
    this.subtracted.view()[0] = b;
    flowCombine(this.n, 1, this.minus, this.subtracted.pointer, a, this.difference);
    return Math.sqrt(flowDot(this.n, this.difference, this.difference));
  }
}

/** What was done in a stretch. */
export interface AdaptiveReport {
  readonly accepted: number;
  readonly rejected: number;
  readonly stopped: boolean;
  /** Time at which the flow was found stiff, or null. */
  readonly stiffAt: number | null;
  /** Time reached: the end of the stretch, or where it was left for being stiff or stationary. */
  readonly reached: number;
  /** Step to start the next stretch with. */
  readonly nextStep: number;
}

/** One stretch. With `leaveWhenStiff` it ends where the step has been bounded by stability for 15 steps in a row. */
export class AdaptiveSteps {
  private t: number;
  private accepted = 0;
  private rejected = 0;
  private lastError = 1e-4;
  private stiffSteps = 0;
  private calmSteps = 0;
  private stiffAt: number | null = null;
  private saved = 0;

  constructor(
    private readonly memory: AdaptiveMemory,
    private readonly flow: Flow,
    private readonly method: DormandPrince,
    private readonly leaveWhenStiff: boolean,
    private readonly x: F64Block,
    private readonly stretch: Stretch,
    private readonly save: Save,
    private readonly meshes: readonly TimeMesh[] = [],
  ) {
    this.t = stretch.from;
  }

  *run(firstStep: number | null, due: Due): Work<AdaptiveReport> {
    const { to } = this.stretch;
    const { maxStep, maxSteps } = this.method;
    this.flow.apply(this.within(this.t), this.x.pointer, this.memory.stages.k[0]);
    let h = Math.min(firstStep ?? this.method.firstStep ?? this.guess(), maxStep);
    while (this.t < to) {
      if (this.accepted + this.rejected >= maxSteps) this.fail(h, `${maxSteps} steps did not reach t = ${to}`);
      const rest = to - this.t;
      h = Math.min(h, longestStep(this.meshes, this.t));
      const last = h >= rest * (1 - 1e-12);
      const step = last ? rest : 2 * h > rest ? rest / 2 : h;
      if (!(step > 8 * 2.220446049250313e-16 * Math.max(Math.abs(this.t), step)))
        this.fail(step, "the step fell below the resolution of time");
      const ratio = yield* this.attempt(step, due);
      if (!(ratio <= 1)) {
        this.rejected++;
        h = step * (Number.isFinite(ratio) ? Math.max(0.2, 0.9 / pow(ratio, 0.2)) : 0.1);
        continue;
      }
      h = Math.min(this.advance(step, ratio), maxStep);
      if (this.emit(step)) return this.report(h, true);
      this.shift();
      if (last) this.t = to;
      if (this.stiffAt !== null && this.leaveWhenStiff) break;
    }
    return this.report(h, false);
  }

  /** A time at which coefficients are taken: on this side of the breakpoints at both ends. */
  private within(t: number): number {
    return this.flow.constant ? t : inside(this.stretch.from, this.stretch.to, t);
  }

  private report(h: number, stopped: boolean): AdaptiveReport {
    const { accepted, rejected, stiffAt } = this;
    return { accepted, rejected, stiffAt, reached: this.t, stopped, nextStep: h };
  }

  /** E. Hairer et al. (1993), Sec. II.4: a first step from the sizes of x and dx/dt. */
  private guess(): number {
    const { n } = this.flow;
    const { rtol, atol } = this.method;
    const size = flowError(n, this.x.pointer, this.x.pointer, this.x.pointer, rtol, atol);
    const slope = flowError(n, this.memory.stages.k[0], this.x.pointer, this.x.pointer, rtol, atol);
    const span = this.stretch.to - this.stretch.from;
    if (slope === 0 || size < 1e-5 || slope < 1e-5) return Math.min(span, 1e-6);
    return Math.min(span, (0.01 * size) / slope);
  }

  /** Try one step; returns the scaled error. `next` holds the new state, `point` the stage before it. */
  private *attempt(h: number, due: Due): Work<number> {
    const { flow, x } = this;
    const { stages, point, next, error, zero } = this.memory;
    const last = DORMAND_PRINCE.stages - 1;
    for (let i = 1; i <= last; i++) {
      const target = i === last ? next : point;
      stages.combine(DORMAND_PRINCE.a[i], h, x.pointer, target);
      flow.apply(this.within(this.t + DORMAND_PRINCE.c[i] * h), target, stages.k[i]);
      if (due()) yield;
    }
    stages.combine(DORMAND_PRINCE.error as readonly number[], h, zero, error);
    return flowError(flow.n, error, x.pointer, next, this.method.rtol, this.method.atol);
  }

  /** Bookkeeping of an accepted step; returns the next step length. */
  private advance(h: number, ratio: number): number {
    this.accepted++;
    if (this.accepted % 10 === 0 || this.stiffSteps > 0) this.watchStiffness(h);
    const bounded = Math.max(ratio, 1e-10);
    const factor = 0.9 * pow(bounded, -0.14) * pow(this.lastError, 0.08);
    this.lastError = Math.max(bounded, 1e-4);
    return h * Math.min(10, Math.max(0.2, factor));
  }

  /** h|λ| estimated from the last two stages, which lie at the same time. */
  private watchStiffness(h: number): void {
    const { stages, point, next } = this.memory;
    const slopes = this.memory.distance(stages.k[5], stages.k[6]);
    const points = this.memory.distance(point, next);
    if (points > 0 && (h * slopes) / points > STABLE) {
      this.calmSteps = 0;
      if (++this.stiffSteps >= STIFF_STEPS) this.stiffAt ??= this.t;
    } else if (++this.calmSteps >= CALM_STEPS) this.stiffSteps = 0;
  }

  /** Save what lies inside the step just taken, and take it. */
  private emit(h: number): boolean {
    const { stages, point, next } = this.memory;
    const { times } = this.stretch;
    const end = this.t + h;
    while (this.saved < times.length && times[this.saved] <= end * (1 + 1e-15)) {
      const t = times[this.saved++];
      const theta = Math.min(1, (t - this.t) / h);
      const weights = (DORMAND_PRINCE.dense as NonNullable<Tableau["dense"]>).b.map((row) => continuousWeight(row, theta));
      if (theta < 1) stages.combine(weights, h, this.x.pointer, point);
      if (this.save(t, theta < 1 ? point : next)) {
        this.accept(h);
        return true;
      }
    }
    this.accept(h);
    return false;
  }

  private accept(h: number): void {
    flowCombine(this.flow.n, 0, this.memory.zero, 0 as never, this.memory.next, this.x.pointer);
    this.t += h;
  }

  /** First same as last. */
  private shift(): void {
    const { k } = this.memory.stages;
    [k[0], k[6]] = [k[6], k[0]];
  }

  private fail(h: number, what: string): never {
    const cause =
      this.stiffSteps > 0 || this.stiffAt !== null
        ? "the equation is stiff (fast rates bound the step)"
        : "a coefficient is singular or changes too fast";
    const where = `${what[0].toUpperCase()}${what.slice(1)} at t = ${this.t} (step ${h})`;
    throw new RunFailure(`${where}: ${cause}. Use \`auto()\`, \`exponential()\` or \`krylov()\`, or name the breakpoints.`, {
      time: this.t,
      step: this.accepted,
    });
  }
}
