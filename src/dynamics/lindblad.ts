/** Master equations in Lindblad form, built from a Hamiltonian, jumps and rates, and checked where they enter. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { atan2, cos, hypot, sin } from "../numerics/scalar.ts";
import { plus, requireHermitian, scale } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { requireFinite } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import { aBoolean, aName, anything, type Check, checkOptions, listOf, nullOr, type OptionChecks, oneOf } from "../options.ts";
import { Space } from "../spaces/space.ts";
import { requireCoefficient } from "./coefficient.ts";
import type { Coefficient, Dissipator, Generator, HamiltonianTerm } from "./generator.ts";

/** One jump:  rate · D[operator]  with  D[L]ρ = L ρ L† − ½{L†L, ρ}. */
export interface Jump {
  readonly operator: Operator;
  /** A rate ≥ 0, or a function of time that stays ≥ 0. */
  readonly rate: Coefficient;
  /** Name of the bath it belongs to; `"bath"` when left out. */
  readonly bath?: string;
  /** Inverse temperature of that bath, when it has one. */
  readonly beta?: number | null;
}

/** Jumps that share a bath:  Σ_ij γ_ij (L_i ρ L_j† − ½{L_j†L_i, ρ})  with γ Hermitian and positive semidefinite. */
export interface CollectiveJumps {
  readonly operators: readonly Operator[];
  /** γ_ij, a real number or [re, im]. */
  readonly rates: readonly (readonly (number | readonly [number, number])[])[];
  readonly bath?: string;
  readonly beta?: number | null;
  /** Keep one term per pair (i, j), or rotate to the eigenvectors of γ: independent jumps √γ_k Σ_i u_ik L_i. */
  readonly as?: "pairs" | "eigenvectors";
}

/** What `generator` needs. */
export interface GeneratorParts {
  readonly system: Space;
  /** The Hamiltonian: an operator, or a sum of operators with coefficients that may depend on time. */
  readonly H: Operator | readonly HamiltonianTerm[];
  readonly jumps?: readonly Jump[];
  readonly collective?: readonly CollectiveJumps[];
  /** Let rates be or turn negative and γ_ij be any Hermitian matrix: positivity is then reported and not judged. False by default. */
  readonly negativeRates?: boolean;
}

/** What an equation with negative rates is called in sentences. */
const OF_NEGATIVE_RATES = "An equation with negative rates";

const DEFAULT_BATH = "bath";

/**
 * Build a master equation in Lindblad form:
 *
 *   dρ/dt = −i[H, ρ] + Σ_k γ_k D[L_k]ρ + Σ_ij γ_ij (L_i ρ L_j† − ½{L_j†L_i, ρ})
 *
 * Returns the generator as plain data. Throws when H is not Hermitian, a rate is negative, γ_ij is not Hermitian and
 * positive semidefinite (both unless `negativeRates`), or an operator acts on another space than `system`.
 * Source: G. Lindblad, Commun. Math. Phys. 48, 119 (1976); V. Gorini et al., J. Math. Phys. 17, 821 (1976).
 *
 * @example
 * const light = { operator: sigmaMinus(qubit()), rate: 0.5, bath: "light" };
 * const decay = generator({ system: qubit(), H: qubitHamiltonian(qubit(), 1), jumps: [light] });
 * heatFlow(decay, "light").at(0, 0); // [-0.5, 0]
 */
export function generator(parts: GeneratorParts): Generator {
  checkOptions<GeneratorParts>("parts", parts, partChecks, { required: ["system", "H"], remedy: "Write { system, H, jumps }." });
  const { system, H, jumps = [], collective = [], negativeRates = false } = parts;
  const terms = H instanceof Operator ? [{ operator: H, coefficient: 1 }] : (H as readonly HamiltonianTerm[]);
  const hamiltonian = terms.map((term, k): HamiltonianTerm => {
    const name = H instanceof Operator ? "H" : `H[${k}].operator`;
    if (!(H instanceof Operator)) checkOptions(`H[${k}]`, term, termChecks, { required: TERM, prefix: `H[${k}].`, remedy: TERM_REMEDY });
    return { ...term, operator: requireHamiltonian(name, term.operator, system) };
  });
  const baths: Record<string, { beta: number | null }> = {};
  const dissipators = [
    ...jumps.map((jump, k) => single(system, baths, jump, `jumps[${k}]`, negativeRates)),
    ...collective.flatMap((group, k) => shared(system, baths, group, `collective[${k}]`, negativeRates)),
  ];
  const made: Generator = { kind: "generator", system, hamiltonian, dissipators, baths };
  return negativeRates ? { ...made, negativeRates, positivityOpen: OF_NEGATIVE_RATES } : made;
}

const aSpace: Check = (argument, value) => {
  if (!(value instanceof Space)) throw wrongKind(argument, "be a space", value);
};

/** Any real number or infinity: what a bath's β may be is judged where the bath is used. */
const aBeta: Check = (argument, value) => {
  if (value !== Number.POSITIVE_INFINITY) finite(argument, value);
};

const partChecks: OptionChecks<GeneratorParts> = {
  system: aSpace,
  H: (argument, value) => {
    if (value instanceof Operator) return;
    if (!Array.isArray(value)) throw wrongKind(argument, "be an operator or a list of { operator, coefficient }", value);
    listOf("terms", anything)(argument, value);
  },
  jumps: listOf("jumps { operator, rate }", anything),
  collective: listOf("groups { operators, rates }", anything),
  negativeRates: aBoolean,
};

const TERM = ["operator", "coefficient"];
const TERM_REMEDY = "A term is { operator, coefficient }.";

const termChecks: OptionChecks<HamiltonianTerm> = {
  operator: anything,
  coefficient: (argument, value) => {
    if (!Array.isArray(value)) return requireCoefficient(argument, value);
    throw wrongKind(
      argument,
      "be a real number or a function of time",
      value,
      "A complex factor belongs to the operator: scaled(A, re, im).",
    );
  },
};

const jumpChecks: OptionChecks<Jump> = {
  operator: anything,
  rate: anything,
  bath: aName,
  beta: nullOr(aBeta),
};

const RATE_REMEDY =
  "For emission and absorption use two jumps, each with its own rate; for an equation local in time set `negativeRates: true`.";

const collectiveChecks: OptionChecks<CollectiveJumps> = {
  operators: listOf("operators", anything),
  rates: listOf("rows of rates", listOf("rates", anything)),
  bath: aName,
  beta: nullOr(aBeta),
  as: oneOf("pairs", "eigenvectors"),
};

/** Operators that were found finite, and Hermitian: models of one family share them. */
const finiteOnes = new WeakSet<Operator>();
const hermitianOnes = new WeakSet<Operator>();

function requireHamiltonian(name: string, operator: unknown, system: Space): Operator {
  const H = requireOn(name, operator, system);
  if (hermitianOnes.has(H)) return H;
  hermitianOnes.add(requireHermitian(name, H));
  return H;
}

function requireOn(name: string, operator: unknown, system: Space): Operator {
  if (!(operator instanceof Operator && finiteOnes.has(operator))) {
    requireFinite(name, operator);
    finiteOnes.add(operator as Operator);
  }
  return broughtTo(system, operator, name);
}

function single(system: Space, baths: Record<string, { beta: number | null }>, jump: Jump, name: string, negative: boolean): Dissipator {
  const remedy = "A jump is { operator, rate }.";
  checkOptions(name, jump, jumpChecks, { required: ["operator", "rate"], prefix: `${name}.`, remedy });
  const { rate, bath = DEFAULT_BATH, beta = null } = jump;
  requireCoefficient(`${name}.rate`, rate, negative ? {} : { atLeast: 0 }, negative ? "" : RATE_REMEDY);
  const operator = requireOn(`${name}.operator`, jump.operator, system);
  register(baths, bath, beta, name);
  return { left: operator, right: operator, rate, bath };
}

function register(baths: Record<string, { beta: number | null }>, bath: string, beta: number | null, name: string): void {
  const old = baths[bath];
  if (old && old.beta !== beta) {
    throw wrongValue(`${name}.beta`, `equal that of the other jumps of bath "${bath}"`, beta, "Give each bath its own name.");
  }
  baths[bath] = { beta };
}

function shared(
  system: Space,
  baths: Record<string, { beta: number | null }>,
  group: CollectiveJumps,
  name: string,
  negative: boolean,
): readonly Dissipator[] {
  const remedy = "A group is { operators, rates }.";
  checkOptions(name, group, collectiveChecks, { required: ["operators", "rates"], prefix: `${name}.`, remedy });
  const { rates, bath = DEFAULT_BATH, beta = null, as = "pairs" } = group;
  const operators = group.operators.map((operator, i) => requireOn(`${name}.operators[${i}]`, operator, system));
  const gamma = rateMatrix(rates, operators.length, `${name}.rates`);
  const { values, vectors } = eigh(gamma);
  if (!negative) requirePositive(values, `${name}.rates`);
  register(baths, bath, beta, name);
  return as === "pairs" ? pairs(operators, gamma, bath) : rotated(operators, values, vectors, bath);
}

function rateMatrix(rates: CollectiveJumps["rates"], count: number, name: string): Matrix {
  if (rates.length !== count || rates.some((row) => row.length !== count)) {
    throw wrongValue(name, `be ${count} × ${count}, one row and column per operator`, null, "", `it has ${rates.length} rows`);
  }
  const gamma = zeros(count);
  rates.forEach((row, i) => {
    row.forEach((value, j) => {
      if (typeof value !== "number" && !(Array.isArray(value) && value.length === 2)) {
        throw wrongKind(`${name}[${i}][${j}]`, "be a number or a pair [re, im]", value);
      }
      const [re, im] = typeof value === "number" ? [value, 0] : value;
      gamma.data[2 * (i * count + j)] = finite(`${name}[${i}][${j}]`, re);
      gamma.data[2 * (i * count + j) + 1] = finite(`${name}[${i}][${j}]`, im);
    });
  });
  requireHermitian(name, Operator.fromMatrix(indices(count), gamma));
  return gamma;
}

function indices(count: number): Space {
  return new Space([{ label: "jump", kind: "levels", dimension: count, first: 0 }]);
}

function requirePositive(values: Float64Array, name: string): void {
  const smallest = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (smallest < -1e-12 * largest) {
    const remedy = "Cross rates are bounded by |γ_ij|² ≤ γ_ii γ_jj.";
    throw wrongValue(name, "be positive semidefinite", null, remedy, `its smallest eigenvalue is ${smallest}`);
  }
}

/** One dissipator per pair; a complex γ_ij puts its phase on the left operator. */
function pairs(operators: readonly Operator[], gamma: Matrix, bath: string): readonly Dissipator[] {
  const count = operators.length;
  return operators.flatMap((left, i) =>
    operators.map((right, j) => {
      const re = gamma.data[2 * (i * count + j)];
      const im = gamma.data[2 * (i * count + j) + 1];
      if (im === 0) return { left, right, rate: re, bath };
      const phase = atan2(im, re);
      return { left: scale(left, cos(phase), sin(phase)), right, rate: hypot(re, im), bath };
    }),
  );
}

/** Independent jumps: with γ = Σ_k γ_k u_k u_k†, the jumps are Σ_i u_ik L_i at rate γ_k. */
function rotated(operators: readonly Operator[], values: Float64Array, vectors: Matrix, bath: string): readonly Dissipator[] {
  const count = operators.length;
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const jumps: Dissipator[] = [];
  values.forEach((rate, k) => {
    if (Math.abs(rate) <= 1e-14 * largest) return;
    const at = (i: number) => 2 * (i * count + k);
    const operator = plus(...operators.map((L, i) => scale(L, vectors.data[at(i)], vectors.data[at(i) + 1])));
    jumps.push({ left: operator, right: operator, rate, bath });
  });
  return jumps;
}
