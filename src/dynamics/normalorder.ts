/** Operators on truncated modes as polynomials of first or second order in a and a†. */
import { wrongValue } from "../errors.ts";
import { dag, identity, lift, minus, plus, scale, times, zero } from "../operators/algebra.ts";
import { annihilate } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { Space } from "../spaces/space.ts";

/** L = Σ (re + i·im)_j R_j + constant, with R = (x₁, p₁, x₂, p₂, …). */
export interface LinearForm {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly constant: readonly [number, number];
}

/** H = ½RᵀGR + hᵀR + constant; G symmetric, 2n × 2n, row-major. */
export interface QuadraticForm {
  readonly G: Float64Array;
  readonly h: Float64Array;
}

type Pair = readonly [number, number];

/** Read an operator as Σ u_k a_k + v_k a_k† + c. Throws, with `name`, when it is none. */
export function linearForm(name: string, L: Operator): LinearForm {
  const modes = lowering(L.space);
  const constant = L.at(0, 0);
  const u = modes.map(({ one }) => L.at(0, one));
  const v = modes.map(({ one }) => L.at(one, 0));
  const terms = modes.flatMap(({ a }, k) => [scale(a, ...u[k]), scale(dag(a), ...v[k])]);
  requireEqual(name, "be of first order in a and a†", L, plus(scale(identity(L.space), ...constant), ...terms));
  const re = new Float64Array(2 * modes.length);
  const im = new Float64Array(2 * modes.length);
  modes.forEach((_, k) => {
    // ua + va† = (u + v)x/√2 + i(u − v)p/√2
    re[2 * k] = (u[k][0] + v[k][0]) * Math.SQRT1_2;
    im[2 * k] = (u[k][1] + v[k][1]) * Math.SQRT1_2;
    re[2 * k + 1] = (v[k][1] - u[k][1]) * Math.SQRT1_2;
    im[2 * k + 1] = (u[k][0] - v[k][0]) * Math.SQRT1_2;
  });
  return { re, im, constant };
}

/** Read a Hermitian operator as ½RᵀGR + hᵀR + constant. Throws, with `name`, when it is none. */
export function quadraticForm(name: string, H: Operator): QuadraticForm {
  const modes = lowering(H.space);
  const size = 2 * modes.length;
  const form = { G: new Float64Array(size * size), h: new Float64Array(size) };
  const constant = H.at(0, 0);
  const terms = [scale(identity(H.space), ...constant)];
  modes.forEach(({ a, one, stride, dimension }, j) => {
    const g = H.at(0, one);
    terms.push(...withAdjoint(scale(a, ...g)));
    addLinear(form, j, g);
    const pair = dimension > 2 ? scaled(H.at(0, 2 * stride), Math.SQRT1_2) : ([0, 0] as const);
    terms.push(...withAdjoint(scale(times(a, a), ...pair)));
    addProduct(form, j, j, pair, 1);
    const energy = H.at(one, one)[0] - constant[0];
    terms.push(scale(times(dag(a), a), energy));
    addProduct(form, j, j, [energy / 2, 0], -1);
    for (let k = 0; k < j; k++) {
      const other = modes[k];
      const hop = H.at(other.one, one);
      const squeeze = H.at(0, one + other.one);
      terms.push(...withAdjoint(scale(times(dag(other.a), a), ...hop)), ...withAdjoint(scale(times(other.a, a), ...squeeze)));
      addProduct(form, k, j, hop, -1);
      addProduct(form, k, j, squeeze, 1);
    }
  });
  requireEqual(name, "be of second order in a and a†", H, plus(...terms));
  return form;
}

interface Mode {
  readonly a: Operator;
  /** Index of |1⟩ of this mode, all others empty. */
  readonly one: number;
  readonly stride: number;
  readonly dimension: number;
}

function lowering(space: Space): Mode[] {
  return space.factors.map((factor, k) => ({
    a: lift(space, annihilate(new Space([factor]))),
    one: space.stride(k),
    stride: space.stride(k),
    dimension: factor.dimension,
  }));
}

function scaled([re, im]: Pair, factor: number): Pair {
  return [re * factor, im * factor];
}

function withAdjoint(A: Operator): Operator[] {
  return [A, dag(A)];
}

/** g a + h.c. = √2 (Re g x − Im g p). */
function addLinear({ h }: QuadraticForm, k: number, [re, im]: Pair): void {
  h[2 * k] += Math.SQRT2 * re;
  h[2 * k + 1] -= Math.SQRT2 * im;
}

/** c·a_j a_k + h.c. (order +1) or c·a_j†a_k + h.c. (order −1) as symmetric products of R; constants do not matter. */
function addProduct({ G, h }: QuadraticForm, j: number, k: number, [re, im]: Pair, order: 1 | -1): void {
  const size = h.length;
  const add = (r: number, c: number, value: number) => {
    G[r * size + c] += value;
    G[c * size + r] += value;
  };
  // a_j a_k = ½[x x − p p + i(x p + p x)],  a_j†a_k = ½[x x + p p + i(x_j p_k − p_j x_k)]
  add(2 * j, 2 * k, re);
  add(2 * j + 1, 2 * k + 1, -order * re);
  add(2 * j, 2 * k + 1, -im);
  add(2 * j + 1, 2 * k, -order * im);
}

/** Compare element by element, except where both states touch a cut. */
function requireEqual(name: string, must: string, A: Operator, predicted: Operator): void {
  const largest = A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const cut = topLevels(A.space);
  minus(A, plus(predicted, zero(A.space))).forEach((i, j, re, im) => {
    if (Math.max(Math.abs(re), Math.abs(im)) <= 1e-11 * largest || (cut[i] && cut[j])) return;
    throw wrongValue(name, must, null, "Evolve the density matrix instead.", `element (${i}, ${j}) is not (off by ${re} + ${im}i)`);
  });
}

/** Whether a basis state has some mode at its last level. */
function topLevels(space: Space): boolean[] {
  return Array.from({ length: space.dimension }, (_, i) =>
    space.factors.some(({ dimension }, k) => Math.floor(i / space.stride(k)) % dimension === dimension - 1),
  );
}
