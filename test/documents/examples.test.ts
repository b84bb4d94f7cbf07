/** The examples of the project: each is right, models what the fixtures do, survives both forms, and its own job can be done. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  documentHash,
  documentModel,
  documentSchema,
  documentWarnings,
  modelHash,
  printDocument,
  readDocument,
} from "../../src/documents/index.ts";
import { readJson } from "../../src/documents/text/json-text.ts";
import { dataOf } from "../../src/documents/text/text-tree.ts";
import { readYaml } from "../../src/documents/text/yaml-text.ts";
import { inProcess } from "../cli/inprocess.ts";
import { accepts } from "./json-schema.ts";

const texts = (folder: string) =>
  readdirSync(folder)
    .filter((file) => /\.(json|yaml)$/.test(file))
    .map((file) => [file, readFileSync(`${folder}/${file}`, "utf8")] as const);
const examples = texts("examples");

describe("examples", () => {
  it("have those of the fixtures among them, in words of their own", () => {
    const hashes = (list: typeof examples) => list.map(([file, text]) => modelHash(readDocument(text, { file }))).sort();
    expect(hashes(examples)).toEqual(expect.arrayContaining(hashes(texts("test/fixtures/documents"))));
    expect(new Set(hashes(examples)).size).toBe(examples.length);
  });

  it.each(examples)("%s", async (file, text) => {
    const document = readDocument(text, { file });
    const { data } = document;
    expect(file.replace(/\.(json|yaml)$/, "")).toBe(data.name.replace(/-lossy$/, ""));
    expect(documentWarnings(document)).toEqual([]);
    expect(accepts(documentSchema(), JSON.parse(JSON.stringify(dataOf((file.endsWith(".json") ? readJson : readYaml)(text)))))).toBe(true);
    expect(documentHash(readDocument(printDocument(document, "yaml"), { file: "a.yaml" }))).toBe(documentHash(document));
    expect(documentModel(document).build({}).observableNames).toEqual(expect.arrayContaining(Object.keys(data.observables ?? {})));
    const length = data.kind === "collisions" && data.arrivals === undefined ? ["--steps", "2"] : ["--times", "0,0.1"];
    const { code, out, err } = await inProcess(["run", `examples/${file}`, ...length, "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const { observables, document: carried } = JSON.parse(out);
    const { observe } = (data.run ?? {}) as { readonly observe?: readonly string[] };
    if (observe) expect(Object.keys(observables)).toEqual([...observe].sort());
    expect(carried).toEqual(JSON.parse(printDocument(document, "json")));
  });
});
