/** Pages of the site in their order, for the sidebar and for llms.txt. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

interface Item {
  readonly text: string;
  readonly link: string;
}

interface Group {
  readonly text: string;
  readonly items: readonly Item[];
}

const docs = resolve(import.meta.dirname, "..");
const there = ({ link }: Item) => existsSync(join(docs, `${link}.md`));
const group = (text: string, pages: Readonly<Record<string, string>>): Group => ({
  text,
  items: Object.entries(pages)
    .map(([link, title]) => ({ text: title, link: `/${link}` }))
    .filter(there),
});

/** The guides. */
export const guides: readonly Group[] = [
  group("Start", {
    "first-model": "Your first model",
    "own-model": "Your own collision model",
    "master-equation": "Master equations",
    documents: "Model documents",
    "from-qutip": "Coming from QuTiP",
  }),
  group("Compute", {
    "stationary-states": "Stationary states",
    objects: "Operators, states and maps",
    correlations: "Correlations and spectra",
    fluctuations: "Fluctuations",
    trajectories: "Trajectories, measured units",
    noise: "Noise",
    conventions: "Ledger and conventions",
  }),
  group("Run and embed", {
    ensembles: "Ensembles on a laptop",
    surviving: "Runs that survive",
    "cluster-slurm": "On a Slurm cluster",
    "cluster-htcondor": "On HTCondor",
    "queue-redis": "On a Redis queue",
    embedding: "Embedding",
    results: "Reading results",
    reproducibility: "The same bits everywhere",
  }),
  group("About", { errata: "Errata of the papers", benchmarks: "Benchmarks", architecture: "Architecture" }),
];

/** What no paper has. */
export const beyond: Group = group("Beyond the papers", {
  "beyond/index": "Overview",
  "beyond/thousand-atoms": "Coherence of 1000 atoms",
  "beyond/superradiant-harvest": "Superradiant harvesting",
  "beyond/above-the-bound": "Above the bound 1/√2",
  "beyond/entangled-cavities": "Two cavities, one atom",
  "beyond/large-cascade": "The cascade at d = 60",
});

/** The gallery's pages. */
export const gallery: Group = {
  text: "Gallery",
  items: [
    { text: "All figures", link: "/gallery" },
    ...["phaseonium", "structured", "rotor", "atoms", "harvest", "composite", "fluctuations"].map((name) => ({
      text: name,
      link: `/gallery-${name}`,
    })),
  ],
};

/** The reference: one page per entry point. */
export const reference: Group = {
  text: "Reference",
  items: [
    { text: "ancilla", link: "/api/" },
    ...["linear", "papers", "node", "figures", "documents"].map((name) => ({ text: `ancilla/${name}`, link: `/api/${name}` })),
  ],
};

/** Writes llms.txt: what the library is, and every guide with its first paragraph's address. */
export function writeOutline(folder: string): void {
  const lines = [
    "# ancilla",
    "",
    "> Open quantum systems by collisions: exact channels, master equations, stationary states, heat and work, noisy ensembles; the same bits on every machine, in Node and in browsers.",
    "",
  ];
  for (const { text, items } of [...guides, beyond, gallery, reference]) {
    lines.push(`## ${text}`, "");
    for (const item of items)
      lines.push(
        `- [${item.text}](${item.link.replace(/\/index$/, "/")}${item.link.endsWith("/") || item.link.endsWith("/index") ? "" : ".html"}): ${opening(folder, item.link)}`,
      );
    lines.push("");
  }
  writeFileSync(join(folder, "public/llms.txt"), lines.join("\n"));
}

/** The first sentence of a page. */
function opening(folder: string, link: string): string {
  const file = join(folder, link.endsWith("/") ? `${link}index.md` : `${link}.md`);
  if (!existsSync(file)) return "";
  const paragraph = readFileSync(file, "utf8")
    .replace(/^---[\s\S]*?---/, "")
    .split(/\n\s*\n/)
    .find((part) => /^[A-Z]/.test(part.trim()));
  return (
    (paragraph ?? "")
      .replace(/\s+/g, " ")
      .trim()
      .split(/(?<=[.:]) /)[0] ?? ""
  );
}
