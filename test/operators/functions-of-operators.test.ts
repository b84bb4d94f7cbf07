import { describe, expect, it } from "vitest";
import {
  annihilate,
  create,
  dag,
  diagonal,
  eigenstates,
  evolution,
  exponentialOf,
  fock,
  functionOf,
  groundState,
  hermitianPart,
  identity,
  inverseOf,
  ket,
  levels,
  lift,
  logarithmOf,
  minus,
  numberOperator,
  type Operator,
  plus,
  powerOf,
  qubit,
  randomHermitian,
  randomState,
  randomUnitary,
  scaled,
  sigmaMinus,
  sigmaX,
  sigmaY,
  sigmaZ,
  squareRootOf,
  tensor,
  thermal,
  times,
} from "../../src/index.ts";

const q = qubit("q");
const space = levels(6);

function gap(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

describe("functions of operators", () => {
  const H = randomHermitian(space, { seed: 1 });
  const A = plus(H, scaled(randomHermitian(space, { seed: 2 }), 0, 1));

  it("undo each other", () => {
    for (const X of [H, A]) {
      expect(gap(times(squareRootOf(X), squareRootOf(X)), X)).toBeLessThan(1e-13);
      expect(gap(exponentialOf(logarithmOf(X)), X)).toBeLessThan(1e-13);
      expect(gap(times(X, inverseOf(X)), identity(space))).toBeLessThan(1e-11);
      expect(gap(times(powerOf(X, 0.25), powerOf(X, 0.75)), X)).toBeLessThan(1e-13);
      expect(gap(powerOf(X, 3), times(X, X, X))).toBeLessThan(1e-12);
    }
  });

  it("have closed forms on a qubit", () => {
    const n = plus(scaled(sigmaX(q), 0.6), scaled(sigmaY(q), 0, 0), scaled(sigmaZ(q), 0.8));
    const expected = plus(scaled(identity(q), Math.cosh(0.7)), scaled(n, Math.sinh(0.7)));
    expect(gap(exponentialOf(scaled(n, 0.7)), expected)).toBeLessThan(1e-15);
    expect(gap(exponentialOf(scaled(n, 0, -0.7)), evolution(n, 0.7))).toBeLessThan(1e-15);
    expect(gap(exponentialOf(scaled(sigmaMinus(q), 3)), plus(identity(q), scaled(sigmaMinus(q), 3)))).toBe(0);
  });

  it("of a Hermitian operator are any function of its eigenvalues, real or complex", () => {
    expect(
      gap(
        functionOf(H, (x) => x * x - 1),
        minus(times(H, H), identity(space)),
      ),
    ).toBeLessThan(1e-13);
    const phases = functionOf(H, (x) => [Math.cos(x), -Math.sin(x)]);
    expect(gap(phases, evolution(H, 1))).toBeLessThan(1e-13);
  });

  it("keep blocks, triangles and realness of the pattern", () => {
    const pair = tensor(qubit("a"), qubit("b"));
    const X = plus(lift(pair, sigmaX(qubit("b"))), lift(pair, scaled(sigmaZ(qubit("a")), 3)));
    const root = squareRootOf(plus(X, scaled(identity(pair), 9)));
    expect(root.count).toBe(8);
    expect(root.values.every((x, at) => at % 2 === 0 || x === 0)).toBe(true);
    const mode = fock(5);
    const raised = exponentialOf(create(mode));
    expect(raised.count).toBe(15);
    expect(raised.at(3, 1)[0]).toBeCloseTo(Math.sqrt(6) / 2, 14);
    const upper = logarithmOf(plus(identity(mode), annihilate(mode)));
    expect(upper.count).toBe(15);
    expect(upper.at(0, 2)[0]).toBeCloseTo(-Math.SQRT1_2, 14);
    expect(upper.values.every((x, at) => at % 2 === 0 || x === 0)).toBe(true);
  });

  it("take roots of singular states, exactly where they are pure", () => {
    const rho = ket(space, [0.6, 0, [0, 0.8], 0, 0, 0]);
    expect(gap(squareRootOf(rho), rho)).toBeLessThan(1e-15);
    expect(gap(powerOf(rho, 0.3), rho)).toBeLessThan(1e-15);
  });

  it("know the branch cut", () => {
    expect(logarithmOf(scaled(identity(q), -1)).at(0, 0)).toEqual([0, Math.PI]);
    expect(squareRootOf(sigmaZ(q)).at(1, 1)).toEqual([0, 1]);
    const [re, im] = powerOf(sigmaZ(q), 1 / 3).at(1, 1);
    expect(re).toBeCloseTo(0.5, 15);
    expect(im).toBeCloseTo(Math.sqrt(3) / 2, 15);
    const U = randomUnitary(space, { seed: 3 });
    const L = logarithmOf(U);
    expect(gap(L, scaled(dag(L), -1))).toBeLessThan(1e-13);
    expect(gap(exponentialOf(L), U)).toBeLessThan(1e-13);
  });

  it("the logarithm of a thermal state is −βH − ln Z", () => {
    const rho = thermal(H, { beta: 0.8 });
    const Z = exponentialOf(scaled(H, -0.8)).trace()[0];
    expect(gap(logarithmOf(rho), minus(scaled(H, -0.8), scaled(identity(space), Math.log(Z))))).toBeLessThan(1e-12);
  });

  it("refuse what has none, with a sentence", () => {
    const remedy = "Use functionOf(X, f) to say what becomes of the eigenvalue 0.";
    expect(() => logarithmOf(numberOperator(fock(3)))).toThrow(
      `Argument \`X\` must be regular to have a logarithm, but it has the eigenvalue 0. ${remedy}`,
    );
    expect(() => inverseOf(sigmaMinus(q))).toThrow(
      `Argument \`X\` must be regular to have an inverse, but it is singular to rounding. ${remedy}`,
    );
    expect(() => squareRootOf(annihilate(fock(3)))).toThrow(/must be regular to have logarithms and roots/);
    expect(() => powerOf(diagonal(q, [1, 0]), -1)).toThrow(/must be regular to have negative powers/);
    expect(() => powerOf(diagonal(q, [1, 0]), -0.5)).toThrow(/must be regular to have negative powers/);
    expect(() => functionOf(sigmaMinus(q), (x) => x)).toThrow(/must be Hermitian/);
    expect(() => functionOf(sigmaZ(q), (x) => 1 / (x - 1))).toThrow(/must be finite on the spectrum/);
    expect(() => functionOf(sigmaZ(q), (() => "x") as never)).toThrow(/`f` must return a number/);
    expect(() => functionOf(sigmaZ(q), 3 as never)).toThrow(TypeError);
    expect(() => exponentialOf("X" as never)).toThrow(TypeError);
    expect(() => powerOf(sigmaZ(q), Number.NaN)).toThrow(/`p` must be a finite number/);
    expect(() => exponentialOf(scaled(identity(q), 1e4))).toThrow(RangeError);
  });
});

describe("eigenstates", () => {
  it("rebuild the operator, by kets and by levels", () => {
    const H = randomHermitian(space, { seed: 4 });
    const { values, kets, levels: found } = eigenstates(H);
    const sum = plus(...kets.map((psi, k) => scaled(psi.outer(psi), values[k])));
    expect(gap(sum, H)).toBeLessThan(1e-14);
    expect(gap(plus(...found.map(({ value, projector }) => scaled(projector, value))), H)).toBeLessThan(1e-14);
    kets.forEach((psi, i) => kets.forEach((phi, j) => expect(psi.inner(phi)[0]).toBeCloseTo(i === j ? 1 : 0, 13)));
    for (let k = 1; k < values.length; k++) expect(values[k]).toBeGreaterThan(values[k - 1]);
  });

  it("gather degenerate levels", () => {
    const pair = tensor(qubit("a"), qubit("b"));
    const swapped = plus(...[sigmaX, sigmaY, sigmaZ].map((s) => lift(pair, s(qubit("a")), s(qubit("b")))));
    const { levels: found } = eigenstates(swapped);
    expect(found.map(({ degeneracy }) => degeneracy)).toEqual([1, 3]);
    expect(found[0].value).toBeCloseTo(-3, 14);
    expect(found[1].projector.trace()[0]).toBeCloseTo(3, 14);
    const { energy, kets, state, degeneracy } = groundState(swapped);
    expect([energy, degeneracy, kets.length]).toEqual([-3, 1, 1]);
    expect(gap(state, thermal(swapped, { T: 0 }))).toBeLessThan(1e-15);
    expect(groundState(scaled(swapped, -1)).degeneracy).toBe(3);
  });

  it("refuse operators that are not Hermitian", () => {
    expect(() => eigenstates(sigmaMinus(q))).toThrow(/must be Hermitian/);
    expect(() => groundState(3 as never)).toThrow(TypeError);
    expect(() => eigenstates(sigmaZ(q), -1)).toThrow(/tolerance/);
    expect(eigenstates(hermitianPart(randomState(q, { seed: 1 }))).values.length).toBe(2);
  });
});
