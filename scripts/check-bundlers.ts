/**
 * Builds a page that uses the packed package with each bundler, runs it in a headless Chromium, and compares what it computes on
 * its workers with what Node computes, bit for bit. No bundler may warn.
 *
 * The bundlers live in test/bundlers with a lock file of their own; they are installed there on first use.
 */
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const bundlers = resolve("test/bundlers");
const folder = mkdtempSync(join(tmpdir(), "ancilla-bundlers-"));
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const page = (script: string, head = "") =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${head}<script type="module" src="${script}"></script>`;

/** The page's folder, with the package as npm would install it. */
function install(): void {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { encoding: "utf8" }),
  ) as [{ filename: string }];
  const place = join(folder, "node_modules/ancilla");
  mkdirSync(place, { recursive: true });
  execFileSync("tar", ["xzf", join(folder, filename), "-C", place, "--strip-components=1"]);
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    cpSync(join("node_modules", name), join(folder, "node_modules", name), { recursive: true });
  }
  for (const file of ["app.js", "qubit.js"]) copyFileSync(join(bundlers, file), join(folder, file));
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  writeFileSync(join(folder, "index.html"), page("/app.js"));
  if (!existsSync(join(bundlers, "node_modules"))) {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: bundlers, stdio: "ignore" });
  }
}

/** Run a bundler's own command; a warning in what it says is a failure. */
function command(name: string, ...words: string[]): void {
  const said = execFileSync(process.execPath, [join(bundlers, "node_modules", name), ...words], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_PATH: join(bundlers, "node_modules") },
  });
  if (/warning/i.test(said)) throw new Error(`it warns:\n${said}`);
}

/** Each way to make the page; gives the folder to serve. */
const ways: Readonly<Record<string, () => string | Promise<string>>> = {
  "Vite, built"() {
    command("vite/bin/vite.js", "build", "--outDir", "vite", "--logLevel", "warn", "--base", "./");
    return "vite";
  },
  "webpack 5"() {
    const out = join(folder, "webpack");
    const config = { mode: "production", entry: "./app.js", output: { path: out, filename: "app.js" }, performance: { hints: false } };
    writeFileSync(join(folder, "webpack.config.json"), JSON.stringify(config));
    const program = `
      import webpack from ${JSON.stringify(pathToFileURL(join(bundlers, "node_modules/webpack/lib/index.js")).href)};
      import { readFileSync } from "node:fs";
      webpack({ context: ${JSON.stringify(folder)}, ...JSON.parse(readFileSync("webpack.config.json", "utf8")) }, (error, stats) => {
        if (error || stats.hasErrors() || stats.hasWarnings()) {
          console.error(error ?? stats.toString("errors-warnings"));
          process.exit(1);
        }
      });`;
    execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: folder, stdio: "pipe" });
    writeFileSync(join(out, "index.html"), page("./app.js"));
    return "webpack";
  },
  async esbuild() {
    const { warnings } = await build({
      absWorkingDir: folder,
      entryPoints: ["app.js", { in: "ancilla/browser-worker", out: "browser-worker" }],
      bundle: true,
      format: "esm",
      outdir: "esbuild",
      external: ["node:*"],
      logLevel: "silent",
    });
    if (warnings.length > 0) throw new Error(`it warns: ${warnings.map(({ text }) => text).join("; ")}`);
    writeFileSync(join(folder, "esbuild/index.html"), page("./app.js"));
    return "esbuild";
  },
  Rollup() {
    writeFileSync(
      join(folder, "rollup.config.js"),
      `import resolve from ${JSON.stringify(pathToFileURL(join(bundlers, "node_modules/@rollup/plugin-node-resolve/dist/es/index.js")).href)};
      export default {
        input: { app: "app.js", "browser-worker": "node_modules/ancilla/dist/browser-worker.js" },
        output: { dir: "rollup", format: "es", entryFileNames: "[name].js", chunkFileNames: "[name].js" },
        plugins: [resolve()],
        external: /^node:/,
        onwarn(warning) { throw new Error("it warns: " + warning.message); },
      };`,
    );
    command("rollup/dist/bin/rollup", "-c", "--silent");
    writeFileSync(join(folder, "rollup/index.html"), page("./app.js"));
    return "rollup";
  },
  "no bundler, an import map"() {
    // The half of the documents that needs no reader of JSON and YAML: the packages of the other would need lines of their own.
    const packages = { ancilla: "ancilla/dist/index.js", "ancilla/documents": "ancilla/dist/data-half.js" };
    const imports = Object.fromEntries(Object.entries(packages).map(([name, file]) => [name, `./node_modules/${file}`]));
    mkdirSync(join(folder, "map"), { recursive: true });
    cpSync(join(folder, "node_modules/ancilla/dist"), join(folder, "map/node_modules/ancilla/dist"), { recursive: true });
    for (const file of ["app.js", "qubit.js"]) copyFileSync(join(folder, file), join(folder, "map", file));
    writeFileSync(join(folder, "map/index.html"), page("./app.js", `<script type="importmap">${JSON.stringify({ imports })}</script>`));
    return "map";
  },
};

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serve a folder on the loopback, do something with its address, and stop. */
async function served<T>(root: string, act: (address: string) => Promise<T>): Promise<T> {
  const server = createServer(({ url = "/" }, response) => {
    const path = new URL(url, "http://localhost").pathname;
    const file = join(root, path === "/" ? "index.html" : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}

/** Vite's own server, as `vite dev` starts it. */
async function developed<T>(act: (address: string) => Promise<T>): Promise<T> {
  const vite = spawn(process.execPath, [join(bundlers, "node_modules/vite/bin/vite.js"), "--host", "127.0.0.1", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complained = "";
  vite.stderr.on("data", (chunk) => {
    complained += chunk;
  });
  try {
    const address = await new Promise<string>((found, failed) => {
      let said = "";
      vite.stdout.on("data", (chunk) => {
        said += chunk;
        if (/points to missing source files/.test(said)) failed(new Error(`it warns: ${said}`));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal
        const [url] = said.replace(/\u001b\[\d+m/g, "").match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [];
        if (url) found(url);
      });
      vite.on("exit", () => failed(new Error(`Vite's server ended: ${said}`)));
    });
    const result = await act(address);
    if (/missing source files/.test(complained)) throw new Error(`it warns: ${complained}`);
    return result;
  } finally {
    vite.kill();
  }
}

const browser = executablePath
  ? await chromium.launch({ executablePath, timeout: 120_000, args: ["--no-sandbox", "--disable-gpu"] })
  : null;

/** Milliseconds that a page may take on a machine that is busy with other things. */
const PATIENCE = 180_000;

/** What the page computes, as text; everything that the console says against it is a failure. */
async function computed(address: string): Promise<string> {
  const tab = await browser?.newPage();
  if (!tab) throw new Error("there is no Chromium");
  const complaints: string[] = [];
  tab.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  tab.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await tab.goto(address, { timeout: PATIENCE });
    const result = await tab.waitForFunction("globalThis.result", null, { timeout: PATIENCE }).catch(() => null);
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    return String(await result?.jsonValue());
  } finally {
    await tab.close();
  }
}

let failed = 0;
try {
  install();
  const { ensemble, normal, phaseonium, run } = await import(pathToFileURL(join(folder, "node_modules/ancilla/dist/index.js")).href);
  const model = phaseonium({ cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels: 8 });
  const options = { steps: 30, saveEvery: 10, trajectories: 100, seed: 7, observables: ["T1", "T2"], threads: 1 };
  const { mean, std } = await ensemble(model, { ...options, noise: { phi: normal(2.404315987, 0.2) } });
  const { documentFromData, documentModel } = await import(pathToFileURL(join(folder, "node_modules/ancilla/dist/documents.js")).href);
  const { default: qubit } = await import(pathToFileURL(join(folder, "qubit.js")).href);
  const own = documentModel(documentFromData(qubit)).build({});
  const described = await ensemble(own, {
    steps: 20,
    saveEvery: 10,
    trajectories: 300,
    seed: 3,
    noise: { g: normal(0.5, 0.1) },
    threads: 1,
  });
  const on = "browser workers";
  const { observables } = run(own, { steps: 20, saveEvery: 5 });
  const wanted = JSON.stringify({ mean, std, execution: on, described: { mean: described.mean, on }, observables });
  const compare = async (name: string, made: () => Promise<string>): Promise<void> => {
    try {
      const result = await made();
      if (result !== wanted) throw new Error(result.startsWith("failed") || result === "undefined" ? result : "other bits than Node's");
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}: ${(error as Error).message}`);
    }
  };
  for (const [name, make] of Object.entries(ways)) {
    await compare(name, async () => {
      const root = join(folder, await make());
      return browser ? served(root, computed) : wanted;
    });
  }
  if (browser) await compare("Vite, its server", () => developed(computed));
  else console.log("skipped the pages: there is no Chromium; they were built without a warning");
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
}
if (failed > 0) process.exit(1);
