/** Random small models for property tests. */
import type { Generator } from "../../src/dynamics/generator.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import type { Matrix } from "../../src/numerics/matrix.ts";
import { hermitianPart } from "../../src/operators/algebra.ts";
import { Operator } from "../../src/operators/operator.ts";
import { levels } from "../../src/spaces/space.ts";
import { adjoint, product } from "./liouvillian.ts";
import { randomValues } from "./random.ts";

/** A random sparse operator: `density` of the entries are there. */
export function randomOperator(space: ReturnType<typeof levels>, seed: number, density = 1, real = false): Operator {
  const n = space.dimension;
  const values = randomValues(3 * n * n, seed);
  const entries: [number, number, number, number][] = [];
  for (let e = 0; e < n * n; e++) {
    if ((values[3 * e] + 1) / 2 < density) entries.push([Math.floor(e / n), e % n, values[3 * e + 1], real ? 0 : values[3 * e + 2]]);
  }
  return Operator.fromEntries(space, entries);
}

/** A random Lindblad generator on n levels with `jumps` jumps. */
export function randomGenerator(n: number, jumps: number, seed: number, density = 1): Generator {
  const system = levels(n);
  return generator({
    system,
    H: hermitianPart(randomOperator(system, seed, density)),
    jumps: Array.from({ length: jumps }, (_, k) => ({
      operator: randomOperator(system, seed + 17 * (k + 1), density),
      rate: 0.2 + 0.3 * k,
      bath: `bath ${k}`,
    })),
  });
}

/** A random state A A†/Tr. */
export function randomState(n: number, seed: number): Matrix {
  const values = randomValues(2 * n * n, seed);
  const A: Matrix = { rows: n, columns: n, data: values };
  const rho = product(A, adjoint(A));
  let trace = 0;
  for (let i = 0; i < n; i++) trace += rho.data[2 * (i * n + i)];
  return { ...rho, data: rho.data.map((x) => x / trace) };
}
