/** Random expressions against a plain dense evaluation; patterns and classes that no value moves. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Surroundings } from "../../../src/documents/expression/index.ts";
import {
  asKet,
  asOperator,
  asReal,
  asState,
  matrixValue,
  numberOf,
  type OperatorValue,
  parseExpression,
  realNumber,
  type Tree,
} from "../../../src/documents/expression/index.ts";
import { coherent, qubitState, squeezed, twoModeSqueezed } from "../../../src/operators/states.ts";
import { fock, levels, qubit, tensor } from "../../../src/spaces/space.ts";
import { section, valueIn } from "./section.ts";

type C = readonly [number, number];
type M = readonly (readonly C[])[];
const mul = ([a, b]: C, [c, d]: C): C => [a * c - b * d, a * d + b * c];
const add = ([a, b]: C, [c, d]: C): C => [a + c, b + d];
const matrix = (n: number, at: (i: number, j: number) => C): M =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => at(i, j)));
const one = (n: number): M => matrix(n, (i, j) => [i === j ? 1 : 0, 0]);
const product = (A: M, B: M): M => matrix(A.length, (i, j) => A.reduce((sum: C, _, k) => add(sum, mul(A[i][k], B[k][j])), [0, 0]));
const sum = (A: M, B: M, sign = 1): M => matrix(A.length, (i, j) => [A[i][j][0] + sign * B[i][j][0], A[i][j][1] + sign * B[i][j][1]]);
const times = (c: C, A: M): M => matrix(A.length, (i, j) => mul(c, A[i][j]));
const adjoint = (A: M): M => matrix(A.length, (i, j) => [A[j][i][0], 0 - A[j][i][1]]);
const kron = (A: M, B: M): M =>
  matrix(A.length * B.length, (i, j) => mul(A[Math.floor(i / B.length)][Math.floor(j / B.length)], B[i % B.length][j % B.length]));

const r2 = Math.SQRT2;
/** On S ⊗ c with two and three levels. */
const DENSE: Readonly<Record<string, M>> = {
  "sx(S)": kron(
    matrix(2, (i, j) => [i === j ? 0 : 1, 0]),
    one(3),
  ),
  "sy(S)": kron(
    matrix(2, (i, j) => [0, i === j ? 0 : i < j ? -1 : 1]),
    one(3),
  ),
  "sp(S)": kron(
    matrix(2, (i, j) => [i === 0 && j === 1 ? 1 : 0, 0]),
    one(3),
  ),
  "a(c)": kron(
    one(2),
    matrix(3, (i, j) => [j === i + 1 ? (j === 1 ? 1 : r2) : 0, 0]),
  ),
  "n(c)": kron(
    one(2),
    matrix(3, (i, j) => [i === j ? i : 0, 0]),
  ),
  "ketbra(c, 0, 2)": kron(
    one(2),
    matrix(3, (i, j) => [i === 0 && j === 2 ? 1 : 0, 0]),
  ),
};
const NUMBERS: Readonly<Record<string, C>> = { x: [0.7, 0], z: [0, 0], "2": [2, 0], i: [0, 1], "exp(i*x)": [Math.cos(0.7), Math.sin(0.7)] };

const where: Surroundings = section({ spaces: ["S: qubit", "c: fock(3)"], parameters: { x: 0.7, z: 0 } });

/** What a tree means, on dense matrices. */
function dense(tree: Tree, text: (tree: Tree) => string): M {
  const atom = text(tree);
  if (DENSE[atom]) return DENSE[atom];
  if (NUMBERS[atom]) return times(NUMBERS[atom], one(6));
  const of = (part: Tree) => dense(part, text);
  if (tree.kind === "negation") return times([-1, 0], of(tree.of));
  if (tree.kind === "call" && tree.name === "dag") return adjoint(of(tree.args[0]));
  if (tree.kind === "call" && tree.name === "comm") {
    const [X, Y] = tree.args.map(of);
    return sum(product(X, Y), product(Y, X), -1);
  }
  if (tree.kind !== "binary") throw new Error(`not in this test: ${atom}`);
  if (tree.op === "^") return product(of(tree.left), of(tree.left));
  if (tree.op === "*") return product(of(tree.left), of(tree.right));
  if (tree.op === "/") return times([1 / 2, 0], of(tree.left));
  return sum(of(tree.left), of(tree.right), tree.op === "+" ? 1 : -1);
}

function spelled(choices: readonly number[]): string {
  let next = 0;
  const pick = <T>(options: readonly T[]): T => options[next < choices.length ? choices[next++] % options.length : 0];
  const operator = (depth: number): string => {
    const form = depth > 3 ? 0 : pick([0, 0, 1, 2, 3, 4, 5, 6, 7]);
    const inner = () => operator(depth + 1);
    const number = () => pick(Object.keys(NUMBERS));
    if (form === 1) return `(${inner()} + ${inner()})`;
    if (form === 2) return `(${inner()} - ${inner()})`;
    if (form === 3) return `${inner()}*(${inner()})`;
    if (form === 4) return `${number()}*(${inner()})/2`;
    if (form === 5) return `(${inner()})^2`;
    if (form === 6) return pick([`dag(${inner()})`, `comm(${inner()}, ${inner()})`]);
    if (form === 7) return `(${inner()} + ${number()})`;
    return pick(Object.keys(DENSE));
  };
  return operator(0);
}

/** Pattern and classes of an operator. */
function shape(value: unknown): unknown {
  const { terms } = value as OperatorValue;
  return terms.map(({ part: { operator, classes } }) => {
    const all = typeof classes === "number" ? new Array(operator.count).fill(classes) : Array.from(classes);
    return [Array.from(operator.rowStart), Array.from(operator.columns), all];
  });
}

describe("values", () => {
  it("of random operators are those of dense matrices", async () => {
    const { printExpression } = await import("../../../src/documents/expression/index.ts");
    fc.assert(
      fc.property(fc.array(fc.nat(255), { maxLength: 40 }), (choices) => {
        const text = spelled(choices);
        const tree = parseExpression(text);
        const made = asOperator(valueIn(where, text), tree, where.space);
        const want = dense(tree, printExpression);
        const size = want.flat().reduce((most, [re, im]) => Math.max(most, Math.abs(re), Math.abs(im)), 1);
        for (let i = 0; i < 6; i++) {
          for (let j = 0; j < 6; j++) {
            const [re, im] = made.at(i, j);
            expect(Math.abs(re - want[i][j][0]) + Math.abs(im - want[i][j][1])).toBeLessThan(1e-12 * size);
          }
        }
      }),
      { numRuns: 800 },
    );
  });

  it("never move patterns or classes, and what a class excludes is exactly 0", () => {
    const at = (x: number) => section({ spaces: ["S: qubit", "c: fock(3)"], parameters: { x, z: x === 0.7 ? 0.3 : 0 } });
    const [generic, none, turned] = [at(0.7), at(0), at(Math.PI)];
    fc.assert(
      fc.property(fc.array(fc.nat(255), { maxLength: 40 }), (choices) => {
        const text = spelled(choices);
        const value = valueIn(generic, text);
        expect(shape(valueIn(none, text))).toEqual(shape(value));
        expect(shape(valueIn(turned, text))).toEqual(shape(value));
        for (const { part } of (value as OperatorValue).terms) {
          part.operator.values.forEach((x, k) => {
            const code = typeof part.classes === "number" ? part.classes : part.classes[k >> 1];
            if ((code & (k % 2 === 0 ? 1 : 2)) === 0) expect(x + 0).toBe(0);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["2^3^2", 512],
    ["-2^2", -4],
    ["1/2/4", 0.125],
    ["7 - 2 - 1", 4],
    ["(-1)^3", -1],
    ["2^-2", 0.25],
    ["sum(j, 1, 4, j^2)", 30],
    ["sum(j, 1, 0, j)", 0],
    ["prod(j, 1, 5, j)", 120],
    ["prod(j, 1, 0, j)", 1],
    ["i*i", -1],
    ["re((1 + 2*i)/(3 - i)*10)", 1],
    ["abs(3 + 4*i)", 5],
    ["mod(-1, 3)", 2],
    ["round(2.5)", 3],
    ["atan2(1, 1)*4 - pi", 0],
    ["bose(1, 0)", 0],
    ["bose(-1, 0)", -1],
    ["bose(log(2), 1)", 1],
    ["fermi(0, 1)", 0.5],
    ["min(3, 1, 2) + max(3, 1, 2)", 4],
    ["if(2 > 1 and not 1 == 2, 10, 20)", 10],
    ["step(0) + square(1, 1, 2) + square(2, 1, 2) + ramp(0.25, 0, 1) + gauss(0, 0, 1)", 3.25],
    ["sign(-3) + ceil(0.5) + floor(-0.5)", -1],
    ["length(x)", 3],
    ["x[2]", 20],
    ['if(kind == "b", 1, 0)', 1],
    ["tabled(1.5)", 15],
  ])("%s is %d", (text, want) => {
    const numbers = section({
      spaces: ["S: qubit"],
      parameters: { x: [10, 20, 30], kind: "b" },
      values: { tabled: { kind: "table", name: "tabled", times: [1, 2], interpolation: "linear", at: (x) => 10 * x } },
    });
    expect(asReal(valueIn(numbers, text), parseExpression(text))).toBeCloseTo(want, 14);
  });

  it("of states are those of the builders, with patterns that parameters do not move", () => {
    const s = section({ spaces: ["S: qubit", "c: fock(8)", "d: fock(8)"], parameters: { x: 0.6, z: 0 } });
    const on = (text: string) => (valueIn(s, text) as OperatorValue).terms[0].part;
    const same = (text: string, state: ReturnType<typeof coherent>) => {
      const { operator } = on(text);
      state.forEach((i, j, re, im) => expect(operator.at(i, j)).toEqual([re, im]));
      expect(operator.count).toBeGreaterThanOrEqual(state.count);
    };
    same("coherent(c, 0.5 + 0.3*i)", coherent(fock(8, "c"), [0.5, 0.3]));
    same("squeezed(c, 0.4, 0.9)", squeezed(fock(8, "c"), 0.4, 0.9));
    same("twomode(c, d, 0.4, 0.9)", twoModeSqueezed(tensor(fock(8, "c"), fock(8, "d")), 0.4, 0.9));
    same("twomode(d, c, 0.4, 0.9)", twoModeSqueezed(tensor(fock(8, "c"), fock(8, "d")), 0.4, 0.9));
    same("bloch(S, 0.1, 0.2, 0.3)", qubitState([0.1, 0.2, 0.3], qubit("S")));
    for (const [at, elsewhere] of [
      ["coherent(c, z)", "coherent(c, x)"],
      ["squeezed(c, z, 0)", "squeezed(c, x, 0)"],
      ["twomode(c, d, z, z)", "twomode(c, d, 0.2, x)"],
      ["bloch(S, z, 0, 0.1)", "bloch(S, x, 0, 0.1)"],
      ["bloch(S, 0, z, 0.1)", "bloch(S, 0, x, 0.1)"],
    ]) {
      expect(shape(valueIn(s, at)), at).toEqual(shape(valueIn(s, elsewhere)));
    }
    expect(on("bloch(S, 0, 0, 0.5)").operator.count).toBe(2);
    expect(on("coherent(c, 0)").operator.count).toBe(1);
  });

  it("of kets: sums, tensor products in any order, operators from the left", () => {
    const s = section({ spaces: ["S: qubit", "A: levels(u, v, w)"] });
    const psi = asKet(valueIn(s, "sm(S)*(ket(A, v)*ket(S, e) - i*ket(A, w)*ket(S, e)/2)"), parseExpression("1"));
    expect([...psi.amplitudes]).toEqual([
      [4, [1, 0, 1]],
      [5, [0, -0.5, 2]],
    ]);
    const text = "pure(ket(S, e)*ket(A, u) + 2*ket(S, g)*ket(A, w))";
    const rho = asState(valueIn(s, text), parseExpression(text), s);
    expect(rho.space.equals(tensor(qubit("S"), levels(["u", "v", "w"], "A")))).toBe(true);
    expect([rho.at(0, 0), rho.at(0, 5), rho.at(5, 5)]).toEqual([
      [0.2, 0],
      [0.4, 0],
      [0.8, 0],
    ]);
  });

  it("of matrices keep the places that are not 0 in the text", () => {
    const rows = [
      [realNumber(0.5), numberOf(2, 0, 0)],
      [numberOf(2, 0, 0), realNumber(0, true)],
    ];
    expect(shape(matrixValue(qubit("S"), rows))).toEqual([
      [
        [0, 2, 3],
        [0, 1, 0],
        [1, 2, 2],
      ],
    ]);
  });

  it("of if keep both patterns, whichever is chosen", () => {
    const at = (z: number) => shape(valueIn(section({ spaces: ["S: qubit"], parameters: { z } }), "if(z > 0, sx(S), i*sz(S))"));
    expect(at(1)).toEqual(at(0));
  });
});
