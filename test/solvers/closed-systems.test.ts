import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { hamiltonianAt } from "../../src/dynamics/lower.ts";
import { averageOverTime } from "../../src/lowerings/stationary/average-over-time.ts";
import { classesOfPattern } from "../../src/lowerings/stationary/classes-of-pattern.ts";
import { kerr } from "../../src/models/kerr.ts";
import type { Model } from "../../src/models/model.ts";
import { scope } from "../../src/numerics/memory.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { commutator, dag, diagonal, lift, minus, plus, scale, times } from "../../src/operators/algebra.ts";
import { sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { randomState, randomUnitary } from "../../src/operators/random-objects.ts";
import { basisState } from "../../src/operators/states.ts";
import { planStationary } from "../../src/solvers/stationary.ts";
import { steady } from "../../src/solvers/steady.ts";
import { levels, qubit, type Space, tensor } from "../../src/spaces/space.ts";
import { modelOf } from "./model-of.ts";

const largest = (A: Operator) => A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const overlap = (A: Operator, B: Operator) => times(A, B).trace()[0];
const basisProjector = (space: Space, k: number) => Operator.fromEntries(space, [[k, k, 1, 0]]);
const ofState = (found: ReturnType<typeof steady>, like: Operator) => Operator.fromMatrix(like.space, found.state.matrix());

/** ρ∞ = Σ_k Tr[C_k ρ₀] R_k with stationary R_k and Tr[C_j R_k] = δ_jk. */
function expectStructure(found: ReturnType<typeof steady>, model: Model) {
  const [basis, conserved] = [found.basis ?? [], found.conserved ?? []];
  expect(basis.length).toBe(found.dimension);
  const H = hamiltonianAt(model.dynamics as Generator);
  for (const R of basis) expect(largest(commutator(H, R))).toBeLessThan(1e-13 * largest(H) * found.dimension);
  conserved.forEach((C, j) => {
    basis.forEach((R, k) => expect(overlap(C, R)).toBeCloseTo(j === k ? 1 : 0, 12));
  });
  const sum = plus(...basis.map((R, k) => scale(R, overlap(conserved[k], model.initial))));
  expect(largest(minus(sum, ofState(found, model.initial)))).toBeLessThan(1e-12);
}

describe("the stationary states of a Hamiltonian alone", () => {
  it("average the start over levels that are degenerate", () => {
    const space = levels(10);
    const energies = [-1.5, -1.5, -1.5, 0.25, 0.25, 0.75, 1, 2, 2, 3];
    const U = randomUnitary(space, { seed: 5 });
    const model = modelOf(generator({ system: space, H: times(U, diagonal(space, energies), dag(U)) }), randomState(space, { seed: 6 }));
    const found = steady(model);
    const projectors = [...new Set(energies)].map((E) =>
      times(
        U,
        diagonal(
          space,
          energies.map((other) => (other === E ? 1 : 0)),
        ),
        dag(U),
      ),
    );
    const expected = plus(...projectors.map((P) => times(P, model.initial, P)));
    expect(largest(minus(ofState(found, model.initial), expected))).toBeLessThan(1e-14);
    expect(found.dimension).toBe(9 + 4 + 1 + 1 + 4 + 1);
    expect(found.residual).toBeLessThan(1e-15);
    expect(found.error).toBeLessThan(1e-13);
    expect(found.gap).toBeNull();
    expect(found.reasons.gap).toMatch(/Nothing decays/);
    const differences = energies.flatMap((E) => energies.map((F) => E - F)).filter((omega) => omega !== 0);
    const sorted = differences.sort((a, b) => a - b);
    expect(found.peripheral?.length).toBe(sorted.length);
    found.peripheral?.forEach(([re, im], k) => {
      expect(re).toBe(0);
      expect(im).toBeCloseTo(sorted[k], 12);
    });
    expect(found.diagnostics.warnings[0]).toMatch(/^3 levels of energy with more than one state count as degenerate/);
    expectStructure(found, model);
  });

  it("agree with the null space of the generator", () => {
    const model = kerr({ down: 0, up: 0, levels: 10, n0: 2 });
    const found = steady(model);
    expect(String(found.plan)).toMatch(/stationary +average over time by levels of energy/);
    const { request } = planStationary(model, "space");
    const other = scope((s) => classesOfPattern.bind(request, s).solve());
    const matrix = other.layout.view(other.x).matrix().data;
    found.state.matrix().data.forEach((value, k) => expect(value).toBeCloseTo(matrix[k], 12));
    expect(found.dimension).toBe(other.dimension);
    const { peripheral } = other.spectrum();
    expect(found.peripheral?.length).toBe(peripheral.length);
    found.peripheral?.forEach(([, im], k) => expect(im).toBeCloseTo(peripheral[k][1], 10));
    expect(found.diagnostics.warnings.join()).not.toMatch(/Not resolved/);
    expectStructure(found, model);
  });

  it("takes no time at the 50 levels of an undamped Kerr oscillator", () => {
    const started = performance.now();
    const { dimension, error } = steady(kerr({ down: 0, up: 0 }));
    expect(dimension).toBe(50);
    expect(error).toBeLessThan(1e-11);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("count what lies in the sector of the start", () => {
    // pairs of flips keep the parity of five spins: half of the states belong to that of the start
    const sites = ["a", "b", "c", "d", "e"].map((label) => qubit(label));
    const space = tensor(...sites);
    const x = sites.map((site) => lift(space, sigmaX(site)));
    const z = sites.map((site) => lift(space, sigmaZ(site)));
    const H = plus(...[0, 1, 2, 3].map((k) => times(x[k], x[k + 1])), ...z.map((one, k) => scale(one, 0.3 + 0.2 * k)));
    const model = modelOf(generator({ system: space, H }), basisState(space, 1), [expectation("z", z[0])]);
    const part = steady(model, { scope: "sector" });
    const whole = steady(model, { scope: "space" });
    const { request } = planStationary(model, "sector");
    const { n: count } = request.within("sector").layout();
    expect(count).toBe(256);
    const other = scope((s) => classesOfPattern.bind(request, s).solve());
    expect([part.scope, part.dimension, part.peripheral?.length]).toEqual(["sector", other.dimension, count - other.dimension]);
    expect(whole.dimension).toBe(32);
    expect(part.observables.z).toBeCloseTo(whole.observables.z as number, 13);
    expectStructure(part, model);
    expectStructure(whole, model);
  });

  it("count on few levels as on many", () => {
    for (const n of [2, 3, 5, 8]) {
      const space = levels(n);
      const U = randomUnitary(space, { seed: n });
      const energies = Array.from({ length: n }, (_, k) => k * k - 0.3 * k);
      const H = times(U, diagonal(space, energies), dag(U));
      const model = modelOf(generator({ system: space, H }), randomState(space, { seed: 6 }));
      const found = steady(model);
      const expected = plus(
        ...energies.map((_, k) => {
          const P = times(U, basisProjector(space, k), dag(U));
          return times(P, model.initial, P);
        }),
      );
      expect(largest(minus(ofState(found, model.initial), expected))).toBeLessThan(1e-15 * n);
      expect(found.dimension).toBe(n);
      expect(found.error).toBeLessThan(1e-13);
      expect(found.diagnostics.warnings).toEqual([
        `The stationary space has dimension ${n}: the state given is the limit for the model's initial state.`,
      ]);
      expectStructure(found, model);
    }
  });

  it("say nothing of degeneracies where one state alone is stationary", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const space = tensor(a, b);
    const model = modelOf(generator({ system: space, H: lift(space, sigmaX(a)) }), basisState(space, 1));
    const { request } = planStationary(model, "sector");
    const alone = scope((s) => averageOverTime.bind(request, s).solve());
    expect([alone.dimension, ...alone.warnings]).toEqual([1]);
    const whole = steady(model, { scope: "space" });
    expect(whole.dimension).toBe(8);
    expect(whole.diagnostics.warnings[0]).toMatch(/^2 levels of energy with more than one state count as degenerate/);
  });

  it("leave a diagonal Hamiltonian, and few coordinates of many levels, to the pattern", () => {
    expect(String(steady(kerr({ down: 0, up: 0, F: 0, levels: 12 })).plan)).toMatch(/stationary +classes/);
    const space = levels(80);
    const H = Operator.fromEntries(space, [
      [0, 1, 1, 0],
      [1, 0, 1, 0],
    ]);
    expect(String(steady(modelOf(generator({ system: space, H }), basisState(space, 0)), { scope: "sector" }).plan)).toMatch(
      /stationary +classes/,
    );
  });
});
