/**
 * Builds the site: its packages, the library, what is made from code, pages with their twins, the lab. `npm run docs`.
 *
 *   --base /x/    where the site will be served; / unless given
 *   --out FOLDER  where it is written; docs/dist unless given
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeAbout } from "./about.ts";
import { drawBeyond } from "./beyond.ts";
import { makeCliReference } from "./cli-reference.ts";
import { makeErrorPages } from "./error-pages.ts";
import { makeGallery } from "./gallery.ts";
import { drawHome } from "./home.ts";
import { makePapers } from "./papers.ts";
import { makePrograms } from "./programs.ts";
import { makeReference } from "./reference.ts";

const { values } = parseArgs({ options: { base: { type: "string", default: "/" }, out: { type: "string" } } });
const root = resolve(import.meta.dirname, "../..");
const docs = resolve(root, "docs");
const out = resolve(values.out ?? resolve(docs, "dist"));
const base = `/${values.base}/`.replace(/\/+/g, "/");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Runs a program of docs/node_modules, or node, in a folder, with its output here. */
function work(folder: string, command: string, ...words: string[]): void {
  execFileSync(command, words, { cwd: folder, stdio: "inherit" });
}

if (!existsSync(resolve(docs, "node_modules/vitepress"))) work(docs, npm, "ci", "--no-audit", "--no-fund");
if (!existsSync(resolve(root, "dist/cli.js"))) work(root, npm, "run", "build");
mkdirSync(resolve(docs, "public/examples"), { recursive: true });
for (const file of readdirSync(resolve(root, "examples")).filter((name) => name.endsWith(".ts")))
  copyFileSync(resolve(root, "examples", file), resolve(docs, "public/examples", `${file}.txt`));
await makeReference(docs);
makeGallery(root);
await drawBeyond(resolve(docs, "public/beyond"));
await drawHome(resolve(docs, "public/home"));
makeCliReference(docs);
makeErrorPages(docs);
makePapers(docs);
makeAbout(root);
await makePrograms(docs);
// lists the pages that are there by now
const { writeOutline } = await import("./outline.ts");
writeOutline(docs);
work(docs, process.execPath, "node_modules/vitepress/bin/vitepress.js", "build", ".", "--base", base, "--outDir", out);
const { writeTwins } = await import("./twins.ts");
writeTwins(docs, out);
// The lab is part of the site, and a file to save.
if (!existsSync(resolve(root, "lab/dist/ancilla-lab.html"))) work(root, npm, "run", "lab");
cpSync(resolve(root, "lab/dist"), resolve(out, "lab"), { recursive: true });
