import { wrongKind } from "../errors.ts";

/** A dense complex matrix: row-major, interleaved re, im; element (i, j) starts at `data[2·(i·columns + j)]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The zero matrix. */
export function zeros(rows: number, columns = rows): Matrix {
  return { rows, columns, data: new Float64Array(2 * rows * columns) };
}

/** The identity. */
export function identityMatrix(n: number): Matrix {
  const matrix = zeros(n, n);
  for (let i = 0; i < n; i++) matrix.data[2 * (i * n + i)] = 1;
  return matrix;
}

/**
 * From rows of real numbers or [re, im] pairs.
 *
 * @example
 * matrixFrom([[1, [0, 1]], [[0, -1], 1]]).data; // [1, 0, 0, 1, 0, -1, 1, 0]
 */
export function matrixFrom(rows: readonly (readonly (number | readonly [number, number])[])[]): Matrix {
  const columns = Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0].length : 0;
  if (columns === 0) throw wrongKind("rows", "be a list of rows of numbers", rows);
  const matrix = zeros(rows.length, columns);
  rows.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== columns) throw wrongKind(`rows[${i}]`, `hold ${columns} numbers or pairs [re, im]`, row);
    row.forEach((value, j) => {
      const [re, im] = Array.isArray(value) ? value : [value, 0];
      if (typeof re !== "number" || typeof im !== "number") throw wrongKind(`rows[${i}][${j}]`, "be a number or a pair [re, im]", value);
      matrix.data.set([re, im], 2 * (i * columns + j));
    });
  });
  return matrix;
}
