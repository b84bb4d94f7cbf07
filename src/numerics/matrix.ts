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

/** From rows of real numbers or [re, im] pairs. */
export function matrixFrom(rows: readonly (readonly (number | readonly [number, number])[])[]): Matrix {
  const matrix = zeros(rows.length, rows[0].length);
  rows.forEach((row, i) =>
    row.forEach((value, j) => {
      const at = 2 * (i * matrix.columns + j);
      if (typeof value === "number") matrix.data[at] = value;
      else matrix.data.set(value, at);
    }),
  );
  return matrix;
}
