import { exp, expm1, log } from "../numerics/scalar.ts";

/** What the size of the ladder depends on. */
export interface LadderScales {
  readonly B1: number;
  readonly B2: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly betar: number;
  /** Spontaneous emission rates of the two qubits into their baths. */
  readonly rate1: number;
  readonly rate2: number;
  readonly lam: number;
  readonly gamma: number;
  readonly I: number;
  /** Lowest and highest rung of the start. */
  readonly low: number;
  readonly high: number;
}

/** Weight below which a rung is left out, relative to the most occupied one; squared rungs weigh in. */
const NEGLIGIBLE = 1e-17;
/** Widest ladder that is chosen by itself. */
const WIDEST = 400;

/**
 * Choose the rungs l_min … l_max that hold the stationary rotor to about 1e-13.
 *
 * For weak λ the qubits stay thermal and the rotor is a birth–death chain: the coupling steps it at the golden-rule rate
 * W(l) = 2λ²Γ/(Γ² + Δ_l²) with Δ_l = 2(B1 − B2) + (2l + 1)/2I and Γ the decay rate of the coherence, the load at
 * (Iγ/βr)(1 ∓ βr l/4I)². Its stationary weights are a product of ratios. Rungs are kept while l² times the weight is above
 * 1e-17 of the largest, never beyond 4I/βr in modulus, where the load's friction turns around.
 * Without load (γ = 0) nothing holds the rotor, and the ladder is 30 rungs either way from the start.
 */
export function automaticLadder(scales: LadderScales): { readonly lmin: number; readonly lmax: number } {
  const { gamma, I, betar, low, high } = scales;
  if (gamma === 0) return { lmin: low - 30, lmax: high + 30 };
  const end = Math.max(2, Math.min(WIDEST, Math.floor((4 * I) / betar)));
  const weights = chainWeights(scales, end);
  const kept = weights.map((weight, k) => weight * Math.max(1, (k - end) * (k - end)) > NEGLIGIBLE);
  const lmin = kept.indexOf(true) - end;
  const lmax = kept.lastIndexOf(true) - end;
  return { lmin: Math.min(lmin, low - 2), lmax: Math.max(lmax, high + 2) };
}

/** Weights of the rungs −end … end of the chain, the largest being 1. */
function chainWeights({ B1, B2, beta1, beta2, betar, rate1, rate2, lam, gamma, I }: LadderScales, end: number): readonly number[] {
  const [n1, n2] = [1 / expm1(2 * beta1 * B1), 1 / expm1(2 * beta2 * B2)];
  const [p1, p2] = [n1 / (2 * n1 + 1), n2 / (2 * n2 + 1)];
  const width = 0.5 * (rate1 * (2 * n1 + 1) + rate2 * (2 * n2 + 1));
  const load = (rung: number, sign: number) => {
    const slowed = 1 + (sign * betar * rung) / (4 * I);
    return ((I * gamma) / betar) * slowed * slowed;
  };
  const logs = [0];
  for (let l = -end; l < end; l++) {
    const detuning = 2 * (B1 - B2) + (2 * l + 1) / (2 * I);
    const step = (2 * lam * lam * width) / (width * width + detuning * detuning);
    const up = step * p2 * (1 - p1) + load(l, -1);
    const down = step * p1 * (1 - p2) + load(l + 1, 1);
    logs.push(logs[logs.length - 1] + log(up) - log(down));
  }
  const largest = logs.reduce((a, b) => Math.max(a, b));
  return logs.map((value) => exp(value - largest));
}
