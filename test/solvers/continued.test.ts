/** States that a run keeps, files of them, and runs that go on from them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { timeFunction } from "../../src/dynamics/coefficient.ts";
import { readState, readStates, saveStates } from "../../src/files/state-files.ts";
import { rk4 } from "../../src/methods/method.ts";
import { bloch } from "../../src/models/bloch.ts";
import { collisionModel } from "../../src/models/collision-model.ts";
import { masterEquation } from "../../src/models/master-equation.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { statesData, statesFromData } from "../../src/models/recorded-states.ts";
import { scale } from "../../src/operators/algebra.ts";
import { qubitHamiltonian, sigmaMinus, sigmaPlus, sigmaX } from "../../src/operators/named.ts";
import { ket, qubitState } from "../../src/operators/states.ts";
import { run } from "../../src/solvers/run.ts";
import type { RunOptions } from "../../src/solvers/runoptions.ts";
import { qubit, type Space } from "../../src/spaces/space.ts";
import { inProcess } from "../cli/inprocess.ts";

const folder = mkdtempSync(join(tmpdir(), "ancilla-states-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two kinds of unit in turn: a stream whose order matters. */
function alternating(): Model {
  const [system, cold, hot] = [qubit("system"), qubit("cold"), qubit("hot")];
  const unit = (space: typeof cold, omega: number, beta: number) => ({
    bath: space.factors[0].label,
    HE: qubitHamiltonian(space, omega),
    V: [
      [sigmaPlus(system), sigmaMinus(space)],
      [sigmaMinus(system), sigmaPlus(space)],
    ] as const,
    beta,
  });
  return collisionModel({
    HS: qubitHamiltonian(system, 1),
    units: [unit(cold, 1, 2), unit(hot, 1.5, 0.5), unit(qubit("third"), 0.7, 1)],
    tau: 0.3,
    initial: qubitState([0.6, 0.2, -0.5], system),
  });
}

const q = qubit();
const driven = masterEquation({
  H: [scale(qubitHamiltonian(q, 1), 1), [sigmaX(q), timeFunction((t) => (t < 3 ? Math.sin(t) : 0.2), [3])]],
  jumps: [[sigmaMinus(q), 0.1]],
  initial: [0, 1],
});

describe("a run that goes on from a recorded state", () => {
  const same: readonly (readonly [string, Model, RunOptions, RunOptions, number])[] = [
    ["collisions in turn, in the middle of a cycle", alternating(), { steps: 40, saveEvery: 5 }, { steps: 20, saveEvery: 5 }, 20],
    ["a cascade", phaseonium({ cavities: 2, levels: 6 }), { steps: 60, saveEvery: 10 }, { steps: 30, saveEvery: 10 }, 30],
    ["a lossy cavity", phaseonium({ cavities: 1, levels: 8, kappa: 0.1 }), { steps: 12, saveEvery: 3 }, { steps: 6, saveEvery: 3 }, 6],
    [
      "a master equation in equal steps",
      bloch(),
      { until: 2, saveEvery: 0.25, method: rk4({ dt: 0.0625 }) },
      { until: 2, saveEvery: 0.25, method: rk4({ dt: 0.0625 }) },
      1,
    ],
  ];
  for (const [what, model, whole, rest, at] of same) {
    it(`has the bits of the whole one: ${what}`, () => {
      const long = run(model, { ...whole, states: true });
      const start = long.states?.find((state) => state.at === at);
      expect(start).toBeDefined();
      const later = run(model, { ...rest, initial: start as NonNullable<typeof start>, states: true });
      const first = long.axis.values.indexOf(at);
      expect(later.axis).toEqual({ ...long.axis, values: long.axis.values.slice(first) });
      for (const [name, column] of Object.entries(later.observables)) expect(column).toEqual(long.observables[name].slice(first));
      expect([...later.final.matrix().data]).toEqual([...long.final.matrix().data]);
      expect(later.states?.map((state) => state.at)).toEqual(later.axis.values);
    });
  }

  it("reads functions of time from there, up to its tolerance", () => {
    const long = run(driven, { times: [1.3, 2.7, 4.1, 6], states: [2.7] });
    const later = run(driven, { times: [4.1, 6], initial: long.states?.[0] as never });
    expect(later.axis.values).toEqual([2.7, 4.1, 6]);
    for (const name of ["sx", "sz", "energy", "W"]) {
      later.observables[name]?.forEach((value, k) => expect(value).toBeCloseTo(long.observables[name][k + 2] as number, 7));
    }
    expect(run(driven, { until: 6, from: 2.7, initial: long.states?.[0].state as never }).axis.values.at(-1)).toBe(6);
  });

  it("starts anew where the state alone is given, and elsewhere by `from`", () => {
    const model = alternating();
    const { states } = run(model, { steps: 4, states: [1, 4] });
    const [, last] = states as NonNullable<typeof states>;
    expect(run(model, { steps: 1, initial: last.state }).axis.values).toEqual([0, 1]);
    const there = run(model, { steps: 1, initial: last.state, from: 4 });
    expect(there.axis.values).toEqual([4, 5]);
    expect(there.observables.sz).toEqual(run(model, { steps: 1, initial: last }).observables.sz);
    expect(there.observables.sz[1]).not.toBe(run(model, { steps: 1, initial: last.state }).observables.sz[1]);
  });

  it("goes on where positivity is not promised", () => {
    const H = qubitHamiltonian(q, 1);
    const equation = masterEquation({
      H,
      jumps: [{ operator: sigmaMinus(q), rate: timeFunction((t) => Math.cos(t)) }],
      negativeRates: true,
      initial: [1, 0],
    });
    const first = run(equation, { until: 2, states: [2], observables: ["sz"] });
    const later = run(equation, { until: 3, initial: first.states?.[0] as never, observables: ["sz"] });
    expect(later.observables.sz.at(-1)).toBeCloseTo(run(equation, { until: 3, observables: ["sz"] }).observables.sz.at(-1) as number, 7);
  });
});

describe("files of states", () => {
  const model = phaseonium({ cavities: 2, levels: 4 });
  const initial = (space: Space) => ket(space, [0.8, [0, 0.6], ...new Array(space.dimension - 2).fill(0)]);
  const { states = [] } = run(model, { steps: 6, saveEvery: 2, states: true, initial });

  it.each(["json", "npz"])("keep every bit as %s", async (ending) => {
    const path = join(folder, `states.${ending}`);
    await saveStates(path, states);
    const back = await readStates(path);
    expect(back.map(({ at, axis }) => [at, axis])).toEqual(states.map(({ at, axis }) => [at, axis]));
    back.forEach(({ state }, k) =>
      expect([...state.matrix().data].map((x) => x + 0)).toEqual([...states[k].state.matrix().data].map((x) => x + 0)),
    );
    expect(run(model, { steps: 2, initial: await readState(path, 4) }).observables).toEqual(
      run(model, { steps: 2, initial: states[2] }).observables,
    );
    expect((await readState(path)).at).toBe(6);
    await expect(readState(path, 5)).rejects.toThrow(/`at` must be the place of a state in the file, but is 5\. It has 0, 2, 4, 6/);
  });

  it("go through JSON text in a browser as well", () => {
    expect(statesFromData(JSON.parse(JSON.stringify(statesData(states))))[1].at).toBe(2);
  });

  it("continue a run on the command line", async () => {
    const words = ["run", "phaseonium", "--set", "cavities=1", "--set", "levels=6", "--observe", "n1"];
    const first = await inProcess([...words, "--steps", "4", "--save-every", "2", "--states", "--out", folder]);
    expect(first.code).toBe(0);
    const file = join(folder, "phaseonium-run-states.npz");
    const later = JSON.parse((await inProcess([...words, "--steps", "4", "--save-every", "2", "--initial", file, "--json"])).out);
    const long = JSON.parse((await inProcess([...words, "--steps", "8", "--save-every", "2", "--json"])).out);
    expect(later.axis.values).toEqual([4, 6, 8]);
    expect(later.observables.n1).toEqual(long.observables.n1.slice(2));
    expect(later.provenance.initial).toMatch(/phaseonium-run-states\.npz \(SHA-256 [0-9a-f]{64}\)/);
    expect((await inProcess([...words, "--steps", "4", "--states"])).err).toMatch(/--states needs --out/);
  });

  const broken: readonly (readonly [string, string, RegExp])[] = [
    ["not-json.json", "{", /"[^"]*not-json\.json" is not: /],
    ["other.json", '{"axis": {}}', /must hold states that a run recorded/],
    ["version.json", JSON.stringify({ ...statesData(states), version: 9 }), /version` must be 1, but is 9/],
    [
      "lengths.json",
      JSON.stringify({ ...statesData(states), states: [{ ...statesData(states).states[0], re: [1] }] }),
      /have lists of equal length/,
    ],
    [
      "outside.json",
      JSON.stringify({
        ...statesData(states),
        states: [{ ...statesData(states).states[0], rows: statesData(states).states[0].rows.map(() => 99) }],
      }),
      /lie inside/,
    ],
    ["not.npz", "zip", /is not: /],
  ];
  it.each(broken)("that are none get one sentence: %s", async (name, text, sentence) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    await expect(readStates(path)).rejects.toThrow(sentence);
    await expect(readStates(path)).rejects.toThrow(/^Argument `path` must/);
  });

  it("say what else is wrong", async () => {
    await expect(readStates(join(folder, "nowhere.json"))).rejects.toThrow(/does not exist/);
    await expect(saveStates(join(folder, "x.csv"), states)).rejects.toThrow(/`path` must end in \.json or \.npz/);
    await expect(saveStates(join(folder, "x.json"), undefined)).rejects.toThrow(
      /`states` must be the states of a run.*Run with \{ states: true \}/,
    );
    expect(() => run(model, { steps: 4, saveEvery: 2, states: [3] })).toThrow(
      /`states` must name records of the run, but is 3\. The nearest record is [24]/,
    );
    expect(() => run(model, { steps: 4, states: false as never })).toThrow(/`states` must be true, or a list of records/);
    expect(() => run(bloch(), { until: 1, initial: states[0] })).toThrow(/`initial` must be recorded over times/);
    expect(() => run(bloch(), { until: 1, from: 1 })).toThrow(/`until` must be later than the start at t = 1/);
    expect(() => run(model, { steps: 1, from: 0.5 })).toThrow(/`from` must be an integer/);
  });
});
