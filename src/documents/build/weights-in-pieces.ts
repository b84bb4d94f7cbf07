/**
 * Functions of one number that cost an interpretation each, by Chebyshev series on pieces of its axis:
 *
 *   f(p) = Σ_j c_j T_j(x),   x = (p − middle) / half
 *
 * A piece is used where the last coefficients and fresh values between the nodes agree to 2e-15 of the largest value; else it is halved,
 * and what six halvings do not reach is evaluated as it stands. Pieces depend on the number alone, so that results have the same bits in
 * whatever order they are asked for.
 */
import { cos, PI } from "../../numerics/scalar.ts";

/** Nodes of a piece. */
const NODES = 20;
const HALVINGS = 6;
const ACCURACY = 2e-15;

type Vector = readonly number[];

/** Series of one piece, coefficient by coefficient; null where it is not smooth enough, undefined where nobody asked yet. */
interface Piece {
  readonly middle: number;
  readonly half: number;
  readonly series: readonly Vector[] | null;
}

/** x_k = cos π(k + ½)/n, and T_j(x_k). */
const nodes = Array.from({ length: NODES }, (_, k) => cos((PI * (k + 0.5)) / NODES));
const basis = Array.from({ length: NODES }, (_, j) => nodes.map((_, k) => cos((PI * j * (k + 0.5)) / NODES)));

/**
 * Make a fast function of an exact one, which returns null where it has no value. `scale` is the size of the numbers that are asked for:
 * first pieces are a power of two as wide as half of it.
 */
export function inPieces(exact: (p: number) => Vector | null, scale: number): (p: number) => Vector | null {
  const width = widthFor(scale);
  const pieces = new Map<string, Piece>();
  return (p) => {
    let [size, from] = [width, Math.floor(p / width) * width];
    for (let depth = 0; depth <= HALVINGS; depth++) {
      const key = `${depth} ${from}`;
      let piece = pieces.get(key);
      if (!piece) pieces.set(key, (piece = pieceOf(exact, from, size)));
      if (piece.series) return seriesAt(piece.series, (p - piece.middle) / piece.half);
      size /= 2;
      if (p >= from + size) from += size;
    }
    return exact(p);
  };
}

function widthFor(scale: number): number {
  let width = 1;
  const wanted = Math.max(Math.abs(scale), 1e-12) / 2;
  while (width > wanted) width /= 2;
  while (2 * width <= wanted) width *= 2;
  return width;
}

function pieceOf(exact: (p: number) => Vector | null, from: number, size: number): Piece {
  const half = size / 2;
  const middle = from + half;
  const values: Vector[] = [];
  for (const x of nodes) {
    const value = exact(middle + half * x);
    if (value === null) return { middle, half, series: null };
    values.push(value);
  }
  const series = basis.map((row, j) =>
    values[0].map((_, w) => ((j === 0 ? 1 : 2) / NODES) * row.reduce((sum, T, k) => sum + T * values[k][w], 0)),
  );
  const largest = Math.max(...values.flat().map(Math.abs));
  const tolerance = ACCURACY * largest;
  const smooth = series.slice(-3).every((row) => row.every((c) => Math.abs(c) <= tolerance));
  const right = smooth && [-0.93, -0.31, 0.17, 0.71].every((x) => agrees(exact(middle + half * x), seriesAt(series, x), 4 * tolerance));
  return { middle, half, series: right ? series : null };
}

function agrees(a: Vector | null, b: Vector, tolerance: number): boolean {
  return a?.every((value, w) => Math.abs(value - b[w]) <= tolerance) ?? false;
}

/** Σ_j c_j T_j(x) by Clenshaw's recurrence. */
function seriesAt(series: readonly Vector[], x: number): Vector {
  const count = series[0].length;
  const result = new Array<number>(count);
  for (let w = 0; w < count; w++) {
    let [a, b] = [0, 0];
    for (let j = series.length - 1; j > 0; j--) [a, b] = [series[j][w] + 2 * x * a - b, a];
    result[w] = series[0][w] + x * a - b;
  }
  return result;
}
