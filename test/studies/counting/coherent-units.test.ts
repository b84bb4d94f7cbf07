/** Units with coherence: quasi-probabilities keep the ledger, measurements do not. */
import { describe, expect, it } from "vitest";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import {
  counting,
  diagonal,
  levels,
  lift,
  Operator,
  plus,
  projector,
  qubit,
  qubitState,
  scaled,
  sigmaPlus,
  sigmaX,
  tensor,
} from "../../../src/index.ts";
import { diagonalState, exchange, excitation, reference, S, streamOf } from "./models.ts";

it("coherence within a degenerate level is kept", () => {
  const { p, e, near } = reference("phaseonium-unit");
  const unit = levels(["e", "g1", "g2"], "u");
  const joint = tensor(S, unit);
  const low = (1 - p.p_e) / 2;
  const c = [p.c * low * Math.cos(p.phi), -p.c * low * Math.sin(p.phi)];
  const eta = Operator.fromEntries(unit, [
    [0, 0, p.p_e],
    [1, 1, low],
    [2, 2, low],
    [1, 2, c[0], c[1]],
    [2, 1, c[0], -c[1]],
  ]);
  const lowering = Operator.fromEntries(unit, [
    [1, 0, 1],
    [2, 0, 1],
  ]);
  const raising = Operator.fromEntries(unit, [
    [0, 1, 1],
    [0, 2, 1],
  ]);
  const HE = scaled(projector(unit, 0), p.omega);
  const HS = scaled(excitation(S), p.omega);
  const V = plus(lift(joint, sigmaPlus(S), lowering), lift(joint, Operator.fromEntries(S, [[1, 0, 1]]), raising));
  const collision: Collision = {
    unit,
    state: [{ name: "u", weight: 1, state: eta }],
    visits: [{ kind: "unitary", H: plus(lift(joint, HS), lift(joint, HE), scaled(V, p.g)), duration: p.tau }],
    HE,
    beta: null,
    bath: "u",
  };
  const model = streamOf({ kind: "constant", collision }, diagonalState(S, [0.3, 0.7]), HS);
  const first = counting(model, { of: ["Q"], steps: 1 });
  near(
    first.cumulants.Q.map((list) => list[0]),
    e.K_first,
  );
  near(first.firstMoments.Q.ledger, e.Q_first);
  near(first.firstMoments.Q.counted, e.Q_first);
  expect(first.quasi).toBeNull();
  for (const scheme of ["tpm", "kd", "mh", "sym"] as const) {
    const found = counting(model, { of: ["Q"], steps: p.k, scheme });
    near(
      found.cumulants.Q.map((list) => list[0]),
      e.K,
    );
    near(found.rates?.cumulants.Q, e.c_rates);
  }
  const bare = counting(model, { of: [{ name: "bare", observable: diagonal(unit, [1, 0, 1e-7]) }], steps: 1 });
  expect(Math.abs(bare.cumulants.bare[0][0] - e.Q_bare)).toBeLessThan(1e-6);
});

describe.each(["coherent-unit", "coherent-unit-pure"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const unit = qubit("u");
  const joint = tensor(S, unit);
  const up = 1 / (1 + Math.exp(p.beta * p.omega));
  const size = p.coh * Math.sqrt(up * (1 - up));
  const eta = Operator.fromEntries(unit, [
    [0, 0, up],
    [1, 1, 1 - up],
    [0, 1, size * Math.cos(p.phi), -size * Math.sin(p.phi)],
    [1, 0, size * Math.cos(p.phi), size * Math.sin(p.phi)],
  ]);
  const HE = scaled(excitation(unit), p.omega);
  const HS = scaled(excitation(S), p.omega_S ?? p.omega);
  const H = p.theta ? exchange(joint, S, unit) : plus(lift(joint, HS), lift(joint, HE), scaled(lift(joint, sigmaX(S), sigmaX(unit)), p.g));
  const collision: Collision = {
    unit,
    state: [{ name: "u", weight: 1, state: eta }],
    visits: [{ kind: "unitary", H, duration: p.theta ?? p.tau }],
    HE,
    beta: null,
    bath: "u",
  };
  const model = streamOf({ kind: "constant", collision }, qubitState(p.r0, S), HS);

  it("moments of one collision in each scheme", () => {
    for (const scheme of ["tpm", "kd", "mh", "sym"] as const) {
      const { distributions, imaginary } = counting(model, { of: ["Q"], steps: 1, scheme, distribution: true });
      const [{ values, P, imaginary: im }] = distributions;
      const moments = [1, 2, 3].map((n) => P.reduce((sum, prob, k) => sum + prob * values[0][k] ** n, 0));
      if (scheme !== "kd") near(moments, e[scheme]);
      else {
        near(
          moments,
          e.kd.map(([re]: number[]) => re),
        );
        near(
          [1, 2, 3].map((n) => (im as number[]).reduce((sum, prob, k) => sum + prob * values[0][k] ** n, 0)),
          e.kd.map(([, i]: number[]) => i),
        );
        expect(imaginary?.Q[0][0]).toBeCloseTo(0, 13);
      }
      expect(Math.abs(P.reduce((sum, prob) => sum + prob, 0) - 1)).toBeLessThan(1e-14);
    }
  });

  it("the table of quasi-probabilities", () => {
    const { quasi } = counting(model, { of: ["Q"], steps: 1, scheme: "kd" });
    near(quasi?.table, e.KD);
    near(quasi?.nonclassicality, e.nonclassicality);
    expect(quasi?.smallest).toBe(Math.min(...(quasi?.table.flat().map(([re]) => re) ?? [])));
  });

  it("cumulants after several collisions, rates, and the ledger", () => {
    const mh = counting(model, { of: ["Q"], steps: p.k, scheme: "mh" });
    near(
      mh.cumulants.Q.map((list) => list[0]),
      e.K_mh,
    );
    near(mh.rates?.cumulants.Q, e.c_mh);
    near(mh.firstMoments.Q.ledger, e.Q_total);
    expect(Math.abs(mh.firstMoments.Q.difference)).toBeLessThan(1e-12);
    const tpm = counting(model, { of: ["Q"], steps: p.k });
    near(
      tpm.cumulants.Q.map((list) => list[0]),
      e.K_tpm,
    );
    near(tpm.rates?.cumulants.Q, e.c_tpm);
    near(tpm.firstMoments.Q.ledger, e.Q_total);
    expect(Math.abs(tpm.firstMoments.Q.difference)).toBeGreaterThan(0.01);
    expect(tpm.firstMoments.Q.difference).toBe(tpm.firstMoments.Q.counted - tpm.firstMoments.Q.ledger);
    expect(tpm.warnings.join()).toMatch(/another dynamics/);
    for (const scheme of ["kd", "sym"] as const) {
      const found = counting(model, { of: ["Q", "W"], steps: p.k, scheme });
      expect(Math.abs(found.firstMoments.Q.difference)).toBeLessThan(1e-12);
      if (scheme === "sym") continue;
      near(found.cumulants.Q[1], [mh.cumulants.Q[1][0]]);
    }
    expect(mh.theorems?.unitality.holds).toBeNull();
  });
});
