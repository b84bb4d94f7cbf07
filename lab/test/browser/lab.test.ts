/** The lab as somebody uses it: first curve, sliders, typed numbers, faults, links, the player, machines, big models. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../../src/documents/index.ts";
import { run } from "../../../src/index.ts";
import { cards } from "../../src/gallery/cards.ts";
import { inWords } from "../../src/words/numbers.ts";
import { FIRST_CURVE, firstFiles, type Lab, missing, startLab } from "./lab-page.ts";

const fault = readFileSync("lab/test/fixtures/unknown-operator.json", "utf8");

describe.skipIf(missing !== null)("the lab in Chromium", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it("draws the first curve from at most 300 kB", async () => {
    // Whatever else is asked for by then is sent only later: the curve can do without it.
    lab.sent.length = 0;
    lab.sendFirst(firstFiles());
    const { page, says, said } = await lab.open("#model=thermalising-qubit", { curve: true });
    await page.locator('[data-curve="energy"]').first().waitFor();
    await expect.poll(() => lab.sent.some(({ path }) => path === FIRST_CURVE)).toBe(true);
    const before = lab.sent.slice(
      0,
      lab.sent.findIndex(({ path }) => path === FIRST_CURVE),
    );
    const size = before.reduce((sum, { bytes }) => sum + bytes, 0);
    console.log(`first curve: ${(size / 1000).toFixed(1)} kB`);
    expect(size).toBeGreaterThan(200_000);
    expect(size).toBeLessThanOrEqual(300_000);
    expect(await says(/stationary/)).toMatch(/^Done: energy −0\.217758 at step 400; stationary −0\.231059\.$/m);
    await page.getByRole("tabpanel", { name: "Time" }).waitFor();
    expect(said).toEqual([]);
  });

  it("does not shift when the curve and its numbers come", async () => {
    const page = await lab.blank({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(() => {
      const seen = { shift: 0 };
      (globalThis as unknown as { seen: typeof seen }).seen = seen;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${lab.base}#model=thermalising-qubit`);
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).waitFor();
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
    const { shift } = await page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen);
    console.log(`layout shift: ${shift.toFixed(4)}`);
    expect(shift).toBeLessThan(0.01);
  });

  it("has at most 750 kB in all", () => {
    const files = readdirSync("lab/dist/assets").map((name) => gzipSync(readFileSync(`lab/dist/assets/${name}`), { level: 9 }).length);
    expect(files.reduce((sum, size) => sum + size, 0)).toBeLessThan(750_000);
  });

  it.each(cards.map((card) => [card.name, card] as const))("opens the card %s from the gallery", async (_, card) => {
    // the first card is what stands behind the gallery: it is opened over another one
    const { page, says, said } = await lab.open(card === cards[0] ? "#model=swap-memory" : "");
    await says(/^\W*Done/);
    const behind = (await page.locator("h1").textContent()) as string;
    if (card === cards[0]) await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("button", { name: card.title, exact: false }).first().click();
    await page.locator("h1", { hasNotText: behind }).waitFor();
    await says(/^\W*(Done|Warning)/);
    // a curve for each observable, of the model that the head names
    const title = (await page.locator("h1").textContent()) as string;
    const shown = page.locator(".picture svg").first();
    await shown.locator("path[data-curve]").first().waitFor();
    if (card.view === undefined || card.view === "time") {
      await expect.poll(() => shown.getAttribute("aria-label")).toContain(title);
      const chips = await page.locator('fieldset[aria-label="Observables"] > span.chip').count();
      await expect.poll(() => shown.locator("path[data-curve]").count()).toBeGreaterThanOrEqual(chips);
    }
    expect(said).toEqual([]);
  });

  it("moves a slider by keys: the text, the field and the last answer agree", async () => {
    const { page, says, settled } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    const slider = page.getByRole("slider", { name: "g", exact: true });
    await slider.focus();
    for (let k = 0; k < 40; k++) await slider.press("ArrowRight");
    const field = page.getByRole("textbox", { name: "g value" });
    await expect.poll(() => field.inputValue()).toBe("1.8");
    await settled();
    const model = documentModel(readDocument(readFileSync("examples/thermalising-qubit.json", "utf8"))).build({ g: 1.8 });
    const { observables } = run(model, { steps: 400, saveEvery: 4, observables: ["energy"] });
    await says(new RegExp(`energy ${inWords(observables.energy?.at(-1) as number)} at step 400`));
    await page.getByRole("tab", { name: "Document" }).click();
    await page.locator(".cm-content", { hasText: '"g": { "default": 1.8,' }).waitFor();
  });

  it("evaluates what is typed as an expression, and goes back", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    const first = await says(/stationary/);
    const field = page.getByRole("textbox", { name: "g value" });
    await field.dblclick();
    await field.fill("pi/2");
    await field.press("Enter");
    await expect.poll(() => field.inputValue()).toBe("1.5707963267948966");
    const reset = page.getByRole("button", { name: "Reset g" });
    await reset.click();
    await expect.poll(() => field.inputValue()).toBe("1");
    await reset.waitFor({ state: "hidden" });
    await page.waitForFunction(
      (words) => document.querySelector('[aria-label="State"]')?.textContent?.includes(words),
      first.replace(/^\W+/, ""),
    );
  });

  it("refuses a value beyond its bound in a sentence, and keeps the old one", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    const field = page.getByRole("textbox", { name: "tau value" });
    await field.fill("-0.1");
    await field.press("Enter");
    await page
      .getByRole("alert")
      .filter({ hasText: /`tau` must be .*> 0/ })
      .waitFor();
    await expect.poll(() => field.inputValue()).toBe("0.1");
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
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
    await problems
      .getByRole("listitem")
      .filter({ hasText: /line 20, column 8.*[Dd]id you mean sz/s })
      .waitFor();
    expect(await problems.getByRole("listitem").count()).toBe(1);
    await page.locator(".cm-lintRange-error").waitFor();
    await page.getByText("of the last valid document").waitFor();
    expect(await page.locator(".stage.old .picture svg path[data-curve]").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Write sz" }).click();
    await problems.waitFor({ state: "detached" });
    await says(/Done/);
  });

  it("plays one collision, and its energies and entropies add up", async () => {
    const { page, says, said } = await lab.open("#model=thermalising-qubit&view=player");
    await says(/The start/);
    await page.getByRole("slider", { name: "Collision", exact: true }).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await says(/Collision 1/);
    const cell = (name: string) => expect.poll(() => page.locator(`td[data-name="${name}"]`).innerText());
    await cell("Q").toBe("−0.00728625");
    await cell("W").toBe("0");
    await cell("dU").toBe("−0.00728625");
    await cell("Sigma").toBe("0.0504071");
    const residual = async (name: string) => Number((await page.locator(`dd[data-name="${name}"]`).innerText()).replace("−", "-"));
    expect(await residual("first law residual")).toBeLessThanOrEqual(1e-15);
    expect(await residual("second law residual")).toBeLessThanOrEqual(1e-12);
    expect(said).toEqual([]);
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
      await page.locator("dt", { hasText: `at s = ${k === 1 ? 0.3 : 0.6}:` }).waitFor();
      expect(Number.parseFloat(await read("inside I"))).toBeGreaterThan(0);
      sums.push(await read("inside sum"));
    }
    expect(sums[0]).toBe(sums[1]);
    for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowDown");
    await page.locator('dd[data-name="inside I"]').waitFor({ state: "detached" });
  });

  it("plays a master equation: heats and power add up to the rate of the energy", async () => {
    const { page, says, said } = await lab.open("#model=driven-kerr-cavity&view=flow&step=3");
    expect(await says(/At t = 3/)).toMatch(/loss gives −0\.\d+: the energy changes by/);
    const cell = async (name: string) => page.locator(`td[data-name="${name}"]`).innerText();
    await expect.poll(async () => (await cell("heat_loss")) === (await cell("dE/dt"))).toBe(true);
    const residual = await page.locator('dd[data-name="flow residual"]').innerText();
    expect(Number(residual.replace("−", "-"))).toBeLessThanOrEqual(1e-12);
    const scrubber = page.getByRole("slider", { name: "Time", exact: true });
    await scrubber.focus();
    await page.keyboard.press("ArrowRight");
    await says(/At t = 3\.05/);
    // bars can be as long as the room, however small they are beside those of other moments
    const bar = page.locator('.picture svg rect[height="13"]').first();
    const long = async () => Number(await bar.getAttribute("width"));
    await scrubber.press("End");
    await expect.poll(long).toBeLessThan(5);
    await page.getByRole("button", { name: "scale to this moment" }).click();
    await expect.poll(long).toBeGreaterThan(40);
    expect(said).toEqual([]);
  });

  it("stops within one collision, and nothing moves by itself where motion is unwelcome", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit&view=player", { reduced: true });
    await says(/The start/);
    // the tab that was clicked has the focus: the space bar is the player's all the same
    await page.getByRole("tab", { name: "Player" }).click();
    await page.keyboard.press("Space");
    await says(/Collision ([3-9]|\d\d)/);
    expect(await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length)).toBe(0);
    await page.getByRole("button", { name: /Pause/ }).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: /Play/ }).waitFor();
    const place = () => page.getByRole("slider", { name: "Collision", exact: true }).inputValue();
    const stopped = await place();
    await page.waitForTimeout(1200); // time for two more collisions, if it went on
    expect(Number(await place()) - Number(stopped)).toBeLessThanOrEqual(1);
  });

  it.each([
    [0.2, /engine.*W = −0\.0107364.*hot 0\.0214728/],
    [0.5, /does nothing.*W = 0/],
    [0.8, /refrigerator.*W = 0\.00818868.*hot −0\.0163774/],
  ])("says what the machine is at betah = %s", async (betah, words) => {
    const { page, says } = await lab.open(`#model=engine-qubit&view=stationary&p.betah=${betah}`);
    await says(/Done/);
    await page.locator(".words", { hasText: "per order" }).waitFor();
    await expect.poll(() => page.locator(".words").innerText()).toMatch(words);
  });

  it("gives the reason where there is no stationary state", async () => {
    const { page, says } = await lab.open("#model=phaseonium&p.phi=2.7&p.levels=20");
    await says(/^\W*Warning: There is no stationary state/);
    await page.locator('[data-curve="T1"]').waitFor();
    await page
      .getByRole("alert")
      .filter({ hasText: /no stationary state/i })
      .waitFor();
    await page.getByRole("tab", { name: "Stationary" }).click();
    await page.locator(".reason", { hasText: /no stationary state/i }).waitFor();
    expect(await page.locator(".values").count()).toBe(0);
    // also where nobody said so before: the model opens with a stationary state that takes long, and a slider takes it away
    await page.evaluate(() => void (location.hash = "#model=phaseonium&view=stationary"));
    await says(/The stationary state of 2304 levels may take long: press Run/);
    const field = page.getByRole("textbox", { name: "phi value" });
    await field.fill("2.7");
    await field.press("Enter");
    await says(/^There is no stationary state/m);
    await page.locator(".reason", { hasText: /no stationary state/i }).waitFor();
    for (const where of [page.getByRole("region", { name: "Run" }), page.getByRole("tabpanel")])
      expect(await where.getByRole("button", { name: /^Run/ }).count()).toBe(0);
  });

  it("refuses what does not fit into memory, and offers fewer levels", async () => {
    const { page, says } = await lab.open("#model=kerr&p.levels=5000");
    expect(await says(/memory/)).toMatch(/GiB|MiB/);
    await page.getByRole("button", { name: /Fewer levels/ }).click();
    await says(/Done/);
  });

  it("opens what a link holds, and says when it is cut", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/Done/);
    await page.getByRole("button", { name: "Share" }).click();
    const link = page.getByLabel(/^Link/);
    await expect.poll(() => link.inputValue()).toContain("#m=1.");
    const address = await link.inputValue();
    const whole = await lab.open(`#${address.split("#")[1]}`);
    expect(await whole.says(/stationary/)).toContain("energy −0.217758 at step 400");
    await page.keyboard.press("Escape");
    await page.getByRole("slider", { name: "g", exact: true }).press("PageUp");
    await page.getByRole("tab", { name: "Player" }).click();
    await says(/The start/);
    for (let k = 1; k <= 3; k++) {
      await page.keyboard.press("ArrowRight");
      await says(new RegExp(`Collision ${k}`));
    }
    const moved = await says(/Collision 3/);
    await page.getByRole("button", { name: "Share" }).click();
    await expect.poll(() => link.inputValue()).toMatch(/#m=1\..*&view=player&step=3/);
    const there = await lab.open(`#${(await link.inputValue()).split("#")[1]}`);
    expect(await there.says(/Collision 3/)).toBe(moved);
    expect(await there.page.getByRole("textbox", { name: "g value" }).inputValue()).toBe("1.2");
    const cut = await lab.open(`#${(address.split("#")[1] as string).slice(0, -40)}`);
    await cut.page.locator('[role="alert"]', { hasText: "This link is incomplete" }).waitFor({ state: "attached" });
    await cut.page.locator("dialog[open]").waitFor();
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
  });

  it("stops a long ensemble at a border of 256 realisations", async () => {
    const { page, says } = await lab.open("#model=ou-detuning&view=ensemble");
    await says(/^\W*Done: 4,096 realisations/);
    const field = page.getByRole("textbox", { name: "Realisations" });
    await field.fill("1000000");
    await field.press("Tab");
    await page.getByRole("button", { name: "Run 1,000,000" }).click();
    await page.locator(".tools .hint", { hasText: "of 1,000,000 realisations" }).waitFor();
    const progress = page.getByRole("progressbar", { name: "Run progress" });
    const share = () => progress.evaluate((one) => (one as HTMLProgressElement).value);
    const before = await share();
    await expect.poll(share).toBeGreaterThan(before);
    await page.getByRole("button", { name: "Stop" }).click();
    const words = await says(/[Pp]artial, \d+ of 1000000/);
    expect(Number(/artial, (\d+)/.exec(words)?.[1]) % 256).toBe(0);
    expect(await page.getByRole("button", { name: /^Bits/ }).count()).toBe(0);
    await page.getByRole("textbox", { name: "Realisations" }).fill("512");
    await page.keyboard.press("Tab");
    await says(/^\W*Done: 512 realisations/);
  });

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
    await expect.poll(() => page.getByRole("textbox", { name: "g value" }).inputValue()).toBe("1");
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByRole("heading", { name: /Micromaser/ }).waitFor();
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
    await page.locator(".picture svg image").waitFor();
    const cell = page.getByRole("slider", { name: "Cell of the heat map" });
    await cell.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Enter"]) await page.keyboard.press(key);
    await expect.poll(() => cell.getAttribute("aria-valuetext")).toMatch(/T = .*g = /);
    for (const name of ["T", "g"]) await page.getByRole("button", { name: `Reset ${name}` }).waitFor();
  });
});
