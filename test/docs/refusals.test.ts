/** What the guides say goes wrong: each command and each definition is refused with the sentence beside it. */
import { describe, expect, it } from "vitest";
import { collisionModel, qubit, qubitHamiltonian, qubitState, sigmaMinus, sigmaPlus } from "../../src/index.ts";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, pageOf, wordsOf } from "./programs.ts";

const pages = ["first-model", "ensembles", "noise"];
const refused = pages.flatMap((page) =>
  blocksOf(pageOf(page), "text").flatMap((block) =>
    [...block.matchAll(/^\$ ancilla (.*)\n(.*)$/gm)].map(([, line, says]) => ({ page, line, says })),
  ),
);

describe("what goes wrong", () => {
  it("has commands on every page", () => {
    expect(new Set(refused.map(({ page }) => page))).toEqual(new Set(pages));
  });

  it.each(refused)("$page: ancilla $line", async ({ line, says }) => {
    const { code, err } = await inProcess(wordsOf(line));
    expect(err.trim()).toBe(says);
    expect(code).toBe(says.startsWith("ancilla: The run failed") ? 1 : 2);
  });

  it("own-model: has the sentences of its table", () => {
    const [system, unit] = [qubit("system"), qubit("unit")];
    const HE = qubitHamiltonian(unit, 1);
    const half = [[sigmaPlus(system), sigmaMinus(unit)]] as const;
    const V = [...half, [sigmaMinus(system), sigmaPlus(unit)]] as const;
    const build = (units: object, initial = qubitState([0, 0, 1], system)) =>
      collisionModel({ HS: qubitHamiltonian(system, 1), tau: 0.1, initial, units: units as never });
    const sentences = [...pageOf("own-model").matchAll(/^\| .* \| (Argument .*) \|$/gm)].map(([, says]) => says);
    const attempts = [
      () => build({ HE, V: half, beta: 1 }),
      () => build({ HE, V }),
      () => build({ HE, V, beta: 1 }, qubitState([0, 0, 1], unit)),
    ];
    expect(sentences).toHaveLength(attempts.length);
    for (const [k, attempt] of attempts.entries()) expect(attempt).toThrow(sentences[k]);
  });
});
