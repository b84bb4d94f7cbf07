/** The queue as a user meets it: commands in processes of their own, a real Redis with a password. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/queue/connection.ts";
import { hasRedis, type RedisServer, startRedis } from "../queue/redis.ts";
import { ancilla, cleanUp } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

const password = "s3cr3t@of/mine?";
const secrets = /s3cr3t|of\/mine|of%2Fmine/;
const ensembleWords = (
  "phaseonium --set levels=6 --set T0=0.5 --steps 20 --save-every 5 --trajectories 300 --seed 7 " +
  "--noise phi=normal(2.4,0.2) --observe T1 --cut 3 --window 10,20 --quantiles 0.5"
).split(" ");

afterAll(cleanUp);

describe.skipIf(!hasRedis)("the commands of the queue", () => {
  let server: RedisServer;
  let folder = "";
  beforeAll(async () => {
    server = await startRedis(password);
    folder = mkdtempSync(join(tmpdir(), "ancilla-queue-"));
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("take a document as they take a model, with the bytes of `ensemble --out`", async () => {
    const words =
      "examples/ou-detuning.yaml --trajectories 300 --seed 3 --quantiles 0.1,0.9 --sketch --antithetic --save-every 0.1 --covariances 0.3,3".split(
        " ",
      );
    const command = async (...all: string[]) => {
      const outcome = await ancilla([...all, "--redis", server.url, "--queue", "documents"]);
      expect(outcome.code, outcome.err).toBe(0);
      return outcome;
    };
    const [id] = (await command("submit", ...words, "--chunk", "96")).out.split("\n");
    await Promise.all([command("worker", "--drain", "--threads", "1"), command("worker", "--drain", "--threads", "1", "--quiet")]);
    const [merged, local] = [join(folder, "merged-document"), join(folder, "local-document")];
    const outcome = await command("status", id, "--wait");
    expect(outcome.out).toContain("4 chunks: 4 done");
    await command("merge", id, "--out", merged, "--format", "json,csv");
    expect((await ancilla(["ensemble", ...words, "--out", local, "--format", "json,csv", "--quiet"])).code).toBe(0);
    for (const form of ["json", "csv"]) {
      const name = readdirSync(local).find((file) => file.endsWith(`.${form}`) && !file.endsWith(".run.json")) as string;
      expect(readFileSync(join(merged, name.replace(`.${form}`, `-${id}.${form}`)), "utf8")).toBe(readFileSync(join(local, name), "utf8"));
    }
  });

  it("give the bytes of `ensemble --out`, and never print or write the password", async () => {
    const printed: string[] = [];
    const command = async (...words: string[]) => {
      const outcome = await ancilla([...words, "--redis", server.url]);
      printed.push(outcome.out, outcome.err);
      expect(outcome.code, outcome.err).toBe(0);
      return outcome;
    };
    const [id] = (await command("submit", ...ensembleWords, "--chunk", "96")).out.split("\n");
    const { states } = JSON.parse((await command("status", id, "--json")).out);
    expect(states.waiting).toBe(4);
    await command("worker", "--drain", "--threads", "1");
    expect((await command("status", id)).out).toMatch(/^\w{16}: phaseonium, 300 realisations.*\n4 chunks: 4 done\n/);
    expect((await command("retry", id)).out).toBe("Nothing to run again.\n");
    const merged = join(folder, "merged");
    await command("merge", id, "--out", merged, "--format", "json,csv");
    expect((await command("merge", id, "--out", merged, "--format", "json,csv")).out).toContain("nothing was computed");
    const local = join(folder, "local");
    expect((await ancilla(["ensemble", ...ensembleWords, "--out", local, "--format", "json,csv"])).code).toBe(0);
    for (const form of ["json", "csv"]) {
      const [a, b] = [`phaseonium-ensemble-${id}.${form}`, `phaseonium-ensemble.${form}`];
      expect(readFileSync(join(merged, a), "utf8")).toBe(readFileSync(join(local, b), "utf8"));
    }
    const written = readdirSync(merged).map((name) => readFileSync(join(merged, name), "utf8"));
    expect(written.join("")).toContain("--redis redis://localhost");
    for (const text of [...printed, ...written]) expect(text).not.toMatch(secrets);
    expect((await command("cancel", id, "--json")).out).toContain('"removed": 4');
    expect((await ancilla(["merge", id, "--redis", server.url])).code).toBe(2);
  });

  it("carry what a line says in expressions, and a merge says it again", async () => {
    const words = (
      "bloch --until 1 --trajectories 64 --seed 3 --noise Delta=normal(0,0.1)@realisation --set Omega=0.8 " +
      "--initial bloch(qubit,0,Omega,0) --observe x=2*mean(sx(qubit))/Omega,p=purity()"
    ).split(" ");
    const command = async (...given: string[]) => {
      const outcome = await ancilla([...given, "--redis", server.url]);
      expect([outcome.err, outcome.code]).toEqual(["", 0]);
      return outcome;
    };
    const [id] = (await command("submit", ...words, "--chunk", "32")).out.split("\n");
    await command("worker", "--drain", "--threads", "1", "--quiet");
    const merged = JSON.parse((await command("merge", id, "--json")).out);
    const local = await ancilla(["ensemble", ...words, "--quiet", "--json"]);
    expect(merged).toEqual(JSON.parse(local.out));
    expect(merged.provenance).toMatchObject({
      initial: "bloch(qubit,0,Omega,0)",
      observables: { x: "2*mean(sx(qubit))/Omega", p: "purity()" },
    });
  });

  it("take trajectories, with the bytes of `unravel --out`", async () => {
    const words = (
      "bloch --by jumps --efficiency 0.9 --until 2 --save-every 0.5 --trajectories 300 --seed 3 --quantiles 0.5 --records " +
      "--observe sz,N_bath,x=2*mean(sx(qubit))"
    ).split(" ");
    const command = async (...given: string[]) => {
      const outcome = await ancilla([...given, "--redis", server.url, "--queue", "trajectories"]);
      expect([outcome.err, outcome.code]).toEqual(["", 0]);
      return outcome;
    };
    const [id] = (await command("submit", ...words, "--chunk", "96")).out.split("\n");
    await Promise.all([
      command("worker", "--drain", "--threads", "1", "--quiet"),
      command("worker", "--drain", "--threads", "1", "--quiet"),
    ]);
    expect((await command("status", id)).out).toContain("4 chunks: 4 done");
    const [merged, local] = [join(folder, "merged-trajectories"), join(folder, "local-trajectories")];
    await command("merge", id, "--out", merged, "--format", "json,csv");
    expect((await ancilla(["unravel", ...words, "--out", local, "--format", "json,csv", "--quiet"])).code).toBe(0);
    for (const form of ["json", "csv"]) {
      const [a, b] = [`bloch-unravel-${id}.${form}`, `bloch-unravel.${form}`];
      expect(readFileSync(join(merged, a), "utf8")).toBe(readFileSync(join(local, b), "utf8"));
    }
    expect(JSON.parse(readFileSync(join(merged, `bloch-unravel-${id}.json`), "utf8")).clicks.times.length).toBeGreaterThan(10);
  });

  it("say in one sentence, without the password, what is wrong with an address", async () => {
    const right = `localhost:${server.port}`;
    const addresses: readonly (readonly [string, number, RegExp])[] = [
      [`redis://:s3cr3t-wrong@${right}`, 1, /No Redis answers|Redis refuses user or password/],
      [`redis://:${encodeURIComponent(password)}@${right}/999`, 1, /does not open database 999/],
      ["redis://:s3cr3t@127.0.0.1:1", 1, /No Redis answers at redis:\/\/127\.0\.0\.1:1 /],
      ["rediss://x:s3cr3t@127.0.0.1:1?password=s3cr3t", 1, /No Redis answers at rediss:\/\/127\.0\.0\.1:1 /],
      ["redis://:s3cr3t@of/mine@host", 2, /is no URL|names no database/],
      ["s3cr3t", 2, /does not begin with redis:/],
    ];
    for (const [address, code, sentence] of addresses) {
      const outcome = await inProcess(["status", "none", "--redis", address]);
      expect(outcome.err).toMatch(/^ancilla: [^\n]+\n$/);
      expect(outcome.err).toMatch(sentence);
      expect(outcome.err + outcome.out).not.toMatch(secrets);
      expect(outcome.code, address).toBe(code);
    }
  });

  it("end when Redis is full, with exit code 1", async () => {
    const client = await connect(server.url);
    const words = ["--redis", server.url, "--queue", "full"];
    expect((await ancilla(["submit", ...ensembleWords, ...words])).code).toBe(0);
    await client.config("SET", "maxmemory", "1");
    const outcome = await ancilla(["worker", "--drain", "--threads", "1", ...words]);
    await client.config("SET", "maxmemory", "0");
    client.disconnect();
    expect(outcome.err).toMatch(/^ancilla: The run failed: Redis is full: [^\n]*\n$/);
    expect(outcome.code).toBe(1);
  });

  it.each([
    [
      "submit phaseonium --steps 2 --trajectories 4000000000 --chunk 32 --noise phi=normal(2.4,0.2)",
      /125000000 chunks, which take 122071 MiB/,
    ],
    ["submit phaseonium --steps 2 --trajectories 64", /^ancilla: An ensemble without noise/],
    ["worker --allow-module data:text/javascript,0", /must be the URL of a file/],
    ["worker --allow-module https://host/x.js", /must be the URL of a file/],
    ["status", /Missing required argument 'id'/],
    ["status x --redis redis://h --redis redis://g", /Option --redis is given twice/],
    ["merge x --queue a:b", /--queue must be a name/],
  ])("ancilla %s", async (words, sentence) => {
    const { code, err, out } = await inProcess(words.split(" "));
    expect(err).toMatch(/^ancilla: [^\n]+\n$/);
    expect(err).toMatch(sentence);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});
