/** Packs the package and fails when it grows beyond its limit; says what is largest. */
import { execFileSync } from "node:child_process";

const limit = 1_000_000;
const [{ size, files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" })) as [
  { size: number; files: { path: string; size: number }[] },
];
const largest = files.sort((a, b) => b.size - a.size).slice(0, 3);
console.log(
  `packed ${(size / 1000).toFixed(1)} kB of ${limit / 1000} kB; largest: ${largest.map(({ path, size: s }) => `${path} ${s}`).join(", ")}`,
);
if (size > limit) process.exit(1);
