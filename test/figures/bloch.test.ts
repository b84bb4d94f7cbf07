/** What figures read off Bloch vectors. */
import { describe, expect, it } from "vitest";
import { qubitCoherence, qubitMean, qubitPurity } from "../../src/figures/bloch.ts";
import { meanValue, plus, qubit, qubitState, scaled, sigmaX, sigmaY, sigmaZ } from "../../src/index.ts";

describe("a Bloch vector", () => {
  it("has the means, the purity and the coherence of its state", () => {
    const [q, r] = [qubit(), [0.3, -0.5, 0.2] as [number, number, number]];
    const rho = qubitState(r, q);
    [sigmaX(q), sigmaY(q), sigmaZ(q)].forEach((sigma, k) => expect(qubitMean(sigma, r)).toBeCloseTo(r[k], 14));
    const X = plus(scaled(sigmaX(q), 0.4), scaled(sigmaY(q), 1.1), scaled(sigmaZ(q), -0.7));
    expect(qubitMean(X, r)).toBeCloseTo(meanValue(rho, X)[0], 14);
    expect(qubitPurity(r)).toBeCloseTo((1 + 0.09 + 0.25 + 0.04) / 2, 14);
    expect(qubitCoherence(r)).toBeCloseTo(Math.sqrt(0.34), 14);
  });
});
