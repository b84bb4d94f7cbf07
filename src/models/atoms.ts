import type { Generator } from "../dynamics/generator.ts";
import { generator as lindblad } from "../dynamics/lindblad.ts";
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { cos, log1p, sin } from "../numerics/scalar.ts";
import { observableBook } from "../observables/catalogue.ts";
import { dag, diagonal, minus, plus, scale, times } from "../operators/algebra.ts";
import { collectiveLowering, excitationsOf, type Ladder, ladderSpace, spinLadders } from "../operators/ladders.ts";
import { Operator } from "../operators/operator.ts";
import { qubit, type Space, tensor } from "../spaces/space.ts";
import { catalan } from "./atoms-formulas.ts";
import { type Couplings, chain, collectiveCouplings, dipoleCouplings, independentCouplings, isCollective } from "./atoms-geometry.ts";
import { type AtomsContext, atomsObservables, excitationFamily } from "./atoms-observables.ts";
import { type AtomsStart, isFullySymmetric, isSymmetric, readAtomsStart, startOnAtoms, startOnLadders } from "./atoms-states.ts";
import { collectiveLimit } from "./atoms-stationary.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters, ParameterValue } from "./model.ts";
import { completeParameters } from "./parameters.ts";

/** Beyond this many atoms 2^N basis states are out of reach. */
const EXPLICIT_ATOMS = 14;
/** Up to here the closed limit of collective rates is handed to the stationary solver. */
const LIMIT_ATOMS = 9;

const parameters: Readonly<Record<string, ParameterSpec>> = {
  N: { description: "number of atoms", default: 2, kind: "integer", atLeast: 1, atMost: 2000 },
  nbar: { description: "mean thermal photons at the atoms' frequency", default: 10, kind: "number", atLeast: 0, noisy: true },
  gamma0: { description: "spontaneous emission rate of one atom", default: 1, kind: "number", atLeast: 0, unit: "1/time", noisy: true },
  f0: { description: "dipole coupling of each pair, for atoms close together", default: 1, kind: "number", unit: "1/time", noisy: true },
  omega0: { description: "transition frequency, for energies", default: 1, kind: "number", above: 0, unit: "energy" },
  regime: {
    description: "without geometry: collective (γ_ij ≡ γ0, f_ij ≡ f0) or independent (γ_ij = γ0 δ_ij, no coupling; ξ ≫ 1)",
    default: "collective",
    kind: "choice",
    choices: ["collective", "independent"],
  },
  xi: { description: "spacing k0 r of a chain of atoms; null: no geometry", default: null, kind: "number", nullable: true, above: 0 },
  alpha: { description: "angle between the chain and the dipoles", default: 1.5707963267948966, kind: "number", unit: "rad" },
  positions: {
    description: "positions k0 r of the atoms, three numbers each; null: no geometry",
    default: null,
    kind: "any",
    nullable: true,
  },
  dipole: { description: "direction of the dipoles, with positions", default: [0, 0, 1], kind: "numbers" },
  f: { description: "N × N matrix of couplings f_ij in place of a geometry; null: none", default: null, kind: "any", nullable: true },
  gamma: { description: "N × N matrix of rates γ_ij in place of a geometry; null: none", default: null, kind: "any", nullable: true },
  initial: {
    description:
      'start: "ground", "excited", "mixed", "thermal", "dicke:k", "ge…", a ket "(|ge>+i|eg>)/sqrt2", ["product", x, y, z], or 2^N amplitudes',
    default: "ground",
    kind: "any",
  },
  reduction: {
    description: "use permutation symmetry where it holds, or keep the 2^N basis states",
    default: "auto",
    kind: "choice",
    choices: ["auto", "none"],
  },
};

interface Values {
  readonly N: number;
  readonly nbar: number;
  readonly gamma0: number;
  readonly f0: number;
  readonly omega0: number;
  readonly regime: "collective" | "independent";
  readonly xi: number | null;
  readonly alpha: number;
  readonly dipole: readonly number[];
  readonly reduction: "auto" | "none";
}

/**
 * N two-level atoms that share a thermal bath of photons and couple by their dipoles:
 *
 *   dρ/dt = −i[Σ_{i≠j} f_ij σ_i⁺σ_j⁻, ρ] + Σ_ij γ_ij (n̄+1)(σ_j⁻ρσ_i⁺ − ½{σ_i⁺σ_j⁻, ρ}) + Σ_ij γ_ij n̄ (σ_j⁺ρσ_i⁻ − ½{σ_i⁻σ_j⁺, ρ})
 *
 * in the interaction picture. Atoms with equal couplings and a start that is symmetric under exchange are stored on their
 * total-spin ladders, exactly: N + 1 numbers from the ground state. Throws a RangeError when γ is not positive
 * semidefinite, a matrix or a start does not fit N, or 2^N states are too many.
 * Source: B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, PRA 96, 032117 (2017), Eqs. (1)–(3).
 * @example
 * steady(atoms({ N: 3, nbar: 10 }), { observables: ["C_l1"] }).observables.C_l1; // 0.995475
 */
export function atoms(given: Parameters = {}): Model {
  const complete = completeParameters("atoms", parameters, given);
  const values = complete as unknown as Values;
  const start = readAtomsStart(complete.initial, values.N, values.nbar);
  const couplings = couplingsOf(complete, values);
  const symmetric = isCollective(couplings) && isSymmetric(start, values.N) && values.reduction === "auto";
  const ladders = symmetric ? spinLadders(values.N, isFullySymmetric(start) ? "symmetric" : "all") : null;
  const { generator, lowering, initial } = ladders ? onLadders(values, couplings, start, ladders) : onAtoms(values, couplings, start);
  const context: AtomsContext = { N: values.N, omega0: values.omega0, generator, lowering, ladders };
  const book = observableBook(atomsObservables(context), [excitationFamily(context)]);
  return {
    name: "atoms",
    parameters: complete,
    dynamics: generator,
    initial,
    start: initial,
    observable: (name) => book.find(name),
    observableNames: book.names,
    defaultObservables: ["C_l1", "caloric", "excitations", "energy", "purity", "entropy"],
    warnings: warningsOf(complete, couplings, values),
    ...(ladders ? { reduction: reductionOf(values.N, ladders) } : {}),
    ...(!ladders && values.nbar > 0 && couplings.gamma[0][0] > 0 && isCollective(couplings) && values.N <= LIMIT_ATOMS
      ? { knownLimit: { dimension: catalan(values.N), state: (from) => limitState(from, values.nbar) } }
      : {}),
    with: (changes) => atoms({ ...given, ...changes }),
  };
}

/** f_ij and γ_ij from, in this order: matrices, positions, a chain, a regime. */
function couplingsOf(complete: Parameters, { N, gamma0, f0, xi, alpha, dipole, regime }: Values): Couplings {
  const base = regime === "collective" ? collectiveCouplings(N, f0, gamma0) : independentCouplings(N, gamma0);
  if (complete.f !== null || complete.gamma !== null) {
    return { f: matrix("f", complete.f, N) ?? base.f, gamma: matrix("gamma", complete.gamma, N) ?? base.gamma };
  }
  if (complete.positions !== null) return dipoleCouplings(readPositions(complete.positions, N), readDirection("dipole", dipole), gamma0);
  if (xi !== null) return dipoleCouplings(chain(N, xi), [cos(alpha), sin(alpha), 0], gamma0);
  return base;
}

function matrix(name: string, value: ParameterValue, N: number): readonly (readonly number[])[] | null {
  if (value === null) return null;
  const rows = rowsOf(name, value, N, N);
  rows.forEach((row, i) => {
    row.forEach((entry, j) => {
      if (entry !== rows[j][i]) {
        throw wrongValue(name, "be symmetric", null, "", `entries (${i}, ${j}) and (${j}, ${i}) are ${entry} and ${rows[j][i]}`);
      }
    });
  });
  return rows;
}

function readPositions(value: ParameterValue, N: number): readonly (readonly number[])[] {
  return rowsOf("positions", value, N, 3);
}

function readDirection(name: string, value: readonly number[]): readonly number[] {
  if (value.length !== 3) throw wrongValue(name, "have three components", value);
  return value;
}

function rowsOf(name: string, value: ParameterValue, rows: number, columns: number): readonly (readonly number[])[] {
  const must = `be ${rows} rows of ${columns} numbers`;
  if (!Array.isArray(value)) throw wrongKind(name, must, value);
  if (value.length !== rows) throw wrongValue(name, must, null, "One row per atom.", `it has ${value.length} rows`);
  return (value as readonly ParameterValue[]).map((row, i) => {
    if (!Array.isArray(row) || row.length !== columns) throw wrongValue(name, must, null, "", `row ${i} is not`);
    return (row as readonly ParameterValue[]).map((entry, j) => finite(`${name}[${i}][${j}]`, entry));
  });
}

interface Built {
  readonly generator: Generator;
  readonly lowering: Operator;
  readonly initial: Operator;
}

function betaOf({ nbar, omega0 }: Values): number {
  return nbar === 0 ? Number.POSITIVE_INFINITY : log1p(1 / nbar) / omega0;
}

/** Collective operators on one copy of each total-spin ladder. */
function onLadders(values: Values, { f, gamma }: Couplings, start: AtomsStart, ladders: readonly Ladder[]): Built {
  const space = ladderSpace(ladders);
  const lowering = collectiveLowering(space, ladders);
  const excitations = diagonal(space, excitationsOf(values.N, ladders));
  const H = scale(minus(times(dag(lowering), lowering), excitations), values.N > 1 ? f[0][1] : 0);
  return {
    generator: collective(values, space, H, lowering, gamma[0][0]),
    lowering,
    initial: startOnLadders(space, start, values.N, ladders),
  };
}

function collective(values: Values, system: Space, H: Operator, lowering: Operator, rate: number): Generator {
  const bath = { bath: "photons", beta: betaOf(values) };
  return lindblad({
    system,
    H,
    jumps: [
      { operator: lowering, rate: rate * (values.nbar + 1), ...bath },
      { operator: dag(lowering), rate: rate * values.nbar, ...bath },
    ],
  });
}

/** The 2^N basis states, with one jump per pair unless all atoms or none act together. */
function onAtoms(values: Values, couplings: Couplings, start: AtomsStart): Built {
  const { N, nbar } = values;
  if (N > EXPLICIT_ATOMS) {
    const remedy = 'Equal couplings (regime "collective") with a start that is symmetric under exchange have no such limit.';
    throw wrongValue("N", `be ≤ ${EXPLICIT_ATOMS} where the atoms can be told apart`, N, remedy);
  }
  const space = tensor(...Array.from({ length: N }, (_, i) => qubit(`atom${i + 1}`)));
  const lower = Array.from({ length: N }, (_, i) => singleLowering(space, N, i));
  const H = dipoleHamiltonian(lower, couplings.f);
  const lowering = plus(...lower);
  const initial = startOnAtoms(space, start, N);
  if (isCollective(couplings)) return { generator: collective(values, space, H, lowering, couplings.gamma[0][0]), lowering, initial };
  const bath = { bath: "photons", beta: betaOf(values) };
  const rates = (factor: number) => couplings.gamma.map((row) => row.map((rate) => rate * factor));
  const independent = couplings.gamma.every((row, i) => row.every((rate, j) => i === j || rate === 0));
  const generator = independent
    ? lindblad({
        system: space,
        H,
        jumps: lower.flatMap((operator, i) => [
          { operator, rate: couplings.gamma[i][i] * (nbar + 1), ...bath },
          { operator: dag(operator), rate: couplings.gamma[i][i] * nbar, ...bath },
        ]),
      })
    : lindblad({
        system: space,
        H,
        collective: [
          { operators: lower, rates: rates(nbar + 1), ...bath },
          { operators: lower.map(dag), rates: rates(nbar), ...bath },
        ],
      });
  return { generator, lowering, initial };
}

/** σ_i⁻ on all atoms. */
function singleLowering(space: Space, N: number, atom: number): Operator {
  const bit = 1 << (N - 1 - atom);
  const entries: [number, number, number][] = [];
  for (let index = 0; index < 1 << N; index++) if ((index & bit) === 0) entries.push([index | bit, index, 1]);
  return Operator.fromEntries(space, entries);
}

/** Σ_{i≠j} f_ij σ_i⁺σ_j⁻ over the pairs that couple. */
function dipoleHamiltonian(lower: readonly Operator[], f: Couplings["f"]): Operator {
  const parts = lower.flatMap((A, i) =>
    lower.flatMap((B, j) =>
      i === j || (f[i][j] === 0 && f.every((row) => row.every((x) => x === 0))) ? [] : [scale(times(dag(A), B), f[i][j])],
    ),
  );
  return parts.length > 0 ? plus(...parts) : scale(times(dag(lower[0]), lower[0]), 0);
}

/** ⊕ σ_J ⊗ τ_J as an operator. */
function limitState(initial: Operator, nbar: number): Operator {
  return Operator.fromMatrix(initial.space, collectiveLimit(initial, nbar));
}

function reductionOf(N: number, ladders: readonly Ladder[]): string {
  const states = N <= 20 ? `${1 << N}` : `2^${N}`;
  const size = ladders.reduce((sum, { dimension }) => sum + dimension, 0);
  const which = ladders.length === 1 ? `the symmetric ladder J = ${N / 2}` : `one copy of each of ${ladders.length} total-spin ladders`;
  return `Exchange of atoms changes nothing, so ${states} basis states reduce to ${which}: dimension ${size}, multiplicities kept.`;
}

function warningsOf(complete: Parameters, couplings: Couplings, { N, nbar }: Values): readonly string[] {
  const warnings: string[] = [];
  const explicit = complete.f !== null || complete.gamma !== null;
  if (!explicit && complete.positions !== null && complete.xi !== null) warnings.push("The positions are used; the spacing xi is not.");
  if (N > 1 && nbar > 0 && isCollective(couplings)) {
    warnings.push("Equal rates γ_ij conserve the total spin: the stationary state depends on the start.");
  }
  return warnings;
}

export const atomsDefinition: ModelDefinition = {
  name: "atoms",
  title: "N dipole-coupled atoms in a common thermal bath",
  source: "B. Çakmak, A. Manatuly and Ö. E. Müstecaplıoğlu, PRA 96, 032117 (2017)",
  parameters,
  build: atoms,
};
