/** Superpositions of coherent states, and the phase of a mode: Pegg–Barnett states and operator, the discrete Fourier transform. */
import { finite, integer, wrongValue } from "../errors.ts";
import { cos, PI, sin } from "../numerics/scalar.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { Ket } from "./kets.ts";
import { Operator, requireRoom } from "./operator.ts";
import { type Complex, coherentAmplitudes } from "./states.ts";

/**
 * The cat state ∝ |α⟩ + e^{iφ}|−α⟩ of a mode, as a state: even at φ = 0, odd at φ = π (both without the other parity, exactly).
 *
 * `alpha`: a number or [re, im]. Throws when more than 1 % of |α⟩ lies beyond the cut, or the two cancel (α = 0 at φ = π).
 *
 * @example
 * meanValue(cat(fock(30), 1.5, Math.PI), parity(fock(30))); // [-1, 0]
 */
export function cat(space: Space, alpha: Complex, phi = 0): Operator {
  finite("phi", phi);
  const [c, s] = phi === 0 ? [1, 0] : phi === PI ? [-1, 0] : [cos(phi), sin(phi)];
  const amplitudes = coherentAmplitudes(space, alpha).map(([re, im], n): [number, number] => {
    const [x, y] = n % 2 === 0 ? [1 + c, s] : [1 - c, 0 - s];
    return [re * x - im * y, re * y + im * x];
  });
  const psi = Ket.of(space, amplitudes);
  if (psi.norm() < 1e-150) throw wrongValue("alpha", "not be 0 where phi is π", null, "The odd cat of the vacuum is 0.", "it is");
  return psi.state();
}

/** The space of one factor; the phase is that of its whole basis. */
function oneFactor(space: Space): Space {
  if (requireSpace(space).factors.length === 1) return space;
  throw wrongValue("space", "have a single factor", null, "Make the operator on that factor and `lift` it.", `it is ${space}`);
}

/**
 * The phase state |θ_m⟩ = d^{−1/2} Σ_n e^{inθ_m}|n⟩ with θ_m = φ₀ + 2πm/d, m = 0 … d − 1: they are orthonormal.
 * Source: Pegg and Barnett, Phys. Rev. A 39, 1665 (1989).
 *
 * @example
 * phaseKet(fock(2), 1).pairs(); // [[0.707107, 0], [-0.707107, 0]]
 */
export function phaseKet(space: Space, m: number, phi0 = 0): Ket {
  const d = oneFactor(space).dimension;
  integer("m", m, 0, d - 1);
  finite("phi0", phi0);
  const root = Math.sqrt(1 / d);
  return Ket.of(
    space,
    Array.from({ length: d }, (_, n): Complex => {
      const [c, s] = turned(n * m, d);
      const [x, y] = phi0 === 0 ? [1, 0] : [cos(n * phi0), sin(n * phi0)];
      return [root * (c * x - s * y), root * (c * y + s * x)];
    }),
  );
}

/**
 * The phase operator Σ_m θ_m |θ_m⟩⟨θ_m| of a mode cut at d levels, with eigenvalues φ₀ + 2πm/d.
 *
 * @example
 * eigenstates(phaseOperator(fock(2))).values; // [0, 3.141593]
 */
export function phaseOperator(space: Space, phi0 = 0): Operator {
  const d = oneFactor(space).dimension;
  requireRoom(space, d * d);
  finite("phi0", phi0);
  // Σ_m θ_m e^{i(j−k)θ_m}/d: a Toeplitz matrix of one sum per distance.
  const sums = Array.from({ length: d }, (_, k): [number, number] => {
    let [re, im] = [0, 0];
    for (let m = 0; m < d; m++) {
      const [c, s] = turned(k * m, d);
      const theta = phi0 + (2 * PI * m) / d;
      re += theta * c;
      im += theta * s;
    }
    const [x, y] = phi0 === 0 ? [1, 0] : [cos(k * phi0), sin(k * phi0)];
    return [(re * x - im * y) / d, (re * y + im * x) / d];
  });
  const entries: [number, number, number, number][] = [];
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) {
      const [re, im] = sums[Math.abs(j - k)];
      entries.push([j, k, re, j >= k ? (j === k ? 0 : im) : 0 - im]);
    }
  }
  return Operator.fromEntries(space, entries);
}

/**
 * The discrete Fourier transform F = d^{−1/2} Σ_jk e^{2πijk/d}|j⟩⟨k| on all basis states of a space: the quantum Fourier transform of qubits.
 *
 * @example
 * fourierTransform(fock(4)).at(1, 1); // [0, 0.5]
 */
export function fourierTransform(space: Space): Operator {
  const d = requireSpace(space).dimension;
  requireRoom(space, d * d);
  const root = Math.sqrt(1 / d);
  const entries: [number, number, number, number][] = [];
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) {
      const [c, s] = turned(j * k, d);
      entries.push([j, k, root * c, root * s]);
    }
  }
  return Operator.fromEntries(space, entries);
}

/** e^{2πik/d}, exact at quarter turns. */
function turned(k: number, d: number): readonly [number, number] {
  const rest = k % d;
  if ((4 * rest) % d === 0)
    return (
      [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ] as const
    )[(4 * rest) / d];
  return [cos((2 * PI * rest) / d), sin((2 * PI * rest) / d)];
}
