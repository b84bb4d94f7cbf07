/** The values that a noisy parameter may take, and whether its noise can leave them. */
import { wrongValue } from "../../errors.ts";
import { kindOf, type Noise } from "./known-kinds.ts";

/** Closed bounds (`atLeast`, `atMost`) and open ones; infinite where there is none. */
export interface Domain {
  readonly atLeast: number;
  readonly atMost: number;
  readonly above: number;
  readonly below: number;
}

/** A domain from the bounds that a parameter's specification names, those for its noise first; null: every number. */
export function domainOf(spec: (Partial<Domain> & { readonly noiseWithin?: Partial<Domain> }) | null): Domain {
  const bounds = spec?.noiseWithin ?? spec;
  return {
    atLeast: bounds?.atLeast ?? Number.NEGATIVE_INFINITY,
    atMost: bounds?.atMost ?? Number.POSITIVE_INFINITY,
    above: bounds?.above ?? Number.NEGATIVE_INFINITY,
    below: bounds?.below ?? Number.POSITIVE_INFINITY,
  };
}

/** Is the value one that the parameter may take? */
export function inside(value: number, { atLeast, atMost, above, below }: Domain): boolean {
  return value >= atLeast && value <= atMost && value > above && value < below;
}

/** Refuse, before anything runs, a policy that does nothing and noise that cannot stay where it must. */
export function checkReach(name: string, noise: Noise, domain: Domain): void {
  const [least, most] = kindOf(noise).support(noise as never);
  const leaves = leavesBelow(least, domain) || leavesAbove(most, domain);
  if (noise.onLeave !== "error" && !leaves) {
    const remedy = `Leave \`${noise.onLeave}\` away.`;
    throw wrongValue("noise", `be able to leave the domain of \`${name}\` when it says ${noise.onLeave}`, name, remedy, "never leaves it");
  }
  if (noise.onLeave === "clip" && (leavesOpenly(least, domain.above, -1) || leavesOpenly(most, domain.below, 1))) {
    const remedy = "An open border has no last value to move to: use redraw, or truncatedNormal(…).";
    throw wrongValue("noise", `have a closed border to clip \`${name}\` to`, name, remedy, `the domain is ${printDomain(domain)}`);
  }
  const bounded = Number.isFinite(least) && Number.isFinite(most);
  const outside = most < domain.atLeast || least > domain.atMost || most <= domain.above || least >= domain.below;
  if (outside || (bounded && leaves && noise.onLeave === "error")) {
    const remedy = outside ? "Move it." : "Narrow it, or say clipped(…) or redrawn(…).";
    throw wrongValue("noise", `keep \`${name}\` within ${printDomain(domain)}`, name, remedy, `draws from [${least}, ${most}]`);
  }
}

function leavesBelow(least: number, { atLeast, above }: Domain): boolean {
  return least < atLeast || (least <= above && above > Number.NEGATIVE_INFINITY);
}

function leavesAbove(most: number, { atMost, below }: Domain): boolean {
  return most > atMost || (most >= below && below < Number.POSITIVE_INFINITY);
}

/** Does the support pass an open border on this side (−1 below, +1 above)? */
function leavesOpenly(edge: number, border: number, side: -1 | 1): boolean {
  return Number.isFinite(border) && side * edge >= side * border;
}

/** A domain as an interval in text. */
export function printDomain({ atLeast, atMost, above, below }: Domain): string {
  const low = Number.isFinite(above) ? `(${above}` : Number.isFinite(atLeast) ? `[${atLeast}` : "(−∞";
  const high = Number.isFinite(below) ? `${below})` : Number.isFinite(atMost) ? `${atMost}]` : "∞)";
  return `${low}, ${high}`;
}
