/** One hash for the numbers of a result: defined byte by byte, the same from the library and from what the command line prints. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { withHash } from "../../src/files/result-hash.ts";
import {
  averaged,
  bloch,
  ensemble,
  normal,
  perRealisation,
  phaseonium,
  resultColumns,
  resultHash,
  rotor,
  run,
  steady,
  structured,
  sweep,
  uniform,
} from "../../src/index.ts";
import { inProcess } from "../cli/inprocess.ts";

/** The definition once more, with Node's hash. */
function byHand(columns: readonly (readonly [string, readonly (number | null)[]])[]): string {
  const hash = createHash("sha256");
  for (const [name, values] of columns) {
    hash.update(Buffer.concat([Buffer.from(name), Buffer.from([0])]));
    const bytes = Buffer.alloc(4 + 8 * values.length);
    bytes.writeUInt32LE(values.length, 0);
    values.forEach((value, k) => {
      if (value === null) bytes.set([0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 4 + 8 * k);
      else bytes.writeDoubleLE(value, 4 + 8 * k);
    });
    hash.update(bytes);
  }
  return hash.digest("hex");
}

async function printed(words: string): Promise<Record<string, never>> {
  return JSON.parse((await inProcess(words.split(" "))).out) as Record<string, never>;
}

describe("resultHash", () => {
  it("is SHA-256 over the axis, then columns by code unit, null as a quiet NaN and −0 as 0", () => {
    const result = {
      axis: { name: "ε", values: [0, 0.5] },
      observables: { b: [1, null], B: [-0, 2e-308], "a b": [Number.NaN, Number.POSITIVE_INFINITY] },
    };
    const wanted = byHand([
      ["ε", [0, 0.5]],
      ["B", [0, 2e-308]],
      ["a b", [null, null]],
      ["b", [1, null]],
    ]);
    expect(resultHash(result)).toBe(wanted);
    expect(resultHash(JSON.parse(JSON.stringify(result)))).toBe(wanted);
  });

  it("moves with any digit, name or place", () => {
    const of = (values: readonly number[], name = "x") =>
      resultHash({ axis: { name: "t", values: [0, 1] }, observables: { [name]: values } });
    const hashes = [of([1, 2]), of([2, 1]), of([1, 2 + 2 ** -51]), of([1, 2], "y"), of([1])];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it.each([
    ["run bloch --until 1 --observe sx,sz --json", () => run(bloch(), { until: 1, observables: ["sx", "sz"] })],
    [
      "run phaseonium --set levels=6 --steps 20 --observe T1,T2 --json",
      () => run(phaseonium({ levels: 6 }), { steps: 20, observables: ["T1", "T2"] }),
    ],
    [
      "steady rotor --set lmin=-4 --set lmax=4 --observe Q1,mode --json",
      () => steady(rotor({ lmin: -4, lmax: 4 }), { observables: ["Q1", "mode"] }),
    ],
    [
      "sweep rotor --set lmin=-4 --set lmax=4 --over beta2=0.01:0.09:4 --observe Q1,mode --json",
      ({ axis }) =>
        sweep(rotor({ lmin: -4, lmax: 4 }), { over: "beta2", values: (axis as { values: number[] }).values, observables: ["Q1", "mode"] }),
    ],
    [
      "sweep bloch --over Omega=0.5,1 --over gamma=0.1,0.2,0.4 --observe sz --json",
      () =>
        sweep(bloch(), {
          over: ["Omega", "gamma"],
          values: [
            [0.5, 1],
            [0.1, 0.2, 0.4],
          ],
          observables: ["sz"],
        }),
    ],
    [
      "ensemble structured --steps 8 --save-every 4 --trajectories 64 --seed 3 --noise beta=uniform(0.5,1.5)@realisation --observe sz --quantiles 0.05,0.5 --threads 1 --json",
      async () => {
        const noise = { beta: perRealisation(uniform(0.5, 1.5)) };
        const options = {
          steps: 8,
          saveEvery: 4,
          trajectories: 64,
          seed: 3,
          noise,
          observables: ["sz"],
          quantiles: [0.05, 0.5],
          threads: 1,
        };
        return ensemble(structured(), options);
      },
    ],
  ] as readonly (readonly [string, (record: Record<string, unknown>) => object])[])(
    "of the library's result is that of `%s`",
    async (words, make) => {
      const record = await printed(words);
      const result = await make(record);
      expect((record.provenance as { resultHash?: string }).resultHash).toBe(resultHash(result));
      expect(resultHash(record)).toBe(resultHash(result));
      expect(resultHash(structuredClone(result))).toBe(resultHash(result));
    },
  );

  it("of a record is part of its provenance, whatever stood there", () => {
    const record = {
      model: "m",
      parameters: {},
      axis: { name: "t", values: [0] },
      observables: { x: [1] },
      diagnostics: {},
      provenance: {} as never,
    };
    const once = withHash(record);
    expect((once.provenance as { resultHash?: string }).resultHash).toBe(resultHash(record));
    expect(withHash(once)).toEqual(once);
  });
});

it("columns come axis first, under the names of CSV files", async () => {
  expect(Object.keys(resultColumns(run(bloch(), { until: 1, observables: ["sz", "sx"] })))).toEqual(["time", "sz", "sx"]);
  expect(Object.keys(resultColumns(steady(bloch(), { observables: ["sz"] })))).toEqual(["stationary", "sz"]);
  const mean = averaged(phaseonium({ levels: 5 }), { steps: 2, noise: { phi: normal(2.4, 0.1) }, observables: ["n1"] });
  expect(Object.keys(resultColumns(mean))).toEqual(["axis", "n1"]);
});

it("refuses what has no columns", () => {
  for (const bad of [null, 1, "x", {}, [], { axis: { name: "t", values: [0] } }])
    expect(() => resultHash(bad as never)).toThrow(/must be a result/);
});
