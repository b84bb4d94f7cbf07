/** Currents of a master equation: one jump's output beaten against a local oscillator: `homodyne(…)`, `heterodyne(…)`. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import { didYouMean, wrongValue } from "../../errors.ts";
import { aName, aNumber, checkOptions, type OptionChecks } from "../../options.ts";
import { checkedMeasurement } from "./checked-measurements.ts";

/** Options of `homodyne` and `heterodyne`. */
export interface CurrentOptions {
  /** Length of a step of the current; errors of means shrink with it to first order. */
  readonly dt: number;
  /** Fraction of the light that is seen, from 0 to 1; 1 unless given. */
  readonly efficiency?: number;
  /** Phase φ of the local oscillator: the current is √ξ⟨c e^{−iφ} + h.c.⟩ + noise. 0 unless given. */
  readonly phase?: number;
  /** The bath whose jump is measured; the only one unless given. */
  readonly bath?: string;
}

/** A measured current, checked. */
export interface Current {
  readonly kind: "current";
  readonly name: "homodyne" | "heterodyne";
  readonly dt: number;
  readonly efficiency: number;
  /** Phases and shares of the quadratures that are measured. */
  readonly quadratures: readonly { readonly phase: number; readonly share: number }[];
  readonly bath: string | null;
}

const checks: OptionChecks<CurrentOptions> = {
  dt: aNumber({ above: 0 }),
  efficiency: aNumber({ atLeast: 0, atMost: 1 }, "It is the fraction of the light that is seen."),
  phase: aNumber(),
  bath: aName,
};

const QUARTER = Math.PI / 2;

/**
 * Measure one quadrature of what a jump emits:  dY = √ξ⟨c e^{−iφ} + h.c.⟩dt + dW  with c = √γ L.
 * Throws a TypeError or RangeError for bad options.
 */
export function homodyne(options: CurrentOptions): Current {
  return current("homodyne", options, (phase) => [{ phase, share: 1 }]);
}

/** Measure both quadratures, each with half of the light: homodyne of c/√2 at φ and φ + π/2. Throws as `homodyne` does. */
export function heterodyne(options: CurrentOptions): Current {
  return current("heterodyne", options, (phase) => [
    { phase, share: 0.5 },
    { phase: phase + QUARTER, share: 0.5 },
  ]);
}

function current(name: Current["name"], options: CurrentOptions, quadratures: (phase: number) => Current["quadratures"]): Current {
  checkOptions<CurrentOptions>("options", options, checks, { required: ["dt"], remedy: `Write ${name}({ dt: 0.01 }).` });
  const { dt, efficiency = 1, phase = 0, bath = null } = options;
  return checkedMeasurement<Current>({ kind: "current", name, dt, efficiency, quadratures: quadratures(phase), bath });
}

/** The jump that is measured, and its rate. Throws where it is not one jump of constant rate. */
export function measuredJump({ dissipators, baths }: Generator, { bath }: Current): { readonly jump: Dissipator; readonly rate: number } {
  const own = bath === null ? dissipators : dissipators.filter((jump) => jump.bath === bath);
  const names = Object.keys(baths);
  if (bath !== null && own.length === 0) throw wrongValue("by.bath", "name the bath of a jump", bath, didYouMean(bath, names));
  if (own.length !== 1) {
    const but = `there are ${own.length}`;
    throw wrongValue(bath === null ? "by" : "by.bath", "leave one jump to be measured", null, "Name its bath, one for each jump.", but);
  }
  const [jump] = own;
  if (isTimeFunction(jump.rate) || jump.rate < 0 || jump.left !== jump.right)
    throw wrongValue("model", "have a Lindblad jump of constant rate ≥ 0 to be measured", null, "", `that of "${jump.bath}" is not`);
  return { jump, rate: jump.rate };
}
