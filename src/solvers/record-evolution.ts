/** The run of a master equation: steps through the stretches of time and reads observables at saved times. */
import { RunFailure } from "../errors.ts";
import { type F64Block, type F64Pointer, type Scope, scope, window64 } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import type { Flow, Stepper, Steps } from "../plan/engines.ts";
import type { EvolutionRequest } from "../plan/evolution-request.ts";
import { line, type Plan } from "../plan/plan.ts";
import type { Layout } from "../sectors/layout.ts";
import { cutWarnings, positivityDefect } from "./diagnose.ts";
import { bindProbe, type Probe } from "./probe.ts";
import type { Solution } from "./solution.ts";
import { stretchesOf } from "./time-axis.ts";
import { type LayoutWatch, watchLayout } from "./watch.ts";

/** What was planned. */
export interface PlannedEvolution {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly observables: readonly Observable[];
  readonly evolution: EvolutionRequest;
  bind(scope: Scope): Stepper;
}

/** What a run needs to know beside its plan. */
export interface RecordingOptions {
  readonly stationary?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Run, and record. All linear memory is given back at the end. */
export function recordEvolution(planned: PlannedEvolution, options: RecordingOptions): Solution {
  const { evolution, layout } = planned;
  const { model, terms } = evolution.derivative;
  return scope((s) => {
    const stepper = planned.bind(s);
    const x = s.f64(layout.coordinates(model.initial));
    const record = new Recording(planned, options, stepper.flow, x, s.f64(stepper.flow.n));
    const done: Steps[] = [];
    let stopped = record.save(0, x.pointer);
    for (const stretch of stretchesOf(evolution.times, terms().breakpoints)) {
      if (stopped) break;
      const steps = stepper.carry(stretch, x, record.save);
      done.push(steps);
      stopped = steps.stopped;
    }
    return record.solution(done);
  });
}

/** What is read at saved times. */
class Recording {
  private readonly probe: Probe;
  private readonly watching: LayoutWatch;
  private readonly columns: (number | null)[][];
  private readonly axis: number[] = [];
  private last: Float64Array;

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
    this.columns = observables.map(() => []);
    this.last = x.view().slice();
  }

  /** Read the state at `at`. Returns whether the run may end here. */
  readonly save = (t: number, at: F64Pointer): boolean => {
    const { times } = this.planned.evolution;
    const state = window64(at, this.flow.n).slice();
    const slope = () => {
      this.flow.apply(t, at, this.derivative.pointer);
      return this.derivative.view().slice();
    };
    this.last = state;
    this.probe.read(t, state, slope).forEach((value, k) => {
      this.columns[k].push(value);
    });
    this.watching.look(state);
    this.axis.push(t);
    this.options.onProgress?.(t / times[times.length - 1]);
    if (this.options.signal?.aborted) throw new RunFailure(`The run was interrupted at t = ${t}.`, { time: t });
    return this.isStationary(slope);
  };

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
    return {
      model: model.name,
      parameters: model.parameters,
      axis: { name: "time", values: this.axis },
      observables: Object.fromEntries(observables.map(({ name }, k) => [name, this.columns[k]])),
      diagnostics: {
        traceDefect,
        positivityDefect: positivityDefect(final),
        cutPopulation,
        firstLawResidual: null,
        secondLawViolation: null,
        warnings: [...model.warnings, ...cutWarnings(cutPopulation), ...done.flatMap(({ warnings }) => warnings)],
      },
      plan: { ...plan, toString: () => `${plan}\n${line("method", counted(done))}` },
      final,
    };
  }
}

/** What stepped, and how often: "dormandPrince: 120 steps, 3 rejected". */
function counted(done: readonly Steps[]): string {
  const accepted = done.reduce((sum, steps) => sum + steps.accepted, 0);
  const rejected = done.reduce((sum, steps) => sum + steps.rejected, 0);
  return `${done.at(-1)?.method ?? "none"}: ${accepted} steps${rejected ? `, ${rejected} rejected` : ""}`;
}
