/**
 * Dense complex matrices as values: every function returns a new matrix and leaves its arguments alone.
 *
 * Products larger than a few entries copy their operands into linear memory and run there; what costs no more than that copy
 * (sums, transposes, partial traces) is done in place. Sums run in index order, so results have the same bits everywhere.
 */
import { Op } from "../../bindings/dense.ts";
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { product } from "./product.ts";

export { Op };

/** A real number, or [re, im]. */
export type Scalar = number | readonly [number, number];

/** How each operand enters a product: as it is, or conjugated and transposed. */
export interface ProductForm {
  readonly opA?: Op;
  readonly opB?: Op;
}

/** Check that `value` is a matrix whose data fit its shape. Returns it. */
export function matrixArgument(argument: string, value: Matrix): Matrix {
  if (!(value?.data instanceof Float64Array)) throw wrongKind(argument, "be a matrix", value, "Make one with `matrixFrom`.");
  const { rows, columns, data } = value;
  integer(`${argument}.rows`, rows, 0);
  integer(`${argument}.columns`, columns, 0);
  if (data.length === 2 * rows * columns) return value;
  throw wrongValue(argument, `hold ${2 * rows * columns} numbers (re and im of each entry)`, null, "", `it holds ${data.length}`);
}

function squareArgument(argument: string, value: Matrix): number {
  const { rows, columns } = matrixArgument(argument, value);
  if (rows !== columns) throw wrongValue(argument, "be square", null, "", `it is ${rows} × ${columns}`);
  return rows;
}

function sameShape(A: Matrix, B: Matrix): void {
  matrixArgument("A", A);
  matrixArgument("B", B);
  if (A.rows === B.rows && A.columns === B.columns) return;
  throw wrongValue("B", `be ${A.rows} × ${A.columns} as A is`, null, "", `it is ${B.rows} × ${B.columns}`);
}

function parts(argument: string, value: Scalar): readonly [number, number] {
  if (typeof value === "number") return [finite(argument, value), 0];
  if (!Array.isArray(value) || value.length !== 2) throw wrongKind(argument, "be a number or a pair [re, im]", value);
  return [finite(`${argument}[0]`, value[0]), finite(`${argument}[1]`, value[1])];
}

/**
 * Multiply two matrices: op(A)·op(B), where op is the identity unless `form` says `Op.ConjugateTranspose`.
 *
 * op(A) is m × k and op(B) is k × n; the result is m × n. Throws a RangeError when the inner sizes differ.
 */
export function multiply(A: Matrix, B: Matrix, { opA = Op.None, opB = Op.None }: ProductForm = {}): Matrix {
  matrixArgument("A", A);
  matrixArgument("B", B);
  const [m, k] = opA === Op.None ? [A.rows, A.columns] : [A.columns, A.rows];
  const [inner, n] = opB === Op.None ? [B.rows, B.columns] : [B.columns, B.rows];
  if (inner !== k) {
    throw wrongValue("B", `have ${k} rows to stand right of A`, null, "", `op(A) is ${m} × ${k} and op(B) is ${inner} × ${n}`);
  }
  return { rows: m, columns: n, data: product(opA, opB, m, n, k, A.data, A.columns, B.data, B.columns) };
}

/** Conjugate by a matrix: U·X·U†, as a change of basis or a unitary step does. U is m × n, X is n × n; returns m × m. */
export function sandwich(U: Matrix, X: Matrix): Matrix {
  return multiply(multiply(U, X), U, { opB: Op.ConjugateTranspose });
}

/** Add two matrices of equal shape: A + factor·B, with factor 1 unless given. */
export function add(A: Matrix, B: Matrix, factor: Scalar = 1): Matrix {
  sameShape(A, B);
  const [re, im] = parts("factor", factor);
  const out = zeros(A.rows, A.columns);
  for (let i = 0; i < out.data.length; i += 2) {
    const x = B.data[i];
    const y = B.data[i + 1];
    out.data[i] = A.data[i] + (im === 0 ? re * x : re * x - im * y);
    out.data[i + 1] = A.data[i + 1] + (im === 0 ? re * y : re * y + im * x);
  }
  return out;
}

/** Subtract: A − B. */
export function subtract(A: Matrix, B: Matrix): Matrix {
  return add(A, B, -1);
}

/** Multiply every entry by a number: factor·A. */
export function scale(A: Matrix, factor: Scalar): Matrix {
  matrixArgument("A", A);
  const [re, im] = parts("factor", factor);
  const out = zeros(A.rows, A.columns);
  for (let i = 0; i < out.data.length; i += 2) {
    const x = A.data[i];
    const y = A.data[i + 1];
    out.data[i] = im === 0 ? re * x : re * x - im * y;
    out.data[i + 1] = im === 0 ? re * y : re * y + im * x;
  }
  return out;
}

/** Take the conjugate transpose A†. */
export function dagger(A: Matrix): Matrix {
  matrixArgument("A", A);
  const out = zeros(A.columns, A.rows);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) {
      const from = 2 * (i * A.columns + j);
      const to = 2 * (j * A.rows + i);
      out.data[to] = A.data[from];
      out.data[to + 1] = -A.data[from + 1];
    }
  }
  return out;
}

/** Form the tensor product A ⊗ B; A's index is the slow one: entry (i·p + k, j·q + l) is A[i, j]·B[k, l] for a p × q matrix B. */
export function kron(A: Matrix, B: Matrix): Matrix {
  matrixArgument("A", A);
  matrixArgument("B", B);
  const out = zeros(A.rows * B.rows, A.columns * B.columns);
  let to = 0;
  for (let i = 0; i < A.rows; i++) {
    for (let k = 0; k < B.rows; k++) {
      for (let j = 0; j < A.columns; j++) {
        const x = A.data[2 * (i * A.columns + j)];
        const y = A.data[2 * (i * A.columns + j) + 1];
        for (let l = 0; l < B.columns; l++) {
          const u = B.data[2 * (k * B.columns + l)];
          const v = B.data[2 * (k * B.columns + l) + 1];
          out.data[to++] = x * u - y * v;
          out.data[to++] = x * v + y * u;
        }
      }
    }
  }
  return out;
}

/** Sum the diagonal of a square matrix: Tr A as [re, im]. */
export function traceOf(A: Matrix): readonly [number, number] {
  const n = squareArgument("A", A);
  let re = 0;
  let im = 0;
  for (let i = 0; i < n; i++) {
    re += A.data[2 * (i * n + i)];
    im += A.data[2 * (i * n + i) + 1];
  }
  return [re, im];
}

/** Evaluate Tr[A·B] = Σ_ij A[i, j]·B[j, i] as [re, im], without the product. A is m × n, B is n × m. */
export function traceOfProduct(A: Matrix, B: Matrix): readonly [number, number] {
  matrixArgument("A", A);
  matrixArgument("B", B);
  if (A.rows !== B.columns || A.columns !== B.rows) {
    throw wrongValue("B", `be ${A.columns} × ${A.rows}`, null, "", `it is ${B.rows} × ${B.columns}`);
  }
  let re = 0;
  let im = 0;
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) {
      const a = 2 * (i * A.columns + j);
      const b = 2 * (j * B.columns + i);
      re = re + A.data[a] * B.data[b] - A.data[a + 1] * B.data[b + 1];
      im = im + A.data[a] * B.data[b + 1] + A.data[a + 1] * B.data[b];
    }
  }
  return [re, im];
}

/** Take the Hermitian part (A + A†)/2. */
export function hermitianPart(A: Matrix): Matrix {
  squareArgument("A", A);
  return scale(add(A, dagger(A)), 0.5);
}

/** Measure how far A is from Hermitian: max over i, j of |Re (A − A†)[i, j]| and |Im (A − A†)[i, j]|. */
export function hermiticityDefect(A: Matrix): number {
  squareArgument("A", A);
  return largestDifference(A, dagger(A));
}

/** Measure how far two matrices are apart: the largest difference of a real or imaginary part. NaN when an entry is. */
export function largestDifference(A: Matrix, B: Matrix): number {
  sameShape(A, B);
  let largest = 0;
  for (let i = 0; i < A.data.length; i++) largest = Math.max(largest, Math.abs(A.data[i] - B.data[i]));
  return largest;
}

/** Evaluate the Frobenius norm √Σ|A[i, j]|². Entries above 1e154 overflow it. */
export function frobeniusNorm(A: Matrix): number {
  matrixArgument("A", A);
  let sum = 0;
  for (let i = 0; i < A.data.length; i++) sum += A.data[i] * A.data[i];
  return Math.sqrt(sum);
}

/**
 * Trace out tensor factors: Tr over every factor of `dims` that `keep` does not list.
 *
 * `A` acts on factors of dimensions `dims`, the left one slowest; `keep` holds increasing positions in `dims`. The result acts
 * on the kept factors in their order; an empty `keep` gives the 1 × 1 matrix Tr A. Throws a RangeError when the dimensions do
 * not multiply to the size of A, or `keep` is out of range or order.
 */
export function partialTrace(A: Matrix, dims: readonly number[], keep: readonly number[]): Matrix {
  const n = squareArgument("A", A);
  dims.forEach((d, i) => {
    integer(`dims[${i}]`, d, 1);
  });
  const product = dims.reduce((x, d) => x * d, 1);
  if (product !== n) throw wrongValue("dims", `multiply to ${n}, the size of A`, null, "", `they multiply to ${product}`);
  keep.forEach((k, i) => {
    integer(`keep[${i}]`, k, i === 0 ? 0 : keep[i - 1] + 1, dims.length - 1, "Positions in `dims`, increasing, each once.");
  });
  const kept = offsets(dims, (i) => keep.includes(i));
  const traced = offsets(dims, (i) => !keep.includes(i));
  const out = zeros(kept.length);
  let to = 0;
  for (const row of kept) {
    for (const column of kept) {
      let re = 0;
      let im = 0;
      for (const inner of traced) {
        const at = 2 * ((row + inner) * n + column + inner);
        re += A.data[at];
        im += A.data[at + 1];
      }
      out.data[to++] = re;
      out.data[to++] = im;
    }
  }
  return out;
}

/** Index offsets that the chosen factors contribute, in row-major order of those factors. */
function offsets(dims: readonly number[], chosen: (factor: number) => boolean): number[] {
  let list = [0];
  let stride = dims.reduce((x, d) => x * d, 1);
  dims.forEach((d, i) => {
    stride /= d;
    if (chosen(i)) list = list.flatMap((start) => Array.from({ length: d }, (_, x) => start + x * stride));
  });
  return list;
}
