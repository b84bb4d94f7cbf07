/** exp, sqrt, log, inverse, displacement, squeezing, fermions and outer products: values of the library, classes that no value moves. */
import { describe, expect, it } from "vitest";
import {
  asHermitian,
  asKet,
  asOperator,
  type OperatorValue,
  parseExpression,
  type Surroundings,
} from "../../../src/documents/expression/index.ts";
import { classAt } from "../../../src/documents/expression/operator-parts.ts";
import { printExpression } from "../../../src/documents/expression/print.ts";
import { evolution } from "../../../src/dynamics/evolution.ts";
import { displacement, squeezing } from "../../../src/dynamics/gaussian-unitaries.ts";
import { anticommutator, identity, minus, scale, times } from "../../../src/operators/algebra.ts";
import { exponentialOf } from "../../../src/operators/functions-of-operators.ts";
import { sigmaX } from "../../../src/operators/named.ts";
import type { Operator } from "../../../src/operators/operator.ts";
import { fock, qubit } from "../../../src/spaces/space.ts";
import { faultOf, section, valueIn } from "./section.ts";

const where = section({
  spaces: ["S: qubit", "c: fock(8)", "d: fock(8)", "f: qubit x 3"],
  parameters: { x: 0.4, y: 0, r: 0.3, phi: 0.7 },
});

function operatorOf(text: string, surroundings: Surroundings = where): Operator {
  const tree = parseExpression(text);
  const value = valueIn(surroundings, text) as OperatorValue;
  return asOperator(value, tree, value.terms[0].part.operator.space);
}

/** The class of each entry, in the order of storage. */
function classesOf(text: string): number[] {
  const [{ part }] = (valueIn(where, text) as OperatorValue).terms;
  return Array.from({ length: part.operator.count }, (_, e) => classAt(part.classes, e));
}

function distance(A: Operator, B: Operator): number {
  return minus(A, B).values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe("functions of operators", () => {
  it("are those of the library", () => {
    const q = qubit("S");
    expect(distance(operatorOf("exp(-i*x*sx(S))"), evolution(sigmaX(q), 0.4))).toBeLessThan(1e-15);
    expect(distance(operatorOf("exp(x*a(c))"), exponentialOf(scale(operatorOf("a(c)"), 0.4)))).toBe(0);
    expect(distance(operatorOf("log(exp(x*sx(S)))"), operatorOf("x*sx(S)"))).toBeLessThan(1e-15);
    expect(distance(operatorOf("sqrt(n(c) + 1)^2"), operatorOf("n(c) + 1"))).toBeLessThan(1e-14);
    expect(distance(operatorOf("inv(2*sx(S))"), operatorOf("sx(S)/2"))).toBeLessThan(1e-15);
    expect(distance(operatorOf("inv(1 + sp(S))"), operatorOf("1 - sp(S)"))).toBeLessThan(1e-15);
  });

  it("have the classes of their power series, at any value", () => {
    for (const g of ["x", "y"]) {
      // cos on the diagonal, −i sin beside it
      expect(classesOf(`exp(-i*${g}*sx(S))`)).toEqual([1, 2, 2, 1]);
      expect(classesOf(`exp(-i*${g}*sz(S))`)).toEqual([3, 3]);
      expect(classesOf(`exp(-i*${g}*sy(S))`)).toEqual([1, 1, 1, 1]);
      expect(classesOf(`exp(${g}*sx(S))`)).toEqual([1, 1, 1, 1]);
      expect(classesOf(`inv(i*sx(S) + ${g}*i*sx(S))`)).toEqual([2, 2, 2, 2]);
      // i→j by an odd number of photons is imaginary, by an even one real
      const classes = classesOf(`exp(-i*${g}*(a(c) + ad(c)))`);
      expect(classes).toEqual(Array.from({ length: 64 }, (_, e) => ((Math.floor(e / 8) + (e % 8)) % 2 === 0 ? 1 : 2)));
    }
    // A Hermitian function has a real diagonal, and what only one triangle reaches stays out.
    expect(classesOf("exp(sx(S) + sy(S))")).toEqual([1, 3, 3, 1]);
    expect(operatorOf("exp(y*sp(S))").count).toBe(3);
  });

  it("are Hermitian where their argument is, so that a Hamiltonian may hold them", () => {
    for (const text of ["exp(x*sx(S))", "sqrt(n(c))", "log(n(c) + 1)", "inv(n(c) + 1)", "exp(sx(S) + sy(S))"]) {
      expect(() => asHermitian(valueIn(where, text), parseExpression(text), where), text).not.toThrow();
    }
    expect(faultOf(() => asHermitian(valueIn(where, "exp(i*sx(S))"), parseExpression("exp(i*sx(S))"), where)).code).toBe("not-hermitian");
  });

  it("refuse what has none", () => {
    expect(faultOf(() => valueIn(where, "log(n(c))")).message).toMatch(/give log an operator that has one, but .*eigenvalue 0/);
    expect(faultOf(() => valueIn(where, "sqrt(sz(S))")).message).toMatch(/without negative eigenvalues/);
    expect(faultOf(() => valueIn(where, "log(sz(S))")).message).toMatch(/with positive eigenvalues/);
    expect(faultOf(() => valueIn(where, "sqrt(a(c))")).code).toBe("not-hermitian");
    expect(faultOf(() => valueIn(where, "inv(sp(S))")).code).toBe("domain");
    expect(faultOf(() => valueIn(where, "inv(2)")).message).toMatch(/inverse of a number is 1\/x/);
    expect(faultOf(() => valueIn(where, "1/sx(S)")).message).toMatch(/multiply by inv\(X\)/);
    expect(faultOf(() => valueIn(where, "sx(S)^-1")).message).toMatch(/inv\(X\)/);
    expect(faultOf(() => valueIn(where, "sin(sx(S))")).message).toMatch(/give sin a number/);
    expect(valueIn(where, "exp(exp(exp(x)))")).toMatchObject({ kind: "number", code: 1 });
    const timed = section({ spaces: ["S: qubit"], time: true });
    expect(faultOf(() => valueIn(timed, "exp(-i*t*sx(S))")).message).toMatch(/does not change/);
  });
});

describe("displacement and squeezing", () => {
  it("are the library's, with the class of each power of the amplitude", () => {
    expect(distance(operatorOf("displace(c, x)"), displacement(fock(8, "c"), 0.4))).toBeLessThan(1e-15);
    expect(
      distance(operatorOf("displace(c, x*exp(i*phi))"), displacement(fock(8, "c"), [0.4 * Math.cos(0.7), 0.4 * Math.sin(0.7)])),
    ).toBeLessThan(1e-14);
    expect(distance(operatorOf("squeeze(c, r, phi)"), squeezing(fock(8, "c"), 0.3, 0.7))).toBeLessThan(1e-14);
    expect(new Set(classesOf("displace(c, x)"))).toEqual(new Set([1]));
    expect(classesOf("displace(c, i*x)").slice(0, 4)).toEqual([1, 2, 1, 2]);
    expect(classesOf("displace(c, x*exp(i*phi))").slice(0, 3)).toEqual([1, 3, 3]);
    expect(new Set(classesOf("squeeze(c, r, 0)"))).toEqual(new Set([1]));
    expect(classesOf("squeeze(c, r, y)").slice(0, 2)).toEqual([1, 3]);
    expect(faultOf(() => valueIn(where, "displace(S, 1)")).code).toBe("wrong-factor");
    expect(faultOf(() => valueIn(where, "displace(c, 1e6)")).code).toBe("out-of-bounds");
  });

  it("make states of kets", () => {
    const text = "displace(c, x)*ket(c, 0)";
    const ket = asKet(valueIn(where, text), parseExpression(text));
    expect(ket.amplitudes.get(0)?.[0]).toBeCloseTo(Math.exp(-0.08), 6);
  });
});

describe("fermions", () => {
  it("anticommute exactly along their family", () => {
    const on = (text: string): Operator => {
      const value = valueIn(where, text);
      return asOperator(value, parseExpression(text), where.space);
    };
    const whole = section({ spaces: ["f: qubit x 3"] });
    const c = [1, 2, 3].map((k) => {
      const text = `fa(f[${k}])`;
      return asOperator(valueIn(whole, text), parseExpression(text), whole.space);
    });
    for (const [j, A] of c.entries()) {
      for (const [k, B] of c.entries()) {
        const text = `fad(f[${k + 1}])`;
        const dagger = asOperator(valueIn(whole, text), parseExpression(text), whole.space);
        expect(distance(anticommutator(A, dagger), scale(identity(whole.space), j === k ? 1 : 0))).toBe(0);
        expect(distance(anticommutator(A, B), scale(identity(whole.space), 0))).toBe(0);
      }
    }
    // Neighbours hop without a string.
    expect(distance(on("fad(f[1])*fa(f[2]) + h.c."), on("sp(f[1])*sm(f[2]) + h.c."))).toBe(0);
    expect(faultOf(() => valueIn(where, "fa(S)")).message).toMatch(/name a member of a family/);
    expect(faultOf(() => valueIn(where, "fa(c)")).code).toBe("wrong-factor");
  });
});

describe("exchange and outer products", () => {
  it("do what they say", () => {
    expect(distance(times(operatorOf("swap(c, d)"), operatorOf("swap(c, d)")), identity(operatorOf("swap(c, d)").space))).toBe(0);
    expect(faultOf(() => valueIn(where, "swap(S, c)")).message).toMatch(/equal dimension/);
    expect(faultOf(() => valueIn(where, "swap(S, S)")).code).toBe("duplicate");
    expect(distance(operatorOf("outer(ket(S, e), i*ket(S, g))"), operatorOf("-i*sp(S)"))).toBe(0);
    expect(classesOf("outer(ket(S, e) + y*ket(S, g), ket(S, g))")).toEqual([1, 1]);
    expect(faultOf(() => valueIn(where, "outer(ket(S, e), sx(S))")).message).toMatch(/give outer kets/);
    expect(faultOf(() => valueIn(where, "outer(ket(S, e), ket(c, 0))")).message).toMatch(/same labels/);
  });

  it("print and parse as they are written", () => {
    for (const text of ["exp(-i*x*sx(S))", "inv(n(c) + 1)*outer(ket(S, e), ket(S, g))", "fad(f[1])*fa(f[2]) + h.c."]) {
      expect(printExpression(parseExpression(text))).toBe(text);
    }
  });
});
