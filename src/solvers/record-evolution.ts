/** The run of a master equation: steps through the stretches of time and reads observables at saved times. */
import { RunFailure, type StopSignal, stopIfAborted } from "../errors.ts";
import type { Method } from "../methods/method.ts";
import type { RecordedState } from "../models/starts.ts";
import { type F64Block, type F64Pointer, openScope, type Scope, window64 } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import type { Flow, Stepper, Steps } from "../plan/engines.ts";
import type { EvolutionRequest } from "../plan/evolution-request.ts";
import { type Plan, printable } from "../plan/plan.ts";
import type { Layout } from "../sectors/layout.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import { cutWarnings, driftInWords, positivityDefect } from "./diagnose.ts";
import { type OpenPositivity, watchOpenPositivity } from "./open-positivity.ts";
import { bindProbe, coordinatesRead, type Probe } from "./probe.ts";
import type { Solution } from "./solution.ts";
import { readingTime, stretchesOf } from "./time-axis.ts";
import { type LayoutWatch, watchLayout } from "./watch.ts";

/** What was planned. */
export interface PlannedEvolution {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly observables: readonly Observable[];
  readonly evolution: EvolutionRequest;
  bind(scope: Scope): Stepper;
  /** Whether the state of a record is kept. */
  keep(t: number): boolean;
}

/** What a run needs to know beside its plan. */
export interface RecordingOptions {
  readonly states?: true | readonly number[];
  readonly stationary?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly onRecord?: (at: number, values: readonly (number | null)[]) => void;
  readonly signal?: StopSignal;
}

/** Run, and record. All linear memory is given back at the end, also where the run was left. */
export function* recordEvolution(planned: PlannedEvolution, options: RecordingOptions, due: Due): Work<Solution> {
  const { evolution, layout } = planned;
  const { model, terms } = evolution.derivative;
  const s = openScope();
  try {
    const stepper = planned.bind(s);
    const x = s.f64(layout.coordinates(model.initial));
    const record = new Recording(planned, options, stepper.flow, x, s.f64(stepper.flow.n));
    const done: Steps[] = [];
    let stopped = record.save(0, x.pointer);
    for (const stretch of stretchesOf(evolution.times, terms().breakpoints)) {
      if (stopped) break;
      const steps = yield* stepper.carry({ ...stretch, needed: record.needed }, x, record.save, due);
      done.push(steps);
      stopped = steps.stopped;
    }
    return record.solution(done);
  } finally {
    s.release();
  }
}

/** What is read at saved times. */
class Recording {
  private readonly probe: Probe;
  private readonly watching: LayoutWatch;
  private readonly open: OpenPositivity | null;
  private readonly columns: (number | null)[][];
  private readonly axis: number[] = [];
  private readonly kept: RecordedState[] = [];
  private last: Float64Array;
  private startDefect: number | null = null;
  /** The coordinates that are read at saved times; null for all. */
  readonly needed: Int32Array | null;

  constructor(
    private readonly planned: PlannedEvolution,
    private readonly options: RecordingOptions,
    private readonly flow: Flow,
    x: F64Block,
    private readonly derivative: F64Block,
  ) {
    const { layout, evolution, observables } = planned;
    this.probe = bindProbe(layout, evolution.derivative.generator, observables);
    this.watching = watchLayout(layout);
    this.open = watchOpenPositivity(evolution.derivative.generator, layout);
    const whole = this.open !== null || options.states !== undefined || options.stationary !== undefined;
    this.needed = whole ? null : coordinatesRead(layout, observables, this.watching.functionals);
    this.columns = observables.map(() => []);
    this.last = x.view().slice();
  }

  /** Read the state at `at`. Returns whether the run may end here. */
  readonly save = (t: number, at: F64Pointer): boolean => {
    const { times, derivative } = this.planned.evolution;
    const end = times[times.length - 1];
    const read = window64(at, this.flow.n);
    // Observables that read coordinates hold on to no state: one copy serves all times.
    if (this.needed === null) this.last = read.slice();
    else this.last.set(read);
    const state = this.last;
    const reading = readingTime(t, derivative.terms().breakpoints, end);
    const slope = () => {
      this.flow.apply(reading, at, this.derivative.pointer);
      return this.derivative.view().slice();
    };
    if (this.planned.keep(t)) this.kept.push({ axis: "time", at: t, state: this.planned.layout.view(state) });
    const values = this.probe.read(reading, state, slope);
    values.forEach((value, k) => {
      this.columns[k].push(value);
    });
    this.watching.look(state);
    this.open?.look(t, state);
    this.requireTrace(t);
    this.axis.push(t);
    this.options.onRecord?.(t, values);
    this.options.onProgress?.(t / end);
    stopIfAborted(this.options.signal, { time: t });
    return this.isStationary(slope);
  };

  /** A generator keeps the trace: a drift is the method's, and too large a one means that the numbers are nobody's. */
  private requireTrace(t: number): void {
    this.startDefect ??= this.watching.traceDefect;
    const drift = this.watching.traceDefect - this.startDefect;
    if (drift <= TRACE_LOST) return;
    const { method } = this.planned.evolution;
    throw new RunFailure(`${driftInWords(drift)} until t = ${t}: ${inaccuracyOf(method)}`, { time: t });
  }

  private isStationary(slope: () => Float64Array): boolean {
    const { stationary } = this.options;
    if (stationary === undefined) return false;
    let sum = 0;
    for (const value of slope()) sum += value * value;
    return Math.sqrt(2 * sum) <= stationary;
  }

  solution(done: readonly Steps[]): Solution {
    const { layout, evolution, observables, plan } = this.planned;
    const { model } = evolution.derivative;
    const { traceDefect, cutPopulation } = this.watching;
    const final = layout.view(this.last);
    const ofFinal = positivityDefect(final);
    const positivity = this.open && ofFinal !== null ? Math.max(ofFinal, this.open.defect) : ofFinal;
    const doubts = doubtsOf(evolution, traceDefect - (this.startDefect ?? 0), positivity);
    return {
      model: model.name,
      parameters: model.parameters,
      axis: { name: "time", values: this.axis },
      observables: Object.fromEntries(observables.map(({ name }, k) => [name, this.columns[k]])),
      diagnostics: {
        traceDefect,
        positivityDefect: positivity,
        cutPopulation,
        firstLawResidual: null,
        secondLawViolation: null,
        warnings: [
          ...doubts,
          ...(this.open?.warnings ?? []),
          ...model.warnings,
          ...((model.dynamics.kind === "generator" && model.dynamics.warnings) || []),
          ...cutWarnings(cutPopulation),
          ...done.flatMap(({ warnings }) => warnings),
          ...unresolvedIn(evolution),
        ],
        ...spacingOf(evolution),
      },
      plan: printable({ ...plan, done: counted(done) }),
      final,
      ...(this.options.states === undefined ? {} : { states: this.kept }),
    };
  }
}

/** Trace defects above which a result is doubted, and above which there is none. */
const TRACE_DOUBTED = 1e-6;
const TRACE_LOST = 1e-3;

/** What the diagnostics say against a result. Positivity is promised where each jump is a jump of its own. */
function doubtsOf({ method, derivative }: EvolutionRequest, drift: number, positivity: number | null): readonly string[] {
  const doubts: string[] = [];
  if (drift > TRACE_DOUBTED) doubts.push(`The trace drifted by ${drift.toExponential(1)}: ${inaccuracyOf(method)}`);
  const promised =
    derivative.generator.positivityOpen === undefined && derivative.generator.dissipators.every(({ left, right }) => left === right);
  if (promised && positivity !== null && positivity > TRACE_DOUBTED) {
    doubts.push(`The final state has an eigenvalue of ${(-positivity).toExponential(1)}: ${inaccuracyOf(method)}`);
  }
  return doubts;
}

function inaccuracyOf(method: Method): string {
  if (method.kind === "rk4") return `the step dt = ${method.dt} is too large for the rates of this model. Use a smaller dt, or \`auto()\`.`;
  if (method.kind === "exponential") return "the exponential of this generator is not accurate. Use `krylov()` or `dormandPrince()`.";
  return "the steps are not accurate enough. Use smaller tolerances.";
}

/** How far apart undeclared functions of time were looked at. */
function spacingOf(evolution: EvolutionRequest): Pick<Solution["diagnostics"], "probeSpacing"> {
  const spacing = evolution.meshes().reduce((widest, mesh) => Math.max(widest, mesh.spacing ?? 0), 0);
  return spacing > 0 ? { probeSpacing: spacing } : {};
}

function unresolvedIn(evolution: EvolutionRequest): readonly string[] {
  return evolution
    .meshes()
    .flatMap(({ unresolved }) =>
      unresolved === null
        ? []
        : [
            `A coefficient changes on every scale from t = ${unresolved} on, and is not resolved there. Declare where it jumps by \`breakpoints\`.`,
          ],
    );
}

/** What stepped, and how often: "dormandPrince: 120 steps, 3 rejected". */
function counted(done: readonly Steps[]): string {
  const accepted = done.reduce((sum, steps) => sum + steps.accepted, 0);
  const rejected = done.reduce((sum, steps) => sum + steps.rejected, 0);
  return `${done.at(-1)?.method ?? "none"}: ${accepted} steps${rejected ? `, ${rejected} rejected` : ""}`;
}
