/**
 * Builds the site twice more: again, which must give the same bytes, and to be served under a path, where its links, programs, search and
 * lab must work. `npm run check:site`, after `npm run docs`; the second part needs Chromium to be more than links.
 */

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { broken, builtPages } from "../docs/scripts/links.ts";
import { siteServer } from "../docs/scripts/server.ts";

const root = resolve(import.meta.dirname, "..");
const first = join(root, "docs/dist");
const base = "/deep/site/";

/** Builds the site into a folder of build/. */
function built(name: string, ...words: string[]): string {
  const out = join(root, "build", name);
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, ["--import", "tsx", join(root, "docs/scripts/build.ts"), "--out", out, ...words], {
    cwd: root,
    stdio: "ignore",
  });
  return out;
}

const files = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((file) => statSync(join(folder, file)).isFile()).sort();

function sameBytes(): void {
  const again = built("site-again");
  const [one, two] = [files(first), files(again)];
  const differ = [...new Set([...one, ...two])].filter(
    (file) => !one.includes(file) || !two.includes(file) || !readFileSync(join(first, file)).equals(readFileSync(join(again, file))),
  );
  if (differ.length)
    throw new Error(`A second build differs in ${differ.length} of ${one.length} files: ${differ.slice(0, 20).join(", ")}`);
  console.log(`${one.length} files, the same bytes twice`);
  rmSync(again, { recursive: true });
}

async function below(): Promise<void> {
  const folder = built("site-below", "--base", base);
  const pages = builtPages(folder);
  const lost = pages.flatMap((page) => broken({ folder, base }, page).map((link) => `${page}: ${link}`));
  if (lost.length) throw new Error(`Under ${base} these links lead nowhere: ${lost.slice(0, 20).join(", ")}`);
  console.log(`${pages.length} pages under ${base}, every link leads somewhere`);
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (executablePath === undefined) return console.log("no Chromium: programs, search and lab were not tried there");
  const server = siteServer(folder, base);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    const said: string[] = [];
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("response", (response) => response.status() >= 400 && said.push(`${response.status()} ${response.url()}`));
    page.on("request", (request) => !/^(data|blob):/.test(request.url()) && !request.url().startsWith(home) && said.push(request.url()));
    await page.goto(home);
    await page.locator(".cascade .cost").getByText("collisions in").waitFor();
    await page.getByRole("link", { name: "Learn in eight steps" }).click();
    const program = page.locator(".program").nth(1);
    await program.getByRole("button", { name: "Run" }).click();
    await program.getByText("Done.").waitFor();
    await page.keyboard.press("Control+k");
    await page.locator("#localsearch-input").fill("log_negativity");
    await page.locator(`.VPLocalSearchBox .result[href^="${base}conventions.html#"]`).first().click();
    await page.getByRole("heading", { level: 1, name: "Conventions" }).waitFor();
    await page.goto(`${home}gallery-rotor.html`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "(CSV)" }).first().click()]);
    if (!readFileSync(await download.path(), "utf8").startsWith("kind,")) throw new Error("The data of a figure are no table.");
    await page.getByRole("link", { name: "in the lab" }).first().click();
    await page.getByRole("status", { name: "State" }).getByText("Done").waitFor();
    if (said.length) throw new Error(`Under ${base}: ${said.join("\n")}`);
    console.log("programs, search, data and the lab work there");
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
}

if (!process.env.CI) sameBytes(); // the short form of continuous integration is the site under a path
await below();
