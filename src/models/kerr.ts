/** The driven Kerr oscillator, and with K = 0 the damped driven cavity. */
import { generator } from "../dynamics/lindblad.ts";
import { wrongValue } from "../errors.ts";
import { exp, PI } from "../numerics/scalar.ts";
import { expectation } from "../observables/catalogue.ts";
import { plus, scale, times } from "../operators/algebra.ts";
import { annihilate, create, number } from "../operators/named.ts";
import { fockState } from "../operators/states.ts";
import { fock } from "../spaces/space.ts";
import { equationModel } from "./equation.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const mode: Readonly<Record<string, ParameterSpec>> = {
  Delta: { description: "detuning of the mode from the drive", default: -0.1, kind: "number", unit: "energy", noisy: true },
  F: { description: "amplitude of the drive F(a + a†)", default: 2, kind: "number", unit: "energy", noisy: true },
  n0: { description: "photon number of the initial Fock state", default: 0, kind: "integer", atLeast: 0 },
};

const kerrParameters: Readonly<Record<string, ParameterSpec>> = {
  ...mode,
  K: { description: "Kerr coefficient of K a†²a²", default: 0.001, kind: "number", unit: "energy", noisy: true },
  down: { description: "loss rate, D[a]", default: 1.1, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  up: { description: "pump rate, D[a†]", default: 0.1, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  levels: { description: "levels of the truncated mode", default: 50, kind: "integer", atLeast: 2 },
};

const cavityParameters: Readonly<Record<string, ParameterSpec>> = {
  ...mode,
  Delta: { ...mode.Delta, default: 0 },
  F: { ...mode.F, default: 0.5 },
  kappa: { description: "energy decay rate κ", default: 1, kind: "number", above: 0, unit: "1/time", noisy: true },
  nbar: { description: "thermal occupation of the bath", default: 0, kind: "number", atLeast: 0, noisy: true },
  levels: { description: "levels of the truncated mode; null: automatic", default: null, kind: "integer", nullable: true, atLeast: 2 },
};

interface Mode {
  readonly name: string;
  readonly parameters: Parameters;
  readonly Delta: number;
  readonly K: number;
  readonly F: number;
  readonly down: number;
  readonly up: number;
  readonly n0: number;
  readonly levels: number;
  readonly rebuild: (changes: Parameters) => Model;
}

function drivenMode({ name, parameters, Delta, K, F, down, up, n0, levels, rebuild }: Mode): Model {
  if (n0 >= levels) throw wrongValue("n0", `be below the number of levels, ${levels}`, n0, "Use more levels.");
  const space = fock(levels);
  const [a, adag, n] = [annihilate(space), create(space), number(space)];
  const kerr = K === 0 ? [] : [scale(times(adag, adag, a, a), K)];
  const drive = F === 0 ? [] : [scale(plus(a, adag), F)];
  const H = plus(scale(n, Delta), ...kerr, ...drive);
  const jumps = [{ operator: a, rate: down, bath: "bath" }, ...(up > 0 ? [{ operator: adag, rate: up, bath: "bath" }] : [])];
  return equationModel({
    name,
    parameters,
    generator: generator({ system: space, H, jumps }),
    initial: fockState(space, n0),
    observables: [
      expectation("n", n, "photon number ⟨a†a⟩", undefined, "1"),
      expectation("a_re", a, "Re ⟨a⟩", "re", "1"),
      expectation("a_im", a, "Im ⟨a⟩", "im", "1"),
      expectation("n2", times(n, n), "⟨(a†a)²⟩", undefined, "1"),
    ],
    defaults: ["n", "a_re", "a_im"],
    H,
    warnings: down === 0 && up === 0 ? [UNDAMPED] : [],
    noStationaryState: withoutStationaryState({ Delta, K, F, down, up }),
    rebuild,
  });
}

const UNDAMPED =
  "The mode is neither damped nor pumped: its energies are conserved, so no start is forgotten and many states are stationary.";

/** Why there is no stationary state, or null. Without loss and pump every function of H is one, where H has bound states. */
function withoutStationaryState({ Delta, K, F, down, up }: Pick<Mode, "Delta" | "K" | "F" | "down" | "up">): string | null {
  if (down === 0 && up === 0) {
    return Delta === 0 && K === 0 && F !== 0
      ? "The drive displaces a mode without detuning, nonlinearity and loss without end, and a truncation only fakes a stationary state."
      : null;
  }
  if (up < down) return null;
  return `The pump rate ${up} is not below the loss rate ${down}: the mode heats without end, and a truncation only fakes a stationary state.`;
}

/**
 * The driven Kerr oscillator in the frame of the drive:
 *
 *   H = Δ a†a + K a†²a² + F(a + a†),   D[a] at rate `down`, D[a†] at rate `up`
 *
 * Source: P. D. Drummond and D. F. Walls, J. Phys. A 13, 725 (1980).
 * @example
 * steady(kerr({ levels: 12, F: 0.1 }), { observables: ["n"] }).observables.n; // 0.138476
 */
export function kerr(given: Parameters = {}): Model {
  const parameters = completeParameters("kerr", kerrParameters, given);
  const values = parameters as unknown as Omit<Mode, "name" | "parameters" | "rebuild">;
  return drivenMode({ ...values, name: "kerr", parameters, rebuild: (changes) => kerr({ ...given, ...changes }) });
}

/**
 * The damped driven cavity:  H = Δ a†a + F(a + a†),  D[a] at rate κ(n̄ + 1), D[a†] at rate κ n̄.
 *
 * From the vacuum ⟨a⟩ = α(1 − e^{−(iΔ + κ/2)t}) with α = −iF/(iΔ + κ/2), and ⟨a†a⟩ = |⟨a⟩|² + n̄(1 − e^{−κt}).
 * Source: D. F. Walls and G. J. Milburn, Quantum Optics (2008), Ch. 6.
 * @example
 * run(cavity({ levels: 6, n0: 3 }), { times: [0, 1], observables: ["n"] }).observables.n; // [3, 1.256947]
 */
export function cavity(given: Parameters = {}): Model {
  const parameters = completeParameters("cavity", cavityParameters, given);
  const { Delta, F, kappa, nbar, n0 } = parameters as unknown as { Delta: number; F: number; kappa: number; nbar: number; n0: number };
  const levels = (parameters.levels as number | null) ?? cavityLevels(Delta, F, kappa, nbar, n0);
  return drivenMode({
    name: "cavity",
    parameters: { ...parameters, levels },
    Delta,
    K: 0,
    F,
    down: kappa * (nbar + 1),
    up: kappa * nbar,
    n0,
    levels,
    rebuild: (changes) => cavity({ ...given, ...changes }),
  });
}

/** Levels for a displaced thermal state at the top of its first swing, to about 1e-9. */
function cavityLevels(Delta: number, F: number, kappa: number, nbar: number, n0: number): number {
  const swing = Delta === 0 ? 1 : 1 + exp((-PI * kappa) / (2 * Math.abs(Delta)));
  const amplitude = (swing * Math.abs(F)) / Math.sqrt(Delta * Delta + (kappa * kappa) / 4) + Math.sqrt(n0);
  const reach = amplitude + 4.5 * Math.sqrt(nbar + 0.5);
  return Math.ceil(reach * reach) + 4;
}

export const kerrDefinition: ModelDefinition = {
  name: "kerr",
  title: "driven Kerr oscillator",
  source: "P. D. Drummond and D. F. Walls, J. Phys. A 13, 725 (1980)",
  parameters: kerrParameters,
  build: kerr,
};

export const cavityDefinition: ModelDefinition = {
  name: "cavity",
  title: "damped driven cavity",
  source: "D. F. Walls and G. J. Milburn, Quantum Optics (2008), Ch. 6",
  parameters: cavityParameters,
  build: cavity,
};
