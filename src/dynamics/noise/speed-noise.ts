/** Speeds of thermal atoms: in a gas, and in a beam that leaves it through a slit. */
import { finite } from "../../errors.ts";
import { inverseIncompleteGamma } from "../../numerics/gamma.ts";
import { exp, log, PI } from "../../numerics/scalar.ts";
import type { NoiseKind } from "./kind.ts";
import { trapezium } from "./trapezium.ts";

export type SpeedFields = { readonly scale: number };

/**
 * Speeds with density ∝ v^n e^{−v²/2a²}, a = √(k_B T/m):  v = a √(2Q(u)), Q the inverse of the incomplete gamma function of shape
 * (n + 1)/2.
 */
function speeds(name: string, title: string, n: 2 | 3, mean: number, square: number): NoiseKind<SpeedFields> {
  const shape = (n + 1) / 2;
  return {
    name,
    title,
    fields: ["scale"],
    check({ scale }) {
      finite("scale", scale, { above: 0 }, "It is √(T/m), the standard deviation of one component of the velocity.");
    },
    support: () => [0, Number.POSITIVE_INFINITY],
    // the ends of what uniforms from 2⁻⁵³ to 1 − 2⁻⁵³ can give
    drawn: ({ scale }) => [scale * Math.sqrt(2 * inverseIncompleteGamma(shape, SMALLEST)), 9 * scale],
    centre: ({ scale }) => ({ mean: scale * mean, std: scale * Math.sqrt(square - mean * mean) }),
    sampler({ scale }) {
      return (draws, lanes) => {
        const values = draws.values();
        for (let l = 0; l < lanes; l++) values[l] = scale * Math.sqrt(2 * inverseIncompleteGamma(shape, values[l]));
      };
    },
    // in the logarithm of the speed, so that what changes quickly near v = 0 (times of flight g/v) is resolved
    quadrature({ scale }, count) {
      const weight = (y: number) => exp((n + 1) * y - exp(2 * y) / 2);
      return trapezium(-9, log(9), 4 * count, (y) => ({ node: scale * exp(y), weight: weight(y) }));
    },
  };
}

const SMALLEST = 1.1102230246251565e-16;

/** Maxwell: the speeds of a gas,  E v = 2a√(2/π),  E v² = 3a². */
export const maxwellNoise = speeds("maxwell", "speeds of a gas, density ∝ v² exp(−v²/2 scale²)", 2, 2 * Math.sqrt(2 / PI), 3);

/** A beam: the speeds of atoms that leave a gas through a slit,  E v = 3a√(π/8),  E v² = 4a². */
export const beamNoise = speeds("beam", "speeds of a beam, density ∝ v³ exp(−v²/2 scale²)", 3, 3 * Math.sqrt(PI / 8), 4);
