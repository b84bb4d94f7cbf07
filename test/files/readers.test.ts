/** The readers of docs/results.md, run on real files: those in Python where Python, NumPy and PyArrow are. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { provenance } from "../../src/files/provenance.ts";
import type { GridRecord, ResultRecord } from "../../src/files/record.ts";
import { dataFormats, saveRecord } from "../../src/files/save.ts";

const page = readFileSync("docs/results.md", "utf8");
const readers = [...page.matchAll(/<!-- run: (\w+) -->\n```python\n([\s\S]*?)```/g)].map(([, form, text]) => ({ form, text }));
const python = process.env.PYTHON ?? "python3";
const needs: Readonly<Record<string, string>> = { npz: "numpy", parquet: "pyarrow.parquet" };

/** Does Python run, with the package that a reader needs? */
function has(form: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${needs[form] ?? "json"}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const common = { model: "rotor", parameters: { g: 1 }, diagnostics: { warnings: [] }, provenance: provenance({}) };
const curve: ResultRecord = { ...common, axis: { name: "time", values: [0, 0.5, 1] }, observables: { Q1: [1, null, 1 / 3] } };
const grid: GridRecord = {
  ...common,
  axes: [
    { name: "a", values: [1, 2, 3] },
    { name: "b", values: [0.5, 0.25] },
  ],
  observables: { Q1: [1, 2, null, 4, 5, 6] },
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-readers-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the readers in Python", () => {
  it("are there for every form, in five lines each", () => {
    expect(readers.map(({ form }) => form).sort()).toEqual([...dataFormats].sort());
    for (const { text } of readers) expect(text.trim().split("\n").length).toBeLessThanOrEqual(5);
  });

  const able = readers.filter(({ form }) => has(form));

  for (const { form } of readers.filter((reader) => !able.includes(reader)))
    it.skip(`read ${form} (needs ${needs[form] ?? python})`, () => {});

  it.each(able.map(({ form, text }) => [form, text] as const))("read %s", async (form, text) => {
    const read = async (record: ResultRecord | GridRecord): Promise<string> => {
      await saveRecord(folder, "result", record, dataFormats);
      writeFileSync(join(folder, "read.py"), text);
      return execFileSync(python, ["read.py"], { cwd: folder, encoding: "utf8" });
    };
    expect(await read(curve)).toMatch(form === "csv" ? /'time': 3, 'Q1': 3/ : /rotor/);
    const shape = form === "npz" ? /'a': \(3,\), 'b': \(2,\), 'Q1': \(3, 2\)/ : form === "csv" ? /'a': 6, 'b': 6, 'Q1': 6/ : /rotor.*6/;
    expect(await read(grid)).toMatch(shape);
  });
});
