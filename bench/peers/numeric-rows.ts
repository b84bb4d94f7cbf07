/**
 * The rows with numeric. Its `eig` of the real matrix of 2n rows, where every value is double, gives vectors that are not orthogonal, and
 * takes 20 s at n = 64: the eigenproblem is left out.
 */
import numeric from "numeric";
import { partsOf, productInput, rowsOf, systemInput } from "./inputs.ts";
import { installed } from "./installed.ts";
import { serve, type Work } from "./serve.ts";

function product(n: number): Work {
  const { a, b } = productInput(n);
  const [A, B] = [partsOf(n, a), partsOf(n, b)].map(({ re, im }) => new numeric.T(re, im));
  let C = A;
  return {
    run: () => void (C = A.dot(B)),
    value: () => C.x.flatMap((row, i) => row.flatMap((x, j) => [x, (C.y as number[][])[i][j]])),
  };
}

function solved(n: number): Work {
  const { A, b } = systemInput(n);
  const [rows, right] = [rowsOf(n, A), Array.from(b)];
  let x = right;
  return { run: () => void (x = numeric.solve(rows, right)), value: () => x };
}

/** Resonant Bloch equations without losses: ẏ = −z, ż = y. */
function qubit(): Work {
  const times = Array.from({ length: 201 }, (_, k) => 0.1 * k);
  let sz: number[] = [];
  return {
    run: () => {
      const path = numeric.dopri(0, 20, [0, -1], (_t, [y, z]) => [-z, y], 1e-9, 10_000);
      sz = path.at(times).map(([, z]) => z);
    },
    value: () => sz,
  };
}

await serve("numeric", installed("numeric"), {
  ...Object.fromEntries([4, 8, 16, 32, 64].map((n) => [`product-${n}`, () => product(n)])),
  ...Object.fromEntries([16, 64].map((n) => [`solve-${n}`, () => solved(n)])),
  qubit,
});
