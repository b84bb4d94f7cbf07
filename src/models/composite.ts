/** A qubit or an oscillator that meets thermal clusters through a composite (parallel and orthogonal) interaction. */

import { type Cluster, oscillatorCluster, qubitCluster } from "../dynamics/clusters.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { type Contact, contactCollision, interaction } from "../dynamics/contact.ts";
import { generatorLimit, limitWarning } from "../dynamics/generator-limit.ts";
import { finite, integer, wrongValue } from "../errors.ts";
import { expectation } from "../observables/catalogue.ts";
import type { Observable } from "../observables/observable.ts";
import { dag, plus, scale } from "../operators/algebra.ts";
import { annihilate, number, qubitHamiltonian, sigmaMinus, sigmaZ } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { fockState, levelsFor, maximallyMixed, qubitState, thermal } from "../operators/states.ts";
import { fock, qubit } from "../spaces/space.ts";
import type { Evaluation } from "./collision-model.ts";
import { expansionWarnings, limitModel, streamModel } from "./collision-parts.ts";
import { clusterMoments, heatedOscillator, tanhHalf } from "./composite-formulas.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  target: { description: "what is driven", default: "qubit", kind: "choice", choices: ["qubit", "oscillator"] },
  bath: { description: "what the clusters are made of", default: "qubits", kind: "choice", choices: ["qubits", "oscillators"] },
  interaction: {
    description: "orthogonal part: rotating wave (RWA) or with counter-rotating terms (CR)",
    default: "RWA",
    kind: "choice",
    choices: ["RWA", "CR"],
  },
  parallel: { description: "bath quadrature of the parallel part: σx (b + b†) or σy", default: "x", kind: "choice", choices: ["x", "y"] },
  omega: { description: "frequency of the target", default: 1, kind: "number", unit: "energy", noisy: true },
  omega_B: { description: "frequency of the bath units", default: 1, kind: "number", above: 0, unit: "energy", noisy: true },
  f1: { description: "coupling f₁ of the parallel part", default: 0.42426406871192845, kind: "number", unit: "energy^(1/2)", noisy: true },
  f2: { description: "coupling f₂ of the orthogonal part", default: 0.6, kind: "number", unit: "energy^(1/2)", noisy: true },
  N: { description: "units per cluster", default: 1, kind: "integer", atLeast: 1, atMost: 54 },
  T: {
    description: "temperature of the bath; negative for inverted qubits",
    default: 0.2,
    kind: "number",
    unit: "energy",
    noisy: true,
    noiseWithin: { atLeast: 0 },
  },
  tau: {
    description: "duration τ of a collision; the interaction is V/√τ",
    default: 1,
    kind: "number",
    above: 0,
    unit: "1/energy",
    noisy: true,
  },
  initial: {
    description: "start: thermal at T_S, ground, excited, plus or mixed",
    default: "thermal",
    kind: "choice",
    choices: ["thermal", "ground", "vacuum", "excited", "plus", "mixed"],
  },
  initial_bloch: {
    description: "initial Bloch vector of a qubit target; null: `initial`",
    default: null,
    kind: "numbers",
    nullable: true,
    atLeast: -1,
    atMost: 1,
  },
  T_S: {
    description: "temperature of a thermal start; null: that of the bath",
    default: null,
    kind: "number",
    nullable: true,
    atLeast: 0,
    unit: "energy",
  },
  levels: {
    description: "levels of a target oscillator; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: 2,
    atMost: 4096,
  },
  bathLevels: {
    description: "levels of an oscillator cluster's collective mode; null: automatic",
    default: null,
    kind: "integer",
    nullable: true,
    atLeast: 2,
    atMost: 4096,
  },
  evaluation: {
    description: "exact unitary, second order in τ, or the master equation of τ → 0",
    default: "exact",
    kind: "choice",
    choices: ["exact", "second", "generator"],
  },
};

/**
 * A target and thermal clusters with V = s†A + sA†, U = exp(−iτ(H_S + H_B + V/√τ)): s = f₁σz + f₂σ₋ (RWA) or f₁σz + f₂σx (CR),
 * f₁n + f₂a or f₁n + f₂(a + a†) for an oscillator; A = Σσ₋ or Σb over the cluster.
 *
 * Qubit clusters are reduced to total spins, oscillator clusters to their collective mode, exactly.
 *
 * Source: Román-Ancheyta, Kolář, Guarnieri & Filip, "Enhanced steady-state coherence via repeated system-bath interactions".
 *
 * @example
 * steady(composite({ N: 8, T: 0, tau: 0.5 }), { observables: ["C_l1"] }).observables.C_l1; // 0.752933
 */
export function composite(given: Parameters = {}): Model {
  const values = completeParameters("composite", parameters, given);
  const { contact, cluster } = compositeContact(values);
  const evaluation = values.evaluation as Evaluation;
  const oscillator = values.target === "oscillator";
  const heating = oscillator ? heatingSentence(values) : null;
  const common = {
    name: "composite",
    parameters: values,
    initial: initialState(contact, values),
    extra: oscillator ? oscillatorObservables(contact) : [],
    defaults: oscillator ? ["n", "a_re", "a_im", "purity"] : ["C_l1", "purity", "sz"],
    with: (changes: Parameters) => composite({ ...values, ...changes }),
    warnings: [
      ...cluster.warnings,
      ...(oscillator ? [] : [limitWarning(contact)].filter((w) => w !== null)),
      ...targetWarnings(values, contact),
    ],
    reducedUnits: values.bath === "qubits" && (values.N as number) > 1,
    ...(heating ? { noStationaryState: heating } : {}),
  };
  if (evaluation === "generator") return limitModel({ ...common, HS: contact.HS, limit: generatorLimit(contact) });
  const collision = contactCollision(contact, evaluation);
  const dynamics: Collisions = {
    kind: "collisions",
    system: contact.system,
    HS: contact.HS,
    stream: { kind: "constant", collision },
    tau: contact.tau,
  };
  const diagnosed = evaluation === "second" ? expansionWarnings(dynamics) : [];
  return streamModel({ ...common, warnings: [...common.warnings, ...diagnosed], dynamics });
}

/** The contact and the reduced cluster that a set of parameters describes. */
export function compositeContact(values: Parameters): { readonly contact: Contact; readonly cluster: Cluster } {
  const { f1, f2, omega, omega_B, T, tau } = values as Record<string, number>;
  const N = values.N as number;
  const beta = T === 0 ? Number.POSITIVE_INFINITY : 1 / T;
  const strength = (Math.abs(f1) + Math.abs(f2)) * Math.sqrt(N * tau);
  if (T < 0 && values.bath !== "qubits") {
    throw wrongValue("T", "be ≥ 0 for a bath of oscillators", T, "Only levels that end can be inverted: use qubits.");
  }
  const cluster =
    values.bath === "qubits"
      ? qubitCluster(N, omega_B, beta)
      : oscillatorCluster(N, omega_B, beta, values.bathLevels as number | null, strength);
  const oscillator = values.target === "oscillator";
  const system = oscillator ? fock(targetLevels(values), "system") : qubit("system");
  const [Z, L] = oscillator ? [number(system), annihilate(system)] : [sigmaZ(system), sigmaMinus(system)];
  const HS = oscillator ? scale(number(system), omega) : qubitHamiltonian(system, omega);
  const A = cluster.lowering;
  // σx = A† + A and σy = i(A − A†) of the cluster.
  const along: readonly (readonly [Operator, Operator])[] =
    values.parallel === "x"
      ? [
          [scale(Z, f1), A],
          [scale(Z, f1), dag(A)],
        ]
      : [
          [scale(Z, f1), scale(A, 0, 1)],
          [scale(Z, f1), scale(dag(A), 0, -1)],
        ];
  const lowering = values.interaction === "RWA" ? L : plus(L, dag(L));
  const V = interaction([...along, [scale(dag(lowering), f2), A], [scale(lowering, f2), dag(A)]]);
  const contact: Contact = {
    system,
    unit: cluster.unit,
    HS,
    HE: cluster.HE,
    V,
    state: cluster.state,
    beta,
    tau,
    scaling: "1/sqrt(tau)",
    bath: "clusters",
  };
  return { contact, cluster };
}

/** Levels of a target oscillator: from the temperatures it starts from and is driven to; 60 where it heats without end. */
function targetLevels(values: Parameters): number {
  if (values.levels !== null) return integer("levels", values.levels, 2);
  const T = Math.max(0, values.T as number, (values.T_S as number | null) ?? 0);
  return Math.max(values.interaction === "CR" ? 60 : 40, levelsFor(T, 1e-12, finite("omega", values.omega, { above: 0 })));
}

function oscillatorObservables({ system }: Contact): Observable[] {
  const a = annihilate(system);
  return [
    expectation("n", number(system), "mean number of quanta", undefined, "1"),
    expectation("a_re", a, "Re ⟨a⟩", "re", "1"),
    expectation("a_im", a, "Im ⟨a⟩", "im", "1"),
  ];
}

/** Why a target oscillator has no stationary state, with the rate at which it heats; null where it has one. */
function heatingSentence(values: Parameters): string | null {
  const { f1, f2, omega, omega_B, T } = values as Record<string, number>;
  if (f2 === 0) return null;
  if (values.interaction === "RWA")
    return T < 0 ? "A target oscillator that meets inverted units is amplified for ever: it has no stationary state." : null;
  const { sum } = clusterMoments(values.bath as "qubits" | "oscillators", values.N as number, T, omega_B);
  const rate = heatedOscillator(f1, f2, omega, sum, 0).heatingRate;
  return `A target oscillator with counter-rotating terms has no stationary state: it heats for ever, d⟨n⟩/dt → ${rate.toPrecision(6)} as τ → 0 (a truncation fakes one).`;
}

function targetWarnings(values: Parameters, contact: Contact): string[] {
  if (values.target !== "oscillator") return [];
  const d = contact.system.dimension;
  const phase = Math.abs(values.f1 as number) * d * Math.sqrt(values.tau as number);
  if (phase < 1) return [];
  return [
    `The parallel part turns the last of ${d} levels by ${phase.toPrecision(2)} in one collision: take tau below ${((values.tau as number) / (phase * phase)).toPrecision(2)} for the master equation's regime.`,
  ];
}

function initialState({ system, HS }: Contact, values: Parameters): Operator {
  const bloch = values.initial_bloch as readonly number[] | null;
  if (bloch !== null) {
    if (values.target !== "qubit") throw wrongValue("initial_bloch", "be null for an oscillator target", bloch);
    if (bloch.length !== 3) throw wrongValue("initial_bloch", "have three components", bloch);
    return qubitState([bloch[0], bloch[1], bloch[2]], system);
  }
  const oscillator = values.target === "oscillator";
  switch (values.initial) {
    case "thermal":
      return thermalStart(HS, values);
    case "ground":
    case "vacuum":
      return oscillator ? fockState(system, 0) : qubitState([0, 0, -1], system);
    case "excited":
      return oscillator ? fockState(system, 1) : qubitState([0, 0, 1], system);
    case "mixed":
      return maximallyMixed(system);
    default:
      if (oscillator) throw wrongValue("initial", "be thermal, ground, excited or mixed for an oscillator", values.initial);
      return qubitState([1, 0, 0], system);
  }
}

/** A Gibbs state at T_S, or at the temperature of the bath; of a qubit also an inverted one. */
function thermalStart(HS: Operator, { T, T_S, omega, target }: Parameters): Operator {
  const at = (T_S as number | null) ?? (T as number);
  if (at >= 0) return thermal(HS, { T: at });
  if (target === "qubit") return qubitState([0, 0, -tanhHalf(omega as number, at)], HS.space);
  throw wrongValue("T_S", "be given for an oscillator that meets inverted units", T_S, "It is the temperature of the start.");
}

export const compositeDefinition: ModelDefinition = {
  name: "composite",
  title: "Steady-state coherence from composite interactions with thermal clusters",
  source: 'R. Román-Ancheyta, M. Kolář, G. Guarnieri and R. Filip, "Enhanced steady-state coherence via repeated system-bath interactions"',
  parameters,
  build: composite,
};
