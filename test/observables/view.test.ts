import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zeros } from "../../src/numerics/matrix.ts";
import { log } from "../../src/numerics/scalar.ts";
import { coherenceL1, entropy, purity, trace } from "../../src/observables/entropy.ts";
import { asView, stateView } from "../../src/observables/view.ts";
import { partialTraceOperator, tensorOperators } from "../../src/operators/algebra.ts";
import { spinX } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, maximallyMixed, qubitState, thermal } from "../../src/operators/states.ts";
import { fock, levels, qubit, spin, tensor } from "../../src/spaces/space.ts";
import { randomState } from "../reference/random-state.ts";

const abc = tensor(qubit("a"), levels(3, "b"), qubit("c"));

describe("stateView", () => {
  it("gives the same state from elements, operator and matrix", () => {
    fc.assert(
      fc.property(randomState(abc), (rho) => {
        const rows: number[] = [];
        const columns: number[] = [];
        const re: number[] = [];
        const im: number[] = [];
        rho.forEach((i, j, x, y) => {
          rows.unshift(i);
          columns.unshift(j);
          re.unshift(x);
          im.unshift(y);
        });
        for (const view of [stateView(abc, { rows, columns, re, im }), stateView(abc, rho), stateView(abc, rho.toMatrix())]) {
          expect(view.matrix().data).toEqual(rho.toMatrix().data);
          for (const keep of [["a"], ["c", "a"], ["b"], [], ["a", "b", "c"]]) {
            const expected = partialTraceOperator(rho, keep).toMatrix().data;
            view.reduced(keep).data.forEach((x, k) => {
              expect(x).toBeCloseTo(expected[k], 14);
            });
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("finds the finest blocks", () => {
    const rho = tensorOperators(qubitState([0.3, 0, 0.1], qubit("a")), maximallyMixed(qubit("b")));
    const blocks = asView(rho).blocks();
    expect(blocks.map(({ indices }) => [...indices])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(blocks[1].matrix.data[2]).toBeCloseTo(0.075, 15);
    // Exact zeros of a dense matrix do not couple.
    expect(stateView(rho.space, rho.toMatrix()).blocks().length).toBe(2);
    expect(asView(maximallyMixed(fock(5))).blocks().length).toBe(5);
  });

  it("carries multiplicities: J = 1 and J = 0 of two spins", () => {
    // Four spins: J = 2 once, J = 1 three times, J = 0 twice; weights that add up to 1 with their multiplicities.
    const space = levels(9);
    const weights = [5, 3, 1].flatMap((size) => Array.from({ length: size }, () => 1 / 16));
    const copies = [1, 1, 1, 1, 1, 3, 3, 3, 2];
    const at = weights.map((_, i) => i);
    const view = stateView(space, { rows: at, columns: at, re: weights }, copies);
    expect(trace(view)).toBeCloseTo(1, 15);
    expect(entropy(view)).toBeCloseTo(4 * log(2), 14);
    expect(purity(view)).toBeCloseTo(1 / 16, 15);
    expect(view.reduced([]).data[0]).toBeCloseTo(1, 15);
    expect(coherenceL1(view)).toBe(0);
  });

  it("refuses what does not fit", () => {
    expect(() => stateView(qubit(), maximallyMixed(fock(3)))).toThrow(/must act on qubit:2/);
    expect(() => stateView(qubit(), zeros(3))).toThrow(/2 × 2/);
    expect(() => stateView(qubit(), { rows: [0], columns: [0, 1], re: [1] })).toThrow(/equal length/);
    expect(() => stateView(qubit(), maximallyMixed(qubit()), [1])).toThrow(/2 entries/);
    expect(() => stateView(qubit(), qubitState([1, 0, 0]), [1, 2]).blocks()).toThrow(/equal within a block.*0 and 1 are coupled/);
    expect(() => asView(maximallyMixed(qubit())).reduced(["x"])).toThrow(/name a factor/);
    expect(() => asView(7 as unknown as Operator)).toThrow(TypeError);
    expect(() => asView(basisState(fock(5000), 0)).matrix()).toThrow(/dimension ≤ 4096/);
  });

  it("is invariant under how a state is blocked: entropy of a spin thermal along x", () => {
    const rho = thermal(spinX(spin(3)), { T: 0.7 });
    const diagonal = thermal(
      Operator.fromEntries(
        spin(3),
        [3, 2, 1, 0, -1, -2, -3].map((m, k) => [k, k, m] as const),
      ),
      { T: 0.7 },
    );
    expect(entropy(rho)).toBeCloseTo(entropy(diagonal), 13);
    expect(purity(rho)).toBeCloseTo(purity(diagonal), 13);
  });
});
