/**
 * Rates over all decades: whatever is slower than the rest by less than rounding is resolved, and right against elimination in 700 binary
 * places; what is slower than that is right, too, or called "not resolved below r", and never a degeneracy or no state at all.
 */
import { describe, expect, it } from "vitest";
import { type GeneratorParts, generator } from "../../src/dynamics/lindblad.ts";
import { eigvalsh } from "../../src/numerics/eigen.ts";
import { dag, hermitianPart, identity, lift, minus, plus, scale, times, zero } from "../../src/operators/algebra.ts";
import { annihilate, number, sigmaMinus, sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState } from "../../src/operators/states.ts";
import { steady } from "../../src/solvers/steady.ts";
import { fock, levels, qubit, tensor } from "../../src/spaces/space.ts";
import { applied, stationaryState } from "../reference/fixed-point.ts";
import { randomOperator } from "../reference/random-generator.ts";
import { modelOf } from "./model-of.ts";

/** A system whose slowest rate is proportional to κ. */
type Family = (kappa: number) => GeneratorParts;

function tilted(angle: number): Family {
  const q = qubit();
  const H = plus(scale(sigmaZ(q), Math.cos(angle) / 2), scale(sigmaX(q), Math.sin(angle) / 2));
  return (rate) => ({ system: q, H, jumps: [{ operator: sigmaMinus(q), rate }] });
}

/** An anharmonic oscillator that hardly loses its quanta. */
const quartic: Family = (rate) => {
  const mode = fock(6);
  const b = annihilate(mode);
  const q = plus(b, dag(b));
  const q2 = times(q, q);
  const H = plus(scale(number(mode), 0.5), plus(scale(q, 0.5), scale(times(q2, q2), 0.05)));
  return { system: mode, H, jumps: [{ operator: b, rate }] };
};

/** Two parities that only the loss of single photons exchanges. */
const cat: Family = (rate) => {
  const mode = fock(6);
  const a = annihilate(mode);
  const jumps = [
    { operator: minus(times(a, a), scale(identity(mode), 0.6)), rate: 1 },
    { operator: a, rate },
  ];
  return { system: mode, H: zero(mode), jumps };
};

/** Two driven atoms whose antisymmetric state is nearly dark. */
const pair: Family = (rate) => {
  const [a, b] = [qubit("a"), qubit("b")];
  const space = tensor(a, b);
  const [s1, s2] = [lift(space, sigmaMinus(a)), lift(space, sigmaMinus(b))];
  const H = scale(plus(lift(space, sigmaX(a)), lift(space, sigmaX(b))), 0.4);
  const jumps = [
    { operator: scale(plus(s1, s2), Math.SQRT1_2), rate: 2 },
    { operator: scale(minus(s1, s2), Math.SQRT1_2), rate },
  ];
  return { system: space, H, jumps };
};

/** A random Hamiltonian on n levels with one random jump. */
function weakly(n: number, seed: number): Family {
  const system = levels(n);
  const H = hermitianPart(randomOperator(system, seed));
  const operator = randomOperator(system, seed + 1);
  return (rate) => ({ system, H, jumps: [{ operator, rate }] });
}

/** Two halves that decay fast within and hardly into each other, with a coherent link inside each. */
const halves: Family = (rate) => {
  const system = levels(4);
  const entry = (to: number, from: number) => Operator.fromEntries(system, [[to, from, 1]]);
  const link = plus(plus(entry(0, 1), entry(1, 0)), plus(entry(2, 3), entry(3, 2)));
  const jumps = [
    { operator: plus(entry(0, 1), scale(entry(0, 0), 0.3)), rate: 1 },
    { operator: entry(2, 3), rate: 0.3 },
    { operator: entry(2, 0), rate },
    { operator: entry(0, 3), rate: 3 * rate },
  ];
  return { system, H: scale(link, 0.7), jumps };
};

const families: Readonly<Record<string, Family>> = {
  "a tilted qubit": tilted(Math.PI / 4),
  "a qubit tilted by little": tilted(0.2),
  "an anharmonic oscillator": quartic,
  "two photons and one": cat,
  "a nearly dark pair": pair,
  "three levels": weakly(3, 5),
  "four levels": weakly(4, 11),
  "two halves": halves,
};

/** ‖H‖ + Σ γ‖L‖², of spectral norms. */
function sizeOf({ H, jumps = [] }: GeneratorParts): number {
  const squares = jumps.map(
    ({ operator, rate }) => (rate as number) * (eigvalsh(times(dag(operator), operator).toMatrix()).at(-1) as number),
  );
  const energies = eigvalsh((H as Operator).toMatrix());
  return Math.max(-energies[0], energies[energies.length - 1]) + squares.reduce((sum, square) => sum + square, 0);
}

function found(parts: GeneratorParts) {
  return steady(modelOf(generator(parts), basisState(parts.system, parts.system.dimension - 1)), { observables: ["purity"] });
}

/** Largest difference of an element from the state that elimination finds. */
function worstOf(parts: GeneratorParts, { data }: { readonly data: Float64Array }): number {
  const expected = stationaryState(parts.system.dimension, applied(generator(parts)));
  if (!expected) throw new Error("Elimination found no pivot.");
  return expected.reduce((most, [re, im], q) => Math.max(most, Math.abs(data[2 * q] - re), Math.abs(data[2 * q + 1] - im)), 0);
}

describe.each(Object.entries(families))("%s", (_, family) => {
  const slowest = (found(family(1e-3)).gap as number) / 1e-3;
  const { system } = family(1);
  const bound = 10 * system.dimension * Number.EPSILON * sizeOf(family(0));
  const decades = Array.from({ length: 11 }, (_, k) => Number(`1e-${2 * k}`));

  it.each([...decades.filter((kappa) => slowest * kappa > bound), (1.01 * bound) / slowest])("is resolved above r, κ = %s", (kappa) => {
    const parts = family(kappa);
    const { dimension, state, error, diagnostics } = found(parts);
    expect(diagnostics.warnings.filter((warning) => !warning.startsWith("The last level"))).toEqual([]);
    expect(dimension).toBe(1);
    const worst = worstOf(parts, state.matrix());
    expect(worst).toBeLessThan(1e-9);
    expect(worst).toBeLessThanOrEqual(Math.max(10 * error, 1e-14));
  });

  it.each([...decades.filter((kappa) => slowest * kappa <= bound), 1e-25, 1e-40])("is right below r, or says so, κ = %s", (kappa) => {
    const parts = family(kappa);
    const { dimension, state, diagnostics } = found(parts);
    if (dimension === 1) return expect(worstOf(parts, state.matrix())).toBeLessThan(1e-9);
    const [first] = diagnostics.warnings;
    const [, r] = /^Not resolved below r = (\d\.\de-\d+): \d+ slow modes/.exec(first) ?? [];
    expect(Number(r)).toBeLessThanOrEqual(bound);
    expect(Number(r)).toBeGreaterThan(slowest * kappa);
    expect(diagnostics.warnings.join()).not.toMatch(/dimension/);
    // A state all the same: that of times before the slow modes decay.
    const rho = state.matrix();
    const trace = Array.from({ length: rho.rows }, (_, i) => rho.data[2 * (i * rho.rows + i)]).reduce((sum, p) => sum + p, 0);
    expect(trace).toBeCloseTo(1, 10);
    expect(eigvalsh(rho)[0]).toBeGreaterThan(-1e-9);
  });
});
