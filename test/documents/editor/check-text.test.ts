/** The check of a text while it is written: everything that is wrong, with its place and the change that repairs it. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkText, type TextMark } from "../../../src/documents/editor/index.ts";
import { documentFromData, documentHash, readDocument } from "../../../src/documents/index.ts";
import { refusalOf } from "../refusal.ts";

interface Case {
  readonly file: string;
  readonly text: string;
}

const refused = JSON.parse(readFileSync(new URL("../../fixtures/documents-refused.json", import.meta.url), "utf8")) as readonly Case[];
const examples = readdirSync("examples")
  .filter((file) => /\.(json|yaml)$/.test(file))
  .map((file) => [file, readFileSync(`examples/${file}`, "utf8")] as const);

const DECAY = `ancilla: 1
kind: master-equation
name: decay
parameters: {omega: {default: 1, unit: energy}, gamma: {default: 0.1, atLeast: 0, unit: energy}}
spaces: [{label: S, kind: qubit}]
H: omega*sz(S)/2
jumps: [{operator: sm(S), rate: gamma}]
initial: proj(S, e)
observables: {excited: "mean(proj(S, e))"}
run: {until: 5, observe: [excited]}
`;

const applied = (text: string, { fix }: TextMark): string =>
  fix === null ? text : text.slice(0, fix.from) + fix.insert + text.slice(fix.to);

describe("a text without faults", () => {
  it.each(examples)("%s has none, and its document comes back as data", (file, text) => {
    const found = checkText(text, { file });
    expect([found.valid, found.problems, found.warnings]).toEqual([true, [], []]);
    const data = structuredClone(found.document);
    expect(documentHash(documentFromData(data))).toBe(documentHash(readDocument(text, { file })));
    expect(found.name).toBe(found.document?.name);
  });
});

describe("a refused text", () => {
  it.each(refused)("$file: the reader's problems are all there, first among them the reader's own", ({ file, text }) => {
    const { valid, document, problems } = checkText(text, { file });
    expect([valid, document]).toEqual([false, null]);
    const { problems: told } = refusalOf(() => readDocument(text, { file }));
    for (const { code, pointer, message, line, character } of told) {
      expect(problems).toContainEqual(expect.objectContaining({ code, pointer, message, line, character, severity: "error" }));
    }
    for (const { from, to } of problems) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(text.length);
    }
  });

  it("never throws, wherever a text is cut off", () => {
    for (const [file, text] of examples.slice(0, 4)) {
      for (let end = 0; end < text.length; end += 97) {
        const { problems, document } = checkText(text.slice(0, end), { file });
        expect(document === null).toBe(problems.length > 0);
      }
    }
  });
});

describe("several faults", () => {
  const text = DECAY.replace("kind: qubit", "kind: qubitt")
    .replace("omega*sz(S)/2", "omega*sy(Q)/2")
    .replace("sm(S)", "sn(S)")
    .replace("mean(proj", "meann(proj")
    .replace("observe: [excited]", "observe: [exited]")
    .concat("rnu: {}\n");

  it("are told together, though the reader stops at the first of them", () => {
    const { problems } = checkText(text);
    expect(problems.map(({ pointer, code, from, to, nearest }) => [pointer, code, text.slice(from, to), nearest])).toEqual([
      ["/spaces/0/kind", "unknown-name", "qubitt", "qubit"],
      ["/H", "unknown-name", "Q", null],
      ["/jumps/0/operator", "unknown-name", "sn", expect.any(String)],
      ["/observables/excited", "unknown-name", "meann", "mean"],
      ["/run/observe/0", "unknown-name", "exited", "excited"],
      ["/rnu", "unknown-key", "rnu", "run"],
    ]);
    expect(refusalOf(() => readDocument(text)).problems).toHaveLength(2);
  });

  it("are mended one after the other by what is offered", () => {
    let now = text.replace("rnu: {}\n", "").replace("sn(S)", "sm(S)").replace("sy(Q)", "sz(S)");
    for (let k = 0; k < 6; k++) {
      const [first] = checkText(now).problems.filter(({ fix }) => fix !== null);
      if (!first) break;
      expect(first.fixLabel).toBe(`Write ${first.nearest}`);
      now = applied(now, first);
    }
    expect(now).toBe(DECAY);
    expect(checkText(now).valid).toBe(true);
  });

  it("do not follow from one another: a parameter that is refused is not missing where it is used", () => {
    const { problems } = checkText(DECAY.replace("omega: {default: 1,", "omega: {default: [one],").replace("rate: gamma", "rate: gama"));
    expect(problems.map(({ pointer }) => pointer)).toEqual(["/parameters/omega/default/0", "/jumps/0/rate"]);
  });

  it("of values are not judged at stand-ins", () => {
    const { problems } = checkText(DECAY.replace("default: 0.1, atLeast: 0", "default: -1, atLeast: 0").replace("sz(S)", "zz(S)"));
    expect(problems.map(({ pointer }) => pointer)).toEqual(["/parameters/gamma/default", "/H"]);
  });
});

describe("places", () => {
  it("are those of the token, through quotes, escapes and broken lines", () => {
    const json = JSON.stringify({
      ancilla: 1,
      kind: "master-equation",
      name: "x",
      spaces: [{ label: "S", kind: "qubit" }],
      H: "sz(S)\n + foo",
      initial: "proj(S, e)",
    });
    const [problem] = checkText(json, { file: "x.json" }).problems;
    expect(json.slice(problem.from, problem.to)).toBe("foo");
    const folded = DECAY.replace("H: omega*sz(S)/2", "H: omega*sz(S)/2\n  + foo*sx(S)");
    const [other] = checkText(folded).problems;
    expect(folded.slice(other.from, other.to)).toBe("foo");
    const quoted = DECAY.replace('"mean(proj(S, e))"', "'mean(prej(S, e))'");
    const [third] = checkText(quoted).problems;
    expect(quoted.slice(third.from, third.to)).toBe("prej");
    expect(applied(quoted, third)).toContain("'mean(proj(S, e))'");
  });

  it("of a key that is missing are those of the object that lacks it", () => {
    const text = DECAY.replace(", rate: gamma", "");
    const [problem] = checkText(text).problems;
    expect([problem.pointer, problem.code, text.slice(problem.from, problem.to)]).toEqual([
      "/jumps/0/rate",
      "missing",
      "{operator: sm(S)}",
    ]);
  });

  it("of doubts are told beside a document that is right", () => {
    const text = DECAY.replace("rate: gamma", "rate: gamma*omega");
    const { valid, warnings } = checkText(text, { file: "d.yaml" });
    expect(valid).toBe(true);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ severity: "warning", pointer: "/jumps/0/rate", code: "unit" });
    expect(warnings[0].message).toContain("(d.yaml, line 7");
    expect(text.slice(warnings[0].from, warnings[0].to)).toBe("gamma");
  });
});

describe("arguments", () => {
  it("of the wrong kind get a sentence", () => {
    expect(() => checkText(1 as never)).toThrow(/Argument `text` must be the text of a document/);
    expect(() => checkText("", { formt: "json" } as never)).toThrow(/formt/);
    expect(() => checkText("", { format: "toml" } as never)).toThrow(/format/);
  });
});
