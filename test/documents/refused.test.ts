/** Documents that must be refused: with which code, where in the document, the file and the expression, and which name is near. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DocumentError, documentFromData, documentWarnings, readDocument } from "../../src/documents/index.ts";
import { refusalOf } from "./refusal.ts";

interface Case {
  readonly file: string;
  readonly text: string;
  readonly refused: Readonly<Record<string, unknown>>;
}

const cases = JSON.parse(readFileSync(new URL("../fixtures/documents-refused.json", import.meta.url), "utf8")) as readonly Case[];

describe("bad documents", () => {
  it.each(cases)("$file", ({ file, text, refused }) => {
    const error = refusalOf(() => readDocument(text, { file }));
    expect(error).toMatchObject({ ...refused, file });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/^(`\/[^`]*`|The document) \(.*, line \d+, column \d+(; character \d+)?\) must .*[.?]$/);
    expect(error.problems[0]).toMatchObject({ ...refused, message: error.message });
  });

  it("are refused as data, too, without places", () => {
    for (const { file, text, refused } of cases.filter((one) => one.file.endsWith(".json"))) {
      let data: unknown;
      try {
        data = JSON.parse(text);
      } catch {
        continue;
      }
      if (refused.code === "duplicate" && refused.pointer === "/H") continue; // JSON.parse keeps the last of two keys
      const error = refusalOf(() => documentFromData(data));
      const { line: _, column: __, ...rest } = refused;
      expect([file, error]).toMatchObject([file, { ...rest, file: null, line: null, column: null }]);
    }
  });
});

describe("a refusal", () => {
  it("says all that can be told at once, in the order of the document", () => {
    const text = `ancilla: 1
kind: master-equation
name: Many Things
spaces: [{label: S, kind: qubitt}]
H: sz(S
jumps: [{operator: sm(S)}, {rate: 1, operatr: sm(S)}]
initial: [1]
plot: {}
`;
    const { problems, message } = refusalOf(() => readDocument(text, { file: "many.yaml" }));
    expect(problems.map(({ code, pointer, line }) => [code, pointer, line])).toEqual([
      ["forbidden", "/name", 3],
      ["unknown-name", "/spaces/0/kind", 4],
      ["expression", "/H", 5],
      ["missing", "/jumps/0/rate", 6],
      ["unknown-key", "/jumps/1/operatr", 6],
      ["wrong-kind", "/initial", 7],
      ["unknown-key", "/plot", 8],
    ]);
    expect(message).toBe(problems[0].message);
  });

  it("has twenty problems at most", () => {
    const spaces = Array.from({ length: 40 }, (_, k) => ({ label: `S${k}`, kind: "nothing" }));
    expect(refusalOf(() => documentFromData({ ancilla: 1, kind: "collisions", name: "x", spaces })).problems).toHaveLength(20);
  });

  it("writes no control characters of the document into its sentence", () => {
    const error = refusalOf(() => documentFromData({ ancilla: 1, kind: "a\u001b[2J\u202e\nb" }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(error.message).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(error).toBeInstanceOf(DocumentError);
  });

  it("counts characters in the text as it is written", () => {
    const H = "( omega )  *  szz( S )";
    const error = refusalOf(() =>
      documentFromData({
        ancilla: 1,
        kind: "master-equation",
        name: "x",
        parameters: { omega: 1 },
        spaces: [{ label: "S", kind: "qubit" }],
        H,
        initial: "proj(S, e)",
      }),
    );
    expect(error).toMatchObject({ code: "unknown-name", pointer: "/H", character: H.indexOf("szz") + 1, nearest: "sz" });
  });
});

describe("warnings", () => {
  it("are of declared units, and count characters in the text as it is written", () => {
    const H = "( omega  +  tau )*sz(S)";
    const parameters = { omega: { default: 1, unit: "energy" }, tau: { default: 1, unit: "1/energy" } };
    const document = readDocument(
      JSON.stringify(
        { ancilla: 1, kind: "master-equation", name: "x", parameters, spaces: [{ label: "S", kind: "qubit" }], H, initial: "proj(S, e)" },
        null,
        1,
      ),
      { file: "a.json" },
    );
    const [warning, ...more] = documentWarnings(document);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ pointer: "/H", line: 21, column: 7, character: H.indexOf("tau") + 1 });
    expect(warning.message).toMatch(
      /^`\/H` \(a\.json, line 21, column 7; character 13\) omega \+ tau adds omega \(energy\) and tau \(1\/energy\)\.$/,
    );
  });

  it("know what each field of a stream needs: right units are silent, and exchanged ones all told", () => {
    const stream = (energy: string, time: string, root: string) =>
      documentFromData({
        ancilla: 1,
        kind: "collisions",
        name: "x",
        parameters: { e: { default: 1, unit: energy }, s: { default: 1, unit: time }, g: { default: 1, unit: root } },
        spaces: [{ label: "S", kind: "qubit" }],
        H: "e*sz(S)/2",
        units: [
          { spaces: [{ label: "U", kind: "qubit" }], H: "e*sz(U)/2", V: "g*sx(S)*sx(U)", T: "e", bath: "a" },
          { spaces: [{ label: "U", kind: "qubit" }], H: "e*sz(U)/2", V: "g*sx(S)*sx(U)", beta: "s", bath: "b" },
        ],
        stream: "cyclic",
        scaling: "1/sqrt(tau)",
        tau: "s",
        between: {
          duration: "s",
          H: "e*sz(S)/2",
          jumps: [{ operator: "sm(S)", rate: "e", T: "e" }],
          thermal: [{ lowering: "sm(S)", omega: "e", rate: "e", beta: "s" }],
        },
        initial: "proj(S, e)",
      });
    expect(documentWarnings(stream("energy", "time", "energy^(1/2)"))).toEqual([]);
    const told = documentWarnings(stream("time", "energy", "energy")).map(({ pointer }) => pointer);
    const units = ["units/0/H", "units/0/V", "units/0/T", "units/1/H", "units/1/V", "units/1/beta"];
    const jumps = ["jumps/0/rate", "jumps/0/T", "thermal/0/omega", "thermal/0/rate", "thermal/0/beta"].map((field) => `between/${field}`);
    const wanted = ["H", "tau", "between/duration", "between/H", ...jumps, ...units].map((field) => `/${field}`);
    expect([...told].sort()).toEqual(wanted.sort());
  });
});
