/**
 * The noise of a stationary count at a frequency, with what never decays apart:
 *
 *   S(ω) = Σ_m C_|m| e^{iωm} = C₀ + 2 Re g·(e^{−iω} − Λ₀)⁻¹ b,   g = Tr Λ′, b = (Λ′ − c₁) r₀
 *
 * with ω in radians per cycle; of a generator S(ω) = ⟨J″⟩ + 2 Re g·(−iω − L₀)⁻¹ b, two-sided, S(0) = c₂.
 */
import type { SparseReal } from "../../numerics/envelope.ts";
import { cos, sin } from "../../numerics/scalar.ts";
import { DecayingPart, type UndampedLine } from "../../solvers/decaying-part.ts";
import { phases } from "../../solvers/resolved-operand.ts";
import type { NoiseLine } from "./counting-result.ts";
import { jetShape } from "./jet-algebra.ts";
import { JetCarrier, type StateJet } from "./jet-steps.ts";
import { throughCycle } from "./long-time-rates.ts";
import type { StationaryCycle } from "./stationary-cycle.ts";
import { hasGenerator, ofFields, type TiltedProcess } from "./tilted-process.ts";

/** The noise of one field. */
export interface FieldNoise {
  readonly S: Float64Array;
  /** The mean's own line first, then oscillations that never decay. */
  readonly lines: readonly NoiseLine[];
  readonly warnings: readonly string[];
}

/** S(ω) of each field; real processes only. */
export function noiseSpectra(process: TiltedProcess, cycle: StationaryCycle, omega: readonly number[]): readonly FieldNoise[] {
  return Array.from({ length: process.fields }, (_, field) => noiseOfField(ofFields(process, [field]), cycle, omega));
}

function noiseOfField(process: TiltedProcess, { state, matrix }: StationaryCycle, omega: readonly number[]): FieldNoise {
  const { trace } = process;
  const generator = hasGenerator(process);
  const carrier = new JetCarrier(process, jetShape(1, 2));
  const image = throughCycle(carrier, [state, null, null]);
  const c1 = dot(trace, image[1]);
  const own = 2 * dot(trace, image[2]) - (generator ? 0 : c1 * c1);
  const b = state.map((r, q) => (image[1]?.[q] ?? 0) - c1 * r);
  const warnings: string[] = [];
  const made = matrix as SparseReal;
  const M = { ...made, values: made.values.map((value) => 0 - value) };
  const part = new DecayingPart(
    generator ? "generator" : "collisions",
    M,
    asComplex(b),
    asComplex(firstOrderReading(carrier)),
    { right: state, left: trace },
    false,
    null,
    warnings,
  );
  const lines = oscillations(part.lines, generator);
  const shifts = generator ? alongAxis(omega) : phases(omega, -1);
  const { values } = part.values(shifts);
  // lines hold their share of C₀ too
  const rest = own - (generator ? 0 : lines.reduce((sum, { weight }) => sum + weight, 0));
  return { S: Float64Array.from(omega, (_, k) => rest + 2 * values[2 * k]), lines: [{ at: 0, weight: c1 * c1 }, ...lines], warnings };
}

/** C_m = Σ weight·e^{i·at·m} of what never decays: of a map λ^{m−1} stands there. */
function oscillations(lines: readonly UndampedLine[], generator: boolean): readonly NoiseLine[] {
  const found = lines.map(({ at, weight: [re, im] }) => ({ at, weight: generator ? re : re * cos(at) + im * sin(at) }));
  const largest = found.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0);
  return found.filter(({ at, weight }) => at !== 0 && Math.abs(weight) > 1e-13 * largest).sort((x, y) => x.at - y.at);
}

function alongAxis(omega: readonly number[]): Float64Array {
  return Float64Array.from({ length: 2 * omega.length }, (_, e) => (e % 2 === 0 ? 0 : 0 - omega[e >> 1]));
}

/** x ↦ Tr Λ′x: of a map or generator read off its rows, else vector by vector. */
function firstOrderReading(carrier: JetCarrier): Float64Array {
  const { n, trace } = carrier.process;
  return Float64Array.from({ length: n }, (_, q) => {
    const x = new Float64Array(n);
    x[q] = 1;
    const u: StateJet = [x, null, null];
    return dot(trace, throughCycle(carrier, u)[1]);
  });
}

function asComplex(x: Float64Array): Float64Array {
  const out = new Float64Array(2 * x.length);
  x.forEach((value, q) => {
    out[2 * q] = value;
  });
  return out;
}

function dot(f: Float64Array, x: Float64Array | null): number {
  return x ? f.reduce((sum, value, q) => sum + value * x[q], 0) : 0;
}
