/** x′ = Ax in plain numbers, by Taylor series: for single records, where no kernel is bound. */
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import { exp } from "../../numerics/scalar.ts";
import { apply } from "./record-walk.ts";

/** ‖A‖₁h of a step at most, and the last term of its series. */
const REACH = 2;
const ORDER = 26;

/** Replace x by e^{(A + shift)t}x. */
export function evolvePlain(A: SparseReal, shift: number, x: Float64Array, t: number): void {
  if (t === 0) return;
  const steps = Math.max(1, Math.ceil((norm1(A) * t) / REACH));
  const h = t / steps;
  let [term, next] = [new Float64Array(x.length), new Float64Array(x.length)];
  for (let k = 0; k < steps; k++) {
    term.set(x);
    for (let order = 1; order <= ORDER; order++) {
      apply(A, term, next, h / order);
      for (let q = 0; q < x.length; q++) x[q] += next[q];
      [term, next] = [next, term];
    }
  }
  const growth = exp(shift * t);
  for (let q = 0; q < x.length; q++) x[q] *= growth;
}
