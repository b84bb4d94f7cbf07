/** Brute force for master equations: dense products, no structure; the slow obvious twin of the lowerings. */
import type { Generator } from "../../src/dynamics/generator.ts";
import { type Matrix, zeros } from "../../src/numerics/matrix.ts";

/** C = A B. */
export function product(A: Matrix, B: Matrix): Matrix {
  const C = zeros(A.rows, B.columns);
  for (let i = 0; i < A.rows; i++) {
    for (let k = 0; k < A.columns; k++) {
      const [x, y] = [A.data[2 * (i * A.columns + k)], A.data[2 * (i * A.columns + k) + 1]];
      for (let j = 0; j < B.columns; j++) {
        const [u, v] = [B.data[2 * (k * B.columns + j)], B.data[2 * (k * B.columns + j) + 1]];
        C.data[2 * (i * C.columns + j)] += x * u - y * v;
        C.data[2 * (i * C.columns + j) + 1] += x * v + y * u;
      }
    }
  }
  return C;
}

/** A†. */
export function adjoint(A: Matrix): Matrix {
  const C = zeros(A.columns, A.rows);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) {
      C.data[2 * (j * C.columns + i)] = A.data[2 * (i * A.columns + j)];
      C.data[2 * (j * C.columns + i) + 1] = -A.data[2 * (i * A.columns + j) + 1];
    }
  }
  return C;
}

/** C += (re + i·im) A. */
export function addTo(C: Matrix, A: Matrix, re: number, im = 0): void {
  for (let e = 0; e < A.data.length; e += 2) {
    C.data[e] += re * A.data[e] - im * A.data[e + 1];
    C.data[e + 1] += re * A.data[e + 1] + im * A.data[e];
  }
}

/** L(ρ) from the definition, term by term. */
export function applyGenerator(generator: Generator, rho: Matrix, t = 0): Matrix {
  const out = zeros(rho.rows);
  const value = (c: Generator["dissipators"][number]["rate"]) => (typeof c === "number" ? c : c.at(t));
  for (const { operator, coefficient } of generator.hamiltonian) {
    const H = operator.toMatrix();
    addTo(out, product(H, rho), 0, -value(coefficient));
    addTo(out, product(rho, H), 0, value(coefficient));
  }
  for (const { left, right, rate } of generator.dissipators) {
    const [L, R] = [left.toMatrix(), adjoint(right.toMatrix())];
    const RL = product(R, L);
    addTo(out, product(product(L, rho), R), value(rate));
    addTo(out, product(RL, rho), -value(rate) / 2);
    addTo(out, product(rho, RL), -value(rate) / 2);
  }
  return out;
}

/** e^{Lt}ρ by a Taylor series with `steps` substeps: slow, and exact to rounding when the substeps are short. */
export function propagate(generator: Generator, rho: Matrix, t: number, steps: number): Matrix {
  let state = rho;
  const h = t / steps;
  for (let s = 0; s < steps; s++) {
    const next = { ...state, data: state.data.slice() };
    let term = state;
    for (let k = 1; k < 40; k++) {
      const image = applyGenerator(generator, term);
      term = { ...image, data: image.data.map((x) => (x * h) / k) };
      addTo(next, term, 1);
    }
    state = next;
  }
  return state;
}
