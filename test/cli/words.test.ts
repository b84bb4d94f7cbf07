import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exitCodeOf, sentenceOf } from "../../src/cli/failure.ts";
import { modelOf } from "../../src/cli/model.ts";
import { BOLD } from "../../src/cli/output.ts";
import { columnTable, readable, table } from "../../src/cli/table.ts";
import { names, readMethod, readRange, readSettings } from "../../src/cli/words.ts";
import { RunFailure } from "../../src/errors.ts";
import { rk4 } from "../../src/methods/method.ts";
import { catalogue } from "../../src/models/index.ts";

/** What a user may type: words of the grammar, broken in every way. */
const scraps = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "alpha=0.2",
    "alpha=",
    "=",
    "a=b=c",
    "T0=[1,2",
    'T0="x"',
    "levels=1e309",
    "levels=-0",
    "phi=null",
    "__proto__=1",
    "toString=2",
  ),
  fc.tuple(fc.constantFrom("alpha", "levels", "T0", "cut", "x"), fc.json()).map(([name, value]) => `${name}=${value}`),
);

/** A failure that a user can mend: exit code 2 and one line. */
function expectSentence(error: unknown): void {
  expect(exitCodeOf(error), String(error)).toBe(2);
  expect(sentenceOf(error)).toMatch(/^[^\n]+$/);
}

describe("whatever is typed", () => {
  it("is a setting, or gets one sentence", () => {
    fc.assert(
      fc.property(fc.constantFrom(...catalogue), fc.array(scraps, { maxLength: 3 }), (definition, words) => {
        try {
          for (const name of Object.keys(readSettings(definition, words))) expect(Object.hasOwn(definition.parameters, name)).toBe(true);
        } catch (error) {
          expectSentence(error);
        }
      }),
    );
  });

  it("is a model's parameters, or gets one sentence", () => {
    const words = fc.tuple(
      fc.constantFrom("alpha", "phi", "theta", "T0", "cut", "eps"),
      fc.oneof(fc.double(), fc.constantFrom(null, true, "x", [], [1, "2"], {}, -1, 0, 1e308)),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 2 }), (settings) => {
        try {
          modelOf("phaseonium", ["levels=4", ...settings.map(([name, value]) => `${name}=${JSON.stringify(value)}`)]);
        } catch (error) {
          expectSentence(error);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is a method, or gets one sentence", () => {
    expect(readMethod("rk4(dt=0.01)")).toEqual(rk4({ dt: 0.01 }));
    const text = fc
      .tuple(fc.constantFrom("rk4", "auto", "dormandPrince", "krylov", "exponential", "x"), fc.string())
      .map(([name, list]) => `${name}(${list})`);
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (word) => {
        try {
          expect(readMethod(word)).toHaveProperty("kind");
        } catch (error) {
          expectSentence(error);
        }
      }),
    );
  });

  it("is a range with both ends, or gets one sentence", () => {
    const ratios = (from: number, to: number): number[] => [from, to];
    const { values } = readRange("x=0.1:0.7:7", ratios);
    expect(values).toHaveLength(7);
    expect([values[0], values[6]]).toEqual([0.1, 0.7]);
    expect(readRange("x=3:1:3", ratios).values).toEqual([3, 2, 1]);
    expect(readRange("x=1,5,2", ratios).values).toEqual([1, 5, 2]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.oneof(fc.double().map(String), fc.string())).map((parts) => `x=${parts.join(":")}`),
        ),
        (word) => {
          try {
            expect(readRange(word, ratios).values.every(Number.isFinite)).toBe(true);
          } catch (error) {
            expectSentence(error);
          }
        },
      ),
    );
  });
});

describe("failures", () => {
  it("of a run say where, with exit code 1", () => {
    const failure = new RunFailure("The step became too small.", { step: 12, time: 0.5 });
    expect(sentenceOf(failure)).toBe("The run failed at step 12, t = 0.5: The step became too small.");
    expect(exitCodeOf(failure)).toBe(1);
    expect(exitCodeOf(new Error("unexpected"))).toBe(1);
    expect(exitCodeOf(new RangeError("Maximum call stack size exceeded"))).toBe(1);
  });
});

describe("tables", () => {
  it("align, and show first and last of many rows", () => {
    expect(
      table(
        ["a", "name"],
        [
          [1, "x"],
          [null, "long"],
        ],
      ),
    ).toBe(`${BOLD}a  name\n1  x\n–  long`);
    const text = columnTable({ n: Array.from({ length: 1000 }, (_, i) => i) }, 5);
    expect(
      text
        .slice(1)
        .split("\n")
        .map((line) => line.trim()),
    ).toEqual(["n", "0", "250", "500", "749", "999", "(5 of 1000 rows; --json or --out for all)"]);
  });

  it("keep six digits and no noise", () => {
    expect([0.1 + 0.2, 1 / 3, 1e-9, 12345678, Number.NaN, null, -0].map(readable)).toEqual([
      "0.3",
      "0.333333",
      "1e-9",
      "12345678",
      "NaN",
      "–",
      "0",
    ]);
  });

  it("leave commas inside brackets alone", () => {
    expect(names("T1, p_(0,1),n")).toEqual(["T1", "p_(0,1)", "n"]);
    expect(names("x=f(g(a, b), h[c, d]),y,", ["z"])).toEqual(["z", "x=f(g(a, b), h[c, d])", "y"]);
  });
});
