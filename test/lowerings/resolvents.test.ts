import { describe, expect, it } from "vitest";
import { bytesInUse } from "../../bindings/memory.ts";
import { jaynesCummings, kerr, type Model, Operator, steady } from "../../src/index.ts";
import { factorsPerShift } from "../../src/lowerings/resolvents/factors-per-shift.ts";
import { resolventLowerings } from "../../src/lowerings/resolvents/index.ts";
import { rationalKrylov } from "../../src/lowerings/resolvents/rational-krylov.ts";
import { schurResolvent } from "../../src/lowerings/resolvents/schur-resolvent.ts";
import { scope } from "../../src/numerics/memory.ts";
import { isRefusal } from "../../src/plan/price.ts";
import { type ResolventRequest, resolventRequest } from "../../src/plan/resolvent-request.ts";
import { sectorEquation } from "../../src/solvers/whole-equation.ts";

/** A request with an operand and a functional without structure, on the sector of a model. */
function requestOf(model: Model, shifts: Float64Array): ResolventRequest {
  const { matrix, trace: left, layout } = sectorEquation(model);
  const right = layout.coordinates(Operator.fromMatrix(model.dynamics.system, steady(model).state.matrix()));
  const x = Float64Array.from({ length: 2 * matrix.n }, (_, e) => Math.sin(7 * e + 1));
  let [re, im] = [0, 0];
  left.forEach((l, q) => {
    re += l * x[2 * q];
    im += l * x[2 * q + 1];
  });
  right.forEach((r, q) => {
    x[2 * q] -= r * re;
    x[2 * q + 1] -= r * im;
  });
  const functional = x.map((_, e) => Math.cos(3 * e));
  return resolventRequest({ matrix, stationary: { right, left }, undamped: null, x, functional, shifts });
}

const shifts = Float64Array.of(0, 0, 0, 1e-9, 0, 0.7, 0, -2, 0.1, 1.4, 0, 1e-4);

describe("resolvents", () => {
  it("are the same by a Schur form and by factors at each shift, at 0 and next to it too", () => {
    const request = requestOf(jaynesCummings({ levels: 6, nbar: 0.3, kappa: 0.4, gamma: 0.1 }), shifts);
    const [a, b] = [schurResolvent, factorsPerShift].map((way) => scope((s) => way.bind(request, s).values()));
    a.forEach((value, e) => expect(b[e]).toBeCloseTo(value, 10));
  });

  it("of larger sectors also by one Krylov space", () => {
    const before = bytesInUse();
    const request = requestOf(kerr({ levels: 16 }), shifts);
    const [a, b, c] = [schurResolvent, factorsPerShift, rationalKrylov].map((way) => scope((s) => way.bind(request, s).values()));
    const largest = Math.max(...a.map(Math.abs));
    a.forEach((value, e) => {
      expect(Math.abs(b[e] - value)).toBeLessThan(1e-10 * largest);
      expect(Math.abs(c[e] - value)).toBeLessThan(1e-9 * largest);
    });
    expect(bytesInUse()).toBe(before);
  });

  it("refuse what they are not for, and are picked where they win", () => {
    const small = requestOf(jaynesCummings({ levels: 6, nbar: 0.3 }), shifts);
    expect(rationalKrylov.fits(small)).toMatchObject({ refused: expect.stringMatching(/200 is the least/) });
    const projected = { ...small, undamped: new Float64Array(small.matrix.n ** 2) };
    for (const way of [rationalKrylov, factorsPerShift])
      expect(way.fits(projected)).toMatchObject({ refused: expect.stringMatching(/projected/) });
    const cheapest = (request: ResolventRequest) => {
      const priced = resolventLowerings.map((way) => ({ name: way.name, answer: way.fits(request) }));
      const fitting = priced.flatMap(({ name, answer }) => (isRefusal(answer) ? [] : [{ name, seconds: answer.seconds }]));
      return fitting.reduce((best, other) => (other.seconds < best.seconds ? other : best)).name;
    };
    expect(cheapest(small)).toBe("Schur form");
    const many = Float64Array.from({ length: 400 }, (_, e) => (e % 2 ? e / 100 - 2 : 0));
    expect(cheapest(requestOf(kerr({ levels: 24 }), many))).toBe("one Krylov space");
    expect(cheapest(requestOf(kerr({ levels: 24 }), shifts.slice(0, 2)))).toBe("sparse factors per shift");
  });
});
