/** What an embedder waits for: import of the built package, loading of the binary, and the first collision, in fresh processes. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Case } from "../harness.ts";

const built = new URL("../../dist/index.js", import.meta.url);
const script = `
const start = performance.now();
const { phaseonium, run } = await import(${JSON.stringify(built.href)});
const { observables } = run(phaseonium({ levels: 20, theta: 0.2 }), { steps: 1, observables: ["n1"] });
console.log(JSON.stringify([performance.now() - start, observables.n1[1]]));
`;

function once(): [number, number] {
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }));
}

export const cases: readonly Case[] = [
  {
    name: "import, load and first collision (d = 20)",
    notes: "in a fresh process, from the built package; the process itself is not counted",
    prepare() {
      if (!existsSync(built)) throw new Error("The package is not built. Run `npm run build` first.");
      let first = 0;
      return {
        wasm() {
          [, first] = once();
        },
        check() {
          if (Math.abs(first - 0.584093) > 1e-4) throw new Error(`The first collision gave ⟨n⟩ = ${first}.`);
        },
        samples: async () => Array.from({ length: 15 }, () => once()[0] / 1000),
      };
    },
  },
];
