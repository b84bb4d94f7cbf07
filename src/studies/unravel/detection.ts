/** What is seen of the jumps of a master equation: `jumps(…)`. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import { didYouMean, finite, wrongKind, wrongValue } from "../../errors.ts";
import { type Check, checkOptions, type OptionChecks } from "../../options.ts";
import { checkedMeasurement } from "./checked-measurements.ts";

/** Options of `jumps`. */
export interface DetectionOptions {
  /** Fraction of jumps that is seen, from 0 to 1; one for all detectors, or by name. 1 unless given. */
  readonly efficiency?: number | Readonly<Record<string, number>>;
  /** Rate of clicks that no jump causes; one for all detectors, or by name. 0 unless given. */
  readonly dark?: number | Readonly<Record<string, number>>;
}

/** Detectors of jumps, checked. */
export interface Detection {
  readonly kind: "jumps";
  readonly efficiency: number | Readonly<Record<string, number>>;
  readonly dark: number | Readonly<Record<string, number>>;
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
};

/**
 * Watch every jump of a master equation. Each jump has a detector: it is called as the jump's bath, with a number where a bath has several.
 * Throws a RangeError for efficiencies outside [0, 1] and negative rates.
 *
 * @example
 * unravel(model, { by: jumps({ efficiency: 0.8 }), until: 10, trajectories: 1000 });
 */
export function jumps(options: DetectionOptions = {}): Detection {
  checkOptions<DetectionOptions>("options", options, checks, { remedy: "Write jumps({ efficiency: 0.8 })." });
  const own = <T>(given: T): T => (typeof given === "object" ? Object.freeze({ ...given }) : given);
  return checkedMeasurement<Detection>({ kind: "jumps", efficiency: own(options.efficiency ?? 1), dark: own(options.dark ?? 0) });
}

/** One jump with its detector. */
export interface Detector {
  readonly name: string;
  readonly jump: Dissipator;
  readonly rate: number;
  readonly efficiency: number;
  readonly dark: number;
}

/** The detectors of a master equation. Throws where its jumps cannot be watched one by one. */
export function detectorsOf(generator: Generator, { efficiency, dark }: Detection): readonly Detector[] {
  const { dissipators } = generator;
  if (dissipators.length === 0) throw wrongValue("model", "have jumps to be watched", null, "", "it has no dissipators");
  const names = dissipators.map((jump, k) => {
    const same = dissipators.filter(({ bath }) => bath === jump.bath);
    return same.length === 1 ? jump.bath : `${jump.bath}${dissipators.slice(0, k + 1).filter(({ bath }) => bath === jump.bath).length}`;
  });
  for (const [argument, given] of Object.entries({ efficiency, dark })) {
    if (typeof given === "number") continue;
    for (const name of Object.keys(given))
      if (!names.includes(name)) throw wrongValue(`by.${argument}`, "name detectors", name, didYouMean(name, names));
  }
  const at = (given: number | Readonly<Record<string, number>>, name: string, otherwise: number) =>
    typeof given === "number" ? given : (given[name] ?? otherwise);
  return dissipators.map((jump, k) => {
    const { rate, left, right, bath } = jump;
    if (isTimeFunction(rate) || rate < 0)
      throw wrongValue("model", "have constant rates ≥ 0 for its jumps to be watched", null, "", `those of "${bath}" are not`);
    if (left !== right)
      throw wrongValue("model", "be in Lindblad form for its jumps to be watched", null, "", `bath "${bath}" mixes two jump operators`);
    return { name: names[k], jump, rate, efficiency: at(efficiency, names[k], 1), dark: at(dark, names[k], 0) };
  });
}
