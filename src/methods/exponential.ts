/** Methods that apply the exponential of the generator: exact between breakpoints, whatever the stiffness. */
import { finite, integer } from "../errors.ts";
import { anything, checkOptions } from "../options.ts";

/** The matrix exponential of the sector, once per distinct time step. */
export interface Exponential {
  readonly kind: "exponential";
}

/**
 * Step with the exact exponential e^{L Δt} of the generator on its sector.
 *
 * For sectors of up to some hundred coordinates and generators that are constant between breakpoints; costs one
 * exponential per distinct Δt and one product per saved time.
 */
export function exponential(): Exponential {
  return { kind: "exponential" };
}

/** The action of the exponential by Krylov subspaces. */
export interface Krylov {
  readonly kind: "krylov";
  readonly tolerance: number;
  readonly dimension: number;
}

/**
 * Step with e^{L Δt}ρ from Krylov subspaces, with an error estimate per substep.
 *
 * `tolerance`: bound on the estimated error relative to |ρ| over the whole stretch. `dimension`: largest subspace, from 4 to 100.
 * Source: R. B. Sidje, ACM Trans. Math. Softw. 24, 130 (1998).
 *
 * @example
 * run(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], method: krylov(), observables: ["sz"] }).observables.sz.at(-1); // 1
 */
export function krylov(options: Partial<Omit<Krylov, "kind">> = {}): Krylov {
  const checked = checkOptions<typeof options>("options", options, { tolerance: anything, dimension: anything });
  const { tolerance = 1e-10, dimension = 30 } = checked;
  finite("tolerance", tolerance, { above: 0, below: 1 });
  integer("dimension", dimension, 4, 100);
  return { kind: "krylov", tolerance, dimension };
}
