/** Fluctuations of random equations and random measured streams against dense superoperators and plain enumeration. */
import { describe, expect, it } from "vitest";
import {
  clickStatistics,
  collisionModel,
  counting,
  jumps,
  levels,
  masterEquation,
  measured,
  Operator,
  qubit,
  recordLedger,
  recordRule,
  replay,
  type Space,
  tensor,
} from "../../src/index.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import * as D from "../reference/complex-dense.ts";

const S = levels(3, "S");

function operator(space: Space, A: D.Dense): Operator {
  return Operator.fromEntries(
    space,
    A.flatMap((row, i) => row.map(([re, im], j) => [i, j, re, im] as const)),
  );
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const zero = (n: number) => D.dense(n, () => [0, 0]);
const transposed = (A: D.Dense) => D.dense(A.length, (i, j) => A[j][i]);
/** ρ ↦ AρB on row-major ρ. */
const sides = (A: D.Dense, B: D.Dense) => D.kron(A, transposed(B));
/** e^{Mt}. */
const exponential = (M: D.Dense, t: number) => D.propagator(D.times(M, 0, 1), t);

type Vector = [number, number][];
const applied = (M: D.Dense, x: Vector): Vector =>
  M.map((row) =>
    row.reduce<[number, number]>(([re, im], [a, b], k) => [re + a * x[k][0] - b * x[k][1], im + a * x[k][1] + b * x[k][0]], [0, 0]),
  );

/** A⁻¹b by elimination with exchanges. */
function solved(A: D.Dense, b: Vector): Vector {
  const rows = A.map((row, i) => [...row.map(([re, im]): [number, number] => [re, im]), [b[i][0], b[i][1]] as [number, number]]);
  const n = b.length;
  const over = ([a, c]: [number, number], [x, y]: [number, number]): [number, number] => {
    const size = x * x + y * y;
    return [(a * x + c * y) / size, (c * x - a * y) / size];
  };
  for (let k = 0; k < n; k++) {
    const best = rows.slice(k).reduce((most, row, i) => (Math.hypot(...row[k]) > Math.hypot(...rows[most][k]) ? k + i : most), k);
    [rows[k], rows[best]] = [rows[best], rows[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const [re, im] = over(rows[i][k], rows[k][k]);
      rows[i] = rows[i].map(([x, y], j) => [x - re * rows[k][j][0] + im * rows[k][j][1], y - re * rows[k][j][1] - im * rows[k][j][0]]);
    }
  }
  return rows.map((row, k) => over(row[n], row[k]));
}

/** K₁ … of a series of moments G(s) = Σ g_k s^k. */
function cumulants(g: readonly number[]): number[] {
  const logarithm: number[] = [0];
  for (let n = 1; n < g.length; n++) {
    const rest = sum(Array.from({ length: n - 1 }, (_, k) => ((k + 1) / n) * logarithm[k + 1] * g[n - k - 1]));
    logarithm.push(g[n] / g[0] - rest / g[0]);
  }
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return logarithm.slice(1).map((l, k) => l * factorial(k + 1));
}

/** A random equation of three levels with two detectors, as a model and as dense superoperators. */
function randomEquation(seed: number) {
  const next = D.numbers(seed);
  const [H, initial] = [D.randomHermitian(3, next), D.randomState(3, next)];
  const operators = [0, 1, 2].map(() => D.dense(3, () => [next(), next()]));
  const [rates, baths] = [
    [0.7, 0.4, 0.9],
    ["left", "left", "right"],
  ];
  const one = D.eye(3);
  const jumpsOf = operators.map((A, k) => D.times(sides(A, D.dag(A)), rates[k]));
  const dissipators = operators.map((A, k) => {
    const AA = D.mul(D.dag(A), A);
    return D.add(jumpsOf[k], D.add(sides(AA, one), sides(one, AA)), -rates[k] / 2);
  });
  const L = dissipators.reduce((a, b) => D.add(a, b), D.add(D.times(sides(H, one), 0, -1), sides(one, H), 0, 1));
  const rho: Vector = initial.flat();
  const trace = (x: Vector) => x[0][0] + x[4][0] + x[8][0];
  const model = masterEquation({
    H: operator(S, H),
    jumps: operators.map((A, k) => ({ operator: operator(S, A), rate: rates[k], bath: baths[k] })),
    initial: operator(S, initial),
  });
  // Lρ = 0 with Tr ρ = 1 in place of the first row
  const bordered = L.map((row, i) => (i === 0 ? row.map((_, j): [number, number] => [j % 4 === 0 ? 1 : 0, 0]) : row));
  const stationary = solved(
    bordered,
    rho.map((_, i) => [i === 0 ? 1 : 0, 0]),
  );
  return { model, L, jumpsOf, operators, rates, rho, trace, stationary };
}

/** g_k of Tr e^{tL(s)}ρ, L(s) = Σ s^j L_j, from one exponential of blocks. */
function moments(series: readonly D.Dense[], rho: Vector, t: number, trace: (x: Vector) => number, orders: number): number[] {
  const n = rho.length;
  const blocks = D.dense(n * (orders + 1), (i, j) => {
    const M = series[Math.floor(i / n) - Math.floor(j / n)];
    return M ? M[i % n][j % n] : [0, 0];
  });
  const start: Vector = Array.from({ length: n * (orders + 1) }, (_, i) => (i < n ? rho[i] : [0, 0]));
  const end = applied(exponential(blocks, t), start);
  return Array.from({ length: orders + 1 }, (_, k) => trace(end.slice(k * n, (k + 1) * n)));
}

/** 2 Re Tr A(−iω − L)⁻¹ Q A ρ̄ */
function dressed(L: D.Dense, A: D.Dense, state: Vector, omega: number, trace: (x: Vector) => number): number {
  const image = applied(A, state);
  const mean = trace(image);
  const b = image.map(([re, im], q): [number, number] => [re - mean * state[q][0], im - mean * state[q][1]]);
  const shifted = D.dense(9, (i, j) => {
    const projector = j % 4 === 0 ? state[i] : [0, 0];
    return [-L[i][j][0] + projector[0], -L[i][j][1] + projector[1] - (i === j ? omega : 0)];
  });
  return 2 * trace(applied(A, solved(shifted, b)));
}

describe.each([3, 8])("a random equation, seed %i", (seed) => {
  const { model, L, jumpsOf, operators, rates, rho, trace, stationary } = randomEquation(seed);
  const [efficiency, dark] = [0.6, 0.15];
  const left = D.add(jumpsOf[0], jumpsOf[1]);
  const seen = D.add(D.times(left, efficiency), D.eye(9), dark);

  it("has the cumulants of weighted, partly seen and dark counts", () => {
    const t = 1.3;
    const weights = [0.5, -1.5];
    const of = [
      { name: "weighted", jumps: "left", weights },
      { name: "seen", jumps: "left", efficiency, dark },
    ];
    const found = counting(model, { of, until: t, steady: false, theorems: false });
    const power = (J: D.Dense, w: number, n: number) => D.times(J, [1, w, w ** 2 / 2, w ** 3 / 6, w ** 4 / 24][n]);
    const orders = [1, 2, 3, 4];
    const weighted = [L, ...orders.map((n) => D.add(power(jumpsOf[0], weights[0], n), power(jumpsOf[1], weights[1], n)))];
    cumulants(moments(weighted, rho, t, trace, 4)).forEach((K, n) => expect(found.cumulants.weighted[n][0]).toBeCloseTo(K, 11));
    const counted = [L, ...orders.map((n) => power(seen, 1, n))];
    cumulants(moments(counted, rho, t, trace, 4)).forEach((K, n) => expect(found.cumulants.seen[n][0]).toBeCloseTo(K, 11));
  });

  it("has the noise of counts and currents at finite frequency, and the cumulants of a current", () => {
    const [t, phase, omega] = [0.9, 0.7, [0, 0.8, 3]];
    const of = [
      { name: "seen", jumps: "left", efficiency, dark },
      { name: "Y", current: "right", phase, efficiency },
    ];
    const { noise, cumulants: K } = counting(model, { of, until: t, omega, orders: 3, theorems: false });
    const c = D.times(
      operators[2],
      Math.sqrt(rates[2] * efficiency) * Math.cos(phase),
      -Math.sqrt(rates[2] * efficiency) * Math.sin(phase),
    );
    const X = D.add(sides(c, D.eye(3)), sides(D.eye(3), D.dag(c)));
    omega.forEach((w, k) => {
      expect(noise?.S.seen[k]).toBeCloseTo(trace(applied(seen, stationary)) + dressed(L, seen, stationary, w, trace), 10);
      expect(noise?.S.Y[k]).toBeCloseTo(1 + dressed(L, X, stationary, w, trace), 10);
    });
    cumulants(moments([L, X, D.times(D.eye(9), 0.5), zero(9)], rho, t, trace, 3)).forEach((wanted, n) =>
      expect(K.Y[n][0]).toBeCloseTo(wanted, 11),
    );
  });

  it("has the waiting times and second-order coherence of clicks that are seen in part, with dark ones", () => {
    const times = [0, 0.4, 2];
    const found = clickStatistics(model, { of: { name: "seen", jumps: "left", efficiency, dark }, times });
    const silent = D.add(L, D.add(seen, D.eye(9), -dark), -1);
    const clicked = applied(seen, stationary);
    const rate = trace(clicked);
    times.forEach((t, k) => {
      const quiet = Math.exp(-dark * t);
      expect(found.waiting[k]).toBeCloseTo((quiet * trace(applied(seen, applied(exponential(silent, t), clicked)))) / rate, 11);
      expect(found.survival[k]).toBeCloseTo((quiet * trace(applied(exponential(silent, t), clicked))) / rate, 11);
      expect(found.g2[k]).toBeCloseTo(trace(applied(seen, applied(exponential(L, t), clicked))) / rate ** 2, 11);
    });
  });

  it("has the likelihood and the state of a record of clicks", () => {
    const [at, which, until] = [[0.3, 0.5, 1.4], ["left1", "right", "left2"], 1.9];
    const found = replay(model, {
      by: jumps({ efficiency: { left1: efficiency, left2: 0.9, right: 0.8 }, dark: { left1: dark, right: 0.05 } }),
      record: { times: at, which, until },
    });
    const detectors: Readonly<Record<string, D.Dense>> = {
      left1: D.add(D.times(jumpsOf[0], efficiency), D.eye(9), dark),
      left2: D.times(jumpsOf[1], 0.9),
      right: D.add(D.times(jumpsOf[2], 0.8), D.eye(9), 0.05),
    };
    const silent = Object.values(detectors).reduce((rest, click) => D.add(rest, click, -1), L);
    let [x, before] = [rho, 0];
    at.forEach((t, k) => {
      x = applied(detectors[which[k]], applied(exponential(silent, t - before), x));
      before = t;
    });
    x = applied(exponential(silent, until - before), x);
    expect(found.logLikelihood).toBeCloseTo(Math.log(trace(x)), 9);
    const state = D.fromMatrix((found.state as Operator).toMatrix());
    expect(
      D.distance(
        state,
        D.dense(3, (i, j) => [x[3 * i + j][0] / trace(x), x[3 * i + j][1] / trace(x)]),
      ),
    ).toBeLessThan(1e-9);
  });
});

describe.each([5, 21])("a random stream whose record is acted upon, seed %i", (seed) => {
  it("has the books of an enumeration of all records", () => {
    const next = D.numbers(seed);
    const [system, unit] = [qubit("S"), qubit("u")];
    const [beta, tau, steps] = [0.8, 0.6, 4];
    const [HS, HE] = [D.randomHermitian(2, next), D.dense(2, (i, j) => [i === j ? 0.9 * (1 - i) : 0, 0])];
    const V = D.randomHermitian(4, next);
    const initial = D.randomState(2, next);
    const flip = D.propagator(D.randomHermitian(2, next), 1);
    const basis = D.propagator(D.randomHermitian(2, next), 1);
    const effects = [0.85, 0.25].map((x, k) =>
      D.mul(
        D.mul(
          basis,
          D.dense(2, (i, j) => [i === j ? (i === 0 ? x : k === 0 ? 0.25 : 0.85) : 0, 0]),
        ),
        D.dag(basis),
      ),
    );
    const first = effects[0];
    const outcomes = [first, D.add(D.eye(2), first, -1)];
    const model = collisionModel({
      HS: operator(system, HS),
      units: { HE: operator(unit, HE), V: operator(tensor(system, unit), V), beta },
      tau,
      initial: operator(system, initial),
    });
    // the flip follows two equal outcomes in a row
    const feedback = recordRule({
      remember: 2,
      decide: ({ last }) => (last.length === 2 && last[0] === last[1] ? { do: "flip" } : null),
      operations: { flip: operator(system, flip) },
    });
    const by = measured({ outcomes: outcomes.map((E) => operator(unit, E)), feedback });
    const found = recordLedger(model, { by, steps });
    const weights = [Math.exp(-0.9 * beta), 1];
    const eta = D.dense(2, (i, j) => [i === j ? weights[i] / sum(weights) : 0, 0]);
    const U = D.propagator(D.add(D.add(D.kron(HS, D.eye(2)), D.kron(D.eye(2), HE)), V), tau);
    const entropy = (A: D.Dense) => sum(Array.from(eigvalsh(D.toMatrix(A)), (p) => (p > 0 ? -p * Math.log(p) : 0)));
    let branches: { rho: D.Dense; last: readonly number[] }[] = [{ rho: initial, last: [] }];
    let [Q, W, I] = [0, 0, 0];
    const mean = () => branches.map(({ rho }) => rho).reduce((a, b) => D.add(a, b));
    for (let n = 1; n <= steps; n++) {
      branches = branches.flatMap(({ rho, last }) => {
        const p = D.trace(rho)[0];
        const joint = D.mul(D.mul(U, D.kron(rho, eta)), D.dag(U));
        Q += p * D.mean(HE, eta) - D.mean(HE, D.traceLeft(joint, 2));
        I += p * entropy(D.times(rho, 1 / p));
        return outcomes.map((E, m) => {
          const after = D.traceRight(D.mul(D.kron(D.eye(2), E), joint), 2);
          const q = D.trace(after)[0];
          I -= q * entropy(D.times(after, 1 / q));
          if (last[0] !== m) return { rho: after, last: [m] };
          const turned = D.mul(D.mul(flip, after), D.dag(flip));
          W += D.mean(HS, turned) - D.mean(HS, after);
          return { rho: turned, last: [m] };
        });
      });
      const dE = D.mean(HS, mean()) - D.mean(HS, initial);
      expect(found.Q.bath[n]).toBeCloseTo(Q, 12);
      expect(found.W_feedback[n]).toBeCloseTo(W, 12);
      expect(found.dE[n]).toBeCloseTo(dE, 12);
      expect(found.W[n]).toBeCloseTo(dE - Q - W, 12);
      expect(found.I[n]).toBeCloseTo(I, 11);
      // units that are read are no bath: their heat is in Q, and not in Σ
      expect(found.Sigma?.[n]).toBeCloseTo(entropy(mean()) - entropy(initial), 11);
    }
    expect(found.exact).toBe(true);
    expect(found.bound).toBeNull();
    expect(found.reason).toMatch(/./);
  });
});
