/** Random density matrices for property tests, built the obvious way. */
import fc from "fast-check";
import { zeros } from "../../src/numerics/matrix.ts";
import { Operator } from "../../src/operators/operator.ts";
import type { Space } from "../../src/spaces/space.ts";

/** A A†/Tr(A A†) for a d × rank matrix A with entries in the unit square: full rank unless `rank` < d. */
export function randomState(space: Space, rank = space.dimension): fc.Arbitrary<Operator> {
  const d = space.dimension;
  const entry = fc.double({ min: -1, max: 1, noNaN: true });
  return fc.array(entry, { minLength: 2 * d * rank, maxLength: 2 * d * rank }).map((x) => {
    if (Math.abs(x[0]) < 0.1) x[0] = 0.5;
    const rho = zeros(d);
    let trace = 0;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        for (let k = 0; k < rank; k++) {
          const [a, b] = [x[2 * (i * rank + k)], x[2 * (i * rank + k) + 1]];
          const [c, e] = [x[2 * (j * rank + k)], x[2 * (j * rank + k) + 1]];
          rho.data[2 * (i * d + j)] += a * c + b * e;
          if (i !== j) rho.data[2 * (i * d + j) + 1] += b * c - a * e;
        }
        if (i === j) trace += rho.data[2 * (i * d + i)];
      }
    }
    return Operator.fromMatrix(space, { ...rho, data: rho.data.map((v) => v / trace) });
  });
}
