/** What is refused, where, and in which words. */
import { describe, expect, it } from "vitest";
import {
  asHermitian,
  asInteger,
  asObservable,
  asOperator,
  asReal,
  asState,
  asTermsOfTime,
  parseExpression,
} from "../../../src/documents/expression/index.ts";
import { identity } from "../../../src/operators/algebra.ts";
import { faultOf, section, valueIn } from "./section.ts";

const qubits = section({ spaces: ["S: qubit", "U: qubit"], parameters: { omega: 1, g: 0.3, zero: 0, list: [1, 2], word: "exact" } });
const still = section({ spaces: ["S: qubit"], parameters: { omega: 1, g: 0 } });
const cavity = section({ spaces: ["c: fock(6)", "A: levels(x, y)"], parameters: { omega: 1, g: 0.3 } });
const recorded = section({
  spaces: ["c: fock(6)"],
  recording: { energy: () => identity(cavity.space), baths: ["loss"], flow: (_, X) => X ?? identity(recorded.space), power: null },
});
const chain = section({ spaces: ["s: qubit x 3", "m: spin(1)", "r: rotor(-2, 2)"], parameters: { j1: 1 } });
const timed = section({ spaces: ["S: qubit"], parameters: { w: 2, P: 3 }, time: true });

describe("refusals", () => {
  it.each([
    [qubits, "omega*szz(S)/2", "unknown-name", 7, "there is no function szz; did you mean sz", "sz"],
    [qubits, "omgea*sz(S)/2", "unknown-name", 1, "omgea is not defined; did you mean omega", "omega"],
    [qubits, "g*(sp(S)*sm(Unit) + h.c.)", "unknown-name", 13, "there is no space Unit; known: S, U", null],
    [qubits, "omega*a(S)/2", "wrong-factor", 9, "a acts on fock spaces, but S is a qubit; for a qubit: sm", undefined],
    [cavity, "omega*sz(c)", "wrong-factor", 10, "sz acts on qubits (two levels), but c is a fock space of 6 levels", undefined],
    [qubits, "g*cos(t)*(sp(S)*sm(U) + h.c.)", "unknown-name", 7, "t is the time of master equations; units know step", null],
    [
      cavity,
      "omega*n(c) + g*a(c)*ketbra(A, x, y) + h.c.",
      "hc",
      1,
      "h.c. would double omega*n(c), which is its own conjugate; put parentheses",
      undefined,
    ],
    [cavity, "omega*n(c) - h.c.", "hc", 1, "h.c. would cancel omega*n(c)", undefined],
    [still, "g*sz(S) + h.c.", "hc", 1, "h.c. would double g*sz(S)", undefined],
    [still, "i*g*sz(S) + h.c.", "hc", 1, "h.c. would cancel i*g*sz(S), which is minus its own conjugate", undefined],
    [cavity, "proj(c, e)", "unknown-name", 9, "e is not defined; c has the levels 0 … 5", null],
    [cavity, "proj(c, 6)", "out-of-bounds", 9, "c has the levels 0 … 5, and not 6", undefined],
    [cavity, "proj(A, z)", "unknown-name", 9, "A has the levels x, y", undefined],
    [chain, "proj(m, 0.5)", "out-of-bounds", 9, "m has the levels 1, 0, … -1, and not 0.5", undefined],
    [chain, "sz(s)", "structure", 4, "s is a family of 3 spaces; write s[1] … s[3]", undefined],
    [chain, "sz(s[4])", "out-of-bounds", 6, "s has the members 1 … 3, and not 4", undefined],
    [chain, "sum(j1, 1, 3, sz(s[1]))", "duplicate", 5, "j1 is already a parameter or a definition", undefined],
    [chain, "sum(t, 1, 3, sz(s[1]))", "duplicate", 5, "t means something everywhere", undefined],
    [chain, "sum(j, 1, 3, sum(j, 1, 2, j))", "duplicate", 18, "j is an index around it", undefined],
    [chain, "sum(j, 0, 10001, j)", "limit", 1, "this one has 10002", undefined],
    [chain, "sum(j, 1, 10000, sum(k, 1, 10000, 1))", "limit", 35, "have at most 100000 terms", undefined],
    [chain, "sz(s[1])^65", "limit", 10, "powers of operators up to 64, but this one is 65", undefined],
    [chain, "1/sz(s[1])", "wrong-kind", 2, "this divides by an operator", undefined],
    [chain, "sz(s[1])^-1", "domain", 10, "whole powers of operators", undefined],
    [chain, "ket(m, 0)*sz(s[1])", "wrong-kind", 10, "this operator stands on the right", undefined],
    [chain, "ket(m, 0) + ket(r, 0)", "wrong-kind", 13, "kets of the same labels", undefined],
    [qubits, "sz", "unknown-name", 1, "sz is a function; write sz(S)", undefined],
    [qubits, "S*2", "wrong-kind", 1, "S is a space; write an operator of it", undefined],
    [qubits, "sz(S, U)", "wrong-kind", 1, "give sz 1 argument, but here are 2; write sz(S)", undefined],
    [qubits, "omega(2)", "wrong-kind", 1, "omega is a number; for a product write omega*(…)", undefined],
    [qubits, "list[3]", "out-of-bounds", 6, "list has the entries 1 … 2, and not 3", undefined],
    [qubits, "if(omega, 1, 2)", "wrong-kind", 4, "omega is a number", undefined],
    [qubits, "word + 1", "wrong-kind", 1, 'one term is the word "exact"', undefined],
    [qubits, "i < 2", "wrong-kind", 1, "i is an imaginary number", undefined],
    [qubits, "mean(sz(S))", "structure", 1, "it stands in observables", undefined],
    [qubits, "step*sz(S)", "unknown-name", 1, "step is the number of the collision", null],
    [qubits, "bloch(S, 0.8, 0.8, 0)", "not-a-state", 1, "a Bloch vector has length ≤ 1, but this one has 1.13", undefined],
    [recorded, "heat(los)", "unknown-name", 6, "there is no bath los; did you mean loss", "loss"],
    [recorded, "power()", "structure", 1, "collisions have no power()", undefined],
    [cavity, "coherent(c, 4)", "not-a-state", 13, "of the population lies beyond it; About", undefined],
    [qubits, "sin(i)", "wrong-kind", 1, "an argument is not real", undefined],
  ] as const)("of case %#: %s %s", (where, text, code, character, says, nearest) => {
    const fault = faultOf(() => valueIn(where, text));
    expect(fault.says).toContain(says);
    expect([fault.code, fault.character]).toEqual([code, character]);
    if (nearest !== undefined) expect(fault.nearest).toBe(nearest);
    expect(fault.says).toMatch(/^must .*, but /);
  });

  it.each([
    ["sqrt(-1)", "domain", "sqrt takes numbers ≥ 0, and not -1"],
    ["1/zero", "domain", "there is a division by 0"],
    ["zero^-1", "domain", "there is a division by 0"],
    ["(-2)^0.5", "domain", "-2^0.5 is not real"],
    ["log(zero)", "domain", "log takes numbers > 0"],
    ["1e300*1e300", "out-of-bounds", "is inf"],
    ["i*2", "wrong-kind", "i*2 is an imaginary number"],
    ["sz(S)", "wrong-kind", "sz(S) is an operator"],
    ["1 == 1", "wrong-kind", "1 == 1 is true or false"],
  ])("of %s as a real number", (text, code, says) => {
    const fault = faultOf(() => asReal(valueIn(qubits, text), parseExpression(text)));
    expect([fault.code, fault.says]).toEqual([code, expect.stringContaining(says)]);
  });

  it("of what is not an integer, and of a number that has no value in an operator", () => {
    expect(faultOf(() => asInteger(valueIn(qubits, "omega/2"), parseExpression("omega/2"))).says).toContain(
      "be an integer, but omega/2 is 0.5",
    );
    const text = "sz(S)/zero";
    expect(faultOf(() => asOperator(valueIn(qubits, text), parseExpression(text), qubits.space)).code).toBe("domain");
    const chosen = "if(zero == 0, sz(S), sz(S)/zero)";
    expect(asOperator(valueIn(qubits, chosen), parseExpression(chosen), qubits.space).at(0, 0)).toEqual([1, 0]);
    expect(asReal(valueIn(qubits, "if(zero == 0, 1, sin(zero)/zero)"), parseExpression("1"))).toBe(1);
  });

  it.each([
    [qubits, "g*sp(S)*sm(U) + g*sz(S)*sz(U)", "the term g*sp(S)*sm(U) has no conjugate; add h.c. in parentheses"],
    [qubits, "omega*sz(S)/2 + i*g*sx(S)", "the term i*g*sx(S) is anti-Hermitian"],
    [still, "omega*sz(S)/2 + i*g*sx(S)", "the term i*g*sx(S) is anti-Hermitian"],
    [still, "g*sp(S)", "the term g*sp(S) has no conjugate"],
    [still, "exp(i*g)*sz(S)", "the term exp(i*g)*sz(S) has no conjugate"],
  ])("of operators that are not Hermitian, by pattern and class: case %#", (where, text, says) => {
    const fault = faultOf(() => asHermitian(valueIn(where, text), parseExpression(text), where));
    expect([fault.code, fault.says]).toEqual(["not-hermitian", expect.stringContaining(says)]);
  });

  it.each([
    ["mixed(S)/2", "a state has trace 1, but the trace is 0.5"],
    ["1.5*proj(S, e) - 0.5*proj(S, g)", "a state has no negative eigenvalue, but one is -0.5"],
    ["mixed(S) + ketbra(S, e, g)/4", "a state is Hermitian, but the term ketbra(S, e, g)/4 has no conjugate"],
    ["1", "1 is a number"],
  ])("of %s as a state", (text, says) => {
    expect(faultOf(() => asState(valueIn(still, text), parseExpression(text), still)).says).toContain(says);
  });

  it("of operators that no memory holds, before they are made", () => {
    const huge = section({ spaces: ["s: qubit x 30"] });
    for (const text of ["sz(s[1])", "1", "0", "thermal(sz(s[1]), 1)*mixed(s[2])", "prod(j, 1, 30, id(s[j]))"]) {
      const fault = faultOf(() => asOperator(valueIn(huge, text), parseExpression(text), huge.space));
      expect([fault.code, fault.says], text).toEqual(["limit", expect.stringContaining("have operators that fit into memory")]);
    }
  });

  it("of a state that leaves a factor out", () => {
    const fault = faultOf(() => asState(valueIn(cavity, "fock(c, 0)"), parseExpression("fock(c, 0)"), cavity));
    expect([fault.code, fault.says]).toEqual([
      "not-a-state",
      expect.stringContaining("the state says nothing about A; multiply with a state of A"),
    ]);
  });

  it.each([
    ["n(c)", "an observable is a number, but n(c) is an operator; write mean(n(c))"],
    ["mean(a(c))", "mean(a(c)) is complex by its pattern; write re(mean(a(c)))"],
    ["mean(0*a(c))", "is complex by its pattern"],
  ])("of %s as an observable", (text, says) => {
    const fault = faultOf(() => asObservable(valueIn(recorded, text), parseExpression(text), { name: "x", description: "" }));
    expect([fault.code, fault.says]).toEqual(["wrong-kind", expect.stringContaining(says)]);
  });

  it.each([
    ["mod(t, P)*sx(S)", "mod of t has none; write a pulse train as sum("],
    ["floor(t)*sx(S)", "floor of t has none"],
    ["step(t^2 - 1)*sx(S)", "this one is not affine in t"],
    ["abs(sin(t))*sx(S)", "this one is not affine in t"],
    ["exp(i*w*t)*sp(S)", "the term exp(i*w*t)*sp(S) has no conjugate"],
  ])("of %s as a Hamiltonian", (text, says) => {
    expect(faultOf(() => asTermsOfTime(valueIn(timed, text), parseExpression(text), timed)).says).toContain(says);
  });
});
