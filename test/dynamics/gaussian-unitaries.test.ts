import { describe, expect, it } from "vitest";
import {
  annihilate,
  beamSplitter,
  coherent,
  create,
  cutLoss,
  dag,
  displacement,
  fock,
  fockState,
  identity,
  minus,
  type Operator,
  plus,
  productState,
  qubit,
  requireUnitary,
  scaled,
  squeezed,
  squeezing,
  tensor,
  times,
  twoModeSqueezed,
  twoModeSqueezing,
} from "../../src/index.ts";

const exact = { elements: "exact" } as const;

/** Largest difference of elements between the lowest levels. */
function gap(A: Operator, B: Operator, levels = A.dimension): number {
  let largest = 0;
  for (let i = 0; i < levels; i++) {
    for (let j = 0; j < levels; j++) {
      const [[a, b], [c, d]] = [A.at(i, j), B.at(i, j)];
      largest = Math.max(largest, Math.abs(a - c), Math.abs(b - d));
    }
  }
  return largest;
}

const at = (U: Operator, rho: Operator) => times(U, rho, dag(U));

describe("displacement", () => {
  it.each([0.4, -1.5, [0, 2], [1, -0.7]] as const)("by %j: exact elements are those of a far larger cut", (alpha) => {
    expect(gap(displacement(fock(12), alpha, exact), displacement(fock(90), alpha), 12)).toBeLessThan(1e-13);
  });

  it("makes coherent states and adds to a", () => {
    const mode = fock(40);
    const D = displacement(mode, [1, 0.5]);
    requireUnitary("D", D, 1e-13);
    expect(gap(at(D, fockState(mode, 0)), coherent(mode, [1, 0.5]))).toBeLessThan(1e-12);
    const moved = times(dag(D), annihilate(mode), D);
    expect(gap(moved, plus(annihilate(mode), scaled(identity(mode), 1, 0.5)), 15)).toBeLessThan(1e-11);
  });

  it("composes with the phase of Weyl", () => {
    const mode = fock(60);
    const product = times(displacement(mode, 0.6), displacement(mode, [0, 0.9]));
    // D(α)D(β) = e^{i Im(αβ*)} D(α + β)
    const phase = -0.54;
    expect(gap(product, scaled(displacement(mode, [0.6, 0.9]), Math.cos(phase), Math.sin(phase)), 25)).toBeLessThan(1e-12);
  });

  it("is exactly real or quarter-turned where alpha is, and says what a cut costs", () => {
    const real = displacement(fock(20), 1.2);
    expect(real.values.every((x, k) => k % 2 === 0 || x === 0)).toBe(true);
    expect(displacement(fock(20), 1.2, exact).values.every((x, k) => k % 2 === 0 || x === 0)).toBe(true);
    expect(cutLoss(real).every((x) => Math.abs(x) < 1e-13)).toBe(true);
    const loss = cutLoss(displacement(fock(10), 2, exact));
    // what the coherent state has beyond nine photons
    let [term, inside] = [Math.exp(-4), 0];
    for (let n = 0; n < 10; n++) {
      inside += term;
      term *= 4 / (n + 1);
    }
    expect(loss[0]).toBeCloseTo(1 - inside, 13);
    expect(loss[9]).toBeGreaterThan(0.5);
    expect(gap(displacement(fock(10), 0, exact), identity(fock(10)))).toBe(0);
  });
});

describe("squeezing", () => {
  it.each([
    [0.5, 0],
    [-0.4, 1.1],
    [1, 2],
  ])("by r = %d, φ = %d: exact elements are those of a far larger cut", (r, phi) => {
    expect(gap(squeezing(fock(14), r, phi, exact), squeezing(fock(260), r, phi), 14)).toBeLessThan(1e-13);
  });

  it("makes squeezed states and mixes a with a†", () => {
    const mode = fock(80);
    const S = squeezing(mode, 0.6, 0.8);
    expect(gap(at(S, fockState(mode, 0)), squeezed(mode, 0.6, 0.8))).toBeLessThan(1e-11);
    const [c, s] = [Math.cosh(0.6), Math.sinh(0.6)];
    const mixed = minus(scaled(annihilate(mode), c), scaled(create(mode), s * Math.cos(0.8), s * Math.sin(0.8)));
    expect(gap(times(dag(S), annihilate(mode), S), mixed, 8)).toBeLessThan(1e-10);
    expect(S.count).toBe(3200);
  });
});

describe("two modes", () => {
  const pair = (n: number) => tensor(fock(n, "a"), fock(n, "b"));

  it("squeezed: exact elements are those of a far larger cut, and the state is the one by name", () => {
    for (const [r, phi] of [
      [0.5, 0],
      [-0.3, 0.7],
    ]) {
      const [small, large] = [twoModeSqueezing(pair(5), r, phi, exact), twoModeSqueezing(pair(24), r, phi)];
      const wide = (i: number) => Math.floor(i / 5) * 24 + (i % 5);
      small.forEach((i, j, re, im) => {
        const [x, y] = large.at(wide(i), wide(j));
        expect(Math.abs(re - x) + Math.abs(im - y)).toBeLessThan(1e-13);
      });
      expect(small.count).toBe(85);
    }
    const space = pair(20);
    const vacuum = productState(space, fockState(fock(20, "a"), 0), fockState(fock(20, "b"), 0));
    expect(gap(at(twoModeSqueezing(space, 0.4, 0.3), vacuum), twoModeSqueezed(space, 0.4, 0.3), 60)).toBeLessThan(1e-12);
  });

  it("exchanged: Hong, Ou and Mandel, and coherent light divides", () => {
    const space = pair(3);
    const one = productState(space, fockState(fock(3, "a"), 1), fockState(fock(3, "b"), 1));
    const out = at(beamSplitter(space, Math.PI / 4), one);
    expect(out.at(4, 4)[0]).toBeCloseTo(0, 15);
    expect(out.at(2, 2)[0]).toBeCloseTo(0.5, 15);
    expect(out.at(6, 6)[0]).toBeCloseTo(0.5, 15);
    const wide = pair(14);
    const [c, s] = [Math.cos(0.6), Math.sin(0.6)];
    const light = productState(wide, coherent(fock(14, "a"), 0), coherent(fock(14, "b"), 1));
    const divided = productState(wide, coherent(fock(14, "a"), [s * Math.cos(0.4), s * Math.sin(0.4)]), coherent(fock(14, "b"), c));
    expect(gap(at(beamSplitter(wide, 0.6, 0.4), light), divided, 60)).toBeLessThan(2e-6);
  });

  it("exchanged, exactly: elements do not depend on the cut, and columns lose what crosses it", () => {
    const space = pair(4);
    const [unitary, cut] = [beamSplitter(space, 0.7, 0.3), beamSplitter(space, 0.7, 0.3, exact)];
    const loss = cutLoss(cut);
    for (let i = 0; i < 16; i++) {
      const photons = Math.floor(i / 4) + (i % 4);
      if (photons < 4) {
        expect(Math.abs(loss[i])).toBeLessThan(1e-14);
        for (let j = 0; j < 16; j++) expect(Math.abs(cut.at(j, i)[0] - unitary.at(j, i)[0])).toBeLessThan(1e-14);
      } else expect(loss[i]).toBeGreaterThan(1e-3);
    }
    requireUnitary("B", unitary, 1e-13);
  });
});

describe("bad input", () => {
  it("gets a sentence", () => {
    expect(() => displacement(qubit(), 1)).toThrow(/must be a single truncated mode/);
    expect(() => displacement(3 as never, 1)).toThrow(/must be a space, but is 3/);
    expect(() => displacement(fock(4), "x" as never)).toThrow(TypeError);
    expect(() => displacement(fock(4), 1, { elements: "all" } as never)).toThrow(/"unitary" or "exact"/);
    expect(() => squeezing(fock(4), Number.POSITIVE_INFINITY)).toThrow(/`r` must be a finite number/);
    expect(() => beamSplitter(fock(4), 1)).toThrow(/must be two truncated modes/);
    expect(() => twoModeSqueezing(tensor(fock(4, "a"), qubit("b")), 1)).toThrow(/must be two truncated modes/);
  });
});
