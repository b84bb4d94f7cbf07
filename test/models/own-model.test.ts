/** The example of docs/own-model.md runs as it stands, but for where it imports from. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

it("docs/own-model.md runs, and prints numbers that obey the laws", async () => {
  const text = readFileSync("docs/own-model.md", "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1] as string;
  expect(code.split("\n").length).toBeLessThan(28);
  const file = "test/models/own-model.generated.ts";
  writeFileSync(file, code.replace(/import \{([^}]*)\} from "ancilla";/, rewritten));
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await import("./own-model.generated.ts" as string);
    const [[sigma, residual], [sz]] = print.mock.calls as [[number, number], [number]];
    expect(sigma).toBeGreaterThan(0);
    expect(residual).toBeLessThan(1e-14);
    // Between the inversions of both baths.
    expect(sz).toBeGreaterThan(-Math.tanh(1));
    expect(sz).toBeLessThan(-Math.tanh(0.75 * 0.5) + 0.05);
  } finally {
    print.mockRestore();
    rmSync(file);
  }
});

/** Names that are not exported from src/index.ts yet would fail here: the solvers are imported where they stand. */
function rewritten(_: string, names: string): string {
  const solvers = ["run", "steady"];
  const own = names.split(",").map((name) => name.trim());
  const rest = own.filter((name) => !solvers.includes(name));
  return [
    `import { ${rest.join(", ")} } from "../../src/index.ts";`,
    ...solvers.map((name) => `import { ${name} } from "../../src/solvers/${name}.ts";`),
  ].join("\n");
}
