/**
 * A beam of phaseonium atoms heats or cools cavities that it crosses one after another.
 * F. Amato, C. Pellitteri, G. M. Palma, S. Lorenzo, R. Lo Franco, Phys. Rev. A 109, 043705 (2024).
 */

import type { Collision, Collisions, Visit, WeightedState } from "../dynamics/collisions.ts";
import { generator } from "../dynamics/lindblad.ts";
import { thermalBath } from "../dynamics/thermal-baths.ts";
import { wrongValue } from "../errors.ts";
import { cos, sin } from "../numerics/scalar.ts";
import { type ObservableBook, observableBook, populations } from "../observables/catalogue.ts";
import { dag, plus, scale } from "../operators/algebra.ts";
import { annihilate, number, projector } from "../operators/named.ts";
import { Operator } from "../operators/operator.ts";
import { lift } from "../operators/tensor.ts";
import { fock, levels as levelSpace, type Space, tensor } from "../spaces/space.ts";
import { idleColumns } from "../thermodynamics/columns.ts";
import type { ByCosine, ExchangeCascade } from "./exchange-cascade.ts";
import type { Model, ModelDefinition, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";
import { phaseoniumObservables, photonObservable } from "./phaseonium-observables.ts";
import { anglesOf, phaseoniumParameters } from "./phaseonium-parameters.ts";
import { type CavityStart, chooseLevels, initialState, isNumberDiagonal, parseStarts } from "./phaseonium-start.ts";
import { noStationaryState, phaseoniumWarnings } from "./phaseonium-warnings.ts";

/** Parameters of `phaseonium`, all optional; see `phaseoniumParameters` for defaults, domains and units. */
export interface PhaseoniumParameters {
  readonly cavities?: number;
  readonly alpha?: number;
  readonly phi?: number;
  /** Ωδt of every crossing, or one per cavity. */
  readonly theta?: number | readonly number[];
  /** Initial temperature of every cavity, or one per cavity. */
  readonly T0?: number | readonly number[];
  /** One start per cavity in place of T0: ["thermal", T], ["fock", n], ["coherent", re, im], ["ket", c0, c1, …]. */
  readonly initial?: readonly (readonly (string | number)[])[] | null;
  readonly levels?: number | readonly number[] | null;
  readonly cut?: number | null;
  readonly shift?: number;
  readonly eps?: number;
  readonly detuning?: number;
  readonly kappa?: number;
  readonly Tenv?: number;
}

const ATOM = /* @__PURE__ */ levelSpace(["e", "B", "D"], "atom");

/** Label of the k-th cavity (from 0): a, b, c, …. */
function cavityLabel(k: number): string {
  return k < 26 ? String.fromCharCode(97 + k) : `a${k}`;
}

/**
 * The phaseonium model: `cavities` modes crossed in turn by three-level atoms with populations α² (excited) and
 * β²/2 ± ε (ground) and ground coherence of phase φ, each crossing lasting θ = ΩΔt.
 *
 *   V = Ω [a (σ₁⁺ + σ₂⁺) + h.c.] = √2 Ω (a |e⟩⟨B| + h.c.),   |B⟩, |D⟩ = (|g₁⟩ ± |g₂⟩)/√2
 *
 * Returns a `Model`; observables are T_k, n_k of each cavity, adag_b, photon rates, correlations and the outgoing atom.
 * Throws RangeError or TypeError for parameters outside their domain.
 * @example
 * steady(phaseonium({ cavities: 1, alpha: 0.25, phi: 2.404315987, theta: 0.2 }), { observables: ["T1"] }).observables.T1; // 1.5
 */
export function phaseonium(parameters: PhaseoniumParameters = {}): Model {
  return buildPhaseonium(parameters as Parameters);
}

function buildPhaseonium(given: Parameters): Model {
  const p = completeParameters("phaseonium", phaseoniumParameters, given);
  const cavities = p.cavities as number;
  const starts = parseStarts(p, cavities);
  atomState(p); // refuses a shift that is no state
  anglesOf(p);
  const chosen = chooseLevels(p, starts, null);
  const modes = chosen.map((d, k) => fock(d, cavityLabel(k)));
  const system = tensor(...modes);
  const initial = initialState(system, modes, starts);
  const missing = noStationaryState(p);
  let all: ObservableBook | undefined;
  const book = () =>
    (all ??= observableBook(
      [...phaseoniumObservables(system, modes, () => collisionOf(modes, p)), ...((p.kappa as number) > 0 ? idleColumns(["walls"]) : [])],
      [populations(system)],
    ));
  const structure = structureOf(p, chosen, starts);
  return {
    name: "phaseonium",
    parameters: p,
    dynamics: dynamicsOf(system, modes, p),
    initial,
    start: initial,
    observable: (name) => photonObservable(system, modes, name) ?? book().find(name),
    get observableNames() {
      return book().names;
    },
    defaultObservables: modes.map((_, k) => `T${k + 1}`),
    warnings: phaseoniumWarnings(p, chosen, missing),
    ...(missing === null ? {} : { noStationaryState: missing }),
    with: (changes) => buildPhaseonium({ ...given, ...changes }),
    pinned: { levels: chosen },
    weightsAt: (at) => atomState(at).map(({ weight }) => weight),
    sizesFor: levelsForNoise,
    ...(structure ? { structure } : {}),
  };
}

/** The levels that an ensemble needs under noise around the given parameters. */
function levelsForNoise(at: Parameters, noise: Readonly<Record<string, { readonly std: number }>>): Parameters {
  const p = completeParameters("phaseonium", phaseoniumParameters, at);
  const std = Object.fromEntries(Object.entries(noise).map(([name, spread]) => [name, spread.std]));
  return { levels: chooseLevels(p, parseStarts(p, p.cavities as number), std) };
}

/**
 * The atom's state in the basis e, B, D as a weighted sum. The coherence is the largest that the ground populations
 * β²/2 ± ε allow, √((β²/2)² − ε²): Eq. 5 keeps β²/2 and is then not positive for ε ≠ 0.
 */
function atomState(p: Parameters): readonly WeightedState[] {
  const alpha = p.alpha as number;
  const shift = p.shift as number;
  const phi = p.phi as number;
  const { coherence, byPhase } = groundStates(p);
  const bright = byPhase.constant + byPhase.factor * (byPhase.offset + cos(phi));
  return [
    { name: "e", weight: alpha * alpha, state: PARTS.e },
    { name: "B", weight: bright, state: PARTS.B },
    { name: "D", weight: 1 - alpha * alpha - bright, state: PARTS.D },
    { name: "Re BD", weight: shift, state: PARTS.re },
    { name: "Im BD", weight: coherence * sin(phi), state: PARTS.im },
  ];
}

/** The ground states' coherence, and the bright population as a function of its phase. */
function groundStates(p: Parameters): { readonly coherence: number; readonly byPhase: ByCosine } {
  const alpha = p.alpha as number;
  const shift = p.shift as number;
  const half = (1 - alpha * alpha) / 2;
  if (shift === 0) return { coherence: half, byPhase: { constant: 0, factor: half, offset: 1 } };
  if (Math.abs(shift) > half) {
    throw wrongValue("shift", `be at most β²/2 = ${half} in size`, shift, "A ground population would be negative.");
  }
  const coherence = Math.sqrt(half * half - shift * shift);
  return { coherence, byPhase: { constant: half, factor: coherence, offset: 0 } };
}

const PARTS = {
  e: projector(ATOM, "e"),
  B: projector(ATOM, "B"),
  D: projector(ATOM, "D"),
  re: Operator.fromEntries(ATOM, [
    [1, 2, 1],
    [2, 1, 1],
  ]),
  im: Operator.fromEntries(ATOM, [
    [1, 2, 0, 1],
    [2, 1, 0, -1],
  ]),
};

/**
 * Independent dephasing of the two ground states, which multiplies ⟨g₂|η|g₁⟩ by ε: each is a random sign flip of |g_i⟩
 * that leaves a factor √ε on its coherences with everything else. In the basis e, B, D a flip of g₁ (g₂) exchanges
 * |B⟩ and |D⟩ with sign − (+).
 */
function dephasing(eps: number): readonly Visit[] {
  const s = Math.sqrt(eps);
  const one = plus(PARTS.e, PARTS.B, PARTS.D);
  const flip = (sign: number) =>
    Operator.fromEntries(ATOM, [
      [0, 0, 1],
      [1, 2, sign],
      [2, 1, sign],
    ]);
  return [-1, 1].map((sign) => ({
    kind: "channel",
    kraus: [scale(one, Math.sqrt((1 + s) / 2)), scale(flip(sign), Math.sqrt((1 - s) / 2))],
  }));
}

function collisionOf(modes: readonly Space[], p: Parameters): Collision {
  const eps = p.eps as number;
  const angles = anglesOf(p);
  const visits: Visit[] = modes.flatMap((mode, k) => {
    const crossing: Visit = { kind: "unitary", H: crossingHamiltonian(mode, p.detuning as number), duration: angles[k] };
    return k > 0 && eps !== 1 ? [...dephasing(eps), crossing] : [crossing];
  });
  return { unit: ATOM, state: atomState(p), visits, HE: PARTS.e, beta: null, bath: "phaseonium" };
}

/** √2 (a |e⟩⟨B| + h.c.) + δ |e⟩⟨e| on one mode and the atom, in units of Ω, in the frame of the cavities. */
function crossingHamiltonian(mode: Space, detuning: number): Operator {
  const joint = tensor(mode, ATOM);
  const up = scale(lift(joint, annihilate(mode), projector(ATOM, "e", "B")), Math.sqrt(2));
  const exchange = plus(up, dag(up));
  return detuning === 0 ? exchange : plus(exchange, scale(lift(joint, PARTS.e), detuning));
}

function dynamicsOf(system: Space, modes: readonly Space[], p: Parameters): Collisions {
  const kappa = p.kappa as number;
  let HS: Operator | undefined;
  let collision: Collision | undefined;
  const base: Collisions = {
    kind: "collisions",
    system,
    // Both are built when the general route or the ledger asks for them: the exchange kernel needs neither.
    get HS() {
      HS ??= plus(...modes.map((mode) => lift(system, number(mode))));
      return HS;
    },
    stream: {
      kind: "constant",
      get collision() {
        collision ??= collisionOf(modes, p);
        return collision;
      },
    },
    tau: null,
  };
  if (kappa === 0) return base;
  const T = p.Tenv as number;
  const jumps = modes.flatMap((mode) => [
    ...thermalBath({
      bath: "walls",
      lowering: lift(system, annihilate(mode)),
      omega: 1,
      rate: kappa,
      beta: T === 0 ? Number.POSITIVE_INFINITY : 1 / T,
    }),
  ]);
  return { ...base, idle: { generator: generator({ system, H: [], jumps }), duration: 1 } };
}

/** One or two lossless cavities with number-diagonal starts are an exchange cascade. */
function structureOf(p: Parameters, levels: readonly number[], starts: readonly CavityStart[]): ExchangeCascade | null {
  const plain = typeof p.theta === "number" && p.kappa === 0 && (p.eps === 1 || levels.length === 1);
  if (!plain || levels.length > 2 || !starts.every(isNumberDiagonal)) return null;
  return {
    kind: "exchange-cascade",
    levels,
    cut: p.cut as number | null,
    parameters: ["alpha", "phi", "theta", "shift", "detuning"],
    angle: "theta",
    detuning: "detuning",
    coefficients(at, into = { upper: 0, lower: 0, spectator: 0, angle: 0, detuning: 0 }) {
      const { byPhase } = groundStates(at);
      into.upper = (at.alpha as number) * (at.alpha as number);
      into.lower = byPhase.constant + byPhase.factor * (byPhase.offset + cos(at.phi as number));
      into.spectator = 1 - into.upper - into.lower;
      into.angle = at.theta as number;
      into.detuning = at.detuning as number;
      return into;
    },
    byCosine: (at) => ({
      parameter: "phi",
      upper: { constant: (at.alpha as number) * (at.alpha as number), factor: 0, offset: 0 },
      lower: groundStates(at).byPhase,
    }),
  };
}

/** Catalogue entry of `phaseonium`. */
export const phaseoniumDefinition: ModelDefinition = {
  name: "phaseonium",
  title: "Phaseonium atoms heat or cool cascaded cavities",
  source: "F. Amato et al., Phys. Rev. A 109, 043705 (2024), doi:10.1103/PhysRevA.109.043705",
  parameters: phaseoniumParameters,
  build: (parameters) => phaseonium(parameters as PhaseoniumParameters),
};
