/**
 * Adds to package-lock.json the platform packages that npm left out, so that `npm ci` accepts the file everywhere.
 *
 * npm omits an optional dependency from the lock file when the registry it was written against does not serve it (packages for
 * other platforms, typically), and then refuses its own file (https://github.com/npm/cli/issues/9846). The missing entries follow
 * from the names and the exact versions of the packages that ask for them.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  engines?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** Where Node would find `name` from the package at `path`, or undefined. */
function resolve(packages: Record<string, Entry>, path: string, name: string): string | undefined {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const candidate = `${at ? `${at}/` : ""}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!at) return undefined;
  }
}

/** The platform that a package's name spells out, such as "binding-linux-arm64-musl". */
function platform(name: string): Pick<Entry, "cpu" | "libc" | "os"> {
  const words = name.split(/[-/]/);
  const os = systems.filter((word) => words.includes(word));
  const cpu = processors.filter((word) => words.includes(word));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`The platform of ${name} is not known; add it by hand.`);
  return { cpu, os, ...(words.includes("musl") ? { libc: ["musl"] } : {}) };
}

const file = "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, Entry> };
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolve(lock.packages, path, name)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...platform(name), ...(entry.dev ? { dev: true } : {}), optional: true };
    added++;
  }
}
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => order(a, b)));
if (added) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.error(`${added} platform packages added to ${file}`);
