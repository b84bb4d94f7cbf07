/**
 * The detuned exchange cascade in plain TypeScript, with the kernel's interface on typed arrays and its order of operations.
 * And the same collision by brute force: unitaries on the unit and both modes, applied to the whole state, and a partial trace.
 */
type Complex = readonly [re: number, im: number];

/** c, s, t of one mode, [n = −1 … d−1][3][lane]; sines and cosines are passed in. */
export function detunedTable(
  d: number,
  theta: Float64Array,
  detuning: Float64Array,
  cos: (x: number) => number,
  sin: (x: number) => number,
): Float64Array {
  const lanes = theta.length;
  const table = new Float64Array(3 * (d + 1) * lanes);
  for (let l = 0; l < lanes; l++) {
    const half = 0.5 * detuning[l];
    for (let n = -1; n < d; n++) {
      const alone = n < 0 || n === d - 1;
      const rabi = alone ? half : Math.sqrt(2 * (n + 1) + half * half);
      const sine = sin(theta[l] * rabi);
      const entry = [cos(theta[l] * rabi), alone ? 0 : (Math.sqrt(2 * (n + 1)) / rabi) * sine, alone ? sine : (half / rabi) * sine];
      entry.forEach((value, part) => (table[(3 * (n + 1) + part) * lanes + l] = value));
    }
  }
  return table;
}

/** Place of the first value of order k, and the number of values of all orders for K + 1. */
export function orderStart(d1: number, d2: number, order: number): number {
  let at = 0;
  for (let k = 0; k < order && k < d1 && k < d2; k++) at += (k === 0 ? 1 : 2) * (d1 - k) * (d2 - k);
  return at;
}

/** One collision of all lanes: y ← map(x), orders 0 … K of a d1 × d2 cascade. */
export function detunedStep(
  d1: number,
  d2: number,
  K: number,
  lanes: number,
  weights: Float64Array,
  one: Float64Array,
  two: Float64Array,
  x: Float64Array,
  y: Float64Array,
): void {
  const top = Math.min(K, d1 - 1, d2 - 1);
  for (let l = 0; l < lanes; l++) {
    const element = (k: number, i: number, j: number): Complex => {
      if (k > top || i < 0 || i >= d1 - k) return [0, 0];
      const place = i * (d2 - k) + j;
      const at = orderStart(d1, d2, k);
      return k === 0 ? [x[place * lanes + l], 0] : [x[(at + 2 * place) * lanes + l], x[(at + 2 * place + 1) * lanes + l]];
    };
    const put = (k: number, i: number, j: number, [re, im]: Complex): void => {
      const place = i * (d2 - k) + j;
      const at = orderStart(d1, d2, k);
      y[(k === 0 ? place : at + 2 * place) * lanes + l] = re;
      if (k > 0) y[(at + 2 * place + 1) * lanes + l] = im;
    };
    const entry = (table: Float64Array, n: number) => [0, 1, 2].map((part) => table[(3 * (n + 1) + part) * lanes + l]);
    const [pe, pB, pD] = [weights[l], weights[lanes + l], weights[2 * lanes + l]];
    for (let k = 0; k <= top; k++) {
      for (let i = 0; i < d1 - k; i++) {
        const coefficients = stageOne(pe, pB, entry(one, i - 1), entry(one, i), entry(one, i + k - 1), entry(one, i + k));
        turnRow(k, i, d2 - k, pD, coefficients, (j) => stageTwo(entry(two, j), entry(two, j + k)), element, put);
      }
    }
  }
}

const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const conjugateTimes = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c + b * d, a * d - b * c];
const scaled = (s: number, [a, b]: Complex): Complex => [s * a, s * b];
const sum = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];
const minus = ([a, b]: Complex): Complex => [-a, -b];

interface StageOne {
  readonly a1: Complex;
  readonly a2: number;
  readonly b1: Complex;
  readonly b2: number;
  readonly p1: Complex;
  readonly p2: Complex;
  readonly q1: Complex;
  readonly q2: Complex;
}

function stageOne(pe: number, pB: number, lowBefore: number[], low: number[], highBefore: number[], high: number[]): StageOne {
  const [cB, sB, tB] = lowBefore;
  const [c, s, t] = low;
  const [cUpB, sUpB, tUpB] = highBefore;
  const [cUp, sUp, tUp] = high;
  return {
    a1: [pe * (cUp * c + tUp * t), pe * (tUp * c - cUp * t)],
    a2: pB * (sUp * s),
    b1: [pB * (cUpB * cB + tUpB * tB), pB * (cUpB * tB - tUpB * cB)],
    b2: pe * (sUpB * sB),
    p1: [pe * (sB * tUp), -(pe * (sB * cUp))],
    p2: [-(pB * (sUp * tB)), pB * (sUp * cB)],
    q1: [pe * (sUpB * t), pe * (sUpB * c)],
    q2: [-(pB * (s * tUpB)), -(pB * (s * cUpB))],
  };
}

function stageTwo([c, s, t]: number[], [cUp, sUp, tUp]: number[]): { E: Complex; ss: number; f: Complex; g: Complex } {
  return { E: [c * cUp + t * tUp, c * tUp - t * cUp], ss: s * sUp, f: [sUp * t, sUp * c], g: [s * tUp, s * cUp] };
}

/** Both passes over one row. */
function turnRow(
  k: number,
  i: number,
  m: number,
  pD: number,
  { a1, a2, b1, b2, p1, p2, q1, q2 }: StageOne,
  turn: (j: number) => ReturnType<typeof stageTwo>,
  z: (k: number, i: number, j: number) => Complex,
  put: (k: number, i: number, j: number, value: Complex) => void,
): void {
  // A real order has no imaginary parts, rather than zeros that are computed.
  const real = ([a]: Complex): Complex => [a, 0];
  const own = k === 0 ? real : (value: Complex) => value;
  const A = (j: number) => own(sum(times(a1, z(k, i, j)), scaled(a2, z(k, i + 1, j))));
  const B = (j: number) => own(sum(times(b1, z(k, i, j + 1)), scaled(b2, z(k, i - 1, j + 1))));
  const P = (j: number) => sum(times(p1, z(k + 1, i - 1, j)), times(p2, z(k + 1, i, j)));
  const Q = (j: number) =>
    k === 1
      ? sum(scaled(z(0, i, j + 1)[0], q1), scaled(z(0, i + 1, j + 1)[0], q2))
      : sum(times(q1, z(k - 1, i, j + 1)), times(q2, z(k - 1, i + 1, j + 1)));
  const E = (j: number) => own(turn(j).E);
  const out: Complex[] = [];
  let carry = sum(times(E(-1), B(-1)), scaled(pD, z(k, i, 0)));
  for (let j = 0; j < m - 1; j++) {
    const { ss } = turn(j);
    out.push(sum(carry, sum(conjugateTimes(E(j), A(j)), scaled(ss, B(j)))));
    carry = sum(sum(times(E(j), B(j)), scaled(ss, A(j))), scaled(pD, z(k, i, j + 1)));
  }
  out.push(sum(carry, conjugateTimes(E(m - 1), A(m - 1))));
  let before: Complex = k === 0 ? [0, 0] : minus(times(turn(-1).f, Q(-1)));
  for (let j = 0; j < m - 1; j++) {
    const { f, g } = turn(j);
    if (k === 0) {
      const [half] = conjugateTimes(f, P(j));
      out[j] = real(sum(out[j], sum(before, [half + half, 0])));
      before = [-(half + half), 0];
      continue;
    }
    out[j] = sum(out[j], sum(before, sum(conjugateTimes(f, P(j)), times(g, Q(j)))));
    before = minus(sum(conjugateTimes(g, P(j)), times(f, Q(j))));
  }
  out[m - 1] = k === 0 ? real(sum(out[m - 1], before)) : sum(out[m - 1], sum(before, times(turn(m - 1).g, Q(m - 1))));
  out.forEach((value, j) => put(k, i, j, value));
}

/** A square complex matrix as rows of [re, im]. */
type Matrix = Complex[][];

const zeros = (n: number): Matrix => Array.from({ length: n }, () => Array.from({ length: n }, (): Complex => [0, 0]));

function product(A: Matrix, B: Matrix): Matrix {
  return A.map((row) =>
    row.map((_, j) => row.reduce<Complex>((total, a, k) => (a[0] === 0 && a[1] === 0 ? total : sum(total, times(a, B[k][j]))), [0, 0])),
  );
}

/** exp(−iθH) by halving θ five times, a Taylor series, and squaring. */
function unitary(H: Matrix, theta: number): Matrix {
  const n = H.length;
  const step = H.map((row) => row.map((value): Complex => times([0, -theta / 32], value)));
  let term: Matrix = zeros(n).map((row, i) => row.map((value, j): Complex => (i === j ? [1, 0] : value)));
  let total = term;
  for (let k = 1; k < 20; k++) {
    term = product(term, step).map((row) => row.map((value) => scaled(1 / k, value)));
    total = total.map((row, i) => row.map((value, j) => sum(value, term[i][j])));
  }
  for (let k = 0; k < 5; k++) total = product(total, total);
  return total;
}

/** One collision of one realisation on the whole state ρ of both modes, d1·d2 square: unit levels e, B, D in front. */
export function bruteForce(d1: number, d2: number, theta: number, detuning: number, weights: readonly number[], rho: Matrix): Matrix {
  const N = d1 * d2;
  const at = (unit: number, i: number, j: number) => unit * N + i * d2 + j;
  const crossing = (first: boolean): Matrix => {
    const H = zeros(3 * N);
    for (let i = 0; i < d1; i++) {
      for (let j = 0; j < d2; j++) {
        H[at(0, i, j)][at(0, i, j)] = [detuning, 0];
        const [a, b] = first ? [i + 1, j] : [i, j + 1];
        if (a >= d1 || b >= d2) continue;
        const g: Complex = [Math.sqrt(2 * (first ? a : b)), 0];
        H[at(0, i, j)][at(1, a, b)] = g;
        H[at(1, a, b)][at(0, i, j)] = g;
      }
    }
    return unitary(H, theta);
  };
  const U = product(crossing(false), crossing(true));
  const joint = zeros(3 * N).map((row, r) =>
    row.map(
      (value, c): Complex => (Math.floor(r / N) === Math.floor(c / N) ? scaled(weights[Math.floor(r / N)], rho[r % N][c % N]) : value),
    ),
  );
  const dagger = U.map((row, i) => row.map((_, j): Complex => [U[j][i][0], -U[j][i][1]]));
  const after = product(product(U, joint), dagger);
  return zeros(N).map((row, r) =>
    row.map((_, c) => [0, 1, 2].reduce<Complex>((total, unit) => sum(total, after[unit * N + r][unit * N + c]), [0, 0])),
  );
}
