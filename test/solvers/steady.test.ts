import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { thermalBath } from "../../src/dynamics/thermal-baths.ts";
import { bloch } from "../../src/models/bloch.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { rotor } from "../../src/models/rotor.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { dag, identity, lift, plus, scale, times, zero } from "../../src/operators/algebra.ts";
import { annihilate, create, number, sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, fockState, ket, productState } from "../../src/operators/states.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { applyGenerator, propagate } from "../reference/liouvillian.ts";
import { randomGenerator, randomState } from "../reference/random-generator.ts";
import { modelOf } from "./model-of.ts";

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
const trace = (A: Operator, rho: Operator) => times(A, rho).trace()[0];

describe("steady", () => {
  it("is stationary, a state, and the limit of the dynamics, on random models", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(1e6),
        fc.constantFrom(0.4, 1),
        (n, jumps, seed, density) => {
          const random = randomGenerator(n, jumps, seed, density);
          const rho = randomState(n, seed + 1);
          const found = steady(modelOf(random, Operator.fromMatrix(random.system, rho)));
          expect(largest(applyGenerator(random, found.state.matrix()).data)).toBeLessThan(1e-11);
          expect(found.diagnostics.traceDefect).toBeLessThan(1e-12);
          expect(found.diagnostics.positivityDefect).toBeLessThan(1e-10);
          expect(found.residual).toBeLessThan(1e-13);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("does so on larger ones too, with no dissipation at all among them", () => {
    for (let seed = 0; seed < 24; seed++) {
      const [n, jumps, density] = [5 + (seed % 4), seed % 3, [0.15, 0.3, 1][seed % 5] ?? 0.6];
      const random = randomGenerator(n, jumps, 1000 + seed * 77, density);
      const found = steady(modelOf(random, Operator.fromMatrix(random.system, randomState(n, seed + 5))));
      expect(largest(applyGenerator(random, found.state.matrix()).data), `seed ${seed}`).toBeLessThan(1e-11);
      expect(found.diagnostics.traceDefect, `seed ${seed}`).toBeLessThan(1e-11);
      expect(found.diagnostics.positivityDefect, `seed ${seed}`).toBeLessThan(1e-10);
      if (jumps === 0) expect(found.dimension).toBeGreaterThanOrEqual(n);
    }
  });

  it("gives the limit of each start where two states are stationary, with basis and conserved quantities", () => {
    const system = levels(4);
    const jump = (to: number, from: number) => ({ operator: Operator.fromEntries(system, [[to, from, 1]]), rate: 0.7 });
    const split = generator({ system, H: zero(system), jumps: [jump(0, 1), jump(2, 3), jump(3, 2)] });
    const start = ket(system, [0, Math.sqrt(0.3), Math.sqrt(0.7), 0]);
    const found = steady(modelOf(split, start));
    const expected = propagate(split, start.toMatrix(), 60, 120);
    expect(found.dimension).toBeGreaterThanOrEqual(2);
    expect(found.unique).toBe(false);
    expect(largest(found.state.matrix().data.map((value, e) => value - expected.data[e]))).toBeLessThan(1e-12);
    expect(found.diagnostics.warnings.join()).toMatch(/stationary space has dimension \d/);
    found.conserved?.forEach((C, j) => {
      found.basis?.forEach((R, k) => {
        expect(trace(C, R)).toBeCloseTo(j === k ? 1 : 0, 10);
      });
      expect(trace(C, start)).toBeCloseTo(trace(C, Operator.fromMatrix(system, expected)), 10);
    });
  });

  it("has the probabilities of where a start ends as its conserved quantities", () => {
    const system = levels(4);
    const hop = (from: number, to: number, rate: number) => ({ operator: Operator.fromEntries(system, [[to, from, 1]]), rate });
    // 0 and 1 go to each other, 0 to 2 and 1 to 3 for good
    const [a, b, c, d] = [0.7, 0.4, 0.3, 0.9];
    const jumps = [hop(0, 1, a), hop(1, 0, b), hop(0, 2, c), hop(1, 3, d)];
    const { dimension, conserved } = steady(modelOf(generator({ system, H: zero(system), jumps }), basisState(system, 0)), {
      scope: "sector",
    });
    expect(dimension).toBe(2);
    // from 0 it ends in 2 with c/(a + c) at once, or goes to 1 and comes back with b/(b + d)
    const to2 = c / (a + c) / (1 - (a / (a + c)) * (b / (b + d)));
    const wanted = [to2, (b / (b + d)) * to2, 1, 0];
    const [C2, C3] = (conserved ?? []).map((C) => [0, 1, 2, 3].map((k) => C.at(k, k)[0])).sort((x, y) => y[2] - x[2]);
    expect(C2).toEqual(wanted.map((p) => expect.closeTo(p, 13)));
    expect(C3).toEqual(wanted.map((p) => expect.closeTo(1 - p, 13)));
  });

  it("is as well conditioned in any unit of time", () => {
    const [one, fast] = [1, 1e6].map((rate) => steady(bloch({ Omega: 0.7 * rate, gamma: rate })));
    expect(one.condition).toBeGreaterThan(1);
    expect(one.condition).toBeLessThan(100);
    expect((fast.condition as number) / (one.condition as number)).toBeCloseTo(1, 9);
  });

  it("counts the stationary states of two atoms in one bath: 2, of three: 5, of four: 14 (Catalan)", () => {
    for (const [N, count] of [
      [2, 2],
      [3, 5],
      [4, 14],
    ]) {
      const space = tensor(...Array.from({ length: N }, (_, j) => qubit(`q${j}`)));
      const lowering = plus(...Array.from({ length: N }, (_, j) => lift(space, sigmaMinus(qubit(`q${j}`)))));
      const collective = generator({
        system: space,
        H: zero(space),
        jumps: thermalBath({ bath: "b", lowering, omega: 1, rate: 1, beta: 0.3 }),
      });
      const found = steady(modelOf(collective, basisState(space, space.dimension - 1)), { scope: "space" });
      expect(found.dimension).toBe(count);
      expect(found.residual).toBeLessThan(1e-14);
    }
  });

  it("keeps the singlet's weight for ever", () => {
    const space = tensor(qubit("a"), qubit("b"));
    const lowering = plus(lift(space, sigmaMinus(qubit("a"))), lift(space, sigmaMinus(qubit("b"))));
    const collective = generator({
      system: space,
      H: zero(space),
      jumps: thermalBath({ bath: "b", lowering, omega: 1, rate: 1, beta: 0.3 }),
    });
    const singlet = ket(space, [0, Math.SQRT1_2, -Math.SQRT1_2, 0]);
    const start = productState(space, ket(qubit("a"), [1, 0]), ket(qubit("b"), [0, 1]));
    const found = steady(modelOf(collective, start));
    const state = Operator.fromMatrix(space, found.state.matrix());
    expect(trace(singlet, state)).toBeCloseTo(0.5, 13);
    expect(trace(times(dag(singlet), singlet), start)).toBeCloseTo(0.5, 13);
  });

  it("says how far it looked", () => {
    expect(steady(bloch()).scope).toBe("space");
    expect(steady(rotor({ lmin: -20, lmax: 20 })).scope).toBe("sector");
    expect(steady(bloch(), { scope: "sector" }).observables.sz).toBeCloseTo(steady(bloch()).observables.sz as number, 14);
  });

  it("agrees with a long run", () => {
    const model = kerr({ levels: 25, F: 1 });
    const long = evolve(model, { times: [80] }).observables;
    const { observables } = steady(model);
    expect(observables.n).toBeCloseTo(long.n[1] as number, 9);
    expect(observables.a_im).toBeCloseTo(long.a_im[1] as number, 9);
  });
});

describe("fixed points of collisions", () => {
  it("are the closed form of a phaseonium cavity and of a cascade", () => {
    for (const cavities of [1, 2]) {
      const found = steady(phaseonium({ cavities, alpha: 0.25, phi: 1.585589386, theta: 0.2, T0: 1, levels: 14 }));
      expect(found.observables.T1).toBeCloseTo(0.5, 8);
      expect(found.unique).toBe(true);
    }
  });
});

describe("what has no stationary state", () => {
  it("is refused with the reason", () => {
    const q = qubit();
    const driven = generator({
      system: q,
      H: [{ operator: sigmaX(q), coefficient: timeFunction((t) => t) }],
      jumps: [{ operator: sigmaMinus(q), rate: 1 }],
    });
    expect(() => steady(modelOf(driven, basisState(q, 0)))).toThrow(/depends on time has no stationary state/);
    expect(() => steady(kerr({ down: 1, up: 2 }))).toThrow(/heats without end/);
    expect(() => steady(rotor({ gamma: 0 }))).toThrow(/Without load/);
  });

  it("is found out by a larger cut where the model does not know", () => {
    const heated = (levels: number): Model => {
      const mode = fock(levels);
      const jumps = [
        { operator: annihilate(mode), rate: 1 },
        { operator: create(mode), rate: 1.2 },
      ];
      return {
        ...modelOf(generator({ system: mode, H: number(mode), jumps }), fockState(mode, 0), [expectation("n", number(mode))]),
        parameters: { levels },
        with: (changes) => heated(changes.levels as number),
      };
    };
    const { warnings } = steady(heated(12)).diagnostics;
    expect(warnings.join()).toMatch(/truncation of "mode" holds this state: its mean level is 7\.\d+ with 12 levels and 1\d\.\d+ with 20/);
    expect(steady(kerr({ levels: 40 })).diagnostics.warnings.join()).not.toMatch(/holds this state/);
  });

  it("but everything is stationary without dynamics", () => {
    const q = qubit();
    const found = steady(modelOf(generator({ system: q, H: scale(identity(q), 0) }), ket(q, [Math.SQRT1_2, Math.SQRT1_2])));
    expect(found.dimension).toBe(4);
    expect(found.state.matrix().data[2]).toBeCloseTo(0.5, 14);
  });

  it("and dephasing keeps populations", () => {
    const q = qubit();
    const found = steady(
      modelOf(generator({ system: q, H: scale(sigmaZ(q), 0.5), jumps: [{ operator: sigmaZ(q), rate: 1 }] }), ket(q, [0.6, 0.8])),
    );
    expect(found.dimension).toBe(2);
    expect(found.state.matrix().data[0]).toBeCloseTo(0.36, 14);
    expect(found.state.matrix().data[2]).toBeCloseTo(0, 14);
  });
});
