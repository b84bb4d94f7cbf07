/** The rows with mathjs. The eigenproblem of n = 64 takes it minutes and is left out. */
import * as math from "mathjs";
import { eigenChecks, hermitianInput, jumpInput, partsOf, productInput, rowsOf, systemInput } from "./inputs.ts";
import { installed } from "./installed.ts";
import { serve, type Work } from "./serve.ts";

function complexMatrix(n: number, data: Float64Array): math.Matrix<math.Complex> {
  const { re, im } = partsOf(n, data);
  return math.matrix(re.map((row, i) => row.map((x, j) => math.complex(x, im[i][j]))));
}

function product(n: number): Work {
  const { a, b } = productInput(n);
  const [A, B] = [complexMatrix(n, a), complexMatrix(n, b)];
  let C = A;
  return { run: () => void (C = math.multiply(A, B)), value: () => C.toArray().flatMap((row) => row.flatMap(({ re, im }) => [re, im])) };
}

function eigen(n: number): Work {
  const A = complexMatrix(n, hermitianInput(n));
  let found: readonly math.Pair[] = [];
  return {
    run: () => void (found = math.eigs(A).eigenvectors),
    value: () => {
      const squares = found.map(({ vector }) => vector.toArray().map(({ re, im }) => re * re + im * im));
      const norms = squares.map((column) => column.reduce((a, b) => a + b));
      const values = found.map(({ value }) => (typeof value === "number" ? value : value.re));
      return eigenChecks(n, values, (i, k) => squares[k][i] / norms[k]);
    },
  };
}

function solved(n: number): Work {
  const { A, b } = systemInput(n);
  const [rows, right] = [math.matrix(rowsOf(n, A)), Array.from(b)];
  let x = rows;
  return { run: () => void (x = math.lusolve(rows, right)), value: () => x.toArray().flat() };
}

function exponential(n: number): Work {
  const A = math.matrix(rowsOf(n, jumpInput(n)));
  let P = A;
  return { run: () => void (P = math.expm(A)), value: () => P.toArray().flat() };
}

await serve("mathjs", installed("mathjs"), {
  ...Object.fromEntries([4, 8, 16, 32, 64].map((n) => [`product-${n}`, () => product(n)])),
  ...Object.fromEntries(
    [16, 64].flatMap((n) => [
      [`solve-${n}`, () => solved(n)],
      [`exponential-${n}`, () => exponential(n)],
    ]),
  ),
  "eigen-16": () => eigen(16),
});
