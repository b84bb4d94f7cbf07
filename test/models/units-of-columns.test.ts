/** What columns and parameters of the catalogue are measured in: one word for each unit, the same one for numbers that are compared. */
import { expect, it } from "vitest";
import { catalogue, harvest, type Model, rotor } from "../../src/index.ts";

const OF_COLUMNS = ["1", "energy", "energy/time", "1/time", "ħω/k_B"];
const OF_PARAMETERS = ["1", "energy", "1/energy", "1/time", "energy^(1/2)", "rad", "Ω", "ħω/k_B"];

const all: readonly (readonly [string, () => Model])[] = [
  ...catalogue.map((definition) => [definition.name, () => definition.build({})] as const),
  ["harvest, random arrivals", () => harvest({ arrivals: "poisson" })],
  ["rotor, collisions", () => rotor({ me: "collision", nmax1: 2, nmax2: 2 })],
];

it.each(all)("%s", (_, build) => {
  const model = build();
  const described = new Map<string, string>();
  for (const pattern of model.observableNames) {
    let observable: ReturnType<Model["observable"]>;
    try {
      observable = model.observable(pattern.replace(/_[a-z]$/, "_0"));
    } catch {
      // families without such a member, and columns that the model says it has not
      continue;
    }
    expect(OF_COLUMNS, `${pattern}: ${observable.unit}`).toContain(observable.unit);
    // no two columns are described in the same words
    expect(described.get(observable.description ?? pattern), `${pattern} is described as`).toBeUndefined();
    described.set(observable.description ?? pattern, pattern);
    // temperatures and rates stand in the units of the parameters of their kind
    if (/^T\d/.test(pattern)) expect(observable.unit).toBe("ħω/k_B");
  }
});

it("parameters", () => {
  for (const { name, parameters } of catalogue) {
    for (const [parameter, { unit }] of Object.entries(parameters)) {
      if (unit !== undefined) expect(OF_PARAMETERS, `${name}.${parameter}: ${unit}`).toContain(unit);
    }
  }
});
