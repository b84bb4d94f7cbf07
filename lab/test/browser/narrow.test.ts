/** Small screens: 360 × 640, and 1280 × 800 at a zoom of 200 %. Nothing scrolls sideways, everything is reached, fingers hit it. */
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Lab, missing, type OpenOptions, startLab } from "./lab-page.ts";

const faces: readonly (readonly [string, OpenOptions])[] = [
  ["360 × 640", { width: 360, height: 640 }],
  ["1280 × 800 at 200 %", { width: 1280, height: 800, zoom: 2 }],
];

/** Pixels that the page is wider than its window, and what of it reaches beyond without scrolling by itself. */
function sideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const inside = (element: Element): boolean => {
      for (let up = element.parentElement; up; up = up.parentElement)
        if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
      return false;
    };
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > width + 1 && !inside(element) && !element.closest(".hidden"),
    );
    // what scrolls up and down must not scroll sideways either
    const panes = [...document.querySelectorAll(".left, .right, dialog")].filter((pane) => pane.scrollWidth > pane.clientWidth + 1);
    return [
      ...(document.documentElement.scrollWidth > width ? [`the page by ${document.documentElement.scrollWidth - width}`] : []),
      ...[...wide, ...panes].map((element) => `${element.tagName} ${element.className}`),
    ];
  });
}

/** What is touched and is less than 40 pixels wide or high. */
function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, select, input, summary, [role=tab]")]
      .map((element) => (element.matches("[type=checkbox], [type=radio], [type=file]") ? (element.closest("label") as Element) : element))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && getComputedStyle(element).visibility === "visible" && (width < 39.5 || height < 39.5);
      })
      .map((element) => `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent}`),
  );
}

describe.skipIf(missing !== null)("small screens", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it.each(faces)("of %s hold the picture and three sliders, and reach every view", async (_name, options) => {
    const first = await lab.open("#model=thermalising-qubit", options);
    await first.settled();
    const bottom = async (one: Locator): Promise<number> => {
      const { y, height } = (await one.boundingBox()) as { y: number; height: number };
      return y + height;
    };
    const third = first.page.getByRole("region", { name: "Parameters" }).getByRole("slider").nth(2);
    expect(await bottom(third)).toBeLessThanOrEqual(await bottom(first.page.locator("#left")));
    await lab.clear();
    const { page, says, settled, said } = await lab.open("#model=engine-qubit", options);
    await says(/stationary/);
    await settled();
    const { width, height } = page.viewportSize() as { width: number; height: number };
    const seen = async (box: { x: number; y: number; width: number; height: number } | null) => {
      expect(box).not.toBeNull();
      const { x, y, width: wide, height: high } = box as NonNullable<typeof box>;
      expect([x >= 0, y >= 0, x + wide <= width, y + high <= height, high > 0]).toEqual([true, true, true, true, true]);
    };
    await seen(await page.locator(".picture svg").boundingBox());
    const sliders = page.getByRole("region", { name: "Parameters" }).getByRole("slider");
    for (let k = 0; k < 3; k++) await seen(await sliders.nth(k).boundingBox());
    const choice = page.getByRole("combobox", { name: "View", exact: true });
    const views = await choice.locator("option").allInnerTexts();
    expect(views.length).toBeGreaterThan(8);
    for (const view of views) {
      await choice.selectOption({ label: view });
      await page.getByRole("tabpanel", { name: view }).waitFor();
      await says(/Done|Warning|Ready/);
      await settled();
      await expect.poll(async () => [view, await sideways(page)]).toEqual([view, []]);
      await expect.poll(async () => [view, await smallTargets(page)]).toEqual([view, []]);
    }
    for (const tab of ["Document", "Parameters"]) {
      await page.getByRole("tab", { name: tab, exact: true }).click();
      await page.getByRole("region", { name: tab }).waitFor();
      await expect.poll(async () => [tab, await sideways(page), await smallTargets(page)]).toEqual([tab, [], []]);
    }
    await page.getByRole("button", { name: "Models" }).click();
    await page.getByRole("dialog", { name: "Models" }).waitFor();
    await expect.poll(() => sideways(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More", exact: true }).click();
    for (const name of ["Undo", "Redo", "Export", "Help", "Theme"]) await page.getByRole("button", { name, exact: true }).waitFor();
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("dialog", { name: "Help" }).waitFor();
    await expect.poll(() => sideways(page)).toEqual([]);
    expect(said).toEqual([]);
  });
});
