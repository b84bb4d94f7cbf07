/** Lists of live elements: counted as the plan counts them, closed under the run, and with the names of the basis. */
import { expect, it } from "vitest";
import { atoms, bloch, kerr, type Model, phaseonium, plan, rotor, run, sectorData, spinChain } from "../../src/index.ts";

const cascade = phaseonium({ levels: 8, T0: [0.5, 0.5] });

it.each([cascade, bloch(), rotor({ lmin: -3, lmax: 3 }), spinChain({ N: 3 }), atoms({ N: 4 })])(
  "counts what the plan of $name counts",
  (model) => {
    const data = sectorData(model);
    const { sector, dimension } = plan(model, model.dynamics.kind === "collisions" ? { steps: 1 } : { until: 1 });
    expect(data.dimension).toBe(dimension);
    expect(data.of).toBe(dimension * dimension);
    expect(data.coordinates).toBe(sector?.coordinates ?? dimension * dimension);
    expect(data.coordinates).toBe(data.parts.reduce((sum, part) => sum + (part === 3 ? 2 : 1), 0));
    expect(data.real).toBe(sector?.real ?? false);
    expect(data.counts.elements + data.counts.never).toBe((dimension * (dimension + 1)) / 2);
    expect(data.kets).toHaveLength(dimension);
    for (let e = 0; e < data.rows.length; e++) expect(data.rows[e]).toBeLessThanOrEqual(data.columns[e]);
  },
);

const stateAfter = (model: Model) =>
  run(model, model.dynamics.kind === "collisions" ? { steps: 7, observables: ["purity"] } : { until: 0.7, observables: ["purity"] }).final;

it.each([bloch(), spinChain({ N: 3 })])("holds every element that a run of $name makes, and says how large each is", (model) => {
  const state = stateAfter(model);
  const { rows, columns, sizes, counts } = sectorData(model, { state });
  const known = new Map(Array.from(rows, (row, e) => [`${row},${columns[e]}`, e]));
  let live = 0;
  state.forEach((i, j, re, im) => {
    if (i > j) return;
    const size = Math.sqrt(re * re + im * im);
    const e = known.get(`${i},${j}`);
    if (size === 0) return;
    live++;
    expect(sizes?.[e as number]).toBe(size);
  });
  expect(counts.live).toBe(live);
});

it("tells apart what may live and what is 0 now", () => {
  const model = bloch();
  const [before, after] = [sectorData(model, { state: model.initial }), sectorData(model, { state: stateAfter(model) })];
  expect(before.rows).toEqual(after.rows);
  expect(before.counts.live).toBeLessThan(after.counts.live as number);
  expect(sectorData(model).counts.live).toBeNull();
});

it("names the basis states", () => {
  expect(sectorData(bloch()).kets).toEqual(["|e⟩", "|g⟩"]);
  expect(sectorData(bloch()).bras).toEqual(["⟨e|", "⟨g|"]);
  expect(sectorData(cascade).kets.slice(0, 9)).toEqual(["|0,0⟩", "|0,1⟩", "|0,2⟩", "|0,3⟩", "|0,4⟩", "|0,5⟩", "|0,6⟩", "|0,7⟩", "|1,0⟩"]);
});

it("is plain, and refuses what it cannot list", () => {
  const data = sectorData(cascade);
  expect(structuredClone(data)).toEqual(data);
  expect(() => sectorData(kerr({ levels: 5000 }))).toThrow("Argument `model` must have at most 4096 basis states");
  expect(() => sectorData(bloch(), { stat: 1 } as never)).toThrow('Did you mean "state"?');
  expect(() => sectorData(bloch(), { state: cascade.initial })).toThrow("`state`");
});
