/**
 * The built site: every link leads somewhere, every page has a twin in Markdown, programs run in place, and pages pass axe in light and dark
 * without a word on the console. Needs `npm run docs`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, posix, resolve } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../docs/scripts/cli-reference.ts";
import { faults } from "../../docs/scripts/document-faults.ts";
import { programsOf } from "../../docs/scripts/programs.ts";
import { siteServer } from "../../docs/scripts/server.ts";
import { topics } from "../../docs/scripts/topics.ts";
import { errorCodes } from "../../src/errors.ts";

const folder = resolve("docs/dist");
const pages = existsSync(folder)
  ? (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".html") && !file.startsWith("assets")).sort()
  : [];
/** All pages; one of each kind in continuous integration. */
const looked = process.env.CI
  ? [
      "index.html",
      "first-model.html",
      "gallery-atoms.html",
      "api/linear.html",
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
const anchors = new Map<string, ReadonlySet<string>>();

/** The ids of a page. */
function idsOf(page: string): ReadonlySet<string> {
  const known = anchors.get(page) ?? new Set([...text(page).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  anchors.set(page, known);
  return known;
}

/** Links of a page within the site that lead nowhere; what a script writes is none of the page's. */
function broken(page: string): string[] {
  const markup = text(page).replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "");
  return [...markup.matchAll(/\s(?:href|src)="([^"]+)"/g)]
    .map(([, link]) => link.replaceAll("&amp;", "&"))
    .filter((link) => !/^(\w+:|\/\/)/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split("#");
      const target = path === "" ? page : posix.normalize(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(page), path));
      const file = target === "" || target === "." || target.endsWith("/") ? posix.join(target, "index.html") : target;
      if (!existsSync(join(folder, file))) return true;
      if (file.startsWith("lab/")) return false; // what follows # is a model there, and no place
      return anchor !== undefined && anchor !== "" && file.endsWith(".html") && !idsOf(file).has(decodeURIComponent(anchor));
    });
}

describe("the built site", () => {
  it("is there", () => expect(pages.length, "run `npm run docs` first").toBeGreaterThan(25));
  it.each(pages)("%s has no broken link", (page) => expect(broken(page)).toEqual([]));
  it("names its pages for machines", () => {
    const links = [...readFileSync(join(folder, "llms.txt"), "utf8").matchAll(/\]\(\/([^)]*)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(25);
    expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
    const full = readFileSync(join(folder, "llms-full.txt"), "utf8");
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

  it.each(["light", "dark"] as const)(
    "passes axe in %s, with a quiet console",
    async (colorScheme) => {
      const page = await blank({ colorScheme, bypassCSP: true }); // axe is a script of ours in pages that allow their own only
      const said: string[] = [];
      let now = "";
      page.on("console", (message) => message.type() === "error" && said.push(`${now}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(`${now}: ${error.message}`));
      const found: Record<string, string[]> = {};
      for (now of looked) {
        await page.goto(root + now, { waitUntil: "load" });
        await page.addScriptTag({ path: axe });
        const violations = await page.evaluate<string[]>(`(async () => {
        const { violations } = await axe.run();
        return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => id + ": " + nodes.length + " " + nodes[0].html.slice(0, 150) + " " + nodes[0].target);
      })()`);
        if (violations.length) found[now] = violations;
      }
      expect(said).toEqual([]);
      expect(found).toEqual({});
    },
    1_200_000,
  );

  it("computes the cascade again within a frame or two when a slider moves by key", async () => {
    const page = await blank();
    await page.goto(root);
    const values = page.locator(".cascade .values");
    await values.getByText(/computed in/).waitFor();
    const before = await values.textContent();
    await page.locator(".cascade input").nth(1).focus();
    await page.keyboard.press("End");
    await expect.poll(() => values.textContent()).not.toBe(before);
    await expect.poll(() => values.textContent()).toMatch(/T = 1\.\d{3}/);
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
