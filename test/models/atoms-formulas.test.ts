import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  catalan,
  dipolePair,
  longTimeCaloric,
  longTimeCoherence,
  pairCoherence,
  pairPlateau,
  pairRates,
  saturatedCoherence,
} from "../../src/models/atoms-formulas.ts";
import { pairCoupling } from "../../src/models/atoms-geometry.ts";
import { polynomialFit } from "../../src/numerics/fit.ts";

interface Case {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: the fixture's cases differ in shape
  readonly params: any;
  // biome-ignore lint/suspicious/noExplicitAny: the fixture's cases differ in shape
  readonly expected: any;
  readonly tolerance: { readonly rel: number; readonly abs: number };
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL("../fixtures/thermal-coherence.json", import.meta.url), "utf8"));
const find = (id: string) => cases.find((entry) => entry.id === id) as Case;

function near({ tolerance: { rel, abs }, id }: Case, actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${id}: ${actual} against ${expected}`).toBeLessThanOrEqual(abs + rel * Math.abs(expected));
}

describe("closed forms of the atoms model", () => {
  for (const entry of cases.filter(({ id }) => id.startsWith("eq5-fig2"))) {
    it(`meet ${entry.id}`, () => {
      entry.params.times.forEach((t: number, k: number) => {
        near(entry, pairCoherence(t, entry.params.nbar), entry.expected[k]);
      });
    });
  }

  it("meet the rates, derivatives and plateaus of a pair", () => {
    const rates = find("eq5-rates");
    const { a, b } = pairRates(10);
    near(rates, a, rates.expected.a);
    near(rates, b, rates.expected.b);
    const long = find("eq5-long-time");
    long.params.nbar.forEach((n: number, k: number) => {
      near(long, pairPlateau(n, 0), long.expected[k]);
    });
    for (const id of ["fig3a-long-time", "fig3b-long-time"]) {
      near(find(id), pairPlateau(10, find(id).expected.p_A), find(id).expected.C_l1);
    }
    const small = find("eq5-small-time");
    // C(h) = d1 h + d2 h²/2 + O(h³): two steps cancel the cubic term to O(h)
    const [h, half] = [1e-4, 5e-5];
    const slope = (t: number) => pairCoherence(t, 10) / t;
    const d1 = (8 * slope(half / 2) - 6 * slope(half) + slope(h)) / 3;
    expect(Math.abs(d1 / small.expected.d1 - 1)).toBeLessThan(1e-6);
    const curvature = (2 * (slope(h) - slope(half))) / (h - half);
    expect(Math.abs(curvature / small.expected.d2 - 1)).toBeLessThan(6e-3);
  });

  it("meet the growth law, its limit, its caloric part and the number of stationary states", () => {
    for (const id of ["fig4-values", "fig4-extended", "caloric-part"]) {
      const entry = find(id);
      const law = id === "caloric-part" ? longTimeCaloric : longTimeCoherence;
      entry.params.N.forEach((N: number, k: number) => {
        near(entry, law(N, entry.params.nbar), entry.expected[k]);
      });
    }
    const limit = find("fig4-saturation");
    limit.params.N.forEach((N: number, k: number) => {
      near(limit, saturatedCoherence(N), limit.expected[k]);
    });
    const counts = find("structure-counts");
    counts.params.N.forEach((N: number, k: number) => {
      expect(catalan(N)).toBe(counts.expected.kernel_dim[k]);
    });
  });

  it("meet the cubic fit", () => {
    const entry = find("fig4-cubic-fit");
    const { N, nbar } = entry.params;
    const fit = polynomialFit(
      N,
      N.map((n: number) => longTimeCoherence(n, nbar)),
      3,
    );
    fit.coefficients.forEach((c, k) => {
      near(entry, c, entry.expected.c3_c2_c1_c0[k]);
    });
    fit.residuals.forEach((r, k) => {
      near(entry, r, entry.expected.residuals[k]);
    });
    near(entry, fit.R2, entry.expected.R2);
    near(entry, fit.at(8), entry.expected.prediction_N8_N10[0]);
    near(entry, fit.at(10), entry.expected.prediction_N8_N10[1]);
  });

  it("meet the couplings at any distance", () => {
    const entry = find("geometry");
    entry.params.xi_alpha.forEach(([xi, alpha]: [number, number], k: number) => {
      const { f, gamma } = pairCoupling(xi, Math.cos(alpha), 1);
      near(entry, f, entry.expected[k][0]);
      near(entry, gamma, entry.expected[k][1]);
    });
    const limit = find("near-limit");
    limit.params.alpha.forEach((alpha: number, k: number) => {
      const { f, gamma } = pairCoupling(limit.params.xi, Math.cos(alpha), 1);
      near(limit, f * limit.params.xi ** 3, limit.expected[k][0]);
      near(limit, (1 - gamma) / limit.params.xi ** 2, limit.expected[k][1]);
    });
  });

  it("meet the pair's motion under the coupling alone", () => {
    for (const id of ["a1-a", "a1-b"]) {
      const entry = find(id);
      const [, eg, ge] = entry.params.psi_ee_eg_ge_gg;
      const rho23: [number, number] = [eg[0] * ge[0] + eg[1] * ge[1], eg[1] * ge[0] - eg[0] * ge[1]];
      const start = { rho22: eg[0] ** 2 + eg[1] ** 2, rho33: ge[0] ** 2 + ge[1] ** 2, rho23 };
      const end = dipolePair(start, entry.params.f, entry.params.t);
      near(entry, end.rho22, entry.expected.rho22);
      near(entry, end.rho33, entry.expected.rho33);
      near(entry, end.rho23[0], entry.expected.rho23[0]);
      near(entry, end.rho23[1], entry.expected.rho23[1]);
    }
  });
});
