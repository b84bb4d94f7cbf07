import { describe, expect, it } from "vitest";
import { atoms } from "../../src/models/atoms.ts";
import type { Parameters } from "../../src/models/model.ts";
import type { Observable } from "../../src/observables/observable.ts";
import { asView } from "../../src/observables/view.ts";
import { times } from "../../src/operators/algebra.ts";
import { binomial, spinLadders } from "../../src/operators/ladders.ts";

function value(parameters: Parameters, name: string): number {
  const model = atoms(parameters);
  const observable: Observable = model.observable(name);
  if (observable.kind === "state") return observable.value(asView(model.initial)) as number;
  if (observable.kind !== "expectation") throw new Error("not readable");
  const means = observable.operators.flatMap((A) => [...times(A, model.initial).trace()]);
  return observable.value(Float64Array.from(means)) as number;
}

function binomialInteger(n: number, k: number): bigint {
  let value = 1n;
  for (let i = 1; i <= k; i++) value = (value * BigInt(n - k + i)) / BigInt(i);
  return value;
}

describe("total-spin ladders", () => {
  it("count every state of N atoms once", () => {
    for (const N of [1, 2, 3, 7, 10, 25]) {
      const states = spinLadders(N).reduce((sum, { dimension, multiplicity }) => sum + dimension * multiplicity, 0);
      expect(states).toBe(2 ** N);
    }
  });

  it("give binomials exactly where numbers can", () => {
    expect(binomial(50, 25)).toBe(126410606437752);
    expect(binomial(100, 50)).toBeCloseTo(Number(binomialInteger(100, 50)), -15);
    expect(binomial(5, 6)).toBe(0);
  });

  const starts: [string, Parameters["initial"]][] = [
    ["a pure product", ["product", 0.6, 0, 0.8]],
    ["a pure product with a phase", ["product", 0.48, 0.36, -0.8]],
    ["a mixed product", ["product", 0.3, 0.2, 0.5]],
    ["a diagonal product", ["product", 0, 0, -0.4]],
    ["the maximally mixed state", "mixed"],
    ["a thermal product", "thermal"],
    ["a Dicke state", "dicke:1"],
    ["the excited state", "excited"],
  ];
  const names = ["C_l1", "purity", "entropy", "energy", "caloric", "J2", "heat", "p_1", "excitations"];
  for (const [what, initial] of starts) {
    for (const N of [2, 3, 5]) {
      it(`hold ${what} of ${N} atoms as the 2^N basis states do`, () => {
        for (const name of names) {
          const reduced = value({ N, nbar: 0.7, initial }, name);
          const full = value({ N, nbar: 0.7, initial, reduction: "none" }, name);
          expect(Math.abs(reduced - full), `${name}: ${reduced} against ${full}`).toBeLessThan(1e-12 * Math.max(1, Math.abs(full)));
        }
      });
    }
  }

  it("hold a hundred atoms", () => {
    expect(value({ N: 100, initial: "mixed" }, "entropy") / (100 * Math.log(2))).toBeCloseTo(1, 12);
    // no coherence: 0 where rounding is far below one, unknown where it is multiplied by 2^100
    expect(value({ N: 20, initial: "mixed" }, "C_l1")).toBe(0);
    expect(value({ N: 100, initial: "mixed" }, "C_l1")).toBeNull();
    // |+⟩^⊗N has all 4^N elements equal to 2^−N
    expect(value({ N: 100, initial: ["product", 1, 0, 0] }, "C_l1") / (2 ** 100 - 1)).toBeCloseTo(1, 11);
    // (1 + |r|)^N − 1 for the Bloch vector (r, 0, 0)
    expect(value({ N: 40, initial: ["product", 0.5, 0, 0] }, "C_l1") / (1.5 ** 40 - 1)).toBeCloseTo(1, 9);
  });

  it("read symmetric kets as symmetric and others not", () => {
    expect(atoms({ N: 2, initial: "(|eg>+|ge>)/sqrt2" }).reduction).toContain("symmetric ladder");
    expect(atoms({ N: 2, initial: "(|eg>-|ge>)/sqrt2" }).reduction).toBeUndefined();
    expect(atoms({ N: 2, initial: "(|ge>+i|eg>)/sqrt2" }).initial.at(1, 2)[1]).toBeCloseTo(0.5, 15);
  });
});

describe("bad input to the atoms model", () => {
  const cases: [string, Parameters, RegExp][] = [
    ["a word of the wrong length", { N: 3, initial: "ge" }, /one letter per atom/],
    ["a ket that is not normalised", { N: 2, initial: "|eg>+|ge>" }, /norm 1/],
    ["an unknown word", { N: 2, initial: "hot" }, /`initial` must/],
    ["a Bloch vector that is too long", { N: 2, initial: ["product", 1, 1, 0] }, /length ≤ 1/],
    [
      "rates that are not positive semidefinite",
      {
        N: 2,
        gamma: [
          [1, 2],
          [2, 1],
        ],
      },
      /positive semidefinite/,
    ],
    [
      "rates that are not symmetric",
      {
        N: 2,
        gamma: [
          [1, 0.5],
          [0.4, 1],
        ],
      },
      /symmetric/,
    ],
    [
      "a matrix of the wrong size",
      {
        N: 3,
        f: [
          [0, 1],
          [1, 0],
        ],
      },
      /3 rows of 3 numbers/,
    ],
    [
      "atoms at one place",
      {
        N: 2,
        positions: [
          [0, 0, 1],
          [0, 0, 1],
        ],
      },
      /different for each atom/,
    ],
    ["too many atoms that can be told apart", { N: 20, xi: 0.1 }, /≤ 14/],
    ["a negative photon number", { nbar: -1 }, /`nbar` must be a finite number ≥ 0/],
    ["an unknown parameter", { n: 3 } as Parameters, /Did you mean/],
  ];
  for (const [what, parameters, sentence] of cases) {
    it(`refuses ${what}`, () => {
      expect(() => atoms(parameters)).toThrow(sentence);
    });
  }
});
