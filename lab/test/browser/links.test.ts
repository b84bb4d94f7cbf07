/** What a link may hold: every model by its name, and nothing that is broken, hostile or unknown; and the frame that Share writes. */
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateRawSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../../src/index.ts";
import { type Lab, missing, startLab, watched } from "./lab-page.ts";

const documents = readdirSync("examples")
  .filter((file) => /\.(json|ya?ml)$/.test(file))
  .map((file) => /^\s*"?name"?:\s*"?([\w-]+)/m.exec(readFileSync(`examples/${file}`, "utf8"))?.[1] as string);
const names = [...documents, ...catalogue.map(({ name }) => name)];

const example = JSON.parse(readFileSync("examples/thermalising-qubit.json", "utf8")) as object;
const link = (text: string): string => `#m=1.${deflateRawSync(Buffer.from(text)).toString("base64url")}`;

/** Links that open nothing, with what the page says of them. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ["of 40 MB when it is unpacked", link(`[${"0,".repeat(2e7)}0]`), /has \d+ characters, more than 32768/],
  ["nested deeper than anything", link(`${"[".repeat(2e5)}${"]".repeat(2e5)}`), /at most 32 levels deep/],
  ["with a program in an expression", link(JSON.stringify({ ...example, H: "omega*sz(S)/2; alert(1)" })), /; is not part of the language/],
  ["with a name of the language itself", link(`${JSON.stringify(example).slice(0, -1)},"__proto__":{"a":1}}`), /__proto__/],
  ["without a document", link("hello"), /This link is incomplete/],
  ["of another version", "#m=9.abcd", /version 9/],
  ["with a name that is none", "#model=%3Cscript%3E", /There is no model "<script>"/],
  ["with a name that nobody knows", "#model=does-not-exist", /There is no model "does-not-exist"/],
];

/** Links that open a model without what it does not know. */
const mended: readonly (readonly [string, string, RegExp])[] = [
  ["a parameter", "#model=engine-qubit&p.nope=3&p.tau=0.4", /engine-qubit has no parameter "nope"/],
  ["a parameter of the language itself", "#model=engine-qubit&p.__proto__=3&p.tau=0.4", /has no parameter "__proto__"/],
  ["an observable", "#model=engine-qubit&p.tau=0.4&steps=200&obs=sz,nothing", /does not record "nothing"/],
];

describe.skipIf(missing !== null)("links", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterEach(() => lab?.clear());
  afterAll(() => lab?.close());

  it("name every document of the examples and every model of the catalogue", async () => {
    const { page, says, said } = await lab.open("");
    await page.getByRole("button", { name: "Close" }).click();
    let heading0 = "";
    for (const name of names) {
      await page.evaluate((model) => {
        location.hash = `#model=${model}`;
      }, name);
      // The picture names the model that it is of.
      const title = await page.waitForFunction(
        ([model, before]) => {
          const drawn = document.querySelector(".picture svg:has(path[data-curve])")?.getAttribute("aria-label");
          const heading = document.querySelector("h1")?.textContent ?? "";
          return location.hash.startsWith(`#model=${model}`) && heading !== before && drawn?.startsWith(heading) ? heading : null;
        },
        [name, heading0] as const,
      );
      heading0 = (await title.jsonValue()) as string;
      await says(/^\W*(Done|Warning)/);
      expect([name, said]).toEqual([name, []]);
    }
  }, 900_000);

  it.each(refused)("%s are refused in one sentence", async (_, hash, sentence) => {
    const { page, says, said } = await lab.open(hash);
    await page.locator('p[role="alert"]', { hasText: sentence }).waitFor({ state: "attached" });
    await page.getByRole("dialog", { name: "Models" }).waitFor();
    expect(await says(/stationary/)).toContain("energy −0.217758 at step 400");
    expect(said).toEqual([]);
  });

  it.each(mended)("open without %s that the model does not know, and say so", async (_, hash, sentence) => {
    const { page, says, said } = await lab.open(hash);
    await page.locator('p[role="alert"]', { hasText: sentence }).waitFor();
    await says(/Done.*at step 200/);
    await expect.poll(() => page.getByRole("textbox", { name: "tau value" }).inputValue()).toBe("0.4");
    expect(said).toEqual([]);
  });

  it("as frames work in a page of somebody else", async () => {
    const { page, says } = await lab.open("#model=engine-qubit&p.tau=0.4");
    await says(/stationary/);
    await page.getByRole("button", { name: "Share" }).click();
    const text = page.getByLabel("For a page of yours");
    await expect.poll(() => text.inputValue()).toContain("<iframe");
    const frame = await text.inputValue();
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><title>Theirs</title>${frame}`);
    });
    await new Promise<void>((ready) => server.listen(0, ready));
    const theirs = await lab.blank();
    const { said } = watched(theirs);
    await theirs.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const inside = theirs.frameLocator("iframe");
    await inside.locator('[data-curve="sz"]').first().waitFor();
    const slider = inside.getByRole("slider", { name: "tau", exact: true });
    const before = await inside.locator('[data-curve="sz"]').first().getAttribute("d");
    await slider.press("PageUp");
    await expect.poll(() => inside.locator('[data-curve="sz"]').first().getAttribute("d")).not.toBe(before);
    expect(said).toEqual([]);
    server.closeAllConnections();
    server.close();
  });
});
