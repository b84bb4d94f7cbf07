/** The optical Bloch equations: a driven, damped qubit. */
import { generator } from "../dynamics/lindblad.ts";
import { plus, scale } from "../operators/algebra.ts";
import { sigmaMinus, sigmaPlus, sigmaX, sigmaZ } from "../operators/named.ts";
import { qubitState } from "../operators/states.ts";
import { qubit } from "../spaces/space.ts";
import { equationModel } from "./equation.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  Delta: { description: "detuning of the qubit from the drive", default: 0, kind: "number", unit: "energy", noisy: true },
  Omega: { description: "Rabi frequency of the drive", default: 1, kind: "number", unit: "energy", noisy: true },
  gamma: { description: "rate of spontaneous emission", default: 0.3, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  nbar: { description: "thermal occupation of the bath at the qubit's frequency", default: 0, kind: "number", atLeast: 0, noisy: true },
  dephasing: {
    description: "rate of pure dephasing: what it adds to 1/T2",
    default: 0,
    kind: "number",
    atLeast: 0,
    unit: "1/time",
    noisy: true,
  },
  start: {
    description: "initial Bloch vector [x, y, z]; [0, 0, −1] is the ground state",
    default: [0, 0, -1],
    kind: "numbers",
    atLeast: -1,
    atMost: 1,
  },
};

/**
 * A driven, damped qubit in the frame of the drive:
 *
 *   H = (Δ/2)σz + (Ω/2)σx,   γ(n̄ + 1) D[σ⁻],  γ n̄ D[σ⁺],  (γ_φ/2) D[σz]
 *
 *   ẋ = −γ₂x − Δy,   ẏ = Δx − γ₂y − Ωz,   ż = Ωy − γ₁z − γ,   γ₁ = γ(2n̄ + 1),  γ₂ = γ₁/2 + γ_φ
 *
 * Stationary: z = −(γ/γ₁)/(1 + Ω²γ₂/(γ₁(γ₂² + Δ²))).
 * Source: C. Cohen-Tannoudji, J. Dupont-Roc and G. Grynberg, Atom-Photon Interactions (1992), Ch. V.
 * @example
 * bloch({ Omega: 2 }).defaultObservables; // ["sx", "sy", "sz"]
 */
export function bloch(given: Parameters = {}): Model {
  const complete = completeParameters("bloch", parameters, given);
  const { Delta, Omega, gamma, nbar, dephasing, start } = complete as unknown as {
    Delta: number;
    Omega: number;
    gamma: number;
    nbar: number;
    dephasing: number;
    start: readonly [number, number, number];
  };
  const space = qubit();
  const H = plus(scale(sigmaZ(space), Delta / 2), scale(sigmaX(space), Omega / 2));
  const jumps = [
    { operator: sigmaMinus(space), rate: gamma * (nbar + 1), bath: "bath" },
    { operator: sigmaPlus(space), rate: gamma * nbar, bath: "bath" },
    { operator: sigmaZ(space), rate: dephasing / 2, bath: "dephasing" },
  ].filter(({ rate }) => rate > 0);
  return equationModel({
    name: "bloch",
    parameters: complete,
    generator: generator({ system: space, H, jumps }),
    initial: qubitState(start, space),
    observables: [],
    defaults: ["sx", "sy", "sz"],
    H,
    rebuild: (changes) => bloch({ ...given, ...changes }),
  });
}

export const blochDefinition: ModelDefinition = {
  name: "bloch",
  title: "optical Bloch equations: a driven, damped qubit",
  source: "C. Cohen-Tannoudji, J. Dupont-Roc and G. Grynberg, Atom-Photon Interactions (1992), Ch. V",
  parameters,
  build: bloch,
};
