/** Laws of documents: canonical text is a fixed point, either form carries all, hashes see the model and not its writing. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  documentFromData,
  documentFromLink,
  documentHash,
  documentLink,
  documentModel,
  documentSchema,
  type ModelDocument,
  modelDocument,
  modelHash,
  printDocument,
  readDocument,
} from "../../src/documents/index.ts";
import { run } from "../../src/index.ts";
import { sha256 } from "../../src/sha256.ts";
import { Dice } from "./dice.ts";
import { accepts } from "./json-schema.ts";
import { loosened, randomDocument, shuffled } from "./random-documents.ts";

const seeds = Array.from({ length: 60 }, (_, k) => 100 + k);
const all: readonly (readonly [number, Record<string, unknown>, ModelDocument])[] = seeds.map((seed) => {
  const data = randomDocument(seed);
  return [seed, data, documentFromData(data)];
});

/** With one change at the top. */
const hashesOf = (document: ModelDocument) => [documentHash(document), modelHash(document)];

describe("the canonical form", () => {
  it("is a fixed point, byte for byte", () => {
    for (const [, , document] of all) {
      const text = printDocument(document, "json");
      expect(printDocument(documentFromData(JSON.parse(text)), "json")).toBe(text);
      expect(printDocument(readDocument(text, { file: "a.json" }), "json")).toBe(text);
    }
  });

  it("goes through YAML and back, byte for byte", () => {
    for (const [, , document] of all) {
      const yaml = printDocument(document, "yaml");
      const again = readDocument(yaml, { file: "a.yaml" });
      expect(printDocument(again, "json")).toBe(printDocument(document, "json"));
      expect(printDocument(again, "yaml")).toBe(yaml);
    }
  });

  it("does not see the order of keys, short forms, spaces, or JSON and YAML", () => {
    for (const [seed, data, document] of all) {
      const dice = new Dice(seed);
      const other = shuffled(loosened(data), dice);
      expect(hashesOf(documentFromData(other))).toEqual(hashesOf(document));
      expect(hashesOf(readDocument(JSON.stringify(other, null, 3), { file: "a.yaml" }))).toEqual(hashesOf(document));
      const written = JSON.stringify(shuffled(data, dice)).replace(/:1([,}])/g, ":1.0$1");
      expect(hashesOf(readDocument(written, { file: "a.json" }))).toEqual(hashesOf(document));
    }
  });

  it("leaves out what is so anyway, and writes out what is short", () => {
    const read = (more: object) => JSON.parse(printDocument(documentFromData({ ...bare, ...more }), "json"));
    const plain = read({});
    expect(plain).toEqual({ ...bare, parameters: { g: { default: 0.5, kind: "number" } }, units: [unit] });
    const same: readonly object[] = [
      { parameters: { g: { default: 0.5, noisy: false, nullable: false } } },
      { H: 0 },
      { H: "0" },
      { H: "-0" },
      { let: {} },
      { observables: {} },
      { requires: [] },
      { units: [{ ...unit, bath: "bath", H: "0" }] },
      { scaling: "1" },
      { scaling: 1 },
      { picture: "schroedinger" },
      { evaluation: "exact" },
      { stream: "cyclic" },
      { stream: { kind: "constant" } },
      { stream: { kind: "cyclic", order: ["bath"] } },
      { tau: "0.10" },
    ];
    for (const more of same) expect([more, read(more)]).toEqual([more, plain]);
    expect(read({ tau: "1e-1", H: "g * ( sz(S) )" })).toEqual({ ...plain, H: "g*sz(S)" });
    expect(read({ observables: { x: "mean( sz(S) )" }, sweep: [{ over: "g", values: [-0, 1.0], scale: "linear" }] })).toEqual({
      ...plain,
      observables: { x: { of: "mean(sz(S))" } },
      sweep: { over: "g", values: [0, 1] },
    });
    const withNoise = (g: unknown) => read({ ...noisy, noise: { parameters: { g } } });
    expect(withNoise("normal(0.5,0.1)@realisation")).toEqual(withNoise({ kind: "normal", mean: 0.5, std: 0.1, perRealisation: true }));
  });

  it("takes noise where the parameter says so, and tells how to say it", () => {
    const noise = { parameters: { g: "normal(0.5, 0.1)" } };
    expect(() => documentFromData({ ...bare, noise })).toThrow(
      "`/noise/parameters/g` must be noise on a parameter that says so, but g does not. Write noisy: true at g.",
    );
    expect(documentFromData({ ...bare, ...noisy, noise }).data.noise).toBeDefined();
  });
});

const unit = { spaces: [{ label: "U", kind: "qubit" }], V: "g*(sp(S)*sm(U) + h.c.)", T: 1 };
const noisy = { parameters: { g: { default: 0.5, noisy: true } } };
const bare = {
  ancilla: 1,
  kind: "collisions",
  name: "x",
  parameters: { g: 0.5 },
  spaces: [{ label: "S", kind: "qubit" }],
  units: [unit],
  tau: 0.1,
  initial: "proj(S, e)",
};

describe("hashes", () => {
  it("are SHA-256", () => {
    for (const text of ["", "abc", "é😀".repeat(40), ...[55, 56, 63, 64, 119, 1000].map((n) => "x".repeat(n))]) {
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }
    const document = documentFromData(bare);
    expect(documentHash(document)).toBe(createHash("sha256").update(printDocument(document, "json")).digest("hex"));
  });

  it("of the model see the model alone", () => {
    const hash = modelHash(documentFromData(bare));
    const beside: readonly object[] = [
      { title: "A title" },
      { description: "words" },
      { source: "a paper" },
      { $schema: "x" },
      { "x-a": 1 },
      { run: { steps: 3 } },
      { steady: { observe: ["sz"] } },
      { sweep: { over: "g", values: [1] } },
      { figure: { x: "step" } },
      { correlate: { of: ["sz"], times: [0, 1] } },
      { counting: { of: "Q" } },
      { unravel: { by: "measured", trajectories: 2 } },
      { spectrum: { of: "sz", over: "phi=0:1:3" } },
      { parameters: { g: { default: 0.5, description: "coupling" } } },
    ];
    for (const more of beside) {
      const document = documentFromData({ ...bare, ...more });
      expect([more, modelHash(document)]).toEqual([more, hash]);
      expect(documentHash(document)).not.toBe(documentHash(documentFromData(bare)));
    }
    const withNoise = documentFromData({ ...bare, ...noisy, noise: { parameters: { g: "normal(0.5, 0.1)" } } });
    expect(modelHash(withNoise)).toBe(modelHash(documentFromData({ ...bare, ...noisy })));
    const within: readonly object[] = [
      { tau: 0.2 },
      { parameters: { g: 0.6 } },
      { H: "g*sz(S)" },
      { H: "0*sz(S)" },
      { name: "y" },
      { initial: "proj(S, g)" },
      { observables: { x: "1" } },
    ];
    const hashes = within.map((more) => modelHash(documentFromData({ ...bare, ...more })));
    expect(new Set([hash, ...hashes]).size).toBe(within.length + 1);
  });
});

describe("models and documents", () => {
  it("give each other: a model's document has its values as defaults, and builds the same model", () => {
    let built = 0;
    for (const [, data, document] of all.slice(0, 40)) {
      const values = { omega: 0.7, gamma: 0.25, d: 3 };
      const model = documentModel(document).build(values);
      const back = modelDocument(model);
      const parameters = data.parameters as Record<string, unknown>;
      const wanted = Object.fromEntries(
        Object.entries(parameters).map(([name, entry]) => {
          const changed = (values as Record<string, unknown>)[name];
          return [
            name,
            changed === undefined
              ? entry
              : typeof entry === "object" && entry !== null && !Array.isArray(entry)
                ? { ...entry, default: changed }
                : changed,
          ];
        }),
      );
      expect(printDocument(back, "json")).toBe(printDocument(documentFromData({ ...data, parameters: wanted }), "json"));
      const length = model.dynamics.kind === "collisions" ? { steps: 2 } : { times: [0, 0.5] };
      const observables = ["energy", "purity"];
      const here = run(model, { ...length, observables });
      expect(run(documentModel(back).build({}), { ...length, observables }).observables).toEqual(here.observables);
      expect(run(documentModel(document).build({}).with(values), { ...length, observables }).observables).toEqual(here.observables);
      expect(model.document).toEqual(document.data);
      built++;
    }
    expect(built).toBe(40);
  });

  it("of code have none, and what is no document is refused", () => {
    const model = documentModel(documentFromData(bare)).build({});
    expect(() => modelDocument({ ...model, document: undefined })).toThrow(
      /Argument `model` must come from a model document, but x comes from code\./,
    );
    for (const act of [documentModel, documentHash, modelHash, documentLink] as ((document: never) => unknown)[]) {
      expect(() => {
        const promise = act(bare as never);
        if (promise instanceof Promise) promise.catch(() => {});
        if (promise instanceof Promise) throw new TypeError("Argument `document` must be a model document");
      }).toThrow(/Argument `document` must be a model document/);
    }
    expect(() => printDocument(documentFromData(bare), "toml" as never)).toThrow(/"json" or "yaml"/);
  });
});

describe("links", () => {
  it("carry the document, whatever stands before them", async () => {
    for (const [, , document] of all.slice(0, 10)) {
      const link = await documentLink(document);
      expect(link).toMatch(/^#m=1\.[A-Za-z0-9_-]+$/);
      expect(documentHash(await documentFromLink(`lab.html${link}`))).toBe(documentHash(document));
    }
  });

  it("are refused when they are damaged, too long, of a later version, or hold too much", async () => {
    const link = await documentLink(all[0][2]);
    const bomb = `#m=1.${(await import("node:zlib")).deflateRawSync("x".repeat(2 ** 24)).toString("base64url")}`;
    const other = `#m=1.${(await import("node:zlib")).deflateRawSync("[1").toString("base64url")}`;
    for (const [text, says] of [
      ["nothing", /has no #m=1\./],
      ["#m=2.abc", /version 2/],
      ["#m=1.a*b", /base64url/],
      [link.slice(0, -9), /cut off or damaged/],
      ["#m=1.", /cut off or damaged/],
      [`#m=1.${"a".repeat(40_000)}`, /more than 32768/],
      [bomb, /more than 1048576 bytes/],
      [other, /does not hold JSON/],
    ] as const) {
      await expect(documentFromLink(text)).rejects.toThrow(says);
      await expect(documentFromLink(text)).rejects.toBeInstanceOf(RangeError);
    }
    const bad = `#m=1.${(await import("node:zlib")).deflateRawSync('{"ancilla":2}').toString("base64url")}`;
    await expect(documentFromLink(bad)).rejects.toMatchObject({ name: "DocumentError", code: "version" });
    await expect(documentFromLink(1 as never)).rejects.toThrow(TypeError);
    const noise = Array.from({ length: 60_000 }, (_, k) => ((k * 7919) % 60_013) / 60_013);
    await expect(documentLink(documentFromData({ ...bare, "x-noise": noise }))).rejects.toThrow(/at most 32768 characters/);
  });
});

describe("the schema", () => {
  const schema = documentSchema();

  it("accepts every document that the reader accepts, as it is written and in canonical form", () => {
    for (const [seed, data, document] of all) {
      expect([seed, accepts(schema, data)]).toEqual([seed, true]);
      expect([seed, accepts(schema, JSON.parse(printDocument(document, "json")))]).toEqual([seed, true]);
    }
  });

  it("refuses what has other keys, lacks some, or has values of other kinds", () => {
    const bad: readonly object[] = [
      { initail: "x" },
      { ancilla: 2 },
      { kind: "other" },
      { name: "Upper Case" },
      { spaces: [] },
      { spaces: [{ label: "S", kind: "cubit" }] },
      { tau: true },
      { units: [{ ...unit, bta: 1 }] },
      { parameters: { "2g": 1 } },
      { parameters: { __proto: 1 } },
      { run: { steps: 1.5 } },
      { H: ["sz(S)"] },
      { jumps: [] },
    ];
    for (const more of bad) expect([more, accepts(schema, { ...bare, ...more })]).toEqual([more, false]);
    const { tau: _, ...without } = bare;
    expect(accepts(schema, without)).toBe(false);
  });
});
