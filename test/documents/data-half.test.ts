/** The half that workers load: it comes without any package, and before the engine has its binary. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("is loaded before there is a binary, and asks for it only where numbers are made", () => {
  const program = `
    const { documentFromData } = await import("./src/documents/data-half.ts");
    const data = { ancilla: 1, kind: "master-equation", name: "x", spaces: [{ label: "S", kind: "qubit" }], H: "cos(1)*sz(S)", initial: "proj(S, e)" };
    try { documentFromData(data); console.log("made"); } catch (error) { console.log(error.message); }
    await import("./src/numerics/carried-binary.ts");
    console.log(documentFromData(data).data.name);`;
  const out = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], { encoding: "utf8" });
  expect(out).toBe(
    "The engine has no binary. Await `ready({ module })` first, with dist/ancilla.wasm; or import `ancilla`, which carries one.\nx\n",
  );
});
