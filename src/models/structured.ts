/** A qubit that meets thermal ancillae made of interacting qubits, and gains coherence from them. */
import type { Collisions } from "../dynamics/collisions.ts";
import { type Contact, contactCollision } from "../dynamics/contact.ts";
import { generatorLimit } from "../dynamics/generator-limit.ts";
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { dag, lift, plus, scale } from "../operators/algebra.ts";
import { qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaX, sigmaY, sigmaZ } from "../operators/named.ts";
import { Operator } from "../operators/operator.ts";
import { qubitState, thermal } from "../operators/states.ts";
import { qubit, type Space, tensor } from "../spaces/space.ts";
import type { Evaluation } from "./collision-model.ts";
import { expansionWarnings, limitModel, streamModel } from "./collision-parts.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  omega_S: { description: "splitting ω_S of the system qubit", default: 1, kind: "number", unit: "energy", noisy: true },
  omega_anc: { description: "splittings ω_k of the ancilla's qubits", default: [0.5, 1.5], kind: "numbers", unit: "energy" },
  kappa: {
    description: "exchange couplings: κ₁₂ of a pair, or rows [j, k, Re, Im] with qubits counted from 1",
    default: 0.3,
    kind: "any",
    unit: "energy",
    noisy: true,
  },
  beta: { description: "inverse temperature of the ancillae", default: 1, kind: "number", atLeast: 0, unit: "1/energy", noisy: true },
  dt: { description: "duration δt of a collision", default: 0.1, kind: "number", above: 0, unit: "1/energy", noisy: true },
  alpha: {
    description: "coupling α of Example 2, H_SE = α σ⁺|E₂⟩⟨E₃| + h.c.; a number or [Re, Im]",
    default: 0.1,
    kind: "any",
    unit: "energy",
    noisy: true,
  },
  label: {
    description: 'level pair of Example 2: "resonant" E₂ = |↑↓⟩, E₃ = |↓↑⟩ (the figures) or "literal" (A1), which inverts the qubit',
    default: "resonant",
    kind: "choice",
    choices: ["resonant", "literal"],
  },
  interaction: {
    description: 'terms {alpha: [Re, Im], S: "+", anc: "|ud><du|" or a word such as "-1"} of H_SE = Σ α S⊗B + h.c.; null: Example 2',
    default: null,
    kind: "any",
    nullable: true,
  },
  beta_S: { description: "inverse temperature of the initial state", default: 1, kind: "number", unit: "1/energy" },
  r0: {
    description: "initial Bloch vector; null: thermal at beta_S",
    default: null,
    kind: "numbers",
    nullable: true,
    atLeast: -1,
    atMost: 1,
  },
  evaluation: {
    description: "exact unitary, second order in δt (Eq. 21), or the limit δt → 0",
    default: "exact",
    kind: "choice",
    choices: ["exact", "second", "generator"],
  },
};

/**
 * A qubit colliding with structured ancillae: H_S = ω_S σz/2, H_E = Σ ω_k σz_k/2 + Σ_{j<k}(κ_jk σ⁺_jσ⁻_k + h.c.),
 * U = exp(−iδt(H_S + H_E + H_SE)), fresh ancillae in exp(−βH_E)/Z.
 *
 * Any number of sub-qubits and any H_SE through `interaction`. Observables: energy, sx, sy, sz, purity, entropy, C_l1, p_k, and the
 * ledger's columns dU, Q, W, Sigma, …
 *
 * Source: Cusumano & De Chiara, "Structured quantum collision models: generating coherence with thermal resources".
 * @example
 * run(structured(), { steps: 1, observables: ["Sigma"] }).observables.Sigma[1] > 0; // true
 */
export function structured(given: Parameters = {}): Model {
  const values = completeParameters("structured", parameters, given);
  const contact = structuredContact(values);
  const evaluation = values.evaluation as Evaluation;
  const common = {
    name: "structured",
    parameters: values,
    initial: initialState(contact.HS, values),
    extra: [],
    defaults: evaluation === "generator" ? ["sz", "C_l1", "purity"] : ["sz", "C_l1", "dU", "Q", "W", "Sigma"],
    with: (changes: Parameters) => structured({ ...values, ...changes }),
  };
  if (evaluation === "generator") return limitModel({ ...common, warnings: [], HS: contact.HS, limit: generatorLimit(contact) });
  const collision = contactCollision(contact, evaluation);
  const dynamics: Collisions = {
    kind: "collisions",
    system: contact.system,
    HS: contact.HS,
    stream: { kind: "constant", collision },
    tau: contact.tau,
  };
  const warnings = evaluation === "second" ? expansionWarnings(dynamics) : [];
  return streamModel({ ...common, warnings, dynamics });
}

/** The contact that a set of parameters describes: Hamiltonians, interaction and thermal state. */
export function structuredContact(values: Parameters): Contact {
  const system = qubit("system");
  const splittings = values.omega_anc as readonly number[];
  if (splittings.length === 0) throw wrongValue("omega_anc", "hold at least one splitting", splittings);
  const unit = tensor(...splittings.map((_, k) => qubit(`q${k + 1}`)));
  const HE = ancillaHamiltonian(unit, splittings, couplingRows(values.kappa, splittings.length));
  const V = systemInteraction(system, unit, values);
  return {
    system,
    unit,
    HS: qubitHamiltonian(system, values.omega_S as number),
    HE,
    V,
    state: thermal(HE, { beta: values.beta as number }),
    beta: values.beta as number,
    tau: values.dt as number,
    scaling: "1",
    bath: "ancillae",
  };
}

function factorOf(space: Space, k: number): Space {
  return qubit(space.factors[k].label);
}

function ancillaHamiltonian(unit: Space, splittings: readonly number[], rows: readonly (readonly number[])[]): Operator {
  const local = splittings.map((omega, k) => lift(unit, qubitHamiltonian(factorOf(unit, k), omega)));
  const exchange = rows.map(([j, k, re, im]) => {
    const hop = lift(unit, scale(sigmaPlus(factorOf(unit, j - 1)), re, im), sigmaMinus(factorOf(unit, k - 1)));
    return plus(hop, dag(hop));
  });
  return plus(...local, ...exchange);
}

/** κ as rows [j, k, Re, Im]; a bare number is κ₁₂. */
function couplingRows(kappa: ParameterValue, count: number): readonly (readonly [number, number, number, number])[] {
  const remedy = "Give κ₁₂ as a number, or a list of [j, k, Re, Im] with j < k counted from 1.";
  if (typeof kappa === "number") {
    finite("kappa", kappa);
    return count > 1 ? [[1, 2, kappa, 0]] : [];
  }
  if (!Array.isArray(kappa)) throw wrongKind("kappa", "be a number or rows [j, k, Re, Im]", kappa, remedy);
  return (kappa as readonly ParameterValue[]).map((row, r) => {
    if (!Array.isArray(row) || row.length < 3 || row.length > 4) throw wrongKind(`kappa[${r}]`, "be [j, k, Re, Im]", row, remedy);
    const [j, k, re, im = 0] = row.map((value, c) => finite(`kappa[${r}][${c}]`, value));
    for (const place of [j, k]) {
      if (!Number.isInteger(place) || place < 1 || place > count) {
        throw wrongValue(`kappa[${r}]`, `couple qubits 1 … ${count} of the ancilla`, row as unknown, remedy);
      }
    }
    if (j === k) throw wrongValue(`kappa[${r}]`, "couple two different qubits", row as unknown, remedy);
    return [j, k, re, im] as const;
  });
}

function systemInteraction(system: Space, unit: Space, values: Parameters): Operator {
  const joint = tensor(system, unit);
  const terms = values.interaction ?? [defaultTerm(unit, values)];
  if (!Array.isArray(terms) || terms.length === 0) throw wrongKind("interaction", "be a list of {alpha, S, anc}", values.interaction);
  const parts = (terms as readonly ParameterValue[]).map((term, t) => {
    const { alpha = 1, S = "+", anc } = (term ?? {}) as { alpha?: ParameterValue; S?: ParameterValue; anc?: ParameterValue };
    const [re, im] = complexValue(values.interaction ? `interaction[${t}].alpha` : "alpha", alpha);
    const half = lift(
      joint,
      scale(letter(system, String(S), `interaction[${t}].S`), re, im),
      unitOperator(unit, anc, `interaction[${t}].anc`),
    );
    return plus(half, dag(half));
  });
  return plus(...parts);
}

/** Example 2: α σ⁺ ⊗ |E₂⟩⟨E₃|. */
function defaultTerm(unit: Space, values: Parameters): ParameterValue {
  if (unit.factors.length !== 2) {
    throw wrongValue(
      "interaction",
      "be given for an ancilla that is not a pair",
      values.interaction,
      'For example [{"alpha": 0.1, "anc": "-11"}].',
    );
  }
  return { alpha: values.alpha, S: "+", anc: values.label === "resonant" ? "|ud><du|" : "|du><ud|" };
}

function complexValue(name: string, value: ParameterValue): readonly [number, number] {
  if (typeof value === "number") return [finite(name, value), 0];
  if (Array.isArray(value) && value.length === 2) return [finite(`${name}[0]`, value[0]), finite(`${name}[1]`, value[1])];
  throw wrongKind(name, "be a number or [Re, Im]", value);
}

/** An operator on the ancilla: a dyad |ud⟩⟨du|, or a word with one of + − z x y 1 per qubit. */
function unitOperator(unit: Space, word: ParameterValue | undefined, name: string): Operator {
  const K = unit.factors.length;
  const remedy = `Write a dyad such as "|${"u".repeat(K)}><${"d".repeat(K)}|", or ${K} of the letters + - z x y 1.`;
  if (typeof word !== "string") throw wrongKind(name, "be a string", word ?? null, remedy);
  const dyad = /^\|([ud]+)><([ud]+)\|$/.exec(word);
  if (dyad) {
    if (dyad[1].length !== K || dyad[2].length !== K) throw wrongValue(name, `name ${K} qubits`, word, remedy);
    const index = (levels: string) => [...levels].reduce((sum, level) => 2 * sum + (level === "d" ? 1 : 0), 0);
    return Operator.fromEntries(unit, [[index(dyad[1]), index(dyad[2]), 1]]);
  }
  if (word.length !== K) throw wrongValue(name, `name ${K} qubits`, word, remedy);
  const factors = [...word].flatMap((one, k) => (one === "1" ? [] : [letter(factorOf(unit, k), one, name)]));
  if (factors.length === 0) throw wrongValue(name, "act on at least one qubit", word, remedy);
  return lift(unit, ...factors);
}

function letter(space: Space, one: string, name: string): Operator {
  const known: Readonly<Record<string, (space: Space) => Operator>> = { "+": sigmaPlus, "-": sigmaMinus, z: sigmaZ, x: sigmaX, y: sigmaY };
  const make = known[one];
  if (!make) throw wrongValue(name, "be one of + - z x y", one);
  return make(space);
}

function initialState(HS: Operator, values: Parameters): Operator {
  if (values.r0 === null) return thermal(HS, { beta: finite("beta_S", values.beta_S, { atLeast: 0 }) });
  const r0 = values.r0 as readonly number[];
  if (r0.length !== 3) throw wrongValue("r0", "have three components", r0);
  return qubitState([r0[0], r0[1], r0[2]], HS.space);
}

export const structuredDefinition: ModelDefinition = {
  name: "structured",
  title: "Coherence from structured thermal ancillae",
  source: 'S. Cusumano and G. De Chiara, "Structured quantum collision models: generating coherence with thermal resources"',
  parameters,
  build: structured,
};
