/** The explicit methods: classical Runge–Kutta with a fixed step, Dormand–Prince 5(4) with step control. */
import { finite } from "../errors.ts";
import { anything, checkOptions } from "../options.ts";
import { adaptive } from "./adaptive.ts";
import { tableau } from "./tableau.ts";

/** W. Kutta (1901): the classical method of order 4. */
export const RK4 = /* @__PURE__ */ tableau({
  name: "rk4",
  order: 4,
  c: [0, 1 / 2, 1 / 2, 1],
  a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  b: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
});

const DP_A = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
const DP_B = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0];
/** The quintic part of the continuous weights, d_i θ²(1 − θ)². */
const DP_D = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];

/**
 * J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6, 19 (1980), with the continuous extension of order 4 of
 * E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), Sec. II.6 and code DOPRI5:
 *
 *   b_i(θ) = θ² (3 − 2θ) b_i + θ (1 − θ)² δ_i1 − θ² (1 − θ) δ_i7 + θ² (1 − θ)² d_i
 */
export const DORMAND_PRINCE = /* @__PURE__ */ tableau({
  name: "dormandPrince",
  order: 5,
  c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  a: DP_A,
  b: DP_B,
  embedded: { order: 4, b: [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40] },
  dense: {
    order: 4,
    b: DP_B.map((b, i) => {
      const first = i === 0 ? 1 : 0;
      const last = i === 6 ? 1 : 0;
      return [first, 3 * b - 2 * first - last + DP_D[i], -2 * b + first + last - 2 * DP_D[i], DP_D[i]];
    }),
  },
});

/** Classical Runge–Kutta with the fixed step `dt`. */
export interface Rk4 {
  readonly kind: "rk4";
  readonly dt: number;
}

/**
 * Step with the classical Runge–Kutta method of order 4.
 *
 * `dt` (time, > 0) is the largest step: each stretch between saved times and breakpoints is cut into equal steps of at
 * most `dt`. Throws a RangeError when `dt` is not > 0.
 *
 * @example
 * run(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], method: rk4({ dt: 0.01 }), observables: ["sz"] }).observables.sz.at(-1); // 1
 */
export function rk4(options: { dt: number }): Rk4 {
  const { dt } = checkOptions<typeof options>("options", options, { dt: anything }, { remedy: "Write rk4({ dt: 0.01 })." });
  return { kind: "rk4", dt: finite("dt", dt, { above: 0 }) };
}

/** Dormand–Prince 5(4) with step control. */
export interface DormandPrince {
  readonly kind: "dormandPrince";
  readonly rtol: number;
  readonly atol: number;
  readonly firstStep: number | null;
  readonly maxStep: number;
  readonly maxSteps: number;
}

/**
 * Step with Dormand–Prince 5(4), proportional–integral control of the step, and dense output at saved times.
 *
 * `rtol`, `atol`: an accepted step has an estimated error ≤ atol + rtol·|ρ| in the root mean square over the elements.
 * `firstStep` (time) is found when left out; `maxStep` bounds the step; after `maxSteps` steps the run fails.
 * Throws a RangeError when a tolerance is negative or both are 0.
 *
 * @example
 * run(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], method: dormandPrince(), observables: ["sz"] }).observables.sz.at(-1); // 1
 */
export function dormandPrince(options: Partial<Omit<DormandPrince, "kind">> = {}): DormandPrince {
  return { kind: "dormandPrince", ...adaptive(options) };
}
