import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampled, timeFunction } from "../../src/dynamics/coefficient.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { adjointDissipator, adjointGenerator, generatorTerms } from "../../src/dynamics/lower.ts";
import { thermalBath, thermalOccupation } from "../../src/dynamics/thermal-baths.ts";
import { exp, expm1 } from "../../src/numerics/scalar.ts";
import { dag, identity, lift, plus, scale, times } from "../../src/operators/algebra.ts";
import { annihilate, number, sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { lowerTerms, toCoordinates } from "../../src/sectors/matrices.ts";
import { discoverSector } from "../../src/sectors/sector.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { applyGenerator, product } from "../reference/liouvillian.ts";
import { randomGenerator, randomOperator, randomState } from "../reference/random-generator.ts";

const q = qubit();

describe("generator", () => {
  it("lowers to the brute-force Liouvillian on random models", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 0, max: 3 }),
        fc.nat(1e6),
        fc.constantFrom(0.3, 1),
        (n, jumps, seed, density) => {
          const model = randomGenerator(n, jumps, seed, density);
          const rho = randomState(n, seed + 1);
          const terms = generatorTerms(model);
          const sector = discoverSector(terms.terms, n, "full");
          if (!sector) throw new Error("too large");
          const M = lowerTerms(terms, sector);
          const x = toCoordinates(sector, Operator.fromMatrix(model.system, rho, true));
          const expected = toCoordinates(sector, Operator.fromMatrix(model.system, applyGenerator(model, rho), true));
          for (let r = 0; r < M.n; r++) {
            let sum = 0;
            for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) sum += M.values[e] * x[M.columns[e]];
            expect(Math.abs(sum - expected[r])).toBeLessThan(1e-12);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("has an adjoint that gives the same rates: Tr[X L(ρ)] = Tr[L†(X) ρ], per bath and in all", () => {
    const model = randomGenerator(4, 3, 5);
    const rho = randomState(4, 6);
    const X = plus(randomOperator(levels(4), 9), dag(randomOperator(levels(4), 9)));
    const trace = (A: Operator, state = rho) => Operator.fromMatrix(levels(4), product(A.toMatrix(), state)).trace()[0];
    expect(trace(X, applyGenerator(model, rho))).toBeCloseTo(trace(adjointGenerator(model, X)), 12);
    const only = { ...model, hamiltonian: [], dissipators: model.dissipators.filter(({ bath }) => bath === "bath 1") };
    expect(trace(X, applyGenerator(only, rho))).toBeCloseTo(trace(adjointDissipator(model, "bath 1", X)), 12);
    expect(() => adjointDissipator(model, "hot", X)).toThrow(
      /Argument `bath` must name a bath of the generator \(bath 0, bath 1, bath 2\)/,
    );
  });

  it("treats cross rates as pairs or as eigenvectors alike, with real and complex γ", () => {
    const space = tensor(qubit("a"), qubit("b"));
    const operators = [lift(space, sigmaMinus(qubit("a"))), lift(space, sigmaMinus(qubit("b")))];
    const rates = [
      [1, [0.3, 0.4]],
      [[0.3, -0.4], 0.5],
    ] as const;
    const rho = randomState(4, 3);
    const pairs = generator({ system: space, H: identity(space), collective: [{ operators, rates }] });
    const rotated = generator({ system: space, H: identity(space), collective: [{ operators, rates, as: "eigenvectors" }] });
    const [a, b] = [applyGenerator(pairs, rho).data, applyGenerator(rotated, rho).data];
    a.forEach((value, e) => {
      expect(Math.abs(value - b[e])).toBeLessThan(1e-13);
    });
    expect(rotated.dissipators).toHaveLength(2);
  });

  it("makes one group per function of time, and its own for the constant part", () => {
    const drive = timeFunction((t) => t, [1, 2]);
    const decay = sampled([0, 1.5], [0.1, 0.2], "linear");
    const model = generator({
      system: q,
      H: [
        { operator: sigmaZ(q), coefficient: 0.5 },
        { operator: sigmaX(q), coefficient: drive },
      ],
      jumps: [
        { operator: sigmaMinus(q), rate: decay },
        { operator: sigmaZ(q), rate: 0.1 },
      ],
    });
    const terms = generatorTerms(model);
    expect(terms.groups).toEqual(["constant", "f1(t)", "f2(t)"]);
    expect(terms.isRate).toEqual([true, false, true]);
    expect(terms.breakpoints).toEqual([0, 1, 1.5, 2]);
  });
});

describe("thermalBath", () => {
  it("obeys detailed balance for bosons and fermions", () => {
    for (const statistics of ["bosons", "fermions"] as const) {
      const [down, up] = thermalBath({ bath: "hot", lowering: sigmaMinus(q), omega: 1.3, rate: 0.7, beta: 0.4, statistics });
      expect((down.rate as number) / (up.rate as number)).toBeCloseTo(exp(1.3 * 0.4), 12);
    }
    expect(thermalOccupation(0.5, 2)).toBe(1 / expm1(1));
    expect(thermalOccupation(Number.POSITIVE_INFINITY, 2)).toBe(0);
  });

  it("drives a mode to its Gibbs state: the dissipator annihilates it", () => {
    const mode = fock(30);
    const model = generator({
      system: mode,
      H: number(mode),
      jumps: thermalBath({ bath: "b", lowering: annihilate(mode), omega: 1, rate: 1, beta: 2 }),
    });
    const gibbs = Operator.fromEntries(
      mode,
      Array.from({ length: 30 }, (_, n) => [n, n, exp(-2 * n)] as const),
    );
    const out = applyGenerator(model, gibbs.toMatrix());
    expect(Math.max(...out.data.map(Math.abs))).toBeLessThan(1e-14);
  });
});

describe("sampled coefficients", () => {
  it("join by the named interpolation and hold outside", () => {
    const times = [0, 1, 3];
    const values = [1, 2, 0];
    expect([-1, 0.5, 1, 2, 5].map(sampled(times, values, "previous").at)).toEqual([1, 1, 2, 2, 0]);
    for (const wrong of ["constructor", "Linear", Object.create(null), undefined]) {
      expect(() => sampled(times, values, wrong as never)).toThrow(
        'Argument `interpolation` must be "previous", "linear" or "cubic", but is',
      );
    }
    expect([0.5, 1, 2].map(sampled(times, values, "linear").at)).toEqual([1.5, 2, 1]);
    const cubic = sampled([0, 1, 2, 3, 4], [0, 1, 8, 27, 64], "cubic");
    expect([0, 1, 2, 3, 4].map(cubic.at)).toEqual([0, 1, 8, 27, 64]);
    expect(sampled([0, 1, 2], [0, 1, 2], "cubic").at(1.37)).toBeCloseTo(1.37, 14);
  });
});

describe("bad input is one sentence", () => {
  const cases: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "negative rate",
      () => generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate: -1 }] }),
      /`jumps\[0\]\.rate` must be a finite number ≥ 0, but is -1/,
    ],
    ["NaN rate", () => generator({ system: q, H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), rate: Number.NaN }] }), /but is NaN/],
    ["H not Hermitian", () => generator({ system: q, H: sigmaMinus(q) }), /`H` must be Hermitian/],
    [
      "another space",
      () => generator({ system: qubit("a"), H: sigmaZ(qubit("b")) }),
      /`H` must act on the system a:2, but it acts on b:2\. Factors are matched by their labels/,
    ],
    [
      "γ not positive",
      () =>
        generator({
          system: q,
          H: sigmaZ(q),
          collective: [
            {
              operators: [sigmaMinus(q), sigmaZ(q)],
              rates: [
                [1, 2],
                [2, 1],
              ],
            },
          ],
        }),
      /positive semidefinite, but its smallest eigenvalue is -1/,
    ],
    [
      "γ not Hermitian",
      () =>
        generator({
          system: q,
          H: sigmaZ(q),
          collective: [
            {
              operators: [sigmaMinus(q), sigmaZ(q)],
              rates: [
                [1, 0.5],
                [0.2, 1],
              ],
            },
          ],
        }),
      /rates` must be Hermitian/,
    ],
    [
      "γ of the wrong size",
      () =>
        generator({
          system: q,
          H: sigmaZ(q),
          collective: [
            {
              operators: [sigmaMinus(q)],
              rates: [
                [1, 0],
                [0, 1],
              ],
            },
          ],
        }),
      /must be 1 × 1/,
    ],
    [
      "two temperatures in one bath",
      () =>
        generator({
          system: q,
          H: sigmaZ(q),
          jumps: [
            { operator: sigmaMinus(q), rate: 1, beta: 1 },
            { operator: sigmaX(q), rate: 1, beta: 2 },
          ],
        }),
      /beta` must equal that of the other jumps of bath "bath"/,
    ],
    ["H is no operator", () => generator({ system: q, H: 3 as never }), /`H` must be an operator or a list/],
    [
      "times not increasing",
      () => sampled([0, 2, 1], [1, 2, 3], "linear"),
      /`times` must increase, but entry 2 \(1\) does not lie above entry 1 \(2\)/,
    ],
    ["unknown interpolation", () => sampled([0, 1], [1, 2], "quintic" as never), /"previous", "linear" or "cubic"/],
    ["values missing", () => sampled([0, 1], [1], "linear"), /must hold 2 values/],
  ];
  for (const [name, body, message] of cases) it(name, () => expect(body).toThrow(message));
});

it("scales and multiplies patterns without losing zero rates", () => {
  const model = generator({ system: q, H: scale(sigmaX(q), 0), jumps: [{ operator: sigmaMinus(q), rate: 0 }] });
  const { terms } = generatorTerms(model);
  expect(terms[1].left.count).toBe(times(dag(sigmaMinus(q)), sigmaMinus(q)).count + sigmaX(q).count);
});
