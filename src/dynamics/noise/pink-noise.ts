import { finite, integer, wrongValue } from "../../errors.ts";
import { cosh, exp, expm1, log, PI } from "../../numerics/scalar.ts";
import type { NoiseKind } from "./kind.ts";
import { normalNoise } from "./normal-noise.ts";
import { normals, PROCESS_LANES, type Process, type ProcessGrid } from "./process.ts";

export type PinkFields = {
  readonly mean: number;
  /** S(ω) = amplitude/|ω|, two-sided. */
  readonly amplitude: number;
  /** The shortest and the longest correlation time. */
  readonly shortest: number;
  readonly longest: number;
  readonly perDecade: number;
};

/** One Ornstein–Uhlenbeck process of the comb. */
export interface PinkComponent {
  readonly time: number;
  readonly variance: number;
}

/** No normal is drawn further out. */
const FARTHEST = 8.3;

/**
 * 1/f noise as a sum of n stationary Ornstein–Uhlenbeck processes of equal variance with correlation times from `shortest` to `longest`,
 * in equal steps h of their logarithm:
 *
 *   S(ω) = A/|ω|,   τ_i = τ_min e^{ih},   variance A h/π each
 *
 * Between 1/τ_max and 1/τ_min the spectrum is right but for a ripple of ±2 sech(π²/h), see `pinkRipple`, and the ends, where it falls
 * short by (2/π)[atan(ωτ_min e^{−h/2}) + atan(1/(ωτ_max e^{h/2}))]. Each value is exact on any grid.
 * Source: E. Milotti, arXiv:physics/0204033 (2002); D. T. Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084.
 */
export const pinkNoise: NoiseKind<PinkFields> = {
  name: "pink",
  title: "1/f: a sum of Ornstein–Uhlenbeck processes over a band of correlation times",
  fields: ["mean", "amplitude", "shortest", "longest", "perDecade"],
  defaults: { perDecade: 2 },
  check({ mean, amplitude, shortest, longest, perDecade }) {
    finite("mean", mean);
    finite("amplitude", amplitude, { above: 0 }, "S(ω) = amplitude/|ω|.");
    finite("shortest", shortest, { above: 0 }, "It is the shortest correlation time.");
    finite("longest", longest, { above: shortest }, "It is the longest correlation time.");
    integer("perDecade", perDecade, 1, 20, "It is how many processes there are per decade of correlation times.");
    const n = processes(longest / shortest, perDecade);
    if (!(n <= MOST)) throw wrongValue("longest", `need at most ${MOST} processes`, longest, "Narrow the band.", `needs ${n}`);
  },
  support: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  // the sum of n normals that each end at 8.3 deviations
  drawn(noise) {
    const parts = pinkComponents(noise);
    const far = parts.reduce((sum, { variance }) => sum + FARTHEST * Math.sqrt(variance), 0);
    const { std } = pinkNoise.centre(noise);
    const reach = Math.min(far, 1.5 * FARTHEST * std);
    return [noise.mean - reach, noise.mean + reach];
  },
  centre(noise) {
    return { mean: noise.mean, std: Math.sqrt(pinkComponents(noise).reduce((sum, { variance }) => sum + variance, 0)) };
  },
  autocovariance: (noise, lag, { step }) =>
    pinkComponents(noise).reduce((sum, { time, variance }) => sum + variance * exp((-lag * (step ?? 1)) / time), 0),
  process: comb,
  quadrature: (noise, count) => normalNoise.quadrature(pinkNoise.centre(noise), count),
};

/** Processes that one noise may be made of. */
const MOST = 100;

/** How many processes cover a band of correlation times whose ends have this ratio. */
function processes(ratio: number, perDecade: number): number {
  return Math.max(2, Math.round((perDecade * log(ratio)) / log(10)) + 1);
}

/** The processes that a 1/f noise is made of. */
export function pinkComponents({ amplitude, shortest, longest, perDecade }: PinkFields): readonly PinkComponent[] {
  const n = processes(longest / shortest, perDecade);
  const h = log(longest / shortest) / (n - 1);
  return Array.from({ length: n }, (_, i) => ({ time: shortest * exp(i * h), variance: (amplitude * h) / PI }));
}

/** The largest relative error of the spectrum far from both ends of the band: 2 sech(π²/h). */
export function pinkRipple(noise: PinkFields): number {
  const parts = pinkComponents(noise);
  const h = log(noise.longest / noise.shortest) / (parts.length - 1);
  return 2 / cosh((PI * PI) / h);
}

function comb(noise: PinkFields, { positions, step }: ProcessGrid): Process {
  const h = step !== null && step > 0 ? step : 1;
  const parts = pinkComponents(noise).map(({ time, variance }) => {
    const over = (t: number) => ({ kept: exp(-t / time), added: Math.sqrt(-variance * expm1((-2 * t) / time)) });
    return { std: Math.sqrt(variance), first: over(positions === "slice" ? h / 2 : h), step: over(h) };
  });
  return {
    streams: parts.map((_, i) => ({ suffix: i === 0 ? "" : `#${i}`, shape: normals })),
    carried: parts.length,
    begin(z, lanes, state) {
      parts.forEach(({ std }, i) => {
        for (let l = 0; l < lanes; l++) state[i * PROCESS_LANES + l] = std * z[i][l];
      });
    },
    advance(position, count, lanes, z, state, values) {
      values.fill(noise.mean, 0, count * lanes);
      parts.forEach(({ first, step: whole }, i) => {
        const own = i * PROCESS_LANES;
        for (let s = 0, at = 0; s < count; s++) {
          const { kept, added } = position + s === 1 ? first : whole;
          for (let l = 0; l < lanes; l++, at++) values[at] += state[own + l] = kept * state[own + l] + added * z[i][at];
        }
      });
    },
  };
}
