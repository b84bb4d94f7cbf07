/** Runs of collision models: one realisation, nothing noisy. */

import type { Collisions } from "../dynamics/collisions.ts";
import { finite, integer, RunFailure, stopIfAborted, wrongValue } from "../errors.ts";
import { lazily } from "../lazily.ts";
import { carryLowerings } from "../lowerings/carries/index.ts";
import { powersOfMap } from "../lowerings/carries/powers-of-map.ts";
import { fixedMatrices } from "../lowerings/collisions/fixed-matrices.ts";
import type { ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import type { RecordedState } from "../models/starts.ts";
import { openScope, type Scope } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import { once } from "../once.ts";
import { requireHermitian } from "../operators/checks.ts";
import type { Carrier, CarryRequest } from "../plan/carry-request.ts";
import { type Choice, choose } from "../plan/choose.ts";
import type { PlannedCollisions } from "../plan/collision-request.ts";
import { type Estimate, estimateOfSteps } from "../plan/estimate.ts";
import { type Plan, type PreparedWork, prepared, stage } from "../plan/plan.ts";
import { combine } from "../sectors/matrices.ts";
import { sectorView } from "../sectors/sector-view.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import { bytesOfLanes, describeCollisions, planCollisions } from "./collision-choice.ts";
import { cutWarnings, driftInWords, positivityDefect, watch } from "./diagnose.ts";
import { type LedgerBooks, ledgerBooks, recordLedger } from "./ledger-recorder.ts";
import { chosenObservables } from "./observing.ts";
import { bindRecorder } from "./recorder.ts";
import type { RunOptions } from "./runoptions.ts";
import type { Solution } from "./solution.ts";
import { recordsKept } from "./states-kept.ts";

/** Lanes of a run: one realisation, padded to a full vector. */
const LANES = 2;

/** Number of collisions that the options ask for. */
export function collisionSteps(model: Model, options: Pick<RunOptions, "steps" | "until">): number {
  const { tau } = model.dynamics as Collisions;
  if (options.steps !== undefined && options.until !== undefined)
    throw wrongValue("steps", "be left out when `until` is given", options.steps);
  if (options.until !== undefined) {
    if (tau === null)
      throw wrongValue("until", "be left out, because this model counts collisions and has no time", options.until, "Use `steps`.");
    return wholeCollisions(options.until, tau);
  }
  if (options.steps === undefined)
    throw wrongValue("steps", "be given for a collision model", undefined, "For example { steps: 1000 }.", "it is missing");
  return integer("steps", options.steps, 0, 1e9);
}

/** The number of collisions of length τ in a time that must hold a whole number of them, at least one. */
function wholeCollisions(until: number, tau: number): number {
  finite("until", until, { above: 0 });
  const count = Math.round(until / tau);
  if (count > 0 && Math.abs(until / tau - count) <= 1e-6) return integer("until / tau", count, 1);
  const below = Math.floor(until / tau);
  const nearest = below > 0 ? `${below * tau} (${below}) or ${(below + 1) * tau} (${below + 1})` : `${tau} (1)`;
  throw wrongValue(
    "until",
    `be a whole number of collisions of τ = ${tau}, at least one`,
    until,
    `Nearest: ${nearest}. Or give \`steps\`.`,
  );
}

/** The saved collisions: 0, every `saveEvery`-th, and the last. */
export function savedSteps(steps: number, saveEvery: number | undefined): number[] {
  const every = integer("saveEvery", saveEvery ?? Math.max(1, Math.ceil(steps / 1000)), 1);
  const saved: number[] = [];
  for (let n = 0; n <= steps; n += every) saved.push(n);
  if (saved[saved.length - 1] !== steps) saved.push(steps);
  return saved;
}

/** Check the options of a run and choose how to carry it out; nothing is computed. See `run`. */
export function prepareCollisions(model: Model, options: ByName<RunOptions>): PreparedWork<Solution> {
  const steps = collisionSteps(model, options);
  const saved = savedSteps(steps, options.saveEvery);
  const observables = chosenObservables(model, options.observables);
  requireHermitian("initial", model.initial);
  if (options.stationary !== undefined) finite("stationary", options.stationary, { above: 0 });
  const planned = planCollisions(model, { steps, lanes: LANES });
  const keep = recordsKept(options.states, saved, LANES * planned.sector.count);
  const books = ledgerBooks(planned, observables);
  const carry = chooseCarrier(planned, books, saved);
  const plan = describeCollisions(planned, [stage("records", carry)], estimateOf(planned, carry, saved));
  return prepared(plan, (due) => collisions({ model, options, saved, observables, planned, books, carry, plan, keep }, due));
}

interface RunOfCollisions {
  readonly model: Model;
  readonly options: ByName<RunOptions>;
  readonly saved: readonly number[];
  readonly observables: readonly Observable[];
  readonly planned: PlannedCollisions;
  readonly books: LedgerBooks | null;
  readonly carry: Choice<Carrier>;
  readonly plan: Plan;
  readonly keep: (at: number) => boolean;
}

/** Choose how to get from one record to the next. */
export function chooseCarrier(
  { request, choice, sector }: PlannedCollisions,
  books: LedgerBooks | null,
  saved: readonly number[],
): Choice<Carrier> {
  const map = once(() => {
    if (choice.lowering !== fixedMatrices) return "the collisions are not fixed matrices";
    if (request.maps().length !== 1) return "the collisions are not all alike";
    if (request.dynamics.idle) return "the system evolves between collisions";
    return combine(request.matrices()[0], request.maps()[0].weights);
  });
  const asked: CarryRequest = {
    steps: saved[saved.length - 1],
    every: saved.length < 2 ? 1 : saved[1] - saved[0],
    coordinates: sector.count,
    map,
    summed: books?.summed ?? [],
  };
  return choose(asked, carryLowerings, { argument: "model", value: request.model.name, must: "be run", remedy: "" });
}

/** Every collision by its engine, but for those that powers of the map leap over. */
function estimateOf({ choice, request, sector }: PlannedCollisions, carry: Choice<Carrier>, saved: readonly number[]): Estimate {
  const steps = saved[saved.length - 1];
  const size = { coordinates: sector.count, bytes: bytesOfLanes(choice.price.bytes, sector, request.lanes) };
  if (carry.lowering !== powersOfMap) return estimateOfSteps(choice.price, steps, size);
  const { seconds, flops } = carry.price;
  const looked = estimateOfSteps(choice.price, saved.length, size);
  return { ...looked, steps, seconds: steps * seconds + looked.seconds, flops: steps * flops + looked.flops };
}

/** Run, in memory of its own; between two records it may be left. */
function* collisions(run: RunOfCollisions, due: Due): Work<Solution> {
  const memory = openScope();
  try {
    return yield* recorded(memory, run, due);
  } finally {
    memory.release();
  }
}

function* recorded(
  s: Scope,
  { model, options, saved, observables, planned, books, carry, plan, keep }: RunOfCollisions,
  due: Due,
): Work<Solution> {
  const { dynamics } = planned.request;
  const steps = saved[saved.length - 1];
  const engine = planned.choice.bind(s);
  const recorder = bindRecorder(s, dynamics.system, planned.sector, observables, LANES);
  const ledger = books && recordLedger(s, books, LANES);
  const carrier = carry.bind(s);
  const guard = watch(dynamics.system, planned.sector);
  const values = new Float64Array(saved.length * observables.length * LANES);
  const read = () => engine.values().slice();
  engine.reset();
  ledger?.start(engine.state());
  let n = 0;
  let used = saved.length;
  let last: Float64Array | null = null;
  const kept: RecordedState[] = [];
  for (let r = 0; r < used; r++) {
    const target = saved[r];
    // The last collision before a record is looked at: its columns of the ledger are recorded.
    if (target - n > 1) yield* carrier(engine, ledger, n, target - 1, due);
    if (target > n) {
      ledger?.before(target, engine.state(), true);
      if (options.stationary !== undefined) last = read();
      engine.step(target, null);
      n = target;
    }
    const state = read();
    guard.look(state, LANES, 1);
    if (!(guard.traceDefect < 1e-3)) throw new RunFailure(`${driftInWords(guard.traceDefect)} at collision ${n}.`, { step: n });
    if (keep(n)) kept.push({ axis: "collision", at: n, state: sectorView(dynamics.system, planned.sector, state, LANES) });
    recorder.record(engine.state(), () => state, values, r * observables.length * LANES, 1);
    ledger
      ?.values(n, () => state)
      .forEach((value, o) => {
        if (observables[o].kind === "ledger") values[(r * observables.length + o) * LANES] = value ?? Number.NaN;
      });
    options.onRecord?.(
      n,
      observables.map((_, o) => finiteOrNull(values[(r * observables.length + o) * LANES])),
    );
    stopIfAborted(options.signal, { step: n });
    options.onProgress?.(steps === 0 ? 1 : n / steps);
    if (last && distanceOf(planned, state, last) <= (options.stationary as number)) used = r + 1;
    if (due()) yield;
  }
  const records = saved.slice(0, used);
  const atEnd = read();
  const final = once(() => sectorView(dynamics.system, planned.sector, atEnd, LANES));
  const diagnostics = {
    traceDefect: guard.traceDefect,
    cutPopulation: { ...guard.cutPopulation },
    firstLawResidual: ledger?.firstLawResidual ?? null,
    secondLawViolation: ledger?.secondLawViolation ?? null,
    warnings: [...driftOf(guard.traceDefect), ...model.warnings, ...cutWarnings(guard.cutPopulation), ...(ledger?.warnings ?? [])],
  };
  const columns = observables.map(({ name }, o) => [
    name,
    records.map((_, r) => finiteOrNull(values[(r * observables.length + o) * LANES])),
  ]);
  const solution = {
    model: model.name,
    parameters: model.parameters,
    axis: { name: "collision" as const, values: records },
    observables: Object.fromEntries(columns),
    diagnostics: lazily(diagnostics, { positivityDefect: () => positivityDefect(final()) }),
    plan,
    ...(options.states === undefined ? {} : { states: kept }),
  };
  return lazily(solution, { final });
}

/** Collisions keep the trace: what rounding takes from it over very many of them, it takes from everything. */
function driftOf(defect: number): readonly string[] {
  return defect > 1e-8 ? [`Rounding adds up over the collisions: the trace drifted by ${defect.toExponential(1)}.`] : [];
}

/** ‖ρ − σ‖ (Frobenius) of two states stored [coordinate][lane], first lane. */
function distanceOf({ sector }: PlannedCollisions, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let q = 0; q < sector.count; q++) {
    const d = a[q * LANES] - b[q * LANES];
    sum += (sector.row[q] === sector.column[q] ? 1 : 2) * d * d;
  }
  return Math.sqrt(sum);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
