/** Time evolution of a master equation: method, stretches between breakpoints, observables at saved times. */
import { type F64Block, type F64Pointer, scope } from "../../bindings/memory.ts";
import { requireIncreasing } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { finite, RunFailure, wrongKind, wrongValue } from "../errors.ts";
import type { Method } from "../methods/method.ts";
import { auto, dormandPrince, krylov } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import { norm1, type SparseReal } from "../numerics/envelope.ts";
import { log } from "../numerics/scalar.ts";
import { type GeneratorPlan, planGenerator } from "../plan/generator.ts";
import { denseLayout, type Layout, sectorLayout } from "../sectors/layout.ts";
import { combine } from "../sectors/matrices.ts";
import { cutWarnings, positivityDefect } from "./diagnose.ts";
import { type Propagators, propagators, stepExponential, stepKrylov } from "./exponentialstep.ts";
import { type Flow, openSectorFlow } from "./flow.ts";
import { chosenObservables } from "./observing.ts";
import { openOperatorFlow } from "./operatorflow.ts";
import { bindProbe } from "./probe.ts";
import type { Solution } from "./solution.ts";
import { type Save, type Steps, type Stretch, stepAdaptive, stepFixed } from "./stepper.ts";
import { watchLayout } from "./watch.ts";

/** What to run and what to record. */
export interface EvolveOptions {
  /** Time to run to; with `saveEvery` (time between records, by default a hundredth of it). */
  readonly until?: number;
  readonly saveEvery?: number;
  /** Or the times to record at: increasing, ≥ 0. The start, t = 0, is always recorded. */
  readonly times?: readonly number[];
  readonly observables?: readonly string[];
  readonly method?: Method;
  /** Stop at the first record where |dρ/dt| ≤ this (Frobenius norm, per unit time). */
  readonly stationary?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Largest sector that is exponentiated as a dense matrix without being asked to. */
const SMALL = 512;
/** Largest sector that is exponentiated on request. */
const LARGEST = 1500;

/**
 * Run a master equation from the model's initial state and record observables.
 *
 * Returns values at t = 0 and at each saved time, with diagnostics, the plan that ran, and the final state. Memory is
 * constant in the number of steps. Breakpoints of coefficients are never stepped across.
 * Throws TypeError or RangeError for bad options before anything is computed, RunFailure when the run fails.
 */
export function evolve(model: Model, options: EvolveOptions): Solution {
  return evolvePlanned(model, null, options);
}

/** The same on a plan that was made before. */
export function evolvePlanned(model: Model, plan: GeneratorPlan | null, options: EvolveOptions): Solution {
  const times = savedTimes(options);
  const observables = chosenObservables(model, options.observables);
  const method = checkMethod(options.method ?? auto());
  if (options.stationary !== undefined) finite("stationary", options.stationary, { above: 0 });
  return new Evolution(
    model,
    plan ?? planGenerator(model, method.kind === "exponential" ? { lowering: "sector" } : {}),
    method,
    times,
    options,
  ).run(observables);
}

/** The times to record at that the options ask for, from t = 0. */
export function savedTimes({ until, saveEvery, times }: EvolveOptions): readonly number[] {
  if (times !== undefined) {
    if (until !== undefined || saveEvery !== undefined)
      throw wrongValue("times", "stand alone", times, "Leave `until` and `saveEvery` out.");
    requireIncreasing("times", times);
    if (times.length === 0) throw wrongValue("times", "hold at least one time", null, "", "it is empty");
    finite("times[0]", times[0], { atLeast: 0 }, "Runs start at t = 0.");
    return times[0] === 0 ? times : [0, ...times];
  }
  const end = finite("until", until, { above: 0 }, "Give the time to run to, or `times`.");
  const every = saveEvery === undefined ? end / 100 : finite("saveEvery", saveEvery, { above: 0 });
  const count = Math.max(1, Math.ceil(end / every - 1e-9));
  if (count > 10_000_000) throw wrongValue("saveEvery", "keep the records below ten million", saveEvery);
  return Array.from({ length: count + 1 }, (_, k) => (k === count ? end : k * every));
}

const METHODS = ["auto", "rk4", "dormandPrince", "exponential", "krylov"];

function checkMethod(method: unknown): Method {
  if (typeof method !== "object" || method === null || !METHODS.includes((method as Method).kind)) {
    throw wrongKind("method", "be a method such as auto(), rk4({ dt }), dormandPrince() or krylov()", method);
  }
  return method as Method;
}

/** One run. */
class Evolution {
  private readonly model: Model;
  private readonly plan: GeneratorPlan;
  private readonly method: Method;
  private readonly times: readonly number[];
  private readonly options: EvolveOptions;
  private readonly layout: Layout;
  private readonly warnings: string[] = [];
  private accepted = 0;
  private rejected = 0;
  private used = "";

  constructor(model: Model, plan: GeneratorPlan, method: Method, times: readonly number[], options: EvolveOptions) {
    this.model = model;
    this.plan = plan;
    this.method = method;
    this.times = times;
    this.options = options;
    const { system } = model.dynamics as Generator;
    this.layout = plan.lowering.kind === "sector" ? sectorLayout(system, plan.lowering.sector) : denseLayout(system);
  }

  run(observables: ReturnType<typeof chosenObservables>): Solution {
    const flow = openFlow(this.plan);
    try {
      return scope((s) => {
        const probe = bindProbe(this.layout, this.plan.generator, observables);
        const x = s.f64(this.layout.coordinates(this.model.initial));
        const derivative = s.f64(flow.n);
        const watching = watchLayout(this.layout);
        const columns = observables.map((): (number | null)[] => []);
        const axis: number[] = [];
        let last: Float64Array = x.view().slice();
        const save: Save = (t, at) => {
          const state = copyOf(x, at);
          const slope = () => {
            flow.apply(t, at, derivative.pointer);
            return derivative.view().slice();
          };
          last = state;
          probe.read(t, state, slope).forEach((value, k) => {
            columns[k].push(value);
          });
          watching.look(state);
          axis.push(t);
          this.options.onProgress?.(t / this.times[this.times.length - 1]);
          if (this.options.signal?.aborted) throw new RunFailure(`The run was interrupted at t = ${t}.`, { time: t });
          return this.isStationary(slope);
        };
        if (!save(0, x.pointer)) this.advance(flow, x, save);
        const final = this.layout.view(last);
        return {
          model: this.model.name,
          parameters: this.model.parameters,
          axis: { name: "time", values: axis },
          observables: Object.fromEntries(observables.map(({ name }, k) => [name, columns[k]])),
          diagnostics: {
            traceDefect: watching.traceDefect,
            positivityDefect: positivityDefect(final),
            cutPopulation: watching.cutPopulation,
            firstLawResidual: null,
            secondLawViolation: null,
            warnings: [...this.model.warnings, ...cutWarnings(watching.cutPopulation), ...this.warnings],
          },
          plan: this.printed(),
          final,
        };
      });
    } finally {
      flow.release();
    }
  }

  private isStationary(slope: () => Float64Array): boolean {
    const { stationary } = this.options;
    if (stationary === undefined) return false;
    let sum = 0;
    for (const value of slope()) sum += value * value;
    return Math.sqrt(2 * sum) <= stationary;
  }

  private printed(): { toString(): string } {
    const steps = `${this.used}: ${this.accepted} steps${this.rejected ? `, ${this.rejected} rejected` : ""}`;
    const { plan } = this.plan;
    return { ...plan, toString: () => `${plan}\nmethod    ${steps}` };
  }

  /** Cut the time axis at breakpoints and step through each stretch. */
  private advance(flow: Flow, x: F64Block, save: Save): void {
    const end = this.times[this.times.length - 1];
    const cuts = [0, ...this.plan.terms.breakpoints.filter((t) => t > 0 && t < end), end];
    const stepper = this.stepper(flow);
    let next = 1;
    for (let k = 0; k + 1 < cuts.length; k++) {
      const times: number[] = [];
      while (next < this.times.length && this.times[next] <= cuts[k + 1]) times.push(this.times[next++]);
      if (stepper({ from: cuts[k], to: cuts[k + 1], times }, x, save)) return;
    }
  }

  /** The stepper of the chosen method; it returns true when the run ended early. */
  private stepper(flow: Flow): (stretch: Stretch, x: F64Block, save: Save) => boolean {
    const book = (name: string, steps: Steps): boolean => {
      this.used = this.used && this.used !== name ? `${this.used}, then ${name}` : name;
      this.accepted += steps.accepted;
      this.rejected += steps.rejected;
      return steps.stopped;
    };
    const { method } = this;
    switch (method.kind) {
      case "rk4":
        return (stretch, x, save) => book("rk4", stepFixed(flow, method, x, stretch, save));
      case "dormandPrince":
        return this.adaptive(flow, method, false, book);
      case "exponential": {
        const source = propagators(this.sectorMatrix("exponential()"));
        return (stretch, x, save) => book("exponential", stepExponential(flow, source, x, stretch, save));
      }
      case "krylov":
        return (stretch, x, save) => book("krylov", stepKrylov(flow, method, x, stretch, save));
      case "auto":
        return this.automatic(flow, method, book);
      default:
        return method satisfies never;
    }
  }

  private automatic(flow: Flow, method: Extract<Method, { kind: "auto" }>, book: (name: string, steps: Steps) => boolean) {
    const M = flow.constant ? this.wholeMatrix() : null;
    if (M && prefersExponential(M, this.times)) {
      const source = propagators(M);
      return (stretch: Stretch, x: F64Block, save: Save) => book("exponential", stepExponential(flow, source, x, stretch, save));
    }
    const dimension = M && subspaceFor(M, this.times);
    if (dimension !== null) {
      const subspaces = krylov({ tolerance: Math.max(method.rtol, 1e-12), dimension });
      return (stretch: Stretch, x: F64Block, save: Save) => book("krylov", stepKrylov(flow, subspaces, x, stretch, save));
    }
    return this.adaptive(flow, dormandPrince({ rtol: method.rtol, atol: method.atol }), flow.constant, book);
  }

  /** Dormand–Prince; when the flow is stiff and constant and the method is free, the rest goes to exponentials. */
  private adaptive(
    flow: Flow,
    method: Extract<Method, { kind: "dormandPrince" }>,
    mayLeave: boolean,
    book: (name: string, steps: Steps) => boolean,
  ): (stretch: Stretch, x: F64Block, save: Save) => boolean {
    let firstStep: number | null = null;
    let stiff = false;
    let source: Propagators | null = null;
    const exponential = (stretch: Stretch, x: F64Block, save: Save): boolean => {
      if (this.plan.lowering.kind === "sector" && this.plan.lowering.sector.count <= SMALL) {
        source ??= propagators(this.sectorMatrix("auto()"));
        return book("exponential", stepExponential(flow, source, x, stretch, save));
      }
      return book("krylov", stepKrylov(flow, krylov({ tolerance: Math.max(method.rtol, 1e-12) }), x, stretch, save));
    };
    return (stretch, x, save) => {
      if (stiff) return exponential(stretch, x, save);
      const steps = stepAdaptive(flow, method, x, stretch, save, { firstStep, leaveWhenStiff: mayLeave });
      firstStep = steps.nextStep;
      if (book("dormandPrince", steps)) return true;
      if (steps.stiffAt === null) return false;
      if (!mayLeave) {
        this.warnings.push(
          `The equation is stiff from t = ${steps.stiffAt} on: the step is bounded by fast rates. \`auto()\` would use exponentials.`,
        );
        return false;
      }
      stiff = true;
      this.warnings.push(`The equation is stiff from t = ${steps.stiffAt} on: exponentials took over.`);
      if (steps.reached >= stretch.to) return false;
      const times = stretch.times.filter((t) => t > steps.reached);
      return exponential({ from: steps.reached, to: stretch.to, times }, x, save);
    };
  }

  /** The sector's matrix for dense exponentials; throws where there is none or it is too large. */
  private sectorMatrix(name: string): SparseReal {
    const { lowering } = this.plan;
    const M = this.wholeMatrix();
    if (lowering.kind !== "sector" || !M)
      throw wrongValue("method", "fit the lowering", name, "The whole matrix is too large for exponentials: use `krylov()`.");
    if (lowering.sector.count > LARGEST) {
      const but = `the sector has ${lowering.sector.count} coordinates`;
      throw wrongValue("method", `work on at most ${LARGEST} coordinates when it is exponential()`, null, "Use `krylov()`.", but);
    }
    return M;
  }

  /** The matrix of a sector of any size; null for the other lowerings. */
  private wholeMatrix(): SparseReal | null {
    const { lowering, terms } = this.plan;
    if (lowering.kind !== "sector") return null;
    return lowering.matrices.groups === 1 ? lowering.matrices : combine(lowering.matrices, terms.weights);
  }
}

/** Bind a plan to linear memory. */
export function openFlow({ lowering, terms, generator }: GeneratorPlan): Flow {
  return lowering.kind === "sector"
    ? openSectorFlow(lowering.matrices, terms)
    : openOperatorFlow(terms, generator.system.dimension, lowering.kind);
}

/** A copy of the values at `at`, which has the length of `like` and lives in the same memory (which observables may grow). */
function copyOf(like: F64Block, at: F64Pointer): Float64Array {
  return new Float64Array(like.view().buffer, at, like.length).slice();
}

/**
 * The size of Krylov subspaces that beat explicit steps from the start, or null. Explicit steps are bounded by the norm;
 * a subspace of m vectors spans about m² decay times, and its orthogonalisation costs about as much as the products where
 * rows have m entries.
 */
function subspaceFor(M: SparseReal, times: readonly number[]): number | null {
  const density = M.values.length / M.n;
  if (density < 30 || norm1(M) * times[times.length - 1] < 300) return null;
  return Math.min(100, Math.max(30, Math.round(1.5 * density)));
}

/**
 * Whether exact exponentials are cheaper than explicit steps, by estimate: one dense exponential per distinct Δt against
 * the steps that stability or accuracy asks for. Small sectors always.
 */
function prefersExponential(M: SparseReal, times: readonly number[]): boolean {
  const { n } = M;
  if (n <= 32) return true;
  if (n > SMALL) return false;
  const norm = norm1(M);
  const span = times[times.length - 1];
  const explicit = Math.max((norm * span) / 3, 10 * times.length) * 7 * (2 * M.values.length + 10 * n);
  const steps = new Set<number>();
  for (let k = 1; k < times.length; k++) steps.add(Math.round(1e9 * ((times[k] - times[k - 1]) / span)));
  const squarings = Math.max(0, 1.5 * log((norm * span) / (times.length - 1)));
  const exact = steps.size * (8 + squarings) * 2 * n * n * n * 0.25 + 2 * times.length * n * n;
  return exact < explicit;
}
