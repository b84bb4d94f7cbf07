/**
 * Books of a stream whose units are read and whose record is acted upon: heat, work of the feedback, entropy, and what the record tells.
 *
 *   I = Σ over readings of S(ρ) − Σ_m p_m S(ρ_m),    Σ = S(ρ̄) − S(ρ₀) − Σ_b β_b Q_b  with ρ̄ the mean over records
 *
 * over the baths whose units are not read. Where every reading is efficient (one Kraus operator for each outcome), Σ + I ≥ 0.
 * Source: T. Sagawa, M. Ueda, PRL 100, 080403 (2008).
 */
import { type StreamElement, streamElements } from "../../dynamics/channel.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { heisenbergOfUnit } from "../../dynamics/instrument.ts";
import { unitState } from "../../dynamics/joint.ts";
import type { Reading } from "../../dynamics/measurements.ts";
import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { entropy } from "../../observables/entropy.ts";
import { meanValue } from "../../observables/variance.ts";
import type { Operator } from "../../operators/operator.ts";
import { aNumber, anInteger, anything, checkOptions, type OptionChecks } from "../../options.ts";
import { arrivalsOf } from "../../plan/trajectories/clicking-equation.ts";
import { collisionsOf, type ReadingProcess, readingProcess } from "../../plan/trajectories/reading-process.ts";
import { variantsOf } from "../../plan/trajectories/variants.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import { functionalOf } from "../../sectors/matrix-group.ts";
import { sectorView } from "../../sectors/sector-view.ts";
import { anOperator, startedFrom } from "../../solvers/start-of-correlations.ts";
import { savedTimes, type TimeAxis } from "../../solvers/time-axis.ts";
import { besideArrivals } from "../counting/counts.ts";
import { systemEnergy } from "../counting/starts-and-ends.ts";
import { type AskedBooks, booksOfArrivals } from "./arrivals-ledger.ts";
import { type Books, booksOfRecords } from "./books-of-records.ts";
import { whyInefficient } from "./efficient-readings.ts";
import { aReading } from "./readings.ts";

/** Options of `recordLedger`. */
export interface RecordLedgerOptions {
  readonly by: Reading;
  /** Collisions of a stream. */
  readonly steps?: number;
  /** Of units that arrive at random times: how long they are read, and where sums are shown (a hundred places unless said), or the times. */
  readonly until?: number;
  readonly saveEvery?: number;
  readonly times?: readonly number[];
  /** Trajectories that are drawn where there are too many records to list all; 1000 unless given. */
  readonly trajectories?: number;
  readonly seed?: number;
  readonly initial?: Operator;
}

/** Sums since the start, after each collision or until each time, from 0. Energy into the system is positive. */
export interface RecordLedger {
  readonly axis: { readonly name: "collision" | "time"; readonly values: readonly number[] };
  /** All records were listed; else they were drawn, and what is nonlinear or of a filter has errors (at random times `I` alone). */
  readonly exact: boolean;
  /** Energy that the units of each bath have given, and what acts beside arrivals. */
  readonly Q: Readonly<Record<string, readonly number[]>>;
  /** Energy that the operations of the feedback have given: Σ Tr H(Fρ − ρ). */
  readonly W_feedback: readonly number[];
  /** Energy of switching the collisions on and off: ΔE less all heat and the work of the feedback. */
  readonly W: readonly number[];
  readonly dE: readonly number[];
  /** Entropy production ΔS − Σ β Q of the baths whose units are not read (a meter is no bath); null where one has no temperature. */
  readonly Sigma: readonly number[] | null;
  /** What the readings have told, in nats, with its standard error. */
  readonly I: readonly number[];
  readonly errorOfI: readonly number[];
  /** Σ + I, where it must not be negative: its smallest value; null with the reason where no bound is claimed. */
  readonly bound: { readonly smallest: number; readonly holds: boolean } | null;
  readonly reason: string | null;
}

const checks: OptionChecks<RecordLedgerOptions> = {
  by: aReading,
  steps: anInteger(0, 100_000),
  until: aNumber({ above: 0 }),
  saveEvery: aNumber({ above: 0 }),
  times: anything,
  trajectories: anInteger(2, 10_000_000),
  seed: anInteger(0),
  initial: anOperator,
};

/**
 * Keep the books of a stream whose units are read: exactly over all records where they are at most 20 000, else over drawn ones (those of
 * `unravel` with the same seed). Throws TypeError or RangeError for bad options.
 *
 * @example
 * const { Sigma, I, W_feedback, bound } = recordLedger(demon, { by, steps: 20 });
 */
export function recordLedger(model: Model, options: RecordLedgerOptions): RecordLedger {
  requireRunnable(model);
  const { dynamics } = model;
  const atRandom = dynamics.kind === "generator" && dynamics.arrivals !== undefined;
  const remedy = atRandom ? "Write { by, until: 20 }." : "Write { by, steps: 20 }.";
  checkOptions<RecordLedgerOptions>("options", options, checks, { required: atRandom ? ["by"] : ["by", "steps"], remedy });
  const { by, steps = 0, until, saveEvery, times, trajectories = 1000, seed = 0 } = options;
  const other = (atRandom ? (["steps"] as const) : (["until", "saveEvery", "times"] as const)).find((name) => options[name] !== undefined);
  if (other !== undefined) {
    const beside = atRandom ? "where units arrive at random times" : "for a stream, whose collisions are counted";
    throw wrongValue(other, `be left out ${beside}`, null, remedy, "it is given");
  }
  const started = startedFrom(model, options.initial);
  if (atRandom) return ledgerOfArrivals(started, { by, times: savedTimes({ until, saveEvery, times } as TimeAxis), trajectories, seed });
  const process = readingProcess(started, by, steps);
  const { variants, variantOf } = variantsOf(started, by.feedback);
  const streams = variants.map((variant) => streamElements(collisionsOf(variant), Math.max(steps, 1)).elements);
  const H = systemEnergy(started);
  const energy = functional(process, H);
  const baths = [...new Set(streams.flat(2).map(({ collision }) => collision.bath))];
  const heats = streams.map((elements) => elements.map((element) => baths.map((bath) => heatOf(process, element, bath))));
  const books = booksOfRecords(
    process,
    {
      books: baths.length,
      heat: (kind, memory) => heats[variantOf(memory)][kind],
      work: (map) => functionalOf(process.maps[map], energy).map((value, q) => value - energy[q]),
      entropy: (x) => entropy(sectorView(process.space, process.sector, x)),
    },
    { steps, trajectories, seed },
  );
  return ledgerOf(books, { process, energy, baths, streams, by, idles: started.dynamics.kind === "collisions" && idleWarms(started) });
}

interface Parts {
  readonly process: ReadingProcess;
  readonly energy: Float64Array;
  readonly baths: readonly string[];
  readonly streams: readonly (readonly StreamElement[])[];
  readonly by: Reading;
  readonly idles: boolean;
}

function ledgerOf(books: Books, { process, energy, baths, streams, by, idles }: Parts): RecordLedger {
  const { exact, states, heat, work, information, error } = books;
  const energies = states.map((x) => energy.reduce((sum, f, q) => sum + f * x[q], 0));
  const dE = energies.map((value) => value - energies[0]);
  const Q = Object.fromEntries(baths.map((bath, b) => [bath, heat.map((row) => row[b])]));
  const W = dE.map((value, k) => value - heat[k].reduce((sum, q) => sum + q, 0) - work[k]);
  const betas = baths.map((bath) => betaOf(streams, bath, by));
  const missing = baths.filter((_, b) => betas[b] === null);
  const entropies = states.map((x) => entropy(sectorView(process.space, process.sector, x)));
  const Sigma =
    missing.length > 0 || idles
      ? null
      : entropies.map((S, k) => S - entropies[0] - heat[k].reduce((sum, q, b) => sum + (betas[b] as number) * q, 0));
  const inefficient = whyInefficient(process.space, streams.flat(), by);
  const reason =
    Sigma === null
      ? idles
        ? "what dissipates between collisions has no books"
        : `bath ${missing[0]} has no finite temperature`
      : inefficient;
  const sums = Sigma?.map((value, k) => value + information[k]) ?? [];
  const smallest = sums.reduce((a, b) => Math.min(a, b), 0);
  const slack = exact ? 1e-10 : 4 * error.reduce((a, b) => Math.max(a, b), 0) + 1e-10;
  return {
    axis: { name: "collision", values: states.map((_, k) => k) },
    exact,
    Q,
    W_feedback: work,
    W,
    dE,
    Sigma,
    I: information,
    errorOfI: error,
    bound: reason === null ? { smallest, holds: smallest >= -slack } : null,
    reason,
  };
}

/** The ledger of units that arrive at random times. */
function ledgerOfArrivals(model: Model, asked: Omit<AskedBooks, "baths" | "energy">): RecordLedger {
  const { by, times } = asked;
  const { variants } = variantsOf(model, by.feedback);
  const generators = variants.map(({ dynamics }) => dynamics as Generator);
  const elements = generators.map(arrivalsOf).map((list) => list.map(({ collision, rate }) => ({ probability: rate, collision })));
  const beside = generators.flatMap((generator) => besideArrivals(generator).dissipators);
  const baths = [...new Set([...elements.flat().map(({ collision }) => collision.bath), ...beside.map(({ bath }) => bath)])];
  const books = booksOfArrivals(model, { ...asked, baths, energy: systemEnergy(model) });
  const { heat, work, energies, information, error } = books;
  const dE = energies.map((value) => value - energies[0]);
  const betas = baths.map((bath) => betaOfArrivals(generators, [elements], bath, by));
  const missing = baths.find((_, b) => betas[b] === null);
  const entropies = books.states.map((x) => entropy(sectorView(model.dynamics.system, books.sector, x)));
  const Sigma =
    missing === undefined
      ? entropies.map((S, k) => S - entropies[0] - heat[k].reduce((sum, q, b) => sum + (betas[b] as number) * q, 0))
      : null;
  const isRead = ({ collision }: StreamElement[number]) => by.units === null || collision.bath === by.units;
  const reason =
    missing !== undefined
      ? `bath ${missing} has no finite temperature`
      : beside.length > 0
        ? "what acts beside the arrivals need not obey the second law by itself"
        : whyInefficient(
            model.dynamics.system,
            elements.map((list) => list.filter(isRead)).filter((list) => list.length > 0),
            by,
          );
  const smallest = (Sigma ?? []).reduce((low, value, k) => Math.min(low, value + information[k]), 0);
  const slack = 4 * error.reduce((a, b) => Math.max(a, b), 0) + 1e-10;
  return {
    axis: { name: "time", values: times },
    exact: false,
    Q: Object.fromEntries(baths.map((bath, b) => [bath, heat.map((row) => row[b])])),
    W_feedback: work,
    W: dE.map((value, k) => value - heat[k].reduce((sum, q) => sum + q, 0) - work[k]),
    dE,
    Sigma,
    I: information,
    errorOfI: error,
    bound: reason === null ? { smallest, holds: smallest >= -slack } : null,
    reason,
  };
}

/** The β of a bath of arrivals, as of a stream; of one that acts beside them its own. */
function betaOfArrivals(
  generators: readonly Generator[],
  streams: readonly (readonly StreamElement[])[],
  bath: string,
  by: Reading,
): number | null {
  const units = streams.flat(2).some(({ collision }) => collision.bath === bath) ? [betaOf(streams, bath, by)] : [];
  const own = generators.flatMap((generator) => {
    const { dissipators, baths } = besideArrivals(generator);
    return dissipators.some((jump) => jump.bath === bath) ? [baths[bath]?.beta ?? null] : [];
  });
  const all = [...new Set([...units, ...own])];
  return all.length === 1 ? all[0] : null;
}

function functional({ sector }: ReadingProcess, A: Operator): Float64Array {
  return denseFunctional(expectationFunctionals(sector, A).re, sector.count);
}

/** Energy that units of a bath give in a collision, as a functional of the state before it: Tr H_E η − ⟨H_E after⟩. */
function heatOf(process: ReadingProcess, element: StreamElement, bath: string): Float64Array {
  const sum = new Float64Array(process.sector.count);
  for (const { probability, collision } of element) {
    if (collision.bath !== bath || !collision.HE) continue;
    const brought = meanValue(unitState(collision.state), collision.HE)[0];
    const taken = functional(process, heisenbergOfUnit(process.space, [{ probability: 1, collision }], collision.HE));
    for (let q = 0; q < sum.length; q++) sum[q] += probability * (brought * process.trace[q] - taken[q]);
  }
  return sum;
}

/** The β of a bath; 0 where its units have no energy to exchange or are read; null where it has no finite one. */
function betaOf(streams: readonly (readonly StreamElement[])[], bath: string, { units }: Reading): number | null {
  const own = streams.flat(2).filter(({ collision }) => collision.bath === bath);
  if (units === bath || units === null) return 0;
  const betas = [...new Set(own.map(({ collision }) => (collision.HE ? collision.beta : 0)))];
  return betas.length === 1 && betas[0] !== null && Number.isFinite(betas[0]) ? betas[0] : null;
}

function idleWarms({ dynamics }: Model): boolean {
  return dynamics.kind === "collisions" && (dynamics.idle?.generator.dissipators.length ?? 0) > 0 && dynamics.idle?.duration !== 0;
}
