/** Noise that changes a map's coefficients: polynomials in the noisy parameters (in the place of wasm) and maps rebuilt for each draw. */

import { normal } from "../../src/dynamics/noise/construct.ts";
import type { Noise } from "../../src/dynamics/noise/known-kinds.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import { parametricMap } from "../../src/lowerings/collisions/parametric-map.ts";
import { rebuiltCoefficients } from "../../src/lowerings/collisions/rebuilt-coefficients.ts";
import { composite, compositeDefinition } from "../../src/models/composite.ts";
import type { Model, ModelDefinition } from "../../src/models/model.ts";
import { structured, structuredDefinition } from "../../src/models/structured.ts";
import { openScope } from "../../src/numerics/memory.ts";
import type { CollisionEngine } from "../../src/plan/engines.ts";
import { noisyCollisionRequest } from "../../src/plan/noisy-collision-request.ts";
import { type Case, same } from "../harness.ts";

const LANES = 8;
const STEPS = 10;

function noisyMap(name: string, build: () => Model, { parameters }: ModelDefinition, noise: Readonly<Record<string, Noise>>): Case {
  return {
    name: `${name}, per collision and realisation`,
    units: LANES * STEPS,
    seconds: 2,
    notes: "draws and eight lanes included; in the place of pure JS: the map rebuilt for each draw; the set-up is not timed",
    prepare() {
      const compiled = compileNoise(noise, 7, parameters);
      const request = noisyCollisionRequest(build(), { steps: 10_000, noisy: compiled.parameters, ranges: compiled.ranges, lanes: LANES });
      const scope = openScope();
      const draws = new Float64Array(compiled.parameters.length * LANES);
      let n = 0;
      const stepper = (engine: CollisionEngine) => {
        engine.reset();
        return () => {
          for (let step = 0; step < STEPS; step++) {
            compiled.draw(0, LANES, ++n, draws);
            engine.step(n, draws);
          }
        };
      };
      const [fast, slow] = [parametricMap.bind(request, scope), rebuiltCoefficients.bind(request, scope)];
      return {
        wasm: stepper(fast),
        plain: stepper(slow),
        check() {
          for (const engine of [fast, slow]) {
            engine.reset();
            engine.step(n, draws);
          }
          same(name, fast.values(), slow.values(), 1e-12);
        },
        release: () => scope.release(),
      };
    },
  };
}

const pair = () => structured();
const cluster = () => composite({ N: 8, tau: 0.051 });

export const cases: readonly Case[] = [
  noisyMap("structured, noise on kappa", pair, structuredDefinition, { kappa: normal(0.3, 0.03) }),
  noisyMap("structured, noise on kappa and beta", pair, structuredDefinition, { kappa: normal(0.3, 0.03), beta: normal(1, 0.1) }),
  noisyMap("composite N = 8, noise on f1", cluster, compositeDefinition, { f1: normal(0.424, 0.042) }),
  noisyMap("composite N = 8, noise on f1 and f2", cluster, compositeDefinition, { f1: normal(0.424, 0.042), f2: normal(0.6, 0.06) }),
];
