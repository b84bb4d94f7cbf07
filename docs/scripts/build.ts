/** Builds the site into docs/dist: its packages, the library, reference, gallery, figures of the programs, pages. `npm run docs`. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { drawBeyond } from "./beyond.ts";
import { makeGallery } from "./gallery.ts";
import { writeOutline } from "./outline.ts";
import { makeReference } from "./reference.ts";

const root = resolve(import.meta.dirname, "../..");
const docs = resolve(root, "docs");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Runs a program of docs/node_modules, or node, in a folder, with its output here. */
function work(folder: string, command: string, ...words: string[]): void {
  execFileSync(command, words, { cwd: folder, stdio: "inherit" });
}

if (!existsSync(resolve(docs, "node_modules/vitepress"))) work(docs, npm, "ci", "--no-audit", "--no-fund");
if (!existsSync(resolve(root, "dist/cli.js"))) work(root, npm, "run", "build");
mkdirSync(resolve(docs, "public"), { recursive: true });
makeReference(docs);
makeGallery(root);
await drawBeyond(resolve(docs, "public/beyond"));
writeOutline(docs);
work(docs, process.execPath, "node_modules/vitepress/bin/vitepress.js", "build", ".");
