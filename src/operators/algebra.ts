/**
 * Sums and products of operators. Patterns are symbolic: an entry of a result is stored when the formula has a term
 * there, whatever its value, so that a pattern never depends on parameters or on rounding.
 */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { anyNoted, classOfValue, entryClasses, noteClasses, noteProduct, noteSum, productClass } from "./classes.ts";
import { Operator, requireOperator, requireRoom } from "./operator.ts";

export { isDiagonal, isImaginary, isReal, numberClass, requireHermitian, requireUnitary } from "./checks.ts";
export { lift, partialTraceOperator, permuteFactors, tensorOperators } from "./tensor.ts";

/**
 * The identity operator 1 on `space`.
 *
 * @example
 * identity(fock(3)).at(2, 2); // [1, 0]
 */
export function identity(space: Space): Operator {
  const n = requireSpace(space).dimension;
  const values = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) values[2 * i] = 1;
  const rowStart = new Int32Array(n + 1);
  for (let i = 0; i <= n; i++) rowStart[i] = i;
  return new Operator(space, rowStart, rowStart.slice(0, n), values);
}

/**
 * The operator 0 on `space`, with an empty pattern.
 *
 * @example
 * zero(fock(3)).values.length; // 0
 */
export function zero(space: Space): Operator {
  return new Operator(space, new Int32Array(requireSpace(space).dimension + 1), new Int32Array(0), new Float64Array(0));
}

/**
 * A diagonal operator on `space` from its real diagonal; zeros on it stay in the pattern.
 *
 * @example
 * diagonal(fock(3), [0, 1, 4]).at(2, 2); // [4, 0]
 */
export function diagonal(space: Space, entries: ArrayLike<number>): Operator {
  if (typeof entries !== "object") throw wrongKind("entries", "be a list of numbers", entries);
  if (entries?.length !== requireSpace(space).dimension) {
    throw wrongValue("entries", `have ${space.dimension} entries, one per basis state of ${space}`, null, "", `it has ${entries?.length}`);
  }
  const result = identity(space);
  for (let i = 0; i < entries.length; i++) result.values[2 * i] = finite(`entries[${i}]`, entries[i]);
  return result;
}

/**
 * Add operators on the same space: A + B + …, on the union of their patterns. Throws when the spaces differ.
 *
 * @example
 * plus(sigmaX(qubit()), sigmaZ(qubit())).at(0, 0); // [1, 0]
 */
export function plus(...operators: readonly Operator[]): Operator {
  const space = requireSameSpace("operators", operators);
  if (operators.length === 1) return operators[0];
  const row = new RowSum(space.dimension);
  const sum = row.build(space, (i) => {
    for (const operator of operators) row.add(operator, i, 1, 0);
  });
  return noteSum(sum, operators);
}

/**
 * Subtract: A − B, on the union of both patterns. Throws when the spaces differ.
 *
 * @example
 * minus(sigmaPlus(qubit()), sigmaMinus(qubit())).at(1, 0); // [-1, 0]
 */
export function minus(A: Operator, B: Operator): Operator {
  const space = requireSameSpace("operators", [A, B]);
  const row = new RowSum(space.dimension);
  const difference = row.build(space, (i) => {
    row.add(A, i, 1, 0);
    row.add(B, i, -1, 0);
  });
  return noteSum(difference, [A, B]);
}

/**
 * Multiply operators on the same space from left to right: A B C …. Throws when the spaces differ.
 * @example
 * times(sigmaPlus(qubit()), sigmaMinus(qubit())).at(0, 0); // [1, 0]
 */
export function times(...operators: readonly Operator[]): Operator {
  requireSameSpace("operators", operators);
  return operators.reduce(product);
}

function product(A: Operator, B: Operator): Operator {
  const row = new RowSum(A.dimension);
  const made = row.build(A.space, (i) => {
    for (let e = A.rowStart[i]; e < A.rowStart[i + 1]; e++) row.add(B, A.columns[e], A.values[2 * e], A.values[2 * e + 1]);
  });
  return noteProduct(made, A, B);
}

/**
 * Multiply by a number: (re + i·im) A, on the pattern of A (also when the number is 0).
 *
 * @example
 * scaled(sigmaZ(qubit()), 0, 2).at(0, 0); // [0, 2]
 */
export function scale(A: Operator, re: number, im = 0): Operator {
  requireOperator("A", A);
  finite("re", re);
  finite("im", im);
  const values = new Float64Array(A.values.length);
  for (let e = 0; e < values.length; e += 2) {
    const x = A.values[e];
    const y = A.values[e + 1];
    values[e] = im === 0 ? re * x : re * x - im * y;
    values[e + 1] = im === 0 ? re * y : re * y + im * x;
  }
  const scaled = new Operator(A.space, A.rowStart, A.columns, values);
  if (!anyNoted([A])) return scaled;
  const code = classOfValue(re, im);
  return noteClasses(
    scaled,
    entryClasses(A).map((own) => productClass(own, code)),
  );
}

/**
 * The adjoint A†.
 * @example
 * dag(sigmaMinus(qubit())).at(0, 1); // [1, 0]
 */
export function dag(A: Operator): Operator {
  return transposed(A, -1);
}

/**
 * The transpose Aᵀ in the basis of the space.
 *
 * @example
 * transpose(sigmaPlus(qubit())).at(1, 0); // [1, 0]
 */
export function transpose(A: Operator): Operator {
  return transposed(A, 1);
}

/**
 * The entrywise complex conjugate A*.
 *
 * @example
 * conjugate(sigmaY(qubit())).at(0, 1); // [0, 1]
 */
export function conjugate(A: Operator): Operator {
  requireOperator("A", A);
  const conjugated = new Operator(
    A.space,
    A.rowStart,
    A.columns,
    A.values.map((value, at) => (at % 2 === 1 ? 0 - value : value)),
  );
  return anyNoted([A]) ? noteClasses(conjugated, entryClasses(A)) : conjugated;
}

function transposed(A: Operator, imaginarySign: 1 | -1): Operator {
  requireOperator("A", A);
  const rowStart = new Int32Array(A.dimension + 1);
  for (const column of A.columns) rowStart[column + 1]++;
  for (let i = 0; i < A.dimension; i++) rowStart[i + 1] += rowStart[i];
  const next = rowStart.slice(0, A.dimension);
  const columns = new Int32Array(A.count);
  const values = new Float64Array(2 * A.count);
  const own = anyNoted([A]) ? entryClasses(A) : null;
  const classes = own && new Uint8Array(A.count);
  let from = 0;
  A.forEach((i, j, re, im) => {
    const e = next[j]++;
    columns[e] = i;
    values[2 * e] = re;
    values[2 * e + 1] = imaginarySign === 1 ? im : 0 - im;
    if (own && classes) classes[e] = own[from++];
  });
  const made = new Operator(A.space, rowStart, columns, values);
  return classes ? noteClasses(made, classes) : made;
}

/**
 * The commutator [A, B] = A B − B A.
 * @example
 * commutator(sigmaX(qubit()), sigmaY(qubit())).at(0, 0); // [0, 2]
 */
export function commutator(A: Operator, B: Operator): Operator {
  return minus(times(A, B), times(B, A));
}

/**
 * The anticommutator {A, B} = A B + B A of two operators on the same space. Throws when the spaces differ.
 *
 * @example
 * anticommutator(sigmaX(qubit()), sigmaX(qubit())).at(0, 0); // [2, 0]
 */
export function anticommutator(A: Operator, B: Operator): Operator {
  return plus(times(A, B), times(B, A));
}

/**
 * The Hermitian part (A + A†)/2; its diagonal is exactly real.
 *
 * @example
 * hermitianPart(sigmaPlus(qubit())).at(0, 1); // [0.5, 0]
 */
export function hermitianPart(A: Operator): Operator {
  return scale(plus(A, dag(A)), 0.5);
}

/** Check that all operators act on one space and return it. */
function requireSameSpace(argument: string, operators: readonly Operator[]): Space {
  if (operators.length === 0) throw wrongValue(argument, "hold at least one operator", null, "", "none was given");
  for (const operator of operators) {
    if (!requireOperator(argument, operator).space.equals(operators[0].space)) {
      const spaces = `act on ${operators[0].space} and on ${operator.space}`;
      throw wrongValue(argument, "act on the same space", null, "Bring them to one space with `lift`.", `they ${spaces}`);
    }
  }
  return operators[0].space;
}

/** One row of a result, summed densely over the columns that it touches; built row after row. */
class RowSum {
  readonly #sums: Float64Array;
  readonly #touchedIn: Int32Array;
  readonly #touched: number[] = [];
  #row = 0;

  constructor(dimension: number) {
    this.#sums = new Float64Array(2 * dimension);
    this.#touchedIn = new Int32Array(dimension).fill(-1);
  }

  /** Add (re + i·im) times row `row` of `operator`. */
  add(operator: Operator, row: number, re: number, im: number): void {
    const sums = this.#sums;
    for (let e = operator.rowStart[row]; e < operator.rowStart[row + 1]; e++) {
      const j = operator.columns[e];
      if (this.#touchedIn[j] !== this.#row) {
        this.#touchedIn[j] = this.#row;
        this.#touched.push(j);
        sums[2 * j] = 0;
        sums[2 * j + 1] = 0;
      }
      const x = operator.values[2 * e];
      const y = operator.values[2 * e + 1];
      sums[2 * j] += re * x - im * y;
      sums[2 * j + 1] += re * y + im * x;
    }
  }

  /** The operator whose row i is what `fill(i)` adds. */
  build(space: Space, fill: (row: number) => void): Operator {
    const n = space.dimension;
    const rowStart = new Int32Array(n + 1);
    const columns: number[] = [];
    const values: number[] = [];
    for (let i = 0; i < n; i++) {
      this.#row = i;
      this.#touched.length = 0;
      fill(i);
      sortShort(this.#touched);
      for (const j of this.#touched) {
        columns.push(j);
        values.push(this.#sums[2 * j], this.#sums[2 * j + 1]);
      }
      requireRoom(space, columns.length);
      rowStart[i + 1] = columns.length;
    }
    return new Operator(space, rowStart, new Int32Array(columns), new Float64Array(values));
  }
}

/** Most numbers that are put in order by hand: a call of `sort` costs more. */
const SHORT = 24;

/** Sort numbers upwards, in place. */
function sortShort(list: number[]): void {
  if (list.length > SHORT) {
    list.sort((a, b) => a - b);
    return;
  }
  for (let k = 1; k < list.length; k++) {
    const value = list[k];
    let at = k;
    for (; at > 0 && list[at - 1] > value; at--) list[at] = list[at - 1];
    list[at] = value;
  }
}
