/** Every export of the binary against its twin. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { table } from "../../../bindings/table/index.ts";
import { dense } from "./dense.ts";
import { eigen } from "./eigen.ts";
import { flow } from "./flow.ts";
import { scalars } from "./scalars.ts";
import { sparse } from "./sparse.ts";
import { trajectories } from "./trajectories.ts";
import type { Twin } from "./twin.ts";

type Name = keyof typeof table;

/** Exports with files of their own, by random properties. */
const elsewhere = {
  detunedStep: "detuned.test.ts",
  detunedTable: "detuned.test.ts",
  exchangeFlux: "exchange.test.ts",
  exchangeProducts: "exchange.test.ts",
  exchangeRates: "exchange.test.ts",
  exchangeStep: "exchange.test.ts",
  exchangeTables: "exchange.test.ts",
  exchangeWeights: "exchange.test.ts",
  gemm: "gemm.test.ts",
  interleaveKraus: "maps.test.ts",
  krausSum: "maps.test.ts",
  lindblad: "maps.test.ts",
  rk4Dense: "maps.test.ts",
  sectorApply: "sector.test.ts",
  sectorApplySingle: "sector.test.ts",
  sectorFunctionals: "sector.test.ts",
} as const;

const twins: Readonly<Record<Exclude<Name, keyof typeof elsewhere>, Twin>> = {
  ...dense,
  ...eigen,
  ...flow,
  ...scalars,
  ...sparse,
  ...trajectories,
};

describe("each export has a twin", () => {
  it("here or in a file of its own", () => {
    expect([...Object.keys(twins), ...Object.keys(elsewhere)].sort()).toEqual(Object.keys(table).sort());
    for (const [name, file] of Object.entries(elsewhere))
      expect(readFileSync(`test/kernels/${file}`, "utf8")).toMatch(new RegExp(`\\b${name}\\(`));
  });

  it.each(Object.entries(twins) as [Name, Twin][])("%s", (name, twin) => {
    expect(twin.inputs.length).toBeGreaterThan(0);
    for (const input of twin.inputs) twin.run(name, input);
  });
});
