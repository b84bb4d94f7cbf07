/** Eigenvalues and eigenoperators of a generator, or of the map of a cycle of collisions, sector by sector. */
import { wrongValue } from "../errors.ts";
import { lazily, withFunctions } from "../lazily.ts";
import type { Model, Parameters } from "../models/model.ts";
import { connectedParts, densePart } from "../numerics/connected-parts.ts";
import { type Eigendecomposition, eigReal } from "../numerics/eig.ts";
import { norm1 } from "../numerics/envelope.ts";
import { hypot, log } from "../numerics/scalar.ts";
import { once } from "../once.ts";
import { broughtTo } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { complexCoordinates, dualOfComplex, operatorOfComplex } from "../sectors/real-superoperator.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Space } from "../spaces/space.ts";
import { type WholeEquation, wholeEquation } from "./whole-equation.ts";

/** One eigenvalue with its operators. */
export interface Eigenmode {
  /** λ of the generator, or of the map, as [re, im]. */
  readonly value: readonly [number, number];
  /** −Re λ of a generator, −ln|λ| per cycle of a map. */
  readonly rate: number;
  /** R with Φ(R) = λR; trace 1 where it has a trace, else Frobenius norm 1 with its first largest element real and positive. */
  readonly right: Operator;
  /** L with Φ†(L) = λ*L and Tr[L†R] = 1; orthogonal to the right operators of all other modes. */
  readonly left: Operator;
  /** ‖L‖‖R‖/|Tr[L†R]| ≥ 1: how sensitive λ is. */
  readonly condition: number;
  /** Index of its sector in `sectors`. */
  readonly sector: number;
}

/** A set of elements of ρ that the dynamics keeps to itself. */
export interface ModeSector {
  /** Number of real coordinates, and of modes. */
  readonly coordinates: number;
  /** The largest condition of its modes. */
  readonly condition: number;
  /** Whether its eigenvectors are nearly parallel (condition above 1e7): an expansion in modes loses its digits, use `schurVectors`. */
  readonly defective: boolean;
  /** Triangular form, n × n complex row-major: Φ(Q_k) = Σ_j T_jk Q_j. */
  readonly triangular: Float64Array;
  /** The operators Q_k, orthonormal in the coordinates: they stay good near Jordan blocks. */
  schurVectors(): readonly Operator[];
}

/** The spectrum of a model. */
export interface ModesResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly kind: "generator" | "map";
  readonly space: Space;
  /** By ascending rate, then ascending Im λ (of a map: descending modulus, then the phase). */
  readonly modes: readonly Eigenmode[];
  readonly values: readonly (readonly [number, number])[];
  readonly sectors: readonly ModeSector[];
  /** Slowest rate above rounding; null where nothing decays. */
  readonly gap: number | null;
  /** The largest condition of all modes. */
  readonly condition: number;
  readonly warnings: readonly string[];
  /** Coefficients c_k = Tr[L_k†X] with X = Σ_k c_k R_k, as [re, im]. Throws a RangeError where a sector is defective. */
  expand(X: Operator): readonly (readonly [number, number])[];
}

/** Largest sector that is decomposed. */
const LARGEST = 600;
const DEFECTIVE = 1e7;

/**
 * Find all eigenvalues of a generator L, or of the map Λ of one cycle of collisions, with right and left eigenoperators.
 *
 * The elements of ρ that the dynamics does not connect form sectors, each decomposed by itself. Near exceptional points eigenoperators become
 * parallel: such sectors are marked, a warning says so, and their Schur vectors are there instead.
 * Throws a RangeError for generators that depend on time, more than 128 levels, or a sector of more than 600 coordinates.
 *
 * @example
 * modes(bloch({ Omega: 0, gamma: 0.3 })).gap; // 0.15
 */
export function modes(model: Model): ModesResult {
  const equation = wholeEquation(model);
  const parts = connectedParts(equation.matrix);
  const largest = parts.reduce((most, { length }) => Math.max(most, length), 0);
  if (largest > LARGEST) {
    const but = `one has ${largest}`;
    throw wrongValue("model", `have sectors of at most ${LARGEST} coordinates for its modes`, null, "Use fewer levels.", but);
  }
  const found = parts.map((part, s) => decompose(equation, part, s));
  const all = sorted(
    found.flatMap(({ list }) => list),
    norm1(equation.matrix) + (equation.kind === "map" ? 1 : 0),
  );
  const sectors = found.map(({ sector }) => sector);
  const defective = sectors.filter((sector) => sector.defective).length;
  const still = 1e-11 * (norm1(equation.matrix) || 1);
  const plain = {
    model: model.name,
    parameters: model.parameters,
    kind: equation.kind,
    space: equation.space,
    modes: all,
    values: all.map(({ value }) => value),
    sectors,
    gap: all.find(({ rate }) => rate > still)?.rate ?? null,
    condition: all.reduce((most, { condition }) => Math.max(most, condition), 1),
    warnings: [
      ...model.warnings,
      ...(defective === 0
        ? []
        : [
            `${defective === 1 ? "One sector has" : `${defective} sectors have`} eigenoperators that are nearly parallel (an exceptional point): use its Schur vectors.`,
          ]),
    ],
  };
  return withFunctions(plain, { expand: (X: Operator) => expand(equation, sectors, all, X) });
}

/** What is known of a mode before its operators are asked for. */
interface FoundMode extends Eigenmode {
  /** Left weights on the coordinates, complex interleaved. */
  weights(): Float64Array;
}

function decompose({ space, kind, sector, matrix }: WholeEquation, part: Int32Array, s: number) {
  const eigen = eigReal(part.length, densePart(matrix, part));
  const one = kind === "map" ? 1 : 0;
  const list = Array.from({ length: part.length }, (_, k) => modeOf(space, sector, part, eigen, k, s, one));
  const condition = list.reduce((most, mode) => Math.max(most, mode.condition), 1);
  const n = part.length;
  const triangular = eigen.schur.T.slice();
  for (let k = 0; k < n; k++) triangular[2 * (k * n + k)] += one;
  const schurVectors = once(() =>
    Array.from({ length: n }, (_, k) => operatorOfComplex(space, sector, column(eigen.schur.Z, n, k, part, sector.count))),
  );
  const plain = { coordinates: n, condition, defective: condition > DEFECTIVE, triangular };
  return { list, sector: withFunctions(plain, { schurVectors }) as ModeSector };
}

function modeOf(space: Space, sector: Sector, part: Int32Array, eigen: Eigendecomposition, k: number, s: number, one: number): FoundMode {
  const n = part.length;
  const value = [eigen.values[2 * k] + one, eigen.values[2 * k + 1]] as const;
  const size = hypot(value[0], value[1]);
  const factor = once(() => normalisation(operatorOfComplex(space, sector, column(eigen.right, n, k, part, sector.count))));
  const right = once(() => {
    const [x, y] = factor();
    return operatorOfComplex(space, sector, times(column(eigen.right, n, k, part, sector.count), x, y));
  });
  const weights = once(() => {
    const [x, y] = factor();
    const d = x * x + y * y;
    return times(row(eigen.left, n, k, part, sector.count), x / d, -y / d);
  });
  const left = once(() => dualOfComplex(space, sector, weights()));
  const plain = {
    value,
    rate: one === 0 ? 0 - value[0] : size === 0 ? Number.POSITIVE_INFINITY : 0 - log(size),
    condition: eigen.condition[k],
    sector: s,
  };
  return lazily(withFunctions(plain, { weights }), { right, left });
}

/** Column k of a part's n × n matrix among all coordinates. */
function column(M: Float64Array, n: number, k: number, part: Int32Array, count: number): Float64Array {
  const c = new Float64Array(2 * count);
  part.forEach((q, i) => {
    c[2 * q] = M[2 * (i * n + k)];
    c[2 * q + 1] = M[2 * (i * n + k) + 1];
  });
  return c;
}

function row(M: Float64Array, n: number, k: number, part: Int32Array, count: number): Float64Array {
  const c = new Float64Array(2 * count);
  part.forEach((q, i) => {
    c[2 * q] = M[2 * (k * n + i)];
    c[2 * q + 1] = M[2 * (k * n + i) + 1];
  });
  return c;
}

function times(c: Float64Array, x: number, y: number): Float64Array {
  return c.map((_, e) => (e % 2 === 0 ? c[e] * x - c[e + 1] * y : c[e - 1] * y + c[e] * x));
}

/** Of the length of an operator, the share that its trace must have to count as one. */
const HAS_TRACE = 1e-8;

/** What to multiply a right operator with: trace 1, or norm 1 and a fixed phase. */
function normalisation(R: Operator): readonly [number, number] {
  let [norm, most, re, im] = [0, 0, 1, 0];
  R.forEach((_i, _j, x, y) => {
    const size = hypot(x, y);
    norm = hypot(norm, size);
    // Of elements that are equal to rounding the first one decides.
    if (size > most * (1 + 1e-9)) [most, re, im] = [size, x, y];
  });
  const [a, b] = R.trace();
  const trace = hypot(a, b);
  if (trace > HAS_TRACE * norm) return [a / (trace * trace), -b / (trace * trace)];
  return [re / (most * norm), -im / (most * norm)];
}

/** Modes by rate; those whose rates are equal to rounding by Im λ. */
function sorted(list: readonly FoundMode[], norm: number): readonly FoundMode[] {
  const byRate = [...list].sort((a, b) => compare(a.rate, b.rate) || a.value[1] - b.value[1]);
  const close = 1e-11 * (norm || 1);
  const out: FoundMode[] = [];
  for (let from = 0; from < byRate.length; ) {
    let to = from + 1;
    while (to < byRate.length && byRate[to].rate - byRate[from].rate <= close) to++;
    out.push(...byRate.slice(from, to).sort((a, b) => a.value[1] - b.value[1]));
    from = to;
  }
  return out;
}

/** Infinite rates (modes that a map takes to 0 at once) are equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function expand({ space, sector }: WholeEquation, sectors: readonly ModeSector[], all: readonly FoundMode[], X: Operator) {
  if (sectors.some(({ defective }) => defective)) {
    const remedy = "Use `schurVectors` of the sectors, or `propagator`.";
    throw wrongValue("modes", "span all operators to expand one", null, remedy, "some of them are nearly parallel");
  }
  const c = complexCoordinates(sector, broughtTo(space, X, "X"));
  return all.map((mode) => {
    const w = mode.weights();
    let [re, im] = [0, 0];
    for (let q = 0; q < sector.count; q++) {
      re += w[2 * q] * c[2 * q] - w[2 * q + 1] * c[2 * q + 1];
      im += w[2 * q] * c[2 * q + 1] + w[2 * q + 1] * c[2 * q];
    }
    return [re, im] as const;
  });
}
