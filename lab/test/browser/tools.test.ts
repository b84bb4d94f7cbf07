/** What stands beside the pictures: looks at the sphere, reasons in the gallery, Why, contours, early stops, waits, comparisons, scales of sliders. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Lab, missing, startLab } from "./lab-page.ts";

describe.skipIf(missing !== null)("beside the pictures", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it("x, y and z look along an axis, in the player and at the stationary state", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit&view=player&step=3");
    await says(/Collision 3/);
    // The state of the qubit lies on z: seen from there it is a point, from the side it is not.
    const length = () =>
      page
        .locator('.picture svg line[stroke-width="2.5"]')
        .first()
        .evaluate((line) => {
          const at = (name: string) => Number(line.getAttribute(name));
          return Math.hypot(at("x2") - at("x1"), at("y2") - at("y1"));
        });
    expect(await length()).toBeGreaterThan(50);
    for (const [key, seen] of [
      ["z", false],
      ["x", true],
      ["z", false],
      ["y", true],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(async () => (await length()) > 1).toBe(seen);
    }
    await page.getByRole("tab", { name: "Stationary" }).click();
    await says(/one stationary state/);
    const spheres = page.getByRole("slider", { name: "Turn of the spheres" });
    await spheres.focus();
    await page.keyboard.press("z");
    await expect.poll(length).toBeLessThan(1);
    await page.keyboard.press("ArrowRight");
    await expect.poll(length).toBeGreaterThan(10);
    await expect.poll(() => spheres.getAttribute("aria-valuetext")).toMatch(/^15° about z/);
    await page.getByRole("button", { name: "Look along z" }).click();
    await expect.poll(length).toBeLessThan(1);
  });

  it("a cut link says so in the gallery that it leads to", async () => {
    const { page } = await lab.open("#m=1.abcdefghijkl");
    await page.getByRole("dialog", { name: "Models" }).getByText("This link is incomplete").waitFor();
  });

  it("what is refused says why above, with the command to copy", async () => {
    const { page, says } = await lab.open("#model=kerr&p.levels=5000");
    await says(/memory/);
    const reason = page.getByRole("alert").filter({ hasText: /GiB/ });
    const box = (await reason.getByRole("button", { name: /Fewer levels/ }).boundingBox()) as { y: number; height: number };
    expect(box.y + box.height).toBeLessThan(400);
    await reason.getByRole("button", { name: "Copy command" }).click();
    await reason
      .getByRole("status")
      .filter({ hasText: /copied|ancilla run kerr/ })
      .waitFor();
  });

  it("Why holds residuals, warnings whole, messages, and the way to the plan", async () => {
    const { page, says } = await lab.open("#model=phaseonium&p.phi=2.7&p.levels=12");
    await says(/Warning: There is no stationary state/);
    await page.getByRole("button", { name: "Why" }).click();
    const why = page.getByRole("dialog", { name: "Why" });
    await why.getByText(/^There is no stationary state: γα = 0\.125/).waitFor();
    await why.getByRole("log", { name: "Messages" }).getByText("Warning: There is no stationary state").waitFor();
    await why.getByRole("button", { name: /The plan/ }).click();
    await page.getByRole("tabpanel", { name: "Plan" }).waitFor();
    await says(/can ever differ from zero/);
  });

  it("a heat map has a contour where it passes 0, and its axes travel in the address", async () => {
    const { page, says, settled } = await lab.open("#model=qutrit-two-baths&view=heat-map&x=Th&y=Em");
    await says(/Done.*inversion/i);
    await settled();
    await expect.poll(() => page.getByRole("combobox", { name: "Swept as y" }).inputValue()).toBe("Em");
    const lines = page.locator('.picture svg line[stroke-width="1.5"]');
    expect(await lines.count()).toBe(0);
    await page.getByRole("combobox", { name: "Contour" }).selectOption("0");
    await expect.poll(() => lines.count()).toBeGreaterThan(5);
    await page.waitForFunction(() => /x=Th&y=Em/.test(location.hash));
  });

  it("an ensemble shows its first runs, which average to its mean", async () => {
    const { page, says, settled } = await lab.open("#model=ou-detuning&view=ensemble");
    await says(/Done: 4,096 realisations/);
    const drawn = () => page.locator('.picture path[data-curve="sx"]').evaluateAll((all) => all.map((one) => one.getAttribute("d") ?? ""));
    const heights = (path: string) => [...path.matchAll(/[ML][\d.]+[ ,]([\d.]+)/g)].map(([, y]) => Number(y));
    const field = page.getByRole("textbox", { name: "Realisations" });
    await field.fill("30");
    await field.press("Tab");
    await says(/Done: 30 realisations/);
    await settled();
    const [mean, ...more] = (await drawn()).map(heights).reverse().slice(1);
    const runs = more as number[][];
    expect([runs.length, mean?.length]).toEqual([30, 61]);
    expect(new Set(runs.map((run) => run[60])).size).toBeGreaterThan(20);
    mean?.forEach((y, k) => {
      expect(Math.abs(runs.reduce((sum, run) => sum + (run[k] as number), 0) / 30 - y)).toBeLessThan(0.5);
    });
    await page.getByRole("checkbox", { name: "single runs" }).uncheck();
    await expect.poll(async () => (await drawn()).length).toBe(2);
  });

  it("an ensemble stops once it is sure enough, with the bits of the command that does the same", async () => {
    const { page, says, settled } = await lab.open("#model=ou-detuning&view=ensemble");
    await says(/Done: 4,096 realisations/);
    const field = page.getByRole("textbox", { name: "Stop at a standard error" });
    await field.fill("0.02");
    await field.press("Tab");
    await says(/Done: [\d,]+ of 4,096 were enough/);
    await settled();
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).click();
    const hash = await page.locator(".hashes code").first().innerText();
    const command = await page.getByRole("textbox", { name: "Command that reproduces it" }).inputValue();
    expect(command).toContain("--stop-at 0.02");
    const folder = mkdtempSync(join(tmpdir(), "ancilla-lab-tools-"));
    try {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Save/ }).click()]);
      await download.saveAs(join(folder, download.suggestedFilename()));
      const words = (command.replace(/^ancilla /, "").match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ""));
      const printed = execFileSync(process.execPath, [resolve("dist/cli.js"), ...words], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      expect((JSON.parse(printed) as { provenance: { resultHash: string } }).provenance.resultHash).toBe(hash);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("the first number that differs from a printed result is named", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    const words = "run examples/thermalising-qubit.json --steps 400 --save-every 4 --observe energy,Q,Sigma --json".split(" ");
    const text = execFileSync(process.execPath, [resolve("dist/cli.js"), ...words], { encoding: "utf8" });
    const other = JSON.parse(text) as { observables: { Q: number[] }; provenance: { resultHash: string } };
    await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).click();
    const dialog = page.getByRole("dialog", { name: "Reproduce this result" });
    const field = dialog.getByRole("textbox", { name: /^Compare with a hash/ });
    await field.fill(text);
    await dialog.getByText("Equal: the same bits.").waitFor();
    other.observables.Q[7] = 1;
    other.provenance.resultHash = "0".repeat(64);
    await field.fill(JSON.stringify(other));
    await dialog.getByText(/Q is the first to differ, in record 7: −?-?\d.* here, 1 there\./).waitFor();
  });

  it("clicks wait for one another as long as they are said to", async () => {
    const { page, says } = await lab.open("#model=bloch&view=trajectories");
    await says(/Done: Run \d+ saw/);
    await page.getByRole("img", { name: /^Times between clicks: \d+ of them/ }).waitFor();
    await page.locator(".words", { hasText: /From one click to the next \d+(\.\d+)? pass on average \([\d,]+ waits\)/ }).waitFor();
  });

  it("no exact curve is promised beside means of what is not linear, and what waits says so in its place", async () => {
    const { page, says, settled } = await lab.open("#model=micromaser&view=trajectories");
    await says(/read the energy of \d+ units|Warning/);
    const words = page.locator(".words");
    await words
      .filter({ hasText: /follows the exact curve: at the end photons is [\d.]+ against [\d.]+\. Mandel is not linear in the state/ })
      .waitFor();
    await page.getByRole("tab", { name: "P(q)" }).click();
    await says(/^Ready: press Run\.$/m);
    await page.locator(".waits", { hasText: "30 levels" }).getByRole("button", { name: "Run" }).click();
    await says(/Done: At time 40 .* is/);
    await settled();
    await page.locator(".picture svg", { hasText: "probability" }).waitFor();
    expect(await page.locator(".waits").count()).toBe(0);
  });

  it("totals of an engine go on, what an order adds is said, and records of one bath alone are named", async () => {
    const { page, says, settled } = await lab.open("#model=engine-qubit");
    await says(/stationary/);
    const words = page.locator(".words");
    await words.filter({ hasText: "It is an engine: per order W = −0.0107364, heat from hot 0.0214728" }).waitFor();
    // a rule for ⟨σz⟩ alone: sums have no limit
    expect(
      await page
        .locator(".picture svg")
        .getByText(/^stationary/)
        .allTextContents(),
    ).toEqual(["stationary −0.341993"]);
    await page.evaluate(() => void (location.hash = "#model=engine-qubit&steps=200&every=2&obs=sz,Q_hot"));
    await words.filter({ hasText: "Every record is a collision with cold" }).waitFor();
    await settled();
  });

  it("whole numbers step, lists have a slider each, and a slider becomes logarithmic with 0 as a stop", async () => {
    const { page, says, settled, said } = await lab.open("#model=bloch");
    await says(/Done/);
    await page.getByRole("slider", { name: "start 3", exact: true }).press("Home");
    await page.getByRole("slider", { name: "start 1", exact: true }).press("ArrowRight");
    await expect.poll(() => page.getByRole("textbox", { name: "start 1 value" }).inputValue()).not.toBe("0");
    await page.getByRole("button", { name: "dephasing menu" }).click();
    await page.getByRole("switch", { name: "logarithmic slider" }).click();
    const slider = page.getByRole("slider", { name: "dephasing", exact: true });
    await slider.press("ArrowRight");
    const field = page.getByRole("textbox", { name: "dephasing value" });
    await expect.poll(() => field.inputValue().then(Number)).toBeGreaterThan(0);
    const first = Number(await field.inputValue());
    await slider.press("ArrowRight");
    await slider.press("ArrowRight");
    await expect.poll(async () => Number(await field.inputValue()) / first).toBeLessThan(1.5);
    await slider.press("Home");
    await expect.poll(() => field.inputValue()).toBe("0");
    await settled();
    await page.evaluate(() => void (location.hash = "#model=composite-cluster"));
    await page.getByRole("button", { name: "N more" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "N value" }).inputValue()).toBe("4");
    await page.getByRole("button", { name: "N less" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "N value" }).inputValue()).toBe("3");
    expect(said).toEqual([]);
  });

  it("the picture stands until that of another model is there", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    await page.evaluate(() => {
      const frames: boolean[] = [];
      (globalThis as unknown as { frames: boolean[] }).frames = frames;
      const look = (): void => {
        frames.push(document.querySelector(".picture svg path[data-curve]") !== null);
        requestAnimationFrame(look);
      };
      look();
    });
    for (const [card, title] of [
      ["A micromaser", /Micromaser/],
      ["A qubit engine", /hot and cold/],
    ] as const) {
      await page.getByRole("button", { name: "Models" }).click();
      await page.getByRole("button", { name: card, exact: false }).first().click();
      await page.getByRole("heading", { name: title }).waitFor();
      await says(/Done/);
    }
    const frames = await page.evaluate(() => (globalThis as unknown as { frames: boolean[] }).frames);
    expect(frames.length).toBeGreaterThan(10);
    expect(frames.filter((there) => !there).length).toBe(0);
  });

  it("a title is changed in its place, in the document too, and undone", async () => {
    const { page, says } = await lab.open("#model=engine-qubit");
    await says(/Done/);
    await page.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("Nothing of this");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: /hot and cold/ }).waitFor();
    await page.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("My own <engine>");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "My own <engine>" }).waitFor();
    await page.getByRole("button", { name: "edited" }).click();
    await page.locator(".lines .added", { hasText: 'title: "My own <engine>"' }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: /hot and cold/ }).waitFor();
  });

  it("0 shows the whole axis again, and a scale that does not exist says where", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    const box = (await page.locator(".picture svg").boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const whole = page.getByRole("button", { name: "Whole axis" });
    await whole.waitFor();
    await page.keyboard.press("0");
    await whole.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "log y" }).click();
    await page.getByText(/No log scale where a value is not above 0: energy is −[\d.]+ at collision \d+/).waitFor();
  });

  it("what was typed last is kept by whoever leaves the editor at once", async () => {
    const { page, says } = await lab.open("#model=thermalising-qubit");
    await says(/stationary/);
    await page.keyboard.press("e");
    const text = page.locator(".cm-content");
    await text.focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowRight");
    await page.evaluate(() => {
      // both within one turn: the check of the text would come 150 ms later
      const tab = [...document.querySelectorAll<HTMLElement>('[role="tab"]')].find((one) => one.textContent === "Parameters");
      document.execCommand("insertText", false, "}");
      tab?.click();
    });
    await page.getByRole("button", { name: "not valid" }).waitFor();
  });
});
