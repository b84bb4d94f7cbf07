import { describe, expect, it } from "vitest";
import { memorySize, scope } from "../../bindings/memory.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { stateObservable } from "../../src/observables/catalogue.ts";
import { run } from "../../src/solvers/run.ts";

describe("recording", () => {
  it("survives an observable that makes linear memory grow", () => {
    const model = phaseonium({ levels: 5 });
    let first = true;
    const grow = stateObservable("grow", "allocates more than there is", () => {
      if (first) scope((s) => s.f64(memorySize() / 8));
      first = false;
      return 1;
    });
    const spied = { ...model, observable: (name: string) => (name === "grow" ? grow : model.observable(name)) };
    const { observables } = run(spied, { steps: 4, saveEvery: 1, observables: ["grow", "n1", "n2"] });
    const alone = run(model, { steps: 4, saveEvery: 1, observables: ["n1", "n2"] }).observables;
    expect(observables.n1).toEqual(alone.n1);
    expect(observables.n2).toEqual(alone.n2);
  });
});
