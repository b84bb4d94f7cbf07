/**
 * What the suites of QuTiP 5, QuantumToolbox.jl and dynamiqs ask of equations local in time, of Bloch–Redfield tensors and of pure starts: one
 * row per case, with values from closed forms.
 */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  coherent,
  create,
  expectation,
  fock,
  type GlobalOfEquation,
  ket,
  lift,
  masterEquation,
  numberOperator,
  ohmic,
  plus,
  projector,
  quadrature,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spectralDensity,
  spin,
  spinX,
  steady,
  tensor,
  thermal,
  zero,
} from "../../src/index.ts";

const { cos, exp, sin, sqrt } = Math;
const q = qubit();
const pe = { pe: projector(q, "e") };

/** x of an oscillator that Redfield's equation damps through its momentum: x″ + γx′ + ω²x = 0 from x₀ at rest. */
function damped(x0: number, omega: number, gamma: number, t: number): number {
  const Omega = sqrt(omega * omega - (gamma * gamma) / 4);
  return x0 * exp((-gamma * t) / 2) * (cos(Omega * t) + (gamma / (2 * Omega)) * sin(Omega * t));
}

/** A mode of frequency 1 coupled by a + a† to a bath at T = 0 with J(1) = γ. */
function oscillator(gamma: number, global: Partial<GlobalOfEquation>) {
  const mode = fock(16);
  const a = annihilate(mode);
  return masterEquation({
    H: numberOperator(mode),
    global: { couplings: [{ bath: "b", operator: plus(a, create(mode)), density: spectralDensity(() => gamma), T: 0 }], ...global },
    initial: coherent(mode, 0.5),
    observables: { x: quadrature(mode, 0), n: numberOperator(mode) },
  });
}

describe("B29: rates that become negative (qutip test_nm_mcsolve, its mesolve)", () => {
  it.each([0.3, 1.2, 2.9])("one decay at γ(t) = 0.2 + sin 3t, to t = %d", (t) => {
    const model = masterEquation({
      H: scaled(sigmaZ(q), 0.5),
      jumps: [[sigmaMinus(q), (s) => 0.2 + sin(3 * s)]],
      negativeRates: true,
      initial: [1, 0],
      observables: pe,
    });
    expect(run(model, { times: [t] }).observables.pe.at(-1)).toBeCloseTo(exp(-0.2 * t - (1 - cos(3 * t)) / 3), 8);
  });

  it.each([0.5, 2, 5])("decay at 1 + ½ cos t against excitation at −¼ cos t, to t = %d", (t) => {
    const model = masterEquation({
      H: zero(q),
      jumps: [
        [sigmaMinus(q), (s) => 1 + cos(s) / 4],
        [sigmaPlus(q), (s) => -cos(s) / 4],
      ],
      negativeRates: true,
      initial: [1, 0],
      observables: pe,
    });
    // the rates add up to 1: p′ = −p − ¼ cos t
    const p = exp(-t) * (1 + 1 / 8) - (cos(t) + sin(t)) / 8;
    expect(run(model, { times: [t] }).observables.pe.at(-1)).toBeCloseTo(p, 8);
  });
});

describe("C08: Bloch–Redfield tensors without and with a secular cut (qutip test_brmesolve, QuantumToolbox brterm)", () => {
  it.each([0.5, 3, 9])("sec_cutoff = −1 of an oscillator damps its momentum alone, t = %d", (t) => {
    const { observables } = run(oscillator(0.2, { form: "redfield" }), { times: [t] });
    expect(observables.x.at(-1)).toBeCloseTo(damped(observables.x[0] as number, 1, 0.2, t), 6);
  });

  it.each(["partial", "secular", "unified"] as const)("a cut below 2ω is the equation with √γ a: %s", (form) => {
    const cluster = form === "secular" ? {} : { cluster: 0.1 };
    const { observables } = run(oscillator(0.2, { form, ...cluster }), { times: [3] });
    expect(observables.x.at(-1)).toBeCloseTo((observables.x[0] as number) * exp(-0.3) * cos(3), 7);
    expect(observables.n.at(-1)).toBeCloseTo(0.25 * exp(-0.6), 7);
  });

  it("a coupling σz dephases at the rate of zero frequency, in every form", () => {
    for (const form of ["secular", "unified", "partial", "redfield", "geometric"] as const) {
      const model = masterEquation({
        H: sigmaZ(q),
        global: { couplings: [{ bath: "b", operator: sigmaZ(q), density: ohmic(0.1, 10), T: 0.5 }], form },
        initial: [Math.SQRT1_2, Math.SQRT1_2],
      });
      // γ(0) = 0.1 · T, and D[σz] at γ shrinks the coherence with 2γ
      expect(run(model, { times: [2], observables: ["sx"] }).observables.sx.at(-1), form).toBeCloseTo(exp(-0.2) * cos(4), 8);
    }
  });

  it("two coupled qubits at one temperature end in the Gibbs state of the whole, with detailed balance", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const H = plus(lift(pair, scaled(sigmaZ(a), 0.5)), lift(pair, scaled(sigmaZ(b), 0.8)), scaled(lift(pair, sigmaX(a), sigmaX(b)), 0.25));
    const couplings = [a, b].map((site, k) => ({ bath: `b${k}`, operator: sigmaX(site), density: ohmic(0.001, 20), T: 0.9 }));
    const found = steady(masterEquation({ H, global: { couplings }, initial: thermal(H, { T: 3 }), observables: { H } }));
    const gibbs = thermal(H, { T: 0.9 });
    let energy = 0;
    gibbs.forEach((i, j, re) => {
      energy += re * H.at(j, i)[0];
    });
    expect(found.observables.H).toBeCloseTo(energy, 11);
    expect(found.diagnostics.warnings).toEqual([]);
  });
});

describe("K07: pure starts (qutip test_sesolve, krylovsolve; QuantumOptics schroedinger)", () => {
  it.each([0.4, 2.5])("a spin 1 that turns about x: amplitudes cos²(t/2), −i sin t/√2, −sin²(t/2) at t = %d", (t) => {
    const space = spin(1);
    const end = ket(space, [cos(t / 2) ** 2, [0, -sin(t) / sqrt(2)], -(sin(t / 2) ** 2)]);
    const model = masterEquation({ H: spinX(space), initial: [1, 0, 0], observables: [expectation("overlap", end)] });
    expect(run(model, { times: [t] }).observables.overlap.at(-1)).toBeCloseTo(1, 9);
  });

  it("stay pure", () => {
    const space = fock(12);
    const H = [numberOperator(space), [plus(annihilate(space), create(space)), (t: number) => sin(t)] as const];
    const model = masterEquation({ H, initial: [1, ...new Array(11).fill(0)], observables: { n: numberOperator(space) } });
    expect(run(model, { times: [0.7], observables: ["purity"] }).observables.purity.at(-1)).toBeCloseTo(1, 8);
  });
});
