/** Every document that must be refused, opened as a file: its code and its place are shown, nothing is computed, and the page goes on. */
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cards } from "../../src/gallery/cards.ts";
import { type Lab, missing, startLab } from "./lab-page.ts";

interface Case {
  readonly file: string;
  readonly text: string;
  readonly refused: { readonly code: string; readonly pointer: string; readonly line?: number; readonly column?: number };
}

const cases = JSON.parse(readFileSync("test/fixtures/documents-refused.json", "utf8")) as readonly Case[];

/** Work that computes; the others read, check and describe. */
const COMPUTES = [
  "run",
  "steady",
  "player",
  "sectors",
  "bits",
  "plan",
  "sweep",
  "ensemble",
  "wigner",
  "counting",
  "trajectories",
  "spectrum",
];

describe.skipIf(missing !== null)("documents with a fault", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it("are shown with code and place, and nothing is computed from them", async () => {
    const { page, says, said } = await lab.open("#model=thermalising-qubit", { asks: true });
    await says(/stationary/);
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).waitFor();
    const asked = () => page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked.splice(0));
    expect(await asked()).toContain("run");
    await page.getByRole("button", { name: "Models" }).click();
    for (const { file, text, refused } of cases) {
      await page.locator('dialog input[type="file"]').setInputFiles({ name: file, mimeType: "text/plain", buffer: Buffer.from(text) });
      const { code, pointer, line, column } = refused;
      const place = [file, line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(", ");
      const problems = page.getByRole("list", { name: "Problems" });
      const shown = problems.locator(`li[data-pointer=${JSON.stringify(pointer)}]`, { hasText: place }).first();
      await shown.waitFor();
      await expect.poll(async () => [file, await shown.locator("code").innerText()]).toEqual([file, code]);
      await says(new RegExp(place));
      expect([file, (await asked()).filter((kind) => COMPUTES.includes(kind))]).toEqual([file, []]);
      await page.getByRole("button", { name: "Models" }).click();
    }
    await page
      .getByRole("button", { name: (cards[0] as (typeof cards)[number]).title })
      .first()
      .click();
    expect(await says(/stationary/)).toContain("energy −0.217758 at step 400");
    expect(said).toEqual([]);
  });
});
