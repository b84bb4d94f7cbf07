/** The service of examples/server.ts on the loopback: what it answers, what it refuses, and that it answers at all beside ten runs. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as hang, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import { bloch, type Executor, phaseonium, resultHash, run, steady } from "../../src/index.ts";

const folder = resolve(`build/server-${process.pid}`);
const executor = nodeThreads({ threads: 2 });
let server: Server;
let address = "";

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const sources: Readonly<Record<string, string>> = { "": "src/index.ts", "/node": "src/node.ts", "/documents": "src/documents/index.ts" };
  const text = readFileSync("examples/server.ts", "utf8").replace(
    /from "ancilla(\/\w+)?"/g,
    (_, entry = "") => `from ${JSON.stringify(resolve(sources[entry]))}`,
  );
  writeFileSync(`${folder}/server.ts`, text);
  const { service } = (await import(/* @vite-ignore */ pathToFileURL(`${folder}/server.ts`).href)) as {
    service(executor: Executor): Server;
  };
  server = service(executor);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await executor.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (path: string, body: unknown, init: RequestInit = {}) =>
  fetch(`${address}${path}`, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), ...init });
const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("the service", () => {
  it("streams a run record by record, with the bits of the library", async () => {
    const wanted = run(bloch({ Omega: 2 }), { until: 4, saveEvery: 1, observables: ["sz"] });
    const response = await post("/run", {
      model: "bloch",
      parameters: { Omega: 2 },
      options: { until: 4, saveEvery: 1, observables: ["sz"] },
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    const lines = await linesOf(response);
    expect(lines.slice(0, -1)).toEqual(wanted.axis.values.map((at, k) => ({ at, values: { sz: wanted.observables.sz[k] } })));
    expect(lines.at(-1).result.hash).toBe(resultHash(wanted));
  });

  it("finds stationary states, of documents too", async () => {
    const { result } = (await (await post("/steady", { model: "bloch" })).json()) as { result: { observables: unknown; hash: string } };
    expect(result.observables).toEqual(steady(bloch()).observables);
    expect(result.hash).toBe(resultHash(steady(bloch())));
    const document = JSON.parse(readFileSync("examples/thermalising-qubit.json", "utf8"));
    const lines = await linesOf(await post("/run", { document, parameters: { g: 0.5 }, options: { steps: 3, observables: ["energy"] } }));
    expect(lines).toHaveLength(5);
    expect(lines[4].result.parameters.g).toBe(0.5);
  });

  it("lists models, and answers a ping", async () => {
    expect(await (await fetch(`${address}/ping`)).text()).toBe("pong");
    const models = (await (await fetch(`${address}/models`)).json()) as { name: string }[];
    expect(models.map(({ name }) => name)).toContain("phaseonium");
  });

  it.each([
    ["no JSON", "/run", "{", 400, /^The body is no JSON/],
    ["a list", "/run", [], 400, /must be a JSON object/],
    ["an unknown field", "/run", { modl: "bloch" }, 400, /has `modl`/],
    ["neither model nor document", "/run", {}, 400, /one of `model` and `document`/],
    ["an unknown model", "/run", { model: "blohc" }, 400, /Did you mean "bloch"/],
    ["a wrong parameter", "/run", { model: "bloch", parameters: { gamma: -1 } }, 400, /gamma/],
    ["an unknown option", "/run", { model: "bloch", options: { untill: 3 } }, 400, /Did you mean "until"/],
    ["options that are no object", "/run", { model: "bloch", options: null }, 400, /`options` must be an object/],
    ["a list of options", "/steady", { model: "bloch", options: [] }, 400, /`options` must be an object/],
    ["a stationary state that is too large", "/steady", { model: "kerr", parameters: { levels: 300 } }, 422, /needs about .* MiB/],
    ["a module", "/run", { model: "x", options: { until: 1, module: "data:text/javascript,1" } }, 400, /the service's own/],
    ["a bad document", "/run", { document: { ancilla: 1, kind: "collisions" } }, 400, /must/],
    ["what is too long", "/run", { model: "phaseonium", options: { steps: 1e9, saveEvery: 1e6 } }, 422, /needs about \d+ s/],
    ["too many records", "/run", { model: "bloch", options: { until: 1, saveEvery: 1e-6 } }, 422, /records/],
    ["no stationary state", "/steady", { model: "phaseonium", parameters: { phi: 2.7, levels: 8 } }, 422, /stationary/],
    ["a large body", "/run", " ".repeat(2 << 20), 413, /bytes/],
  ] as const)("refuses %s", async (_, path, body, status, sentence) => {
    const response = await post(path, body);
    const lines = await linesOf(response);
    const last = lines.at(-1) as { error: { code: string; message: string } };
    if (lines.length === 1) expect(response.status).toBe(status);
    expect(last.error.message).toMatch(sentence);
    expect(last.error.code).toMatch(/^[\w-]+$/);
    expect(last.error.message).not.toMatch(/\/(work|home|tmp|node_modules)\//);
  });

  it("knows its routes", async () => {
    expect((await fetch(`${address}/nothing`)).status).toBe(404);
    const wrong = await fetch(`${address}/run`);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("ends a run whose reader hangs up, and works on", async () => {
    const body = JSON.stringify({ model: "phaseonium", options: { steps: 200_000, saveEvery: 100, observables: ["T1"] } });
    await Promise.all(
      Array.from(
        { length: 3 },
        () =>
          new Promise<void>((gone) => {
            const asked = hang(`${address}/run`, { method: "POST" }, (response) =>
              response.once("data", () => {
                response.destroy();
                gone();
              }),
            );
            asked.on("error", () => {});
            asked.end(body);
          }),
      ),
    );
    const begin = performance.now();
    expect((await post("/steady", { model: "bloch" })).status).toBe(200);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it("waits for a reader that is slow, as often as it takes, and leaves nothing behind", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => warnings.push(warning);
    process.on("warning", hear);
    const body = JSON.stringify({
      model: "bloch",
      options: { until: 20_000, saveEvery: 1, observables: ["sx", "sy", "sz", "p_0", "energy"] },
    });
    const read = await new Promise<number>((done) => {
      const asked = hang(`${address}/run`, { method: "POST" }, async (response) => {
        let lines = 0;
        for await (const part of response) {
          lines += String(part).split("\n").length - 1;
          await new Promise((soon) => setTimeout(soon, 1));
        }
        done(lines);
      });
      asked.end(body);
    });
    process.off("warning", hear);
    expect(read).toBe(20_002);
    expect(warnings.map(({ message }) => message)).toEqual([]);
  });

  it("answers pings beside ten runs", async () => {
    const options = { steps: 20_000, saveEvery: 1000, observables: ["T1"] };
    const body = { model: "phaseonium", parameters: { levels: 16 }, options };
    const runs = Array.from({ length: 10 }, () => post("/run", body).then(linesOf));
    let working = true;
    void Promise.all(runs).then(() => (working = false));
    const waits: number[] = [];
    await new Promise((soon) => setTimeout(soon, 100));
    while (working && waits.length < 60) {
      const begin = performance.now();
      expect(await (await fetch(`${address}/ping`)).text()).toBe("pong");
      waits.push(performance.now() - begin);
      await new Promise((soon) => setTimeout(soon, 10));
    }
    expect(waits.length).toBeGreaterThan(5);
    expect(waits.sort((a, b) => a - b)[waits.length >> 1]).toBeLessThan(100);
    const wanted = resultHash(run(phaseonium({ levels: 16 }), options));
    for (const lines of await Promise.all(runs)) expect(lines.at(-1).result.hash).toBe(wanted);
  });
});
