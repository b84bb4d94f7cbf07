/** Both faces, keys alone, long use, and what is saved. */
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Lab, missing, startLab } from "./lab-page.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
const axe = readFileSync("lab/node_modules/axe-core/axe.min.js", "utf8");

describe.skipIf(missing !== null)("faces of the lab", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  const looked = [
    "#model=thermalising-qubit",
    "#model=thermalising-qubit&view=player&step=3",
    "#model=thermalising-qubit&view=stationary",
    "#model=thermalising-qubit&view=sectors",
    "#model=thermalising-qubit&view=plan",
    "#model=composite-cluster&view=sweep",
    "#model=ou-detuning&view=ensemble",
    "#model=driven-kerr-cavity&view=wigner",
    "#model=engine-qubit&view=counts&step=20",
    "#model=bloch&view=spectrum",
  ];
  it.each([
    [false, looked],
    [true, looked],
  ])(
    "passes axe in ten views, dark: %s",
    async (dark, hashes) => {
      for (const hash of hashes) {
        const { page, says, settled } = await lab.open(hash, { dark });
        await says(/Done|Warning/);
        await settled();
        await page.evaluate(axe);
        const found = await page.evaluate(async () => {
          const run = (
            globalThis as unknown as {
              axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
            }
          ).axe;
          const { violations } = await run.run();
          return violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 140)}`);
        });
        expect(found, hash).toEqual([]);
        await lab.clear();
      }
    },
    600_000,
  );

  it("is used by keys alone", async () => {
    const { page, says, settled } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    await page.keyboard.press("g");
    await page.getByRole("dialog", { name: "Models" }).waitFor();
    await page.keyboard.press("Tab");
    const card = page.getByRole("button", { name: "A qubit engine", exact: false });
    for (let k = 0; k < 12 && !(await card.evaluate((one) => one === document.activeElement)); k++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /hot and cold/ }).waitFor();
    await says(/Done/);
    await settled();
    await page.keyboard.press("p");
    await page.getByRole("list", { name: "Pins" }).waitFor();
    await page.keyboard.press("2");
    await says(/The start/);
    for (let k = 0; k < 3; k++) await page.keyboard.press("ArrowRight");
    await says(/Collision 3/);
    await page.keyboard.press("s");
    await page.getByRole("dialog", { name: "Share" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement !== null)).toBe(true);
  });

  it("stays as large as it is through many drags", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    const slider = page.getByRole("slider", { name: "g", exact: true });
    const bits = page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ });
    const nodes = () => page.evaluate(() => document.querySelectorAll("*").length);
    const drag = async () => {
      for (let k = 0; k < 20; k++) await slider.press("ArrowRight");
      for (let k = 0; k < 20; k++) await slider.press("ArrowLeft");
    };
    await drag();
    await bits.waitFor();
    const [before, workers] = [await nodes(), page.workers().length];
    for (let k = 0; k < 5; k++) await drag();
    await bits.waitFor();
    await expect.poll(nodes).toBeLessThanOrEqual(before + 50);
    await expect.poll(() => page.workers().length).toBe(workers);
  });

  it("has pictures on a white ground in its files, from a dark page too", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit", { dark: true });
    await says(/Done/);
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "SVG" }).click()]);
    const svg = readFileSync(await download.path(), "utf8");
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).toContain("A qubit warms up or cools down");
    // the version, and the link that opens the same: in both, and of a model of one's own too
    expect(svg).toContain(`ancilla ${version}`);
    const [, link = ""] = /<a href="([^"]*)">/.exec(svg) ?? [];
    expect(link).toBe(`${lab.base}#model=thermalising-qubit&amp;v=${version}`);
    const [image] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "PNG" }).click()]);
    const png = readFileSync(await image.path());
    expect(png.includes(`URL\0\0\0\0\0${link.replace("&amp;", "&")}`)).toBe(true);
    const size = await page.evaluate(
      async (bytes) => {
        const { width, height } = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
        return [width, height];
      },
      [...png],
    );
    expect(size).toEqual([1440, 2 * Number(/ height="(\d+)"/.exec(svg)?.[1])]);
    const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
    const text = readFileSync(await csv.path(), "utf8");
    expect(text.split("\n")[0]).toBe("collision,energy,Q,Sigma");
    expect(text.split("\n")[101]).toMatch(/^400,-0\.21775797/);
    for (const [name, ending] of [
      ["YAML", "yaml"],
      ["JSON", "json"],
      ["TypeScript", "ts"],
      ["QuTiP", "py"],
    ] as const) {
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
      expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
    }
  });
});
