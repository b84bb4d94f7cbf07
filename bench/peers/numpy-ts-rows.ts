/** The rows with numpy-ts. Its `eigh` drops imaginary parts (1.4.0), so the eigenproblem is the real one of twice the size. */
import * as np from "numpy-ts";
import { eigenChecks, hermitianInput, partsOf, productInput, realForm, rowsOf, systemInput } from "./inputs.ts";
import { installed } from "./installed.ts";
import { serve, type Work } from "./serve.ts";

function complexArray(n: number, data: Float64Array): np.NDArray {
  const { re, im } = partsOf(n, data);
  return np.array(re.map((row, i) => row.map((x, j) => new np.Complex(x, im[i][j]))));
}

/** Run `make`, keep its result for the check, and give back that of the call before, as a careful user does. */
function kept<T>(make: () => T, dispose: (old: T) => void): { run: () => void; last: () => T } {
  let last: T | undefined;
  return {
    run: () => {
      const next = make();
      if (last !== undefined) dispose(last);
      last = next;
    },
    last: () => last as T,
  };
}

function product(n: number): Work {
  const { a, b } = productInput(n);
  const [A, B] = [complexArray(n, a), complexArray(n, b)];
  const { run, last } = kept(
    () => np.matmul(A, B),
    (old) => old.dispose?.(),
  );
  return { run, value: () => last().data };
}

function eigen(n: number): Work {
  const A = np.array(realForm(n, hermitianInput(n)));
  const { run, last } = kept(
    () => np.linalg.eigh(A),
    ({ w, v }) => {
      w.dispose?.();
      v.dispose?.();
    },
  );
  return {
    run,
    value: () => {
      const vectors = last().v.toArray() as number[][];
      return eigenChecks(n, last().w.toArray() as number[], (i, k) => vectors[i][k] ** 2);
    },
  };
}

function solved(n: number): Work {
  const { A, b } = systemInput(n);
  const [matrix, right] = [np.array(rowsOf(n, A)), np.array(Array.from(b))];
  const { run, last } = kept(
    () => np.linalg.solve(matrix, right),
    (old) => old.dispose?.(),
  );
  return { run, value: () => last().toArray() as number[] };
}

await serve("numpy-ts", installed("numpy-ts"), {
  ...Object.fromEntries([4, 8, 16, 32, 64].map((n) => [`product-${n}`, () => product(n)])),
  ...Object.fromEntries(
    [16, 64].flatMap((n) => [
      [`eigen-${n}`, () => eigen(n)],
      [`solve-${n}`, () => solved(n)],
    ]),
  ),
});
