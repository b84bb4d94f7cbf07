/** The lab in Firefox ESR: it opens a page that holds the lab in a frame and posts back what its state line says and the hash of its numbers. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { documentModel, readDocument } from "../../../src/documents/index.ts";
import { resultHash, run } from "../../../src/index.ts";
import { dist } from "./lab-page.ts";
import { tenModels } from "./ten-models.ts";

const firefox = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** Waits for the lab in its frame, opens the dialog of the bits, and posts both. */
const harness = `<!doctype html><iframe id="lab" width="1200" height="800" src="/PAGE#model=engine-qubit"></iframe><script>
const inside = () => document.getElementById("lab").contentDocument;
const wait = (find) => new Promise((resolve) => { const look = () => { const found = find(); if (found) resolve(found); else setTimeout(look, 100); }; look(); });
(async () => {
  const state = await wait(() => { const line = inside()?.querySelector('[aria-label="State"]')?.textContent ?? ""; return /stationary/.test(line) && line; });
  (await wait(() => [...inside().querySelectorAll("button")].find((one) => /^Bits/.test(one.textContent)))).click();
  const hash = (await wait(() => inside().querySelector(".hashes code"))).textContent;
  const hashes = [];
  for (const address of ADDRESSES) {
    document.getElementById("lab").src = "/PAGE?" + hashes.length + address;
    await wait(() => document.getElementById("lab").contentWindow.location.search === "?" + hashes.length);
    hashes.push(await wait(() => /^Bits ([0-9a-f]{12})$/.exec(inside()?.querySelector(".bits button")?.textContent ?? "")?.[1]));
  }
  await fetch("/said", { method: "POST", body: JSON.stringify({ state, hash, hashes }) });
})();
</script>`;

describe.skipIf(!firefox || !existsSync(join(dist, "index.html")))("the lab in Firefox", () => {
  let server: Server | undefined;
  let browser: ChildProcess | undefined;
  let profile = "";
  afterEach(() => {
    browser?.kill();
    server?.close();
    if (profile) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  /** What a page of the lab says of itself there. */
  async function said(
    page: string,
    addresses: readonly string[] = [],
  ): Promise<{ readonly state: string; readonly hash: string; readonly hashes: readonly string[] }> {
    return new Promise((resolve, reject) => {
      const listening = createServer((request, response) => {
        const path = new URL(request.url ?? "/", "http://lab").pathname;
        if (path === "/said") {
          let body = "";
          request.on("data", (part) => (body += part));
          request.on("end", () => {
            response.end();
            resolve(JSON.parse(body));
          });
          return;
        }
        const file = join(dist, path);
        const found = path !== "/" && existsSync(file);
        response.setHeader("content-type", path === "/" ? "text/html" : (kinds[extname(file)] ?? "application/octet-stream"));
        response.statusCode = found || path === "/" ? 200 : 404;
        response.end(
          path === "/" ? harness.replaceAll("PAGE", page).replace("ADDRESSES", JSON.stringify(addresses)) : found ? readFileSync(file) : "",
        );
      });
      server = listening;
      listening.listen(0, "127.0.0.1", () => {
        profile = mkdtempSync(join(tmpdir(), "ancilla-lab-firefox-"));
        const address = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
        browser = spawn(firefox as string, ["--headless", "--no-remote", "--profile", profile, address], { stdio: "ignore" });
        browser.on("error", reject);
      });
    });
  }

  it("computes the same bits of ten models", async () => {
    const { hashes } = await said(
      "index.html",
      tenModels.map(({ address }) => address),
    );
    expect(hashes).toEqual(tenModels.map((one) => one.hash().slice(0, 12)));
  }, 180_000);

  it.each(["index.html", "ancilla-lab.html"])(
    "computes the same bits from %s",
    async (page) => {
      const document = readDocument(readFileSync("examples/engine-qubit.yaml", "utf8"), { file: "engine-qubit.yaml" });
      const { observe, ...length } = document.data.run as { readonly observe: readonly string[] };
      const { state, hash } = await said(page);
      expect(state).toContain("⟨σz⟩ −0.341993 at step 200");
      expect(hash).toBe(resultHash(run(documentModel(document).build({}), { ...length, observables: observe })));
    },
    120_000,
  );
});
