/**
 * Books of units that arrive at random times and are read: means by the linear equation of state and memory of the record,
 *
 *   ẋ = (𝒩 + Σ_m F_m 𝒥_m)x,   Q_b = ∫⟨q_b⟩dt,   W_feedback = ∫Σ_m Tr H(F_m − 1)𝒥_m x dt
 *
 * exactly; what the readings tell, S(ρ) − Σ_m p_m S(ρ_m) at each arrival, over drawn trajectories.
 */
import type { Reading } from "../../dynamics/measurements.ts";
import { internalFault, RunFailure, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { denseOf, type SparseReal } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import { openScope } from "../../numerics/memory.ts";
import { dot } from "../../numerics/vectors.ts";
import { entropy } from "../../observables/entropy.ts";
import type { Operator } from "../../operators/operator.ts";
import { onEveryBlock } from "../../plan/trajectories/click-feedback.ts";
import { type ClickProcess, clickProcess, normalisedCoordinates } from "../../plan/trajectories/click-process.ts";
import { variantsOf } from "../../plan/trajectories/variants.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import { functionalOf } from "../../sectors/matrix-group.ts";
import { sectorView } from "../../sectors/sector-view.ts";
import { evolvePlain } from "../../solvers/trajectories/plain-evolution.ts";
import { planTrajectories } from "../../solvers/trajectories/planned-trajectories.ts";
import type { TrajectoryRecords } from "../../solvers/trajectories/record-keeper.ts";
import { apply, readOf } from "../../solvers/trajectories/record-walk.ts";
import { finish, never } from "../../work-in-pieces.ts";
import { heatRate } from "../counting/ledger-of-counts.ts";

/** Numbers of state and memory at most: the exponential is dense. */
const MOST = 600;
/** Trajectories that are drawn at once. */
const TOGETHER = 64;

/** Means at times, sums since the start. */
export interface ArrivalBooks {
  readonly states: readonly Float64Array[];
  readonly sector: ClickProcess["sector"];
  /** [time][bath]. */
  readonly heat: readonly (readonly number[])[];
  readonly work: readonly number[];
  readonly energies: readonly number[];
  readonly information: readonly number[];
  readonly error: readonly number[];
}

/** What is asked. */
export interface AskedBooks {
  readonly by: Reading;
  readonly times: readonly number[];
  readonly baths: readonly string[];
  readonly energy: Operator;
  readonly trajectories: number;
  readonly seed: number;
}

/** Keep the books of arrivals. Throws a RunFailure for large states. */
export function booksOfArrivals(model: Model, asked: AskedBooks): ArrivalBooks {
  const { by, times, baths, energy } = asked;
  if (by.feedback?.filter) {
    const remedy = "Write recordRule({ decide }), or operations by outcome.";
    throw wrongValue(
      "by.feedback",
      "decide by outcomes in the books of arrivals, which are means",
      null,
      remedy,
      "it is a rule on the state",
    );
  }
  const process = clickProcess(model, by, null, "densities");
  const { sector, memories, n } = process;
  if (n > MOST) {
    const size = `${n} coordinates of the state and memories of the record`;
    throw new RunFailure(`Books of arrivals are kept on at most ${MOST} coordinates, and there are ${size}. Use fewer levels.`);
  }
  const functional = (A: Operator) => denseFunctional(expectationFunctionals(sector, A).re, sector.count);
  const { variants, variantOf } = variantsOf(model, by.feedback);
  const byMemory = (of: (variant: Model) => Operator): Float64Array => {
    const known = variants.map((variant) => functional(of(variant)));
    const out = new Float64Array(n);
    for (let memory = 0; memory < memories; memory++) out.set(known[variantOf(memory)], memory * sector.count);
    return out;
  };
  const H = onEveryBlock(functional(energy), memories);
  const plain = clickProcess(model, { ...by, feedback: undone(by) }, null, "densities");
  if (plain.n !== n || plain.sector.count !== sector.count) throw internalFault("Feedback that does nothing has other coordinates.");
  const work = sumOf(process.clicks.map((map, m) => less(functionalOf(map, H), functionalOf(plain.clicks[m], H))));
  const means = integrals(process, [...baths.map((bath) => byMemory((variant) => heatRate(variant, bath))), work], times);
  const told = information(model, process, plain.clicks, asked);
  return {
    sector,
    states: means.states.map((x) => collected(process, x)),
    energies: means.states.map((x) => dot(H, x)),
    heat: means.sums.map((row) => row.slice(0, baths.length)),
    work: means.sums.map((row) => row[baths.length]),
    ...told,
  };
}

/** Feedback whose operations are left out; what the record leads to stays. */
const undone = ({ feedback }: Reading): Reading["feedback"] => feedback && { ...feedback, operation: feedback.operation.map(() => -1) };

const less = (a: Float64Array, b: Float64Array) => a.map((value, q) => value - b[q]);

function sumOf(list: readonly Float64Array[]): Float64Array {
  return list[0].map((_, q) => list.reduce((sum, f) => sum + f[q], 0));
}

/** The state whatever its memory. */
function collected({ sector, memories }: ClickProcess, x: Float64Array): Float64Array {
  const out = x.slice(0, sector.count);
  for (let memory = 1; memory < memories; memory++) for (let q = 0; q < out.length; q++) out[q] += x[memory * sector.count + q];
  return out;
}

/** x(t) of the mean over records, and ∫f·x dt since the start, by exponentials of (G 0; f 0). */
function integrals(
  { n, A, shift, clicks, start }: ClickProcess,
  functionals: readonly Float64Array[],
  times: readonly number[],
): { readonly states: readonly Float64Array[]; readonly sums: readonly (readonly number[])[] } {
  const size = n + functionals.length;
  const M = new Float64Array(size * size);
  const add = (matrix: SparseReal): void => {
    const dense = denseOf(matrix);
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) M[r * size + c] += dense[r * n + c];
  };
  [A, ...clicks].forEach(add);
  for (let r = 0; r < n; r++) M[r * size + r] += shift;
  functionals.forEach((f, k) => void M.set(f, (n + k) * size));
  const known = new Map<number, Float64Array>();
  const over = (time: number): Float64Array => {
    let E = known.get(time);
    if (!E) {
      const scaled = M.map((value) => value * time);
      known.set(time, (E = expmReal(size, scaled)));
    }
    return E;
  };
  let x = new Float64Array(size);
  x.set(start);
  const [states, sums]: [Float64Array[], number[][]] = [[], []];
  times.forEach((time, k) => {
    if (k > 0) {
      const E = over(time - times[k - 1]);
      x = Float64Array.from(x, (_, r) => dot(E.subarray(r * size, (r + 1) * size), x));
    }
    states.push(x.slice(0, n));
    sums.push([...x.subarray(n)]);
  });
  return { states, sums };
}

/** Σ over arrivals of S(ρ) − Σ_m p_m S(ρ_m) until each time: its mean over trajectories (those of `unravel`), with standard errors. */
function information(
  model: Model,
  process: ClickProcess,
  readings: readonly SparseReal[],
  { by, times, trajectories, seed }: AskedBooks,
): Pick<ArrivalBooks, "information" | "error"> {
  const [sums, squares] = [new Float64Array(times.length), new Float64Array(times.length)];
  const planned = planTrajectories(model, { by, axis: times, observables: [], lanes: 8, records: true });
  const scope = openScope();
  try {
    const bound = planned.bind(scope);
    for (let first = 0; first < trajectories; first += TOGETHER) {
      const count = Math.min(TOGETHER, trajectories - first);
      const seen = finish(bound.work(seed, first, count, new Float64Array(0), count, never)) as TrajectoryRecords;
      let from = 0;
      for (const length of seen.lengths) {
        const told = toldBy(
          process,
          readings,
          seen.numbers.subarray(from, from + length),
          seen.outcomes.subarray(from, from + length),
          times,
        );
        told.forEach((value, k) => {
          sums[k] += value;
          squares[k] += value * value;
        });
        from += length;
      }
    }
  } finally {
    scope.release();
  }
  const mean = Array.from(sums, (sum) => sum / trajectories);
  const error = mean.map((value, k) => Math.sqrt(Math.max(0, squares[k] / trajectories - value * value) / (trajectories - 1)));
  return { information: mean, error };
}

/** What the arrivals of one record tell, summed until each time; `readings` are its clicks before anything is done about them. */
function toldBy(
  process: ClickProcess,
  readings: readonly SparseReal[],
  arrivals: Float64Array,
  which: Int32Array,
  times: readonly number[],
): number[] {
  const { A, shift, clicks, trace, sector, space, n } = process;
  const x = process.start.slice();
  const after = new Float64Array(n);
  const aside = new Float64Array(sector.count);
  const uncertainty = (state: Float64Array, weight: number) =>
    entropy(sectorView(space, sector, normalisedCoordinates(process, state, weight, aside)));
  const out: number[] = [];
  let [sum, t] = [0, 0];
  arrivals.forEach((time, k) => {
    while (out.length < times.length && times[out.length] < time) out.push(sum);
    evolvePlain(A, shift, x, time - t);
    t = time;
    const weights = readings.map((map) => {
      apply(map, x, after);
      return readOf(trace, after);
    });
    const total = weights.reduce((all, weight) => all + weight, 0);
    sum += uncertainty(x, readOf(trace, x));
    readings.forEach((map, m) => {
      if (!(weights[m] > 0)) return;
      apply(map, x, after);
      sum -= (weights[m] / total) * uncertainty(after, weights[m]);
    });
    apply(clicks[which[k]], x, after);
    const weight = readOf(trace, after);
    for (let q = 0; q < n; q++) x[q] = after[q] / weight;
  });
  while (out.length < times.length) out.push(sum);
  return out;
}
