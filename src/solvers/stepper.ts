/** Explicit Runge–Kutta steps of a flow, with step control, dense output and detection of stiffness. */
import { flowCombine, flowDot, flowError, flowRk4, flowRk4Scratch } from "../../bindings/flow.ts";
import { type F64Block, type F64Pointer, type I32Block, type Scope, scope } from "../../bindings/memory.ts";
import { RunFailure } from "../errors.ts";
import { DORMAND_PRINCE, type DormandPrince, RK4, type Rk4 } from "../methods/rungekutta.ts";
import { continuousWeight, type Tableau } from "../methods/tableau.ts";
import { pow } from "../numerics/scalar.ts";
import type { Flow } from "./flow.ts";

/** A stretch of time without breakpoints inside, and the saved times in (from, to]. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly times: readonly number[];
}

/** Told at each saved time; the vector is valid until the call returns. Returning true ends the run. */
export type Save = (t: number, x: F64Pointer) => boolean;

/** What a stepper did. */
export interface Steps {
  readonly accepted: number;
  readonly rejected: number;
  /** Time at which the flow was found stiff, or null. */
  readonly stiffAt: number | null;
  /** Time reached: the end of the stretch, or where it was left for being stiff or stationary. */
  readonly reached: number;
  readonly stopped: boolean;
  /** Step to start the next stretch with. */
  readonly nextStep: number | null;
}

/** Vectors of one step: stages k, and the scratch that linear combinations need. */
class Stages {
  readonly k: F64Pointer[];
  readonly n: number;
  private readonly coefficients: F64Block;
  private readonly vectors: I32Block;

  constructor(s: Scope, n: number, stages: number) {
    this.n = n;
    this.k = Array.from({ length: stages }, () => s.f64(n).pointer);
    this.coefficients = s.f64(stages);
    this.vectors = s.i32(stages);
  }

  /** out ← base + h Σ_i weights[i] k_i; zero weights cost nothing. */
  combine(weights: readonly number[], h: number, base: F64Pointer, out: F64Pointer): void {
    const coefficients = this.coefficients.view();
    const vectors = this.vectors.view();
    let count = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue;
      coefficients[count] = h * weights[i];
      vectors[count++] = this.k[i];
    }
    flowCombine(this.n, count, this.coefficients.pointer, this.vectors.pointer, base, out);
  }
}

/** Evaluate stages `first` … of one step of length h from x at t; the last stage point is left in `point`. */
function evaluate(
  flow: Flow,
  tableau: Tableau,
  stages: Stages,
  first: number,
  t: number,
  h: number,
  x: F64Pointer,
  point: F64Pointer,
): void {
  for (let i = first; i < tableau.stages; i++) {
    if (i === 0) {
      flow.apply(t, x, stages.k[0]);
      continue;
    }
    stages.combine(tableau.a[i], h, x, point);
    flow.apply(t + tableau.c[i] * h, point, stages.k[i]);
  }
}

/** Step through a stretch with a fixed number of equal steps of at most `dt` between saved times. */
export function stepFixed(flow: Flow, method: Rk4, x: F64Block, stretch: Stretch, save: Save): Steps {
  return scope((s) => {
    const stages = flow.matrix ? null : new Stages(s, flow.n, RK4.stages);
    const scratch = s.f64(flow.matrix ? flowRk4Scratch(flow.n) : flow.n).pointer;
    let t = stretch.from;
    let accepted = 0;
    for (const stop of stopsOf(stretch)) {
      const count = Math.max(1, Math.ceil((stop.t - t) / method.dt - 1e-9));
      const h = (stop.t - t) / count;
      if (flow.matrix) flowRk4(flow.matrix, count, h, x.pointer, scratch);
      else if (flow.rk4) flow.rk4(count, h, x.pointer);
      else {
        for (let i = 0; i < count; i++) {
          evaluate(flow, RK4, stages as Stages, 0, t + i * h, h, x.pointer, scratch);
          (stages as Stages).combine(RK4.b, h, x.pointer, x.pointer);
        }
      }
      accepted += count;
      t = stop.t;
      requireFinite(x, t, `the step dt = ${h} is too large for the rates of this model. Use a smaller dt, or \`auto()\``);
      if (stop.saved && save(t, x.pointer)) return { accepted, rejected: 0, stiffAt: null, reached: t, stopped: true, nextStep: null };
    }
    return { accepted, rejected: 0, stiffAt: null, reached: t, stopped: false, nextStep: null };
  });
}

/** The saved times of a stretch and its end, in order. */
export function stopsOf({ to, times }: Stretch): readonly { readonly t: number; readonly saved: boolean }[] {
  const stops = times.map((t) => ({ t, saved: true }));
  if (times.length === 0 || times[times.length - 1] < to) stops.push({ t: to, saved: false });
  return stops;
}

function requireFinite(x: F64Block, t: number, cause: string): void {
  const view = x.view();
  for (let i = 0; i < view.length; i++) {
    if (!Number.isFinite(view[i])) throw new RunFailure(`The state is no longer finite at t = ${t}: ${cause}.`, { time: t });
  }
}

/** Consecutive steps at the edge of stability after which a flow counts as stiff. */
const STIFF_STEPS = 15;
/** Consecutive other steps that take the suspicion back. */
const CALM_STEPS = 6;
/** Extent of the stability region of Dormand–Prince along the negative real axis. */
const STABLE = 3.25;

/**
 * Step through a stretch with Dormand–Prince 5(4): proportional–integral step control (α = 0.7/5, β = 0.4/5), dense output
 * at saved times, the end of the stretch met exactly. With `leaveWhenStiff` it returns at the time where the step has been
 * bounded by stability for 15 steps in a row.
 * Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II (1996), Sec. IV.2.
 */
export function stepAdaptive(
  flow: Flow,
  method: DormandPrince,
  x: F64Block,
  stretch: Stretch,
  save: Save,
  options: { readonly firstStep: number | null; readonly leaveWhenStiff: boolean },
): Steps {
  return scope((s) => new Adaptive(s, flow, method, x, stretch, save, options.leaveWhenStiff).run(options.firstStep));
}

class Adaptive {
  private readonly stages: Stages;
  private readonly point: F64Pointer;
  private readonly next: F64Pointer;
  private readonly error: F64Pointer;
  private readonly zero: F64Pointer;
  private t: number;
  private accepted = 0;
  private rejected = 0;
  private lastError = 1e-4;
  private stiffSteps = 0;
  private calmSteps = 0;
  private stiffAt: number | null = null;
  private saved = 0;

  constructor(
    s: Scope,
    private readonly flow: Flow,
    private readonly method: DormandPrince,
    private readonly x: F64Block,
    private readonly stretch: Stretch,
    private readonly save: Save,
    private readonly leaveWhenStiff: boolean,
  ) {
    this.stages = new Stages(s, flow.n, DORMAND_PRINCE.stages);
    this.point = s.f64(flow.n).pointer;
    this.next = s.f64(flow.n).pointer;
    this.error = s.f64(flow.n).pointer;
    this.zero = s.f64(flow.n).pointer;
    this.t = stretch.from;
  }

  run(firstStep: number | null): Steps {
    const { to } = this.stretch;
    const { maxStep, maxSteps } = this.method;
    this.flow.apply(this.t, this.x.pointer, this.stages.k[0]);
    let h = Math.min(firstStep ?? this.method.firstStep ?? this.guess(), maxStep);
    while (this.t < to) {
      if (this.accepted + this.rejected >= maxSteps) this.fail(h, `${maxSteps} steps did not reach t = ${to}`);
      const rest = to - this.t;
      const last = h >= rest * (1 - 1e-12);
      const step = last ? rest : 2 * h > rest ? rest / 2 : h;
      if (!(step > 8 * 2.220446049250313e-16 * Math.max(Math.abs(this.t), step)))
        this.fail(step, "the step fell below the resolution of time");
      const ratio = this.attempt(step);
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

  private report(h: number, stopped: boolean): Steps {
    const { accepted, rejected, stiffAt } = this;
    return { accepted, rejected, stiffAt, reached: this.t, stopped, nextStep: h };
  }

  /** E. Hairer et al. (1993), Sec. II.4: a first step from the sizes of x and dx/dt. */
  private guess(): number {
    const { n } = this.flow;
    const size = flowError(n, this.x.pointer, this.x.pointer, this.x.pointer, this.method.rtol, this.method.atol);
    const slope = flowError(n, this.stages.k[0], this.x.pointer, this.x.pointer, this.method.rtol, this.method.atol);
    const span = this.stretch.to - this.stretch.from;
    if (slope === 0 || size < 1e-5 || slope < 1e-5) return Math.min(span, 1e-6);
    return Math.min(span, (0.01 * size) / slope);
  }

  /** Try one step; returns the scaled error. `next` holds the new state, `point` the stage before it. */
  private attempt(h: number): number {
    const { flow, stages, x, point, next } = this;
    const last = DORMAND_PRINCE.stages - 1;
    for (let i = 1; i <= last; i++) {
      const target = i === last ? next : point;
      stages.combine(DORMAND_PRINCE.a[i], h, x.pointer, target);
      flow.apply(this.t + DORMAND_PRINCE.c[i] * h, target, stages.k[i]);
    }
    stages.combine(DORMAND_PRINCE.error as readonly number[], h, this.zero, this.error);
    return flowError(flow.n, this.error, x.pointer, next, this.method.rtol, this.method.atol);
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
    const { n } = this.flow;
    const [before, last] = [this.stages.k[5], this.stages.k[6]];
    const slopes = distance(n, before, last);
    const points = distance(n, this.point, this.next);
    if (points > 0 && (h * slopes) / points > STABLE) {
      this.calmSteps = 0;
      if (++this.stiffSteps >= STIFF_STEPS) this.stiffAt ??= this.t;
    } else if (++this.calmSteps >= CALM_STEPS) this.stiffSteps = 0;
  }

  /** Save what lies inside the step just taken. */
  private emit(h: number): boolean {
    const { times } = this.stretch;
    const end = this.t + h;
    while (this.saved < times.length && times[this.saved] <= end * (1 + 1e-15)) {
      const t = times[this.saved++];
      const theta = Math.min(1, (t - this.t) / h);
      const weights = (DORMAND_PRINCE.dense as NonNullable<Tableau["dense"]>).b.map((row) => continuousWeight(row, theta));
      if (theta < 1) this.stages.combine(weights, h, this.x.pointer, this.point);
      if (this.save(t, theta < 1 ? this.point : this.next)) {
        this.accept(h);
        return true;
      }
    }
    this.accept(h);
    return false;
  }

  private accept(h: number): void {
    flowCombine(this.flow.n, 0, this.zero, 0 as never, this.next, this.x.pointer);
    this.t += h;
  }

  /** First same as last. */
  private shift(): void {
    const { k } = this.stages;
    [k[0], k[6]] = [k[6], k[0]];
  }

  private fail(h: number, what: string): never {
    const cause =
      this.stiffSteps > 0 || this.stiffAt !== null
        ? "the equation is stiff (fast rates bound the step)"
        : "a coefficient is singular or changes too fast";
    throw new RunFailure(
      `${what[0].toUpperCase()}${what.slice(1)} at t = ${this.t} (step ${h}): ${cause}. Use \`auto()\`, \`exponential()\` or \`krylov()\`, or name the breakpoints.`,
      {
        time: this.t,
        step: this.accepted,
      },
    );
  }
}

function distance(n: number, a: F64Pointer, b: F64Pointer): number {
  return scope((s) => {
    const minus = s.f64([-1]).pointer;
    const vector = s.i32([b]).pointer;
    const difference = s.f64(n);
    flowCombine(n, 1, minus, vector, a, difference.pointer);
    return Math.sqrt(flowDot(n, difference.pointer, difference.pointer));
  });
}
