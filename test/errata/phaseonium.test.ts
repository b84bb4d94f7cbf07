/** One test per entry of docs/errata.md, section "Phaseonium", with the entry's number. */
import { describe, expect, it } from "vitest";
import { channelTerms, jointOperators, unitBlocks } from "../../src/dynamics/channel.ts";
import type { Collision, Collisions } from "../../src/dynamics/collisions.ts";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { superoperator } from "../../src/dynamics/representations.ts";
import { averaged } from "../../src/ensembles/averaged.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import {
  apparentAtomTemperature,
  averagedTemperature,
  decoheredTemperature,
  rates,
  stationaryTemperature,
  temperatureOf,
} from "../../src/models/phaseonium-formulas.ts";
import { multiply } from "../../src/numerics/dense.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { inverse } from "../../src/numerics/lu.ts";
import { type Matrix, zeros } from "../../src/numerics/matrix.ts";
import { cos, log, PI, sin } from "../../src/numerics/scalar.ts";
import { commutator, plus, scale } from "../../src/operators/algebra.ts";
import { annihilate, create } from "../../src/operators/named.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock } from "../../src/spaces/space.ts";

const collisionOf = (model: ReturnType<typeof phaseonium>): Collision => {
  const { stream } = model.dynamics as Collisions;
  if (stream.kind !== "constant") throw new Error("The stream is not constant.");
  return stream.collision;
};

describe("phaseonium errata", () => {
  it("1: hot and cold are exchanged in the captions of Figs. 3 and 4", () => {
    expect(stationaryTemperature(0.25, 1.5855)).toBeCloseTo(0.5, 3);
    expect(stationaryTemperature(0.25, 2.4043)).toBeCloseTo(1.5, 3);
    expect(stationaryTemperature(0.2517517, PI / 2)).toBeCloseTo(0.5, 6);
    expect(stationaryTemperature(0.451963, PI / 2)).toBeCloseTo(1.5, 6);
    expect(stationaryTemperature(0.25, 1.5856)).toBeCloseTo(0.5, 3);
  });

  it("2: trapping is the exception to Eq. 17", () => {
    const trapped = steady(phaseonium({ cavities: 1, theta: PI / Math.sqrt(8), levels: 40 }));
    expect(trapped.unique).toBe(false);
    expect(trapped.observables.T1).toBeCloseTo(1.27018200045, 9);
    expect(stationaryTemperature(0.25, 2.404315987)).toBeCloseTo(1.5, 7);
  });

  it("3: the outgoing atom has Γ = cos φ + i sin φ Tr{C'ρ*}", () => {
    const phi = 2.404315987;
    const theta = 0.7;
    const T = stationaryTemperature(0.25, phi) as number;
    const model = phaseonium({ cavities: 1, phi, theta, T0: T, levels: 50 });
    const { observables } = run(model, { steps: 0, observables: ["atom_ee", "atom_re_g2g1", "atom_im_g2g1"] });
    let mean = 0;
    for (let n = 0; n < 50; n++) mean += model.initial.at(n, n)[0] * cos(theta * Math.sqrt(2 * n));
    const half = (1 - 0.0625) / 2;
    expect(observables.atom_ee[0]).toBeCloseTo(0.0625, 12);
    expect(observables.atom_re_g2g1[0]).toBeCloseTo(half * cos(phi), 12);
    expect(observables.atom_im_g2g1[0]).toBeCloseTo(half * sin(phi) * mean, 12);
  });

  it("4: the ratio of Eq. 19 is inverted", () => {
    const T = apparentAtomTemperature(0.25, 2.404315987) as number;
    const { gammaAlpha, gammaBeta } = rates(0.25, 2.404315987);
    expect(T).toBeCloseTo(stationaryTemperature(0.25, 2.404315987) as number, 12);
    expect(1 / log(gammaAlpha / gammaBeta)).toBeCloseTo(-T, 12);
  });

  it("5: (A7) and (A8) are exchanged, and Eqs. 12 and 24 number E3 and E4 differently", () => {
    const model = phaseonium({ cavities: 1, levels: 5, theta: 0.6 });
    const collision = collisionOf(model);
    const [W] = jointOperators(model.dynamics.system, collision);
    const blocks = unitBlocks(model.dynamics.system, collision.unit, W);
    // ⟨e|U|B⟩ takes a photon out: it is −i S†, not ∝ a†; it is the E4 of (12) and the E3 of (24).
    blocks[0 * 3 + 1]?.forEach((i, j, re, im) => {
      expect(i).toBe(j - 1);
      expect(re).toBe(0);
      expect(im).toBeCloseTo(-sin(0.6 * Math.sqrt(2 * j)), 14);
    });
    // ⟨B|U|B⟩ keeps the number: C', the E3 of (12) and the E4 of (24).
    blocks[1 * 3 + 1]?.forEach((i, j, re) => {
      expect(i).toBe(j);
      expect(re).toBeCloseTo(cos(0.6 * Math.sqrt(2 * j)), 14);
    });
  });

  it("6: with the printed quadratures [q, p] = i/2", () => {
    const mode = fock(6);
    const q = scale(plus(create(mode), annihilate(mode)), 0.5);
    const p = scale(plus(create(mode), scale(annihilate(mode), -1)), 0, 0.5);
    for (let n = 0; n < 5; n++) {
      const [re, im] = commutator(q, p).at(n, n);
      expect(re).toBe(0);
      expect(im).toBeCloseTo(0.5, 14);
    }
  });

  it("7: Appendix D needs γβ = b + 2 Re c", () => {
    const phi = 2.404315987;
    expect(decoheredTemperature(0.25, phi, 0.5)).toBeCloseTo(0.644069386022, 11);
    const b = 1 - 0.0625;
    const c = (b / 2) * cos(phi);
    expect(-1 / log((2 * 0.0625) / (b + 2 * 0.5 * c))).toBeCloseTo(0.644069386022, 11);
    expect(Math.abs(-1 / log((2 * 0.0625) / (b + 0.5 * c)) - 0.644069386022)).toBeGreaterThan(0.05);
    // The map itself, with the atoms dephased between the cavities, tends there.
    const { observables } = run(phaseonium({ phi, eps: 0.5, theta: 0.6, levels: [16, 14], T0: 0.8 }), { steps: 3000, saveEvery: 3000 });
    expect(observables.T2[1]).toBeCloseTo(0.644069386022, 4);
  });

  it("8: noise in the interaction time speeds the cooling of the second cavity up", () => {
    const model = phaseonium({ alpha: 0.2517517, phi: PI / 2, theta: 0.4, levels: 24 });
    const target = stationaryTemperature(0.2517517, PI / 2) as number;
    const settled = (T: readonly (number | null)[]) =>
      T.reduce<number>((last, value, k) => (Math.abs((value as number) - target) > 0.01 * (1 - target) ? k + 1 : last), 0);
    const plain = settled(run(model, { steps: 120, saveEvery: 1 }).observables.T2);
    const { observables } = averaged(model, { noise: { theta: normal(0.4, 0.2) }, steps: 120, saveEvery: 1, observables: ["n1", "n2"] });
    const noisy = settled(observables.n2.map((n) => temperatureOf(n as number)));
    expect(plain).toBe(76);
    expect(noisy).toBeLessThan(plain - 3);
    // The first cavity is slowed, as printed: heating, at the 60th collision.
    const hot = phaseonium({ alpha: 0.451963, phi: PI / 2, theta: 0.4, levels: 30 });
    const slowed = averaged(hot, { noise: { theta: normal(0.4, 0.2) }, steps: 60, saveEvery: 60, observables: ["n1"] }).observables
      .n1[1] as number;
    expect(slowed).toBeLessThan((run(hot, { steps: 60, saveEvery: 60, observables: ["n1"] }).observables.n1[1] as number) - 0.01);
  });

  it("9: the second cavity's map from a product start is CPTP; what fails is CP-divisibility", () => {
    const model = phaseonium({ levels: [4, 2], phi: 0.5, theta: 0.9, T0: [0.6, 1] });
    const S = superoperator(channelTerms(model.dynamics.system, collisionOf(model)), 8);
    const first = phaseonium({ cavities: 1, levels: 4, T0: 0.6 }).initial.toMatrix();
    const two = reducedMap(S, first, 2);
    const three = reducedMap(S, first, 3);
    const smallest = (L: Matrix) => eigvalsh(choi(L), { tolerance: 1e-9 })[0];
    expect(smallest(two)).toBeGreaterThan(-1e-14);
    expect(smallest(three)).toBeGreaterThan(-1e-14);
    expect(smallest(multiply(three, inverse(two)))).toBeLessThan(-0.1);
  });

  it("10: γα ≥ γβ has no stationary state, and a truncation fakes one", () => {
    const fake = (levels: number) => {
      const { noStationaryState: _, ...model } = phaseonium({ cavities: 1, alpha: 0.6, phi: 2, levels });
      return steady(model as ReturnType<typeof phaseonium>, { observables: ["n1"] }).observables.n1 as number;
    };
    expect(() => steady(phaseonium({ cavities: 1, alpha: 0.6, phi: 2 }))).toThrow("There is no stationary state");
    expect(fake(40) - fake(20)).toBeGreaterThan(10);
    expect(rates(0.25, PI).gammaBeta).toBeLessThan(1e-15);
  });

  it("11: the matrix of Eq. 5 is no state for ε ≠ 0", () => {
    const half = (1 - 0.0625) / 2;
    const shift = 0.1;
    const printed = zeros(2, 2);
    printed.data.set([half + shift, 0, half, 0, half, 0, half - shift, 0]);
    expect(eigvalsh(printed)[0]).toBeLessThan(-0.01);
    const collision = collisionOf(phaseonium({ shift }));
    const weight = Object.fromEntries(collision.state.map(({ name, weight: w }) => [name, w]));
    expect(weight.B * weight.D - weight["Re BD"] * weight["Re BD"] - weight["Im BD"] * weight["Im BD"]).toBeGreaterThan(-1e-16);
  });

  it("12: at 1500 collisions the second cavity of Fig. 6 is not yet stationary", () => {
    for (const [T0, T] of [
      [1, 1.3751],
      [2, 1.4044],
    ]) {
      const model = phaseonium({ theta: 0.2, T0, levels: T0 === 1 ? 30 : 42, cut: 4 });
      const { observables } = averaged(model, {
        noise: { phi: normal(2.404315987, 0.2) },
        steps: 1500,
        saveEvery: 1500,
        observables: ["T2"],
      });
      expect(Math.abs((observables.T2[1] as number) - T)).toBeLessThan(1e-4);
    }
    expect(averagedTemperature(0.25, 2.404315987, 0.2)).toBeCloseTo(1.3859, 4);
  });
});

/** The map of cavity 2 (two levels) after k collisions, from ρ₁ ⊗ ·; superoperators act on row-major vectors. */
function reducedMap(S: Matrix, rho1: Matrix, k: number): Matrix {
  const d1 = rho1.rows;
  const d2 = 2;
  const D = d1 * d2;
  const embed = zeros(D * D, d2 * d2);
  const trace = zeros(d2 * d2, D * D);
  for (let n = 0; n < d1; n++) {
    for (let i = 0; i < d2; i++) {
      for (let j = 0; j < d2; j++) {
        const joint = (n * d2 + i) * D + n * d2 + j;
        embed.data[2 * (joint * d2 * d2 + i * d2 + j)] = rho1.data[2 * (n * d1 + n)];
        trace.data[2 * ((i * d2 + j) * D * D + joint)] = 1;
      }
    }
  }
  let joint = embed;
  for (let step = 0; step < k; step++) joint = multiply(S, joint);
  return multiply(trace, joint);
}

/** Choi matrix Σ |i⟩⟨j| ⊗ L(|i⟩⟨j|) of a qubit map. */
function choi(L: Matrix): Matrix {
  const C = zeros(4, 4);
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 2; j++) {
      for (let a = 0; a < 2; a++) {
        for (let b = 0; b < 2; b++) {
          const from = 2 * ((a * 2 + b) * 4 + i * 2 + j);
          const to = 2 * ((i * 2 + a) * 4 + j * 2 + b);
          C.data[to] = L.data[from];
          C.data[to + 1] = L.data[from + 1];
        }
      }
    }
  }
  return C;
}
