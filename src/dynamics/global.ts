/** The global (secular) master equation: jumps between eigenstates of the whole Hamiltonian. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { dag, plus, requireHermitian, scale, times } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { aBoolean, aName, aNumber, anything, checkOptions, listOf, type OptionChecks, oneOf } from "../options.ts";
import { type Eigenoperator, eigenblocks, eigenoperators } from "./eigenoperators.ts";
import type { Generator } from "./generator.ts";
import { lambShifts } from "./lambshift.ts";
import { generator, type Jump } from "./lindblad.ts";
import { densityAt, type SpectralDensity } from "./spectral.ts";
import { thermalOccupation } from "./thermal-baths.ts";

/** How one bath couples. */
export interface GlobalCoupling {
  readonly bath: string;
  /** A of H_I = A ⊗ E† + A† ⊗ E; a Hermitian A couples as A ⊗ (E + E†). */
  readonly operator: Operator;
  readonly spectralDensity: SpectralDensity;
  /** Inverse temperature of the bath, > 0; Infinity for zero temperature. */
  readonly beta: number;
}

/** Options of `globalMasterEquation`. */
export interface GlobalOptions {
  readonly H: Operator;
  readonly couplings: readonly GlobalCoupling[];
  /** Bohr frequencies that differ by at most this energy are equal and share one jump operator; 1e-9 by default. */
  readonly tolerance?: number;
  /**
   * `"secular"` keeps all unequal frequencies apart, which is right where they differ by much more than the rates, and warns where they do
   * not; `"unified"` gives one jump operator, with the rate at the mean frequency, to each cluster of frequencies closer than `width`.
   */
  readonly approximation?: "secular" | "unified";
  /** For `"unified"`: neighbouring frequencies up to this energy apart belong to one cluster; ten times the largest rate by default. */
  readonly width?: number;
  /**
   * What a lowering operator's components with ω < 0 do: `"odd"` continues J(−ω) = −J(ω), which obeys detailed balance,
   * `"drop"` leaves them out, as a bath of positive frequencies would. Without effect for a Hermitian coupling.
   */
  readonly negativeFrequencies?: "odd" | "drop";
  /** Add the Lamb-shift Hamiltonian; false by default. */
  readonly lambShift?: boolean;
  /** Further jumps that stay local. */
  readonly jumps?: readonly Jump[];
}

/**
 * Derive the master equation of Born, Markov and secular approximation in the eigenbasis of H:
 *
 *   dρ/dt = −i[H (+ H_LS), ρ] + Σ_ω J(ω)(n(ω) + 1) D[A(ω)]ρ + J(ω) n(ω) D[A†(ω)]ρ
 *
 * with A(ω) the eigenoperators of each coupling and n = 1/(e^{βω} − 1); at ω = 0 the rate is the limit J′(0)/β.
 *
 * The unified form has A(ω) = Σ A(ω_k) over a cluster of nearby frequencies and keeps the true H, so that levels which differ by less than
 * the rates exchange energy coherently; it is of Lindblad form as well.
 *
 * Returns a generator whose baths are those of the couplings (and of `jumps`). Throws when H is not Hermitian, a
 * spectral density is negative, or a rate at ω = 0 is infinite.
 * Source: H.-P. Breuer and F. Petruccione (2002), Sec. 3.3; H. Leitch et al., Thermodynamics of hybrid quantum rotor devices (2024), Eqs. (27), (A15);
 * A. Trushechkin, Phys. Rev. A 103, 062226 (2021) for clusters.
 */
export function globalMasterEquation(options: GlobalOptions): Generator {
  checkOptions<GlobalOptions>("options", options, optionChecks, { required: ["H", "couplings"], remedy: "Write { H, couplings }." });
  const { H, tolerance = 1e-9, lambShift = false, jumps = [], approximation = "secular", width } = options;
  requireHermitian("H", H);
  if (width !== undefined && approximation === "secular") {
    throw wrongValue("width", 'be left out unless approximation is "unified"', width);
  }
  const couplings = options.couplings.map((coupling, k) => checked(coupling, H, `couplings[${k}]`));
  const eigen = eigenblocks(H);
  const lines = (width: number) => couplings.map((coupling) => linesOf(coupling, eigenoperators(eigen, coupling.operator, width), options));
  const apart = lines(tolerance);
  const unified = approximation === "unified";
  const used = unified ? lines(width ?? TOO_CLOSE * fastest(apart)) : apart;
  const all: Jump[] = [...jumps, ...used.flatMap((list) => list.flatMap((line) => line.jumps))];
  const shifts = lambShift ? used.flatMap((list) => list.flatMap(({ shift }) => shift?.() ?? [])) : [];
  const made = generator({ system: H.space, H: shifts.length > 0 ? plus(H, ...shifts) : H, jumps: all });
  const warnings = unified ? [] : couplings.flatMap(({ bath }, k) => closeLines(bath, apart[k]));
  return warnings.length > 0 ? { ...made, warnings } : made;
}

/** Frequencies closer than so many times the rates cannot be kept apart. */
const TOO_CLOSE = 10;

/** The jumps of a coupling at one Bohr frequency, or at the mean one of a cluster. */
interface Line {
  readonly omega: number;
  readonly jumps: readonly Jump[];
  readonly shift: (() => Operator) | null;
}

function linesOf(
  coupling: GlobalCoupling,
  parts: readonly Eigenoperator[],
  { tolerance = 1e-9, negativeFrequencies = "odd" }: GlobalOptions,
): readonly Line[] {
  const hermitian = isHermitian(coupling.operator);
  const rule = hermitian ? "drop" : negativeFrequencies;
  return parts.flatMap((part) => {
    const used = Math.abs(part.omega) <= tolerance ? { ...part, omega: 0 } : part;
    if (used.omega < 0 && rule === "drop") return [];
    const shifts = used.omega > 0 || hermitian;
    return [
      { omega: used.omega, jumps: jumpsAt(used, coupling, hermitian), shift: shifts ? () => shiftAt(used, coupling, hermitian) : null },
    ];
  });
}

/** The largest rate at which one of the jumps empties a basis state. */
function fastest(lines: readonly (readonly Line[])[]): number {
  return lines.flat().reduce((most, { jumps }) => Math.max(most, rateOf(jumps)), 0);
}

function rateOf(jumps: readonly Jump[]): number {
  return jumps.reduce((most, { operator, rate }) => {
    const columns = new Float64Array(operator.dimension);
    operator.forEach((_row, column, re, im) => {
      columns[column] += re * re + im * im;
    });
    return columns.reduce((largest, square) => Math.max(largest, (rate as number) * square), most);
  }, 0);
}

/** A warning for each two neighbouring frequencies that differ by less than ten times the rates of their jumps. */
function closeLines(bath: string, lines: readonly Line[]): string[] {
  const sorted = [...lines].sort((a, b) => a.omega - b.omega);
  return sorted.slice(1).flatMap((line, k) => {
    const gap = line.omega - sorted[k].omega;
    const rate = Math.max(rateOf(line.jumps), rateOf(sorted[k].jumps));
    if (gap >= TOO_CLOSE * rate) return [];
    const [g, r] = [gap.toExponential(1), rate.toExponential(1)];
    return [
      `Bath "${bath}": two transitions differ by ${g}, less than ten times the rate ${r} of their jumps, so that they must not be kept apart. Use { approximation: "unified" }.`,
    ];
  });
}

const optionChecks: OptionChecks<GlobalOptions> = {
  H: anything,
  couplings: listOf("couplings", anything),
  tolerance: aNumber({ atLeast: 0 }),
  approximation: oneOf("secular", "unified"),
  width: aNumber({ atLeast: 0 }),
  negativeFrequencies: oneOf("odd", "drop"),
  lambShift: aBoolean,
  jumps: listOf("jumps", anything),
};

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

function isHermitian(A: Operator): boolean {
  try {
    requireHermitian("A", A);
    return true;
  } catch {
    return false;
  }
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

/**
 * Rates of A(ω) and A†(ω) in a thermal bath: J(ω)(n(ω) + 1) and J(ω) n(ω).
 *
 * At ω < 0 the odd continuation J(−ω) = −J(ω) exchanges them at |ω|; `negative = "drop"` gives none. At ω = 0 both are
 * the limit J′(0)/β. Throws when J is negative or the limit is infinite.
 */
export function thermalRates(
  omega: number,
  density: SpectralDensity,
  beta: number,
  negative: "odd" | "drop" = "odd",
): readonly [down: number, up: number] {
  if (omega === 0) {
    const rate = zeroFrequencyRate(density, beta);
    return [rate, rate];
  }
  if (omega < 0 && negative === "drop") return [0, 0];
  const frequency = Math.abs(omega);
  const J = densityAt(density, frequency);
  const n = thermalOccupation(beta, frequency);
  return omega > 0 ? [J * (n + 1), J * n] : [J * n, J * (n + 1)];
}

/** lim J(ω) n(ω) for ω → 0, which is J′(0)/β. */
function zeroFrequencyRate(density: SpectralDensity, beta: number): number {
  const rate = beta === Number.POSITIVE_INFINITY ? 0 : density.slope / beta;
  if (!Number.isFinite(rate)) {
    const remedy = "Use an Ohmic density, or a coupling without a component at zero frequency.";
    throw wrongValue("spectralDensity", "vanish linearly at ω = 0 where a coupling acts at zero frequency", density.name, remedy);
  }
  return rate;
}

/** S₊(ω) A†A + S₋(ω) AA†; both parts commute with H. */
function shiftAt({ omega, operator }: Eigenoperator, { beta, spectralDensity }: GlobalCoupling, hermitian: boolean): Operator {
  const { emission, absorption } = lambShifts(spectralDensity, beta, omega, hermitian);
  const adjoint = dag(operator);
  return plus(scale(times(adjoint, operator), emission), scale(times(operator, adjoint), absorption));
}
