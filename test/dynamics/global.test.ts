import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eigenoperators } from "../../src/dynamics/eigenoperators.ts";
import { globalMasterEquation } from "../../src/dynamics/global.ts";
import { integrate, lambShifts, principalValue } from "../../src/dynamics/lambshift.ts";
import { adjointDissipator } from "../../src/dynamics/lower.ts";
import { flatSpectrum, ohmic, spectralDensity } from "../../src/dynamics/spectral.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { commutator, dag, hermitianPart, lift, minus, plus, scale, times } from "../../src/operators/algebra.ts";
import { annihilate, number, sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { basisState } from "../../src/operators/states.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { randomOperator } from "../reference/random-generator.ts";
import { modelOf } from "../solvers/model-of.ts";

const size = (A: Operator) => A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const q = qubit();

describe("eigenoperators", () => {
  it("sum to the operator and satisfy [H, A(ω)] = −ω A(ω), on random pairs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.nat(1e6), fc.constantFrom(0.3, 1), (n, seed, density) => {
        const space = levels(n);
        const H = hermitianPart(randomOperator(space, seed, density));
        const A = randomOperator(space, seed + 1, density);
        const parts = eigenoperators(H, A);
        if (A.count > 0) expect(size(minus(plus(...parts.map(({ operator }) => operator)), A))).toBeLessThan(1e-12);
        for (const { omega, operator } of parts) expect(size(plus(commutator(H, operator), scale(operator, omega)))).toBeLessThan(1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it("group degenerate transitions, and nothing else", () => {
    const mode = fock(6);
    expect(eigenoperators(number(mode), annihilate(mode)).map(({ omega }) => omega)).toEqual([1]);
    const anharmonic = plus(number(mode), scale(times(number(mode), number(mode)), 1e-12));
    expect(eigenoperators(anharmonic, annihilate(mode), 1e-9)).toHaveLength(1);
    const kerr = plus(number(mode), scale(minus(times(number(mode), number(mode)), number(mode)), 0.01));
    expect(eigenoperators(kerr, annihilate(mode), 1e-9)).toHaveLength(5);
    expect(eigenoperators(kerr, annihilate(mode), 0.03)).toHaveLength(1);
  });
});

describe("globalMasterEquation", () => {
  it("is the hand calculation for one qubit: rates J(n + 1) and J n", () => {
    const [omega, beta, strength, Omega] = [1.4, 0.8, 0.3, 5];
    const me = globalMasterEquation({
      H: scale(sigmaZ(q), omega / 2),
      couplings: [{ bath: "b", operator: sigmaX(q), spectralDensity: ohmic(strength, Omega), beta }],
    });
    const n = 1 / Math.expm1(beta * omega);
    const J = (strength * omega) / (1 + (omega / Omega) ** 2);
    expect(me.dissipators).toHaveLength(2);
    expect(me.dissipators.map(({ rate }) => rate)).toEqual([expect.closeTo(J * (n + 1), 13), expect.closeTo(J * n, 13)]);
    expect(me.dissipators[0].left.at(1, 0)[0]).toBeCloseTo(1, 14);
  });

  it("gives the same for σx as for the exchange coupling σ⁻ of one qubit", () => {
    const options = (operator: Operator) => ({
      H: scale(sigmaZ(q), 0.7),
      couplings: [{ bath: "b", operator, spectralDensity: ohmic(0.3, 5), beta: 0.8 }],
    });
    const [x, minusOnly] = [globalMasterEquation(options(sigmaX(q))), globalMasterEquation(options(sigmaMinus(q)))];
    expect(x.dissipators.map(({ rate }) => rate)).toEqual(minusOnly.dissipators.map(({ rate }) => rate));
  });

  it("thermalises coupled systems to the Gibbs state of the whole H, with odd continuation", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const space = tensor(a, b);
    const exchange = lift(space, sigmaMinus(a), dag(sigmaMinus(b)));
    const H = plus(lift(space, scale(sigmaZ(a), 0.5)), lift(space, scale(sigmaZ(b), 0.7)), scale(plus(exchange, dag(exchange)), 1.5));
    const beta = 0.6;
    const couplings = [a, b].map((factor) => ({
      bath: factor.factors[0].label,
      operator: lift(space, sigmaMinus(factor)),
      spectralDensity: ohmic(0.1, 10),
      beta,
    }));
    const found = steady(modelOf(globalMasterEquation({ H, couplings }), basisState(space, 3), [], H));
    const state = found.state.matrix();
    const ratio = (i: number) => state.data[2 * (i * 4 + i)];
    expect(Math.log(ratio(3) / ratio(0)) / beta).toBeCloseTo(2 * 1.2, 10);
    expect(found.unique).toBe(true);
    const dropped = globalMasterEquation({ H, couplings, negativeFrequencies: "drop" });
    expect(dropped.dissipators.length).toBeLessThan(globalMasterEquation({ H, couplings }).dissipators.length);
  });

  it("carries no heat in equilibrium, bath by bath", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const space = tensor(a, b);
    const H = plus(lift(space, scale(sigmaZ(a), 0.5)), lift(space, scale(sigmaZ(b), 0.7)), scale(lift(space, sigmaX(a), sigmaX(b)), 0.3));
    const couplings = [a, b].map((factor) => ({
      bath: factor.factors[0].label,
      operator: lift(space, sigmaX(factor)),
      spectralDensity: ohmic(0.1, 10, "exponential"),
      beta: 0.6,
    }));
    const me = globalMasterEquation({ H, couplings });
    const state = steady(modelOf(me, basisState(space, 3))).state;
    for (const bath of ["a", "b"]) {
      let heat = 0;
      const flow = adjointDissipator(me, bath, H);
      state.forEach((i, j, re, im) => {
        const [x, y] = flow.at(j, i);
        heat += x * re - y * im;
      });
      expect(Math.abs(heat)).toBeLessThan(1e-13);
    }
  });

  it("adds a Lamb shift that commutes with H and vanishes with the coupling", () => {
    const H = scale(sigmaZ(q), 0.7);
    const shifted = globalMasterEquation({
      H,
      couplings: [{ bath: "b", operator: sigmaMinus(q), spectralDensity: ohmic(0.2, 8), beta: 1 }],
      lambShift: true,
    });
    const shift = minus(shifted.hamiltonian[0].operator, H);
    expect(size(commutator(H, shift))).toBe(0);
    const { emission, absorption } = lambShifts(ohmic(0.2, 8), 1, 1.4, false);
    expect(shift.at(0, 0)[0]).toBeCloseTo(emission, 13);
    expect(shift.at(1, 1)[0]).toBeCloseTo(absorption, 13);
  });

  it("warns where the secular form keeps apart what the rates mix, and clusters give a flow ∝ g²", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const [lowA, lowB] = [lift(pair, sigmaMinus(a)), lift(pair, sigmaMinus(b))];
    const flow = (g: number, form: "secular" | "unified") => {
      const hop = times(dag(lowA), lowB);
      const H = plus(lift(pair, scale(sigmaZ(a), 0.5)), lift(pair, scale(sigmaZ(b), 0.5)), scale(plus(hop, dag(hop)), g));
      const couplings = [
        { bath: "hot", operator: lowA, spectralDensity: ohmic(0.1, 1e6), beta: 0.5 },
        { bath: "cold", operator: lowB, spectralDensity: ohmic(0.1, 1e6), beta: 2 },
      ];
      const generator = globalMasterEquation({ H, couplings, form });
      const found = steady(modelOf(generator, basisState(pair, 3), [expectation("Q", adjointDissipator(generator, "hot", H))]), {
        observables: ["Q"],
      });
      return { Q: found.observables.Q as number, warnings: found.diagnostics.warnings };
    };
    const [far, near] = [flow(3e-3, "secular"), flow(3e-5, "secular")];
    expect(near.Q).toBeCloseTo(far.Q, 3);
    expect(near.warnings.join()).toMatch(/Bath "hot": two transitions differ by 6.0e-5, less than ten times the rate .* form: "unified"/);
    const [large, small] = [flow(3e-3, "unified"), flow(3e-4, "unified")];
    expect(large.Q).toBeGreaterThan(0);
    expect(large.Q / small.Q).toBeGreaterThan(90);
    expect(large.Q / small.Q).toBeLessThan(101);
    expect(large.warnings.join()).not.toMatch(/unified/);
  });

  it("is the secular form where all frequencies are far apart, and refuses a width that does nothing", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const H = plus(lift(pair, sigmaZ(a)), lift(pair, scale(sigmaZ(b), 0.3)), scale(lift(pair, sigmaX(a), sigmaX(b)), 0.2));
    const couplings = [{ bath: "bath", operator: lift(pair, sigmaX(a)), spectralDensity: ohmic(1e-4, 10), beta: 1 }];
    expect(globalMasterEquation({ H, couplings, form: "unified" })).toEqual(globalMasterEquation({ H, couplings }));
    expect(() => globalMasterEquation({ H, couplings, cluster: 0.1 })).toThrow(/Argument `cluster` must be left out/);
  });

  it("takes the limit J′(0)/β at zero frequency", () => {
    const me = globalMasterEquation({
      H: sigmaZ(q),
      couplings: [{ bath: "b", operator: sigmaZ(q), spectralDensity: ohmic(0.2, 8), beta: 4 }],
    });
    expect(me.dissipators.map(({ rate }) => rate)).toEqual([expect.closeTo(0.05, 15)]);
  });

  it("are those of an Ohmic bath at zero temperature in closed form, and of a Hermitian coupling at zero frequency", () => {
    const [strength, Omega] = [0.2, 8];
    const bath = ohmic(strength, Omega);
    for (const omega of [0.5, 1.4, 20]) {
      // ∫₀^∞ x/((1 + x²/Ω²)(ω ∓ x)) dx = ±(ωΩ² ln(ω/Ω) ∓ πΩ³/2)/(Ω² + ω²), the principal value for ω − x
      const size = strength / (2 * Math.PI) / (Omega ** 2 + omega ** 2);
      const [pole, tail] = [omega * Omega ** 2 * Math.log(omega / Omega), (Math.PI * Omega ** 3) / 2];
      const cold = lambShifts(bath, Number.POSITIVE_INFINITY, omega, true);
      expect(cold.emission).toBeCloseTo(size * (pole - tail), 9);
      expect(cold.absorption).toBeCloseTo(-size * (pole + tail), 9);
      const rotating = lambShifts(bath, Number.POSITIVE_INFINITY, omega, false);
      expect(rotating.emission).toBeCloseTo(size * (pole - tail), 9);
      expect(rotating.absorption).toBeCloseTo(0, 15);
    }
    expect(lambShifts(bath, 1, 0, true)).toEqual({ emission: expect.closeTo((-strength * Omega) / 4, 9), absorption: 0 });
    expect(lambShifts(ohmic(strength, Omega, "exponential"), 1, 0, true).emission).toBeCloseTo((-strength * Omega) / (2 * Math.PI), 9);
  });

  it("answers bad input with a sentence", () => {
    const couplings = (more: object) => [{ bath: "b", operator: sigmaX(q), spectralDensity: ohmic(1, 2), beta: 1, ...more }];
    expect(() => globalMasterEquation({ H: sigmaMinus(q), couplings: couplings({}) })).toThrow(/`H` must be Hermitian/);
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings: couplings({ beta: -1 }) })).toThrow(
      /`couplings\[0\]\.beta` must be a finite number > 0/,
    );
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings: couplings({ operator: sigmaX(qubit("other")) }) })).toThrow(
      /must act on the system qubit:2, but it acts on other:2/,
    );
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings: couplings({ spectralDensity: spectralDensity(() => -1) }) })).toThrow(
      /must be finite and ≥ 0 at all ω ≥ 0, but J\(2\) is -1/,
    );
    expect(() =>
      globalMasterEquation({ H: sigmaZ(q), couplings: couplings({ operator: sigmaZ(q), spectralDensity: flatSpectrum(1) }) }),
    ).toThrow(/vanish linearly at ω = 0/);
    expect(() => globalMasterEquation({ H: sigmaZ(q), couplings: couplings({}), negativeFrequencies: "even" as never })).toThrow(
      /"odd" or "drop"/,
    );
    expect(() => ohmic(1, 0)).toThrow(/`Omega` must be a finite number > 0, but is 0\. Give the cutoff energy/);
    expect(() => ohmic(1, 1, "soft" as never)).toThrow(/"drude", "exponential" or "hard"/);
    expect(() => lambShifts(flatSpectrum(1), 1, 1, false)).toThrow(/does not converge\. Use a spectral density with a cutoff/);
  });
});

describe("principal values", () => {
  it("meet closed forms", () => {
    // P∫₀^∞ dx/((1 + x²)(ω − x)) = (π ω/2 + ln ω)/(1 + ω²)
    for (const omega of [0.3, 1, 4]) {
      expect(principalValue((x) => 1 / (1 + x * x), omega)).toBeCloseTo(
        (Math.PI * omega) / 2 / (1 + omega * omega) + Math.log(omega) / (1 + omega * omega),
        9,
      );
    }
    expect(integrate((x) => 4 / (1 + x * x), 0, 1)).toBeCloseTo(Math.PI, 13);
  });
});
