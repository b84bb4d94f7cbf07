/** What must hold on random master equations: both laws, the theorems, and trajectories whose histograms are the exact probabilities. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  collisionModel,
  counting,
  diagonal,
  jumps,
  levels,
  lift,
  type Model,
  masterEquation,
  measured,
  Operator,
  plus,
  qubit,
  type Space,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  tensor,
  thermal,
  timeFunction,
  unravel,
} from "../../../src/index.ts";

/** A generator of numbers in [−1, 1) from a seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  };
}

/** n levels, each pair coupled to baths in local detailed balance with the levels' energies. */
function machine(seed: number, n = 3, driven = false): Model {
  const next = numbers(seed);
  const s = levels(n, "s");
  const energies = Array.from({ length: n }, (_, k) => 0.7 * k + 0.25 * next());
  const list: { operator: Operator; rate: number | ReturnType<typeof timeFunction>; bath: string; beta: number }[] = [];
  for (const [bath, beta] of [
    ["hot", 0.4 + 0.2 * next()],
    ["cold", 1.2 + 0.3 * next()],
  ] as const) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const strength = 0.3 + 0.25 * next();
        const gap = energies[i] - energies[j];
        const shape = (rate: number) => (driven ? timeFunction((t) => rate * (1 + 0.5 * Math.sin(t + seed))) : rate);
        const down = Operator.fromEntries(s, [[j, i, 1]]);
        const up = Operator.fromEntries(s, [[i, j, 1]]);
        list.push({ operator: down, rate: shape(strength), bath, beta });
        list.push({ operator: up, rate: shape(strength * Math.exp(-beta * gap)), bath, beta });
      }
    }
  }
  return masterEquation({ H: diagonal(s, energies), jumps: list, initial: mixed(s, next) });
}

function mixed(space: Space, next: () => number): Operator {
  const weights = Array.from({ length: space.dimension }, () => 0.2 + Math.abs(next()));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const populations = diagonal(
    space,
    weights.map((w) => w / total),
  );
  // coherence within what keeps the state positive
  const size = 0.2 * Math.min(...weights.map((w) => w / total)) * next();
  return plus(
    populations,
    Operator.fromEntries(space, [
      [0, 1, size, 0],
      [1, 0, size, 0],
    ]),
  );
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe("random equations in detailed balance", () => {
  it("keep both laws and all theorems", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, n) => {
        const found = counting(machine(seed, n), { of: ["Q_hot", "Q_cold", "W", "Sigma"], until: 2, orders: 2 });
        const { theorems, rates, cumulants, firstMoments } = found;
        for (const one of [theorems?.unitality, theorems?.integral, theorems?.transposition, theorems?.gallavottiCohen])
          expect(one?.holds).toBe(true);
        // the first law: nothing drives, so that energy comes from the baths alone, and work has no fluctuations
        expect(Math.abs(cumulants.W[0][0])).toBeLessThan(1e-10);
        expect(Math.abs(cumulants.W[1][0])).toBeLessThan(1e-10);
        expect(Math.abs((rates?.cumulants.Q_hot[0] as number) + (rates?.cumulants.Q_cold[0] as number))).toBeLessThan(1e-12);
        expect(rates?.covariances["Q_hot,Q_cold"]).toBeCloseTo(0 - (rates?.cumulants.Q_hot[1] as number), 10);
        // the second law, on average and for the mean of trajectories
        expect(rates?.entropyProduction).toBeGreaterThan(-1e-13);
        expect(cumulants.Sigma[0][0]).toBeGreaterThan(-1e-12);
        // jumps in continuous time obey the uncertainty relation
        expect(rates?.uncertaintyProduct.Q_hot).toBeGreaterThan(2 - 1e-9);
        for (const { difference } of Object.values(firstMoments)) expect(Math.abs(difference)).toBeLessThan(1e-12);
        expect(Object.keys(firstMoments)).toEqual(["Q_hot", "Q_cold"]);
      }),
      { numRuns: 12 },
    );
  });

  it("keep the integral theorem when rates are driven, and their rates per period balance", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const model = machine(seed, 2, true);
        const { theorems, rates } = counting(model, { of: ["Q_hot", "Q_cold"], until: 1.5, period: 2 * Math.PI, orders: 2 });
        expect(theorems?.integral?.holds).toBe(true);
        expect(theorems?.gallavottiCohen.holds).toBeNull();
        expect((rates?.cumulants.Q_hot[0] as number) + (rates?.cumulants.Q_cold[0] as number)).toBeCloseTo(0, 10);
        expect(rates?.entropyProduction).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 3 },
    );
  });
});

/** χ² of a histogram against probabilities, with bins of small expectation put together, and how many bins are left. */
function chiSquare(counts: readonly number[], P: readonly number[], total: number): readonly [number, number] {
  let [sum, bins, expected, seen] = [0, 0, 0, 0];
  P.forEach((p, k) => {
    expected += total * p;
    seen += counts[k] ?? 0;
    if (expected < 8) return;
    sum += (seen - expected) ** 2 / expected;
    bins++;
    [expected, seen] = [0, 0];
  });
  return [sum, bins];
}

describe("histograms of trajectories", () => {
  it.each([3, 17])("clicks of random driven three-level systems, seed %i", async (seed) => {
    const next = numbers(seed);
    const s = levels(3, "s");
    const H = Operator.fromEntries(s, [
      [0, 1, 0.8 + 0.3 * next()],
      [1, 0, 0],
      [1, 2, 0.5 * next(), 0.3],
      [2, 2, next()],
    ]);
    const hermitian = plus(H, dagger(H));
    const model = masterEquation({
      H: scaled(hermitian, 0.5),
      jumps: [
        { operator: Operator.fromEntries(s, [[0, 1, 1]]), rate: 0.9, bath: "a" },
        { operator: Operator.fromEntries(s, [[1, 2, 1]]), rate: 0.6, bath: "b" },
        { operator: Operator.fromEntries(s, [[2, 0, 1]]), rate: 0.3, bath: "c" },
      ],
      initial: Operator.fromEntries(s, [[1, 1, 1]]),
    });
    const [efficiency, dark, trajectories] = [0.8, 0.15, 1200];
    const { clicks } = await unravel(model, { by: jumps({ efficiency, dark: { a: dark } }), until: 4, trajectories, seed, records: true });
    const [{ P }] = counting(model, {
      of: [{ name: "a", jumps: "a", efficiency, dark }],
      until: 4,
      distribution: true,
      steady: false,
      theorems: false,
    }).distributions;
    const counts = new Array<number>(P.length).fill(0);
    const which = clicks?.detectors.indexOf("a");
    for (let k = 0; k < trajectories; k++) {
      let n = 0;
      for (let e = clicks?.first[k] as number; e < (clicks?.first[k + 1] as number); e++) if (clicks?.which[e] === which) n++;
      counts[n]++;
    }
    const [chi, bins] = chiSquare(counts, P, trajectories);
    expect(bins).toBeGreaterThan(3);
    expect(chi).toBeLessThan(bins + 4 * Math.sqrt(2 * bins));
  });

  it.each([4, 23])("readings of units of random collisions, seed %i", async (seed) => {
    const next = numbers(seed);
    const [S, unit] = [qubit("S"), qubit("u")];
    const joint = tensor(S, unit);
    const V = plus(
      scaled(plus(lift(joint, sigmaPlus(S), sigmaMinus(unit)), lift(joint, sigmaMinus(S), sigmaPlus(unit))), 0.8 + 0.2 * next()),
      scaled(lift(joint, sigmaX(S), sigmaZ(unit)), 0.4 * next()),
    );
    const HE = scaled(sigmaZ(unit), 0.5);
    const model = collisionModel({
      HS: plus(scaled(sigmaZ(S), 0.5), scaled(sigmaX(S), 0.6 * next())),
      units: { HE, V, beta: 0.8 },
      tau: 0.7,
      initial: thermal(sigmaZ(S), { beta: 0.3 }),
    });
    const e = plus(
      scaled(sigmaZ(unit), 0.5),
      scaled(
        Operator.fromEntries(unit, [
          [0, 0, 1],
          [1, 1, 1],
        ]),
        0.5,
      ),
    );
    const [steps, trajectories] = [12, 3000];
    const { records } = await unravel(model, {
      by: measured({ observable: e, names: ["g", "e"] }),
      steps,
      trajectories,
      seed,
      records: true,
    });
    const [{ P, values }] = counting(model, {
      of: [{ name: "n", observable: e, leaving: true }],
      steps,
      distribution: true,
      steady: false,
    }).distributions;
    const counts = new Array<number>(P.length).fill(0);
    for (let k = 0; k < trajectories; k++) {
      const n = records?.values.subarray(k * steps, (k + 1) * steps).reduce((sum, outcome) => sum + outcome, 0);
      counts[values[0].findIndex((value) => Math.abs(value - (n as number)) < 1e-9)]++;
    }
    const [chi, bins] = chiSquare(counts, P, trajectories);
    expect(bins).toBeGreaterThan(5);
    expect(chi).toBeLessThan(bins + 4 * Math.sqrt(2 * bins));
  });
});

function dagger(A: Operator): Operator {
  const entries: [number, number, number, number][] = [];
  A.forEach((i, j, re, im) => {
    entries.push([j, i, re, -im]);
  });
  return Operator.fromEntries(A.space, entries);
}
