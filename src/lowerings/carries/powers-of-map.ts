/**
 * Many collisions of one fixed map at once: powers by squaring of the map with the sums of the ledger beside it.
 *
 *   (x, s) ↦ (Λx, s + Fx)      ⇒      its g-th power carries x over g collisions and adds Σ F x of all states it passes
 *
 * No sum enters a product that makes the state, so that its bits do not depend on what is summed.
 */
import type { Carrier, CarryRequest } from "../../plan/carry-request.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { Functional, SectorMatrices } from "../../sectors/matrices.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { LARGEST_MAP, PLAIN } from "./one-by-one.ts";

export const powersOfMap: Lowering<CarryRequest, Carrier> = {
  name: "powers of the map",
  fits,
  bind(request) {
    const { summed } = request;
    const powers = powersOf(request.map() as SectorMatrices, summed);
    return function* (engine, books, n, target, due) {
      const { lanes, sector } = engine;
      const state = engine.values().slice();
      const x = Float64Array.from({ length: sector.count }, (_, q) => state[q * lanes]);
      const sums = new Float64Array(summed.length);
      yield* powers.advance(x, target - n, sums, due);
      books?.add(n + 1, sums);
      for (let q = 0; q < sector.count; q++) state.fill(x[q], q * lanes, (q + 1) * lanes);
      engine.load(state);
    };
  },
};

/** Shortest gap between records that is worth a power. */
const SHORTEST = 16;

function fits(request: CarryRequest): Price | Refusal {
  // Decided on the state alone: what is summed beside it must not change the route, and with it the state's last digits.
  const { every, steps, coordinates: size } = request;
  if (every < SHORTEST)
    return { refused: `records stand ${every === 1 ? "one collision" : `${every} collisions`} apart, ${SHORTEST} is the least` };
  if (size > LARGEST_MAP) return { refused: `${size} coordinates are more than ${LARGEST_MAP}` };
  const map = request.map();
  if (typeof map === "string") return { refused: map };
  let squarings = 1;
  for (let g = 1; g < every; g *= 2) squarings += 2;
  const work = squarings * size * size * size;
  return { seconds: work / steps / PLAIN, flops: work / steps, bytes: 0 };
}

/** Carries a state over several collisions. */
interface Powers {
  /** Advance `x` (one value per coordinate, in place) by `count` collisions; add the functionals' sums to `sums`. */
  advance(x: Float64Array, count: number, sums: Float64Array, due: Due): Work<void>;
}

/** Powers of a fixed map (one group) with the functionals whose sums are wanted. */
function powersOf(matrix: SectorMatrices, functionals: readonly Functional[]): Powers {
  const { n } = matrix;
  const m = n + functionals.length;
  const squares = [augmented(matrix, functionals, m)];
  const powers = new Map<number, Float64Array>();
  const vector = new Float64Array(m);

  function* power(count: number, due: Due): Work<Float64Array> {
    const known = powers.get(count);
    if (known) return known;
    let result: Float64Array | null = null;
    for (let bit = 0, rest = count; rest > 0; bit++, rest = Math.floor(rest / 2)) {
      if (bit === squares.length) squares.push(product(squares[bit - 1], squares[bit - 1], m));
      if (rest % 2 === 1) result = result ? product(squares[bit], result, m) : squares[bit];
      if (due()) yield;
    }
    powers.set(count, result as Float64Array);
    return result as Float64Array;
  }

  return {
    *advance(x, count, sums, due) {
      if (count === 0) return;
      vector.fill(0);
      vector.set(x.subarray(0, n));
      const P = yield* power(count, due);
      for (let i = 0; i < m; i++) {
        let sum = 0;
        for (let j = 0; j < m; j++) sum += P[i * m + j] * vector[j];
        if (i < n) x[i] = sum;
        else sums[i - n] += sum;
      }
    },
  };
}

function augmented(matrix: SectorMatrices, functionals: readonly Functional[], m: number): Float64Array {
  const M = new Float64Array(m * m);
  for (let i = 0; i < matrix.n; i++) {
    for (let e = matrix.rowStart[i]; e < matrix.rowStart[i + 1]; e++) M[i * m + matrix.columns[e]] += matrix.values[e];
  }
  functionals.forEach(({ columns, values }, f) => {
    const row = (matrix.n + f) * m;
    M[row + matrix.n + f] = 1;
    columns.forEach((column, e) => {
      M[row + column] += values[e];
    });
  });
  return M;
}

function product(A: Float64Array, B: Float64Array, m: number): Float64Array {
  const C = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const a = A[i * m + k];
      if (a === 0) continue;
      for (let j = 0; j < m; j++) C[i * m + j] += a * B[k * m + j];
    }
  }
  return C;
}
