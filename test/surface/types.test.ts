/** The declarations of the package need no types of a browser or of Node: they compile with the language's own library alone. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const tsc = resolve("node_modules/typescript/bin/tsc");

function compile(...words: string[]): string {
  try {
    return execFileSync(process.execPath, [tsc, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

it("the entry points for browsers compile without lib DOM", () => {
  const folder = mkdtempSync(join("build", "types-"));
  try {
    expect(compile("-p", "tsconfig.build.json", "--outDir", folder)).toBe("");
    const program = `
      import { ensemble, phaseonium, run, type StopSignal } from "./src/index.js";
      import { multiply } from "./src/linear.js";
      import { stationaryTemperature } from "./src/papers.js";
      declare const signal: StopSignal;
      run(phaseonium(), { steps: 1, signal }).axis.values.length + multiply.length + stationaryTemperature.length;
      void ensemble(phaseonium(), { steps: 1, trajectories: 2, signal, module: { href: "file:///model.js" } });
      // @ts-expect-error a misspelt option is a type error
      run(phaseonium(), { stepz: 5 });
    `;
    writeFileSync(join(folder, "program.ts"), program);
    const options =
      "--ignoreConfig --noEmit --strict --target es2022 --module nodenext --moduleResolution nodenext --lib es2023 --types".split(" ");
    expect(compile(...options, "", join(folder, "program.ts"))).toBe("");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
