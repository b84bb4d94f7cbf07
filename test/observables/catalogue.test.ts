import { describe, expect, it } from "vitest";
import {
  expectation,
  observableBook,
  population,
  populations,
  spinComponents,
  standardObservables,
  temperature,
  temperatureOfOccupation,
} from "../../src/observables/catalogue.ts";
import type { Observable } from "../../src/observables/observable.ts";
import { asView } from "../../src/observables/view.ts";
import { lift, times } from "../../src/operators/algebra.ts";
import { annihilate, create, number, sigmaMinus, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { coherent, productState, qubitState, thermalFock } from "../../src/operators/states.ts";
import { fock, qubit, tensor } from "../../src/spaces/space.ts";

/** The recorded value, the slow way. */
function record(observable: Observable, rho: Operator): number | null {
  if (observable.kind === "state") return observable.value(asView(rho));
  if (observable.kind !== "expectation") throw new Error("no ledger here");
  return observable.value(Float64Array.from(observable.operators.flatMap((A) => [...times(rho, A).trace()])));
}

describe("observables", () => {
  it("expectations: real, imaginary, modulus", () => {
    const rho = qubitState([0.6, 0.64, 0]);
    // ⟨σ⁻⟩ = ρ_eg = (x − iy)/2
    expect(record(expectation("a", sigmaMinus(qubit()), "", "re"), rho)).toBeCloseTo(0.3, 15);
    expect(record(expectation("a", sigmaMinus(qubit()), "", "im"), rho)).toBeCloseTo(-0.32, 15);
    expect(record(expectation("a", sigmaMinus(qubit()), "", "abs"), rho)).toBeCloseTo(Math.hypot(0.3, 0.32), 15);
    expect(() => expectation("a", sigmaMinus(qubit()))).toThrow(/`a` must be Hermitian/);
  });

  it("temperature from the occupation, 0 for the vacuum", () => {
    const m = fock(120);
    for (const T of [0.2, 1, 2.5]) expect(record(temperature("T1", number(m)), thermalFock(m, T))).toBeCloseTo(T, 10);
    expect(record(temperature("T1", number(m)), thermalFock(m, 0))).toBe(0);
    expect(temperatureOfOccupation(-1e-15)).toBe(0);
    expect(temperatureOfOccupation(-0.1)).toBeNull();
    expect(temperatureOfOccupation(1e-300)).toBeGreaterThan(0);
    expect(temperatureOfOccupation(1e12, 2) as number).toBeCloseTo(2e12, -1);
  });

  it("Bloch components and populations of a factor", () => {
    const space = tensor(qubit("q"), fock(4, "m"));
    const rho = productState(space, qubitState([0.1, 0.2, 0.3], qubit("q")), thermalFock(fock(4, "m"), 1));
    expect(spinComponents(space, "q", "1").map((o) => [o.name, record(o, rho)])).toEqual([
      ["sx1", expect.closeTo(0.1, 14)],
      ["sy1", expect.closeTo(0.2, 14)],
      ["sz1", expect.closeTo(0.3, 14)],
    ]);
    expect(() => spinComponents(space, "m")).toThrow(/two levels/);
    const p = populations(space);
    const both = record(p.find("p_1_2") as Observable, rho) as number;
    expect(both).toBeCloseTo(0.35 * thermalFock(fock(4), 1).at(2, 2)[0], 15);
    expect(record(p.find("p_6") as Observable, rho)).toBe(both);
    expect(record(population(space, 6), rho)).toBe(both);
    expect(p.find("q_1")).toBeNull();
    expect(() => p.find("p_8")).toThrow(/indices below 8/);
    expect(() => p.find("p_2_0")).toThrow(/indices below 2, 4/);
    expect(() => p.find("p_1_2_3")).toThrow(/one index, or one per factor/);
  });

  it("are found in a book, with a suggestion for a misspelt one", () => {
    const book = observableBook(standardObservables(qubit(), sigmaZ(qubit())), [populations(qubit())]);
    expect(book.names).toEqual(["energy", "ergotropy", "sx", "sy", "sz", "purity", "entropy", "C_l1"]);
    expect(Object.keys(book.descriptions)).toContain("p_k");
    const rho = qubitState([0.6, 0, 0.8]);
    const expected = { energy: 0.8, ergotropy: 1.8, sx: 0.6, sy: 0, sz: 0.8, purity: 1, entropy: 0, C_l1: 0.6, p_0: 0.9 };
    for (const [name, value] of Object.entries(expected)) expect(record(book.find(name), rho)).toBeCloseTo(value, 13);
    expect(() => book.find("purty")).toThrow(/must be one that the model knows, but is "purty"\. Did you mean "purity"\?/);
    expect(() => book.find("p_k")).toThrow(/numbers for its indices, but is "p_k"\. Ask for one of p_0, p_1/);
    expect(() => observableBook([...standardObservables(qubit()), ...standardObservables(qubit())])).toThrow(/different names/);
  });

  it("lifts to complex amplitudes such as ⟨a†b⟩", () => {
    const two = tensor(fock(25, "a"), fock(25, "b"));
    const rho = productState(two, coherent(fock(25, "a"), [0.5, 0.2]), coherent(fock(25, "b"), 0.3));
    const aDagB = times(lift(two, create(fock(25, "a"))), lift(two, annihilate(fock(25, "b"))));
    expect(record(expectation("adag_b", aDagB, "", "im"), rho)).toBeCloseTo(-0.06, 10);
    expect(record(expectation("adag_b", aDagB, "", "re"), rho)).toBeCloseTo(0.15, 10);
  });
});
