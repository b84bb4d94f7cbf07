/** Wave functions of a mode and the distribution of a quadrature, with x = (a + a†)/√2. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { oscillatorFunctions } from "../numerics/orthogonal-functions.ts";
import { cos, PI, sin } from "../numerics/scalar.ts";
import { Ket } from "../operators/kets.ts";
import { type AnyState, asView } from "./view.ts";

/** Values of a wave function, one per point. */
export interface WaveFunction {
  readonly xs: readonly number[];
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The wave function ⟨x_φ|ψ⟩ of a ket of one mode, x_φ the eigenstates of `quadrature(space, phi)`: position at φ = 0, momentum at π/2.
 *
 * `xs`: points, in units where x = (a + a†)/√2. Returns re and im at each of them. Throws when the ket is not of a single mode.
 *
 * @example
 * waveFunction(Ket.of(fock(2), [1, 0]), [0]).re[0]; // 0.75112554
 */
export function waveFunction(psi: Ket, xs: readonly number[], phi = 0): WaveFunction {
  if (!(psi instanceof Ket)) throw wrongKind("psi", "be a ket", psi, "Make one with Ket.of(space, amplitudes), or Ket.ofState(rho).");
  requireMode("psi", psi.space.factors);
  const phases = phasesOf(psi.space.dimension, phi);
  const [re, im] = [new Float64Array(pointsOf(xs).length), new Float64Array(xs.length)];
  xs.forEach((x, k) => {
    oscillatorFunctions(x, psi.space.dimension).forEach((value, n) => {
      const [a, b] = [psi.amplitudes[2 * n], psi.amplitudes[2 * n + 1]];
      const [c, s] = phases[n];
      re[k] += value * (a * c + b * s);
      im[k] += value * (b * c - a * s);
    });
  });
  return { xs, re, im };
}

/**
 * The distribution p(x) = ⟨x_φ|ρ|x_φ⟩ of `quadrature(space, phi)` in a state of one mode: ∫p dx = 1, e^{−x²}/√π for the vacuum.
 *
 * It is the marginal of the Wigner function. `xs`: points. Throws when the state is not of a single mode: reduce it first.
 *
 * @example
 * quadratureDistribution(fockState(fock(4), 0), [0])[0] * Math.sqrt(Math.PI); // 1
 */
export function quadratureDistribution(state: AnyState, xs: readonly number[], phi = 0): Float64Array {
  const view = asView(state);
  requireMode("state", view.space.factors);
  const d = view.space.dimension;
  const { data } = view.matrix();
  const phases = phasesOf(d, phi);
  return Float64Array.from(pointsOf(xs), (x) => {
    const values = oscillatorFunctions(x, d);
    let sum = 0;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const [re, im] = [data[2 * (i * d + j)], data[2 * (i * d + j) + 1]];
        if (re === 0 && im === 0) continue;
        const [c, s] = phases[i - j];
        // ρ_ij e^{−i(i−j)φ} and its conjugate
        sum += (i === j ? 1 : 2) * values[i] * values[j] * (re * c + im * s);
      }
    }
    return sum;
  });
}

/** cos nφ and sin nφ; exact at φ = 0 and π/2. */
function phasesOf(count: number, phi: number): (readonly [number, number])[] {
  finite("phi", phi);
  const quarters = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ] as const;
  return Array.from({ length: count }, (_, n) => {
    if (phi === 0) return quarters[0];
    return phi === PI / 2 ? quarters[n % 4] : [cos(n * phi), sin(n * phi)];
  });
}

function requireMode(argument: string, factors: readonly unknown[]): void {
  if (factors.length !== 1) throw wrongValue(argument, "be of a single mode", null, "Reduce it first.", `it has ${factors.length} factors`);
}

function pointsOf(xs: readonly number[]): readonly number[] {
  if (!Array.isArray(xs)) throw wrongKind("xs", "be an array of numbers", xs);
  for (const x of xs) if (!Number.isFinite(x)) throw wrongValue("xs", "hold finite numbers", x);
  return xs;
}
