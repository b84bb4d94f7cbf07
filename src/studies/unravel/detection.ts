/** What is seen of the jumps of a master equation: `jumps(…)`. */
import type { ClickFeedback, Detection } from "../../dynamics/measurements.ts";
import { finite, wrongKind, wrongValue } from "../../errors.ts";
import { anything, type Check, checkOptions, names, type OptionChecks } from "../../options.ts";
import { checkedMeasurement, isChecked } from "./checked-measurements.ts";
import { compiledFeedback, type FeedbackRule, type GivenFeedback } from "./feedback.ts";

/** Options of `jumps`. */
export interface DetectionOptions {
  /** Fraction of jumps that is seen, from 0 to 1; one for all detectors, or by name. 1 unless given. */
  readonly efficiency?: number | Readonly<Record<string, number>>;
  /** Rate of clicks that no jump causes; one for all detectors, or by name. 0 unless given. */
  readonly dark?: number | Readonly<Record<string, number>>;
  /**
   * What is done after clicks: operations (a unitary, or Kraus operators) by the detector that clicked, at once; or `recordRule(…)`, whose
   * parameters hold until the next click of one of `detectors`.
   */
  readonly feedback?: GivenFeedback;
  /** The detectors that a `recordRule` is told of: its outcomes. Others change nothing. */
  readonly detectors?: readonly string[];
}

const between =
  (bounds: { atLeast: number; atMost?: number }, remedy: string): Check =>
  (argument, value) => {
    if (typeof value === "number") finite(argument, value, bounds, remedy);
    else if (typeof value !== "object" || value === null || Array.isArray(value))
      throw wrongKind(argument, "be a number, or one by detector", value);
    else for (const [name, one] of Object.entries(value)) finite(`${argument}.${name}`, one, bounds, remedy);
  };

const checks: OptionChecks<DetectionOptions> = {
  efficiency: between({ atLeast: 0, atMost: 1 }, "It is the fraction of jumps that is seen."),
  dark: between({ atLeast: 0 }, "It is a rate of clicks."),
  feedback: anything,
  detectors: names,
};

/**
 * Watch every jump of a master equation. Each jump has a detector: it is called as the jump's bath, with a number where a bath has several.
 * Feedback acts after each click, dark ones included: with unitaries after perfect detectors the mean over records is the master equation
 * with jumps U L in place of L; a fraction ξ that is seen counts as a jump of its own, ξγ of U L beside (1 − ξ)γ of L.
 *
 * Throws a RangeError for efficiencies outside [0, 1], negative rates, operations whose K†K do not add up to 1, and rules on the conditional state.
 * Source: H. M. Wiseman, Phys. Rev. A 49, 2133 (1994).
 *
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * (await unravel(atom, { by: jumps({ efficiency: 0.8 }), until: 1, trajectories: 64, observables: ["sz"] })).trajectories; // 64
 */
export function jumps(options: DetectionOptions = {}): Detection {
  checkOptions<DetectionOptions>("options", options, checks, { remedy: "Write jumps({ efficiency: 0.8 })." });
  const own = <T>(given: T): T => (typeof given === "object" ? Object.freeze({ ...given }) : given);
  const feedback = feedbackOf(options);
  return checkedMeasurement<Detection>({ kind: "jumps", efficiency: own(options.efficiency ?? 1), dark: own(options.dark ?? 0), feedback });
}

function feedbackOf({ feedback, detectors }: DetectionOptions): ClickFeedback | null {
  if (feedback === undefined) {
    if (detectors === undefined) return null;
    throw wrongValue("detectors", "be left out where there is no `feedback`", detectors);
  }
  const rule = isChecked(feedback) ? (feedback as FeedbackRule).kind : null;
  if (rule === "state")
    throw wrongValue(
      "feedback",
      "decide by clicks",
      null,
      "Write recordRule({ decide }), or operations by detector.",
      "it is a rule on the state",
    );
  if (rule === "record" && detectors === undefined)
    throw wrongValue(
      "detectors",
      "name the detectors that the rule is told of",
      undefined,
      'Write jumps({ detectors: ["light"], feedback }).',
    );
  const known = detectors ?? (typeof feedback === "object" && feedback !== null ? Object.keys(feedback) : []);
  const compiled = compiledFeedback(feedback, known);
  if (compiled === null) throw wrongValue("feedback", "name a detector", null, "Write { light: sigmaX(atom) }.", "it names none");
  return { ...compiled, detectors: [...known] };
}
