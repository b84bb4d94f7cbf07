/** What the phaseonium model knows about itself and its user should. */
import type { Parameters } from "./model.ts";
import { rates, traps } from "./phaseonium-formulas.ts";
import { anglesOf } from "./phaseonium-parameters.ts";
import { LARGEST_AUTOMATIC } from "./phaseonium-start.ts";

/** Why there is no stationary state (γα ≥ γβ: photons grow without limit and a truncation fakes one), or null. */
export function noStationaryState(p: Parameters): string | null {
  const { gammaAlpha, gammaBeta } = rates(p.alpha as number, p.phi as number);
  if ((p.kappa as number) > 0 || anglesOf(p).every((angle) => angle === 0) || gammaAlpha < gammaBeta) return null;
  return `There is no stationary state: γα = ${shortened(gammaAlpha)} ≥ γβ = ${shortened(gammaBeta)}, so that photons grow without limit and any truncation fakes one. Use a smaller alpha or a phi closer to 0.`;
}

const shortened = (rate: number): number => Number(rate.toPrecision(6));

/** Leak sin² below which a wall slows the approach to the stationary state noticeably. */
const NEAR = 1e-3;
const HALF_PI = Math.PI / 2;

/** Warnings of a model with `levels` per cavity. */
export function phaseoniumWarnings(p: Parameters, levels: readonly number[], missing: string | null): string[] {
  const warnings: string[] = missing === null ? [] : [missing];
  const largest = levels.reduce((a, b) => Math.max(a, b), 0);
  for (const theta of p.detuning === 0 ? new Set(anglesOf(p)) : []) {
    if (theta === 0) continue;
    // below a quarter of a turn little passes because the collision is weak: that is slow, and no wall
    const walls = traps(theta, largest).filter(({ photons }) => Math.abs(theta) * Math.sqrt(2 * photons) > HALF_PI);
    const near = traps(theta, largest, NEAR).filter(({ photons }) => !walls.some((wall) => wall.photons === photons));
    if (walls.length > 0) {
      warnings.push(
        `Trapping: θ√(2n) is a multiple of π at n = ${walls.map(({ photons }) => photons).join(", ")}, so that no photon passes from n − 1 to n and the stationary state is not unique.`,
      );
    }
    if (near.length > 0) {
      const worst = near.reduce((a, b) => (b.leak < a.leak ? b : a));
      warnings.push(
        `Near-trap: only ${worst.leak.toExponential(1)} of the photons pass the wall at n = ${worst.photons}; expect thousands of collisions to the stationary state.`,
      );
    }
  }
  if (p.levels === null && largest >= LARGEST_AUTOMATIC) {
    warnings.push(`Automatic levels stop at ${LARGEST_AUTOMATIC}; set \`levels\` for temperatures this high.`);
  }
  if (p.cut !== null) warnings.push(`Coherences with |n1 − m1| > ${p.cut} are left out; compare with a larger cut.`);
  return warnings;
}
