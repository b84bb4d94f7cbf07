/** The bundle in a real browser: in the page and on its workers, with the bits of Node. Skipped where there is no Chromium. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../scripts/bundle.ts";
import { type EnsembleOptions, ensemble, normal, phaseonium } from "../../src/index.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const parameters = { cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels: 8 };
const plain = { steps: 30, saveEvery: 10, trajectories: 100, seed: 7, observables: ["T1", "T2"] };

/** Serves the bundle, and an empty page at the root. */
function serve(folder: string): Server {
  return createServer(({ url = "/" }, response) => {
    const file = join(folder, url);
    const found = url !== "/" && existsSync(file);
    response.statusCode = found || url === "/" ? 200 : 404;
    response.setHeader("content-type", found ? "text/javascript" : "text/html");
    response.end(found ? readFileSync(file) : "");
  });
}

/** Runs in the page: the library comes over the wire, the script is text because the page shares nothing with this file. */
const script = (body: string): string => `(async () => {
  const { browserWorkers, ensemble, normal, phaseonium } = await import("/index.js");
  const model = phaseonium(${JSON.stringify(parameters)});
  const options = { ...${JSON.stringify(plain)}, noise: { phi: normal(2.404315987, 0.2) } };
  ${body}
})()`;

describe.skipIf(!executablePath)("in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "ancilla-bundle-"));
  const server = serve(folder);
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await bundle(folder);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    browser = await chromium.launch({ executablePath: executablePath as string, args: quiet });
    page = await browser.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it("gives the bits of Node, in the page and on workers", async () => {
    const options: EnsembleOptions = { ...plain, noise: { phi: normal(2.404315987, 0.2) }, threads: 1 };
    const { mean, std } = await ensemble(phaseonium(parameters), options);
    const inPage = await page.evaluate(script("const r = await ensemble(model, options); return { mean: r.mean, std: r.std };"));
    expect(inPage).toEqual({ mean, std });
    const onWorkers = await page.evaluate(
      script(`const executor = browserWorkers({ url: "/browser-worker.js", threads: 2 });
        const r = await ensemble(model, { ...options, executor });
        await executor.close();
        return { mean: r.mean, std: r.std, execution: r.execution };`),
    );
    expect(onWorkers).toEqual({ mean, std, execution: { executor: "browser workers", threads: 2, note: null } });
  });

  it("says what is wrong with a worker's address, and how to get threads", async () => {
    const failure = (body: string) => page.evaluate(script(`return ensemble(model, ${body}).catch((error) => error.message);`));
    expect(await failure('{ ...options, executor: browserWorkers({ url: "/nothing.js", threads: 1 }) }')).toBe(
      "A browser worker failed: is /nothing.js its script?",
    );
    expect(await failure("{ ...options, threads: 2 }")).toBe(
      "Argument `threads` must be 1 here, but this host has no Node threads. In a browser, pass executor: browserWorkers().",
    );
  });
});
