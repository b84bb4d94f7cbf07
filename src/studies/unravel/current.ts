/** Currents of a master equation: one jump's output beaten against a local oscillator: `homodyne(…)`, `heterodyne(…)`. */
import type { Current } from "../../dynamics/measurements.ts";
import { aBoolean, aName, aNumber, checkOptions, type OptionChecks } from "../../options.ts";
import { checkedMeasurement } from "./checked-measurements.ts";

/** Options of `homodyne` and `heterodyne`. */
export interface CurrentOptions {
  /** Length of the steps, or bins, of the current. */
  readonly dt: number;
  /** Fraction of the light that is seen, from 0 to 1; 1 unless given. */
  readonly efficiency?: number;
  /** Phase φ of the local oscillator: the current is √ξ⟨c e^{−iφ} + h.c.⟩ + noise. 0 unless given. */
  readonly phase?: number;
  /** The bath whose jump is measured; the only one unless given. */
  readonly bath?: string;
  /**
   * True: states given the currents in bins, without error of the step (what happens within a bin is unread). False: positive steps of
   * second order in dt, which keep pure states pure where all light is seen. Left out: such steps where nothing is lost (efficiency 1, no
   * other jump, a pure start), else bins where few coordinates live, up to about 40.
   */
  readonly exact?: boolean;
}

const checks: OptionChecks<CurrentOptions> = {
  dt: aNumber({ above: 0 }),
  efficiency: aNumber({ atLeast: 0, atMost: 1 }, "It is the fraction of the light that is seen."),
  phase: aNumber(),
  bath: aName,
  exact: aBoolean,
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
  const { dt, efficiency = 1, phase = 0, bath = null, exact = null } = options;
  return checkedMeasurement<Current>({ kind: "current", name, dt, efficiency, quadratures: quadratures(phase), bath, exact });
}
