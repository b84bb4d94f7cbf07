/** What is read of the units that leave a stream, and what is done about it: `measured(…)`. */
import type { Reading } from "../../dynamics/measurements.ts";
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import { eigvalsh } from "../../numerics/eigen.ts";
import { dag, identity, plus, requireHermitian, scale, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { aName, aNumber, anything, checkOptions, listOf, names, type OptionChecks } from "../../options.ts";
import { anOperator } from "../../solvers/start-of-correlations.ts";
import { spectralPieces } from "../counting/spectral-basis.ts";
import { checkedMeasurement, isChecked } from "./checked-measurements.ts";
import { compiledFeedback, type GivenFeedback, requireWhole } from "./feedback.ts";

/** Outcomes of a reading at most: a record keeps each one in 16 bits. */
const MOST_OUTCOMES = 1000;

/** How far Σ_m E_m may be from 1. */
const COMPLETE = 1e-10;

/** Options of `measured`: one of `observable`, `outcomes` and `instrument`. */
export interface ReadingOptions {
  /** Projective: onto whole eigenspaces of an operator on the unit, outcomes from the lowest eigenvalue up. */
  readonly observable?: Operator;
  /** A POVM on the unit: operators E_m ≥ 0 that add up to 1. */
  readonly outcomes?: readonly Operator[];
  /** An instrument on the unit: Kraus operators of each outcome. The unit leaves, so that Σ K†K is all that the system knows of it. */
  readonly instrument?: readonly (readonly Operator[])[];
  /** A word for each outcome; "0", "1", … unless given. */
  readonly names?: readonly string[];
  /** `confusion[m][r]`: probability that outcome m is noted as outcome r. Rows add up to 1. */
  readonly confusion?: readonly (readonly number[])[];
  /** Probability that a unit is read at all, 1 unless given: below 1 there is one more outcome, `unread`. */
  readonly efficiency?: number;
  /** The bath whose units are read; all units unless given. */
  readonly units?: string;
  /**
   * What is done about the record: `recordRule(…)` or `stateRule(…)`, or simply operations (a unitary, or Kraus operators) after the outcomes
   * that are named.
   */
  readonly feedback?: GivenFeedback;
}

const checks: OptionChecks<ReadingOptions> = {
  observable: anOperator,
  outcomes: listOf("operators", anOperator),
  instrument: listOf("lists of operators", listOf("operators", anOperator)),
  names,
  confusion: anything,
  efficiency: aNumber({ atLeast: 0, atMost: 1 }, "It is the fraction of units that is read."),
  units: aName,
  feedback: anything,
};

/**
 * Read every unit that leaves the stream: an observable, a POVM, or an instrument, with misreadings and losses.
 *
 *   𝓜_m ρ = F_m Tr_E[(1 ⊗ E_m) W(ρ ⊗ η)W†],   p_m = Tr 𝓜_m ρ
 *
 * Throws a TypeError or RangeError for operators that are not Hermitian, not positive, or do not add up to 1 (by how much is said).
 *
 * @example
 * const [S, unit] = [qubit("S"), qubit("unit")];
 * const exchange = [[sigmaPlus(S), sigmaMinus(unit)], [sigmaMinus(S), sigmaPlus(unit)]];
 * const units = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: 1 };
 * const model = collisionModel({ HS: qubitHamiltonian(S, 1), units, tau: 0.3, initial: [0, 1] });
 * const by = measured({ observable: sigmaZ(unit), efficiency: 0.9 });
 * (await unravel(model, { by, steps: 10, trajectories: 64, observables: ["sz"] })).trajectories; // 64
 */
export function measured(options: ReadingOptions): Reading {
  checkOptions<ReadingOptions>("options", options, checks, { remedy: "Write measured({ observable: sigmaZ(unit) })." });
  const { confusion, efficiency = 1, units = null } = options;
  const exact = effectsOf(options);
  const labels = options.names ?? exact.map((_, m) => String(m));
  if (labels.length !== exact.length)
    throw wrongValue("names", `name each of ${exact.length} outcomes`, null, "", `there are ${labels.length} names`);
  const noted = confusion === undefined ? exact : confused(exact, confusion);
  const lossy = efficiency < 1;
  if (lossy && labels.includes("unread")) throw wrongValue("names", "leave `unread` to units that are not read", "unread");
  const effects = lossy ? [...noted.map((E) => scale(E, efficiency)), scale(identity(exact[0].space), 1 - efficiency)] : noted;
  const all = lossy ? [...labels, "unread"] : labels;
  return checkedMeasurement<Reading>({ kind: "measured", names: all, effects, units, feedback: compiledFeedback(options.feedback, all) });
}

/** Checks that `by` is a reading. */
export function aReading(argument: string, value: unknown): void {
  if (!isChecked(value) || (value as Reading).kind !== "measured")
    throw wrongKind(argument, "be a reading of units", value, "Write measured({ observable }).");
}

function effectsOf({ observable, outcomes, instrument }: ReadingOptions): readonly Operator[] {
  const given = [observable, outcomes, instrument].filter((way) => way !== undefined).length;
  if (given !== 1)
    throw wrongValue(
      "options",
      "have one of `observable`, `outcomes` and `instrument`",
      null,
      "",
      given === 0 ? "none is given" : "more are given",
    );
  if (observable) return spectralPieces(requireHermitian("observable", observable)).map(({ projector }) => projector);
  const argument = outcomes ? "outcomes" : "instrument";
  const count = (outcomes ?? instrument ?? []).length;
  if (count === 0 || count > MOST_OUTCOMES)
    throw wrongValue(argument, `hold from 1 to ${MOST_OUTCOMES} outcomes`, null, "", `there are ${count}`);
  const effects = outcomes ?? (instrument as readonly (readonly Operator[])[]).map(effectOfKraus);
  effects.forEach((E, m) => {
    if (!E.space.equals(effects[0].space))
      throw wrongValue(`${argument}[${m}]`, `act on ${effects[0].space} as the first one does`, null, "", `it acts on ${E.space}`);
    requireHermitian(`${argument}[${m}]`, E);
    const least = eigvalsh(E.toMatrix()).reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
    if (least < -COMPLETE) throw wrongValue(`${argument}[${m}]`, "have no negative eigenvalue", null, "", `its lowest one is ${least}`);
  });
  requireWhole(argument, plus(...effects), "operators of all outcomes");
  return effects;
}

function effectOfKraus(kraus: readonly Operator[], m: number): Operator {
  if (kraus.length === 0) throw wrongValue(`instrument[${m}]`, "hold at least one operator", null, "", "it is empty");
  return plus(...kraus.map((K) => times(dag(K), K)));
}

function confused(exact: readonly Operator[], confusion: unknown): readonly Operator[] {
  const argument = "confusion";
  if (!Array.isArray(confusion)) throw wrongKind(argument, "be a list of rows, one for each outcome", confusion);
  const n = exact.length;
  if (confusion.length !== n) throw wrongValue(argument, `have a row for each of ${n} outcomes`, null, "", `it has ${confusion.length}`);
  // holes of a list are looked at too
  Array.from(confusion).forEach((row: unknown, m) => {
    if (!Array.isArray(row) || row.length !== n) throw wrongKind(`${argument}[${m}]`, `be a list of ${n} probabilities`, row);
    const sum = Array.from(row).reduce(
      (total: number, p: unknown, r) => total + finite(`${argument}[${m}][${r}]`, p, { atLeast: 0, atMost: 1 }),
      0,
    );
    if (Math.abs(sum - 1) > COMPLETE) throw wrongValue(`${argument}[${m}]`, "add up to 1", null, "", `its sum is ${sum}`);
  });
  const rows = confusion as readonly (readonly number[])[];
  return exact.map((_, r) => plus(...exact.map((E, m) => scale(E, rows[m][r]))));
}
