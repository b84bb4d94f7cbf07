/**
 * The built site: every link leads somewhere and every page is led to, every page has a twin in Markdown, programs run in place, the search
 * finds, and pages pass axe in light and dark, wide and narrow, without a word on the console or a request to elsewhere. Needs `npm run docs`;
 * `npm run check:site` builds it twice more.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, posix, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../docs/scripts/cli-reference.ts";
import { faults } from "../../docs/scripts/document-faults.ts";
import { broken, builtPages, leadsTo, linksTo } from "../../docs/scripts/links.ts";
import { programsOf } from "../../docs/scripts/programs.ts";
import { siteServer } from "../../docs/scripts/server.ts";
import { topics } from "../../docs/scripts/topics.ts";
import { errorCodes } from "../../src/errors.ts";

const folder = resolve("docs/dist");
const site = { folder, base: "/" };
const pages = builtPages(folder);
/** All pages; one of each kind in continuous integration. */
const looked = process.env.CI
  ? [
      "index.html",
      "first-model.html",
      "gallery-atoms.html",
      "api/index.html",
      `api/${topics[0].page}.html`,
      "api/linear.html",
      "errors.html",
      "beyond/thousand-atoms.html",
      "learn/index.html",
      "papers/index.html",
      "compare/index.html",
      "cli/run.html",
      "errors/hc.html",
    ]
  : pages.filter((name) => name !== "404.html");
/** Milliseconds that a page may take to come into a state, on a machine that is busy with other things. */
const PATIENCE = 90_000;
/** Pages run so many times slower, to look for tests that read before a page has come so far: ANCILLA_SLOWER=6. */
const slower = Number(process.env.ANCILLA_SLOWER ?? 1);
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const axe = "docs/node_modules/axe-core/axe.min.js";

const text = (page: string) => readFileSync(join(folder, page), "utf8");
describe("the built site", () => {
  it("is there", () => expect(pages.length, "run `npm run docs` first").toBeGreaterThan(25));
  it.each(pages)("%s has no broken link", (page) => expect(broken(site, page)).toEqual([]));
  it("has no page that the others do not lead to, and none that does not lead home", () => {
    const reached = new Set(["index.html"]);
    for (const page of reached) for (const next of leadsTo(site, page)) reached.add(next);
    const own = pages.filter((page) => page !== "404.html");
    expect(own.filter((page) => !reached.has(page))).toEqual([]);
    expect(own.filter((page) => !page.startsWith("lab/") && !linksTo(site, page, "index.html"))).toEqual([]);
  });
  it("says of every picture what it shows", () => {
    const pictures = pages.flatMap((page) => [...text(page).matchAll(/<img\b[^>]*>/g)].map(([picture]) => picture));
    expect(pictures.length).toBeGreaterThan(100);
    expect(pictures.filter((picture) => !/\salt="[^"]{20,}"/.test(picture))).toEqual([]);
  });
  it("names its pages for machines", () => {
    const links = [...readFileSync(join(folder, "llms.txt"), "utf8").matchAll(/\]\((?!https:)([^)]*)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(25);
    expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
    const full = readFileSync(join(folder, "llms-full.txt"), "utf8");
    expect(Buffer.byteLength(full)).toBeLessThanOrEqual(400_000);
    for (const title of ["# Your first model", "# Learn", "# ancilla ensemble", "# not-hermitian", "# Coherence of 1000 atoms"])
      expect(full).toContain(`\n${title}\n`);
  });
  it.each(pages.filter((name) => name !== "404.html" && !name.startsWith("lab/")))("%s has a twin in Markdown", (page) => {
    const twin = page.replace(/\.html$/, ".md");
    expect(text(page)).toContain(`<link rel="alternate" type="text/markdown" href="/${twin}">`);
    const markdown = readFileSync(join(folder, twin), "utf8");
    expect(markdown).toMatch(/^# \S/);
    const links = [...markdown.replace(/^```[\s\S]*?^```/gm, "").matchAll(/\]\((?!\w+:)([^)#\s]+\.(?:md|txt))/g)].map(([, link]) => link);
    const lost = links.filter((link) => !existsSync(join(folder, link.startsWith("/") ? link : join(posix.dirname(twin), link))));
    expect(lost.filter((link) => !/CONTRIBUTING|CHANGELOG|README/.test(link))).toEqual([]);
  });
  it("has every name of `ancilla` in its index, on the page of its topic", () => {
    const links = new Set(
      [...text("api/index.html").matchAll(/href="([^"]+)"[^>]*><code>(\w+)</g)].map(([, link, name]) => `${link} ${name}`),
    );
    const named = topics.flatMap(({ page, names }) => names.map((name) => ({ page, name })));
    expect(named.length).toBeGreaterThan(600);
    const lost = named.filter(({ page, name }) => ![...links].some((link) => link.endsWith(` ${name}`) && link.includes(`${page}.html#`)));
    expect(lost).toEqual([]);
  });
  it("has a page per command and per code", () => {
    const names = commands().map((command) => command.name());
    expect(pages.filter((name) => name.startsWith("cli/")).sort()).toEqual(["index", ...names].map((name) => `cli/${name}.html`).sort());
    expect(pages.filter((name) => name.startsWith("errors/")).length).toBe(errorCodes.length + Object.keys(faults).length);
  });
});

describe.skipIf(!executablePath || !existsSync(axe))("the site in a browser", () => {
  const server: Server = siteServer(folder);
  let browser: Browser;
  let root: string;

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await chromium.launch({
      executablePath: executablePath as string,
      timeout: PATIENCE,
      args: ["--no-sandbox", "--disable-gpu"],
    });
  });
  afterEach(() => Promise.all(browser?.contexts().map((context) => context.close()) ?? []));
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });

  /** An empty page that waits as long as a busy machine needs. */
  async function blank(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    if (slower > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slower });
    return page;
  }

  it.each((["light", "dark"] as const).flatMap((colorScheme) => [360, 1280].map((width) => [colorScheme, width] as const)))(
    "passes axe in %s at %i pixels, with a quiet console, nothing from elsewhere and nothing beside the page",
    async (colorScheme, width) => {
      // axe is a script of ours in pages that allow their own only
      const page = await blank({ colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
      const said: string[] = [];
      let now = "";
      page.on("console", (message) => message.type() === "error" && said.push(`${now}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(`${now}: ${error.message}`));
      page.on(
        "request",
        (request) => !/^(data|blob):/.test(request.url()) && !request.url().startsWith(root) && said.push(`${now}: ${request.url()}`),
      );
      const found: Record<string, string[]> = {};
      const seen: string[] = [];
      for (now of looked) {
        const answer = await page.goto(root + now, { waitUntil: "load" });
        if (answer?.ok()) seen.push(now);
        await page.addScriptTag({ path: axe });
        const violations = await page.evaluate<string[]>(`(async () => {
        const { violations } = await axe.run();
        const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => id + ": " + nodes.length + " " + nodes[0].html.slice(0, 150) + " " + nodes[0].target)
          .concat(wide > 0 ? ["scrolls sideways by " + wide] : []);
      })()`);
        if (violations.length) found[now] = violations;
      }
      expect(said).toEqual([]);
      expect(found).toEqual({});
      expect(seen).toEqual(looked);
      expect(new Set(looked).size).toBeGreaterThanOrEqual(13);
    },
    1_200_000,
  );

  it("shows texts, figures and formulas without scripts", async () => {
    const page = await blank({ javaScriptEnabled: false });
    await page.goto(root);
    expect(await page.locator(".cascade svg .curve").count()).toBe(2);
    expect(await page.locator(".cascade svg .curve").first().getAttribute("d")).toMatch(/^M(\S+ \S+L?){30}/);
    await page.getByRole("link", { name: "Learn in eight steps" }).click();
    expect(await page.getByRole("heading", { level: 2 }).count()).toBeGreaterThan(8);
    await page.goto(`${root}beyond/thousand-atoms.html`);
    const formula = page.locator("mjx-container[display=true]");
    expect((await formula.locator("svg").boundingBox())?.width).toBeGreaterThan(100);
    expect(await formula.locator("mjx-assistive-mml").textContent()).toContain("C=");
    await expect
      .poll(() => page.locator("figure img").evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(0);
    await page.goto(`${root}api/${topics[0].page}.html`);
    expect(await page.locator("h3").count()).toBeGreaterThanOrEqual(topics[0].names.length);
    expect(await page.locator("h3").first().isVisible()).toBe(true);
  });

  it("loads no more than 150 kB before the engine", async () => {
    const page = await blank();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url().slice(root.length)));
    await page.goto(root);
    await page.locator(".cascade .cost").getByText("collisions in").waitFor();
    const engine = asked.findIndex((file) => /^assets\/chunks\/engine\./.test(file));
    expect(engine).toBeGreaterThan(4);
    // hosts compress what is text
    const bytes = asked.slice(0, engine).map((file) => gzipSync(readFileSync(join(folder, file || "index.html"))).length);
    expect(bytes.reduce((sum, length) => sum + length)).toBeLessThanOrEqual(150_000);
  });

  it("opens the models of its pictures in the lab", async () => {
    const page = await blank();
    const links = ["index", ...pages.filter((name) => /^beyond\/\w+-/.test(name)).map((name) => name.replace(".html", ""))]
      .flatMap((name) =>
        [...text(`${name}.html`).matchAll(/lab\/index\.html(#model=[^"]+)"/g)].map(([, link]) => link.replaceAll("&amp;", "&")),
      )
      .filter((link) => !link.includes("p.phi=2.404&")); // the live one, whose values change
    expect(links.length).toBeGreaterThanOrEqual(11);
    for (const link of links) {
      await page.goto("about:blank");
      await page.goto(`${root}lab/index.html${link}`);
      await page
        .getByRole("status", { name: "State" })
        .getByText(/^(Done|Warning)/)
        .waitFor();
    }
  }, 600_000);

  it("finds names, Greek letters, errors, observables and headings, from the key /", async () => {
    const page = await blank();
    const elsewhere: string[] = [];
    page.on("request", (request) => !request.url().startsWith(root) && elsewhere.push(request.url()));
    await page.goto(root);
    await page.locator(".program, .cascade").first().waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press("/");
        return page.locator("#localsearch-input").count();
      })
      .toBe(1);
    const input = page.locator("#localsearch-input");
    const found = () =>
      page.locator(".VPLocalSearchBox .result").evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
    for (const [words, place] of Object.entries({
      sz: "#sigmaz",
      σ_z: "#sigmaz",
      WRONG_VALUE: "errors/WRONG_VALUE.html",
      "not-hermitian": "errors/not-hermitian.html",
      log_negativity: "conventions.html#observables",
      "killed, and started again": "surviving.html#killed-and-started-again",
      "ancilla ensemble": "cli/ensemble.html",
      phaseonium: "api/",
    })) {
      await input.fill(words);
      await expect.poll(found, { message: words }).toContainEqual(expect.stringContaining(place));
    }
    await input.fill("sigma");
    await expect.poll(found).toContainEqual(expect.stringContaining("#sigma"));
    const byName = await found();
    await input.fill("qqqq");
    await expect.poll(found).toEqual([]);
    await input.fill("Σ");
    await expect.poll(found).toEqual(byName);
    expect(elsewhere).toEqual([]);
  });

  it("computes the cascade again within a frame or two when a slider moves by key", async () => {
    const page = await blank();
    await page.goto(root);
    const values = page.locator(".cascade .values");
    await page
      .locator(".cascade .cost")
      .getByText(/collisions in/)
      .waitFor();
    expect(await values.textContent()).toMatch(/T\* = 1\.49\d/);
    await page.locator(".cascade input").first().focus();
    await page.keyboard.press("Home");
    // at φ = 0 both cool to 1/ln 15
    await expect.poll(() => values.textContent()).toMatch(/T = 0\.36\d.*T = 0\.3\d\d.*T\* = 0\.369/);
  });

  it("runs every program of its pages in a worker, under a policy that lets nothing else in", async () => {
    const page = await blank();
    await page.goto(`${root}learn/index.html`);
    const programs = programsOf(resolve("docs"));
    expect(programs.size).toBeGreaterThan(80);
    const mayFail = new Set(
      [...readFileSync("docs/errors.md", "utf8").matchAll(/<!-- fails: [\w-]+ -->\n```ts\n([\s\S]*?)```/g)].map(([, program]) => program),
    );
    const found = await page.evaluate<Record<string, { kind: string; text: string[] }>>(`(async (names) => {
      const ended = {};
      for (const name of names) {
        ended[name] = await new Promise((done) => {
          const text = [];
          const worker = new Worker("/run/worker.js", { type: "module" });
          const end = (kind) => { worker.terminate(); clearTimeout(late); done({ kind, text }); };
          const late = setTimeout(() => end("late"), 300000);
          worker.onmessage = ({ data }) => { if (data.text !== undefined) text.push(data.text); if (data.kind !== "line") end(data.kind); };
          worker.onerror = (event) => { text.push(event.message); end("error"); };
          worker.postMessage(name);
        });
      }
      return ended;
    })(${JSON.stringify([...programs.keys()])})`);
    const wrong = [...programs].filter(
      ([name, program]) =>
        (found[name].kind === "fault") !== mayFail.has(program) || found[name].kind === "late" || found[name].kind === "error",
    );
    expect(wrong.map(([name, program]) => ({ program, ...found[name] }))).toEqual([]);
  }, 1_200_000);

  it("shows what a program prints below its button", async () => {
    const page = await blank();
    await page.goto(`${root}learn/index.html`);
    const program = page.locator(".program").nth(1);
    await program.getByRole("button", { name: "Run" }).click();
    await program.getByText("Done.").waitFor();
    const printed = (await program.locator(".printed").textContent()) ?? "";
    const [energy, thermal, unique] = printed.split(/\s+/);
    expect([Number(energy), Number(thermal)]).toEqual([expect.closeTo(-Math.tanh(0.5) / 2, 12), expect.closeTo(-Math.tanh(0.5) / 2, 12)]);
    expect(unique).toBe("true");
  });
});
