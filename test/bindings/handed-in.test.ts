import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { wasmHash } from "../../bindings/hash.ts";
import { type BinarySource, moduleFrom } from "../../bindings/source.ts";

const bytes = readFileSync("build/ancilla.wasm");
const hand = (module: unknown) => moduleFrom({ module: module as BinarySource }, wasmHash);

describe("a binary that is handed in", () => {
  it("may be bytes, a module, a Response or its promise, and an address", async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/ancilla.wasm" ? 200 : 404, { "content-type": "application/wasm" }).end(bytes);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/ancilla.wasm`;
    try {
      const given: unknown[] = [
        bytes,
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
        new WebAssembly.Module(bytes),
        new Response(bytes),
        Promise.resolve(new Response(bytes)),
        address,
        new URL(address),
      ];
      for (const module of given) expect(await hand(module)).toBeInstanceOf(WebAssembly.Module);
      await expect(hand(`${address}x`)).rejects.toThrow("must be the address of the binary, but it answers with status 404");
    } finally {
      server.close();
    }
    await expect(hand(address)).rejects.toThrow("must be the address of the binary, but nothing answers there");
  });

  it.runIf("getBuiltinModule" in process)("may be a file", async () => {
    expect(await hand(pathToFileURL("build/ancilla.wasm"))).toBeInstanceOf(WebAssembly.Module);
    await expect(hand(pathToFileURL("build/nowhere.wasm"))).rejects.toMatchObject({
      code: "WRONG_VALUE",
      message: expect.stringContaining("but the file cannot be read (ENOENT): file:"),
    });
  });

  it("is refused with a sentence when it is something else", async () => {
    await expect(hand(7)).rejects.toThrow("Argument `module` must be a WebAssembly.Module, the bytes of dist/ancilla.wasm");
    await expect(hand(null)).rejects.toThrow("but is null");
    await expect(hand(new Uint8Array(8))).rejects.toThrow("must be a WebAssembly binary, but these bytes are none");
    await expect(hand(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).rejects.toThrow("must be the binary of this version");
    await expect(hand(new Response("", { status: 503 }))).rejects.toThrow("but its status is 503");
  });
});

/** A program that imports the engine from its sources, without what carries the binary. */
function printed(body: string): string {
  const from = (path: string) => JSON.stringify(pathToFileURL(resolve(path)).href);
  const program = `
    import { ready } from ${from("src/numerics/engine.ts")};
    import { cavity } from ${from("src/models/kerr.ts")};
    import { run } from ${from("src/solvers/run.ts")};
    const last = () => run(cavity(), { until: 1, observables: ["n"] }).observables.n.at(-1);
    ${body}`;
  return execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], { encoding: "utf8" }).trim();
}

describe("an engine without a binary", () => {
  it("is not asked for anything while modules load", () => {
    const documents = JSON.stringify(pathToFileURL(resolve("src/documents/data-half.ts")).href);
    expect(printed(`console.log(Object.keys(await import(${documents})).length > 0);`)).toBe("true");
  });

  it("says how to hand one in, and then computes the same bits", async () => {
    const { cavity, run } = await import("../../src/index.ts");
    const out = printed(`
      try { last(); } catch (error) { console.log(error.message); }
      await ready().catch((error) => console.log(error.message));
      const { readFileSync } = await import("node:fs");
      await ready({ module: readFileSync("build/ancilla.wasm") });
      console.log(last());`);
    const [first, second, n] = out.split("\n");
    expect(first).toMatch(/^The engine has no binary\. Await `ready\(\{ module \}\)` first/);
    expect(second).toBe(first);
    expect(Number(n)).toBe(run(cavity(), { until: 1, observables: ["n"] }).observables.n.at(-1));
  });
});
