/** Averages by a quadrature of collisions: as many nodes as two answers need, values that stay in their domains, and what is left is said. */
import { describe, expect, it } from "vitest";
import { documentFromData, documentModel } from "../../src/documents/index.ts";
import {
  averaged,
  clipped,
  collisionModel,
  ensemble,
  exponential,
  type Noise,
  normal,
  perRealisation,
  phaseonium,
  qubit,
  qubitHamiltonian,
  qubitState,
  redrawn,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  uniform,
} from "../../src/index.ts";

/** A qubit that turns by x in each collision: E[sx − i sy] after k of them is the k-th power of E e^{−ix}, or E e^{−ikx}. */
const turning = documentModel(
  documentFromData({
    ancilla: 1,
    kind: "collisions",
    name: "turning",
    parameters: { x: { default: 0.3, noisy: true, atLeast: -500 } },
    spaces: [{ label: "S", kind: "qubit" }],
    units: [{ spaces: [{ label: "u", kind: "qubit" }], H: "sz(u)/2", V: "x*sz(S)*id(u)/2", T: 1 }],
    tau: 1,
    initial: "bloch(S, 1, 0, 0)",
  }),
).build({});
const bounded = (atLeast: number) => {
  const data = JSON.parse(JSON.stringify(turning.document));
  data.parameters.x.atLeast = atLeast;
  return documentModel(documentFromData(data)).build({});
};
const sx = (noise: Noise, steps: number, nodes?: number) =>
  averaged(turning, { noise: { x: noise }, steps, observables: ["sx"], ...(nodes ? { nodes } : {}) });

describe("nodes of a quadrature", () => {
  it.each([
    // 1/(1 + k²), e^{−9k²/2}, sin(60k)/60k
    ["exponential, one per realisation", perRealisation(exponential(1)), [1, 0.5, 0.2, 0.1]],
    ["normal, one per realisation", perRealisation(normal(0, 3)), [1, 2, 3, 4].map((k) => Math.exp((-9 * (k - 1) ** 2) / 2))],
    ["uniform, one per realisation", perRealisation(uniform(-60, 60)), [1, Math.sin(60) / 60, Math.sin(120) / 120, Math.sin(180) / 180]],
  ] as const)("as many as two answers need: %s", (_, noise, expected) => {
    const { observables, error } = sx(noise, 3);
    expected.forEach((value, k) => {
      expect(observables.sx[k]).toBeCloseTo(value, 9);
    });
    expect(error).toBeLessThan(1e-10);
    expect(Math.abs((sx(noise, 3, 48).observables.sx[3] as number) - expected[3])).toBeGreaterThan(1e-8);
  });

  it("says what is left where they do not suffice", () => {
    const { observables, error } = sx(perRealisation(uniform(-400, 400)), 3);
    expect(error).toBeGreaterThan(1e-4);
    expect(Math.abs((observables.sx[3] as number) - Math.sin(1200) / 1200)).toBeLessThan(10 * (error as number));
  });

  it("keeps the bits of 48 nodes where 24 agree", () => {
    const { observables, error } = sx(normal(0.3, 0.5), 4);
    expect(observables.sx).toEqual(sx(normal(0.3, 0.5), 4, 48).observables.sx);
    expect(error).toBeUndefined();
  });
});

describe("domains in an exact average", () => {
  it("moves a normal to the borders, where its weight stands", () => {
    // every map is affine in α², so that the mean is a run at √E α²;  E α² of N(0.9, 0.3) moved to [0, 1], in 30 digits
    const ask = { steps: 3, observables: ["n1"] };
    const at = (alpha: number) => phaseonium({ cavities: 1, levels: 6, T0: 0.8, alpha });
    const { observables } = averaged(at(0.25), { ...ask, noise: { alpha: clipped(normal(0.9, 0.3)) } });
    const expected = run(at(Math.sqrt(0.7218173850759264)), ask).observables.n1;
    observables.n1.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k] as number, 13);
    });
  });

  it.each([false, true])("knows those of a document, with hidden states: %s", (spread) => {
    const noise = { x: clipped(normal(0.3, 0.5)) };
    const { observables } = averaged(bounded(0), { noise, steps: 2, observables: ["sx"], ...(spread ? { spread } : {}) });
    expect(observables.sx[1]).toBeCloseTo(0.8637567377164509, 12);
    expect(observables.sx[2]).toBeCloseTo(0.6301721865149215, 12);
  });

  it("refuses what leaves them, and policies that do nothing", () => {
    const ask = (noise: Noise) => () => averaged(bounded(0), { noise: { x: noise }, steps: 2, observables: ["sx"] });
    expect(ask(normal(0.3, 0.5))).toThrow(/must keep `x` within \[0, ∞\), but its average needs -.+ clipped/);
    expect(ask(uniform(-1, 1))).toThrow(/must keep `x` within \[0, ∞\), but draws from \[-1, 1\]/);
    expect(ask(clipped(uniform(1, 2)))).toThrow(/never leaves it/);
    expect(ask(redrawn(normal(0.3, 0.5)))).toThrow(/not be drawn again/);
  });
});

describe("what noise moves beside collisions", () => {
  const family = collisionModel(
    ({ w, x }) => {
      const [S, u] = [qubit("S"), qubit("u")];
      const V = [
        [scaled(sigmaPlus(S), 0.4), sigmaMinus(u)],
        [scaled(sigmaMinus(S), 0.4), sigmaPlus(u)],
      ] as const;
      const units = { HE: qubitHamiltonian(u, w), V, beta: 1 };
      return { HS: qubitHamiltonian(S, w), units, tau: 0.7, initial: qubitState([x, 0, 0.5], S) };
    },
    { w: 1, x: 0.4 },
  );
  const ask = { steps: 2, observables: ["sx", "energy"] };

  it("is refused where a start differs from realisation to realisation", () => {
    const noise = { x: perRealisation(uniform(-0.5, 0.8)) };
    expect(() => averaged(family, { ...ask, noise })).toThrow(
      "Argument `noise` must leave the start as it is to be averaged exactly, but `x` acts on the start. Use `ensemble`.",
    );
    expect(() => averaged(phaseonium({ cavities: 1, levels: 6 }), { steps: 1, noise: { T0: perRealisation(normal(1, 0.1)) } })).toThrow(
      /`T0` acts on the start/,
    );
  });

  it("stands at the centre of the noise, as in an ensemble, and is said", async () => {
    const noise = { w: normal(2, 0.2), x: uniform(0, 0.2) };
    const { observables, warnings } = averaged(family, { ...ask, noise });
    const sampled = await ensemble(family, { ...ask, noise, trajectories: 512, seed: 4 });
    expect(observables.sx[0]).toBeCloseTo(0.1, 13);
    expect(observables.energy[0]).toBeCloseTo(0.5, 13);
    for (const name of ask.observables) {
      const [mean, error] = [sampled.mean[name][2] as number, sampled.standardError[name][2] as number];
      expect(Math.abs((observables[name][2] as number) - mean)).toBeLessThan(4 * error);
    }
    expect(warnings).toEqual(["energy depends on w; it is evaluated at the centre of the noise."]);
    expect(averaged(family, { ...ask, observables: ["sx"], noise }).warnings).toBeUndefined();
  });
});
