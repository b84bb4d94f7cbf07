/**
 * The noise of a stationary count at a frequency,
 *
 *   S(ω) = Σ_m C_|m| e^{iωm} = C₀ + 2 Re g·(e^{−iω} − Λ̃)⁻¹ b,   g = Tr Λ′, b = (Λ′ − c₁) r₀, Λ̃ = Λ₀ − |r₀⟩Tr
 *
 * with ω in radians per cycle; of a generator S(ω) = ⟨J″⟩ + 2 Re g·(−iω − L̃)⁻¹ b, two-sided, S(0) = c₂.
 */

import { inSchurBasis, resolventOfSchur } from "../../numerics/resolvent.ts";
import { cos, sin } from "../../numerics/scalar.ts";
import { schur } from "../../numerics/schur.ts";
import { jetShape } from "./jet-algebra.ts";
import { JetCarrier, type StateJet } from "./jet-steps.ts";
import { type StationaryCycle, throughCycle } from "./long-time-rates.ts";
import { ofFields, type TiltedProcess } from "./tilted-process.ts";

/** S(ω) of each field; real processes only. */
export function noiseSpectra(process: TiltedProcess, cycle: StationaryCycle, omega: readonly number[]): readonly Float64Array[] {
  const { n, trace } = process;
  const A = new Float64Array(n * n);
  for (let r = 0; r < n; r++) {
    for (let q = 0; q < n; q++)
      A[r * n + q] = (process.continuous || r !== q ? 0 : 1) - cycle.matrix[r * n + q] - cycle.state[r] * trace[q];
  }
  const { T, Z } = schur(n, A);
  const shifts = new Float64Array(2 * omega.length);
  omega.forEach((w, k) => {
    shifts[2 * k] = process.continuous ? 0 : cos(w);
    shifts[2 * k + 1] = process.continuous ? -w : -sin(w);
  });
  return Array.from({ length: process.fields }, (_, field) => {
    const carrier = new JetCarrier(ofFields(process, [field]), jetShape(1, 2));
    const image = throughCycle(carrier, [cycle.state, null, null]);
    const c1 = dot(trace, image[1]);
    const own = 2 * dot(trace, image[2]) - (process.continuous ? 0 : c1 * c1);
    const b = cycle.state.map((r, q) => (image[1]?.[q] ?? 0) - c1 * r);
    const g = firstOrderReading(carrier);
    const values = resolventOfSchur(n, T, inSchurBasis(n, Z, asComplex(b)), inSchurBasis(n, Z, asComplex(g)), shifts);
    return Float64Array.from(omega, (_, k) => own + 2 * values[2 * k]);
  });
}

/** x ↦ Tr Λ′x. */
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
