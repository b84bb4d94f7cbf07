/** The rows with ml-matrix, which has real matrices: a complex product is four real ones. */
import { EigenvalueDecomposition, LuDecomposition, Matrix } from "ml-matrix";
import { eigenChecks, hermitianInput, partsOf, productInput, realForm, rowsOf, systemInput } from "./inputs.ts";
import { installed } from "./installed.ts";
import { serve, type Work } from "./serve.ts";

function product(n: number): Work {
  const { a, b } = productInput(n);
  const [A, B] = [partsOf(n, a), partsOf(n, b)].map(({ re, im }) => ({ re: new Matrix(re), im: new Matrix(im) }));
  let C = A;
  return {
    run: () => void (C = { re: A.re.mmul(B.re).sub(A.im.mmul(B.im)), im: A.re.mmul(B.im).add(A.im.mmul(B.re)) }),
    value: () => {
      const im = C.im.to1DArray();
      return C.re.to1DArray().flatMap((x, e) => [x, im[e]]);
    },
  };
}

function eigen(n: number): Work {
  const A = new Matrix(realForm(n, hermitianInput(n)));
  const decomposed = () => new EigenvalueDecomposition(A, { assumeSymmetric: true });
  let found = decomposed();
  return {
    run: () => void (found = decomposed()),
    value: () => eigenChecks(n, found.realEigenvalues, (i, k) => found.eigenvectorMatrix.get(i, k) ** 2),
  };
}

function solved(n: number): Work {
  const { A, b } = systemInput(n);
  const [matrix, right] = [new Matrix(rowsOf(n, A)), Matrix.columnVector(Array.from(b))];
  let x = right;
  return { run: () => void (x = new LuDecomposition(matrix).solve(right)), value: () => x.to1DArray() };
}

await serve("ml-matrix", installed("ml-matrix"), {
  ...Object.fromEntries([4, 8, 16, 32, 64].map((n) => [`product-${n}`, () => product(n)])),
  ...Object.fromEntries(
    [16, 64].flatMap((n) => [
      [`eigen-${n}`, () => eigen(n)],
      [`solve-${n}`, () => solved(n)],
    ]),
  ),
});
