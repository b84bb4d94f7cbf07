import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression, printExpression, type Tree, termsOf } from "../../../src/documents/expression/index.ts";
import { faultOf } from "./section.ts";

/** A tree without its places. */
function bare(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(bare);
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key]) => key !== "at")
      .map(([key, value]) => [key, bare(value)]),
  );
}

/** A text from the grammar, spelled out by a list of choices; where they end, it ends. */
function spelled(choices: readonly number[]): string {
  let next = 0;
  const pick = <T>(options: readonly T[]): T => options[next < choices.length ? choices[next++] % options.length : 0];
  const repeat = (signs: readonly string[], part: () => string): string => {
    let all = "";
    while (next < choices.length && pick([false, true, false])) all += pick(signs) + part();
    return all;
  };
  const atom = (): string => {
    const form = pick(["leaf", "leaf", "group", "index", "call"]);
    if (form === "group") return `(${pick(["", " "])}${expr()})`;
    if (form === "index") return `${pick(NAMES)}[${expr()}]`;
    if (form === "call") return `${pick(NAMES)}(${pick(["", expr(), `${expr()},${expr()}`])})`;
    return pick([...NAMES, "1", "0.5", "2e3", "1E-7", "1e21", '"exact"']);
  };
  const power = (): string => atom() + (pick([false, false, true]) ? pick(["^", "^-", " ^ "]) + power() : "");
  const term = (): string => pick(["", "", "-", "- -"]) + power() + repeat(["*", "/", " * "], power);
  const sum = (): string => term() + repeat(["+", "-", " - "], () => pick([term, term, () => "h.c."])());
  const compare = (): string => sum() + (pick([false, false, true]) ? pick(["<", " <= ", ">", ">=", "==", "!="]) + sum() : "");
  const negated = (): string => pick(["", "", "not "]) + compare();
  const expr = (): string => negated() + repeat([" and ", " or "], negated);
  return expr();
}

const NAMES = ["omega", "x", "n", "a", "h", "e1", "t", "or1"];

const text = fc.array(fc.nat(255), { maxLength: 120 }).map(spelled);

describe("parsing and printing", () => {
  it("is the identity on trees, and printing is done once", () => {
    fc.assert(
      fc.property(text, (written) => {
        const tree = parseExpression(written);
        const printed = printExpression(tree);
        expect(bare(parseExpression(printed))).toEqual(bare(tree));
        expect(printExpression(parseExpression(printed))).toBe(printed);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["-x^2", "-x^2"],
    ["2^3^2", "2^3^2"],
    ["(2^3)^2", "(2^3)^2"],
    ["(-x)^2", "(-x)^2"],
    ["x^(-1)", "x^-1"],
    ["2*(-x)", "2*(-x)"],
    ["a-b-c", "a - b - c"],
    ["a-(b-c)", "a - (b - c)"],
    ["(a+b)+c", "a + b + c"],
    ["a/b/c", "a/b/c"],
    ["a/(b*c)", "a/(b*c)"],
    ["(a*b)/c", "a*b/c"],
    ["( X + h.c. ) + Y + h.c.", "(X + h.c.) + Y + h.c."],
    ["X+h.c.+Y+h.c.", "X + h.c. + Y + h.c."],
    ["not a==1 and b<2 or(c>=3)", "not a == 1 and b < 2 or c >= 3"],
    ["sum(j,1,N,sz(s[j+1]))", "sum(j, 1, N, sz(s[j + 1]))"],
    ["1.50*1e-3+10E2", "1.5*0.001 + 1000"],
    ["- -x", "--x"],
    ["a + -b", "a + -b"],
    ["(h)+h.c.", "h + h.c."],
  ])("writes %s as %s", (written, canonical) => {
    expect(printExpression(parseExpression(written))).toBe(canonical);
  });

  it("binds as the grammar says", () => {
    const shape = (tree: Tree): string => {
      if (tree.kind === "binary") return `(${shape(tree.left)}${tree.op}${shape(tree.right)})`;
      if (tree.kind === "negation") return `(-${shape(tree.of)})`;
      return printExpression(tree);
    };
    expect(shape(parseExpression("-a*b^c^d+e/f*g"))).toBe("((-(a*(b^(c^d))))+((e/f)*g))");
    expect(shape(parseExpression("a-b-c < d and e"))).toBe("((((a-b)-c)<d)ande)");
    expect(shape(parseExpression("a^-b^c"))).toBe("(a^(-(b^c)))");
  });

  it("counts an h.c. as a term of its sum", () => {
    expect(
      termsOf(parseExpression("X - Y + h.c. - Z")).map(({ sign, tree }) => sign + (tree === null ? "h.c." : printExpression(tree))),
    ).toEqual(["+X", "-Y", "+h.c.", "-Z"]);
  });

  it("reads sums of a thousand terms and 64 levels of parentheses", () => {
    const long = Array.from({ length: 1000 }, (_, k) => `x${k % 10}`).join("+");
    expect(termsOf(parseExpression(long))).toHaveLength(1000);
    expect(parseExpression(`${"(".repeat(64)}x${")".repeat(64)}`)).toMatchObject({ kind: "name" });
  });

  it.each([
    ["0.5 sz(S)", 5, "an operator (+ - * / ^) is missing between 0.5 and sz; write 0.5*sz(S)"],
    ["2x", 2, "write 2*x"],
    ["(a + b)(c)", 8, "write (a + b)*(c)"],
    ["omega*(sz(S)/2", 15, "expected ) for the ( at character 7"],
    ["s[1", 4, "expected ] for the [ at character 2"],
    ["omega·sz(S)", 6, "· is not part of the language; multiplication is *"],
    ["omega*n(c)**2", 12, "expected a value after *; a power is ^"],
    ["2*-x", 3, "put the negative value in parentheses"],
    ["a < b < c", 7, "comparisons do not chain"],
    ["", 1, "it is empty"],
    ["a +", 4, "expected a value after +"],
    ["a)", 2, "nothing is open there"],
    ["h.c. + a", 1, "h.c. follows the terms that it conjugates"],
    ["a*h.c.", 3, "expected a value after *"],
    ['"exact', 1, "this one is open to the end"],
    [".5*x", 1, "a decimal point has digits on both sides"],
    ["x = 1", 3, "equality is =="],
    ["a\u200bb", 2, "the character U+200B"],
    ["1e400", 1, "1e400 is too large"],
    ["sum(j, 1, N", 12, "expected ) for the ( at character 4"],
  ])("refuses %s at character %i", (written, character, says) => {
    const fault = faultOf(() => parseExpression(written));
    expect(fault.character).toBe(character);
    expect(fault.says).toContain(says);
    expect(fault.says).toMatch(/^must .*, but /);
  });

  it("refuses what is too long or too deep, with the numbers", () => {
    expect(faultOf(() => parseExpression("x".repeat(5597))).says).toContain("this one has 5597; use let or sum()");
    for (const deep of ["(".repeat(65), "-".repeat(66), "f(".repeat(65), "x^".repeat(66), "not ".repeat(66), "x[".repeat(66)]) {
      const fault = faultOf(() => parseExpression(`${deep}x`));
      expect([fault.code, fault.says]).toEqual(["limit", expect.stringContaining("deeper than 64")]);
    }
  });

  it("answers any text with a tree or a fault", () => {
    const strange = fc
      .array(fc.constantFrom(...'ab1.e+-*/^()[],<>=!"h.c not and h.c. sum( π\\\n'.split("")), { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(strange, fc.string()), (written) => {
        try {
          parseExpression(written);
        } catch (error) {
          expect(error).toMatchObject({ name: "ExpressionFault" });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
