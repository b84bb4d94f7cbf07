/** Every golden request gives the bits on record: whoever moves code changes no number. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { ancilla, built, cleanUp } from "../cli/ancilla.ts";
import { bitsOf } from "./hash.ts";
import { requests } from "./requests.ts";
import { toolsOf } from "./tools.ts";

const recorded = JSON.parse(readFileSync(new URL("./bits.json", import.meta.url), "utf8")) as Readonly<Record<string, string>>;
const tools = toolsOf(ancilla, built);

afterAll(cleanUp);

describe("golden bits", () => {
  it("has one record for each request, and none beside", () => {
    expect(requests.map(({ name }) => name).sort()).toEqual(Object.keys(recorded).sort());
  });

  it.each(requests.map(({ name, make }) => [name, make] as const))("%s", async (name, make) => {
    const found = bitsOf(await make(tools));
    expect(found, `the request "${name}" no longer gives the bits on record (npm run golden:record writes new ones)`).toBe(recorded[name]);
  });
});
