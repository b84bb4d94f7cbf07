/** Whether the coefficients of a master equation repeat after a period. */
import { wrongValue } from "../errors.ts";
import { coefficientAt, isTimeFunction } from "./coefficient.ts";
import type { Generator } from "./generator.ts";

/** Times at which a coefficient is compared with itself a period later. */
const COMPARED = 97;

/** Refuse coefficients that do not repeat; sampled ones may stand for one period. */
export function requireRepeating({ hamiltonian, dissipators }: Generator, period: number): void {
  const all = [...hamiltonian.map(({ coefficient }) => coefficient), ...dissipators.map(({ rate }) => rate)];
  for (const coefficient of new Set(all)) {
    if (!isTimeFunction(coefficient) || coefficient.pieces) continue;
    let [largest, worst, place] = [0, 0, 0];
    for (let k = 0; k < COMPARED; k++) {
      const t = (period * (k + 0.37)) / COMPARED;
      const [now, later] = [coefficientAt(coefficient, t), coefficientAt(coefficient, t + period)];
      largest = Math.max(largest, Math.abs(now));
      if (Math.abs(now - later) > worst) [worst, place] = [Math.abs(now - later), t];
    }
    if (worst <= 1e-9 * largest) continue;
    const remedy = "Give the whole period of all coefficients.";
    throw wrongValue("period", "be one after which every coefficient repeats", period, remedy, `one differs by ${worst} at t = ${place}`);
  }
}
