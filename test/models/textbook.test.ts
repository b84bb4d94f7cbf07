import { describe, expect, it } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import { cavity, kerr } from "../../src/models/kerr.ts";
import { spinChain } from "../../src/models/spin-chain.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { steady } from "../../src/solvers/steady.ts";

const times = [0.3, 1, 2.5, 7];

/** |Γ(c)|²/|Γ(c + j)|² · ₀F₂(c + j, c* + j; x)/₀F₂(c, c*; x), for complex c = a + ib. */
function drummondWalls(a: number, b: number, x: number, j: number): number {
  const series = (shift: number) => {
    let term = 1;
    let sum = 1;
    for (let k = 0; k < 400; k++) {
      const re = a + shift + k;
      term *= x / ((k + 1) * (re * re + b * b));
      sum += term;
    }
    return sum;
  };
  let gamma = 1;
  for (let k = 0; k < j; k++) gamma /= (a + k) ** 2 + b * b;
  return (gamma * series(j)) / series(0);
}

describe("cavity", () => {
  it("rings up as a displaced thermal state", () => {
    const [Delta, F, kappa, nbar] = [0.7, 0.6, 0.9, 0.2];
    const { observables } = evolve(cavity({ Delta, F, kappa, nbar, levels: 40 }), { times, observables: ["n", "a_re", "a_im"] });
    const w2 = Delta * Delta + (kappa * kappa) / 4;
    const alpha = { re: (-F * Delta) / w2, im: (-F * kappa) / 2 / w2 };
    [0, ...times].forEach((t, k) => {
      const decay = Math.exp((-kappa * t) / 2);
      const [c, s] = [decay * Math.cos(Delta * t), -decay * Math.sin(Delta * t)];
      const re = alpha.re * (1 - c) + alpha.im * s;
      const im = alpha.im * (1 - c) - alpha.re * s;
      expect(observables.a_re[k]).toBeCloseTo(re, 9);
      expect(observables.a_im[k]).toBeCloseTo(im, 9);
      expect(observables.n[k]).toBeCloseTo(re * re + im * im + nbar * (1 - Math.exp(-kappa * t)), 8);
    });
  });

  it("chooses enough levels by itself", () => {
    const { observables, diagnostics } = steady(cavity({ F: 1.5, nbar: 0.5 }));
    expect(observables.n).toBeCloseTo(9 + 0.5, 6);
    expect(diagnostics.cutPopulation.mode).toBeLessThan(1e-8);
  });
});

describe("kerr", () => {
  it("has the exact stationary moments of Drummond and Walls", () => {
    const [Delta, K, F, down] = [-0.5, 0.25, 0.8, 1];
    const { observables, unique } = steady(kerr({ Delta, K, F, down, up: 0, levels: 40 }), { observables: ["n", "n2"] });
    const x = 2 * (F / K) ** 2;
    const moment = (j: number) => (F / K) ** (2 * j) * drummondWalls(Delta / K, down / 2 / K, x, j);
    expect(unique).toBe(true);
    expect(observables.n).toBeCloseTo(moment(1), 10);
    expect(observables.n2).toBeCloseTo(moment(2) + moment(1), 9);
  });

  it("is thermal without drive, and refuses to stand still when the pump wins", () => {
    expect(steady(kerr({ F: 0, down: 1.1, up: 0.1 })).observables.n).toBeCloseTo(0.1, 12);
    expect(() => steady(kerr({ down: 1, up: 1 }))).toThrow(/heats without end/);
    const closed = steady(kerr({ down: 0, up: 0, levels: 5 }));
    expect(closed.dimension).toBe(5);
    expect(closed.diagnostics.warnings.join()).toMatch(/neither damped nor pumped/);
    expect(closed.diagnostics.warnings.join()).not.toMatch(/heats/);
    expect(() => steady(kerr({ down: 0, up: 0, K: 0, Delta: 0 }))).toThrow(/displaces a mode .* without end/);
  });
});

describe("bloch", () => {
  it("settles at the closed form", () => {
    const [Delta, Omega, gamma, nbar, dephasing] = [0.4, 0.9, 0.3, 0.2, 0.15];
    const g1 = gamma * (2 * nbar + 1);
    const g2 = g1 / 2 + dephasing;
    const z = -(gamma / g1) / (1 + (Omega * Omega * g2) / (g1 * (g2 * g2 + Delta * Delta)));
    const found = steady(bloch({ Delta, Omega, gamma, nbar, dephasing }));
    const y = (Delta * Delta + g2 * g2 === 0 ? 0 : (-Omega * z * g2) / (g2 * g2 + Delta * Delta)) as number;
    expect(found.observables.sz).toBeCloseTo(z, 13);
    expect(found.observables.sy).toBeCloseTo(y, 13);
    expect(found.observables.sx).toBeCloseTo((-Delta * y) / g2, 13);
    expect(found.dimension).toBe(1);
  });

  it("does Rabi oscillations without losses", () => {
    const { observables } = evolve(bloch({ Omega: 2, gamma: 0 }), { times });
    [0, ...times].forEach((t, k) => {
      expect(observables.sz[k]).toBeCloseTo(-Math.cos(2 * t), 12);
      expect(observables.sy[k]).toBeCloseTo(Math.sin(2 * t), 12);
    });
  });
});

describe("jaynes-cummings", () => {
  it("exchanges its excitation at 2g√(n + 1), on a sector of three coordinates", () => {
    const solution = evolve(jaynesCummings({ kappa: 0, gamma: 0, n0: 3, g: 0.7 }), { times });
    [0, ...times].forEach((t, k) => {
      expect(solution.observables.pe[k]).toBeCloseTo(Math.cos(1.4 * t) ** 2, 12);
    });
    expect(String(solution.plan)).toMatch(/^sector +3 coordinates of 144$/m);
  });

  it("decays at the Purcell-like rates of the one-excitation block", () => {
    const [kappa, gamma, g] = [0.4, 0.1, 1.3];
    const { observables } = evolve(jaynesCummings({ kappa, gamma, g }), { times });
    const nu = Math.sqrt(g * g - ((kappa - gamma) / 4) ** 2);
    [0, ...times].forEach((t, k) => {
      const amplitude = Math.exp((-(kappa + gamma) * t) / 4) * (Math.cos(nu * t) + ((kappa - gamma) / (4 * nu)) * Math.sin(nu * t));
      expect(observables.pe[k]).toBeCloseTo(amplitude ** 2, 10);
    });
  });
});

describe("spin-chain", () => {
  it("carries the closed-form current on two spins, the same on every link of more", () => {
    const [J, gamma, mu] = [0.8, 1.3, 0.6];
    const { observables } = steady(spinChain({ N: 2, J, Jz: 0, gamma, mu }));
    const j = (2 * J * J * mu * gamma) / (gamma * gamma + 4 * J * J);
    expect(observables.j_1).toBeCloseTo(j, 12);
    expect(observables.sz1).toBeCloseTo(mu - (2 * j) / gamma, 12);
    const longer = steady(spinChain({ N: 4, J, Jz: 0.7, gamma, mu, dephasing: 0.1 }), { observables: ["j_1", "j_2", "j_3"] }).observables;
    expect(longer.j_2).toBeCloseTo(longer.j_1 as number, 12);
    expect(longer.j_3).toBeCloseTo(longer.j_1 as number, 12);
  });
});
