import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { zeros } from "../../src/numerics/matrix.ts";
import { log } from "../../src/numerics/scalar.ts";
import { concurrence, entanglementOfFormation, logNegativity, negativity, partialTranspose } from "../../src/observables/entanglement.ts";
import { asView, stateView } from "../../src/observables/view.ts";
import { partialTraceOperator, plus, scale, tensorOperators } from "../../src/operators/algebra.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { ket, maximallyMixed, mixture, productState, thermalFock, twoModeSqueezed } from "../../src/operators/states.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { randomState } from "../reference/random-state.ts";

const two = tensor(qubit("a"), qubit("b"));
const half = Math.SQRT1_2;
const bell = {
  phiPlus: ket(two, [half, 0, 0, half]),
  psiMinus: ket(two, [0, half, -half, 0]),
  psiPlusI: ket(two, [0, half, [0, half], 0]),
};
const werner = (p: number) => mixture([p, bell.psiMinus], [1 - p, maximallyMixed(two)]);

/** Negativity from the dense partial transpose, by the definition. */
function slowNegativity(rho: Operator, da: number, db: number): number {
  const moved = zeros(da * db);
  const n = da * db;
  const { data } = rho.toMatrix();
  for (let a = 0; a < da; a++)
    for (let b = 0; b < db; b++)
      for (let c = 0; c < da; c++)
        for (let d = 0; d < db; d++) {
          const from = 2 * ((a * db + b) * n + c * db + d);
          const to = 2 * ((c * db + b) * n + a * db + d);
          moved.data[to] = data[from];
          moved.data[to + 1] = data[from + 1];
        }
  return eigvalsh(moved).reduce((sum, value) => sum + Math.max(0, -value), 0);
}

describe("negativity", () => {
  it("of Bell and Werner states: max(0, (3p − 1)/4)", () => {
    for (const state of Object.values(bell)) {
      expect(negativity(state, ["a"])).toBeCloseTo(0.5, 14);
      expect(logNegativity(state, ["b"])).toBeCloseTo(1, 14);
    }
    for (const p of [0, 0.2, 1 / 3, 0.5, 0.9, 1]) expect(negativity(werner(p), ["a"])).toBeCloseTo(Math.max(0, (3 * p - 1) / 4), 14);
  });

  it("agrees with the dense partial transpose and does not care which side is transposed", () => {
    const space = tensor(levels(3, "a"), levels(4, "b"));
    fc.assert(
      fc.property(randomState(space, 2), (rho) => {
        expect(negativity(rho, ["a"])).toBeCloseTo(slowNegativity(rho, 3, 4), 12);
        expect(negativity(rho, ["a"])).toBeCloseTo(negativity(rho, ["b"]), 12);
      }),
      { numRuns: 30 },
    );
  });

  it("is 2r/ln 2 ebits for a two-mode squeezed vacuum, whatever its phase", () => {
    const modes = tensor(fock(40, "a"), fock(40, "b"));
    for (const [r, phi] of [
      [0.2, 0],
      [0.5, 1.1],
      [0.8, -2],
    ]) {
      expect(logNegativity(twoModeSqueezed(modes, r, phi), ["a"])).toBeCloseTo((2 * r) / log(2), 5);
    }
  });

  it("is 0 to rounding for separable states, and blocks are small for number-conserving ones", () => {
    const modes = tensor(fock(12, "a"), fock(12, "b"));
    const hot = productState(modes, thermalFock(fock(12, "a"), 1), thermalFock(fock(12, "b"), 2));
    expect(negativity(hot, ["a"])).toBe(0);
    const rows: number[] = [];
    const columns: number[] = [];
    for (let i = 0; i < 144; i++)
      for (let j = 0; j < 144; j++)
        if (Math.floor(i / 12) + (i % 12) === Math.floor(j / 12) + (j % 12)) {
          rows.push(i);
          columns.push(j);
        }
    const conserving = stateView(modes, { rows, columns, re: rows.map((i, e) => (i === columns[e] ? 1 / 144 : 1e-4)) });
    const blocks = partialTranspose(conserving, ["a"]).blocks();
    expect(blocks.length).toBe(23);
    expect(Math.max(...blocks.map(({ indices }) => indices.length))).toBe(12);
  });

  it("splits three parties", () => {
    const three = tensor(qubit("a"), qubit("b"), qubit("c"));
    const ghz = ket(three, [half, 0, 0, 0, 0, 0, 0, half]);
    for (const side of [["a"], ["b"], ["c"], ["a", "c"]]) expect(negativity(ghz, side)).toBeCloseTo(0.5, 14);
    expect(negativity(partialTraceOperator(ghz, ["a", "b"]), ["a"])).toBe(0);
    expect(() => negativity(ghz, ["z"])).toThrow(/name a factor/);
    const copies = stateView(levels(2), { rows: [0, 1], columns: [0, 1], re: [0.25, 0.5] }, [2, 1]);
    expect(() => negativity(copies, ["levels"])).toThrow(/multiplicities/);
  });
});

describe("concurrence", () => {
  it("of Bell, Werner and pure states", () => {
    for (const state of Object.values(bell)) expect(concurrence(state)).toBeCloseTo(1, 13);
    for (const p of [0, 1 / 3, 0.4, 0.8, 1]) expect(concurrence(werner(p))).toBeCloseTo(Math.max(0, (3 * p - 1) / 2), 13);
    // |ψ⟩ = (a, b, c, d): C = 2|ad − bc|
    const psi: [number, number][] = [
      [0.5, 0.1],
      [0.2, -0.4],
      [-0.3, 0.3],
      [0.1, 0.6],
    ];
    const norm = psi.reduce((sum, [x, y]) => sum + x * x + y * y, 0);
    const [a, b, c, d] = psi;
    const re = a[0] * d[0] - a[1] * d[1] - b[0] * c[0] + b[1] * c[1];
    const im = a[0] * d[1] + a[1] * d[0] - b[0] * c[1] - b[1] * c[0];
    expect(concurrence(ket(two, psi, { normalise: true }))).toBeCloseTo((2 * Math.sqrt(re * re + im * im)) / norm, 12);
  });

  it("of an X state: 2 max(0, |ρ14| − √(ρ22ρ33), |ρ23| − √(ρ11ρ44))", () => {
    const X = plus(scale(ket(two, [0.8, 0, 0, 0.6]), 0.5), scale(ket(two, [0, 1, 0, 0]), 0.2), scale(ket(two, [0, 0, 1, 0]), 0.3));
    expect(concurrence(X)).toBeCloseTo(Math.max(0, 2 * (0.24 - Math.sqrt(0.06))), 13);
    const Y = plus(scale(ket(two, [0.8, 0, 0, [0, 0.6]]), 0.9), scale(ket(two, [0, 1, 0, 0]), 0.1));
    expect(concurrence(Y)).toBeCloseTo(2 * 0.9 * 0.48, 13);
  });

  it("vanishes with the negativity, and bounds it", () => {
    fc.assert(
      fc.property(randomState(two, 2), (rho) => {
        const [C, N] = [concurrence(rho), 2 * negativity(rho, ["a"])];
        expect(N).toBeLessThanOrEqual(C + 1e-10);
        expect(N).toBeGreaterThanOrEqual(Math.sqrt((1 - C) * (1 - C) + C * C) - (1 - C) - 1e-10);
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(randomState(qubit("a")), randomState(qubit("b")), (A, B) => {
        expect(concurrence(tensorOperators(A, B))).toBeLessThan(1e-12);
      }),
      { numRuns: 20 },
    );
  });

  it("gives the entanglement of formation", () => {
    expect(entanglementOfFormation(bell.phiPlus)).toBeCloseTo(1, 12);
    expect(entanglementOfFormation(maximallyMixed(two))).toBe(0);
    const angle = 0.3;
    const state = ket(two, [Math.cos(angle), 0, 0, Math.sin(angle)]);
    const p = Math.sin(angle) ** 2;
    expect(entanglementOfFormation(state)).toBeCloseTo((-p * log(p) - (1 - p) * log(1 - p)) / log(2), 12);
    expect(() => concurrence(maximallyMixed(fock(3)))).toThrow(/two qubits/);
    expect(asView(bell.phiPlus).blocks().length).toBe(3);
  });
});
