/** Runs of collision models: one realisation, nothing noisy. */
import { openScope, window64 } from "../../bindings/memory.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { finite, integer, RunFailure, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { type CollisionPlan, planCollisions } from "../plan/collisions.ts";
import { combine, type Functional } from "../sectors/matrices.ts";
import { cutWarnings, once, positivityDefect, watch } from "./diagnose.ts";
import { bindCollisions } from "./engines/bind.ts";
import type { Engine } from "./engines/engine.ts";
import { bindLeap, type Leap, leapPays } from "./engines/leap.ts";
import { bindLedger, type LedgerRecorder } from "./ledger.ts";
import { chosenObservables } from "./observing.ts";
import { bindRecorder } from "./recorder.ts";
import type { RunOptions } from "./runoptions.ts";
import type { Solution } from "./solution.ts";
import { sectorView } from "../sectors/sector-view.ts";

/** Lanes of a run: one realisation, padded to a full vector. */
const LANES = 2;

/** Number of collisions that the options ask for. */
export function collisionSteps(model: Model, options: RunOptions): number {
  const { tau } = model.dynamics as Collisions;
  if (options.steps !== undefined && options.until !== undefined)
    throw wrongValue("steps", "be left out when `until` is given", options.steps);
  if (options.until !== undefined) {
    if (tau === null)
      throw wrongValue("until", "be left out, because this model counts collisions and has no time", options.until, "Use `steps`.");
    return integer("until / tau", Math.round(options.until / tau), 0);
  }
  if (options.steps === undefined)
    throw wrongValue("steps", "be given for a collision model", undefined, "For example { steps: 1000 }.", "it is missing");
  return integer("steps", options.steps, 0, 1e9);
}

/** The saved collisions: 0, every `saveEvery`-th, and the last. */
export function savedSteps(steps: number, saveEvery: number | undefined): number[] {
  const every = integer("saveEvery", saveEvery ?? Math.max(1, Math.ceil(steps / 1000)), 1);
  const saved: number[] = [];
  for (let n = 0; n <= steps; n += every) saved.push(n);
  if (saved[saved.length - 1] !== steps) saved.push(steps);
  return saved;
}

/** Run a collision model. See `run`. */
export function runCollisions(model: Model, options: RunOptions): Solution {
  const steps = collisionSteps(model, options);
  const saved = savedSteps(steps, options.saveEvery);
  const observables = chosenObservables(model, options.observables);
  if (options.stationary !== undefined) finite("stationary", options.stationary, { above: 0 });
  const plan = planCollisions(model, { steps });
  const dynamics = model.dynamics as Collisions;
  const scope = openScope();
  const engine = bindCollisions(model, plan, LANES, []);
  try {
    const recorder = bindRecorder(scope, dynamics.system, plan.sector, observables, LANES);
    const ledger = bindLedger(scope, model, plan, observables, LANES);
    const guard = watch(dynamics.system, plan.sector);
    const values = new Float64Array(saved.length * observables.length * LANES);
    const read = () => window64(engine.state(), plan.sector.count * LANES).slice();
    const leap = leapOf(plan, dynamics, ledger?.summed ?? [], saved);
    engine.reset();
    ledger?.start(engine.state());
    let n = 0;
    let used = saved.length;
    let last: Float64Array | null = null;
    for (let s = 0; s < used; s++) {
      const target = saved[s];
      if (leap && target - n > 1) n = jump(leap, engine, plan, ledger, n, target - 1);
      while (n < target) {
        ledger?.before(n + 1, engine.state(), n + 1 === target);
        if (options.stationary !== undefined && n + 1 === target) last = read();
        engine.step(++n, null);
      }
      const state = read();
      guard.look(state, LANES, 1);
      if (!(guard.traceDefect < 1e-3))
        throw new RunFailure(`The trace drifted by ${guard.traceDefect.toExponential(1)} at collision ${n}.`, { step: n });
      recorder.record(engine.state(), () => state, values, s * observables.length * LANES, 1);
      ledger
        ?.values(n, () => state)
        .forEach((value, o) => {
          if (observables[o].kind === "ledger") values[(s * observables.length + o) * LANES] = value ?? Number.NaN;
        });
      options.signal?.throwIfAborted();
      options.onProgress?.(steps === 0 ? 1 : n / steps);
      if (last && distanceOf(plan, state, last) <= (options.stationary as number)) used = s + 1;
    }
    const records = saved.slice(0, used);
    const atEnd = read();
    const final = once(() => sectorView(dynamics.system, plan.sector, atEnd, LANES));
    const positivity = once(() => positivityDefect(final()));
    return {
      model: model.name,
      parameters: model.parameters,
      axis: { name: "collision", values: records },
      observables: Object.fromEntries(
        observables.map(({ name }, o) => [name, records.map((_, s) => finiteOrNull(values[(s * observables.length + o) * LANES]))]),
      ),
      diagnostics: {
        traceDefect: guard.traceDefect,
        get positivityDefect() {
          return positivity();
        },
        cutPopulation: { ...guard.cutPopulation },
        firstLawResidual: ledger?.firstLawResidual ?? null,
        secondLawViolation: ledger?.secondLawViolation ?? null,
        warnings: [...model.warnings, ...cutWarnings(guard.cutPopulation), ...(ledger?.warnings ?? [])],
      },
      plan: plan.plan,
      get final() {
        return final();
      },
    };
  } finally {
    engine.release();
    scope.release();
  }
}

/** ‖ρ − σ‖ (Frobenius) of two states stored [coordinate][lane], first lane. */
function distanceOf({ sector }: CollisionPlan, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let q = 0; q < sector.count; q++) {
    const d = a[q * LANES] - b[q * LANES];
    sum += (sector.row[q] === sector.column[q] ? 1 : 2) * d * d;
  }
  return Math.sqrt(sum);
}

/** Powers of the map for the stretches between records, where they are cheaper than stepping; null where not. */
function leapOf(plan: CollisionPlan, dynamics: Collisions, summed: readonly Functional[], saved: readonly number[]): Leap | null {
  const { lowering } = plan;
  if (lowering.kind !== "weighted" || lowering.matrices.length !== 1 || dynamics.idle || saved.length < 2) return null;
  const fixed = combine(lowering.matrices[0], lowering.maps[0].weights);
  return leapPays(fixed, summed.length, saved[saved.length - 1], saved[1] - saved[0]) ? bindLeap(fixed, summed) : null;
}

/** Carry the engine's state from collision n to collision `target`; returns `target`. */
function jump(leap: Leap, engine: Engine, plan: CollisionPlan, ledger: LedgerRecorder | null, n: number, target: number): number {
  const { count } = plan.sector;
  const memory = window64(engine.state(), count * LANES);
  const x = Float64Array.from({ length: count }, (_, q) => memory[q * LANES]);
  const sums = new Float64Array(ledger?.summed.length ?? 0);
  leap.advance(x, target - n, sums);
  ledger?.add(n + 1, sums);
  for (let q = 0; q < count; q++) memory.fill(x[q], q * LANES, (q + 1) * LANES);
  return target;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
