import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Generator } from "../../src/dynamics/generator.ts";
import { adjointDissipator, adjointGenerator } from "../../src/dynamics/lower.ts";
import type { Model, Parameters } from "../../src/models/model.ts";
import { rotor } from "../../src/models/rotor.ts";
import { BATHS } from "../../src/models/rotor-equations.ts";
import { sharedOperators } from "../../src/models/rotor-spectrum.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { derivativeRequest } from "../../src/plan/derivative-request.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { propagate } from "../reference/liouvillian.ts";

const SUPERPOSED: Parameters["initial"] = [
  [0, 0, 0, 0.6],
  [0, 0, 1, 0, 0.48],
  [1, 0, -1, 0.64],
];
const SMALL: Parameters = { lmin: -2, lmax: 2, gamma: 0.02, lam: 0.7, I: 0.8, B1: 1.1, B2: 1.7, beta1: 0.8, beta2: 0.3, betar: 0.5 };

/** Tr[A ρ] in the final state. */
function mean(A: Operator, final: { forEach: (visit: (i: number, j: number, re: number, im: number) => void) => void }): number {
  let sum = 0;
  final.forEach((i, j, re, im) => {
    const [x, y] = A.at(j, i);
    sum += x * re - y * im;
  });
  return sum;
}

function parts(model: Model) {
  return { generator: model.dynamics as Generator, operators: sharedOperators(model.parameters as never) };
}

describe("identities of the rotor paper", () => {
  for (const me of ["local", "global"]) {
    it(`(23), (24), (26), (28), (31) hold along a transient of the ${me} equation`, () => {
      const model = rotor({ ...SMALL, me, initial: SUPERPOSED, Omega: 5 });
      const { generator, operators } = parts(model);
      const names = ["Q1", "Q2", "Qr", "WQ", "Wr", "HI", "Wkin", "Wint", "QBA", "Wnet", "L"];
      for (const t of [0, 0.4, 3]) {
        const { observables, final } = run(model, { times: t === 0 ? [0] : [0, t], observables: names });
        const at = Object.fromEntries(names.map((name) => [name, observables[name].at(-1) as number]));
        const power =
          me === "local"
            ? mean(adjointDissipator(generator, BATHS.first, operators.HI), final) +
              mean(adjointDissipator(generator, BATHS.second, operators.HI), final)
            : 0;
        expect(at.WQ).toBeCloseTo(power, 12);
        expect(at.Wr).toBeCloseTo(mean(adjointDissipator(generator, BATHS.load, operators.HI), final), 12);
        const energy = me === "local" ? operators.H0 : operators.H;
        expect(at.Q1).toBeCloseTo(mean(adjointDissipator(generator, BATHS.first, energy), final), 11);
        expect(at.Q2).toBeCloseTo(mean(adjointDissipator(generator, BATHS.second, energy), final), 11);
        const dU = mean(adjointGenerator(generator, operators.H), final);
        expect(at.Q1 + at.Q2 + at.Qr + at.WQ + at.Wr).toBeCloseTo(dU, 11);
        expect(at.Wkin).toBeCloseTo(at.Wint + at.QBA, 12);
        expect(at.Wnet).toBeCloseTo((at.L * mean(adjointGenerator(generator, operators.L), final)) / 0.8, 12);
      }
    });
  }

  it("the stationary forms of the heat flows agree with their definitions", () => {
    const model = rotor({ ...SMALL });
    const { observables, state } = steady(model, { observables: ["Q1", "Q2"] });
    const { generator, operators } = parts(model);
    for (const [name, bath] of [
      ["Q1", BATHS.first],
      ["Q2", BATHS.second],
    ]) {
      expect(observables[name]).toBeCloseTo(mean(adjointDissipator(generator, bath, operators.H0), state), 12);
    }
  });

  it("the first law holds in stationary states of random machines", () => {
    const machine = fc.record({
      B1: fc.double({ min: 0.5, max: 6, noNaN: true }),
      B2: fc.double({ min: 0.5, max: 6, noNaN: true }),
      beta1: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
      beta2: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
      chi: fc.double({ min: -0.9, max: 0.9, noNaN: true }),
      lam: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      gamma: fc.double({ min: 1e-4, max: 0.01, noNaN: true }),
      me: fc.constantFrom("local", "global"),
    });
    fc.assert(
      fc.property(machine, (parameters) => {
        const model = rotor({ ...parameters, betar: 0.3, lmin: -8, lmax: 9 });
        const { observables } = steady(model, { observables: ["Q1", "Q2", "Qr", "WQ", "Wr"] });
        const { Q1, Q2, Qr, WQ, Wr } = observables as Record<string, number>;
        expect(Math.abs(Q1 + Q2 + Qr + WQ + Wr)).toBeLessThan(1e-12 * (1 + Math.abs(Q1) + Math.abs(Q2)));
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});

describe("states and ladders of the rotor", () => {
  it("keep 6D − 2 numbers from a diagonal start, in either equation, and more from a superposition", () => {
    for (const me of ["local", "global"]) {
      for (const [lmin, lmax] of [
        [-3, 3],
        [-10, 20],
      ]) {
        const request = derivativeRequest(rotor({ me, lmin, lmax, g: 0.5 }));
        expect(request.sector()?.count).toBe(6 * (lmax - lmin + 1) - 2);
      }
    }
    expect(derivativeRequest(rotor({ ...SMALL, initial: SUPERPOSED })).sector()?.count).toBeGreaterThan(6 * 5 - 2);
  });

  for (const me of ["local", "global"]) {
    it(`evolve a rotor superposition as brute force does (${me})`, () => {
      const model = rotor({ ...SMALL, lmin: -1, lmax: 1, me, initial: SUPERPOSED });
      const slow = propagate(model.dynamics as Generator, model.initial.toMatrix(), 0.3, 3);
      const fast = run(model, { times: [0, 0.3], observables: ["L"] }).final.matrix();
      const distance = slow.data.reduce((worst, x, k) => Math.max(worst, Math.abs(x - fast.data[k])), 0);
      expect(distance).toBeLessThan(1e-8);
    });
  }

  it("choose a ladder that wider ones do not correct", () => {
    for (const parameters of [
      { beta2: 0.005 },
      { beta2: 0.02 },
      { beta2: 0.085 },
      { beta2: 0.02, I: 2 },
      { beta2: 0.02, gamma: 1e-3 },
      { beta2: 0.02, me: "global", g: 0.5 },
    ] as Parameters[]) {
      const automatic = rotor(parameters);
      const wide = automatic.with({ lmin: -44, lmax: 44 });
      const [a, b] = [automatic, wide].map(
        (model) => steady(model, { observables: ["Q2", "Qr", "L", "L2"] }).observables as Record<string, number>,
      );
      for (const name of ["Q2", "Qr", "L", "L2"])
        expect(Math.abs(a[name] / b[name] - 1), `${name} ${JSON.stringify(parameters)}`).toBeLessThan(1e-9);
    }
  });

  it("say that without load there is no stationary state, unless the ladder is given", () => {
    expect(() => steady(rotor({ gamma: 0 }))).toThrow(/Without load/);
    expect(steady(rotor({ gamma: 0, lmin: -5, lmax: 10 }), { observables: ["L"] }).unique).toBe(true);
  });

  const wrong: [string, Parameters, RegExp][] = [
    ["a start beyond the ladder", { lmin: -2, lmax: 2, initial: "ground qubits, l=5" }, /rungs -2 … 2/],
    [
      "a ket that is not normalised",
      {
        initial: [
          [0, 0, 0, 1],
          [0, 0, 1, 1],
        ],
      },
      /norm 1/,
    ],
    ["a word that it does not know", { initial: "warm" }, /`initial` must be "ground"/],
    ["a ladder upside down", { lmin: 4, lmax: 2 }, /`lmax` must be > lmin/],
    ["an unknown equation", { me: "globl" }, /Did you mean "global"/],
    ["a negative temperature", { beta1: -0.1 }, /`beta1` must be a finite number > 0/],
    ["χ beyond 1", { chi: 1.2 }, /`chi`/],
  ];
  for (const [what, parameters, sentence] of wrong) {
    it(`refuse ${what}`, () => {
      expect(() => rotor(parameters)).toThrow(sentence);
    });
  }

  it("refuse observables that do not exist, with the closest one", () => {
    expect(() => rotor().observable("Q3")).toThrow(/Did you mean/);
    expect(() => rotor({ lmin: -2, lmax: 2 }).observable("pl_9")).toThrow(/rungs are -2 … 2/);
  });
});
