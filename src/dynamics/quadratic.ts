/**
 * Master equations that keep Gaussian states Gaussian: Hamiltonians of second order and jumps of first order in a and a†.
 *
 * With R = (x₁, p₁, x₂, p₂, …), x = (a + a†)/√2, [R_j, R_k] = iΩ_jk, m = ⟨R⟩ and V_jk = ⟨{R_j, R_k}⟩ − 2m_j m_k (the vacuum
 * has V = 1), the whole dynamics is
 *
 *   dm/dt = A m + f,   dV/dt = A V + V Aᵀ + D
 *
 *   H = ½RᵀGR + hᵀR              adds  A = ΩG,  f = Ωh
 *   γ(LρK† − ½{K†L, ρ}),
 *   L = lᵀR + l₀, K = kᵀR + k₀   adds  A = (iγ/2)Ω(l k† − k* lᵀ),  f = (iγ/2)Ω(l k₀* − k* l₀),  D = γ Ω(l k† + k* lᵀ)Ωᵀ
 *
 * (summed over a pair and its conjugate these are real). Source: M. G. Genoni, L. Lami and A. Serafini, Contemp. Phys. 57,
 * 331 (2016).
 */

import { wrongValue } from "../errors.ts";
import type { Space } from "../spaces/space.ts";
import { isTimeFunction } from "./coefficient.ts";
import type { Coefficient, Generator } from "./generator.ts";
import { type LinearForm, linearForm, quadraticForm } from "./normalorder.ts";
import { requireGenerator } from "./require-dynamics.ts";

/** Drift and diffusion of n modes; matrices are 2n × 2n, row-major, in the order x₁ p₁ x₂ p₂ …. */
export interface QuadraticGenerator {
  /** Labels of the modes. */
  readonly modes: readonly string[];
  readonly drift: Float64Array;
  readonly drive: Float64Array;
  readonly diffusion: Float64Array;
}

/**
 * Read drift and diffusion off a master equation on truncated modes.
 *
 * Coefficients come from matrix elements between the lowest number states; then every other element is compared with
 * what they predict, except where both its states touch a cut, because products such as (a + a†)² are wrong there.
 *
 * Throws when a factor is no mode, a coefficient depends on time, H is not of second order or a jump not of first order.
 *
 * @example
 * const mode = fock(6);
 * const leak = generator({ system: mode, H: numberOperator(mode), jumps: [{ operator: annihilate(mode), rate: 0.4 }] });
 * quadraticGenerator(leak).drift; // [-0.2, 1, -1, -0.2]
 */
export function quadraticGenerator(generator: Generator): QuadraticGenerator {
  requireGenerator(generator);
  const { system } = generator;
  const size = 2 * modesOf(system).length;
  const sum = { drift: new Float64Array(size * size), drive: new Float64Array(size), diffusion: new Float64Array(size * size) };
  generator.hamiltonian.forEach(({ operator, coefficient }, k) => {
    const { G, h } = quadraticForm(`H[${k}]`, operator);
    const c = constant(`H[${k}].coefficient`, coefficient);
    for (let i = 0; i < size; i++) {
      // ΩG: row x takes the row of p, row p takes minus the row of x.
      const [from, sign] = i % 2 === 0 ? [i + 1, c] : [i - 1, -c];
      for (let j = 0; j < size; j++) sum.drift[i * size + j] += sign * G[from * size + j];
      sum.drive[i] += sign * h[from];
    }
  });
  generator.dissipators.forEach(({ left, right, rate }, k) => {
    const l = linearForm(`dissipator ${k}`, left);
    const r = right === left ? l : linearForm(`dissipator ${k}`, right);
    addDissipator(sum, l, r, constant(`dissipator ${k}`, rate));
  });
  return { modes: system.factors.map(({ label }) => label), ...sum };
}

function modesOf(space: Space): Space["factors"] {
  const other = space.factors.find(({ kind }) => kind !== "fock");
  if (other || space.factors.length === 0) {
    throw wrongValue("generator", "act on truncated modes alone", null, "", `its space is ${space}`);
  }
  return space.factors;
}

function constant(name: string, coefficient: Coefficient): number {
  if (isTimeFunction(coefficient)) throw wrongValue(name, "be a number", null, "Covariances are evolved exactly.", "it depends on time");
  return coefficient;
}

/** Real parts of the formulas above; imaginary ones cancel between a pair and its conjugate. */
function addDissipator(sum: Omit<QuadraticGenerator, "modes">, l: LinearForm, r: LinearForm, rate: number): void {
  const size = sum.drive.length;
  const left = turned(l);
  const right = turned({ ...r, im: r.im.map((y) => -y), constant: [r.constant[0], -r.constant[1]] });
  for (let i = 0; i < size; i++) {
    const [lr, li, kr, ki] = [left.re[i], left.im[i], right.re[i], right.im[i]];
    for (let j = 0; j < size; j++) {
      // (Ωl)_i k*_j − (Ωk*)_i l_j, times iγ/2: the real part is minus half of its imaginary part
      const imaginary = lr * -r.im[j] + li * r.re[j] - (kr * l.im[j] + ki * l.re[j]);
      sum.drift[i * size + j] -= (rate / 2) * imaginary;
      sum.diffusion[i * size + j] += rate * (lr * right.re[j] - li * right.im[j] + kr * left.re[j] - ki * left.im[j]);
    }
    const [l0, k0] = [l.constant, r.constant];
    sum.drive[i] -= (rate / 2) * (lr * -k0[1] + li * k0[0] - (kr * l0[1] + ki * l0[0]));
  }
}

/** Ωv: (x, p) → (p, −x) in each mode. */
function turned(v: LinearForm): LinearForm {
  const turn = (part: Float64Array) => part.map((_, i) => (i % 2 === 0 ? part[i + 1] : -part[i - 1]));
  return { re: turn(v.re), im: turn(v.im), constant: v.constant };
}
