import { describe, expect, it } from "vitest";
import { generator } from "../../src/dynamics/lindblad.ts";
import { atoms } from "../../src/models/atoms.ts";
import { bloch } from "../../src/models/bloch.ts";
import { kerr } from "../../src/models/kerr.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { spinChain } from "../../src/models/spin-chain.ts";
import { scale } from "../../src/operators/algebra.ts";
import { sigmaZ } from "../../src/operators/named.ts";
import { ket } from "../../src/operators/states.ts";
import { isRefusal } from "../../src/plan/price.ts";
import { prepareSteady, steady } from "../../src/solvers/steady.ts";
import { qubit } from "../../src/spaces/space.ts";
import { modelOf } from "./model-of.ts";

const stationary = ({ plan }: ReturnType<typeof prepareSteady>) => plan.stages[plan.stages.length - 1];

describe("the plan of a stationary solve", () => {
  it.each([
    ["classes of the pattern", () => prepareSteady(bloch())],
    ["classes of the pattern", () => prepareSteady(kerr({ levels: 8 }))],
    ["closed form of the limit", () => prepareSteady(atoms({ N: 6, nbar: 1, f0: 0.5, reduction: "none" }))],
    ["products with powers of the map", () => prepareSteady(phaseonium({ levels: 20 }))],
  ])("names the route: %s", (name, make) => {
    const prepared = make();
    const { work, name: found, others } = stationary(prepared);
    expect([work, found]).toEqual(["stationary", name]);
    expect(others.length).toBe(2);
    for (const { answer } of others) if (isRefusal(answer)) expect(answer.refused.length).toBeGreaterThan(10);
  });

  it("is what runs", () => {
    for (const model of [bloch(), kerr({ levels: 8 }), spinChain({ N: 2 })]) {
      const prepared = prepareSteady(model);
      const text = String(prepared.plan);
      expect(String(prepared.execute().plan)).toBe(text);
      expect(text).toMatch(/stationary +classes of the pattern/);
    }
  });

  it("prints the alternatives with their reasons, and how collisions are carried out where they are", () => {
    expect(String(prepareSteady(bloch()).plan)).toMatch(/not +closed form of the limit: the model knows no closed form/);
    const text = String(prepareSteady(phaseonium({ levels: 20 })).plan);
    expect(text).toMatch(/collision +exchange cascade, factored/);
    expect(text.indexOf("collision ")).toBeLessThan(text.indexOf("stationary "));
  });

  it("gives the same numbers as one call, as often as it is executed", () => {
    const q = qubit();
    const model = modelOf(
      generator({ system: q, H: scale(sigmaZ(q), 0.5), jumps: [{ operator: sigmaZ(q), rate: 1 }] }),
      ket(q, [0.6, 0.8]),
    );
    const prepared = prepareSteady(model);
    const [first, second, once] = [prepared.execute(), prepared.execute(), steady(model)];
    expect(first.state.matrix().data).toEqual(once.state.matrix().data);
    expect(second.state.matrix().data).toEqual(once.state.matrix().data);
  });
});
