import { describe, expect, it } from "vitest";
import { log, sinh } from "../../src/numerics/scalar.ts";
import { correlationObservables, gaussianObservables } from "../../src/observables/correlations.ts";
import { covarianceDiscord, gaussianDiscord, thermalEntropy } from "../../src/observables/gaussian-measures.ts";
import { covarianceMatrix } from "../../src/observables/moments.ts";
import type { Observable } from "../../src/observables/observable.ts";
import { asView } from "../../src/observables/view.ts";
import { times } from "../../src/operators/algebra.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { coherent, ket, productState, twoModeSqueezed } from "../../src/operators/states.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";

function record(observable: Observable, rho: Operator): number | null {
  if (observable.kind === "state") return observable.value(asView(rho));
  if (observable.kind !== "expectation") throw new Error("no ledger here");
  return observable.value(Float64Array.from(observable.operators.flatMap((A) => [...times(rho, A).trace()])));
}

const all = (observables: Observable[], rho: Operator) => Object.fromEntries(observables.map((o) => [o.name, record(o, rho)]));

describe("correlation observables", () => {
  it("of a Bell pair, with the qubit of the rest measured", () => {
    const bell = ket(tensor(qubit("a"), qubit("b")), [0, 1, -1, 0], { normalise: true });
    const found = all(correlationObservables(bell.space, ["a"]), bell);
    expect(found.mutual_information).toBeCloseTo(2 * log(2), 12);
    expect(found.negativity).toBeCloseTo(0.5, 13);
    expect(found.log_negativity).toBeCloseTo(1, 13);
    expect(found.discord).toBeCloseTo(log(2), 12);
  });

  it("leave discord out where no side is a qubit, and measure the qubit wherever it is", () => {
    const names = (a: number, b: number) => correlationObservables(tensor(levels(a, "a"), levels(b, "b")), ["a"]).map(({ name }) => name);
    expect(names(3, 3)).not.toContain("discord");
    expect(names(2, 3)).toContain("discord");
    expect(correlationObservables(tensor(qubit("a"), fock(3, "b")), ["a"]).at(-1)?.description).toMatch(/with a measured/);
    expect(() => correlationObservables(tensor(qubit("a"), qubit("b")), ["c"])).toThrow(/name a factor/);
  });
});

describe("Gaussian observables", () => {
  const space = tensor(fock(15, "a"), fock(15, "b"));
  const observables = gaussianObservables(space, [fock(15, "a"), fock(15, "b")]);

  it("use the covariance matrix where phases are there: a two-mode squeezed vacuum", () => {
    const rho = twoModeSqueezed(space, 0.4, 0.9);
    const found = all(observables, rho);
    const S = thermalEntropy(sinh(0.4) * sinh(0.4));
    expect(found.gaussian_mutual_information).toBeCloseTo(2 * S, 5);
    expect(found.discord).toBeCloseTo(S, 5);
    expect(found.discord_1).toBeCloseTo(covarianceDiscord(covarianceMatrix(rho, ["a", "b"]), 1), 9);
  });

  it("are blind to displacements", () => {
    const rho = productState(space, coherent(fock(15, "a"), [0.3, 0.4]), coherent(fock(15, "b"), -0.5));
    for (const value of Object.values(all(observables, rho))) expect(Math.abs(value as number)).toBeLessThan(1e-7);
  });

  it("use the phase-free formulas on exact zeros, clip rounding, and give null for impossible moments", () => {
    const at = (...e: number[]) =>
      observables[1].kind === "expectation" && observables[1].value(Float64Array.of(...e, ...new Array(16 - e.length).fill(0)));
    expect(at(0.7, 0, 0.4, 0, 0.18, 0.24)).toBe(gaussianDiscord({ n1: 0.7, n2: 0.4, adag_b: 0.3 }, 2));
    expect(at(-1e-18, 0, 0, 0, 0, 0)).toBe(0);
    expect(at(0.1, 0, 0.1, 0, 0.2, 0)).toBeNull();
    expect(at(0.1, 0, 0.1, 0, 0, 0, 0, 0, 0, 0, 0.5)).toBeNull();
  });
});
