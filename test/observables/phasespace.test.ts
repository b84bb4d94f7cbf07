import { describe, expect, it } from "vitest";
import { exp, PI } from "../../src/numerics/scalar.ts";
import { husimi, wigner } from "../../src/observables/phasespace.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, coherent, fockState, ket, maximallyMixed, mixture, squeezed, thermalFock } from "../../src/operators/states.ts";
import { fock, qubit, tensor } from "../../src/spaces/space.ts";

const axis = (limit: number, count: number) => Array.from({ length: count }, (_, k) => -limit + (2 * limit * k) / (count - 1));
const grid = axis(4, 17);

function compare(values: Float64Array, formula: (x: number, p: number) => number, digits = 8) {
  grid.forEach((p, row) => {
    grid.forEach((x, column) => {
      expect(values[row * grid.length + column], `x = ${x}, p = ${p}`).toBeCloseTo(formula(x, p), digits);
    });
  });
}

describe("Wigner function", () => {
  it("of a coherent state is a displaced vacuum", () => {
    const [re, im] = [0.9, -0.6];
    const [x0, p0] = [re * Math.SQRT2, im * Math.SQRT2];
    compare(wigner(coherent(fock(45), [re, im]), grid, grid).values, (x, p) => exp(-((x - x0) ** 2) - (p - p0) ** 2) / PI);
  });

  it("of a thermal state is a wider Gaussian", () => {
    const n = 1 / (exp(1 / 0.9) - 1);
    compare(wigner(thermalFock(fock(60), 0.9), grid, grid).values, (x, p) => exp(-(x * x + p * p) / (2 * n + 1)) / (PI * (2 * n + 1)));
  });

  it("of squeezed vacua", () => {
    const s = exp(0.8);
    compare(wigner(squeezed(fock(80), 0.4), grid, grid).values, (x, p) => exp(-x * x * s - (p * p) / s) / PI, 7);
    compare(wigner(squeezed(fock(80), 0.4, PI), grid, grid).values, (x, p) => exp((-x * x) / s - p * p * s) / PI, 7);
  });

  it("of number states: (−1)ⁿ L_n(2r²) e^{−r²}/π, with n = 3 and a superposition", () => {
    const L3 = (u: number) => 1 - 3 * u + (3 * u * u) / 2 - (u * u * u) / 6;
    compare(wigner(fockState(fock(6), 3), grid, grid).values, (x, p) => (-L3(2 * (x * x + p * p)) * exp(-x * x - p * p)) / PI, 12);
    // (|0⟩ + i|1⟩)/√2: the cross term is (√2/π)(−p… ) from ⟨x⟩ = 0, ⟨p⟩ = 1/√2
    const cat = ket(fock(2), [1, [0, 1]], { normalise: true });
    compare(
      wigner(cat, grid, grid).values,
      (x, p) => {
        const r = x * x + p * p;
        return (exp(-r) * (0.5 + 0.5 * (2 * r - 1) + Math.SQRT2 * p)) / PI;
      },
      12,
    );
  });

  it("integrates to 1 and gives the moments of position", () => {
    const wide = axis(9, 181);
    const h = wide[1] - wide[0];
    const rho = mixture([0.3, coherent(fock(50), [1, 0.4])], [0.7, squeezed(fock(50), 0.5)]);
    const { values } = wigner(rho, wide, wide);
    let [total, x1] = [0, 0];
    values.forEach((w, k) => {
      total += w * h * h;
      x1 += w * h * h * wide[k % wide.length];
    });
    expect(total).toBeCloseTo(1, 9);
    expect(x1).toBeCloseTo(0.3 * Math.SQRT2, 9);
  });

  it("is stable for large numbers and far away", () => {
    const d = 1200;
    const far = fockState(fock(d), d - 1);
    // At the origin every number state has (−1)ⁿ/π; beyond the turning point it is 0.
    const { values } = wigner(far, [0, 30, 48, 49, 70, 2000], [0]);
    expect(values[0]).toBeCloseTo(-1 / PI, 10);
    expect(Math.abs(values[1])).toBeLessThan(1 / PI);
    expect(Math.abs(values[2])).toBeGreaterThan(1e-3);
    expect(Math.abs(values[4])).toBeLessThan(1e-30);
    expect(values[5]).toBe(0);
    // |W| ≤ 1/π everywhere, on a thermal state so hot that the populations are flat
    const flat = wigner(maximallyMixed(fock(d)), axis(60, 61), [0, 3.3]);
    for (const w of flat.values) expect(Math.abs(w)).toBeLessThan(1 / PI);
    expect(flat.values[30]).toBeCloseTo(0, 10);
  });
});

describe("Husimi function", () => {
  it("of coherent, thermal and number states", () => {
    const [x0, p0] = [0.9 * Math.SQRT2, -0.6 * Math.SQRT2];
    compare(husimi(coherent(fock(45), [0.9, -0.6]), grid, grid).values, (x, p) => exp(-((x - x0) ** 2 + (p - p0) ** 2) / 2) / (2 * PI));
    const n = 1 / (exp(1 / 0.9) - 1);
    compare(husimi(thermalFock(fock(60), 0.9), grid, grid).values, (x, p) => exp(-(x * x + p * p) / (2 * (n + 1))) / (2 * PI * (n + 1)));
    compare(husimi(fockState(fock(3), 2), grid, grid).values, (x, p) => {
      const u = (x * x + p * p) / 2;
      return (exp(-u) * u * u) / 2 / (2 * PI);
    });
  });
});

describe("grids", () => {
  it("refuse several modes and bad axes", () => {
    expect(() => wigner(maximallyMixed(tensor(fock(3, "a"), qubit("b"))), [0], [0])).toThrow(/single mode.*reduced/);
    expect(() => wigner(basisState(fock(3), 0), [Number.NaN], [0])).toThrow(/`xs` must hold finite numbers/);
    expect(() => husimi(basisState(fock(3), 0), [0], 3 as unknown as number[])).toThrow(TypeError);
    expect(wigner(Operator.fromEntries(fock(3), [[0, 0, 1]]), [0], [0, 1]).values.length).toBe(2);
  });
});
