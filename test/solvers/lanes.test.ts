import { describe, expect, it } from "vitest";
import { bytesInUse, memorySize } from "../../bindings/memory.ts";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { compileNoise } from "../../src/ensembles/draws.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { laneRunner } from "../../src/solvers/lane-runner.ts";

const observables = ["T1", "T2", "adag_b", "purity"];

function realisations(
  model: Model,
  noise: Parameters<typeof compileNoise>[0],
  lanes: number,
  count: number,
  observed = observables,
): Float64Array[] {
  const runner = laneRunner(model, { steps: 12, saveEvery: 4, observables: observed, noise: compileNoise(noise, 11, null), lanes });
  const width = runner.axis.length * observed.length;
  const all: Float64Array[] = [];
  const out = new Float64Array(width * lanes);
  try {
    for (let first = 0; first < count; first += lanes) {
      runner.run(first, Math.min(lanes, count - first), out);
      for (let l = 0; l < Math.min(lanes, count - first); l++) all.push(Float64Array.from({ length: width }, (_, k) => out[k * lanes + l]));
    }
  } finally {
    runner.release();
  }
  return all;
}

const general = (model: Model): Model => {
  const { structure: _, ...rest } = model;
  return rest;
};

describe("lanes", () => {
  const model = phaseonium({ levels: 5, theta: 0.5 });
  const phase = { phi: normal(2.4, 0.2) };
  const time = { theta: normal(0.5, 0.2) };
  const detuning = { detuning: normal(0, 0.3), phi: normal(2.4, 0.2) };
  const single = phaseonium({ cavities: 1, levels: 7, theta: 0.5, detuning: 0.4 });
  const oneMode = ["T1", "n1", "purity"];

  it.each([
    ["exchange kernel, phase noise", model, phase],
    ["exchange kernel, time noise", model, time],
    ["detuned exchange, detuning noise", model, detuning],
    ["fixed matrices with weights", general(model), phase],
    ["rebuilt coefficients", general(model), time],
  ])("%s: a realisation has the same bits in 1 … 8 lanes", (_, own, noise) => {
    const alone = realisations(own, noise, 1, 9);
    for (const lanes of [2, 3, 5, 8]) {
      realisations(own, noise, lanes, 9).forEach((values, r) => expect(values).toEqual(alone[r]));
    }
  });

  it.each([
    ["phase", phase],
    ["time", time],
    ["detuning", detuning],
  ])("the lowerings agree under %s noise", (_, noise) => {
    const fast = realisations(model, noise, 8, 8);
    const slow = realisations(general(model), noise, 8, 8);
    fast.forEach((values, r) => values.forEach((value, k) => expect(Math.abs(value - slow[r][k])).toBeLessThan(1e-13)));
  });

  it.each([
    ["phase", phase],
    ["time", time],
    ["detuning", detuning],
  ])("one mode agrees with the general route and has the same bits in any lanes under %s noise", (_, noise) => {
    const fast = realisations(single, noise, 8, 9, oneMode);
    const slow = realisations(general(single), noise, 8, 9, oneMode);
    const alone = realisations(single, noise, 3, 9, oneMode);
    fast.forEach((values, r) => values.forEach((value, k) => expect(Math.abs(value - slow[r][k])).toBeLessThan(3e-13)));
    expect(alone).toEqual(fast);
  });

  it("leave linear memory where it was, however often they are bound", () => {
    const noise = compileNoise(phase, 1, null);
    const cycle = () => {
      const runner = laneRunner(model, { steps: 1, observables: ["T1"], noise });
      runner.run(0, 8, new Float64Array(runner.axis.length * 8));
      runner.release();
    };
    for (let k = 0; k < 5; k++) cycle();
    const size = memorySize();
    for (let k = 0; k < 300; k++) cycle();
    expect(memorySize()).toBe(size);
    expect(bytesInUse()).toBe(0);
  });
});
