/** Counting on streams against independent numbers: closed forms, contour integrals, enumerations. */
import { describe, expect, it } from "vitest";
import { plus, thermal } from "../../../src/index.ts";
import { counting } from "../../../src/studies/counting/counting.ts";
import {
  contactOf,
  coupling,
  diagonalState,
  excited,
  ground,
  qubit,
  reference,
  S,
  scaled,
  sigmaX,
  sigmaZ,
  streamOf,
  swapMachine,
} from "./models.ts";

describe("a qubit between hot and cold units", () => {
  it("rates, Fano factor and uncertainty product", () => {
    const { e, near } = reference("swap-rates");
    const { rates, theorems } = counting(swapMachine(ground()), { of: ["Q_hot", "Q_cold", "Q"] });
    near(rates?.cumulants.Q_hot, e.c);
    near(rates?.cumulants.Q_cold, e.c_cold);
    near(rates?.cumulants.Q, e.c_sum_hot_cold);
    near(rates?.covariances["Q_hot,Q_cold"], e.cov_hot_cold);
    near(rates?.fano.Q_hot, e.fano);
    expect(rates?.fano.Q).toBeNull();
    near(rates?.entropyProduction, e.sigma_rate);
    near(rates?.uncertaintyProduct.Q_hot, e.TUR);
    for (const certificate of [theorems?.unitality, theorems?.transposition, theorems?.gallavottiCohen])
      expect(certificate?.holds).toBe(true);
  });

  for (const start of ["ground", "excited"] as const) {
    for (const k of [1, 2, 5, 50, 20000]) {
      it(`cumulants after ${k} cycles from the ${start} state`, () => {
        const { e, near } = reference(`swap-finite-${start}-${k}`);
        const model = swapMachine(start === "ground" ? ground() : excited());
        const { cumulants, covariances, firstMoments } = counting(model, {
          of: ["Q_hot", "Q_cold"],
          steps: 2 * k,
          steady: false,
          theorems: false,
        });
        near(
          cumulants.Q_hot.map((list) => list[0]),
          e.K_hot,
        );
        near(
          cumulants.Q_cold.map((list) => list[0]),
          e.K_cold,
        );
        near(covariances["Q_hot,Q_cold"][0], e.cov);
        expect(Math.abs(firstMoments.Q_hot.difference)).toBeLessThan(1e-12 * (1 + Math.abs(firstMoments.Q_hot.ledger)));
      });
    }
  }

  it("the distribution, tails to full relative accuracy", () => {
    const { p, e, near } = reference("swap-P");
    const { distributions } = counting(swapMachine(excited()), { of: ["Q_hot"], steps: 2 * p.k, distribution: true });
    const [{ values, P, quantum, missing }] = distributions;
    expect(quantum[0]).toBeCloseTo(1, 12);
    expect(Math.abs(missing)).toBeLessThan(1e-14);
    const at = new Map(values[0].map((value, k) => [Math.round(value), P[k]]));
    const found = e.P.map((_: number, k: number) => at.get(e.m_min + k) ?? 0);
    near(found, e.P);
    e.P.forEach((expected: number, k: number) => {
      if (expected > 0) expect(Math.abs(found[k] / expected - 1)).toBeLessThan(1e-9);
    });
  });

  it("ln of the dominant eigenvalue and its mirror", () => {
    const { p, e, near } = reference("swap-GC");
    const at = [...p.s, ...p.s.map((s: number) => p.beta_hot - p.beta_cold - s), p.beta_hot - p.beta_cold].map((s: number) => ({
      Q_hot: s,
    }));
    const { generating } = counting(swapMachine(ground()), { of: ["Q_hot"], at });
    near(generating.slice(0, 4), e.lambda);
    near(generating.slice(4, 8), e.lambda_mirror);
    near(generating[8], e.lambda_at_affinity);
  });

  it("the noise of the stationary stream", () => {
    const { p, e, near } = reference("swap-S");
    const { noise } = counting(swapMachine(ground()), { of: ["Q_hot"], omega: p.w });
    near(noise?.S.Q_hot, e.S);
  });
});

describe("a heat engine without conserved energy", () => {
  const { p, e, near } = reference("otto-heat-work");
  const [hot, cold] = [qubit("hot"), qubit("cold")];
  const HS = scaled(sigmaZ(S), p.wS / 2);
  const make = (initial = thermal(HS, { beta: p.beta_S })) =>
    streamOf(
      {
        kind: "cyclic",
        collisions: [
          contactOf(S, HS, scaled(sigmaZ(hot), p.w_hot / 2), coupling(p.g, sigmaX(S), sigmaX(hot)), p.tau, p.beta_hot, "hot"),
          contactOf(S, HS, scaled(sigmaZ(cold), p.w_cold / 2), coupling(p.g, sigmaX(S), sigmaX(cold)), p.tau, p.beta_cold, "cold"),
        ],
      },
      initial,
      HS,
    );

  it("heat and work", () => {
    const of = ["Q_hot", "Q_cold", "W"];
    const at = [
      { Q_hot: p.s[0], Q_cold: p.s[1] },
      { Q_hot: p.beta_hot - p.s[0], Q_cold: p.beta_cold - p.s[1] },
      { Q_hot: p.beta_hot, Q_cold: p.beta_cold },
    ];
    const found = counting(make(), { of, steps: 2 * p.k, at });
    near(found.rates?.cumulants.Q_hot, e.c_hot);
    near(found.rates?.cumulants.Q_cold, e.c_cold);
    near(found.rates?.cumulants.W, e.c_work);
    near(found.rates?.covariances["Q_hot,Q_cold"], e.cov_hot_cold);
    near(found.rates?.entropyProduction, e.sigma_rate);
    near(found.generating, [e.lambda_s, e.lambda_mirror, e.lambda_beta]);
    for (const [name, expected] of [
      ["Q_hot", e.K_hot],
      ["Q_cold", e.K_cold],
      ["W", e.K_work],
    ] as const) {
      near(
        found.cumulants[name].map((list) => list[0]),
        expected,
      );
    }
    expect(found.theorems?.integral?.holds).toBe(true);
  });

  it("entropy production of trajectories", () => {
    const { p: q, e: f, near: close } = reference("integral-theorem");
    const full = counting(make(diagonalState(S, [q.p0, 1 - q.p0])), { of: ["Sigma"], steps: 2 * q.k, distribution: true });
    close(full.theorems?.integral?.value, f.exp_minus_sigma);
    close(full.cumulants.Sigma[0][0], f.sigma);
    close(full.cumulants.Sigma[1][0], f.var_sigma);
    const [{ values, P }] = full.distributions;
    close(
      P.reduce((sum, prob, k) => sum + (values[0][k] < 0 ? prob : 0), 0),
      f.P_negative,
    );
    close(
      P.reduce((sum, prob, k) => sum + prob * Math.exp(-values[0][k]), 0),
      1,
    );
    const pure = counting(make(ground()), { of: ["Sigma"], steps: 2 * q.k, distribution: true });
    close(pure.theorems?.integral?.value, f.exp_minus_sigma_pure);
    expect(pure.theorems?.integral?.holds).toBeNull();
    expect(pure.theorems?.integral?.reason).toMatch(/full rank/);
    close(pure.cumulants.Sigma[0][0], f.sigma_pure);
    close(pure.cumulants.Sigma[1][0], f.var_sigma_pure);
    const [lone] = pure.distributions;
    close(
      lone.P.reduce((sum, prob, k) => sum + (lone.values[0][k] < 0 ? prob : 0), 0),
      f.P_negative_pure,
    );
  });

  it("the entropy production of a trajectory has the ledger's mean", () => {
    const model = make(plus(scaled(excited(), 0.2), scaled(ground(), 0.8)));
    const { cumulants } = counting(model, { of: ["Sigma"], steps: 6 });
    expect(cumulants.Sigma[0][0]).toBeGreaterThan(0);
  });
});
