/** The lab as somebody uses it: first curve, sliders, typed numbers, faults, links, the player, machines, big models. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cards } from "../../src/gallery/cards.ts";
import { FIRST_CURVE, type Lab, missing, startLab } from "./lab-page.ts";

const fault = readFileSync("lab/test/fixtures/unknown-operator.json", "utf8");

describe.skipIf(missing !== null)("the lab in Chromium", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(() => lab?.close());

  it("draws the first curve from at most 300 kB", async () => {
    lab.sent.length = 0;
    const { page, says, said } = await lab.open("#model=thermalising-qubit", { curve: true });
    await page.locator('[data-curve="energy"]').first().waitFor();
    await vi.waitFor(() => expect(lab.sent.some(({ path }) => path === FIRST_CURVE)).toBe(true));
    const before = lab.sent.slice(
      0,
      lab.sent.findIndex(({ path }) => path === FIRST_CURVE),
    );
    const size = before.reduce((sum, { bytes }) => sum + bytes, 0);
    console.log(`first curve: ${(size / 1000).toFixed(1)} kB`);
    expect(size).toBeGreaterThan(200_000);
    expect(size).toBeLessThanOrEqual(300_000);
    expect(await says(/stationary/)).toMatch(/^Done: energy −0\.217758 at step 400; stationary −0\.231059\.$/m);
    expect(await page.getByRole("tabpanel", { name: "Time" }).count()).toBe(1);
    expect(said).toEqual([]);
    await page.context().close();
  });

  it("does not shift when the curve and its numbers come", async () => {
    const context = await lab.browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const seen = { shift: 0 };
      (globalThis as unknown as { seen: typeof seen }).seen = seen;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${lab.base}#model=thermalising-qubit`);
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).waitFor();
    const { shift } = await page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen);
    console.log(`layout shift: ${shift.toFixed(4)}`);
    expect(shift).toBeLessThan(0.01);
    await context.close();
  });

  it("has at most 750 kB in all", () => {
    const files = readdirSync("lab/dist/assets").map((name) => gzipSync(readFileSync(`lab/dist/assets/${name}`), { level: 9 }).length);
    expect(files.reduce((sum, size) => sum + size, 0)).toBeLessThan(750_000);
  });

  it.each(cards.map((card) => [card.name, card] as const))(
    "opens the card %s from the gallery",
    async (_, card) => {
      const { page, says, said } = await lab.open("");
      await page.getByRole("button", { name: card.title, exact: false }).first().click();
      await says(/^\W*(Done|Warning|Ready)/, 60_000);
      await page.locator(".picture svg path[data-curve]").first().waitFor({ timeout: 60_000 });
      expect(said).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  it("moves a slider by keys: the text, the field and the last answer agree", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    const slider = page.getByRole("slider", { name: "g", exact: true });
    await slider.focus();
    for (let k = 0; k < 40; k++) await slider.press("ArrowRight");
    const typed = await page.getByRole("textbox", { name: "g value" }).inputValue();
    expect(Number(typed)).toBeGreaterThan(1);
    await page.getByRole("tab", { name: "Document" }).click();
    const text = page.locator(".cm-content");
    await text.waitFor();
    expect(await text.innerText()).toContain(`"g": { "default": ${typed},`);
    await page.context().close();
  });

  it("evaluates what is typed as an expression, and goes back", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    const first = await says(/stationary/);
    const field = page.getByRole("textbox", { name: "g value" });
    await field.dblclick();
    await field.fill("pi/2");
    await field.press("Enter");
    await page.waitForFunction(() => (document.querySelector('[aria-label="g value"]') as HTMLInputElement).value === "1.5707963267948966");
    const reset = page.getByRole("button", { name: "Reset g" });
    await reset.click();
    expect(await field.inputValue()).toBe("1");
    await page.waitForFunction(
      (words) => document.querySelector('[aria-label="State"]')?.textContent?.includes(words),
      first.replace(/^\W+/, ""),
    );
    await page.context().close();
  });

  it("refuses a value beyond its bound in a sentence, and keeps the old one", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    const field = page.getByRole("textbox", { name: "tau value" });
    await field.fill("-0.1");
    await field.press("Enter");
    const alert = page.getByRole("alert").first();
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/`tau` must be .*> 0/);
    expect(await field.inputValue()).toBe("0.1");
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.context().close();
  });

  it("shows a fault at its place, and mends it with one click", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, fault);
    const problems = page.getByRole("list", { name: "Problems" });
    await problems.waitFor();
    expect(await problems.getByRole("listitem").count()).toBe(1);
    expect(await problems.innerText()).toMatch(/line 20, column 8.*[Dd]id you mean sz/s);
    await page.locator(".cm-lintRange-error").waitFor();
    await page.getByText("of the last valid document").waitFor();
    await page.getByRole("button", { name: "Write sz" }).click();
    await problems.waitFor({ state: "detached" });
    await says(/Done/);
    await page.context().close();
  });

  it("plays one collision, and its energies and entropies add up", async () => {
    const { page, says, said } = await lab.open("#model=thermalising-qubit&view=player");
    await says(/The start/);
    await page.getByRole("slider", { name: "Collision", exact: true }).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await says(/Collision 1/);
    const cell = (name: string) => page.locator(`td[data-name="${name}"]`).innerText();
    expect(await cell("Q")).toBe("−0.00728625");
    expect(await cell("W")).toBe("0");
    expect(await cell("dU")).toBe("−0.00728625");
    expect(await cell("Sigma")).toBe("0.0504071");
    const residual = async (name: string) => Number((await page.locator(`dd[data-name="${name}"]`).innerText()).replace("−", "-"));
    expect(await residual("first law residual")).toBeLessThanOrEqual(1e-15);
    expect(await residual("second law residual")).toBeLessThanOrEqual(1e-12);
    expect(said).toEqual([]);
    await page.context().close();
  });

  it("looks inside a collision: what the energies add up to stays", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit&view=player&step=3");
    await says(/Collision 3/);
    await page.getByRole("slider", { name: "Collision", exact: true }).focus();
    const read = async (name: string) => (await page.locator(`dd[data-name="${name}"]`).innerText()).replaceAll("−", "-");
    const sums: string[] = [];
    for (let k = 1; k <= 2; k++) {
      for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowUp");
      await page
        .getByRole("img", { name: /Collision 3/ })
        .getByText(`s = ${k === 1 ? 0.3 : 0.6}`, { exact: true })
        .waitFor();
      expect(Number.parseFloat(await read("inside I"))).toBeGreaterThan(0);
      sums.push(await read("inside sum"));
    }
    expect(sums[0]).toBe(sums[1]);
    for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowDown");
    await page.locator('dd[data-name="inside I"]').waitFor({ state: "detached" });
    await page.context().close();
  });

  it("plays a master equation: heats and power add up to the rate of the energy", async () => {
    const { page, says, said } = await lab.open("#model=driven-kerr-cavity&view=flow&step=3");
    expect(await says(/At t = 3/)).toMatch(/loss gives −0\.\d+: the energy changes by/);
    const cell = async (name: string) => page.locator(`td[data-name="${name}"]`).innerText();
    expect(await cell("heat_loss")).toBe(await cell("dE/dt"));
    const residual = await page.locator('dd[data-name="flow residual"]').innerText();
    expect(Number(residual.replace("−", "-"))).toBeLessThanOrEqual(1e-12);
    const scrubber = page.getByRole("slider", { name: "Time", exact: true });
    await scrubber.focus();
    await page.keyboard.press("ArrowRight");
    await says(/At t = 3\.05/);
    expect(said).toEqual([]);
    await page.context().close();
  });

  it("stops within one collision, and nothing moves by itself where motion is unwelcome", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit&view=player", { reduced: true });
    await says(/The start/);
    await page.getByRole("button", { name: /Play/ }).click();
    await says(/Collision [3-9]/);
    expect(await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length)).toBe(0);
    await page.getByRole("button", { name: /Pause/ }).click();
    const place = () => page.getByRole("slider", { name: "Collision", exact: true }).inputValue();
    const stopped = await place();
    await page.waitForTimeout(1200);
    expect(Number(await place()) - Number(stopped)).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  it.each([
    [0.2, /engine.*W = −0\.0107364.*hot 0\.0214728/],
    [0.5, /does nothing.*W = 0/],
    [0.8, /refrigerator.*W = 0\.00818868.*hot −0\.0163774/],
  ])("says what the machine is at betah = %s", async (betah, words) => {
    const { page, says } = await lab.open(`#model=engine-qubit&view=stationary&p.betah=${betah}`);
    await says(/Done/);
    await page.waitForFunction(() => /per order/.test(document.querySelector(".words")?.textContent ?? ""));
    expect(await page.locator(".words").innerText()).toMatch(words);
    await page.context().close();
  });

  it("gives the reason where there is no stationary state", async () => {
    const { page } = await lab.open("#model=phaseonium&p.phi=2.7&p.levels=12&view=stationary");
    const start = page.getByRole("button", { name: "Find the stationary state" });
    const reason = page.locator(".reason");
    await start.or(reason).first().waitFor();
    if (await start.isVisible()) await start.click();
    await reason.waitFor();
    expect(await reason.innerText()).toMatch(/no stationary state/i);
    expect(await page.locator(".values").count()).toBe(0);
    await page.context().close();
  });

  it("refuses what does not fit into memory, and offers fewer levels", async () => {
    const { page, says } = await lab.open("#model=kerr&p.levels=5000");
    expect(await says(/memory/, 60_000)).toMatch(/GiB|MiB/);
    await page.getByRole("button", { name: /Fewer levels/ }).click();
    await says(/Done/, 60_000);
    await page.context().close();
  }, 120_000);

  it("opens what a link holds, and says when it is cut", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    await page.getByRole("button", { name: "Share" }).click();
    const link = page.getByLabel(/^Link/);
    await page.waitForFunction(() => (document.querySelector("dialog textarea") as HTMLTextAreaElement)?.value.includes("#m=1."));
    const address = await link.inputValue();
    const whole = await lab.open(`#${address.split("#")[1]}`);
    expect(await whole.says(/stationary/)).toContain("energy −0.217758 at step 400");
    await whole.page.context().close();
    const cut = await lab.open(`#${(address.split("#")[1] as string).slice(0, -40)}`);
    const alert = cut.page.locator('[role="alert"]').first();
    await alert.waitFor({ state: "attached" });
    expect(await alert.textContent()).toContain("This link is incomplete");
    await cut.page.locator("dialog[open]").waitFor(); // the reason is written before the dialog opens
    await cut.page.context().close();
    await page.context().close();
  });

  it("takes titles for text", async () => {
    const evil = fault
      .replace("szz", "sz")
      .replace('"name":', '"title": "<img src=x onerror=alert(1)>", "name":')
      .replace(/"title": "[^<"]*",/, "");
    const { page, says, said } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, evil);
    await page.getByRole("heading", { name: "<img src=x onerror=alert(1)>" }).waitFor();
    expect(await page.locator("img").count()).toBe(0);
    expect(said).toEqual([]);
    await page.context().close();
  });

  it("stops a long ensemble at a border of 256 realisations", async () => {
    const { page, says } = await lab.open("#model=ou-detuning&view=ensemble");
    await says(/4,096 realisations/, 60_000);
    const field = page.getByRole("textbox", { name: "Realisations" });
    await field.fill("1000000");
    await field.press("Tab");
    await page.getByRole("button", { name: "Run 1,000,000" }).click();
    await page.getByRole("progressbar", { name: "Run progress" }).waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1500);
    await page.getByRole("button", { name: "Stop" }).click();
    const words = await says(/[Pp]artial, \d+ of 1000000/);
    expect(Number(/artial, (\d+)/.exec(words)?.[1]) % 256).toBe(0);
    await page.context().close();
  }, 90_000);

  it("takes back a slider, a text and another model, one step each", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    const first = await says(/stationary/);
    await page.getByRole("slider", { name: "g", exact: true }).press("End");
    await page.waitForFunction(
      (words) => !document.querySelector('[aria-label="State"]')?.textContent?.includes(words),
      first.replace(/^\W+/, ""),
    );
    await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("button", { name: "A micromaser", exact: false }).first().click();
    await page.getByRole("heading", { name: /Micromaser/ }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: /A qubit warms up/ }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => (document.querySelector('[aria-label="g value"]') as HTMLInputElement).value === "1");
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByRole("heading", { name: /Micromaser/ }).waitFor();
    await page.context().close();
  });

  it("draws a heat map coarse first, and takes a cell by keys", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    for (const [name, axis] of [
      ["T", "x"],
      ["g", "y"],
    ] as const) {
      await page.getByRole("button", { name: `${name} menu` }).click();
      await page.getByRole("button", { name: `Sweep as ${axis}` }).click();
    }
    await page.getByRole("tab", { name: "Heat map" }).click();
    await page.locator(".picture svg image").waitFor({ timeout: 30_000 });
    const cell = page.getByRole("slider", { name: "Cell of the heat map" });
    await cell.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Enter"]) await page.keyboard.press(key);
    expect(await cell.getAttribute("aria-valuetext")).toMatch(/T = .*g = /);
    expect(await page.getByRole("button", { name: "Reset T" }).isVisible()).toBe(true);
    await page.context().close();
  }, 60_000);
});
