import { describe, expect, it } from "vitest";
import {
  anticommutator,
  eigenstates,
  fermions,
  groundState,
  identity,
  levels,
  lift,
  minus,
  type Operator,
  plus,
  qubit,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  tensor,
  times,
} from "../../src/index.ts";

const isZero = (A: Operator) => A.values.every((x) => x === 0);

describe("fermions", () => {
  it.each([1, 2, 3, 4])("anticommute exactly on %d modes", (n) => {
    const { annihilate, create, space } = fermions(n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        expect(isZero(anticommutator(annihilate[i], annihilate[j]))).toBe(true);
        const mixed = anticommutator(annihilate[i], create[j]);
        expect(isZero(i === j ? minus(mixed, identity(space)) : mixed)).toBe(true);
      }
      expect(annihilate[i].count).toBe(2 ** (n - 1));
      expect(annihilate[i].values.every((x) => x === 0 || Math.abs(x) === 1)).toBe(true);
    }
  });

  it("are strings of −σz before σ⁻, and neighbours hop without one", () => {
    const { annihilate, create, number, space } = fermions(["x", "y", "z"]);
    const [x, y, z] = ["x", "y", "z"].map((label) => qubit(label));
    expect(isZero(minus(annihilate[2], lift(space, scaled(sigmaZ(x), -1), scaled(sigmaZ(y), -1), sigmaMinus(z))))).toBe(true);
    expect(isZero(minus(times(create[1], annihilate[2]), lift(space, sigmaPlus(y), sigmaMinus(z))))).toBe(true);
    expect(isZero(minus(number[0], lift(space, times(sigmaPlus(x), sigmaMinus(x)))))).toBe(true);
  });

  it("fill the bands of an open chain: the XX chain in closed form", () => {
    // H = Σ J (c_j†c_{j+1} + h.c.) has the levels 2J cos(πk/(N+1)); each many-body energy is a sum of some of them.
    const N = 6;
    const { annihilate: c, create } = fermions(N);
    const hops = Array.from({ length: N - 1 }, (_, j) => plus(times(create[j], c[j + 1]), times(create[j + 1], c[j])));
    const H = scaled(plus(...hops), 0.7);
    const band = Array.from({ length: N }, (_, k) => 1.4 * Math.cos((Math.PI * (k + 1)) / (N + 1)));
    const energies = Array.from({ length: 2 ** N }, (_, filled) => band.reduce((sum, x, k) => sum + ((filled >> k) & 1) * x, 0));
    energies.sort((p, q) => p - q);
    eigenstates(H).values.forEach((value, k) => expect(value).toBeCloseTo(energies[k], 12));
    const { energy, degeneracy } = groundState(H);
    expect(energy).toBeCloseTo(
      band.filter((x) => x < 0).reduce((sum, x) => sum + x, 0),
      12,
    );
    expect(degeneracy).toBe(1);
    // and it is the spin chain ½J Σ (σxσx + σyσy)
    const sites = Array.from({ length: N }, (_, j) => qubit(`f${j}`));
    const chain = tensor(...sites);
    const bonds = hops.flatMap((_, j) => [sigmaX, sigmaY].map((s) => lift(chain, s(sites[j]), s(sites[j + 1]))));
    expect(isZero(minus(plus(...hops), scaled(plus(...bonds), 0.5)))).toBe(true);
  });

  it("pair in Kitaev's chain, whose ends are free at the special point", () => {
    const N = 5;
    const { annihilate: c, create } = fermions(N);
    const bonds = Array.from({ length: N - 1 }, (_, j) => {
      const hop = times(create[j], c[j + 1]);
      const pair = times(c[j], c[j + 1]);
      return plus(scaled(plus(hop, times(create[j + 1], c[j])), -1), pair, times(create[j + 1], create[j]));
    });
    const { energy, degeneracy } = groundState(plus(...bonds));
    expect(energy).toBeCloseTo(1 - N, 12);
    expect(degeneracy).toBe(2);
  });

  it("need modes", () => {
    expect(() => fermions(0)).toThrow("Argument `modes` must be an integer from 1 to 20, but is 0.");
    expect(() => fermions(21)).toThrow(/Each mode doubles/);
    expect(() => fermions(null as never)).toThrow(TypeError);
    expect(() => fermions(["a", "a"])).toThrow(/label/);
    expect(() => fermions(levels(3))).toThrow(/must be a space of qubits/);
  });
});
