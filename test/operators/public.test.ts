import { describe, expect, it } from "vitest";
import * as ancilla from "../../src/index.ts";

describe("what embedders import", () => {
  it("builds a state and measures it", () => {
    const { fock, qubit, tensor, lift, plus, scaled, times, dag, sigmaMinus, annihilate, numberOperator, sigmaZ, thermal, logNegativity } =
      ancilla;
    const [q, m] = [qubit("q"), fock(12, "m")];
    const space = tensor(q, m);
    const hop = lift(space, dag(sigmaMinus(q)), annihilate(m));
    // Jaynes–Cummings at resonance: the ground state is |g, 0⟩, so at T = 0 nothing is entangled; warmer, the dressed states are.
    const H = plus(lift(space, scaled(sigmaZ(q), 0.5)), lift(space, numberOperator(m)), scaled(plus(hop, dag(hop)), 0.8));
    expect(logNegativity(thermal(H, { T: 0 }), ["q"])).toBe(0);
    expect(logNegativity(thermal(H, { T: 0.4 }), ["q"])).toBeGreaterThan(0.01);
    const excitations = plus(lift(space, times(dag(sigmaMinus(q)), sigmaMinus(q))), lift(space, numberOperator(m)));
    expect(ancilla.commutator(H, excitations).values.every((x) => Math.abs(x) < 1e-14)).toBe(true);
  });

  it("tells the rotor's space from the rotor's model", () => {
    expect(ancilla.rotorSpace(-2, 2).dimension).toBe(5);
  });
});
