/** Master equations of weak coupling: jumps between eigenstates of the whole Hamiltonian, and how transitions are kept apart or joined. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { dag, plus, requireHermitian, scale, times } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { aFunction, aName, aNumber, anything, checkOptions, listOf, type OptionChecks, oneOf } from "../options.ts";
import { type Eigenblocks, type Eigenoperator, eigenblocks, type FrequencyGroup, frequencyGroups } from "./eigenoperators.ts";
import type { Generator } from "./generator.ts";
import {
  type GlobalCoupling,
  isHermitian,
  type LambShift,
  type NegativeFrequencies,
  shiftsAt,
  thermalRates,
  zeroFrequencyRate,
} from "./global-coupling.ts";
import { channelsOf, geometricTerms, redfieldTerms } from "./global-forms.ts";
import { closeLines, type Line, rateOf, TOO_CLOSE, wideClusters } from "./global-warnings.ts";
import { generator, type Jump } from "./lindblad.ts";
import type { SpectralDensity } from "./spectral.ts";

/** What is done with pairs of transitions of different Bohr frequencies. */
export type GlobalForm = "secular" | "unified" | "partial" | "redfield" | "geometric";

/** Options of `globalMasterEquation`. */
export interface GlobalOptions {
  readonly H: Operator;
  readonly couplings: readonly GlobalCoupling[];
  /** Bohr frequencies that differ by at most this energy are equal and share one jump operator; 1e-9 by default. */
  readonly tolerance?: number;
  /**
   * `"secular"` (by default) keeps all unequal frequencies apart, which is right where they differ by much more than the rates, and warns
   * where they do not; `"unified"` gives one jump operator, with the rate at the mean frequency, to each cluster of close frequencies;
   * `"partial"` drops the pairs of Redfield's equation that differ by more than `cluster`; `"redfield"` drops none; `"geometric"` has
   * √γ(ω)√γ(ω′) for all pairs. Secular, unified and geometric keep states positive; the other two need not, and runs report it.
   */
  readonly form?: GlobalForm;
  /**
   * Of `"unified"`: neighbouring frequencies up to this energy apart belong to one cluster. Of `"partial"`: the largest difference of a pair
   * that is kept. Ten times the largest rate by default.
   */
  readonly cluster?: number;
  /**
   * What a lowering operator's components with ω < 0 do: `"odd"` continues J(−ω) = −J(ω), which obeys detailed balance,
   * `"drop"` leaves them out, as a bath of positive frequencies would. Without effect for a Hermitian coupling.
   */
  readonly negativeFrequencies?: NegativeFrequencies;
  /** Add the Lamb shift, from the densities or from functions S(ω) of your own; false by default. */
  readonly lambShift?: LambShift;
  /** Further jumps that stay local. */
  readonly jumps?: readonly Jump[];
}

/**
 * Derive a master equation of Born and Markov approximation in the eigenbasis of H. In secular form:
 *
 *   dρ/dt = −i[H (+ H_LS), ρ] + Σ_ω J(ω)(n(ω) + 1) D[A(ω)]ρ + J(ω) n(ω) D[A†(ω)]ρ
 *
 * with A(ω) the eigenoperators of each coupling and n = 1/(e^{βω} − 1); at ω = 0 the rate is the limit J′(0)/β.
 *
 * The unified form has A(ω) = Σ A(ω_k) over a cluster of nearby frequencies and keeps the true H, so that levels which differ by less than
 * the rates exchange energy coherently; it is of Lindblad form as well. Redfield's has −[A†, Bρ] + h.c. with B = Σ_ω Γ(ω)A(ω).
 *
 * Returns a generator whose baths are those of the couplings (and of `jumps`). Throws when H is not Hermitian, a
 * spectral density is negative, or a rate at ω = 0 is infinite.
 * Source: H.-P. Breuer and F. Petruccione (2002), Sec. 3.3; H. Leitch et al., Thermodynamics of hybrid quantum rotor devices (2024), Eqs. (27), (A15);
 * A. Trushechkin, Phys. Rev. A 103, 062226 (2021) for clusters.
 *
 * @example
 * const H = qubitHamiltonian(qubit(), 1);
 * const walls = { bath: "walls", operator: sigmaX(qubit()), spectralDensity: ohmic(0.1, 20), beta: 1 };
 * heatFlow(globalMasterEquation({ H, couplings: [walls] }), "walls").at(1, 1); // [0.058053, 0]
 */
export function globalMasterEquation(options: GlobalOptions): Generator {
  checkOptions<GlobalOptions>("options", options, optionChecks, { required: ["H", "couplings"], remedy: "Write { H, couplings }." });
  const { H, form = "secular", cluster } = options;
  requireHermitian("H", H);
  if (cluster !== undefined && form !== "unified" && form !== "partial") {
    throw wrongValue("cluster", 'be left out unless `form` is "unified" or "partial"', cluster);
  }
  const couplings = options.couplings.map((coupling, k) => checked(coupling, H, `couplings[${k}]`));
  const eigen = eigenblocks(H);
  return form === "secular" || form === "unified" ? jumpForm(options, couplings, eigen) : crossForm(options, couplings, eigen);
}

/** Secular and unified: jumps of one or several frequencies. */
function jumpForm(options: GlobalOptions, couplings: readonly GlobalCoupling[], eigen: Eigenblocks): Generator {
  const { H, tolerance = 1e-9, jumps = [], form = "secular", cluster, lambShift = false } = options;
  const partsAt = (width: number) => couplings.map((coupling) => frequencyGroups(eigen, coupling.operator, width));
  const linesAt = (parts: readonly (readonly FrequencyGroup[])[]) => couplings.map((coupling, k) => linesOf(coupling, parts[k], options));
  const apart = linesAt(partsAt(tolerance));
  const width = form === "unified" ? (cluster ?? TOO_CLOSE * fastest(apart)) : tolerance;
  const parts = form === "unified" ? partsAt(width) : null;
  const used = parts ? linesAt(parts) : apart;
  const all: Jump[] = [...jumps, ...used.flatMap((list) => list.flatMap((line) => line.jumps))];
  const shifts = lambShift ? used.flatMap((list) => list.flatMap(({ shift }) => shift?.() ?? [])) : [];
  const made = generator({ system: H.space, H: shifts.length > 0 ? plus(H, ...shifts) : H, jumps: all });
  const warnings = couplings.flatMap((coupling, k) =>
    parts
      ? [...closeLines(coupling.bath, used[k], "Use a larger `cluster`."), ...wideClusters(coupling, parts[k])]
      : closeLines(coupling.bath, apart[k], 'Use { form: "unified" }.'),
  );
  return warnings.length > 0 ? { ...made, warnings } : made;
}

/** Partial, Redfield, geometric: cross terms of different frequencies. */
function crossForm(options: GlobalOptions, couplings: readonly GlobalCoupling[], eigen: Eigenblocks): Generator {
  const { H, tolerance = 1e-9, jumps = [], form, negativeFrequencies = "odd", lambShift = false } = options;
  const parts = couplings.map((coupling) => frequencyGroups(eigen, coupling.operator, tolerance));
  const lines = couplings.map((coupling, k) => linesOf(coupling, parts[k], options));
  const cut = form === "partial" ? (options.cluster ?? TOO_CLOSE * fastest(lines)) : Number.POSITIVE_INFINITY;
  const terms = couplings.flatMap((coupling, k) =>
    channelsOf(coupling, parts[k], { tolerance, negativeFrequencies, lambShift }).map((channel) =>
      form === "geometric" ? geometricTerms(channel, coupling.bath) : redfieldTerms(channel, coupling.bath, cut),
    ),
  );
  const shifts = terms.flatMap((one) => one.shifts);
  // the jumps of the lines carry the names and temperatures of the baths, and are checked with those that stay local
  const checkedBaths = generator({ system: H.space, H, jumps: [...jumps, ...lines.flat().flatMap((line) => line.jumps)] });
  const local = generator({ system: H.space, H: shifts.length > 0 ? plus(H, ...shifts) : H, jumps });
  const dissipators = [...local.dissipators, ...terms.flatMap((one) => one.dissipators)];
  const made = { ...local, dissipators, baths: checkedBaths.baths };
  const warnings = form === "partial" ? couplings.flatMap(({ bath }, k) => closeLines(bath, lines[k], "Use a larger `cluster`.", cut)) : [];
  return {
    ...made,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(form === "redfield" ? { positivityOpen: "Redfield's equation" } : {}),
    ...(form === "partial" ? { positivityOpen: "The partial secular equation" } : {}),
  };
}

/** A line with its Lamb shift. */
interface ShiftedLine extends Line {
  readonly shift: (() => Operator) | null;
}

function linesOf(
  coupling: GlobalCoupling,
  parts: readonly FrequencyGroup[],
  { tolerance = 1e-9, negativeFrequencies = "odd", lambShift = false }: GlobalOptions,
): readonly ShiftedLine[] {
  const hermitian = isHermitian(coupling.operator);
  const rule = hermitian ? "drop" : negativeFrequencies;
  return parts.flatMap((part) => {
    const used = Math.abs(part.omega) <= tolerance ? { ...part, omega: 0 } : part;
    if (used.omega < 0 && rule === "drop") return [];
    const shifts = used.omega > 0 || hermitian || typeof lambShift === "object";
    const shift = shifts ? () => shiftAt(used, coupling, hermitian, lambShift) : null;
    return [{ omega: used.omega, range: part.range, jumps: jumpsAt(used, coupling, hermitian), shift }];
  });
}

/** The largest rate at which one of the jumps empties a basis state. */
function fastest(lines: readonly (readonly Line[])[]): number {
  return lines.flat().reduce((most, { jumps }) => Math.max(most, rateOf(jumps)), 0);
}

const optionChecks: OptionChecks<GlobalOptions> = {
  H: anything,
  couplings: listOf("couplings", anything),
  tolerance: aNumber({ atLeast: 0 }),
  form: oneOf("secular", "unified", "partial", "redfield", "geometric"),
  cluster: aNumber({ atLeast: 0 }),
  negativeFrequencies: oneOf("odd", "drop"),
  lambShift: (argument, value) => {
    if (typeof value === "boolean") return;
    const remedy = "Write true for the principal values of the densities, or { S: (omega) => … }.";
    if (typeof value !== "object" || value === null) throw wrongKind(argument, "be true, false or { S }", value, remedy);
    checkOptions(argument, value, { S: shiftFunctions }, { required: ["S"], prefix: `${argument}.`, remedy });
  },
  jumps: listOf("jumps", anything),
};

function shiftFunctions(argument: string, value: unknown): void {
  if (typeof value === "function") return;
  if (typeof value !== "object" || value === null) throw wrongKind(argument, "be a function of ω, or one by the name of each bath", value);
  for (const [bath, S] of Object.entries(value)) aFunction(`${argument}.${bath}`, S);
}

const couplingChecks: OptionChecks<GlobalCoupling> = {
  bath: aName,
  operator: anything,
  spectralDensity: (argument, value) => {
    const density = value as Partial<SpectralDensity> | null;
    if (typeof density?.at !== "function") throw wrongKind(argument, "be a spectral density", value, "Use `ohmic` or `spectralDensity`.");
  },
  beta: (argument, value) => {
    if (value !== Number.POSITIVE_INFINITY) finite(argument, value, { above: 0 });
  },
};

/** A coupling that was checked, with its operator on the whole system. */
function checked(coupling: GlobalCoupling, H: Operator, name: string): GlobalCoupling {
  const required = ["bath", "operator", "spectralDensity", "beta"];
  checkOptions(name, coupling, couplingChecks, { required, prefix: `${name}.` });
  return { ...coupling, operator: broughtTo(H.space, coupling.operator, `${name}.operator`) };
}

/** Emission and absorption at one Bohr frequency. */
function jumpsAt({ omega, operator }: Eigenoperator, { bath, beta, spectralDensity }: GlobalCoupling, hermitian: boolean): readonly Jump[] {
  if (omega === 0 && hermitian) return [{ operator, rate: zeroFrequencyRate(spectralDensity, beta), bath, beta }];
  const [down, up] = thermalRates(omega, spectralDensity, beta);
  return [
    { operator, rate: down, bath, beta },
    { operator: dag(operator), rate: up, bath, beta },
  ];
}

/** S₊(ω) A†A + S₋(ω) AA†; in secular form both parts commute with H. */
function shiftAt({ omega, operator }: Eigenoperator, coupling: GlobalCoupling, hermitian: boolean, from: LambShift): Operator {
  const [emission, absorption] = shiftsAt(omega, coupling, hermitian, from);
  const adjoint = dag(operator);
  return plus(scale(times(adjoint, operator), emission), scale(times(operator, adjoint), absorption));
}
