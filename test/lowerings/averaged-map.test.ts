/** The averaged map against all nodes of the quadrature, collision by collision. */
import { describe, expect, it } from "vitest";
import { bytesInUse, window64 } from "../../bindings/memory.ts";
import { exponential, normal, perRealisation, uniform } from "../../src/dynamics/noise/construct.ts";
import { domainOf } from "../../src/dynamics/noise/domain.ts";
import type { Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { combinations } from "../../src/dynamics/noise/product-rule.ts";
import { averaged } from "../../src/ensembles/averaged.ts";
import { averagedMap } from "../../src/lowerings/ensembles/averaged-map.ts";
import { quadraturePerCollision } from "../../src/lowerings/ensembles/quadrature-per-collision.ts";
import { composite } from "../../src/models/composite.ts";
import { harvest } from "../../src/models/harvest.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { structured } from "../../src/models/structured.ts";
import { scope } from "../../src/numerics/memory.ts";
import type { AverageRequest } from "../../src/plan/ensemble-request.ts";
import { planNoisyCollisions } from "../../src/solvers/noisy-collisions.ts";

function requestOf(model: Model, noise: Readonly<Record<string, Noise>>, count: number): AverageRequest {
  const noisy = Object.keys(noise).sort();
  const nodes = combinations(
    noisy.map((name) => ({ name, noise: noise[name], domain: domainOf(null) })),
    count,
  );
  const ranges = noisy.map((_, p) => {
    const values = nodes.map((node) => node.values[p]);
    return { low: Math.min(...values), high: Math.max(...values) };
  });
  return {
    model,
    noisy,
    nodes,
    whole: false,
    hidden: null,
    collisions: (of, names, lanes) => planNoisyCollisions(of, { steps: 1000, noisy: names, ranges, lanes }),
  };
}

/** The mean state after some collisions, one number per coordinate. */
function meanAfter(lowering: typeof averagedMap, request: AverageRequest, steps: number): number[] {
  return scope((s) => {
    const engine = lowering.bind(request, s);
    engine.reset();
    for (let n = 1; n <= steps; n++) engine.step(n);
    const { sector, lanes } = engine;
    const values = window64(engine.mean(), sector.count * lanes);
    return Array.from({ length: sector.count }, (_, q) => values[q * lanes]);
  });
}

describe("the averaged map", () => {
  it.each([
    ["built at its nodes", structured(), { kappa: normal(0.3, 0.05) }, 12],
    ["from polynomials in one parameter", structured(), { kappa: normal(0.3, 0.05) }, 48],
    ["from polynomials in two", composite({ N: 2, tau: 0.051, T_S: 0.2 }), { f1: normal(0.42, 0.04), f2: uniform(0.5, 0.7) }, 8],
    ["with pieces", composite({ N: 2, tau: 0.051, T: 0.5, T_S: 0.2 }), { T: uniform(0.01, 1.3) }, 60],
    ["of a long tail", harvest({ gtau: 0.1 }), { gtau: exponential(0.05) }, 44],
  ] as const)("is the mean of all collisions: %s", (_, model, noise, count) => {
    const request = requestOf(model, noise, count);
    const [once, each] = [averagedMap, quadraturePerCollision].map((lowering) => meanAfter(lowering, request, 12));
    once.forEach((value, q) => expect(Math.abs(value - each[q])).toBeLessThanOrEqual(5e-12));
    expect(bytesInUse()).toBe(0);
  });

  it("is what `averaged` takes, and prints", () => {
    const { plan, observables } = averaged(structured(), { noise: { kappa: normal(0.3, 0.05) }, steps: 20, observables: ["sz"] });
    expect(String(plan)).toMatch(/^average +averaged map: /m);
    expect(observables.sz[20]).not.toBe(observables.sz[0]);
  });

  it("says where it does not fit", () => {
    const kappa = { kappa: perRealisation(normal(0.3, 0.05)) };
    expect(averagedMap.fits({ ...requestOf(structured(), kappa, 3), whole: true })).toEqual({
      refused: "the noise is constant within a realisation",
    });
    const angle = requestOf(phaseonium({ levels: 4 }), { theta: normal(0.2, 0.05) }, 3);
    expect(averagedMap.fits(angle)).toEqual({ refused: "the collisions take the noise themselves" });
    const many = requestOf(structured(), { kappa: normal(0.3, 0.05), beta: normal(1, 0.1), dt: normal(0.1, 0.01) }, 16);
    expect(averagedMap.fits(many)).toHaveProperty("refused");
  });
});
