/**
 * Builds the lab: the app for the site, and the same in one file that works from file:// and in sandboxed frames. `npm run lab`.
 *
 *   dist of the package ──▶ lab/dist/index.html + assets      modules, workers beside the page
 *                      └──▶ lab/dist/ancilla-lab.html         one classic script, workers from its text
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const lab = resolve(import.meta.dirname, "..");
const root = resolve(lab, "..");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

if (!existsSync(join(lab, "node_modules/vite"))) execFileSync(npm, ["ci", "--no-audit", "--no-fund"], { cwd: lab, stdio: "inherit" });
if (!existsSync(join(root, "dist/index.js"))) execFileSync(npm, ["run", "build"], { cwd: root, stdio: "inherit" });

// The packages of the lab are there only now.
const { build } = await import("vite");
const { oneFile, workerText } = await import("./one-file.ts");
const { firstPicture } = await import("./first-picture.ts");

const out = join(lab, "dist");
rmSync(out, { recursive: true, force: true });
await build({ root: lab, configFile: join(lab, "vite.config.ts"), logLevel: "warn", build: { outDir: out } });
const first = await firstPicture(lab);
const withFirst = (html: string): string => html.replace('<div id="lab"></div>', () => `${first}\n    <div id="lab"></div>`);
const page = readFileSync(join(out, "index.html"), "utf8");
writeFileSync(join(out, "index.html"), withPolicy(withFirst(page), "'self'"));
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "ancilla-lab.html"), withPolicy(withFirst(await oneFile(lab, await workerText(lab))), "'none'"));

/** A content security policy: scripts of this page alone, nothing from elsewhere, nothing to anywhere. */
function withPolicy(html: string, connect: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text]) =>
      `'sha256-${createHash("sha256")
        .update(text as string)
        .digest("base64")}'`,
  );
  const from = connect === "'self'" ? ["'self'", ...scripts] : scripts;
  const policy = [
    "default-src 'none'",
    `script-src ${from.join(" ")} 'wasm-unsafe-eval'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src data: blob:",
    `connect-src ${connect}`,
    "worker-src blob: 'self'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return html.replace(
    '<meta charset="utf-8">',
    `<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}
