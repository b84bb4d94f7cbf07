/** What a measured current is made of: the jump and its quadratures; and what every way of stepping has. */
import { measuredJump } from "../../dynamics/detectors.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import type { Current } from "../../dynamics/measurements.ts";
import { cos, sin } from "../../numerics/scalar.ts";
import { scale } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import type { Space } from "../../spaces/space.ts";

/**
 * A measured current, ready to be stepped: with increments dY = √dt z of one quadrature or two a step is
 *
 *   ρ′ ∝ Σ_kl He_k(z₁) He_l(z₂) T_kl ρ,   k + l ≤ order
 */
export interface CurrentProcess {
  readonly kind: "currents";
  /** Without error of the step; or of second order, and pure where nothing is lost. */
  readonly step: "binned" | "positive";
  readonly space: Space;
  readonly sector: Sector;
  readonly outcomes: readonly string[];
  readonly start: Float64Array;
  readonly dt: number;
  readonly trace: Float64Array;
  readonly order: number;
  /** T_kl by k, then by l; of one current T_k. */
  readonly matrices: SectorMatrices;
  /** x ↦ Tr T_kl x, in the same order: the density of z is φ(z₁) φ(z₂) Σ_kl He_k(z₁) He_l(z₂) of them, divided by the first. */
  readonly readings: readonly Float64Array[];
  readonly about: string;
}

/** What steps have in common that stand on the same numbers and are smooth functions of the parameters. */
export type CurrentFrame = Pick<CurrentProcess, "sector" | "order">;

/** The powers (k, l) of so many currents up to an order, in their order. */
export function powersOf(currents: number, order: number): readonly (readonly [number, number])[] {
  return Array.from({ length: order + 1 }, (_, k) =>
    Array.from({ length: currents === 1 ? 1 : order - k + 1 }, (__, l) => [k, l] as const),
  ).flat();
}

/** The measured jump, and √ξ c_j of each quadrature: its share of the light and its phase included. */
export interface MeasuredParts {
  readonly generator: Generator;
  readonly jump: Dissipator;
  readonly parts: readonly Operator[];
}

/** Take a generator apart. Throws where it has not one jump of that name. */
export function measuredParts(generator: Generator, by: Current): MeasuredParts {
  const { jump, rate } = measuredJump(generator, by);
  const parts = by.quadratures.map(({ phase, share }) => {
    const size = Math.sqrt(by.efficiency * share);
    return scale(scale(jump.left, Math.sqrt(rate)), size * cos(phase), -size * sin(phase));
  });
  return { generator, jump, parts };
}

/** What integrated currents are called. */
export function currentNames({ quadratures }: Current): readonly string[] {
  return quadratures.map((_, j) => (quadratures.length === 1 ? "Y" : `Y${j + 1}`));
}
