/** Noise on the parameters of documents takes the ways of the catalogue: weights, polynomials, coefficients; same numbers. */
import { expect, test } from "vitest";
import { definitionOf } from "../../../src/documents/build/index.ts";
import type { CanonicalDocument } from "../../../src/documents/canonical.ts";
import { collisionModel } from "../../../src/models/collision-model.ts";
import type { Model } from "../../../src/models/model.ts";
import { phaseonium } from "../../../src/models/phaseonium.ts";
import { dag, plus, scale } from "../../../src/operators/algebra.ts";
import { projector, sigmaMinus, sigmaPlus, sigmaZ } from "../../../src/operators/named.ts";
import { lift } from "../../../src/operators/tensor.ts";
import { type LaneNoise, laneRunner } from "../../../src/solvers/lane-runner.ts";
import { qubit, tensor } from "../../../src/spaces/space.ts";
import { fixture } from "./canonical.ts";

/** Values that follow one another without a pattern, the same for every model. */
function wandering(parameter: string, mean: number, std: number): LaneNoise {
  return {
    parameters: [parameter],
    ranges: [{ low: mean - 8.3 * std, high: mean + 8.3 * std }],
    draw(first, lanes, step, into, count) {
      for (let c = 0; c < count; c++) {
        for (let l = 0; l < lanes; l++) {
          const k = (first + l) * 7919 + (step + c) * 104729;
          into[c * lanes + l] = mean + 3 * std * ((k % 1000) / 500 - 1);
        }
      }
    },
  };
}

function realisations(
  model: Model,
  noise: LaneNoise,
  observables: readonly string[],
): { readonly values: Float64Array; readonly plan: string } {
  const runner = laneRunner(model, { steps: 12, saveEvery: 4, observables, noise, lanes: 4 });
  const values = new Float64Array(runner.axis.length * observables.length * 4);
  runner.run(0, 4, values);
  const plan = String(runner.plan);
  runner.release();
  return { values, plan };
}

function nearby(a: Float64Array, b: Float64Array): void {
  a.forEach((value, k) => expect(Math.abs(value - b[k]), `value ${k}`).toBeLessThanOrEqual(1e-12));
}

/** The reference cascade with the dephasing of the catalogue's: a flip of either ground state. */
function dephased(): CanonicalDocument {
  const document = fixture("07-phaseonium-cascade.yaml") as unknown as { units: readonly { visits: readonly unknown[] }[] };
  const [unit] = document.units;
  const s = "sqrt(1 - 2*q)";
  const flip = (signs: string) => ({ channel: [`sqrt((1 + ${s})/2)*id(A)`, `sqrt((1 - ${s})/2)*(proj(A, e) ${signs})`] });
  const visits = [unit.visits[0], flip("- proj(A, g1) + proj(A, g2)"), flip("+ proj(A, g1) - proj(A, g2)"), unit.visits[2]];
  return { ...document, units: [{ ...unit, visits }] } as unknown as CanonicalDocument;
}

test("a phase of the units enters through weights, as in the catalogue", () => {
  const document = definitionOf(dephased()).build({ d: 6, q: 0.1 });
  const catalogue = phaseonium({ cavities: 2, alpha: 0.25, phi: 2.4043, theta: 0.4, T0: 0.6, levels: 6, eps: 0.8 });
  const noise = wandering("phi", 2.4043, 0.2);
  const [a, b] = [document, catalogue].map((model) => realisations(model, noise, ["T1", "T2", "adag_b"]));
  expect(a.plan).toContain("fixed matrices with weights");
  expect(a.plan.split("\n").find((line) => line.includes("sector"))).toBe(b.plan.split("\n").find((line) => line.includes("sector")));
  nearby(a.values, b.values);
});

test("a noisy coupling becomes polynomials, as in the builder", () => {
  const [S, U] = [qubit("S"), qubit("U")];
  const up = lift(tensor(S, U), sigmaPlus(S), sigmaMinus(U));
  const builder = (p: { g: number }): Model =>
    collisionModel({
      HS: scale(sigmaZ(S), 0.5),
      units: { HE: scale(sigmaZ(U), 0.5), V: scale(plus(up, dag(up)), p.g), beta: 1 },
      tau: 0.1,
      initial: projector(S, "e"),
      parameters: p,
      with: (changes) => builder({ ...p, ...changes } as { g: number }),
    });
  const noise = wandering("g", 1, 0.1);
  const [a, b] = [definitionOf(fixture("01-thermalising-qubit.json")).build({}), builder({ g: 1 })].map((model) =>
    realisations(model, noise, ["energy", "sz"]),
  );
  expect(a.plan).toMatch(/collision +polynomials in the noisy parameters/);
  nearby(a.values, b.values);
});
