/** Operators without structure, the same on every host. */
import { dag, hermitianPart, type levels, Operator, plus, scaled, times } from "../../src/index.ts";
import { randomValues } from "../reference/random.ts";

type Space = ReturnType<typeof levels>;

/** An operator with about `density` of its entries, in the unit square. */
export function randomOperator(space: Space, seed: number, density = 1): Operator {
  const n = space.dimension;
  const values = randomValues(3 * n * n, seed);
  const entries: [number, number, number, number][] = [];
  for (let e = 0; e < n * n; e++) {
    if ((values[3 * e] + 1) / 2 < density) entries.push([Math.floor(e / n), e % n, values[3 * e + 1], values[3 * e + 2]]);
  }
  return Operator.fromEntries(space, entries);
}

/** A Hermitian operator with about `density` of its entries. */
export function randomHermitian(space: Space, seed: number, density = 1): Operator {
  return hermitianPart(randomOperator(space, seed, density));
}

/** A state A A†/Tr. */
export function randomState(space: Space, seed: number): Operator {
  const A = randomOperator(space, seed);
  const square = hermitianPart(times(A, dag(A)));
  return plus(scaled(square, 1 / square.trace()[0]));
}
