/** Longer use: what waits for a word, keys alone through everything, many drags, a map against the command line, the way back, and forgetting. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { documentFromData, documentLink } from "../../../src/documents/index.ts";
import { type Lab, missing, startLab } from "./lab-page.ts";

/** The first digits of the hash, once they are there and are no longer `before`. */
async function bitsOf(page: Page, before = ""): Promise<string> {
  const badge = page.getByRole("button", { name: /^Bits [0-9a-f]{12}$/ });
  await page.waitForFunction((old) => {
    const found = [...document.querySelectorAll(".bits button")].map(
      ({ textContent }) => /^Bits ([0-9a-f]{12})$/.exec(textContent ?? "")?.[1],
    );
    return found[0] !== undefined && found[0] !== old;
  }, before);
  return (await badge.innerText()).slice(5);
}

const becomes = (page: Page, hash: string) => page.getByRole("button", { name: `Bits ${hash}` }).waitFor();

/** Put the caret of the editor behind a piece of the text: down to its line, and along it. */
async function caretBehind(page: Page, piece: string): Promise<void> {
  const line = () => page.locator(".cm-activeLine").first().innerText();
  await page.keyboard.press("Control+Home");
  for (let k = 0; k < 200 && !(await line()).includes(piece); k++) await page.keyboard.press("ArrowDown");
  const to = (await line()).indexOf(piece) + piece.length;
  for (let k = 0; k < to; k++) await page.keyboard.press("ArrowRight");
}

/** Press Tab until something has the focus. */
async function tabTo(page: Page, selector: string, most = 80): Promise<void> {
  for (let k = 0; k < most; k++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press("Tab");
  }
  expect(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200)), `focus on ${selector}`).toBe(selector);
}

/** In the page: keeps how much of a map was there when it was first seen beside a progress. */
function watchFirstShare(): void {
  (globalThis as unknown as { firstShare: Promise<number> }).firstShare = new Promise((found) => {
    const watch = new MutationObserver(() => {
      const progress = document.querySelector<HTMLProgressElement>("progress[value]");
      if (!progress || !document.querySelector(".picture svg image")) return;
      watch.disconnect();
      found(progress.value);
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  });
}

describe.skipIf(missing !== null)("the lab in long use", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it("waits for a word before a run that takes long, and takes titles of links for text", async () => {
    const data = JSON.parse(readFileSync("examples/driven-kerr-cavity.json", "utf8"));
    const title = "<img src=x onerror=alert(1)>";
    const d = { ...data.parameters.d, default: 100 };
    const run = { until: 60_000, saveEvery: 100, observe: ["photons"] };
    const long = documentFromData({ ...data, title, parameters: { ...data.parameters, d }, run });
    const { page, says, said } = await lab.open(await documentLink(long), { asks: true });
    expect(await says(/press Run/)).toMatch(/takes about|needs/);
    await page.getByRole("heading", { name: title }).waitFor();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("[data-curve]").count()).toBe(0);
    await page.getByRole("region", { name: "Run" }).getByRole("button", { name: "Run" }).waitFor();
    const fewer = page.getByRole("textbox", { name: "d value" });
    await fewer.fill("20");
    await fewer.press("Enter");
    const until = page.getByRole("textbox", { name: "until" });
    await until.fill("20");
    await until.press("Enter");
    await says(/Done.* at time 20/);
    expect(said).toEqual([]);
  });

  it("is used by keys alone: card, parameter, observable, pin, player, fault, export, link", async () => {
    const { page, says, settled, said } = await lab.open("#model=engine-qubit");
    const state = () => page.locator('[aria-label="State"]').innerText();
    const held = async () => expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await says(/stationary/);
    await page.keyboard.press("g");
    await page.getByRole("dialog", { name: "Models" }).waitFor();
    await tabTo(page, ".card");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /warms up/ }).waitFor();
    const first = await says(/−0\.217758.*stationary/);
    await tabTo(page, 'input[aria-label="T"]');
    await page.keyboard.press("PageUp");
    await expect.poll(state).not.toContain("−0.217758");
    expect(await state()).not.toBe(first);
    await held();
    await tabTo(page, "button.add");
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Observable to add" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.locator("fieldset.chips > span.chip").count()).toBe(4);
    await held();
    await settled();
    await page.keyboard.press("p");
    await page.getByRole("list", { name: "Pins" }).waitFor();
    await page.keyboard.press("2");
    await says(/The start/);
    await tabTo(page, 'input[aria-label="Collision"]');
    for (let k = 1; k <= 3; k++) {
      await page.keyboard.press("ArrowRight");
      await says(new RegExp(`Collision ${k}`));
    }
    await held();
    await page.keyboard.press("e");
    await page.locator(".cm-content").waitFor();
    await tabTo(page, ".cm-content");
    await caretBehind(page, '"omega*sz');
    await page.keyboard.type("z");
    await says(/szz/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await tabTo(page, ".problems li > button:last-child");
    await page.keyboard.press("Enter");
    await says(/Collision 3/);
    await held();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await tabTo(page, "header button[title=Export]");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Export" }).waitFor();
    await page.keyboard.press("Tab");
    const csv = page.getByRole("button", { name: "CSV", exact: true });
    for (let k = 0; k < 20 && !(await csv.evaluate((one) => one === document.activeElement)); k++) await page.keyboard.press("Tab");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(readFileSync(await download.path(), "utf8")).toMatch(/^collision,dU,Q,W/);
    await page.getByText(/csv saved/).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await held();
    await page.keyboard.press("s");
    await page.getByRole("dialog", { name: "Share" }).waitFor();
    const copy = page.getByRole("button", { name: "Copy link" });
    for (let k = 0; k < 20 && !(await copy.evaluate((one) => one === document.activeElement)); k++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page
      .getByRole("dialog")
      .getByRole("status")
      .filter({ hasText: /copied|copy it/i })
      .waitFor();
    await page.keyboard.press("Escape");
    expect(said).toEqual([]);
  });

  it("is as large after 200 drags as after the first, and Back leaves it in one step", async () => {
    const page = await lab.blank({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(() => {
      const written: number[] = [];
      (globalThis as unknown as { written: number[] }).written = written;
      const replace = history.replaceState;
      history.replaceState = function (...all) {
        written.push(performance.now());
        replace.apply(this, all);
      };
    });
    await page.goto("about:blank");
    await page.goto(`${lab.base}#model=thermalising-qubit`);
    await bitsOf(page);
    const slider = page.getByRole("slider", { name: "g", exact: true });
    const { x, y, width, height } = (await slider.boundingBox()) as { x: number; y: number; width: number; height: number };
    const drag = async (k: number) => {
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      for (let at = 1; at <= 20; at++) await page.mouse.move(x + width * (0.3 + 0.4 * Math.abs(Math.sin(k + at / 6))), y + height / 2);
      await page.mouse.up();
    };
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const size = async () => {
      await bitsOf(page);
      await session.send("HeapProfiler.collectGarbage");
      const { metrics } = await session.send("Performance.getMetrics");
      const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
      const elements = await page.evaluate(() => document.querySelectorAll("*").length);
      return { heap: of("JSHeapUsedSize"), elements, workers: page.workers().length };
    };
    await drag(0);
    const before = await size();
    for (let k = 1; k <= 200; k++) await drag(k);
    const after = await size();
    console.log(
      `200 drags: heap ${((after.heap - before.heap) / 1e6).toFixed(2)} MB more, ${after.elements - before.elements} elements more`,
    );
    expect(after.heap - before.heap).toBeLessThanOrEqual(2e6);
    expect(after.elements - before.elements).toBeLessThanOrEqual(50);
    expect(after.workers).toBe(before.workers);
    // twice a second; a timer that comes late shifts one of them by so much
    const written = await page.evaluate(() => (globalThis as unknown as { written: number[] }).written);
    for (let k = 6; k < written.length; k++) expect((written[k] as number) - (written[k - 6] as number)).toBeGreaterThan(2000);
    await page.goBack();
    expect(page.url()).toBe("about:blank");
  }, 900_000);

  it("draws a map coarse first, and its CSV is the command line's byte for byte", async () => {
    const { page, says, settled } = await lab.open("#model=thermalising-qubit", { cores: 4 });
    await says(/stationary/);
    const before = page.workers().length;
    for (const [name, axis] of [
      ["T", "x"],
      ["g", "y"],
    ] as const) {
      await page.getByRole("button", { name: `${name} menu` }).click();
      await page.getByRole("button", { name: `Sweep as ${axis}` }).click();
    }
    await page.evaluate(watchFirstShare);
    await page.getByRole("tab", { name: "Heat map" }).click();
    const share = await page.evaluate(() => (globalThis as unknown as { firstShare: Promise<number> }).firstShare);
    console.log(`the first cells: ${(100 * share).toFixed(1)} %`);
    expect(share).toBeLessThan(0.5);
    await expect.poll(() => page.workers().length).toBe(before + 3);
    await says(/Done/);
    await settled();
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV", exact: true }).click()]);
    const command = await page.getByRole("textbox", { name: "Command line" }).inputValue();
    expect(command).toContain("ancilla sweep thermalising-qubit.json --over T=0:20:64 --over g=-1:3:64");
    const out = mkdtempSync(join(tmpdir(), "ancilla-lab-map-"));
    try {
      const words = command
        .split(" ")
        .slice(1)
        .map((word) => (word === "thermalising-qubit.json" ? `examples/${word}` : word === "results" ? out : word));
      execFileSync(process.execPath, ["dist/cli.js", ...words, "--quiet"]);
      const told = readFileSync(join(out, "thermalising-qubit-sweep-T-g.csv"));
      expect(readFileSync(await download.path()).equals(told)).toBe(true);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });

  it("takes back slider, text and opening one by one, comes back after a reload, and forgets", async () => {
    const { page, says, said } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    const hashes = [await bitsOf(page)];
    await page.getByRole("slider", { name: "g", exact: true }).press("End");
    hashes.push(await bitsOf(page, hashes[0]));
    await page.keyboard.press("e");
    await page.locator(".cm-content").waitFor();
    await page.locator(".cm-content").focus();
    await caretBehind(page, '"omega": { "default": 1');
    await page.keyboard.type("5");
    hashes.push(await bitsOf(page, hashes[1]));
    await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("button", { name: "A micromaser", exact: false }).first().click();
    hashes.push(await bitsOf(page, hashes[2]));
    expect(new Set(hashes).size).toBe(4);
    for (const hash of [...hashes].reverse().slice(1)) {
      await page.getByRole("button", { name: "Undo" }).click();
      await becomes(page, hash);
    }
    for (const hash of hashes.slice(1)) {
      await page.getByRole("button", { name: "Redo" }).click();
      await becomes(page, hash);
    }
    await page.waitForFunction(() => location.hash.includes("micromaser"));
    await page.reload();
    await becomes(page, hashes[3] as string);
    await page.goto(lab.base);
    await becomes(page, hashes[3] as string);
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("button", { name: "Forget all" }).click();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByRole("dialog", { name: "Models" }).waitFor();
    await says(/−0\.217758/);
    expect(said).toEqual([]);
  });
});
