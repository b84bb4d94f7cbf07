/** Any text gives a value or a fault with a sentence, never a raw error; the catalogue and the interpreter agree. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asCoefficient,
  asHermitian,
  asObservable,
  asState,
  asTermsOfTime,
  evaluate,
  FUNCTIONS,
  namesOf,
  parseExpression,
  type Surroundings,
  tableValue,
  unitWarnings,
} from "../../../src/documents/expression/index.ts";
import { number } from "../../../src/operators/named.ts";
import { fock } from "../../../src/spaces/space.ts";
import { faultOf, section, valueIn } from "./section.ts";

const spaces = ["S: qubit", "c: fock(4)", "J: spin(1)", "r: rotor(-1, 1)", "s: qubit x 2"];
const shared = {
  spaces,
  parameters: { x: 0.7, k: 2, zero: 0, list: [1, 2], word: "exact", yes: true },
  values: { table: tableValue("table", [0, 1], [1, 2], "linear") },
};
const recorded = section({
  ...shared,
  H: "sz(S)/2 + n(c)",
  recording: {
    energy: () => number(fock(4, "c")),
    baths: ["b"],
    flow: (_, X) => X ?? number(fock(4, "c")),
    power: () => number(fock(4, "c")),
  },
});
const timed = section({ ...shared, time: true, step: 3, H: "sz(S)/2" });

const ATOMS = [
  "x",
  "k",
  "zero",
  "list",
  "word",
  "yes",
  "S",
  "c",
  "J",
  "r",
  "s",
  "s[1]",
  "s[2]",
  "list[1]",
  "1",
  "2",
  "0",
  "0.5",
  "i",
  "pi",
  "inf",
  "true",
  "t",
  "step",
  "H",
  "e",
  "j",
  "b",
  '"exact"',
  "table(x)",
  "sz(S)",
  "a(c)",
  "L(r)",
  "Jx(J)",
  "ket(S, e)",
  "mean(n(c))",
];

function spelled(choices: readonly number[]): string {
  let next = 0;
  const pick = <T>(options: readonly T[]): T => options[next < choices.length ? choices[next++] % options.length : 0];
  const expr = (depth: number): string => {
    const form = depth > 3 ? 0 : pick([0, 1, 2, 2, 2, 3, 4, 5]);
    const inner = () => expr(depth + 1);
    if (form === 1) return `${inner()} ${pick(["+", "-", "<", "==", "and", "or"])} ${inner()}`;
    if (form === 2) {
      const { name, arguments: count } = pick(FUNCTIONS);
      if (name === "sum" || name === "prod") return `${name}(j, 1, ${pick(["2", "k", "0"])}, ${inner()})`;
      return `${name}(${Array.from({ length: count[0] + pick([0, 0, 0, 1]) }, inner).join(", ")})`;
    }
    if (form === 3) return `(${inner()})${pick(["*", "/", "^"])}(${inner()})`;
    if (form === 4) return `(${inner()} + h.c.)`;
    if (form === 5) return `-(${inner()})`;
    return pick(ATOMS);
  };
  return expr(0);
}

const NARROW: readonly ((text: string, where: Surroundings) => unknown)[] = [
  (text, s) => asHermitian(valueIn(s, text), parseExpression(text), s),
  (text, s) => asState(valueIn(s, text), parseExpression(text), s),
  (text, s) => asTermsOfTime(valueIn(s, text), parseExpression(text), s),
  (text, s) => asCoefficient(valueIn(s, text), parseExpression(text)),
  (text, s) => asObservable(valueIn(s, text), parseExpression(text), { name: "o", description: "" }),
  (text) => unitWarnings(parseExpression(text), () => 1, 1),
  (text) => namesOf(parseExpression(text)),
];

describe("whatever is written", () => {
  it("is a value or a fault that says what must be", () => {
    let values = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(255), { maxLength: 60 }), (choices) => {
        const text = spelled(choices);
        for (const where of [recorded, timed]) {
          for (const narrow of NARROW) {
            try {
              narrow(text, where);
              values++;
            } catch (error) {
              expect(error, text).toMatchObject({ name: "ExpressionFault", says: expect.stringMatching(/^must .+, but .+[^.]$/) });
              const { character } = error as { character: number | null };
              if (character !== null) expect(character >= 1 && character <= text.length + 1, text).toBe(true);
            }
          }
        }
      }),
      { numRuns: 1500 },
    );
    expect(values).toBeGreaterThan(1000);
  });

  it("reaches no prototype", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"]) {
      for (const text of [name, `${name}(1)`, `${name}[1]`, `sz(${name})`, `proj(S, ${name})`, `heat(${name})`]) {
        expect(faultOf(() => valueIn(recorded, text)).code, text).toBe("unknown-name");
      }
    }
  });

  it("finds every function of the catalogue with the arguments that it names", () => {
    for (const { name, arguments: count } of FUNCTIONS) {
      const args = Array.from({ length: count[0] }, () => "undefined_name");
      const fault = count[0] === 0 ? null : faultOf(() => evaluate(parseExpression(`${name}(${args.join(", ")})`), recorded));
      expect(fault?.says ?? "", name).not.toContain("there is no function");
      expect(faultOf(() => valueIn(recorded, `${name}(${new Array(count[1] + 1).fill("1").join(", ")})`)).says, name).toContain(
        `give ${name}`,
      );
    }
    expect(new Set(FUNCTIONS.map(({ name }) => name)).size).toBe(FUNCTIONS.length);
  });

  it("knows the names that an expression mentions", () => {
    expect(namesOf(parseExpression("sum(j, 1, N, x[j]*sz(s[j]) + j) + j*pump(t)"))).toEqual(["N", "x", "sz", "s", "j", "pump", "t"]);
  });
});
