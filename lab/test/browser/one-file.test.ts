/** The lab as one file from a disk, without a network: open by itself and inside a frame that is shut in, in Chromium and Firefox. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../../src/documents/index.ts";
import { run } from "../../../src/index.ts";
import { browsers, quiet } from "../../../test/browser/page.ts";
import { inWords } from "../../src/words/numbers.ts";
import { type Driven, drivenFirefox, keys } from "./driven-firefox.ts";
import { dist } from "./lab-page.ts";

async function drivenChromium<T>(use: (driven: Driven) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: browsers.Chromium as string, args: quiet, timeout: 90_000 });
  try {
    const page = await browser.newPage({ offline: true });
    let frame: Frame = page.mainFrame();
    return await use({
      async open(address) {
        await page.goto(address);
        frame = page.mainFrame();
      },
      async until<T>(body: string) {
        // not within the page, whose policy evaluates no texts
        for (;;) {
          const found = (await frame.evaluate(`(() => { ${body} })()`)) as T | null | false;
          if (found !== null && found !== false) return found;
          await page.waitForTimeout(50);
        }
      },
      async enter(selector) {
        frame = (await (await frame.waitForSelector(selector)).contentFrame()) as Frame;
      },
      async press(selector, text) {
        await frame.locator(selector).focus();
        for (const key of text) await page.keyboard.press(Object.entries(keys).find(([, one]) => one === key)?.[0] ?? key);
      },
    });
  } finally {
    await browser.close();
  }
}

const drivers = { Chromium: drivenChromium, Firefox: drivenFirefox };

/** Pieces of scripts for the page. */
const state = `const state = document.querySelector('[aria-label="State"]')?.textContent ?? "";`;
const requests = `return { sent: performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !/^(blob|data|file):/.test(name)) };`;
const cells = `const cells = ["Q", "W", "dU", "Sigma"].map((name) => document.querySelector('td[data-name="' + name + '"]')?.textContent);`;

describe.each(["Chromium", "Firefox"] as const)("the one file in %s", (name) => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    // a place with letters that addresses must encode
    folder = mkdtempSync(join(tmpdir(), "ancilla lab é "));
    file = join(folder, "ancilla-lab.html");
    if (existsSync(join(dist, "ancilla-lab.html"))) writeFileSync(file, readFileSync(join(dist, "ancilla-lab.html")));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const skipped = !browsers[name] || !existsSync(join(dist, "ancilla-lab.html"));

  it.skipIf(skipped)("draws, follows a slider into the document, and plays a collision; nothing is sent", async () => {
    await drivers[name](async ({ open, until, press }) => {
      await open(`${pathToFileURL(file)}#model=thermalising-qubit`);
      await until(`${state} return document.querySelector('#lab path[data-curve="energy"]') && /−0\\.217758.*−0\\.231059/.test(state);`);
      await press('input[type="range"][aria-label="g"]', keys.ArrowRight.repeat(40));
      await until(`return document.querySelector('input[aria-label="g value"]').value === "1.8";`);
      const model = documentModel(readDocument(readFileSync("examples/thermalising-qubit.json", "utf8"))).build({ g: 1.8 });
      const { observables } = run(model, { steps: 400, saveEvery: 4, observables: ["energy"] });
      await until(`${state} return state.includes("energy ${inWords(observables.energy?.at(-1) as number)} at step 400");`);
      const tab = (text: string) => `[...document.querySelectorAll('[role="tab"]')].find((one) => one.textContent === "${text}").click();`;
      await until(`${tab("Document")} return true;`);
      await until(`return document.querySelector(".cm-content")?.textContent.includes('"g": { "default": 1.8,');`);
      await open(`${pathToFileURL(file)}?again#model=thermalising-qubit&view=player`);
      await until(`${state} return state.includes("The start");`);
      await press('input[aria-label="Collision"]', keys.Home + keys.ArrowRight);
      const ledger = ["−0.00728625", "0", "−0.00728625", "0.0504071"];
      await until(`${cells} return JSON.stringify(cells) === ${JSON.stringify(JSON.stringify(ledger))};`);
      expect(await until(requests)).toEqual({ sent: [] });
    });
  });

  it.skipIf(skipped)("draws inside a frame that is shut in, with the sliders that were asked for", async () => {
    const holder = join(folder, "theirs.html");
    const address = "ancilla-lab.html#model=thermalising-qubit&amp;embed=time&amp;controls=g,T";
    writeFileSync(
      holder,
      `<!doctype html><iframe sandbox="allow-scripts allow-downloads allow-popups" width="800" height="500" title="lab" src="${address}"></iframe>`,
    );
    await drivers[name](async ({ open, until, enter, press }) => {
      await open(String(pathToFileURL(holder)));
      await enter("iframe");
      // the picture that the page begins with comes before the sliders
      const sliders = `const names = [...document.querySelectorAll('.left input[type="range"]')].map((one) => one.ariaLabel); return names.length > 0 && { names, link: document.querySelector("a")?.textContent };`;
      expect(await until(sliders)).toEqual({ names: ["g", "T"], link: "Open in the lab" });
      const path = `document.querySelector('#lab path[data-curve="energy"]')?.getAttribute("d")`;
      const first = await until<string>(`return ${path};`);
      await press('input[type="range"][aria-label="g"]', keys.ArrowRight);
      await until(`return ${path} !== ${JSON.stringify(first)};`);
      expect(await until(requests)).toEqual({ sent: [] });
    });
  });
});
