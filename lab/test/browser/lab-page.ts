/** The built lab in a real browser: a server that compresses as hosts do, pages that fail on any word in the console. Needs `npm run lab`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export const dist = resolve("lab/dist");
export const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
/** Why these tests are skipped; null where they run. */
export const missing = !executablePath
  ? "there is no Chromium"
  : existsSync(join(dist, "index.html"))
    ? null
    : "the lab is not built (npm run lab)";

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** Asked for by pages that were told to say when the first curve is there. */
export const FIRST_CURVE = "/first-curve";

/** Milliseconds that a page may take to come into a state: a limit for machines that are busy with other things, and no measure of the lab. */
export const PATIENCE = 90_000;

/** The main threads of all pages run so many times slower, to look for tests that read before a page has come so far: ANCILLA_SLOWER=6. */
const slower = Number(process.env.ANCILLA_SLOWER ?? 1);

/** What was asked for, with its size on the wire. */
export interface Sent {
  readonly path: string;
  readonly bytes: number;
}

export interface OpenOptions {
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly reduced?: boolean;
  /** Device pixels of one pixel of the page: 2 is a zoom of 200 %. */
  readonly zoom?: number;
  /** Write down in `asked` what is asked of workers. */
  readonly asks?: boolean;
  /** Say to the server when the first curve is there. */
  readonly curve?: boolean;
  /** Cores that the browser reports. */
  readonly cores?: number;
}

export interface Lab {
  readonly browser: Browser;
  readonly base: string;
  readonly sent: Sent[];
  /** From now on only these are sent, until a page says that its first curve is there: everything else waits for that. */
  sendFirst(files: ReadonlySet<string>): void;
  /** A page at a fragment, with what it said on its console. */
  open(hash: string, options?: OpenOptions): Promise<LabPage>;
  /** A page in a context of its own that has not gone anywhere yet. */
  blank(options?: BrowserContextOptions): Promise<Page>;
  /** Close the pages that are open, those of a test that failed too: after each test. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface LabPage {
  readonly page: Page;
  /** Errors on the console, and uncaught ones. */
  readonly said: string[];
  /** The sentence of the state line. */
  state(): Promise<string>;
  /** Wait until the state line says something; gives the line that did. */
  says(pattern: RegExp): Promise<string>;
  /** Wait until the picture belongs to what was asked last, and all of it is there. */
  settled(): Promise<void>;
}

export async function startLab(): Promise<Lab> {
  const sent: Sent[] = [];
  let first: ReadonlySet<string> | null = null;
  let held: (() => void)[] = [];
  const server: Server = createServer(({ url = "/" }, response) => {
    const path = new URL(url, "http://lab").pathname;
    if (path === FIRST_CURVE) {
      sent.push({ path, bytes: 0 });
      response.statusCode = 204;
      response.end();
      first = null;
      for (const send of held) send();
      held = [];
      return;
    }
    if (first === null || first.has(path)) answer(path, response);
    else held.push(() => answer(path, response));
  });
  const answer = (path: string, response: ServerResponse): void => {
    const file = join(dist, path === "/" ? "index.html" : path);
    if (!file.startsWith(dist) || !existsSync(file)) {
      response.statusCode = 404;
      response.end();
      return;
    }
    const body = gzipSync(readFileSync(file), { level: 9 });
    sent.push({ path, bytes: body.length });
    response.setHeader("content-type", kinds[extname(file)] ?? "application/octet-stream");
    response.setHeader("content-encoding", "gzip");
    response.setHeader("cache-control", "max-age=3600");
    response.end(body);
  };
  await new Promise<void>((ready) => server.listen(0, ready));
  const base = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({
    executablePath: executablePath as string,
    timeout: PATIENCE,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  let contexts: BrowserContext[] = [];
  const blank = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext(options);
    contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    if (slower > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slower });
    return page;
  };
  return {
    browser,
    base,
    sent,
    sendFirst(files) {
      first = files;
    },
    blank,
    async open(hash, { dark = false, width = 1280, height = 800, reduced = false, zoom = 1, asks = false, curve = false, cores } = {}) {
      const page = await blank({
        viewport: { width: width / zoom, height: height / zoom },
        deviceScaleFactor: zoom,
        colorScheme: dark ? "dark" : "light",
        reducedMotion: reduced ? "reduce" : "no-preference",
      });
      if (asks) await page.addInitScript(listenToAsks);
      if (curve) await page.addInitScript(sayFirstCurve, FIRST_CURVE);
      if (cores !== undefined)
        await page.addInitScript((count) => Object.defineProperty(navigator, "hardwareConcurrency", { value: count }), cores);
      const opened = watched(page);
      await page.goto(`${base}${hash}`);
      return opened;
    },
    async clear() {
      const open = contexts;
      contexts = [];
      await Promise.all(open.map((context) => context.close()));
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Paths of what the page and its worker import before they do anything: the page with its styles, the scripts, the binary. */
export function firstFiles(): ReadonlySet<string> {
  const all = readdirSync(join(dist, "assets"));
  const found = new Set<string>();
  const follow = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    if (!name.endsWith(".js")) return;
    const script = readFileSync(join(dist, "assets", name), "utf8");
    for (const [, other] of script.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w.-]+)"/g)) follow(other as string);
  };
  for (const [, name] of readFileSync(join(dist, "index.html"), "utf8").matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g))
    follow(name as string);
  for (const name of all) if (/^worker-.*\.js$|\.wasm$/.test(name)) follow(name);
  return new Set(["/", ...[...found].map((name) => `/assets/${name}`)]);
}

/** A page with everything that it says against itself. */
export function watched(page: Page): LabPage {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  const state = () => page.locator('[aria-label="State"]').innerText();
  return {
    page,
    said,
    state,
    async says(pattern) {
      const found = await page.waitForFunction(
        ([source, flags]) => {
          const said = document.querySelector<HTMLElement>('[aria-label="State"]')?.innerText ?? "";
          return new RegExp(source as string, flags).test(said) ? said : null;
        },
        [pattern.source, pattern.flags],
      );
      return (await found.jsonValue()) as string;
    },
    async settled() {
      await page.locator('[role="tabpanel"][aria-busy="false"]').waitFor();
    },
  };
}

/** In the page: keeps the kind of every piece of work that is asked of a worker. */
function listenToAsks(): void {
  const asked: string[] = [];
  const post = Worker.prototype.postMessage;
  (globalThis as unknown as { asked: string[] }).asked = asked;
  Worker.prototype.postMessage = function (message: { readonly kind?: string; readonly what?: string }, ...rest: unknown[]) {
    if (message.kind === "ask" && message.what !== undefined) asked.push(message.what);
    return (post as (...all: unknown[]) => void).call(this, message, ...rest);
  };
}

/** In the page: asks for an address as soon as there is a curve. */
function sayFirstCurve(address: string): void {
  const watch = new MutationObserver(() => {
    if (!document.querySelector("#lab [data-curve]")) return;
    watch.disconnect();
    (globalThis as unknown as { firstCurve: number }).firstCurve = performance.now();
    void fetch(address).catch(() => {});
  });
  watch.observe(document, { childList: true, subtree: true });
}
