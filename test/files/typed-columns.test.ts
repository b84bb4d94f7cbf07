/** Results as typed arrays: the same numbers, NaN for null, with the units that models, documents and the catalogue declare. */
import { describe, expect, it } from "vitest";
import { documentFromData, documentModel } from "../../src/documents/index.ts";
import {
  averaged,
  bloch,
  composite,
  counting,
  ensemble,
  expectation,
  heterodyne,
  jumps,
  normal,
  phaseonium,
  qubit,
  resultColumns,
  rotor,
  run,
  sigmaX,
  steady,
  structured,
  sweep,
  typedColumns,
  uniform,
  unravel,
} from "../../src/index.ts";

/** Every number of a typed table is that of the plain columns. */
function sameNumbers(result: object): void {
  const plain = resultColumns(result);
  for (const [name, { values }] of Object.entries(typedColumns(result).columns)) {
    expect(Array.from(values, (value) => (Number.isNaN(value) ? null : value))).toEqual(plain[name]);
  }
}

describe("the columns of each kind of result", () => {
  it("a run in time and one of collisions", () => {
    const model = bloch();
    const result = run(model, { until: 1, saveEvery: 0.5, observables: ["sz", "energy", "C_l1"] });
    const { axis, columns } = typedColumns(result, model);
    expect(axis).toEqual({ name: "time", values: Float64Array.of(0, 0.5, 1), unit: "time" });
    expect(Object.entries(columns).map(([name, { unit }]) => [name, unit])).toEqual([
      ["sz", "1"],
      ["energy", "energy"],
      ["C_l1", "1"],
    ]);
    sameNumbers(result);
    const stream = structured();
    const collided = run(stream, { steps: 2, observables: ["Q", "Q_total", "Sigma"] });
    expect(typedColumns(collided, stream).axis.unit).toBe("1");
    expect(Object.values(typedColumns(collided, stream).columns).map(({ unit }) => unit)).toEqual(["energy", "energy", "1"]);
    expect(typedColumns(collided, stream).columns.Q.values[0]).toBeNaN();
    sameNumbers(collided);
  });

  it("a stationary state: one value, on an axis of no values", () => {
    const model = bloch();
    const state = steady(model, { observables: ["sz"] });
    const { axis, columns } = typedColumns(state, model);
    expect(axis.name).toBe("stationary");
    expect(axis.values).toEqual(Float64Array.of(Number.NaN));
    expect(columns.sz).toEqual({ values: Float64Array.of(state.observables.sz as number), unit: "1" });
  });

  it("a sweep over one parameter and over two, and over names", () => {
    const model = rotor({ lmin: -2, lmax: 2 });
    const line = sweep(model, { over: "beta2", values: [0.02, 0.2], observables: ["WQ", "mode", "eta"] });
    const { axis, columns } = typedColumns(line, model);
    expect(axis).toEqual({ name: "beta2", values: Float64Array.of(0.02, 0.2), unit: "1/energy" });
    expect(columns.WQ.unit).toBe("energy/time");
    expect(columns.mode.labels?.[columns.mode.values[0]]).toBe("engine");
    sameNumbers(line);
    const over = ["Omega", "gamma"] as const;
    const grid = sweep(bloch(), {
      over,
      values: [
        [0.5, 1],
        [0.1, 0.2, 0.3],
      ],
      observables: ["sz"],
    });
    const typed = typedColumns(grid, bloch());
    expect(typed.axes.map(({ name, unit, values: { length } }) => [name, unit, length])).toEqual([
      ["Omega", "energy", 2],
      ["gamma", "1/time", 3],
    ]);
    expect(Array.from(typed.columns.sz.values)).toEqual(grid.observables.sz);
    const kinds = sweep(composite(), { over: "bath", values: ["qubits", "oscillators"], observables: ["C_l1"] });
    const { axis: names } = typedColumns(kinds);
    expect(names).toEqual({ name: "bath", values: Float64Array.of(0, 1), unit: null, labels: ["qubits", "oscillators"] });
  });

  it("ensembles, exact averages and trajectories", async () => {
    const model = phaseonium({ cavities: 1 });
    const noise = { phi: normal(2.4, 0.2) };
    const result = await ensemble(model, { steps: 2, trajectories: 8, seed: 1, noise, observables: ["T1"], quantiles: [0.5] });
    const { columns } = typedColumns(result, model);
    expect(Object.keys(columns)).toEqual(["mean_T1", "std_T1", "standardError_T1", "min_T1", "max_T1", "q0.5_T1"]);
    expect(new Set(Object.values(columns).map(({ unit }) => unit))).toEqual(new Set(["ħω/k_B"]));
    sameNumbers(result);
    sameNumbers(averaged(model, { steps: 2, noise: { phi: uniform(2, 2.5) }, observables: ["T1"] }));
    const atom = bloch();
    const seen = await unravel(atom, { by: jumps(), until: 1, saveEvery: 0.5, trajectories: 4, seed: 1, observables: ["sz"] });
    expect(typedColumns(seen, atom).columns.mean_sz.unit).toBe("1");
    sameNumbers(seen);
    const by = heterodyne({ dt: 0.02 });
    sameNumbers(await unravel(atom, { by, until: 0.2, saveEvery: 0.1, trajectories: 4, seed: 1, observables: ["sz", "Y1"] }));
  });

  it("counting: cumulants along a run, and rates without one", () => {
    const model = bloch();
    const of = [{ name: "N", jumps: "all" }] as const;
    const along = counting(model, { of, orders: 2, until: 1 });
    const { axis, columns } = typedColumns(along);
    expect(axis).toEqual({ name: "time", values: Float64Array.from(along.axis.values), unit: "time" });
    expect(Array.from(columns.K2_N.values)).toEqual(along.cumulants.N[1]);
    const rates = typedColumns(counting(model, { of, orders: 1 }));
    expect(rates.axis.name).toBe("stationary");
    expect(rates.columns.c1_N.values).toHaveLength(1);
  });
});

it("units come from the declaration of the observable: a document's own, and what a request brings along", () => {
  const data = {
    ancilla: 1,
    kind: "master-equation",
    name: "pendulum",
    parameters: { g: { default: 0.5, unit: "energy" } },
    spaces: [{ label: "S", kind: "qubit" }],
    H: "g*sx(S)",
    initial: "proj(S, e)",
    jumps: [{ operator: "sm(S)", rate: 1, bath: "bath" }],
    observables: { height: { of: "2*mean(sz(S))", unit: "length" } },
  };
  const own = documentModel(documentFromData(data)).build({});
  const swept = sweep(own, { over: "g", values: [0.5, 1], observables: ["height", "Q_bath"] });
  expect(typedColumns(swept, own).columns).toMatchObject({ height: { unit: "length" }, Q_bath: { unit: "energy/time" } });
  const record = { ...swept, document: own.document };
  expect(typedColumns(record)).toMatchObject({ axis: { name: "g", unit: "energy" }, columns: { height: { unit: "length" } } });
  const space = qubit();
  const result = run(bloch(), { until: 1, observables: { x: sigmaX(space) } });
  expect(typedColumns(result, bloch()).columns.x.unit).toBeNull();
  expect(expectation("x", sigmaX(space), "a length", undefined, "length")).toMatchObject({ unit: "length" });
});

it("every column has a buffer of its own that postMessage can transfer", () => {
  const { axis, columns } = typedColumns(run(bloch(), { until: 1, observables: ["sz", "sx"] }));
  const buffers = [axis, ...Object.values(columns)].map(({ values }) => values.buffer as ArrayBuffer);
  expect(new Set(buffers).size).toBe(3);
  const moved = structuredClone(columns.sz.values, { transfer: [buffers[1]] });
  expect(moved.at(-1)).toBeTypeOf("number");
  expect(columns.sz.values).toHaveLength(0);
});

it("what has no columns is refused with the remedy", () => {
  expect(() => typedColumns({})).toThrow(/Argument `result` must be a result .* Give what run, steady, sweep or ensemble returns/);
  expect(() => typedColumns(run(bloch(), { until: 1 }), {} as never)).toThrow(TypeError);
});
