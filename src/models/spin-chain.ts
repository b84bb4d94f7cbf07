/** A dissipative spin chain, driven at its ends. */
import { generator } from "../dynamics/lindblad.ts";
import { expectation, type Family } from "../observables/catalogue.ts";
import { dag, lift, minus, plus, scale, times } from "../operators/algebra.ts";
import { sigmaMinus, sigmaPlus, sigmaZ } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { basisState } from "../operators/states.ts";
import { qubit, type Space, tensor } from "../spaces/space.ts";
import { equationModel } from "./equation.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";

const parameters: Readonly<Record<string, ParameterSpec>> = {
  N: { description: "number of spins", default: 4, kind: "integer", atLeast: 2, atMost: 12 },
  J: { description: "exchange J(σ⁺σ⁻ + h.c.) between neighbours", default: 1, kind: "number", unit: "energy", noisy: true },
  Jz: { description: "Ising coupling (Jz/4) σzσz between neighbours", default: 0.5, kind: "number", unit: "energy", noisy: true },
  h: { description: "field (h/2) σz on each spin", default: 0, kind: "number", unit: "energy", noisy: true },
  gamma: { description: "rate of the baths at both ends", default: 1, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  mu: {
    description: "drive: the left bath aims at ⟨σz⟩ = μ, the right one at −μ",
    default: 0.5,
    kind: "number",
    atLeast: -1,
    atMost: 1,
    noisy: true,
  },
  dephasing: {
    description: "dephasing rate of each spin, (rate/2) D[σz]",
    default: 0,
    kind: "number",
    atLeast: 0,
    unit: "1/time",
    noisy: true,
  },
};

interface Values {
  readonly N: number;
  readonly J: number;
  readonly Jz: number;
  readonly h: number;
  readonly gamma: number;
  readonly mu: number;
  readonly dephasing: number;
}

/**
 * A boundary-driven XXZ chain, from the state with all spins down:
 *
 *   H = Σ_j J(σ_j⁺σ_{j+1}⁻ + h.c.) + (Jz/4)σ_jᶻσ_{j+1}ᶻ + Σ_j (h/2)σ_jᶻ
 *
 *   left end   γ(1 ± μ)/2 D[σ₁^±],    right end   γ(1 ∓ μ)/2 D[σ_N^±],   each spin (γ_φ/2) D[σz]
 *
 * Two spins without Jz and dephasing carry the current 2J²μγ/(γ² + 4J²).
 * Source: M. Žnidarič, J. Stat. Mech. (2010) L05002.
 *
 * @example
 * steady(spinChain({ N: 2, mu: 1 }), { observables: ["sz1"] }).observables.sz1; // 0.2
 */
export function spinChain(given: Parameters = {}): Model {
  const complete = completeParameters("spin-chain", parameters, given);
  const values = complete as unknown as Values;
  const { N, J, gamma, mu, dephasing } = values;
  const space = tensor(...Array.from({ length: N }, (_, j) => qubit(`s${j + 1}`)));
  const on = (operator: (space: Space) => Operator) => Array.from({ length: N }, (_, j) => lift(space, operator(qubit(`s${j + 1}`))));
  const [up, down, z] = [on(sigmaPlus), on(sigmaMinus), on(sigmaZ)];
  const hops = Array.from({ length: N - 1 }, (_, j) => times(up[j], down[j + 1]));
  const H = hamiltonian(values, hops, z);
  const jumps = [
    { operator: up[0], rate: (gamma * (1 + mu)) / 2, bath: "left" },
    { operator: down[0], rate: (gamma * (1 - mu)) / 2, bath: "left" },
    { operator: up[N - 1], rate: (gamma * (1 - mu)) / 2, bath: "right" },
    { operator: down[N - 1], rate: (gamma * (1 + mu)) / 2, bath: "right" },
    ...z.map((operator) => ({ operator, rate: dephasing / 2, bath: "dephasing" })),
  ].filter(({ rate }) => rate > 0);
  return equationModel({
    name: "spin-chain",
    parameters: complete,
    generator: generator({ system: space, H, jumps }),
    initial: basisState(space, space.dimension - 1),
    observables: [
      ...z.map((operator, j) => expectation(`sz${j + 1}`, operator, `⟨σz⟩ of spin ${j + 1}`, undefined, "1")),
      expectation("magnetisation", scale(plus(...z), 1 / N), "mean ⟨σz⟩", undefined, "1"),
    ],
    families: [currents(hops, J)],
    defaults: ["sz1", `sz${N}`, "j_1"],
    H,
    rebuild: (changes) => spinChain({ ...given, ...changes }),
  });
}

function hamiltonian({ J, Jz, h }: Values, hops: readonly Operator[], z: readonly Operator[]): Operator {
  const exchange = hops.map((hop) => scale(plus(hop, dag(hop)), J));
  const ising = Jz === 0 ? [] : hops.map((_, j) => scale(times(z[j], z[j + 1]), Jz / 4));
  const field = h === 0 ? [] : z.map((operator) => scale(operator, h / 2));
  return plus(...exchange, ...ising, ...field);
}

/** j_k = iJ⟨σ_k⁺σ_{k+1}⁻ − h.c.⟩: excitations per unit time from spin k to spin k + 1. */
function currents(hops: readonly Operator[], J: number): Family {
  return {
    pattern: "j_k",
    description: "current of excitations from spin k to spin k + 1",
    find: (name) => {
      const match = /^j_(\d+)$/.exec(name);
      const k = match ? Number(match[1]) : 0;
      if (k < 1 || k > hops.length) return null;
      const current = scale(minus(hops[k - 1], dag(hops[k - 1])), 0, J);
      return expectation(name, current, `current from spin ${k} to spin ${k + 1}`, undefined, "1/time");
    },
  };
}

export const spinChainDefinition: ModelDefinition = {
  name: "spin-chain",
  title: "boundary-driven XXZ chain",
  source: "M. Žnidarič, J. Stat. Mech. (2010) L05002",
  parameters,
  build: spinChain,
};
