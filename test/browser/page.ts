/** Pages for tests in browsers: a server of memory and files, Chromium through its protocol, Firefox by what its page posts back. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

/** Browsers of this machine, by name; undefined where there is none. */
export const browsers = {
  Chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync),
  Firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync),
} as const;

/** What keeps Chromium from calling home. */
export const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

/** What keeps Firefox from calling home, asking, and restoring. */
const preferences: Readonly<Record<string, string | number | boolean>> = {
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  "app.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "browser.safebrowsing.downloads.enabled": false,
  "dom.disable_open_during_load": true,
};

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};

/** A page on loopback that runs one script and posts one answer. */
export interface PostingPage {
  readonly address: string;
  /** What the page posts; rejects with what it says when its script fails. */
  readonly answer: Promise<unknown>;
  close(): void;
}

/**
 * Serves the files of a folder, and at the root a page whose script is the body of an async function; what that returns comes back as JSON.
 */
export async function postingPage(folder: string, body: string): Promise<PostingPage> {
  const script = `try {
    const answer = await (async () => { ${body} })();
    await fetch("/answer", { method: "POST", body: JSON.stringify({ answer }) });
  } catch (error) {
    await fetch("/answer", { method: "POST", body: JSON.stringify({ failure: String(error && error.stack || error) }) });
  }`;
  let settle: (text: string) => void = () => {};
  const posted = new Promise<string>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    if (request.method === "POST") {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        response.end();
        settle(Buffer.concat(parts).toString("utf8"));
      });
      return;
    }
    const { pathname } = new URL(url, "http://localhost");
    const file = join(folder, pathname);
    const found = pathname !== "/" && existsSync(file);
    response.statusCode = found || pathname === "/" ? 200 : 404;
    response.setHeader("content-type", found ? (kinds[extname(file)] ?? "application/octet-stream") : (kinds[".html"] as string));
    const page = `<!doctype html><meta charset="utf-8"><body><script type="module">${script}</script>`;
    response.end(found ? readFileSync(file) : pathname === "/" ? page : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: posted.then((text) => {
      const { answer, failure } = JSON.parse(text) as { answer?: unknown; failure?: string };
      if (failure !== undefined) throw new Error(failure);
      return answer;
    }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens a page in a browser of this machine and gives what it posts. */
export async function answerOf(name: keyof typeof browsers, page: PostingPage): Promise<unknown> {
  const path = browsers[name] as string;
  if (name === "Chromium") {
    const browser = await chromium.launch({ executablePath: path, args: quiet, timeout: 120_000 });
    try {
      const tab = await browser.newPage();
      const answered = Promise.all([page.answer, tab.goto(page.address, { timeout: 0 })]).then(([answer]) => answer);
      return await Promise.race([answered, late()]);
    } finally {
      await browser.close();
    }
  }
  return withFirefox([page.address], {}, ({ gone }) => Promise.race([page.answer, gone, late()]));
}

/** A Firefox that runs. */
export interface Running {
  /** Its folder. */
  readonly profile: string;
  /** Rejects when it ends. */
  readonly gone: Promise<never>;
}

/** Start a headless Firefox with a profile of its own, use it, and end it whatever happens. */
export async function withFirefox<T>(
  words: readonly string[],
  more: typeof preferences,
  use: (running: Running) => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), "ancilla-firefox-"));
  writeFileSync(
    join(profile, "user.js"),
    Object.entries({ ...preferences, ...more })
      .map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`)
      .join(""),
  );
  const browser = spawn(browsers.Firefox as string, ["--headless", "--no-remote", "--profile", profile, ...words], {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" },
  });
  const gone = ended(browser);
  gone.catch(() => {});
  try {
    return await use({ profile, gone });
  } finally {
    // its content processes with it
    if (browser.exitCode === null && browser.pid !== undefined) process.kill(-browser.pid, "SIGKILL");
    await new Promise<void>((resolve) =>
      browser.exitCode !== null || browser.signalCode !== null ? resolve() : browser.once("exit", () => resolve()),
    );
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

/** Milliseconds that a page may take; less than a test has, so that its browser is ended whatever happens. */
const LONGEST = 240_000;

export function late(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`The page did not answer in ${LONGEST / 1000} s.`)), LONGEST).unref();
  });
}

function ended(browser: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    browser.once("exit", (code) => reject(new Error(`The browser ended with ${code} before its page answered.`)));
  });
}
