/** The lab in Firefox ESR: it opens a page that holds the lab in a frame and posts back what its state line says and the hash of its numbers. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../../src/documents/index.ts";
import { resultHash, run } from "../../../src/index.ts";
import { answerOf, browsers, postingPage } from "../../../test/browser/page.ts";
import { dist, missing, startLab } from "./lab-page.ts";
import { tenModels } from "./ten-models.ts";

/** In the page: a frame with the lab at an address, and what is found in it once it is there. */
const harness = (address: string, rest: string): string => `
  const frame = document.createElement("iframe");
  frame.width = 1200;
  frame.height = 800;
  frame.src = ${JSON.stringify(address)};
  document.body.append(frame);
  const inside = () => frame.contentDocument;
  const wait = (find) => new Promise((found) => { const look = () => { const one = find(); if (one) found(one); else setTimeout(look, 100); }; look(); });
  ${rest}`;

interface Said {
  readonly state: string;
  readonly hash: string;
}

describe.skipIf(!browsers.Firefox || !existsSync(join(dist, "index.html")))("the lab in Firefox", () => {
  /** What a page says that was opened there. */
  async function said(script: string): Promise<unknown> {
    const page = await postingPage(dist, script);
    try {
      return await answerOf("Firefox", page);
    } finally {
      page.close();
    }
  }

  it("computes the same bits of ten models", async () => {
    const addresses = tenModels.map(({ address }, k) => `/index.html?${k}${address}`);
    const hashes = await said(
      harness(
        "about:blank",
        `const hashes = [];
         for (const address of ${JSON.stringify(addresses)}) {
           frame.src = address;
           await wait(() => frame.contentWindow.location.search === "?" + hashes.length);
           hashes.push(await wait(() => /^Bits ([0-9a-f]{12})$/.exec(inside()?.querySelector(".bits button")?.textContent ?? "")?.[1]));
         }
         return hashes;`,
      ),
    );
    expect(hashes).toEqual(tenModels.map((one) => one.hash().slice(0, 12)));
  });

  it("computes the bits of the command line of an ensemble, a heat map and watched jumps", async () => {
    const views = ["ou-detuning&view=ensemble", "qutrit-two-baths&view=heat-map", "bloch&view=trajectories"];
    const found = (await said(
      harness(
        "about:blank",
        `const found = [];
         for (const view of ${JSON.stringify(views)}) {
           frame.src = "/index.html?" + found.length + "#model=" + view;
           await wait(() => frame.contentWindow.location.search === "?" + found.length);
           (await wait(() => [...(inside()?.querySelectorAll("button") ?? [])].find((one) => /^Bits [0-9a-f]{12}/.test(one.textContent)))).click();
           const hash = (await wait(() => inside().querySelector(".hashes code"))).textContent;
           found.push([hash, inside().querySelector("dialog textarea").value]);
         }
         return found;`,
      ),
    )) as readonly (readonly [string, string])[];
    for (const [hash, command] of found) {
      const words = (command.replace(/^ancilla /, "").match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ""));
      const line = [resolve("dist/cli.js"), ...words.map((word) => word.replace(/\.json$/, ".yaml"))];
      const printed = execFileSync(process.execPath, line, { cwd: "examples", encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      expect([command, (JSON.parse(printed) as { provenance: { resultHash: string } }).provenance.resultHash]).toEqual([command, hash]);
    }
  });

  it.skipIf(missing !== null)("opens a link that was copied in Chromium, with the same bits", async () => {
    const lab = await startLab();
    try {
      const { page } = await lab.open("#model=engine-qubit");
      const field = page.getByRole("textbox", { name: "tau value" });
      await field.fill("pi/7");
      await field.press("Enter");
      await expect.poll(() => field.inputValue()).toBe(String(Math.PI / 7));
      await page.locator('[role="tabpanel"][aria-busy="false"]').waitFor();
      await page.getByRole("button", { name: /^Bits [0-9a-f]{12}/ }).click();
      const hash = await page.locator(".hashes code").first().innerText();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Share" }).click();
      const link = page.getByLabel(/^Link/);
      await expect.poll(() => link.inputValue()).toContain("#m=1.");
      const address = `/index.html#${(await link.inputValue()).split("#")[1]}`;
      const there = (await said(
        harness(
          address,
          `(await wait(() => [...(inside()?.querySelectorAll("button") ?? [])].find((one) => /^Bits [0-9a-f]{12}/.test(one.textContent)))).click();
           return (await wait(() => inside().querySelector(".hashes code"))).textContent;`,
        ),
      )) as string;
      expect(there).toBe(hash);
    } finally {
      await lab.close();
    }
  });

  it.each(["index.html", "ancilla-lab.html"])("computes the same bits from %s", async (page) => {
    const document = readDocument(readFileSync("examples/engine-qubit.yaml", "utf8"), { file: "engine-qubit.yaml" });
    const { observe, ...length } = document.data.run as { readonly observe: readonly string[] };
    const { state, hash } = (await said(
      harness(
        `/${page}#model=engine-qubit`,
        `const state = await wait(() => { const line = inside()?.querySelector('[aria-label="State"]')?.textContent ?? ""; return /stationary/.test(line) && line; });
         (await wait(() => [...inside().querySelectorAll("button")].find((one) => /^Bits [0-9a-f]{12}/.test(one.textContent)))).click();
         const hash = (await wait(() => inside().querySelector(".hashes code"))).textContent;
         return { state, hash };`,
      ),
    )) as Said;
    expect(state).toContain("⟨σz⟩ −0.341993 at step 200");
    expect(hash).toBe(resultHash(run(documentModel(document).build({}), { ...length, observables: observe })));
  });
});
