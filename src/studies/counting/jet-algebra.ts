/** Truncated power series in several counting fields: which powers are kept, and products, quotients and logarithms of scalar ones. */

/** The powers s^j that are kept: all of single fields up to an order, and products of two different fields. */
export interface JetShape {
  readonly fields: number;
  readonly orders: number;
  /** The exponents of each kept power; the first is 1, and degrees do not decrease. */
  readonly exponents: readonly (readonly number[])[];
  /** Triples (i, j, k) with s^i s^j = s^k, ordered by k. */
  readonly products: readonly (readonly [number, number, number])[];
  /** Place of s_a^n. */
  power(field: number, n: number): number;
  /** Place of s_a s_b, a ≠ b. */
  pair(a: number, b: number): number;
}

/** The shape for cumulants of `fields` counts up to `orders`, with their covariances where second orders are kept. */
export function jetShape(fields: number, orders: number): JetShape {
  const exponents: number[][] = [new Array(fields).fill(0)];
  for (let n = 1; n <= orders; n++) {
    for (let a = 0; a < fields; a++) exponents.push(Array.from({ length: fields }, (_, f) => (f === a ? n : 0)));
    if (n !== 2) continue;
    for (let a = 0; a < fields; a++)
      for (let b = a + 1; b < fields; b++) exponents.push(Array.from({ length: fields }, (_, f) => (f === a || f === b ? 1 : 0)));
  }
  const places = new Map(exponents.map((powers, k) => [powers.join(), k]));
  const products: [number, number, number][] = [];
  exponents.forEach((left, i) =>
    exponents.forEach((right, j) => {
      const k = places.get(left.map((power, f) => power + right[f]).join());
      if (k !== undefined) products.push([i, j, k]);
    }),
  );
  products.sort((x, y) => x[2] - y[2] || x[0] - y[0]);
  const one = (powers: readonly number[]) => places.get(powers.join()) as number;
  return {
    fields,
    orders,
    exponents,
    products,
    power: (field, n) => one(exponents[0].map((_, f) => (f === field ? n : 0))),
    pair: (a, b) => one(exponents[0].map((_, f) => (f === a || f === b ? 1 : 0))),
  };
}

/** A scalar series with complex coefficients, one per kept power. */
export interface ScalarJet {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The series 0. */
export function zeroJet({ exponents }: JetShape): ScalarJet {
  return { re: new Float64Array(exponents.length), im: new Float64Array(exponents.length) };
}

/** The coefficients v^j/j! of e^{s·v}, or those of s^d/d! e^{s·v}. */
export function exponentialWeights({ exponents }: JetShape, value: readonly number[], degree?: readonly number[]): Float64Array {
  return Float64Array.from(exponents, (powers) => {
    let weight = 1;
    powers.forEach((power, f) => {
      const least = degree?.[f] ?? 0;
      if (power < least) weight = 0;
      for (let n = 1; n <= least; n++) weight /= n;
      for (let n = 1; n <= power - least; n++) weight *= value[f] / n;
    });
    return weight;
  });
}

/** Add b to a in place. */
export function addJet(a: ScalarJet, b: ScalarJet): void {
  b.re.forEach((value, k) => {
    a.re[k] += value;
    a.im[k] += b.im[k];
  });
}

/**
 * ln t without its constant term, from k_a t_k = Σ_{i+j=k} i_a ℓ_i t_j for one field a of each power k.
 * Source: A. Griewank, A. Walther, Evaluating Derivatives (2008), Ch. 13.
 */
export function logarithm(shape: JetShape, t: ScalarJet): ScalarJet {
  const { exponents, products } = shape;
  const out = zeroJet(shape);
  const size = t.re[0] * t.re[0] + t.im[0] * t.im[0];
  let at = 0;
  for (let k = 0; k < exponents.length; k++) {
    const a = exponents[k].findIndex((power) => power > 0);
    let [re, im] = [0, 0];
    for (; at < products.length && products[at][2] === k; at++) {
      const [i, j] = products[at];
      const factor = a < 0 || i === k ? 0 : exponents[i][a];
      if (factor === 0) continue;
      re -= factor * (out.re[i] * t.re[j] - out.im[i] * t.im[j]);
      im -= factor * (out.re[i] * t.im[j] + out.im[i] * t.re[j]);
    }
    if (a < 0) continue;
    const power = exponents[k][a];
    re = re / power + t.re[k];
    im = im / power + t.im[k];
    out.re[k] = (re * t.re[0] + im * t.im[0]) / size;
    out.im[k] = (im * t.re[0] - re * t.im[0]) / size;
  }
  return out;
}

/** n!, for the small n of cumulants. */
export function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
