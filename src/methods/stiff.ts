/** Methods for generators that are stiff and change with time. */
import { finite, wrongValue } from "../errors.ts";
import { anything, checkOptions } from "../options.ts";
import { adaptive, aNumberAtAll, checkStepBounds } from "./adaptive.ts";

/** Exponentials of averaged generators. */
export interface Magnus {
  readonly kind: "magnus";
  readonly tolerance: number;
  readonly order: 2 | 4;
  readonly maxStep: number;
  readonly maxSteps: number;
}

/**
 * Step with exponentials of averages of the generator: the commutator-free Magnus method of order 4,
 *
 *   V = e^{h(a₂L₁ + a₁L₂)} e^{h(a₁L₁ + a₂L₂)},   L at (½ ∓ √3/6)h,   a₁ = ¼ + √3/6,  a₂ = ¼ − √3/6,
 *
 * or, with `order: 2`, the exponential midpoint rule. The error of a step is that between it and two of half its length; the nominal order
 * does not enter, which stiff equations do not reach. Where a₂ < 0 would turn a rate negative the midpoint rule takes the step.
 *
 * `tolerance`: accepted steps are that accurate relative to each coordinate, or to a hundredth of it absolutely. `maxStep` (time) bounds
 * the step; after `maxSteps` steps the run fails. Throws a RangeError when an option is out of range.
 * Source: S. Blanes, P. C. Moan, Appl. Numer. Math. 56, 1519 (2006).
 *
 * @example
 * run(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], method: magnus(), observables: ["sz"] }).observables.sz.at(-1); // 1
 */
export function magnus(options: Partial<Omit<Magnus, "kind">> = {}): Magnus {
  checkOptions<typeof options>("options", options, { tolerance: anything, order: anything, maxStep: aNumberAtAll, maxSteps: anything });
  const { tolerance = 1e-9, order = 4, maxStep = Number.POSITIVE_INFINITY, maxSteps = 1_000_000 } = options;
  finite("tolerance", tolerance, { above: 0, below: 1 });
  if (order !== 2 && order !== 4) throw wrongValue("order", "be 2 or 4", order);
  checkStepBounds(maxStep, maxSteps);
  return { kind: "magnus", tolerance, order, maxStep, maxSteps };
}

/** The implicit method of Radau. */
export interface Radau {
  readonly kind: "radau";
  readonly rtol: number;
  readonly atol: number;
  readonly firstStep: number | null;
  readonly maxStep: number;
  readonly maxSteps: number;
}

/**
 * Step with the implicit method Radau IIA of order 5 on the sector, whatever the stiffness: three stages, solved together.
 *
 * The error of a step is that between it and two of half its length. `rtol`, `atol`: as in `dormandPrince`; `firstStep` (time) is a guess
 * when left out; `maxStep` bounds the step; after `maxSteps` steps the run fails. Throws a RangeError when an option is out of range.
 * Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II (1996), Sec. IV.5, Table 5.6.
 *
 * @example
 * run(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], method: radau(), observables: ["sz"] }).observables.sz.at(-1); // 1
 */
export function radau(options: Partial<Omit<Radau, "kind">> = {}): Radau {
  return { kind: "radau", ...adaptive(options) };
}

const ROOT6 = Math.sqrt(6);

/** Radau IIA of order 5: stage i at c_i sees Σ_j a_ij of all slopes; the last stage is the step's result. */
export const RADAU_IIA = {
  c: [(4 - ROOT6) / 10, (4 + ROOT6) / 10, 1],
  a: [
    [(88 - 7 * ROOT6) / 360, (296 - 169 * ROOT6) / 1800, (-2 + 3 * ROOT6) / 225],
    [(296 + 169 * ROOT6) / 1800, (88 + 7 * ROOT6) / 360, (-2 - 3 * ROOT6) / 225],
    [(16 - ROOT6) / 36, (16 + ROOT6) / 36, 1 / 9],
  ],
} as const;

const ROOT3 = Math.sqrt(3);

/** The two nodes and weights of the commutator-free Magnus method of order 4. */
export const MAGNUS4 = {
  c: [1 / 2 - ROOT3 / 6, 1 / 2 + ROOT3 / 6],
  a: [1 / 4 + ROOT3 / 6, 1 / 4 - ROOT3 / 6],
} as const;
