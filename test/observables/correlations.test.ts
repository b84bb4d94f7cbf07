import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { temperatureOfOccupation } from "../../src/observables/catalogue.ts";
import { logNegativity } from "../../src/observables/entanglement.ts";
import { mutualInformation } from "../../src/observables/entropy.ts";
import {
  covarianceDiscord,
  covarianceLogNegativity,
  covarianceMutualInformation,
  gaussianDiscord,
  gaussianMutualInformation,
} from "../../src/observables/gaussian-measures.ts";
import { covarianceMatrix, passiveMoments } from "../../src/observables/moments.ts";
import { stateView } from "../../src/observables/view.ts";
import { fock, tensor } from "../../src/spaces/space.ts";
import { Cascade } from "../reference/cascade.ts";

interface Case {
  id: string;
  params: { alpha: number; phi: number; theta: number; T0: [number, number]; fock_dim_used: number };
  expected: Record<string, number>;
  tolerance: Record<string, number>;
}

const { cases } = JSON.parse(readFileSync(new URL("../fixtures/phaseonium-correlations.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

/** Enough for the rise and the fall of the correlations; later collisions are the solver's own test. */
const LAST = 60;

describe("correlations of the cascade", () => {
  it.each(cases.map((c) => [c.id, c] as const))("%s", (_, { params, expected, tolerance }) => {
    const d = params.fock_dim_used;
    const space = tensor(fock(d, "a"), fock(d, "b"));
    const cascade = new Cascade({ ...params, d });
    const wanted = [...new Set(Object.keys(expected).map((key) => Number(/^k(\d+)\./.exec(key)?.[1])))].filter((k) => k <= LAST);
    let at = 0;
    for (const k of wanted) {
      for (; at < k; at++) cascade.step();
      const view = stateView(space, cascade.elements());
      const moments = passiveMoments(view, ["a", "b"]);
      const V = covarianceMatrix(view, ["a", "b"]);
      const found: Record<string, number | null> = {
        n1: moments.n1,
        n2: moments.n2,
        T1: temperatureOfOccupation(moments.n1),
        T2: temperatureOfOccupation(moments.n2),
        adag_b: V[2] / 2,
        mutual_information_nats: mutualInformation(view, ["a"]),
        log_negativity_log2: logNegativity(view, ["a"]),
        gaussian_mutual_information_nats: gaussianMutualInformation(moments),
        gaussian_discord_measure2: gaussianDiscord(moments, 2),
        gaussian_discord_measure1: gaussianDiscord(moments, 1),
      };
      for (const [name, value] of Object.entries(found)) {
        const key = `k${k}.${name}`;
        expect(Math.abs((value ?? Number.NaN) - expected[key]), `${key}: ${value}`).toBeLessThanOrEqual(tolerance[key]);
      }
      // The general formulas know nothing about the phase symmetry.
      expect(covarianceMutualInformation(V)).toBeCloseTo(found.gaussian_mutual_information_nats as number, 10);
      expect(covarianceDiscord(V, 1)).toBeCloseTo(found.gaussian_discord_measure1 as number, 9);
      expect(covarianceDiscord(V, 2)).toBeCloseTo(found.gaussian_discord_measure2 as number, 9);
      expect(covarianceLogNegativity(V)).toBe(0);
    }
    expect(wanted.length).toBeGreaterThan(2);
  });
});
