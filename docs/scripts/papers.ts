/** The page of the papers: what of each is here, its figures, what it misprints, and where its code is. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../src/figures/index.ts";
import { catalogue } from "../../src/models/index.ts";

interface Paper {
  readonly title: string;
  /** Names of its models, which are also those of its figures and of its errata's tests. */
  readonly models: readonly string[];
  /** Headings of docs/errata.md. */
  readonly errata: readonly string[];
  /** What of it is here. */
  readonly here: string;
  /** Pages that go on from it. */
  readonly beyond: Readonly<Record<string, string>>;
  /** A program that asks it one question. */
  readonly program: string;
}

/** The papers in the order of the page. */
export const papers: readonly Paper[] = [
  {
    title: "Phaseonium as a fuel",
    models: ["phaseonium"],
    errata: ["Phaseonium"],
    here: "Atoms with two coherent ground states cross one cavity, or several in a row, and heat or cool them: the exact map of a crossing, its stationary temperature, the border beyond which there is none, noise in every parameter, and the limit of short crossings as a master equation (`phaseonium-limit`).",
    beyond: { "entangled-cavities": "two cavities entangled by one atom", "large-cascade": "the cascade at d = 60" },
    program: `import { phaseonium, steady } from "ancilla";

const model = phaseonium({ cavities: 1, alpha: 0.25, phi: 2.404315987 });
const { observables } = steady(model, { observables: ["T1"] });
console.log(observables.T1); // 1.5`,
  },
  {
    title: "Structured quantum collision models",
    models: ["structured"],
    errata: ["Structured ancillae"],
    here: "A qubit meets pairs of coupled qubits that are thermal as a whole, and becomes coherent: exact collisions and the printed second order side by side, populations, work, heat and entropy production against the coupling within a pair.",
    beyond: {},
    program: `import { steady, structured } from "ancilla";

const { observables } = steady(structured(), { observables: ["C_l1", "sz"] });
console.log(observables.C_l1, observables.sz);`,
  },
  {
    title: "Quantum rotor devices",
    models: ["rotor"],
    errata: ["Rotor"],
    here: "Two qubits between two baths turn a rotor: the local and the global master equation and a collision model of both, currents, efficiency, ergotropy, rectification, the load, and powers along a run.",
    beyond: {},
    program: `import { rotor, steady } from "ancilla";

const { observables } = steady(rotor(), { observables: ["Q1", "Q2", "WQ"] });
console.log(observables.Q1, observables.Q2, observables.WQ);`,
  },
  {
    title: "Thermal production and heating cost of coherence",
    models: ["atoms", "harvest"],
    errata: ["Thermal coherence: the atoms", "Thermal coherence: harvesting"],
    here: "N atoms in one thermal bath end coherent, and a qubit harvests what they hold: dipole couplings at any distance, the space of stationary states and the limit of each start, sizes far beyond the density matrix, and the heat and power of the harvest.",
    beyond: { "thousand-atoms": "coherence of 1000 atoms", "superradiant-harvest": "superradiant harvesting" },
    program: `import { atoms, steady } from "ancilla";

const { observables } = steady(atoms({ N: 20, nbar: 10 }), { observables: ["C_l1"] });
console.log(observables.C_l1); // 4.35e4`,
  },
  {
    title: "Steady-state coherence from repeated interactions",
    models: ["composite"],
    errata: ["Composite interactions"],
    here: "A target qubit or oscillator meets thermal clusters of N qubits, or oscillators, through two couplings at once: coherence and purity, transient and stationary, in the limit τ → 0 and for exact collisions.",
    beyond: { "above-the-bound": "above the bound 1/√2" },
    program: `import { composite, steady } from "ancilla";

const { observables } = steady(composite({ N: 8, T: 0, tau: 0.5 }), { observables: ["C_l1"] });
console.log(observables.C_l1); // above 1/√2`,
  },
];

/** Entries of a section of docs/errata.md. */
function entriesOf(errata: string, heading: string): number {
  const section = errata.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/errata.md has no section ${heading}.`);
  return [...section.matchAll(/^\d+\. /gm)].length;
}

const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

function sectionOf({ title, models, errata: headings, here, beyond, program }: Paper, errata: string): string {
  const sourceOf = (name: string) => catalogue.find((definition) => definition.name === name)?.source.replace("PRA ", "Phys. Rev. A ");
  const sources = [...new Set(models.map(sourceOf))];
  const own = (name: string) => figures.filter(({ id }) => id.startsWith(`${name}-`));
  const rows = models.map((name, k) => [
    `\`${name}\``,
    `[${own(name).length}](../gallery-${name}.md)`,
    `[${entriesOf(errata, headings[k])}](../errata.md#${anchor(headings[k])})`,
    `<a href="../lab/index.html#model=${name}" target="_self">live: ${name}</a>`,
  ]);
  const more = Object.entries(beyond).map(([page, text]) => `[${text}](../beyond/${page}.md)`);
  return [
    `## ${title}`,
    `${sources.join("; ").replace(/doi:(\S+?)(?=[;,.]?(?:\s|$))/g, "[doi:$1](https://doi.org/$1)")}.`,
    here,
    [
      "| model | figures | errata, each with a test | in the lab |",
      "| --- | --- | --- | --- |",
      ...rows.map((row) => `| ${row.join(" | ")} |`),
    ].join("\n"),
    `\`\`\`ts\n${program}\n\`\`\``,
    `\`\`\`sh\n${models.map((name) => `ancilla figures ${name} --out figures`).join("\n")}\n\`\`\``,
    ...(more.length ? [`Beyond the paper: ${more.join("; ")}.`] : []),
  ].join("\n\n");
}

/** Writes docs/papers/index.md. */
export function makePapers(docs: string): void {
  const errata = readFileSync(join(docs, "errata.md"), "utf8");
  const head = `# The papers

Five papers stand behind models of the catalogue. For each: what of it is here, its figures, which were all computed when this site was
built, what it misprints, and its code. Closed forms of the papers, corrected where they were printed wrongly, are in
[\`ancilla/papers\`](../api/papers.md); \`ancilla list MODEL\` says every parameter of a model with its default.`;
  const tail = `## Other models

\`kerr\`, \`cavity\`, \`bloch\`, \`jaynes-cummings\` and \`spin-chain\` are textbook models, with their sources in \`ancilla list\`. A model of yours
needs no place in the catalogue: [collision models](../own-model.md), [master equations](../master-equation.md),
[documents](../documents.md).`;
  mkdirSync(join(docs, "papers"), { recursive: true });
  writeFileSync(join(docs, "papers/index.md"), `${[head, ...papers.map((paper) => sectionOf(paper, errata)), tail].join("\n\n")}\n`);
}
