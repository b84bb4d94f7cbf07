/** The Jaynes–Cummings model with losses. */
import { generator } from "../dynamics/lindblad.ts";
import { wrongValue } from "../errors.ts";
import { expectation, spinComponents } from "../observables/catalogue.ts";
import { dag, lift, plus, scale, times } from "../operators/algebra.ts";
import { annihilate, number, projector, sigmaMinus, sigmaPlus, sigmaZ } from "../operators/named.ts";
import { fockState, ket, productState } from "../operators/states.ts";
import { fock, qubit, tensor } from "../spaces/space.ts";
import { equationModel } from "./equation.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  Delta: { description: "detuning of the atom from the cavity", default: 0, kind: "number", unit: "energy", noisy: true },
  g: { description: "coupling; the vacuum Rabi frequency is 2g", default: 1, kind: "number", unit: "energy", noisy: true },
  kappa: { description: "energy decay rate of the cavity", default: 0.1, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  gamma: { description: "decay rate of the atom", default: 0.05, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  nbar: { description: "thermal occupation of the cavity's bath", default: 0, kind: "number", atLeast: 0, noisy: true },
  n0: { description: "initial photon number", default: 0, kind: "integer", atLeast: 0 },
  atom: { description: "initial state of the atom", default: "excited", kind: "choice", choices: ["excited", "ground"] },
  levels: { description: "levels of the cavity; null: automatic", default: null, kind: "integer", nullable: true, atLeast: 2 },
};

interface Values {
  readonly Delta: number;
  readonly g: number;
  readonly kappa: number;
  readonly gamma: number;
  readonly nbar: number;
  readonly n0: number;
  readonly atom: "excited" | "ground";
  readonly levels: number | null;
}

/**
 * One atom and one cavity mode in the frame of the cavity:
 *
 *   H = (Δ/2)σz + g(aσ⁺ + a†σ⁻),   κ(n̄ + 1) D[a],  κ n̄ D[a†],  γ D[σ⁻]
 *
 * Without losses and at resonance an excited atom with n photons has P_e = cos²(g√(n + 1) t).
 * Source: E. T. Jaynes and F. W. Cummings, Proc. IEEE 51, 89 (1963).
 * @example
 * jaynesCummings({ levels: 4 }).dynamics.system.dimension; // 8
 */
export function jaynesCummings(given: Parameters = {}): Model {
  const complete = completeParameters("jaynes-cummings", parameters, given);
  const { Delta, g, kappa, gamma, nbar, n0, atom, levels: wanted } = complete as unknown as Values;
  const levels = wanted ?? n0 + 3 + (nbar > 0 ? Math.ceil(20 * (nbar + 0.5)) : 0);
  if (n0 + (atom === "excited" ? 1 : 0) >= levels) {
    throw wrongValue("levels", `be above ${n0 + (atom === "excited" ? 1 : 0)} to hold the initial excitations`, levels);
  }
  const [q, m] = [qubit("atom"), fock(levels, "cavity")];
  const space = tensor(q, m);
  const exchange = lift(space, sigmaPlus(q), annihilate(m));
  const H = plus(lift(space, scale(sigmaZ(q), Delta / 2)), scale(plus(exchange, dag(exchange)), g));
  const a = lift(space, annihilate(m));
  const jumps = [
    { operator: a, rate: kappa * (nbar + 1), bath: "cavity" },
    { operator: dag(a), rate: kappa * nbar, bath: "cavity" },
    { operator: lift(space, sigmaMinus(q)), rate: gamma, bath: "atom" },
  ].filter(({ rate }) => rate > 0);
  const photons = lift(space, number(m));
  return equationModel({
    name: "jaynes-cummings",
    parameters: { ...complete, levels },
    generator: generator({ system: space, H, jumps }),
    initial: productState(space, ket(q, atom === "excited" ? [1, 0] : [0, 1]), fockState(m, n0)),
    observables: [
      expectation("n", photons, "photon number ⟨a†a⟩", undefined, "1"),
      expectation("pe", lift(space, projector(q, "e")), "excited population of the atom", undefined, "1"),
      expectation("n2", times(photons, photons), "⟨(a†a)²⟩", undefined, "1"),
      ...spinComponents(space, "atom"),
    ],
    defaults: ["n", "pe"],
    H,
    rebuild: (changes) => jaynesCummings({ ...given, ...changes }),
  });
}

export const jaynesCummingsDefinition: ModelDefinition = {
  name: "jaynes-cummings",
  title: "one atom and one lossy cavity mode",
  source: "E. T. Jaynes and F. W. Cummings, Proc. IEEE 51, 89 (1963)",
  parameters,
  build: jaynesCummings,
};
