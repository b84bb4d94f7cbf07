/** Dense and sparse linear algebra. Where a pure JS side exists it is the textbook algorithm, which gives the same bits. */
import { luReal, luRealScratch } from "../../bindings/linear.ts";
import { openScope } from "../../bindings/memory.ts";
import { factorBanded } from "../../src/numerics/banded.ts";
import { eigh } from "../../src/numerics/eigen.ts";
import { envelopeOrder, type SparseReal } from "../../src/numerics/envelope.ts";
import { expmReal } from "../../src/numerics/expm.ts";
import { eigenvalues } from "../../src/numerics/schur.ts";
import { nullVector } from "../../src/numerics/sparse.ts";
import { luPlain } from "../../test/reference/lu.ts";
import { randomValues } from "../../test/reference/random.ts";
import { type Case, same } from "../harness.ts";

function fail(what: string): never {
  throw new Error(`Wrong result: ${what}`);
}

function lu(n: number): Case {
  return {
    name: `LU, real n = ${n}`,
    flops: (2 * n ** 3) / 3,
    prepare() {
      const owned = openScope();
      const A = randomValues(n * n, 1);
      const a = owned.f64(A);
      const pivots = owned.i32(n);
      const scratch = owned.f64(luRealScratch());
      const plain = new Float64Array(n * n);
      return {
        wasm() {
          a.view().set(A);
          luReal(n, a.pointer, n, pivots.pointer, scratch.pointer);
        },
        plain() {
          plain.set(A);
          luPlain(n, plain);
        },
        check: () => same(`LU n = ${n}`, a.view(), plain),
        release: () => owned.release(),
      };
    },
  };
}

function hermitian(n: number, real: boolean): Case {
  return {
    name: `eigh, ${real ? "real" : "complex"} n = ${n}`,
    prepare() {
      const draw = randomValues(2 * n * n, 3);
      const data = new Float64Array(2 * n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          const [p, q] = [2 * (i * n + j), 2 * (j * n + i)];
          data[p] = data[q] = draw[p];
          data[p + 1] = real || i === j ? 0 : draw[p + 1];
          data[q + 1] = -data[p + 1];
        }
      }
      let values = new Float64Array(0);
      return {
        wasm() {
          values = Float64Array.from(eigh({ rows: n, columns: n, data }).values);
        },
        check() {
          const squares = data.reduce((sum, x) => sum + x * x, 0);
          const found = values.reduce((sum, x) => sum + x * x, 0);
          if (Math.abs(found - squares) > 1e-12 * squares) fail("Σ λ² is not the squared norm");
        },
      };
    },
  };
}

function exponential(n: number): Case {
  return {
    name: `expm of a jump generator, n = ${n}`,
    prepare() {
      const A = randomValues(n * n, 5).map(Math.abs);
      for (let j = 0; j < n; j++) {
        A[j * n + j] = 0;
        let sum = 0;
        for (let i = 0; i < n; i++) sum += A[i * n + j];
        A[j * n + j] = -sum;
      }
      let P: Float64Array = A;
      return {
        wasm() {
          P = expmReal(n, A);
        },
        check() {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let i = 0; i < n; i++) sum += P[i * n + j];
            if (Math.abs(sum - 1) > 1e-12) fail("probability is lost");
          }
        },
      };
    },
  };
}

function spectrum(n: number): Case {
  return {
    name: `eigenvalues of a general real matrix, n = ${n}`,
    prepare() {
      const A = randomValues(n * n, 7);
      let values: (readonly [number, number])[] = [];
      return {
        wasm() {
          values = eigenvalues(n, A);
        },
        check() {
          let trace = 0;
          for (let i = 0; i < n; i++) trace += A[i * n + i];
          if (Math.abs(values.reduce((sum, [re]) => sum + re, 0) - trace) > 1e-11 * n) fail("Σ λ is not the trace");
        },
      };
    },
  };
}

/** Real coordinates of a driven Kerr oscillator with N levels, H = −Δ n + K n(n − 1)/2 + F (a + a†), loss κ; and its trace. */
function kerr(N: number, [Delta, K, F, kappa] = [1, 0.1, 2, 1]): { M: SparseReal; trace: Float64Array } {
  const rows = Array.from({ length: N * N }, () => new Map<number, number>());
  const re = (i: number, j: number) => i * N + j;
  const im = (i: number, j: number) => (i === j ? -1 : j * N + i);
  const add = (row: number, column: number, value: number) => {
    if (row >= 0 && column >= 0 && value !== 0) rows[row].set(column, (rows[row].get(column) ?? 0) + value);
  };
  // the term (x + i y)·ρ_kl of dρ_ij/dt, i ≤ j
  const term = (i: number, j: number, k: number, l: number, x: number, y: number) => {
    if (Math.min(k, l) < 0 || Math.max(k, l) >= N) return;
    const [a, b, sign] = k <= l ? [k, l, 1] : [l, k, -1];
    add(re(i, j), re(a, b), x);
    add(re(i, j), im(a, b), -sign * y);
    add(im(i, j), re(a, b), y);
    add(im(i, j), im(a, b), sign * x);
  };
  const energy = (n: number) => -Delta * n + (K / 2) * n * (n - 1);
  for (let i = 0; i < N; i++) {
    for (let j = i; j < N; j++) {
      term(i, j, i, j, (-kappa * (i + j)) / 2, energy(j) - energy(i));
      term(i, j, i + 1, j + 1, kappa * Math.sqrt((i + 1) * (j + 1)), 0);
      term(i, j, i + 1, j, 0, -F * Math.sqrt(i + 1));
      term(i, j, i - 1, j, 0, -F * Math.sqrt(i));
      term(i, j, i, j + 1, 0, F * Math.sqrt(j + 1));
      term(i, j, i, j - 1, 0, F * Math.sqrt(j));
    }
  }
  const rowStart = new Int32Array(N * N + 1);
  const columns: number[] = [];
  const values: number[] = [];
  rows.forEach((row, r) => {
    for (const [column, value] of [...row].sort(([a], [b]) => a - b)) {
      columns.push(column);
      values.push(value);
    }
    rowStart[r + 1] = columns.length;
  });
  const trace = Float64Array.from({ length: N * N }, (_, q) => (q % (N + 1) === 0 ? 1 : 0));
  return { M: { n: N * N, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) }, trace };
}

const factorKerr: Case = {
  name: "sparse LU with exchanges, driven Kerr N = 50 (2500 unknowns)",
  notes: "order known",
  prepare() {
    const { M, trace } = kerr(50);
    const order = envelopeOrder(M);
    const options = { order, shift: 1e-9 };
    return {
      wasm: () => factorBanded(M, options).release(),
      check() {
        const factors = factorBanded(M, options);
        const x = factors.solve(trace);
        const size = x.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
        const image = factors.residual(trace, x, new Float64Array(x.length));
        factors.release();
        if (image.some((r, i) => Math.abs(r + 1e-9 * x[i]) > 1e-12 * size)) fail("residual of the sparse LU");
      },
    };
  },
};

const steadyKerr: Case = {
  name: "null vector to rounding, driven Kerr N = 50",
  notes: "order known",
  prepare() {
    const { M, trace } = kerr(50);
    const order = envelopeOrder(M);
    let residual = 1;
    return {
      wasm() {
        ({ residual } = nullVector(M, trace, { order, condition: false }));
      },
      check() {
        if (!(residual < 1e-16)) fail(`residual ${residual}`);
      },
    };
  },
};

export const cases: readonly Case[] = [
  ...[32, 128, 512].map(lu),
  ...[4, 16, 64, 200].flatMap((n) => [hermitian(n, true), hermitian(n, false)]),
  exponential(64),
  exponential(256),
  spectrum(64),
  spectrum(200),
  factorKerr,
  steadyKerr,
];
