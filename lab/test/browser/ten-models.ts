/** Ten models with their addresses in the lab, and the hash that Node computes for each. */
import { readFileSync } from "node:fs";
import { documentModel, readDocument } from "../../../src/documents/index.ts";
import { modelByName, resultHash, run } from "../../../src/index.ts";

export interface Hashed {
  readonly what: string;
  /** What stands in the address. */
  readonly address: string;
  hash(): string;
}

interface Section {
  readonly observe: readonly string[];
}

const documents: readonly Hashed[] = [
  "thermalising-qubit.json",
  "engine-qubit.yaml",
  "qutrit-two-baths.yaml",
  "micromaser.yaml",
  "swap-memory.yaml",
  "ou-detuning.yaml",
  "driven-kerr-cavity.json",
].map((file) => {
  const document = readDocument(readFileSync(`examples/${file}`, "utf8"), { file });
  const { name } = document.data as { readonly name: string };
  return {
    what: file,
    address: `#model=${name}`,
    hash() {
      const { observe, ...length } = document.data.run as unknown as Section;
      return resultHash(run(documentModel(document).build({}), { ...length, observables: observe }));
    },
  };
});

const named: readonly Hashed[] = (
  [
    ["phaseonium", { levels: 12, T0: 0.6 }, { steps: 50, saveEvery: 5 }, ["T1", "T2"]],
    ["bloch", {}, { until: 4, saveEvery: 0.5 }, ["sz", "purity"]],
    ["jaynes-cummings", { levels: 8 }, { until: 3, saveEvery: 0.25 }, ["n"]],
  ] as const
).map(([name, values, length, observables]) => {
  const words = Object.entries(values).map(([key, value]) => `&p.${key}=${value}`);
  const far = "steps" in length ? `&steps=${length.steps}` : `&until=${length.until}`;
  return {
    what: name,
    address: `#model=${name}${words.join("")}${far}&every=${length.saveEvery}&obs=${observables.join(",")}`,
    hash: () => resultHash(run(modelByName(name, values), { ...length, observables: [...observables] })),
  };
});

export const tenModels: readonly Hashed[] = [...documents, ...named];
