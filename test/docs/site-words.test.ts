/** Words of the site: what the search takes for the same, and what is said of a picture. */
import { describe, expect, it } from "vitest";
import { inWords } from "../../docs/scripts/gallery.ts";
import { guides, opening } from "../../docs/scripts/outline.ts";
import { processTerm, tokenize } from "../../docs/scripts/search.ts";

describe("the search", () => {
  it.each([
    ["Σ", ["sigma"]],
    ["∑", ["sigma"]],
    ["σz", ["sz", "sigmaz"]],
    ["sigmaZ", ["sz", "sigmaz"]],
    ["SZ", ["sz", "sigmaz"]],
    ["σ₊", ["sigmaplus", "sp"]],
    ["sm", ["sm", "sigmaminus"]],
    ["sigmaMinus", ["sigmaminus", "sm"]],
    ["ρ₀₁²", ["rho012"]],
    ["Schrödinger", ["schrodinger"]],
  ])("takes %s for %j", (word, terms) => expect(processTerm(word)).toEqual(terms));

  it("keeps names whole beside their parts", () => {
    expect(tokenize("the WRONG_VALUE of log_negativity, Q_hot_total").filter(Boolean)).toEqual(
      "the WRONG VALUE of log negativity Q hot total WRONG_VALUE log_negativity Q_hot_total".split(" "),
    );
  });

  it("needs nothing around its functions: the page has their text alone", () => {
    const alone = new Function(`return ${processTerm.toString()}`)() as typeof processTerm;
    expect(alone("σx")).toEqual(["sx", "sigmax"]);
    expect((new Function(`return ${tokenize.toString()}`)() as typeof tokenize)("a_b")).toContain("a_b");
  });
});

describe("a picture in words", () => {
  const axes = { id: "p", title: "Heat of β_1", xLabel: "β_2/β_1", yLabel: "Q_{hot}" };

  it("says where curves begin and end, and how far they go between", () => {
    const series = [
      { name: "rises", x: [1, 2, 3], y: [0, null, 0.123456] },
      { name: "swings", x: [1, 2, 3], y: [1, -2e6, 4e-7] },
      { name: "stays", x: [1, 2, 3], y: [2, 5, 2] },
    ];
    expect(inWords({ ...axes, series })).toBe(
      "Heat of β1. Qhot against β2/β1, 1 to 3. rises: from 0 to 0.123. swings: from 1 to 4.00e−7, with a minimum of −2.00e6. stays: 2, with a maximum of 5.",
    );
  });

  it("says which of several names hold, and what a map spans", () => {
    expect(inWords({ ...axes, yNames: ["engine", "refrigerator"], series: [{ name: "mode", x: [0, 1, 2], y: [0, 0, 1] }] })).toContain(
      "mode: engine, refrigerator.",
    );
    const cells = [0, 1].flatMap((x) => [0, 2].map((y) => ({ x, y, value: x - y })));
    expect(inWords({ ...axes, series: [], cells, cellLabel: "W" })).toBe(
      "Heat of β1. W over β2/β1, 0 to 1, and Qhot, 0 to 2: from −2 to 1.",
    );
  });
});

it("every guide opens with a sentence that llms.txt can show", () => {
  const pages = guides
    .flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`))
    .filter((page) => !/^(papers|about)/.test(page));
  expect(pages.length).toBeGreaterThan(25);
  const said = pages.map((page) => [page, opening("docs", page)]);
  expect(said.filter(([, sentence]) => !/^[A-Z`].{20,}\.$/.test(sentence) || /\]\(|<[a-z]|\*\*|`{3}/.test(sentence))).toEqual([]);
});
