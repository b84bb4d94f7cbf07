import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "../../src/numerics/scalar.ts";
import { classicalCorrelations, discord } from "../../src/observables/discord.ts";
import { entropy, mutualInformation } from "../../src/observables/entropy.ts";
import { dag, plus, scale, tensorOperators, times } from "../../src/operators/algebra.ts";
import { sigmaX, sigmaY, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, ket, maximallyMixed, mixture, qubitState } from "../../src/operators/states.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { randomState } from "../reference/random-state.ts";

const [a, b] = [qubit("a"), qubit("b")];
const two = tensor(a, b);

/** (1 + Σ c_k σ_k ⊗ σ_k)/4 */
function bellDiagonal(c: readonly [number, number, number]): Operator {
  return plus(
    maximallyMixed(two),
    scale(tensorOperators(sigmaX(a), sigmaX(b)), c[0] / 4),
    scale(tensorOperators(sigmaY(a), sigmaY(b)), c[1] / 4),
    scale(tensorOperators(sigmaZ(a), sigmaZ(b)), c[2] / 4),
  );
}

describe("discord", () => {
  it("of Bell-diagonal states: I − C with C from the largest |c| (Luo, PRA 77, 042303)", () => {
    for (const c of [
      [0.3, -0.3, 0.3],
      [0.5, 0.1, -0.2],
      [-0.2, -0.6, -0.1],
      [0.1, 0.2, 0.65],
    ] as const) {
      const rho = bellDiagonal(c);
      const most = Math.max(...c.map(Math.abs));
      const C = ((1 - most) / 2) * log(1 - most) + ((1 + most) / 2) * log(1 + most);
      for (const side of ["a", "b"]) {
        expect(classicalCorrelations(rho, side)).toBeCloseTo(C, 10);
        expect(discord(rho, side)).toBeCloseTo(mutualInformation(rho, ["a"]) - C, 10);
      }
    }
  });

  it("finds a best direction between the axes, where neither of them is one (an X state)", () => {
    const p = [0.0783, 0.125, 0.125, 0.6717];
    const rho = Operator.fromEntries(two, [...p.map((x, i) => [i, i, x] as const), [1, 2, 0.1], [2, 1, 0.1]]);
    const term = (x: number) => (x > 0 ? -x * log(x) : 0);
    const conditional = (theta: number) =>
      [0, Math.PI / 2].reduce((sum, turn) => {
        const [c, s] = [Math.cos(theta / 2 + turn), Math.sin(theta / 2 + turn)];
        const [u, v, w] = [c * c * p[0] + s * s * p[1], c * c * p[2] + s * s * p[3], c * s * 0.1];
        const root = Math.sqrt((u - v) * (u - v) + 4 * w * w);
        return sum + term((u + v + root) / 2) + term((u + v - root) / 2) - term(u + v);
      }, 0);
    const scan = Array.from({ length: 4001 }, (_, k) => conditional((k * Math.PI) / 8000));
    const least = Math.min(...scan);
    expect(Math.min(scan[0], scan[4000]) - least).toBeGreaterThan(1e-6);
    const local = term(p[0] + p[2]) + term(p[1] + p[3]);
    expect(discord(rho, "b")).toBeCloseTo(local - entropy(rho) + least, 7);
    expect(discord(rho, "b")).toBeLessThan(local - entropy(rho) + Math.min(scan[0], scan[4000]) - 1e-6);
  });

  it.each([
    [
      0.3952545521866121,
      [
        [-0.22, 4.57],
        [-0.98, 3.15],
        [-0.76, 1.19],
        [-0.08, 4.97],
        [-0.95, 0.42],
        [0.11, 5.46],
      ],
    ],
    [
      0.42414628973006624,
      [
        [-0.27, 6.05],
        [-0.22, 2.31],
        [-0.83, 0.33],
        [0.82, 0.28],
        [-0.39, 5.14],
        [-0.98, 3.37],
      ],
    ],
  ])("finds the least of many local minima, %f, which a grid of half as many points misses", (least, axes) => {
    // ρ = Σ_k Σ_± |k±⟩⟨k±| ⊗ |±n_k⟩⟨±n_k|/12: D is the least mean of h(n·n_k) over n, h the entropy of (1 ± n·n_k)/2; n_k by cos θ and φ.
    const rest = levels(12, "s");
    const parts = axes.flatMap(([z, phi], k) =>
      [1, -1].map((sign, j) => {
        const r = sign * Math.sqrt(1 - z * z);
        const own = qubitState([r * Math.cos(phi), r * Math.sin(phi), sign * z], qubit("q"));
        return [1 / 12, tensorOperators(basisState(rest, 2 * k + j), own)] as const;
      }),
    );
    expect(discord(mixture(...parts), "q")).toBeCloseTo(least, 9);
  });

  it("is the entanglement entropy for pure states", () => {
    fc.assert(
      fc.property(randomState(two, 1), (psi) => {
        expect(discord(psi, "a")).toBeCloseTo(mutualInformation(psi, ["a"]) / 2, 6);
        expect(discord(psi, "b")).toBeCloseTo(mutualInformation(psi, ["a"]) / 2, 6);
      }),
      { numRuns: 15 },
    );
  });

  it("is 0 for classical–quantum states in the right direction only, whatever the axis", () => {
    const U = ket(b, [0.8, [0, 0.6]]);
    const V = ket(b, [[0, 0.6], 0.8]);
    // Orthogonal projectors on b, arbitrary states on a: measuring b disturbs nothing.
    const rho = mixture([0.4, tensorOperators(qubitState([0.9, 0, 0], a), U)], [0.6, tensorOperators(qubitState([0, 0.3, 0.8], a), V)]);
    expect(times(U, V).trace()[0]).toBeCloseTo(0, 15);
    expect(discord(rho, "b")).toBeLessThan(1e-9);
    expect(discord(rho, "a")).toBeGreaterThan(1e-3);
  });

  it("lies between 0 and the mutual information and is invariant under local unitaries", () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const R = Operator.fromEntries(a, [
      [0, 0, c],
      [0, 1, 0, -s],
      [1, 0, 0, -s],
      [1, 1, c],
    ]);
    const W = tensorOperators(
      R,
      Operator.fromEntries(b, [
        [0, 0, 1],
        [1, 1, 0, 1],
      ]),
    );
    fc.assert(
      fc.property(randomState(two), (rho) => {
        const D = discord(rho, "a");
        expect(D).toBeGreaterThanOrEqual(0);
        expect(D).toBeLessThanOrEqual(mutualInformation(rho, ["a"]) + 1e-9);
        expect(discord(times(W, rho, dag(W)), "a")).toBeCloseTo(D, 7);
      }),
      { numRuns: 12 },
    );
  });

  it("takes any system on the other side", () => {
    const space = tensor(levels(3, "s"), qubit("q"));
    const h = Math.SQRT1_2;
    const psi = ket(space, [0, h, h, 0, 0, 0]);
    expect(discord(psi, "q")).toBeCloseTo(log(2), 10);
    const product = tensorOperators(qubitState([0.3, 0, 0.1], qubit("q")), maximallyMixed(levels(3, "s")));
    expect(discord(product, "q")).toBeLessThan(1e-10);
    expect(() => discord(psi, "s")).toThrow(/name a qubit, but "s" has 3 levels/);
    expect(() => discord(basisState(fock(3), 0), "x")).toThrow(/name a factor/);
    expect(entropy(psi)).toBeLessThan(1e-13);
  });
});
