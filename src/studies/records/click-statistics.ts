/** What follows a click, exactly: waiting times and second-order coherence of any count whose events are ones. */
import { RunFailure, wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { luFactorReal, luSolveReal } from "../../numerics/lu.ts";
import { anything, checkOptions, type OptionChecks } from "../../options.ts";
import { laterTimes } from "../../solvers/start-of-correlations.ts";
import type { Count } from "../counting/counts.ts";
import { countedCollisions } from "../counting/counts.ts";
import { jetShape } from "../counting/jet-algebra.ts";
import { JetCarrier } from "../counting/jet-steps.ts";
import { elementsOf, processOf } from "../counting/process-of-model.ts";
import { fieldsOf } from "../counting/read-counts.ts";
import { plainEnds } from "../counting/starts-and-ends.ts";
import { stationaryCycle } from "../counting/stationary-cycle.ts";
import type { TiltedProcess, TiltedStep } from "../counting/tilted-process.ts";

/** Options of `clickStatistics`. */
export interface ClickStatisticsOptions {
  /** A count of single events: jumps with weight 1, or an observable with values 0 and 1 of units that leave. */
  readonly of: Count;
  /** Delays τ ≥ 0, increasing; of a stream: whole numbers of collisions. */
  readonly times: readonly number[];
}

/** What follows a click in the stationary state. */
export interface ClickStatistics {
  readonly axis: { readonly name: "time" | "collision"; readonly values: readonly number[] };
  /** Clicks per unit time, or per collision. */
  readonly rate: number;
  /** Density (of a stream: probability) of the next click after each delay. */
  readonly waiting: readonly number[];
  /** Probability that no click came up to and with each delay. */
  readonly survival: readonly number[];
  readonly g2: readonly number[];
  /** Of the waiting time; null where another click may never come. */
  readonly mean: number | null;
  readonly variance: number | null;
}

const checks: OptionChecks<ClickStatisticsOptions> = { of: anything, times: anything };

/** Coordinates at most. */
const MOST = 1500;

/**
 * What follows a click in the stationary state, without sampling: with the click 𝒥 and what happens between clicks 𝒩 = 𝓛 − 𝒥,
 *
 *   w(τ) = Tr 𝒥 e^{𝒩τ} 𝒥ρ̄ / Tr 𝒥ρ̄,   g⁽²⁾(τ) = Tr 𝒥 e^{𝓛τ} 𝒥ρ̄ / (Tr 𝒥ρ̄)²
 *   of a stream  w[m] = Tr 𝓜₁𝓜₀^{m−1}𝓜₁ρ̄ / p,   g⁽²⁾[m] = Tr 𝓜₁Λ^{m−1}𝓜₁ρ̄ / p²
 *
 * Throws TypeError or RangeError for bad options and counts that are no single events, RunFailure where there is not one stationary state.
 * Source: H. J. Carmichael, Statistical Methods in Quantum Optics 2 (2008), Ch. 13; M. O. Scully, M. S. Zubairy, Quantum Optics (1997), Ch. 4.
 *
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * clickStatistics(atom, { of: { name: "clicks", jumps: "light" }, times: [0, 1] }).g2; // [0, 0.430831]
 */
export function clickStatistics(model: Model, options: ClickStatisticsOptions): ClickStatistics {
  requireRunnable(model);
  checkOptions<ClickStatisticsOptions>("options", options, checks, {
    required: ["of", "times"],
    remedy: 'Write { of: "N", times: [0, 1] }.',
  });
  if (Array.isArray(options.of)) throw wrongKind("of", "be one count", options.of);
  const collisions = model.dynamics.kind === "collisions";
  const times = laterTimes(model, options.times);
  const elements = elementsOf(model, 1);
  const fields = fieldsOf(model, [options.of], countedCollisions(model, elements));
  const process = processOf(model, fields, "tpm", plainEnds(model.initial, 1), { steps: 1, period: null, horizon: 0 });
  requireSingleEvents(process, options.of);
  const n = process.trace.length;
  if (n > MOST) throw new RunFailure(`What follows a click is found on at most ${MOST} coordinates of the state. Use fewer levels.`);
  const carrier = (of: TiltedProcess) => new JetCarrier(of, jetShape(1, 1));
  const whole = carrier(process);
  const silent = carrier(onlyGroups(process, (value) => value === 0));
  const clicking = carrier(onlyGroups(process, (value) => value !== 0));
  const cycle = stationaryCycle(whole, process.start[0].part);
  if (!cycle) throw new RunFailure("What follows a click belongs to one stationary state, and there is more than one.");
  cycle.release();
  const trace = (x: Float64Array) => process.trace.reduce((sum, t, q) => sum + t * x[q], 0);
  const after = once(clicking, cycle.state);
  const rate = trace(after);
  if (!(rate > 1e-14)) throw new RunFailure("No click ever comes in the stationary state.");
  const chance = (x: Float64Array) => trace(once(clicking, x));
  const dark = collisions ? afterCollisions(silent, after, times, chance) : afterTimes(silent, after, times, chance);
  const free = collisions ? afterCollisions(whole, after, times, chance) : afterTimes(whole, after, times, chance);
  return {
    axis: { name: collisions ? "collision" : "time", values: times },
    rate,
    waiting: dark.map(({ click }) => click / rate),
    survival: dark.map(({ state }) => trace(state) / rate),
    g2: free.map(({ click }) => click / (rate * rate)),
    ...moments(silent, after, trace, rate),
  };
}

/** All steps of one collision; of a generator L x. */
function once(carrier: JetCarrier, x: Float64Array): Float64Array {
  return carrier.process.stepsOf(1).reduce((y, k) => carrier.untilted(k, y), x);
}

interface Delayed {
  readonly state: Float64Array;
  /** Density of a click right then; of a stream the probability of one at that collision. */
  readonly click: number;
}

function afterTimes(carrier: JetCarrier, start: Float64Array, times: readonly number[], chance: (x: Float64Array) => number): Delayed[] {
  let [state, at] = [start, 0];
  return times.map((t) => {
    if (t > at) state = carrier.through(0, [state, null], t - at)[0] as Float64Array;
    at = t;
    return { state, click: chance(state) };
  });
}

function afterCollisions(
  carrier: JetCarrier,
  start: Float64Array,
  times: readonly number[],
  chance: (x: Float64Array) => number,
): Delayed[] {
  let [state, at, click] = [start, 0, 0];
  return times.map((m) => {
    for (; at < m; at++) {
      click = chance(state);
      state = once(carrier, state);
    }
    return { state, click };
  });
}

/** Mean and variance of the waiting time from −𝒩⁻¹, or from (1 − 𝓜₀)⁻¹. */
function moments(silent: JetCarrier, after: Float64Array, trace: (x: Float64Array) => number, rate: number) {
  const none = { mean: null, variance: null };
  const { trace: reading, continuous } = silent.process;
  const n = reading.length;
  const A = new Float64Array(n * n);
  for (let q = 0; q < n; q++) {
    const x = new Float64Array(n);
    x[q] = 1;
    const y = once(silent, x);
    for (let r = 0; r < n; r++) A[r * n + q] = (continuous || r !== q ? 0 : 1) - y[r];
  }
  const factors = luFactorReal(n, A);
  if (!(factors.condition < 1e13)) return none;
  const x = luSolveReal(factors, after);
  const [first, second] = [trace(x) / rate, trace(luSolveReal(factors, x)) / rate];
  const square = continuous ? 2 * second : 2 * second - first;
  return { mean: first, variance: square - first * first };
}

/** A click must add exactly one, so that it can be told from silence. */
function requireSingleEvents({ steps, cycle, continuous }: TiltedProcess, of: Count): void {
  const name = typeof of === "string" ? of : of.name;
  if (cycle !== 1) throw wrongValue("model", "repeat after each collision", null, "Read one kind of unit.", "its stream does not");
  const odd = steps.some(
    ({ values, marks, duration }) =>
      values.some(([value]) => Math.abs(value) > 1e-12 && Math.abs(value - 1) > 1e-9) ||
      marks.some(({ degree, coefficient }) => degree !== undefined || coefficient !== undefined) ||
      (!continuous && duration !== null && values.some(([value]) => value !== 0)),
  );
  if (!odd) return;
  const remedy = "Give jumps the weight 1, or units an observable with values 0 and 1 and `leaving: true`.";
  throw wrongValue("of", "count single events", null, remedy, `\`${name}\` adds other numbers`);
}

/** Where a step counts, the part of it that adds such numbers alone. */
function onlyGroups(process: TiltedProcess, holds: (value: number) => boolean): TiltedProcess {
  const part = (step: TiltedStep): TiltedStep =>
    step.values.some(([value]) => value !== 0)
      ? { ...step, marks: step.marks.map((mark, g) => (holds(step.values[g][0]) ? mark : { ...mark, absent: true })) }
      : step;
  return { ...process, steps: process.steps.map(part) };
}
