/** A master equation of your own: Hamiltonian, jumps, baths, start and observables in one definition that runs. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { hamiltonianAt } from "../dynamics/lower.ts";
import type { Space } from "../spaces/space.ts";
import { modelOfEquation, type ObservablesOfEquation } from "./equation-observables.ts";
import { familyOfModels, withoutParameters } from "./family-of-models.ts";
import { generatorOf } from "./global-couplings.ts";
import type { HamiltonianOf } from "./hamiltonian-terms.ts";
import { checkEquation } from "./master-equation-options.ts";
import type { BathOfEquation, GlobalOfEquation, GroupOfEquation, JumpOfEquation } from "./master-equation-parts.ts";
import type { Model, Parameters } from "./model.ts";
import { type StateOf, startOn } from "./starts.ts";

/** What a master equation is made of. */
export interface MasterEquationDefinition {
  readonly name?: string;
  /** The space of the system; that of H unless given. */
  readonly system?: Space;
  /**
   * The Hamiltonian: an operator, or a list of terms `operator`, `{ operator, coefficient }` or `[operator, coefficient]`. A real
   * coefficient (a number, t ↦ number, `timeFunction`, `sampled`) multiplies a Hermitian operator. A complex one, [re, im] or t ↦ [re, im],
   * adds its conjugate: (x + iy) A + (x − iy) A†.
   */
  readonly H: HamiltonianOf;
  readonly jumps?: readonly JumpOfEquation[];
  /** Thermal baths by name, one transition or a list of them each. */
  readonly baths?: Readonly<Record<string, BathOfEquation | readonly BathOfEquation[]>>;
  /** Jumps that share a bath: Σ_ij γ_ij (L_i ρ L_j† − ½{L_j†L_i, ρ}). */
  readonly collective?: readonly GroupOfEquation[];
  /** Baths that see the whole, constant Hamiltonian. */
  readonly global?: GlobalOfEquation;
  /** Let rates be or turn negative, as in equations local in time: positivity is then reported and not judged. */
  readonly negativeRates?: boolean;
  /** A state, a ket, or the amplitudes of a pure one (numbers or [re, im], in the order of the basis). */
  readonly initial: StateOf;
  /**
   * Hermitian operators by name, or a list of observables, to record besides the standard ones; or a function that makes them from the
   * generator: `(generator) => ({ Q_bare: heatFlow(generator, "hot", H0) })` is the heat counted with a bare Hamiltonian.
   */
  readonly observables?: ObservablesOfEquation;
  readonly parameters?: Parameters;
  /** The same model at other parameters; needed for sweeps and noise. */
  readonly with?: (changes: Parameters) => Model;
}

/**
 * Build a model from a Hamiltonian and jumps:
 *
 *   dρ/dt = −i[H(t), ρ] + Σ_k γ_k(t) D[L_k]ρ + Σ_ij γ_ij (L_i ρ L_j† − ½{L_j†L_i, ρ}),   D[L]ρ = LρL† − ½{L†L, ρ}
 *
 * With a function in place of the definition, and parameters behind it, the model can be swept and given noise:
 * `masterEquation((p) => ({ H: scaled(sigmaX(q), p.Omega / 2), … }), { Omega: 1 })`.
 *
 * @returns a model to `plan`, `run` or ask for its `steady` state. It records energy, purity, entropy, C_l1, ergotropy (of a constant H),
 *   sx sy sz of a qubit, populations p_k, the rates `Q` and `Q_<bath>` (heat into the system), `W` (power of the drives), `dU`, `dS`,
 *   `Sigma` (where every bath has a temperature), and your own. Operators and states are matched by the labels of their factors.
 * @throws TypeError or RangeError when an option is unknown, of the wrong kind or without effect, a term of H is not Hermitian, a rate
 *   is negative (or turns so during a run), the start is no state, or an operator acts elsewhere
 * Source: G. Lindblad, Commun. Math. Phys. 48, 119 (1976); V. Gorini et al., J. Math. Phys. 17, 821 (1976).
 *
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * steady(atom, { observables: ["sz"] }).observables.sz; // -0.333333
 */
export function masterEquation(definition: MasterEquationDefinition): Model;
export function masterEquation<P extends Parameters>(define: (parameters: P) => MasterEquationDefinition, parameters: P): Model;
export function masterEquation<P extends Parameters>(
  definition: MasterEquationDefinition | ((parameters: P) => MasterEquationDefinition),
  parameters?: P,
): Model {
  if (typeof definition !== "function") return built(definition);
  return familyOfModels(definition, parameters as P, built, "masterEquation((p) => ({ H, jumps, initial }), { Omega: 1 })");
}

function built(definition: MasterEquationDefinition): Model {
  checkEquation(definition);
  const generator = generatorOf(definition);
  return modelOfEquation({
    name: definition.name ?? "custom",
    parameters: definition.parameters ?? {},
    generator,
    H: isDriven(generator) ? null : hamiltonianAt(generator),
    initial: startOn(generator.system, definition.initial),
    observables: definition.observables ?? [],
    with: definition.with ?? withoutParameters("masterEquation"),
  });
}

function isDriven({ hamiltonian }: Generator): boolean {
  return hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient));
}
