import { thermalBath } from "../dynamics/baths.ts";
import type { Generator } from "../dynamics/generator.ts";
import { thermalRates } from "../dynamics/global.ts";
import { type Jump, generator as lindblad } from "../dynamics/lindblad.ts";
import { ohmic } from "../dynamics/spectral.ts";
import { didYouMean, wrongValue } from "../errors.ts";
import { expm1 } from "../numerics/scalar.ts";
import { plus, scale } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";
import { automaticLadder } from "./rotor-ladder.ts";
import { BATHS, type RotorContext, rotorObservable, rotorObservableNames } from "./rotor-observables.ts";
import { globalHeat, rotorSpectrum, sharedOperators } from "./rotor-spectrum.ts";
import { type RotorStart, readRotorStart, rotorInitial, rungsOf } from "./rotor-states.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  B1: { description: "field on qubit 1; its splitting is 2 B1", default: 4, kind: "number", above: 0, unit: "energy" },
  B2: { description: "field on qubit 2; its splitting is 2 B2", default: 10, kind: "number", above: 0, unit: "energy" },
  beta1: { description: "inverse temperature of bath 1", default: 0.1, kind: "number", above: 0, unit: "1/energy", noisy: true },
  beta2: { description: "inverse temperature of bath 2", default: 0.02, kind: "number", above: 0, unit: "1/energy", noisy: true },
  betar: { description: "inverse temperature of the load", default: 0.09, kind: "number", above: 0, unit: "1/energy" },
  g: { description: "coupling to the baths", default: 1, kind: "number", atLeast: 0, unit: "energy^(1/2)" },
  chi: { description: "asymmetry of the couplings: g1 = g(1 − χ), g2 = g(1 + χ)", default: 0, kind: "number", atLeast: -1, atMost: 1 },
  lam: { description: "coupling λ of the two qubits and the rotor", default: 0.1, kind: "number", unit: "energy" },
  gamma: { description: "dissipation rate of the load", default: 5e-5, kind: "number", atLeast: 0, unit: "energy" },
  I: { description: "moment of inertia of the rotor (not given in the paper)", default: 1, kind: "number", above: 0, unit: "1/energy" },
  lmin: {
    description: "lowest rung of the rotor; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: -4096,
    atMost: 4096,
  },
  lmax: {
    description: "highest rung of the rotor; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: -4096,
    atMost: 4096,
  },
  me: {
    description: "master equation: local (13)–(17) or global (27), (A15)",
    default: "local",
    kind: "choice",
    choices: ["local", "global"],
  },
  Omega: {
    description: "cut-off energy of the Ohmic baths, global only; null: the largest Bohr frequency of the cut ladder",
    default: 20,
    kind: "number",
    nullable: true,
    above: 0,
    unit: "energy",
  },
  neg: {
    description: "negative Bohr frequencies: continue J oddly, or drop them (global only)",
    default: "odd",
    kind: "choice",
    choices: ["odd", "drop"],
  },
  tol: {
    description: "Bohr frequencies within this distance share a jump (global only)",
    default: 1e-9,
    kind: "number",
    atLeast: 0,
    unit: "energy",
  },
  initial: {
    description: 'start: "ground", "thermal" or "excited" qubits with a rung ("ground qubits, l=2"), or amplitudes [q1, q2, l, re, im]',
    default: "ground qubits, l=0",
    kind: "any",
  },
};

/** The parameters as numbers and words. */
interface Values {
  readonly B1: number;
  readonly B2: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly betar: number;
  readonly g: number;
  readonly chi: number;
  readonly lam: number;
  readonly gamma: number;
  readonly I: number;
  readonly lmin: number;
  readonly lmax: number;
  readonly me: "local" | "global";
  readonly Omega: number | null;
  readonly neg: "odd" | "drop";
  readonly tol: number;
}

/**
 * Two qubits, each in a thermal bath, that drive a rotor with a load:
 *
 *   H = B1 σz1 + B2 σz2 + L²/2I + λ(σ1⁺σ2⁻e^{iφ} + h.c.)
 *
 * as a local or a global master equation. Parameters default to the paper's Fig. 2 at β2/β1 = 0.2.
 * Throws a RangeError when a value is out of bounds or the start does not fit the ladder.
 * Source: H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024).
 */
export function rotor(given: Parameters = {}): Model {
  const complete = completeParameters("rotor", parameters, given);
  const start = readRotorStart(complete.initial);
  const ladder = ladderOf(complete, start);
  const values = { ...complete, ...ladder } as unknown as Values;
  if (values.lmax <= values.lmin) {
    throw wrongValue("lmax", `be > lmin = ${values.lmin}`, values.lmax, "The ladder needs at least two rungs.");
  }
  const operators = sharedOperators(values);
  const { generator, heat } = values.me === "local" ? localEquation(values) : globalEquation(values);
  const context: RotorContext = {
    ...values,
    operators,
    generator,
    heat,
    loadRate: (values.I * values.gamma) / values.betar,
    dephasing: dephasingOf(values),
  };
  const noStationaryState = endless(complete, values);
  return {
    name: "rotor",
    parameters: { ...complete, ...ladder },
    dynamics: generator,
    initial: rotorInitial(operators.space, start, values.lmin, [
      [values.beta1, values.B1],
      [values.beta2, values.B2],
    ]),
    observable: (name) => {
      const found = rotorObservable(name, context);
      if (found) return found;
      const remedy = /^pl_/.test(name) ? `The rungs are ${values.lmin} … ${values.lmax}.` : didYouMean(name, rotorObservableNames);
      throw wrongValue("observable", "be one of the rotor model's", name, remedy);
    },
    observableNames: rotorObservableNames,
    defaultObservables: ["Q1", "Q2", "Qr", "WQ", "Wr", "L", "L2", "eta", "COP", "mode"],
    warnings: warningsOf(complete, values, start),
    ...(noStationaryState ? { noStationaryState } : {}),
    with: (changes) => rotor({ ...given, ...changes }),
  };
}

function spontaneous({ g, chi, me, B1, B2, Omega }: Values): readonly [number, number] {
  const strengths = [g * g * (1 - chi) * (1 - chi), g * g * (1 + chi) * (1 + chi)] as const;
  if (me === "local") return strengths;
  const J = (k: 0 | 1, omega: number) => (Omega === null ? strengths[k] * omega : ohmic(strengths[k], Omega).at(omega));
  return [J(0, 2 * B1), J(1, 2 * B2)];
}

/** Decay rate of the coupling's coherence under the local baths; null in the global equation. */
function dephasingOf(values: Values): number | null {
  if (values.me !== "local") return null;
  const [rate1, rate2] = spontaneous(values);
  const [n1, n2] = [1 / expm1(2 * values.beta1 * values.B1), 1 / expm1(2 * values.beta2 * values.B2)];
  return 0.5 * (rate1 * (2 * n1 + 1) + rate2 * (2 * n2 + 1));
}

/** The given rungs, and automatic ones (rounded outwards to multiples of five, so that sweeps share them) where null. */
function ladderOf(complete: Parameters, start: RotorStart): { lmin: number; lmax: number } {
  const values = complete as unknown as Values;
  const [low, high] = rungsOf(start);
  const [rate1, rate2] = spontaneous(values);
  const chosen = automaticLadder({ ...values, rate1, rate2, low, high });
  return {
    lmin: (complete.lmin as number | null) ?? 5 * Math.floor(chosen.lmin / 5),
    lmax: (complete.lmax as number | null) ?? 5 * Math.ceil(chosen.lmax / 5),
  };
}

function loadJumps({ I, gamma, betar }: Values, load: readonly [Operator, Operator]): readonly Jump[] {
  return load.map((operator) => ({ operator, rate: (I * gamma) / betar, bath: BATHS.load, beta: betar }));
}

interface Equation {
  readonly generator: Generator;
  readonly heat: () => readonly [Operator, Operator];
}

/** The local master equation (13)–(17). */
function localEquation(values: Values): Equation {
  const { space, H, lower, excited, ground, load } = sharedOperators(values);
  const rates = spontaneous(values);
  const baths = [
    { bath: BATHS.first, beta: values.beta1, omega: 2 * values.B1 },
    { bath: BATHS.second, beta: values.beta2, omega: 2 * values.B2 },
  ];
  const jumps = baths.flatMap((bath, k) => [...thermalBath({ ...bath, lowering: lower[k], rate: rates[k] })]);
  const heat = () =>
    baths.map(({ beta, omega }, k) => {
      const n = 1 / expm1(beta * omega);
      return plus(scale(ground[k], omega * rates[k] * n), scale(excited[k], -omega * rates[k] * (n + 1)));
    }) as [Operator, Operator];
  return { generator: lindblad({ system: space, H, jumps: [...jumps, ...loadJumps(values, load)] }), heat };
}

/** The global master equation (27), (A15)–(A17) with the load kept local. */
function globalEquation(values: Values): Equation {
  const { space, H, load } = sharedOperators(values);
  const { channels, largest } = rotorSpectrum(values, values.tol);
  const { g, chi, tol, neg } = values;
  const baths = [
    { bath: BATHS.first, beta: values.beta1, density: ohmic(g * g * (1 - chi) * (1 - chi), values.Omega ?? largest) },
    { bath: BATHS.second, beta: values.beta2, density: ohmic(g * g * (1 + chi) * (1 + chi), values.Omega ?? largest) },
  ];
  const rates = baths.map(({ beta, density }, k) =>
    channels[k].map(({ omega }) => thermalRates(Math.abs(omega) <= tol ? 0 : omega, density, beta, neg)),
  );
  const jumps = baths.flatMap(({ bath, beta }, k) =>
    channels[k].flatMap(({ operator, adjoint }, c) => [
      { operator, rate: rates[k][c][0], bath, beta },
      { operator: adjoint, rate: rates[k][c][1], bath, beta },
    ]),
  );
  return {
    generator: lindblad({ system: space, H, jumps: [...jumps, ...loadJumps(values, load)] }),
    heat: () => [globalHeat(channels[0], rates[0]), globalHeat(channels[1], rates[1])],
  };
}

function endless(complete: Parameters, { gamma, lam }: Values): string | null {
  if (gamma > 0 || lam === 0 || (complete.lmin !== null && complete.lmax !== null)) return null;
  return "Without load (gamma = 0) nothing holds the rotor, so there is no stationary state on the endless ladder. Give lmin and lmax to ask for that of a cut ladder.";
}

function warningsOf(complete: Parameters, values: Values, start: RotorStart): readonly string[] {
  const { lmin, lmax, gamma, lam, me, Omega, tol, betar, I } = values;
  const wide = ladderOf({ ...complete, lmin: null, lmax: null }, start);
  const warnings: string[] = [];
  if (gamma === 0 && lam !== 0) {
    warnings.push("Without load (gamma = 0) the rotor runs away; what a cut ladder shows late is the cut.");
  } else if (lmin > wide.lmin + 10 || lmax < wide.lmax - 10) {
    warnings.push(`The ladder ${lmin} … ${lmax} cuts the stationary rotor, which reaches over about ${wide.lmin} … ${wide.lmax}.`);
  }
  if (gamma > 0 && Math.max(-lmin, lmax) > (4 * I) / betar) {
    warnings.push(`Beyond |l| = 4I/betar = ${(4 * I) / betar} the load pushes outwards; rungs there are outside its validity.`);
  }
  if (me === "global" && Omega === null)
    warnings.push("Omega follows the ladder (its largest Bohr frequency), so results depend on the truncation.");
  if (me === "global" && tol > 8e-6)
    warnings.push(`Bohr frequencies up to tol = ${tol} apart share a jump; above about 1e-5 this changes the results.`);
  if (me === "global" && values.neg === "drop")
    warnings.push("Dropping negative Bohr frequencies leaves out transitions that the baths drive.");
  return warnings;
}

export const rotorDefinition: ModelDefinition = {
  name: "rotor",
  title: "two qubits between two baths drive a rotor with a load",
  source: "H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024)",
  parameters,
  build: rotor,
};
