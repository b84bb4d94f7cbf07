/** Packs the package and bundles a small program with it, and fails when either grows beyond its limit; says what is largest. */
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of the packed package: one mebibyte. */
const PACKED = 1_048_576;

/** Bytes (gzip) of a collision model and its run in a browser's bundle: with the binary inside, and without it. */
const BUNDLED = [
  { entry: "index", run: "runCollisions", limit: 99_000 },
  { entry: "slim", run: "runCollisions", limit: 60_500 },
  { entry: "index", run: "run", limit: 124_200 },
  { entry: "slim", run: "run", limit: 86_000 },
] as const;

const [{ size, files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" })) as [
  { size: number; files: { path: string; size: number }[] },
];
const largest = files.sort((a, b) => b.size - a.size).slice(0, 3);
console.log(
  `packed ${(size / 1000).toFixed(1)} kB of ${PACKED / 1000} kB; largest: ${largest.map(({ path, size: s }) => `${path} ${s}`).join(", ")}`,
);
let large = size > PACKED;
for (const { entry, run, limit } of BUNDLED) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { collisionModel, ${run} } from "./dist/${entry}.js"; console.log(collisionModel, ${run});`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["node:*", "yaml", "jsonc-parser"],
    write: false,
  });
  const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  console.log(`collisionModel and ${run} from ${entry}.js: ${(bytes / 1000).toFixed(1)} kB gzip of ${limit / 1000} kB`);
  large ||= bytes > limit;
}
if (large) process.exit(1);
