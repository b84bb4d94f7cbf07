/** Results that version 0.1.0 wrote are read as what they are; what is no result is refused by name. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readResult } from "../../src/files/read.ts";
import { columnsOf } from "../../src/files/record.ts";

const folder = "test/fixtures/results-0.1.0";
const read = (name: string) => readResult(join(folder, name));

describe("files of 0.1.0", () => {
  it.each(readdirSync(folder))("%s is read", async (name) => {
    const { columns, record } = await read(name);
    const lengths = Object.values(columns).map((column) => column.length);
    expect(lengths.length).toBeGreaterThan(1);
    expect(new Set(lengths).size).toBe(1);
    expect(record === null).toBe(!name.endsWith(".json"));
    if (record) expect(record.provenance.ancilla).toBe("0.1.0");
  });

  it("hold the same ensemble in every form", async () => {
    const { columns, record } = await read("phaseonium-ensemble.json");
    expect(columns.collision).toEqual([0, 3, 6]);
    expect(Object.keys(columns)).toContain("q0.5_T2");
    expect(columns.mean_T1[0]).toBe(0.9630433178344934);
    expect(record).toMatchObject({ model: "phaseonium", trajectories: 40, partial: false });
    expect(record?.provenance).toMatchObject({ seed: 7, noise: ["phi=normal(2.404,0.2)"] });
    for (const form of ["csv", "npz", "parquet"]) expect((await read(`phaseonium-ensemble.${form}`)).columns).toEqual(columns);
  });

  it("hold a run's columns, and the values of a sweep and of a stationary state", async () => {
    const run = await read("phaseonium-run.json");
    expect((await read("phaseonium-run.csv")).columns).toEqual(run.columns);
    const sweep = await read("bloch-sweep-Omega.json");
    expect(Object.values(sweep.columns)[0]).toEqual([0, 0.5, 1]);
    const { record } = await read("rotor-steady.json");
    expect(columnsOf(record as NonNullable<typeof record>).mode).toEqual([expect.any(Number)]);
  });

  it("are refused by name where they are no result: a study's own JSON", async () => {
    const own = mkdtempSync(join(tmpdir(), "ancilla-study-"));
    const path = join(own, "robustness.json");
    try {
      writeFileSync(path, JSON.stringify({ study: "robustness", table: [], curves: [], partial: false, provenance: { ancilla: "0.1.0" } }));
      await expect(readResult(path)).rejects.toThrow(/^Argument `file` must hold a result of ancilla \(model, axis, observables\)/);
    } finally {
      rmSync(own, { recursive: true });
    }
  });
});
