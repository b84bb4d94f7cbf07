/** Principal-value integrals of the Lamb shift. */
import { RunFailure } from "../errors.ts";
import { PI } from "../numerics/scalar.ts";
import { densityAt, type SpectralDensity } from "./spectral.ts";
import { thermalOccupation } from "./thermal-baths.ts";

/** Positive nodes of the 15-point Kronrod rule with its weights and those of the embedded 7-point Gauss rule. */
const NODES = [
  0, 0.20778495500789848, 0.4058451513773972, 0.5860872354676911, 0.7415311855993945, 0.8648644233597691, 0.9491079123427585,
  0.9914553711208126,
];
const KRONROD = [
  0.20948214108472782, 0.20443294007529889, 0.19035057806478542, 0.1690047266392679, 0.14065325971552592, 0.10479001032225017,
  0.06309209262997856, 0.022935322010529224,
];
const GAUSS = [0.4179591836734694, 0, 0.3818300505051189, 0, 0.27970539148927664, 0, 0.1294849661688697, 0];

/**
 * The two Lamb-shift integrals of a thermal bath at Bohr frequency ω ≥ 0 (principal values), in
 * H_LS = Σ_ω S₊(ω) A†(ω)A(ω) + S₋(ω) A(ω)A†(ω):
 *
 *   A ⊗ E† + A† ⊗ E   S₊ = (1/2π) P∫₀^∞ J (n + 1)/(ω − x) dx,   S₋ = −(1/2π) P∫₀^∞ J n/(ω − x) dx
 *   A ⊗ (E + E†)      S₊ and S₋ get the counter-rotating parts  ∫ J n/(ω + x)  and  −∫ J (n + 1)/(ω + x)  as well
 *
 * with J and n at x. At ω = 0 a Hermitian A has the single shift −(1/2π)∫ J/x, returned as emission.
 * Throws a RunFailure when the density has no cutoff (the integral diverges).
 * Source: H.-P. Breuer and F. Petruccione, The Theory of Open Quantum Systems (2002), Sec. 3.3.1.
 */
export function lambShifts(
  density: SpectralDensity,
  beta: number,
  omega: number,
  hermitian: boolean,
): { emission: number; absorption: number } {
  const { name } = density;
  if (omega === 0) return { emission: principalValue((x) => densityAt(density, x), 0, name) / (2 * PI), absorption: 0 };
  const emitting = (x: number) => densityAt(density, x) * (thermalOccupation(beta, x) + 1);
  const absorbing = (x: number) => densityAt(density, x) * thermalOccupation(beta, x);
  const emission = principalValue(emitting, omega, name) - (hermitian ? principalValue(absorbing, -omega, name) : 0);
  const absorption = -principalValue(absorbing, omega, name) + (hermitian ? principalValue(emitting, -omega, name) : 0);
  return { emission: emission / (2 * PI), absorption: absorption / (2 * PI) };
}

/** P∫₀^∞ f(x)/(ω − x) dx, folded around the pole so that the integrand is smooth there. */
export function principalValue(f: (x: number) => number, omega: number, name = "f"): number {
  const far = (from: number) => integrate((s) => tail(f, omega, from, s), 0, 1, name);
  if (omega <= 0) return far(0);
  const folded = integrate((u) => (f(omega - u) - f(omega + u)) / u, 0, omega, name);
  return folded + far(2 * omega);
}

/** The integrand beyond `from`, with x = from + s/(1 − s). */
function tail(f: (x: number) => number, omega: number, from: number, s: number): number {
  const rest = 1 - s;
  const x = from + s / rest;
  return f(x) / ((omega - x) * rest * rest);
}

/** Adaptive Gauss–Kronrod quadrature (7, 15) to 1e-10 relative to the largest partial sum. */
export function integrate(f: (x: number) => number, a: number, b: number, name = "f"): number {
  const first = panel(f, a, b);
  const stack = [first];
  let sum = 0;
  let scale = Math.abs(first.value);
  let count = 0;
  for (let part = stack.pop(); part; part = stack.pop()) {
    scale = Math.max(scale, Math.abs(part.value));
    const narrow = part.b - part.a <= 1e-13 * (b - a);
    if (part.error <= 1e-11 * scale || (narrow && Math.abs(part.value) <= 1e-9 * scale)) {
      sum += part.value;
      continue;
    }
    if (narrow || ++count > 5000 || !Number.isFinite(part.value)) {
      throw new RunFailure(`The Lamb-shift integral of ${name} does not converge. Use a spectral density with a cutoff.`);
    }
    const middle = 0.5 * (part.a + part.b);
    stack.push(panel(f, middle, part.b), panel(f, part.a, middle));
  }
  return sum;
}

function panel(f: (x: number) => number, a: number, b: number): { a: number; b: number; value: number; error: number } {
  const middle = 0.5 * (a + b);
  const half = 0.5 * (b - a);
  let kronrod = 0;
  let gauss = 0;
  for (let k = 0; k < NODES.length; k++) {
    const value = k === 0 ? f(middle) : f(middle - half * NODES[k]) + f(middle + half * NODES[k]);
    kronrod += KRONROD[k] * value;
    gauss += GAUSS[k] * value;
  }
  return { a, b, value: kronrod * half, error: Math.abs(kronrod - gauss) * Math.abs(half) };
}
