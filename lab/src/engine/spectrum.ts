/** The spectrum that a mode or a qubit emits in its stationary state: a smooth part, and coherent lines apart. */
import { annihilate, dag, lift, type Model, type Operator, Space, sigmaMinus, spectrum } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import { modelOf } from "./subject.ts";

export interface SpectrumAsk {
  readonly source: Source;
  /** The factor that emits. */
  readonly label: string;
  /** Frequencies from −half to half; of a stream, phases per collision. */
  readonly half: number;
  readonly points: number;
}

export interface SpectrumAnswer {
  readonly axis: "omega" | "phi";
  readonly omega: Float64Array;
  readonly incoherent: Float64Array;
  readonly lines: readonly { readonly at: number; readonly weight: number }[];
  readonly unique: boolean;
  readonly warnings: readonly string[];
}

export function spectrumOf({ source, label, half, points }: SpectrumAsk): SpectrumAnswer {
  const model = modelOf(source);
  const A = loweringOf(model, label);
  const omega = Array.from({ length: points }, (_, k) => -half + (2 * half * k) / (points - 1));
  const found = spectrum(model, { A: dag(A), B: A, omega });
  return {
    axis: found.axis.name,
    omega: Float64Array.from(found.omega),
    incoherent: Float64Array.from(found.incoherent),
    lines: found.lines.map(({ at, weight }) => ({ at, weight })),
    unique: found.unique,
    warnings: found.warnings,
  };
}

function loweringOf(model: Model, label: string): Operator {
  const { system } = model.dynamics;
  const factor = system.factors.find((one) => one.label === label);
  if (!factor) throw new RangeError(`There is no factor "${label}".`);
  const alone = new Space([factor]);
  return lift(system, factor.kind === "fock" ? annihilate(alone) : sigmaMinus(alone));
}
