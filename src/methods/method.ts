/** How to step in time: a method is a value with its own options. */
import { finite } from "../errors.ts";
import { anything, checkOptions } from "../options.ts";
import { type Exponential, exponential, type Krylov, krylov } from "./exponential.ts";
import { type DormandPrince, dormandPrince, type Rk4, rk4 } from "./rungekutta.ts";
import { type Magnus, magnus, type Radau, radau } from "./stiff.ts";

export { exponential, krylov } from "./exponential.ts";
export { dormandPrince, rk4 } from "./rungekutta.ts";
export { magnus, radau } from "./stiff.ts";

/** Let the plan choose. */
export interface Auto {
  readonly kind: "auto";
  readonly rtol: number;
  readonly atol: number;
}

/** Every way to step. */
export type Method = Auto | Rk4 | DormandPrince | Exponential | Krylov | Magnus | Radau;

/**
 * Let the plan choose the method: exact exponentials for small sectors whose coefficients are constant between breakpoints,
 * Dormand–Prince else, and exponentials or Radau IIA when it turns out stiff (reported as a warning of the run).
 *
 * `rtol`, `atol`: wanted accuracy, as in `dormandPrince`.
 *
 * @example
 * run(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], method: auto(), observables: ["sz"] }).observables.sz.at(-1); // 1
 */
export function auto(options: Partial<Omit<Auto, "kind">> = {}): Auto {
  const { rtol = 1e-9, atol = 1e-11 } = checkOptions<typeof options>("options", options, { rtol: anything, atol: anything });
  return { kind: "auto", rtol: finite("rtol", rtol, { above: 0, below: 1 }), atol: finite("atol", atol, { atLeast: 0 }) };
}

/** Every method by its kind. */
export const METHODS: Readonly<Record<Method["kind"], (options: never) => Method>> = {
  auto,
  rk4,
  dormandPrince,
  exponential,
  krylov,
  magnus,
  radau,
};
