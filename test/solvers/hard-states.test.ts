/** Stationary states that are hard to come by: values of test/fixtures/dynamics.json, found by elimination in many digits. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type GeneratorParts, generator } from "../../src/dynamics/lindblad.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { dag, identity, lift, minus, plus, scale, times, zero } from "../../src/operators/algebra.ts";
import { annihilate, number, sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, fockState, qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import { type SteadyResult, steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, type Space, tensor } from "../../src/spaces/space.ts";
import { randomValues } from "../reference/random.ts";
import { modelOf } from "./model-of.ts";

interface Case {
  readonly id: string;
  readonly params: Readonly<Record<string, number>> & { readonly rates?: readonly (readonly [number, number, number])[] } & {
    readonly up?: readonly number[];
    readonly down?: readonly number[];
  };
  readonly expected: Readonly<Record<string, number>> & { readonly p?: readonly number[]; readonly dimension?: number };
}

const cases = JSON.parse(readFileSync(new URL("../fixtures/dynamics.json", import.meta.url), "utf8")) as readonly Case[];
const caseOf = (id: string) => cases.find((one) => one.id === id) as Case;
const close = (value: number | null | undefined, expected: number, relative = 1e-10) =>
  expect(Math.abs((value as number) - expected) / Math.abs(expected), `${value} for ${expected}`).toBeLessThan(relative);

const projectorOn = (space: Space, ...levelsOf: number[]) =>
  Operator.fromEntries(
    space,
    levelsOf.map((k) => [k, k, 1]),
  );

function solved(parts: GeneratorParts, initial: Operator, observables: Readonly<Record<string, Operator>>): SteadyResult {
  const list = Object.entries(observables).map(([name, A]) => expectation(name, A));
  return steady(modelOf(generator(parts), initial, list));
}

function cat({ levels: count, alpha2, kappa1 = 0 }: Case["params"]): SteadyResult {
  const mode = fock(count);
  const a = annihilate(mode);
  const parity = Operator.fromEntries(
    mode,
    Array.from({ length: count }, (_, n) => [n, n, n % 2 === 0 ? 1 : -1] as [number, number, number]),
  );
  const jumps = [{ operator: minus(times(a, a), scale(identity(mode), alpha2)), rate: 1 }];
  if (kappa1 > 0) jumps.push({ operator: a, rate: kappa1 });
  return solved({ system: mode, H: zero(mode), jumps }, fockState(mode, 0), { n: number(mode), parity });
}

describe("parity that the pattern keeps", () => {
  it.each(["hard.cat1", "hard.cat2"])("decides the state: %s", (id) => {
    const { params, expected } = caseOf(id);
    const found = cat(params);
    close(found.observables.n, expected.n);
    close(found.observables.parity, 1, 1e-12);
    expect(found.dimension).toBe(2);
    // What decays at 5e-8 between the parities is slow, and no third state.
    close(found.gap, expected.rate_even_odd_coherence, 1e-6);
    expect(found.basis).toHaveLength(2);
    expect(found.error).toBeLessThan(1e-9);
  });

  it("is decided by the slightest loss", () => {
    const { params, expected } = caseOf("hard.cat_loss8");
    const found = cat(params);
    close(found.observables.n, expected.n, 1e-9);
    close(found.observables.parity, expected.parity, 1e-9);
    expect(found.unique).toBe(true);
  });
});

/** Most that H of the anharmonic oscillator can be: q ≤ 2√10 in eleven levels. */
const QUARTIC_NORM = 10 / 2 + Math.sqrt(10) + 40 ** 2 / 2;

function quartic(kappa: number): SteadyResult {
  const mode = fock(11);
  const b = annihilate(mode);
  const q = plus(b, dag(b));
  const q2 = times(q, q);
  const H = plus(scale(number(mode), 0.5), scale(q, 0.5), scale(times(q2, q2), 0.5));
  return solved({ system: mode, H, jumps: [{ operator: b, rate: kappa }] }, fockState(mode, 0), { n: number(mode) });
}

describe("weak damping", () => {
  it.each([1e-6, 1e-7, 1e-10])("of an anharmonic oscillator leaves one state, κ = %s", (kappa) => {
    const found = quartic(kappa);
    close(found.observables.n, kappa === 1e-6 ? 2.94392061156 : 2.943920611566);
    expect(found.dimension).toBe(1);
    close(found.gap, 0.2959637708415 * kappa, 1e-9);
    close(found.observables.n, 2.94392062, 1e-8);
  });

  it.each([1e-12, 5e-13])("is told from rounding where refinement settles, κ = %s", (kappa) => {
    const { observables, dimension, error } = quartic(kappa);
    expect(dimension).toBe(1);
    expect(error).toBeLessThan(1e-12);
    close(observables.n, 2.943920611566, 1e-12);
  });

  it.each([1e-13, 1e-14])("is found, or said not to be resolved below an r that rounding explains, κ = %s", (kappa) => {
    const { diagnostics, observables, dimension } = quartic(kappa);
    if (dimension === 1) return close(observables.n, 2.943920611566, 1e-9);
    const [, r] = /^Not resolved below r = (\d\.\de-\d+):/.exec(diagnostics.warnings[0]) as unknown as [string, string];
    expect(Number(r)).toBeGreaterThan(0.2959637708415 * kappa);
    expect(Number(r)).toBeLessThan(10 * 11 * Number.EPSILON * QUARTIC_NORM);
    // What rounding hides is no degeneracy.
    expect(diagnostics.warnings.join()).not.toMatch(/dimension/);
  });

  it.each([1e-12, 1e-14, 1e-17])("of a qubit has the gap of its coherences, or says why it has none, γ = %s", (gamma) => {
    const q = qubit();
    const jumps = [{ operator: sigmaMinus(q), rate: gamma }];
    const alone = solved({ system: q, H: scale(sigmaZ(q), 0.5), jumps }, qubitState([0.3, 0, 0.4], q), {});
    close(alone.gap, gamma / 2, 1e-14);
    const H = plus(scale(sigmaZ(q), 0.5), scale(sigmaX(q), 0.5));
    const { gap, reasons } = solved({ system: q, H, jumps }, basisState(q, 1), {});
    // Populations of the eigenstates settle at ¾γ, their coherences at 5γ/8.
    if (gamma === 1e-12) close(gap, (5 / 8) * gamma, 1e-3);
    else expect([gap, reasons.gap]).toEqual([null, expect.stringMatching(/rounding hides|Nothing decays/)]);
  });

  it.each([1e-10, 1e-12])("of a driven qubit, γ = %s", (gamma) => {
    const q = qubit();
    const H = plus(scale(sigmaZ(q), 0.5), scale(sigmaX(q), 0.5));
    const found = solved({ system: q, H, jumps: [{ operator: sigmaMinus(q), rate: gamma }] }, basisState(q, 1), { pe: projectorOn(q, 0) });
    close(found.observables.pe, 1 / 6, 1e-12);
    expect(found.dimension).toBe(1);
  });

  it("of the antisymmetric state of two atoms", () => {
    const { params, expected } = caseOf("hard.two_atoms9");
    const [a, b] = [qubit("a"), qubit("b")];
    const space = tensor(a, b);
    const [s1, s2] = [lift(space, sigmaMinus(a)), lift(space, sigmaMinus(b))];
    const half = Math.SQRT1_2;
    const found = solved(
      {
        system: space,
        H: scale(plus(lift(space, sigmaX(a)), lift(space, sigmaX(b))), params.Omega / 2),
        jumps: [
          { operator: scale(plus(s1, s2), half), rate: params.gamma * (2 - params.one_minus_ratio) },
          { operator: scale(minus(s1, s2), half), rate: params.gamma * params.one_minus_ratio },
        ],
      },
      basisState(space, 3),
      { pe: times(dag(s1), s1) },
    );
    close(found.observables.pe, expected.p_e_each_atom, 1e-9);
    expect(found.dimension).toBe(1);
  });

  it.each(["hard.thermal_pair", "hard.thermal_pair_weak_link"])("of two qubits that exchange: %s", (id) => {
    const { params, expected } = caseOf(id);
    const [a, b] = [qubit("a"), qubit("b")];
    const space = tensor(a, b);
    const [s1, s2] = [lift(space, sigmaMinus(a)), lift(space, sigmaMinus(b))];
    const hop = times(dag(s1), s2);
    const bath = (s: Operator, n: number, name = "bath") => [
      { operator: s, rate: params.gamma * (n + 1), bath: name },
      { operator: dag(s), rate: params.gamma * n, bath: name },
    ];
    const H = plus(scale(plus(lift(space, sigmaZ(a)), lift(space, sigmaZ(b))), params.omega / 2), scale(plus(hop, dag(hop)), params.J));
    const found = solved({ system: space, H, jumps: [...bath(s1, params.nbar1), ...bath(s2, params.nbar2)] }, basisState(space, 3), {
      p1: times(dag(s1), s1),
      p2: times(dag(s2), s2),
      // The current from 1 to 2, i J ⟨s1†s2 − s2†s1⟩
      current: scale(minus(hop, dag(hop)), 0, params.J),
    });
    close(found.observables.p1, expected.p_e1, 1e-9);
    close(found.observables.p2, expected.p_e2, 1e-9);
    close(Math.abs(found.observables.current as number), expected.current, 1e-9);
    expect(found.dimension).toBe(1);
    const flows = masterEquation({ H, jumps: [...bath(s1, params.nbar1, "one"), ...bath(s2, params.nbar2, "two")], initial: [0, 0, 0, 1] });
    const { Q_one, Q_two } = steady(flows, { observables: ["Q_one", "Q_two"] }).observables;
    // Heat is a difference of what the bath gives and takes, each γωp: their rounding bounds it where hardly any flows.
    const bound = 1e-9 * expected.heat_from_1 + 2 * Number.EPSILON * params.gamma * params.omega;
    expect(Math.abs((Q_one as number) - expected.heat_from_1)).toBeLessThan(bound);
    expect(Math.abs((Q_two as number) + expected.heat_from_1)).toBeLessThan(bound);
  });
});

function rateEquation(count: number, rates: readonly (readonly [number, number, number])[], start = 0): SteadyResult {
  const space = levels(count);
  const jumps = rates.map(([from, to, rate]) => ({ operator: Operator.fromEntries(space, [[to, from, 1]]), rate }));
  return solved(
    { system: space, H: zero(space), jumps },
    basisState(space, start),
    Object.fromEntries(Array.from({ length: count }, (_, k) => [`p${k}`, projectorOn(space, k)])),
  );
}

function ladder(up: readonly number[], down: readonly number[], start = 0): SteadyResult {
  return rateEquation(
    up.length + 1,
    up.flatMap((rate, k) => [
      [k, k + 1, rate],
      [k + 1, k, down[k]],
    ]),
    start,
  );
}

describe("rate equations", () => {
  it.each(["hard.chain_weak_link", "hard.ring_30_decades", "hard.ladder_30_decades"])("keep every digit: %s", (id) => {
    const { params, expected } = caseOf(id);
    const found = params.rates ? rateEquation(params.levels, params.rates) : ladder(params.up ?? [], params.down ?? []);
    expected.p?.forEach((p, k) => {
      close(found.observables[`p${k}`], p, 1e-12);
    });
    // Coherences between levels that no rate leaves stand still, too.
    expect(found.diagnostics.warnings.join()).not.toMatch(/Not resolved/);
  });

  it("go on over links of 1e-200", () => {
    const found = rateEquation(4, [
      [0, 1, 1],
      [1, 0, 2],
      [1, 2, 1e-200],
      [2, 1, 3e-200],
      [2, 3, 5],
      [3, 2, 4],
    ]);
    // Detailed balance along the chain: 1 : 1/2 : 1/6 : 5/24.
    [24, 12, 4, 5].forEach((weight, k) => {
      close(found.observables[`p${k}`], weight / 45, 1e-13);
    });
  });

  it("start from where they are: two classes of their own share what a third gives them", () => {
    const found = rateEquation(
      5,
      [
        [0, 1, 1e-9],
        [0, 3, 3e-9],
        [0, 4, 1e12],
        [4, 0, 1e12],
        [1, 2, 1],
        [2, 1, 1e-13],
      ],
      4,
    );
    close(found.observables.p3, 0.75, 1e-12);
    close(found.observables.p2, 0.25 / (1 + 1e-13), 1e-12);
    close(found.observables.p1, 0.25e-13 / (1 + 1e-13), 1e-12);
    expect(found.observables.p0).toBe(0);
  });

  it("are solved on ladders of 70 levels", () => {
    const up = Array.from({ length: 69 }, (_, k) => (k % 3 === 0 ? 1e-12 : 3 + k));
    const down = Array.from({ length: 69 }, (_, k) => (k % 5 === 0 ? 1e9 : 2));
    const found = ladder(up, down);
    for (let k = 0; k < 69; k++) {
      const [p, next] = [found.observables[`p${k}`], found.observables[`p${k + 1}`]] as number[];
      if (p > 1e-290 && next > 1e-290) close(next / p, up[k] / down[k], 1e-11);
    }
  });

  it("that move nothing leave everything where it is", () => {
    const { params } = caseOf("hard.frozen");
    for (const count of [params.levels, 70]) {
      const space = levels(count);
      const amplitude = (rate: number, re: number, im: number) => ({ operator: Operator.fromEntries(space, [[0, 0, re, im]]), rate });
      const start = Operator.fromEntries(space, [
        [0, 0, 0.7],
        [1, 1, 0.3],
      ]);
      const jumps = [amplitude(0.5, 0.6, 0.8), amplitude(0.2, -0.3, 0.4)];
      const H = Operator.fromEntries(
        space,
        Array.from({ length: count }, (_, k) => [k, k, 1] as [number, number, number]),
      );
      const found = steady(modelOf(generator({ system: space, H, jumps }), start, [expectation("p0", projectorOn(space, 0))]), {
        scope: "sector",
      });
      expect(found.observables.p0).toBe(0.7);
      expect(found.dimension).toBe(2);
    }
  });

  it("while what lies between the frozen level and another one decays", () => {
    const { params, expected } = caseOf("hard.frozen");
    const space = levels(params.levels);
    const jump = (rate: number, re: number, im: number) => ({ operator: Operator.fromEntries(space, [[0, 0, re, im]]), rate });
    const H = scale(identity(space), 1);
    const start = Operator.fromEntries(space, [
      [0, 0, 0.7],
      [1, 1, 0.3],
      [0, 1, 0.2],
      [1, 0, 0.2],
    ]);
    const frozen = modelOf(generator({ system: space, H, jumps: [jump(0.5, 0.6, 0.8), jump(0.2, -0.3, 0.4)] }), start);
    const { observables } = run(frozen, {
      times: [0, params.t],
      observables: [{ c: { element: [0, 1], part: "abs" }, p0: projectorOn(space, 0) }],
    });
    expect(observables.p0).toEqual([0.7, 0.7]);
    expect(observables.c[1]).toBeCloseTo(0.2 * Math.exp(-expected.coherence_rate_01 * params.t), 12);
    expect(observables.c[1]).toBeCloseTo(expected.abs_rho_01_at_t, 10);
  });
});

describe("a generator without structure", () => {
  it("of 56 levels, all of whose 3136 coordinates are coupled, is solved", () => {
    const d = 56;
    const space = levels(d);
    const [re, im] = [randomValues(d * d, 56), randomValues(d * d, 57)];
    const J = Operator.fromEntries(
      space,
      Array.from(re, (value, k) => [Math.floor(k / d), k % d, value / 8, im[k] / 8] as [number, number, number, number]),
    );
    const H = plus(J, dag(J));
    const found = solved({ system: space, H, jumps: [{ operator: J, rate: 1 }] }, basisState(space, 0), { p0: projectorOn(space, 0) });
    expect(found.dimension).toBe(1);
    expect(found.error).toBeLessThan(1e-9);
    const rho = Operator.fromMatrix(space, found.state.matrix());
    const JJ = times(dag(J), J);
    const K = minus(scale(JJ, -0.5), scale(H, 0, 1));
    // K ρ + ρ K† + J ρ J† with products of operators, and not with the matrix that was factored
    const left = plus(plus(times(K, rho), times(rho, dag(K))), times(times(J, rho), dag(J))).toMatrix().data;
    expect(left.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(1e-13);
    close(
      rho.toMatrix().data.reduce((sum, value, k) => sum + (k % (2 * d + 2) === 0 ? value : 0), 0),
      1,
      1e-13,
    );
  });
});
