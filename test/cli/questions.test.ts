/** Sections `counting`, `unravel`, `correlate`, `spectrum`, `wigner` of documents: defaults of the commands, what the line says wins. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { load } from "../../src/cli/commands.ts";
import { QUESTIONS } from "../../src/cli/document-defaults.ts";
import { program } from "../../src/cli/program.ts";
import { documentFromData, documentModel, documentSchema, modelDocument, readDocument } from "../../src/documents/index.ts";
import { bloch } from "../../src/index.ts";
import { inProcess } from "./inprocess.ts";

const folder = mkdtempSync(join(tmpdir(), "ancilla-questions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = "examples/driven-atom.yaml";
const text = readFileSync(file, "utf8");
let made = 0;

/** The example with something else in it. */
function changed(from: string | RegExp, to: string): string {
  const path = join(folder, `atom${made++}.yaml`);
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
  return path;
}

async function json(...words: string[]) {
  const { code, out, err } = await inProcess([...words, "--json"]);
  expect([err, code]).toEqual(["", 0]);
  return JSON.parse(out);
}

describe("sections", () => {
  it("have a key for each option of their command that asks something", async () => {
    const delivery =
      "json out format assemble together force set observe initial help quiet threads checkpoint chunk deadline shard allowModule".split(
        " ",
      );
    const definitions = documentSchema().$defs as Readonly<Record<string, { readonly properties: object }>>;
    for (const command of program(await load()).commands.filter((one) => (QUESTIONS as readonly string[]).includes(one.name()))) {
      const keys = Object.keys(definitions[command.name()].properties);
      const options = command.options.map((option) => option.attributeName()).filter((name) => !delivery.includes(name));
      expect([command.name(), options.filter((name) => !keys.includes(name))]).toEqual([command.name(), []]);
    }
  });

  it("are what the commands take where the line is silent, and give way to it", async () => {
    const own = await json("correlate", file);
    expect([own.axis.values.length, Object.keys(own.observables)]).toEqual([161, ["g2", "intensity"]]);
    const line = await json("correlate", file, "--times", "0,1,2", "--set", "Omega=1");
    expect([line.axis.values, line.parameters.Omega]).toEqual([[0, 1, 2], 1]);
    expect((await json("spectrum", file)).axis.values).toHaveLength(321);
    expect((await json("counting", file, "--orders", "3")).rates.cumulants.N_light).toHaveLength(3);
    const followed = await json("unravel", file, "--trajectories", "4", "--seed", "9", "--until", "1");
    expect([followed.trajectories, followed.provenance.seed, Object.keys(followed.mean)]).toEqual([4, 9, ["excited"]]);
    // Lists and ranges say the same.
    const listed = await json("correlate", changed('times: "0:8:161"', "times: [0, 4, 8]"));
    expect(listed.observables.g2[1]).toBeCloseTo(own.observables.g2[80], 12);
    const timed = await json("correlate", changed('times: "0:8:161"', "times: [0, 4], from: 2"));
    expect(timed.provenance.from).toBe(2);
  });

  it("are part of the document, and of what is made of it, but not of the model", () => {
    const document = readDocument(text, { file });
    const again = modelDocument(documentModel(document).build({ Omega: 7 }));
    expect(again.data).toEqual({
      ...document.data,
      parameters: { ...document.data.parameters, Omega: { ...document.data.parameters?.Omega, default: 7 } },
    });
    expect(document.data.counting).toEqual({ of: ["N_light"], orders: 2 });
    expect(documentFromData(document.data).data).toEqual(document.data);
  });

  it("are drawn by `figures`, each by its command", async () => {
    const out = join(folder, "pictures");
    const small = changed(/unravel: .*/, "");
    const { code, err } = await inProcess(["figures", small, "--out", out, "--format", "csv,svg"]);
    expect([code, err.replace(/^warning: One point makes no picture.*\n/gm, "")]).toEqual([0, ""]);
    const files = readdirSync(out);
    for (const name of ["run-excited.svg", "g2-g2.svg", "spectrum-S.svg", "counting.csv"]) expect(files).toContain(`driven-atom-${name}`);
    const { err: refused, code: bad } = await inProcess(["figures", small, "--json"]);
    expect([refused, bad]).toEqual([
      expect.stringMatching(/prints one object, but the document asks for run, counting, correlate, spectrum/),
      2,
    ]);
  });
});

describe("bad sections", () => {
  it.each([
    [
      "correlate: { of: sm(S)",
      "correlate: { of: sm(Q)",
      /`\/correlate\/of.*must name an operator, but is "sm\(Q\)"\. Did you mean "sm\(S\)"\?/,
    ],
    ["of: [sp(S)", "of: [2*sp(, S)", /`\/spectrum\/of\/0` .*character/],
    ['over: "omega', 'over: "phi', /`\/spectrum\/over` .*must go over omega/],
    ["trajectories: 200", "trajectory: 200", /`\/unravel\/trajectory` .*Did you mean trajectories\?/],
    ["by: jumps", "by: jump", /`\/unravel\/by` .*Did you mean jumps\?/],
    ["orders: 2", "orders: 0", /`\/counting\/orders` .*must be an integer ≥ 1/],
    ["counting: { of: N_light, orders: 2 }", "wigner: { of: S }", /`\/wigner\/of` .*must name a mode, but S is none/],
    ["counting: { of: N_light, orders: 2 }", "counting: { orders: 2 }", /`\/counting\/of` .*must be given/],
    ["counting: { of: N_light, orders: 2 }", "counting: 3", /`\/counting` .*must be counting statistics/],
  ])("%s → %s", async (from, to, sentence) => {
    const { code, out, err } = await inProcess(["check", changed(from, to)]);
    expect(err).toMatch(sentence);
    expect([code, out]).toEqual([2, ""]);
  });

  it("and lines that lack something get a sentence", async () => {
    for (const [words, sentence] of [
      [["spectrum", "bloch"], /`ancilla spectrum` needs --of <operators>.*Give it on the line\.\n$/],
      [["counting", "bloch"], /needs --of <counts>.*Known here: Q, Q_bath, W, Sigma, N, N_bath\.\n$/],
      [["counting", "blok"], /There is no model "blok"\. Did you mean "?bloch/],
      [["counting", changed(/counting: .*/, "")], /needs --of <counts>.*write of into the section counting of the document/],
      [["correlate", "bloch", "--of", "sm", "--times", "0,1", "--coherence", "g3"], /Allowed choices are g1, g2/],
      [
        ["correlate", "bloch", "--of", "sm,sp,sz", "--times", "0", "--coherence", "g2"],
        /--of takes one field or two detectors, but names 3/,
      ],
      [["correlate", "bloch", "--of", "sm", "--times", "0", "--coherence", "g1", "--units"], /exclude each other/],
      [["correlate", "bloch", "--of", "sm*(", "--times", "0"], /Option --of \(character 5 of "sm\*\("\)/],
      [["wigner", "bloch"], /bloch has no mode/],
      [["wigner", "kerr", "--of", "moda"], /must name a mode/],
      [["wigner", "kerr", "--steps", "3"], /counts no collisions/],
      [["wigner", "kerr", "--points", "5000"], /at most 1001/],
      [["wigner", "kerr", "--extent", "-1"], /--extent must be > 0/],
    ] as const) {
      const { code, out, err } = await inProcess([...words]);
      expect(err).toMatch(sentence);
      expect([code, out]).toEqual([2, ""]);
    }
    expect(existsSync(join(folder, "out"))).toBe(false);
  });
});

describe("operators in words", () => {
  it("are what their names are, and more", async () => {
    const words = ["spectrum", "bloch", "--set", "Omega=2", "--over", "omega=-1,0,1"];
    const [{ label }] = bloch().dynamics.system.factors;
    const [plain, said] = [await json(...words, "--of", "sp,sm"), await json(...words, "--of", `1*sp(${label}),sm(${label})*1`)];
    expect(said.observables).toEqual(plain.observables);
    const atom = await json("correlate", file, "--of", "sp(S)*sm(S)", "--times", "0", "--coherence", "g1");
    expect(atom.observables.g1[0]).toBeCloseTo(1, 12);
  });
});
