import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesInUse, openScope, scope } from "../../bindings/memory.ts";
import { timeFunction } from "../../src/dynamics/coefficient.ts";
import type { Generator } from "../../src/dynamics/generator.ts";
import { generator } from "../../src/dynamics/lindblad.ts";
import { derivativeLowerings } from "../../src/lowerings/derivatives/index.ts";
import { kerr } from "../../src/models/kerr.ts";
import { largestDifference } from "../../src/numerics/dense.ts";
import type { Matrix } from "../../src/numerics/matrix.ts";
import { identity, scale } from "../../src/operators/algebra.ts";
import { sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { type Choice, choose } from "../../src/plan/choose.ts";
import { type DerivativeLowering, type DerivativeRequest, derivativeRequest } from "../../src/plan/derivative-request.ts";
import type { Flow } from "../../src/plan/engines.ts";
import { isRefusal } from "../../src/plan/price.ts";
import { denseLayout, sectorLayout } from "../../src/sectors/layout.ts";
import { qubit } from "../../src/spaces/space.ts";
import { applyGenerator } from "../reference/liouvillian.ts";
import { randomGenerator, randomOperator, randomState } from "../reference/random-generator.ts";
import { modelOf } from "../solvers/model-of.ts";
import { failingScope } from "./failing-scope.ts";

const way = (name: string) => derivativeLowerings.find((lowering) => lowering.name === name) as DerivativeLowering;

function requestOf(dynamics: Generator, rho: Matrix, options = {}): DerivativeRequest {
  return derivativeRequest(modelOf(dynamics, Operator.fromMatrix(dynamics.system, rho)), options);
}

/** dρ/dt of a lowering as a whole matrix. */
function derivativeBy(lowering: DerivativeLowering, request: DerivativeRequest, t: number): Matrix {
  const { system } = request.generator;
  const sector = lowering.sector(request);
  const layout = sector ? sectorLayout(system, sector) : denseLayout(system);
  return scope((s) => {
    const flow = lowering.bind(request, s);
    const x = s.f64(layout.coordinates(request.model.initial));
    const y = s.f64(new Float64Array(flow.n).fill(Number.NaN));
    flow.apply(t, x.pointer, y.pointer);
    return layout.view(y.view().slice()).matrix();
  });
}

const timed = (dynamics: Generator): Generator => ({
  ...dynamics,
  hamiltonian: [...dynamics.hamiltonian, { operator: dynamics.hamiltonian[0].operator, coefficient: timeFunction((t) => 1 + t) }],
});

const refusalOf = (name: string, request: DerivativeRequest): string => {
  const answer = way(name).fits(request);
  return isRefusal(answer) ? answer.refused : "";
};

describe("every way to evaluate dρ/dt", () => {
  it("agrees with brute force on random generators, constant or not, and keeps the result Hermitian", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        fc.nat(1e6),
        fc.constantFrom(0.4, 1),
        fc.boolean(),
        (n, jumps, seed, density, changing) => {
          const random = randomGenerator(n, jumps, seed, density);
          const dynamics = changing ? timed(random) : random;
          const rho = randomState(n, seed + 1);
          const expected = applyGenerator(dynamics, rho, 0.7);
          const request = requestOf(dynamics, rho);
          const fitting = derivativeLowerings.filter((lowering) => !isRefusal(lowering.fits(request)));
          expect(fitting.map(({ name }) => name)).toEqual(
            changing ? ["sparse", "dense", "sector"] : ["sparse", "lindblad", "dense", "sector"],
          );
          for (const lowering of fitting) {
            const found = derivativeBy(lowering, request, 0.7);
            expect(largestDifference(found, expected)).toBeLessThan(1e-13 * n * n * (jumps + 2));
            for (let i = 0; i < n; i++) expect(Math.abs(found.data[2 * i * (n + 1) + 1])).toBe(0);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("knows that the identity as a jump does nothing", () => {
    const space = qubit();
    const dynamics = generator({ system: space, H: scale(sigmaZ(space), 0), jumps: [{ operator: identity(space), rate: 1 }] });
    const request = requestOf(dynamics, randomState(2, 4));
    for (const lowering of derivativeLowerings) {
      for (const value of derivativeBy(lowering, request, 0).data) expect(Math.abs(value)).toBeLessThan(1e-15);
    }
  });

  it.each(["lindblad", "sector"])("takes whole Runge–Kutta steps of order 4 (%s)", (name) => {
    const space = qubit();
    const request = requestOf(generator({ system: space, H: sigmaZ(space), jumps: [] }), {
      rows: 2,
      columns: 2,
      data: Float64Array.of(0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0),
    });
    const layout = name === "sector" ? sectorLayout(space, way(name).sector(request) as never) : denseLayout(space);
    const errors = [20, 40].map((steps) =>
      scope((s) => {
        const advance = way(name).bind(request, s).rk4?.(s);
        const x = s.f64(layout.coordinates(request.model.initial));
        advance?.(steps, 1 / steps, x.pointer);
        const { data } = layout.view(x.view().slice()).matrix();
        return Math.hypot(data[2] - 0.5 * Math.cos(2), data[3] + 0.5 * Math.sin(2));
      }),
    );
    expect(Math.log2(errors[0] / errors[1])).toBeCloseTo(4, 1);
  });

  it("leaves nothing behind when memory ends at any block, once the caller's scope is released", () => {
    const random = randomGenerator(4, 2, 5);
    for (const dynamics of [random, timed(random)]) {
      const request = requestOf(dynamics, randomState(4, 6));
      for (const lowering of derivativeLowerings.filter((one) => !isRefusal(one.fits(request)))) {
        let failures = 0;
        for (let at = 0; ; at++) {
          const owned = openScope();
          const failing = failingScope(owned, at);
          let bound: Flow | null = null;
          try {
            bound = lowering.bind(request, failing);
            bound.rk4?.(failing);
          } catch (error) {
            expect((error as Error).message).toBe("no room");
            failures++;
          }
          owned.release();
          expect(bytesInUse()).toBe(0);
          if (failing.asked <= at) break;
        }
        expect(failures).toBeGreaterThan(2);
      }
    }
  });
});

describe("refusals", () => {
  const rho = randomState(3, 1);
  const random = randomGenerator(3, 2, 7);

  it("of whole matrices name the matrix that the work needs", () => {
    const request = requestOf(random, rho, { needsMatrix: true });
    for (const name of ["sparse", "lindblad", "dense"]) expect(refusalOf(name, request)).toMatch(/no matrix on a sector/);
    expect(choose(request, derivativeLowerings, SUBJECT).name).toBe("sector");
  });

  it("of the Lindblad kernel name what it needs", () => {
    expect(refusalOf("lindblad", requestOf(timed(random), rho))).toMatch(/do not depend on time/);
    const request = requestOf(random, rho);
    const pair = request.terms().terms.findIndex(({ left, right }) => left === right);
    expect(pair).toBeGreaterThanOrEqual(0);
    const other = randomOperator(random.system, 9);
    for (const change of [{ right: other }, { re: -1 }, { im: 1 }]) {
      const terms = request.terms().terms.map((term, k) => (k === pair ? { ...term, ...change } : term));
      expect(refusalOf("lindblad", { ...request, terms: () => ({ ...request.terms(), terms }) })).toMatch(/γ L ρ L†/);
    }
  });

  it("of the sector say that nothing is left out, and how many entries there would be", () => {
    const request = requestOf(randomGenerator(60, 2, 3), randomState(60, 4));
    expect(refusalOf("sector", request)).toMatch(/keeps all 3600 coordinates.*more than 40000000 entries/);
    const matrix = () => choose({ ...request, needsMatrix: true }, derivativeLowerings, SUBJECT);
    expect(matrix).toThrow(/`model` must fit, but sparse: makes no matrix .*; sector: keeps all 3600/);
  });
});

const SUBJECT = { argument: "model", value: "test", must: "fit", remedy: "" };

describe("the choice", () => {
  const chosen = (request: DerivativeRequest): Choice<Flow, DerivativeLowering> => choose(request, derivativeLowerings, SUBJECT);

  it("takes the sector where little is alive", () => {
    const picked = chosen(derivativeRequest(kerr({ levels: 12, F: 0.3 })));
    expect(picked.name).toBe("sector");
    expect(picked.price.about).toBeUndefined();
    expect(picked.others.map(({ name }) => name)).toEqual(["sparse", "lindblad", "dense"]);
  });

  it("takes operators where all is alive: sparse ones, the Lindblad kernel, dense ones when something changes in time", () => {
    expect(chosen(requestOf(randomGenerator(60, 3, 2, 0.05), randomState(60, 1))).name).toBe("sparse");
    const dense = randomGenerator(36, 2, 2);
    expect(chosen(requestOf(dense, randomState(36, 1))).name).toBe("lindblad");
    expect(chosen(requestOf(timed(dense), randomState(36, 1))).name).toBe("dense");
  });

  it("asks for nothing that it does not need", () => {
    const space = qubit();
    const request = derivativeRequest(modelOf(generator({ system: space, H: sigmaX(space), jumps: [] }), identity(space)));
    const dear = { ...request, matrices: () => expect.fail("the matrices were made") };
    for (const lowering of derivativeLowerings) lowering.fits(dear);
  });
});
