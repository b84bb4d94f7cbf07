import { describe, expect, it } from "vitest";
import * as figures from "../../src/figures/index.ts";
import * as library from "../../src/index.ts";

describe("the phaseonium's robustness study", () => {
  it("belongs to the figures of its paper, not to the general library", () => {
    expect(Object.keys(figures)).toEqual(expect.arrayContaining(["robustness", "robustnessCurves"]));
    expect(Object.keys(library).filter((name) => /robustness/i.test(name))).toEqual([]);
  });

  it("has the paper's seven noisy curves, each on a parameter of the model", () => {
    expect(figures.robustnessCurves.map(({ id }) => id)).toEqual([
      "fig4-hot",
      "fig4-cold",
      "fig5-cold",
      "fig5-hot",
      "fig5-hot-wide",
      "fig6-T0-1",
      "fig6-T0-2",
    ]);
    const { parameters } = library.phaseonium();
    for (const { noise } of figures.robustnessCurves) for (const name of Object.keys(noise)) expect(parameters).toHaveProperty(name);
  });
});
