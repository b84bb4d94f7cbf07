/** Clebsch–Gordan coefficients, and the states of two spins with a given total. */
import { finite, integer, wrongValue } from "../errors.ts";
import { exp, log } from "../numerics/scalar.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { Ket } from "./kets.ts";

/** Twice the largest J: beyond it alternating sums of factorials lose their digits. */
const LARGEST = 60;

/**
 * The Clebsch–Gordan coefficient ⟨j₁ m₁ j₂ m₂|J M⟩, in the phase convention of Condon and Shortley; 0 where a selection rule forbids it.
 *
 * Arguments are multiples of ½. Throws where |m| > j, or j and m differ by no whole number, or a j is above 30.
 * Source: Racah, Phys. Rev. 62, 438 (1942), eq. (16).
 *
 * @example
 * clebschGordan(0.5, 0.5, 0.5, -0.5, 0, 0); // 0.707107
 */
export function clebschGordan(j1: number, m1: number, j2: number, m2: number, J: number, M: number): number {
  pair("j1", j1, "m1", m1);
  pair("j2", j2, "m2", m2);
  pair("J", J, "M", M);
  if (m1 + m2 !== M || J > j1 + j2 || J < Math.abs(j1 - j2) || !Number.isInteger(j1 + j2 + J)) return 0;
  const lnF = logFactorials(Math.round(j1 + j2 + J) + 1);
  const ln = (...n: number[]) => n.reduce((sum, value) => sum + lnF[Math.round(value)], 0);
  const common =
    (log(2 * J + 1) +
      ln(j1 + j2 - J, j1 - j2 + J, j2 - j1 + J) -
      ln(j1 + j2 + J + 1) +
      ln(J + M, J - M, j1 + m1, j1 - m1, j2 + m2, j2 - m2)) /
    2;
  let sum = 0;
  const [from, to] = [Math.max(0, j2 - J - m1, j1 - J + m2), Math.min(j1 + j2 - J, j1 - m1, j2 + m2)];
  for (let k = Math.round(from); k <= Math.round(to); k++) {
    const term = exp(common - ln(k, j1 + j2 - J - k, j1 - m1 - k, j2 + m2 - k, J - j2 + m1 + k, J - j1 - m2 + k));
    sum += k % 2 === 0 ? term : -term;
  }
  return sum;
}

/**
 * The ket |J M⟩ = Σ ⟨j₁ m₁ j₂ m₂|J M⟩ |m₁ m₂⟩ of two spins, on their space. Throws when the space is not two spins, or has no such J.
 *
 * @example
 * coupledKet(tensor(spin(0.5, "a"), spin(0.5, "b")), 0, 0).pairs(); // [[0, 0], [0.707107, 0], [-0.707107, 0], [0, 0]]
 */
export function coupledKet(space: Space, J: number, M: number): Ket {
  const [a, b] = requireSpace(space).factors;
  const half = (dimension: number) => (dimension - 1) / 2;
  const spins = space.factors.length === 2 && space.factors.every(({ kind, dimension }) => kind === "spin" || dimension === 2);
  if (!spins) throw wrongValue("space", "be two spins", null, "", `it is ${space}`);
  const [j1, j2] = [half(a.dimension), half(b.dimension)];
  pair("J", J, "M", M);
  if (J > j1 + j2 || J < Math.abs(j1 - j2) || !Number.isInteger(j1 + j2 + J)) {
    throw wrongValue("J", `be one of ${Math.abs(j1 - j2)} … ${j1 + j2}`, J);
  }
  const amplitudes = Array.from({ length: space.dimension }, (_, at) => {
    const [m1, m2] = [j1 - Math.floor(at / b.dimension), j2 - (at % b.dimension)];
    return m1 + m2 === M ? clebschGordan(j1, m1, j2, m2, J, M) : 0;
  });
  return Ket.of(space, amplitudes);
}

function pair(nameOfJ: string, j: number, nameOfM: string, m: number): void {
  finite(nameOfJ, j);
  finite(nameOfM, m);
  integer(`2·${nameOfJ}`, 2 * j, 0, LARGEST, "Angular momenta are multiples of 1/2.");
  if (Math.abs(m) > j || !Number.isInteger(j - m)) throw wrongValue(nameOfM, `be one of −${j} … ${j} in steps of 1`, m);
}

/** ln n! for n = 0 … most. */
function logFactorials(most: number): number[] {
  const values = [0];
  for (let n = 1; n <= most; n++) values.push(values[n - 1] + log(n));
  return values;
}
