/** Files that somebody else wrote: each gets one sentence, none more memory than it may have, and nothing of them obeys a terminal. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visible } from "../../src/cli/output.ts";
import { fromCsv, toCsv } from "../../src/files/csv.ts";
import { toJson } from "../../src/files/json.ts";
import { fromNpz, toNpz } from "../../src/files/npz.ts";
import { fromParquet, toParquet } from "../../src/files/parquet.ts";
import { readResult } from "../../src/files/read.ts";
import { limits, unzip } from "../../src/files/zip.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-foreign-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = {
  model: "m",
  parameters: {},
  axis: { name: "time", values: [0, 1] },
  observables: { x: [1, 2] },
  diagnostics: { warnings: [] },
  provenance: {},
};

function written(name: string, data: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, data);
  return path;
}

/** The error of a file that is none of ours. */
async function refusal(name: string, data: string | Uint8Array): Promise<Error> {
  const error = await readResult(written(name, data)).then(
    () => new Error("it was read"),
    (failure: Error) => failure,
  );
  expect(error.message).toMatch(/^Argument `file` must /);
  expect(error.message.split("\n")).toHaveLength(1);
  return error;
}

describe("a file that is no result", () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ["empty.npz", "", /must be an archive of results, but "[^"]*" is empty/],
    ["text.npz", "no archive at all, but longer than the end of one", /is no ZIP archive/],
    ["foreign.npz", zipSync({ "a.txt": strToU8("x") }), /it holds none/],
    ["short.npz", zipSync({ "a.npy": strToU8("x") }), /a\.npy is something else/],
    ["matrix.npz", zipSync({ "a.npy": strToU8(`\u0093NUMPY`) }), /a\.npy is something else/],
    ["empty.parquet", "", /be a Parquet file of results, but ".*" is not: it is none/],
    ["text.parquet", "PAR1 and something PAR1", /it is none/],
    ["empty.json", "", /hold JSON/],
    ["null.json", "null", /it holds something else/],
    ["bare.json", "{}", /no model or no axis/],
    ["parts.json", toJson({ ...good, parameters: undefined }), /its parameters are missing/],
    ["length.json", toJson({ ...good, observables: { x: [1] } }), /its column "x" has 1 values for 2 points/],
    ["words.json", toJson({ ...good, observables: { x: ["a", "b"] } }), /"x" holds something that is no number/],
    ["object.json", toJson({ ...good, mean: { x: [{}, {}] } }), /no number/],
    ["warnings.json", toJson({ ...good, diagnostics: { warnings: [{}] } }), /its warnings are no sentences/],
    ["deep.json", `${"[".repeat(1e6)}`, /nested too deeply/],
    ["empty.csv", "", /it is empty/],
    ["words.csv", "a,b\nx,y\n", /row 2 has "x" under a/],
    ["twice.csv", "a,a\n1,2\n", /its header names one twice/],
    ["quote.csv", `a,b\n"${"x".repeat(1e5)}`, /must/],
  ])("%s", async (name, data, sentence) => {
    expect((await refusal(name, data)).message).toMatch(sentence);
  });

  it("is no text whose brackets stand in a string behind a quote", async () => {
    const model = `a"${"[".repeat(100)}`;
    const record = { model, parameters: {}, axis: { name: "t", values: [0] }, observables: { x: [1] }, diagnostics: {}, provenance: {} };
    expect((await readResult(written("quoted.json", strToU8(JSON.stringify(record))))).columns).toEqual({ t: [0], x: [1] });
  });

  it("of random bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("csv", "json", "npz", "parquet"), fc.uint8Array({ maxLength: 200 }), async (form, bytes) => {
        const path = written(`random.${form}`, bytes);
        await readResult(path).catch((error: Error) => expect(error.message).toMatch(/^Argument `file` must [^\n]+$/));
      }),
      { numRuns: 120, seed: 3 },
    );
  });

  it("of one changed byte is refused or read, never worse", async () => {
    const columns = { time: [0, 1, 2], x: [1, null, -2.5] };
    for (const [form, data] of [
      ["npz", await toNpz(columns)],
      ["json", strToU8(toJson(good))],
    ] as const) {
      await fc.assert(
        fc.asyncProperty(fc.nat(data.length - 1), fc.nat(255), async (at, byte) => {
          const changed = data.slice();
          changed[at] = byte;
          await readResult(written(`changed.${form}`, changed)).catch((error: Error) =>
            expect(error.message).toMatch(/^Argument `file` must [^\n]+$/),
          );
        }),
        { numRuns: 150, seed: 4 },
      );
    }
  });
});

describe("an archive", () => {
  /** A mebibyte of zeros in an archive whose directory declares another size. */
  const declaring = (size: number): Uint8Array => {
    const archive = zipSync({ "x.npy": [new Uint8Array(2 ** 20), { level: 9 }] });
    const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
    view.setUint32(view.getUint32(archive.length - 22 + 16, true) + 24, size, true);
    return archive;
  };

  it("of some kilobytes that unpacks to 400 MB is refused with the number", async () => {
    const bomb = declaring(400 * 2 ** 20);
    expect(bomb.length).toBeLessThan(10_000);
    expect((await refusal("bomb.npz", bomb)).message).toContain(`it unpacks to ${400 * 2 ** 20} bytes, more than ${limits.bytes}`);
    const entries = zipSync(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i}.npy`, new Uint8Array(0)])));
    expect((await refusal("entries.npz", entries)).message).toContain("it has 5000 entries, more than 4096");
  });

  it("that unpacks to more than it declares is refused, and so is one that declares more than it has", async () => {
    expect((await refusal("lying.npz", declaring(100))).message).toMatch(/unpacks to more than the 100 bytes/);
    expect((await refusal("lying.npz", declaring(2 ** 21))).message).toMatch(/has 1048576 bytes where 2097152/);
  });

  it("whose entry reaches beyond its end is cut off", async () => {
    const archive = zipSync({ "x.npy": [new Uint8Array(64).fill(7), { level: 0 }] });
    const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
    const entry = view.getUint32(archive.length - 22 + 16, true);
    for (const at of [20, 24]) view.setUint32(entry + at, 4096, true);
    expect((await refusal("cut.npz", archive)).message).toMatch(/its entry "x\.npy" is cut off/);
  });

  it("is read whether its entries are packed or stored, as NumPy writes them", async () => {
    const columns = { time: [0, 1], "p_0,1": [0.5, null] };
    const packed = await toNpz(columns);
    const stored = zipSync(
      Object.fromEntries(Object.entries(unzip(packed, () => true)).map(([name, data]) => [name, [data, { level: 0 }]])),
    );
    expect(fromNpz(packed)).toEqual(columns);
    expect(fromNpz(stored)).toEqual(columns);
    // comments behind entries, extra fields before their data, and a comment at the end: 22 bytes of its record hold its length last
    const files = Object.entries(unzip(packed, () => true));
    const commented = zipSync(
      Object.fromEntries(
        files.map(([name, data], k) => [name, [data, { comment: "x".repeat(7 + k), extra: { 4242: new Uint8Array(5) } }]]),
      ),
    );
    expect(fromNpz(commented)).toEqual(columns);
    const noted = new Uint8Array(packed.length + 40_000).fill(0x20);
    noted.set(packed);
    new DataView(noted.buffer).setUint16(packed.length - 2, 40_000, true);
    expect(fromNpz(noted)).toEqual(columns);
  });

  it("has nothing where a number is not finite, in Parquet as in CSV", async () => {
    const x = [1, Number.POSITIVE_INFINITY, null, Number.NaN, -2];
    expect(await fromParquet(await toParquet({ x }))).toEqual({ x: [1, null, null, null, -2] });
    expect(fromCsv(toCsv({ x, y: x.map(() => 0) })).x).toEqual([1, null, null, null, -2]);
  });

  it("in Parquet whose pages go on for ever is given up", async () => {
    const data = await toParquet({ time: [0, 1, 2], x: [1, null, -2.5] });
    // A page whose size is 0: the reader goes on with what it takes for the next one.
    data[11] = 0;
    await expect(fromParquet(data, 1)).rejects.toThrow(/^Argument `file` must be a Parquet file of results, but it could not be read/);
  }, 20_000);
});

describe("control characters", () => {
  it("are written out, in text and in JSON", () => {
    expect(visible("a\u001b[31mb\u009bc\u202ed\r\n\te\u007f\u200b\u{e0001}")).toBe(
      "a\\x1b[31mb\\x9bc\\u202ed\\x0d\\n\\te\\x7f\\u200b\\u{e0001}",
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = toJson({ [text]: text });
        expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ [text]: text })));
      }),
    );
    expect(visible("Σφ — ρ²")).toBe("Σφ — ρ²");
  });
});
