import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { quadraticGenerator } from "../../src/dynamics/quadratic.ts";
import { modelByName } from "../../src/models/index.ts";
import { phaseoniumLimit, phaseoniumLimitGenerator } from "../../src/models/phaseonium-limit.ts";
import { cos, exp, sin, sinh } from "../../src/numerics/scalar.ts";
import { temperatureOfOccupation } from "../../src/observables/catalogue.ts";
import { covarianceDiscord, covarianceLogNegativity } from "../../src/observables/gaussian-measures.ts";
import { type GaussianState, gaussianState, modeMoments, momentsOf } from "../../src/observables/moments.ts";
import { dag, hermitianPart, identity, lift, minus, plus, scale, times } from "../../src/operators/algebra.ts";
import { annihilate, create, number, quadrature, sigmaMinus } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { coherent, productState, squeezed, thermalFock } from "../../src/operators/states.ts";
import { evolveGaussian, stationaryGaussian } from "../../src/solvers/gaussian.ts";
import { run } from "../../src/solvers/run.ts";
import { fock, qubit, type Space, tensor } from "../../src/spaces/space.ts";

const vacuum: GaussianState = { mean: new Float64Array(2), covariance: Float64Array.of(1, 0, 0, 1) };
const close = (found: ArrayLike<number>, expected: readonly number[], digits = 12) => {
  expected.forEach((value, k) => {
    expect(found[k], `entry ${k}`).toBeCloseTo(value, digits);
  });
};

/** A damped cavity with frequency, drive and squeezing. */
function cavity(d: number, { omega = 0, F = 0, xi = 0, kappa = 1, nbar = 0 }): Generator {
  const m = fock(d);
  const a = annihilate(m);
  const H = plus(scale(number(m), omega), scale(plus(a, dag(a)), F), scale(plus(times(a, a), dag(times(a, a))), xi));
  return generator({
    system: m,
    H,
    jumps: [
      { operator: a, rate: kappa * (nbar + 1) },
      { operator: dag(a), rate: kappa * nbar },
    ],
  });
}

describe("one mode", () => {
  it("decays to its bath: n(t) = n̄ + (n₀ − n̄)e^{−κt}, amplitudes as e^{−iωt − κt/2}", () => {
    const q = quadraticGenerator(cavity(6, { omega: 1.3, kappa: 0.4, nbar: 0.7 }));
    const start = { mean: Float64Array.of(1, 0), covariance: Float64Array.of(3, 0, 0, 3) };
    for (const state of [evolveGaussian(q, start, [2.5])[0], evolveGaussian(q, start, [0.1, 0.7, 2.5])[2]]) {
      close(state.mean, [exp(-0.5) * cos(3.25), -exp(-0.5) * sin(3.25)]);
      close(state.covariance, [2.4 + 0.6 * exp(-1), 0, 0, 2.4 + 0.6 * exp(-1)]);
    }
    const limit = stationaryGaussian(q) as GaussianState;
    close(limit.covariance, [2.4, 0, 0, 2.4]);
  });

  it("is displaced by a drive and squeezed by a² + a†²", () => {
    const driven = stationaryGaussian(quadraticGenerator(cavity(6, { omega: 0.5, F: 0.3, kappa: 2 }))) as GaussianState;
    // ⟨a⟩ = −iF/(κ/2 + iω)
    close(driven.mean, [-Math.SQRT2 * 0.3 * 0.4, -Math.SQRT2 * 0.3 * 0.8]);
    close(driven.covariance, [1, 0, 0, 1]);
    const parametric = stationaryGaussian(quadraticGenerator(cavity(6, { xi: 0.2, kappa: 1 }))) as GaussianState;
    // Degenerate parametric oscillator: variances κ/(κ ± 4ξ) along the diagonals.
    const [plusAxis, minusAxis] = [1 / 1.8, 1 / 0.2];
    close(parametric.covariance, [
      (plusAxis + minusAxis) / 2,
      (plusAxis - minusAxis) / 2,
      (plusAxis - minusAxis) / 2,
      (plusAxis + minusAxis) / 2,
    ]);
  });

  it("has no stationary state beyond the threshold, without damping, or with gain", () => {
    expect(stationaryGaussian(quadraticGenerator(cavity(6, { xi: 0.3, kappa: 1 })))).toBeNull();
    expect(stationaryGaussian(quadraticGenerator(cavity(6, { omega: 1, kappa: 0 })))).toBeNull();
    const m = fock(5);
    expect(
      stationaryGaussian(quadraticGenerator(generator({ system: m, H: number(m), jumps: [{ operator: create(m), rate: 1 }] }))),
    ).toBeNull();
    expect(stationaryGaussian(quadraticGenerator(generator({ system: m, H: scale(number(m), 0) })))).toBeNull();
  });

  it("is exact for long times and many steps", () => {
    const q = quadraticGenerator(cavity(6, { omega: 40, kappa: 1e-3, nbar: 2 }));
    const [once] = evolveGaussian(q, { ...vacuum, mean: Float64Array.of(1, 0) }, [1000]);
    close(once.covariance, [1 + 4 * (1 - exp(-1)), 0, 0, 1 + 4 * (1 - exp(-1))], 9);
    close(once.mean, [exp(-0.5) * cos(40_000), -exp(-0.5) * sin(40_000)], 9);
    const steps = evolveGaussian(
      q,
      { ...vacuum, mean: Float64Array.of(1, 0) },
      Array.from({ length: 1000 }, (_, k) => k + 1),
    );
    close(steps[999].mean, [...once.mean], 9);
  });
});

describe("against the density matrix", () => {
  /** dρ/dt by the definition. */
  function derivative({ hamiltonian, dissipators }: Generator, rho: Operator): Operator {
    const H = plus(...hamiltonian.map(({ operator, coefficient }) => scale(operator, coefficient as number)));
    const parts = dissipators.map(({ left, right, rate }) => {
      const product = times(dag(right), left);
      return scale(minus(times(left, rho, dag(right)), scale(plus(times(product, rho), times(rho, product)), 0.5)), rate as number);
    });
    return plus(scale(minus(times(H, rho), times(rho, H)), 0, -1), ...parts);
  }

  const [A, B] = [fock(7, "a"), fock(7, "b")];
  const space = tensor(A, B);
  const ladder = [A, B].map((mode) => lift(space, annihilate(mode)));
  const x = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 });

  const linear = (c: readonly number[]) =>
    plus(
      scale(ladder[0], c[0], c[1]),
      scale(dag(ladder[0]), c[2], c[3]),
      scale(ladder[1], c[4], c[5]),
      scale(dag(ladder[1]), c[6], c[7]),
      scale(identity(space), c[8], c[9]),
    );

  it("gives the same rates of all first and second moments, for random quadratic generators with cross terms", () => {
    fc.assert(
      fc.property(x, fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 32, maxLength: 32 }), (c, amplitudes) => {
        const H = hermitianPart(times(linear(c.slice(0, 10)), linear(c.slice(10, 20))));
        const [L, K] = [linear(c.slice(20, 30)), linear(c.slice(30, 40))];
        const g: Generator = {
          ...generator({ system: space, H }),
          dissipators: [
            { left: L, right: L, rate: 0.7, bath: "x" },
            { left: L, right: K, rate: 0.3, bath: "x" },
            { left: K, right: L, rate: 0.3, bath: "x" },
          ],
        };
        // A state on at most three photons a mode, so that nothing reaches the cut.
        const rho = lowState(space, amplitudes);
        const q = quadraticGenerator(g);
        const [state, change] = [gaussianState(rho), modeMoments(derivative(g, rho), ["a", "b"])];
        const h = 1e-5;
        const [early, late] = [-1, 1].map((sign) => rates(q, state, sign * h));
        change.a.forEach((pair, k) => {
          close(pair, [(late.a[k][0] - early.a[k][0]) / (2 * h), (late.a[k][1] - early.a[k][1]) / (2 * h)], 6);
        });
        for (const name of ["aa", "adagA"] as const) {
          change[name].forEach((row, j) => {
            row.forEach((pair, k) => {
              const [was, is] = [early[name][j][k], late[name][j][k]];
              close(pair, [(is[0] - was[0]) / (2 * h), (is[1] - was[1]) / (2 * h)], 6);
            });
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  /** Moments after one Euler step of the moment equations. */
  function rates({ drift, drive, diffusion }: ReturnType<typeof quadraticGenerator>, { mean, covariance }: GaussianState, h: number) {
    const n = mean.length;
    const range = Array.from({ length: n }, (_, i) => i);
    const dm = range.map((i) => range.reduce((sum, j) => sum + drift[i * n + j] * mean[j], drive[i]));
    const dV = covariance.map((_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return range.reduce(
        (sum, k) => sum + drift[i * n + k] * covariance[k * n + j] + covariance[i * n + k] * drift[j * n + k],
        diffusion[at],
      );
    });
    return momentsOf({ mean: mean.map((m, i) => m + h * dm[i]), covariance: covariance.map((v, k) => v + h * dV[k]) });
  }

  it("agrees with a run of the cavity model", () => {
    const model = modelByName("cavity", { levels: 40, nbar: 0.3 });
    const q = quadraticGenerator(model.dynamics as Generator);
    const times = [0, 0.5, 1, 2];
    const solution = run(model, { times, observables: ["n"] });
    evolveGaussian(q, gaussianState(model.initial), times).forEach((state, k) => {
      const moments = momentsOf(state);
      expect(moments.adagA[0][0][0]).toBeCloseTo(solution.observables.n[k] as number, 6);
    });
  });
});

function lowState(space: Space, amplitudes: readonly number[]): Operator {
  const psi = Array.from({ length: 16 }, (_, k) => [k === 0 ? 4 : amplitudes[2 * k], amplitudes[2 * k + 1]] as const);
  const norm = psi.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
  const index = (k: number) => (k >> 2) * space.stride(0) + (k & 3);
  return Operator.fromEntries(
    space,
    psi.flatMap(([a, b], i) => psi.map(([c, d], j) => [index(i), index(j), (a * c + b * d) / norm, (b * c - a * d) / norm] as const)),
  );
}

describe("moments and Gaussian states", () => {
  it("are each other's inverse", () => {
    const space = tensor(fock(40, "a"), fock(12, "b"), fock(3, "c"));
    const rho = productState(
      space,
      squeezed(fock(40, "a"), 0.3, 0.8),
      coherent(fock(12, "b"), [0.4, -0.2]),
      thermalFock(fock(3, "c"), 0.2),
    );
    const moments = modeMoments(rho, ["a", "b", "c"]);
    const back = momentsOf(gaussianState(rho));
    moments.a.forEach((pair, k) => {
      close(back.a[k], pair);
    });
    for (const name of ["aa", "adagA"] as const)
      moments[name].forEach((row, j) => {
        row.forEach((pair, k) => {
          close(back[name][j][k], pair);
        });
      });
  });

  it("makes entanglement by two-mode squeezing: E_N = 2gt/ln 2 without losses", () => {
    const space = tensor(fock(4, "a"), fock(4, "b"));
    const ab = times(lift(space, annihilate(fock(4, "a"))), lift(space, annihilate(fock(4, "b"))));
    const q = quadraticGenerator(generator({ system: space, H: plus(scale(ab, 0, 0.6), dag(scale(ab, 0, 0.6))) }));
    const start = { mean: new Float64Array(4), covariance: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1) };
    const [state] = evolveGaussian(q, start, [0.9]);
    expect(covarianceLogNegativity(state.covariance)).toBeCloseTo((2 * 0.54) / Math.LN2, 12);
    expect(momentsOf(state).adagA[0][0][0]).toBeCloseTo(sinh(0.54) ** 2, 12);
    expect(covarianceDiscord(state.covariance, 1)).toBeGreaterThan(0);
  });
});

describe("the phaseonium limit", () => {
  interface Case {
    id: string;
    params: { alpha: number; phi: number };
    expected: Record<string, number[]>;
  }
  const { cases } = JSON.parse(readFileSync(new URL("../fixtures/phaseonium.json", import.meta.url), "utf8")) as { cases: Case[] };
  const gauss = cases.filter(({ id }) => id === "gauss.hot" || id === "gauss.cold");

  it.each(gauss.map((c) => [c.id, c] as const))(
    "%s by covariances, with three levels a cavity to write the operators on",
    (_, { params, expected }) => {
      const q = quadraticGenerator(phaseoniumLimitGenerator(params.alpha, params.phi, [fock(3, "a"), fock(3, "b")]));
      const n0 = 1 / (Math.E - 1);
      const start = { mean: new Float64Array(4), covariance: new Float64Array(16) };
      for (const k of [0, 5, 10, 15]) start.covariance[k] = 2 * n0 + 1;
      const times = Object.keys(expected).map((key) => Number(key.slice(3)));
      evolveGaussian(q, start, times).forEach((state, k) => {
        const { adagA } = momentsOf(state);
        close([adagA[0][0][0], adagA[1][1][0], adagA[0][1][0]], expected[`tau${times[k]}`], 11);
      });
      const limit = stationaryGaussian(q) as GaussianState;
      expect(temperatureOfOccupation(momentsOf(limit).adagA[1][1][0])).toBeCloseTo(params.phi > 2 ? 1.5 : 0.5, 7);
    },
  );

  it("by the density matrix", () => {
    const { params, expected } = gauss[1];
    const model = phaseoniumLimit({ ...params, levels: 22 });
    const solution = run(model, {
      times: [0, 1, 4],
      observables: ["n1", "n2", "adag_b", "discord", "gaussian_mutual_information"],
    });
    for (const [k, key] of [
      [1, "tau1"],
      [2, "tau4"],
    ] as const) {
      close([solution.observables.n1[k] ?? 0, solution.observables.n2[k] ?? 0, solution.observables.adag_b[k] ?? 0], expected[key], 6);
    }
    expect(model.noStationaryState).toBeUndefined();
    expect(phaseoniumLimit({ alpha: 0.9, levels: 5 }).noStationaryState).toMatch(/grow without limit/);
  });

  it("for three cavities leaves the first two alone", () => {
    const make = (count: number) =>
      quadraticGenerator(
        phaseoniumLimitGenerator(
          0.25,
          2.4,
          ["a", "b", "c"].slice(0, count).map((label) => fock(3, label)),
        ),
      );
    const start = (count: number) => ({
      mean: new Float64Array(2 * count),
      covariance: Float64Array.from({ length: 4 * count * count }, (_, k) => (k % (2 * count + 1) === 0 ? 2 : 0)),
    });
    const two = momentsOf(evolveGaussian(make(2), start(2), [3])[0]);
    const three = momentsOf(evolveGaussian(make(3), start(3), [3])[0]);
    for (const j of [0, 1]) for (const k of [0, 1]) close(three.adagA[j][k], two.adagA[j][k]);
    expect(three.adagA[2][2][0]).not.toBeCloseTo(two.adagA[1][1][0], 3);
  });
});

describe("refusals", () => {
  it("say what is not quadratic", () => {
    const m = fock(8);
    const n = number(m);
    expect(() => quadraticGenerator(generator({ system: m, H: times(n, n) }))).toThrow(
      /`H\[0\]` must be of second order in a and a†.*Evolve the density matrix/,
    );
    expect(() => quadraticGenerator(generator({ system: m, H: n, jumps: [{ operator: n, rate: 1 }] }))).toThrow(
      /dissipator 0` must be of first order/,
    );
    expect(() => quadraticGenerator(generator({ system: qubit(), H: plus(sigmaMinus(qubit()), dag(sigmaMinus(qubit()))) }))).toThrow(
      /truncated modes alone/,
    );
    const pulsed = {
      ...generator({ system: m, H: n }),
      hamiltonian: [{ operator: n, coefficient: { at: (t: number) => t, breakpoints: [] } }],
    };
    expect(() => quadraticGenerator(pulsed)).toThrow(/depends on time/);
  });

  it("forgive the cut of (a + a†)²", () => {
    const m = fock(6);
    const x = quadrature(m, 0);
    const q = quadraticGenerator(generator({ system: m, H: times(x, x) }));
    close(q.drift, [0, 0, -2, 0]);
  });

  it("of times and starts", () => {
    const q = quadraticGenerator(cavity(4, {}));
    expect(() => evolveGaussian(q, vacuum, [1, 0.5])).toThrow(/times` must increase/);
    expect(() => evolveGaussian(q, vacuum, [-1])).toThrow(/≥ 0/);
    expect(() => evolveGaussian(q, { mean: new Float64Array(4), covariance: new Float64Array(16) }, [1])).toThrow(
      /2 means and 4 covariances for 1 modes/,
    );
    expect(() => evolveGaussian(q, {} as GaussianState, [1])).toThrow(TypeError);
  });
});
