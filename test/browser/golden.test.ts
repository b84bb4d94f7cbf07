/** The bits on record in real browsers: every portable golden request that needs no command line, in a page that loads the built package. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../scripts/bundle.ts";
import { requests } from "../golden/requests.ts";
import { answerOf, browsers, postingPage } from "./page.ts";

const recorded = JSON.parse(readFileSync("test/golden/bits.json", "utf8")) as Readonly<Record<string, string>>;
/** Requests that only the library serves. */
const names = requests.filter(({ name, portable }) => portable && !name.startsWith("files/")).map(({ name }) => name);

/** One file with the requests; the library stays what the package ships. */
async function requestsOf(folder: string): Promise<void> {
  await build({
    stdin: {
      contents: `export { requests } from "./test/golden/requests.ts"; export { canonicalBytes } from "./test/golden/canonical.ts";`,
      resolveDir: ".",
      loader: "js",
    },
    outfile: join(folder, "requests.js"),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    plugins: [
      {
        name: "the package as it is shipped",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /\/src\/index\.ts$/ }, () => ({ path: "/index.js", external: true }));
          onResolve({ filter: /\/src\/papers\.ts$/ }, () => ({ path: "/papers.js", external: true }));
          // threads of Node: no request that a page makes asks for them
          onResolve({ filter: /\/src\/node\.ts$/ }, ({ path }) => ({ path, namespace: "absent" }));
          onLoad({ filter: /./, namespace: "absent" }, () => ({ contents: "export const nodeThreads = undefined;" }));
        },
      },
    ],
  });
}

describe("golden bits in a page", () => {
  const folder = mkdtempSync(join(tmpdir(), "ancilla-golden-page-"));
  beforeAll(async () => {
    await bundle(folder);
    await requestsOf(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const name of ["Chromium", "Firefox"] as const) {
    it.skipIf(!browsers[name])(`are those on record: ${name}`, async () => {
      const page = await postingPage(
        folder,
        `const { requests, canonicalBytes } = await import("/requests.js");
           const chosen = new Set(${JSON.stringify(names)});
           const bits = {};
           for (const { name, make } of requests) {
             if (!chosen.has(name)) continue;
             const digest = await crypto.subtle.digest("SHA-256", canonicalBytes(await make({})));
             bits[name] = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
           }
           return bits;`,
      );
      try {
        expect(await answerOf(name, page)).toEqual(Object.fromEntries(names.map((one) => [one, recorded[one]])));
      } finally {
        page.close();
      }
      expect(names.length).toBeGreaterThan(50);
    });
  }
});
