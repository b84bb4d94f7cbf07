/** The one place where a way is picked: the cheapest that fits into linear memory; the first of equals; all reasons where none fits. */
import { describe, expect, it } from "vitest";
import { choose } from "../../src/plan/choose.ts";
import type { Lowering } from "../../src/plan/lowering.ts";
import type { Price, Refusal } from "../../src/plan/price.ts";

const way = (name: string, answer: Price | Refusal): Lowering<null, string> => ({ name, fits: () => answer, bind: () => name });
const price = (seconds: number, bytes = 0): Price => ({ seconds, flops: seconds, bytes });
const subject = { argument: "model", value: "m", must: "fit into memory", remedy: "Use less." };

describe("a choice", () => {
  it("is the cheapest, the first of equals, and tells the others", () => {
    const { name, price: taken, others } = choose(null, [way("a", price(2)), way("b", price(1)), way("c", price(1))], subject);
    expect([name, taken.seconds]).toEqual(["b", 1]);
    expect(others.map((other) => other.name)).toEqual(["a", "c"]);
  });

  it("is none whose bytes are more than linear memory, however cheap", () => {
    expect(choose(null, [way("large", price(1, 3.6e9)), way("small", price(5, 3.4e9))], subject).name).toBe("small");
    const list = [way("large", price(1, 4e9)), way("odd", { refused: "is odd" })];
    expect(() => choose(null, list, subject)).toThrow(
      /^Argument `model` must fit into memory, but large: needs 3\.7 GiB of linear memory; odd: is odd/,
    );
  });
});
