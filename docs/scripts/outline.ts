/** Pages of the site in their order, for the sidebar and for llms.txt. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { topics } from "./topics.ts";

interface Item {
  readonly text: string;
  readonly link: string;
}

/** Pages under one heading. */
export interface Group {
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
    "learn/index": "Learn: a path through the guides",
    "first-model": "Your first model",
    lab: "The lab",
    "own-model": "Your own collision model",
    "master-equation": "Master equations",
    documents: "Model documents",
    "documents-reference": "Keys and functions of documents",
    "from-qutip": "Coming from QuTiP",
  }),
  group("Compute", {
    "stationary-states": "Stationary states",
    objects: "Operators, states and maps",
    correlations: "Correlations and spectra",
    fluctuations: "Fluctuations",
    trajectories: "Trajectories, measured units",
    records: "Statistics of records",
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
    errors: "Errors and their codes",
    reproducibility: "The same bits everywhere",
  }),
  group("About", {
    "papers/index": "The papers",
    errata: "Errata of the papers",
    "compare/index": "Beside other programs",
    benchmarks: "Benchmarks",
    architecture: "Architecture",
    "about/changelog": "Changes",
    "about/cite": "How to cite",
    "about/contributing": "Contributing",
  }),
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
    ...["phaseonium", "structured", "rotor", "atoms", "harvest", "composite", "fluctuations", "noise"].map((name) => ({
      text: name,
      link: `/gallery-${name}`,
    })),
  ],
};

/** The command line: its overview, and a page per command in the order of the overview. */
export const commands: Group = {
  text: "The command line",
  items: existsSync(join(docs, "cli/index.md"))
    ? [
        { text: "All commands", link: "/cli/index" },
        ...[...readFileSync(join(docs, "cli/index.md"), "utf8").matchAll(/^\| \[`([\w-]+)`\]/gm)].map(([, name]) => ({
          text: name,
          link: `/cli/${name}`,
        })),
      ]
    : [],
};

/** A page per code of an error. */
export const codes: Group = {
  text: "Codes of errors",
  items: existsSync(join(docs, "errors"))
    ? readdirSync(join(docs, "errors"))
        .sort()
        .map((file) => ({ text: file.replace(/\.md$/, ""), link: `/errors/${file.replace(/\.md$/, "")}` }))
    : [],
};

/** The reference: the names of `ancilla` by topic, and a page for each other entry point. */
export const reference: Group = {
  text: "Reference",
  items: [
    { text: "ancilla", link: "/api/" },
    ...topics.map(({ page, title }) => ({ text: title, link: `/api/${page}` })),
    ...["linear", "papers", "node", "figures", "documents", "editor", "exchange"].map((name) => ({
      text: `ancilla/${name}`,
      link: `/api/${name}`,
    })),
  ],
};

/** Writes llms.txt: what the library is, and every page, as Markdown, with its first sentence. Links are those of a file in any folder. */
export function writeOutline(folder: string): void {
  const lines = [
    "# ancilla",
    "",
    "> Open quantum systems by collisions: exact channels, master equations, stationary states, heat and work, noisy ensembles; the same bits on every machine, in Node and in browsers.",
    "",
    "Every page has a twin in Markdown: the same address with .md. All guides in one file: [llms-full.txt](llms-full.txt).",
    "",
  ];
  for (const { text, items } of [...guides, beyond, gallery, commands, codes, reference]) {
    lines.push(`## ${text}`, "");
    for (const item of items) {
      const page = item.link.endsWith("/") ? `${item.link}index.md` : `${item.link}.md`;
      lines.push(`- [${item.text}](${page.slice(1)}): ${opening(folder, page)}`);
    }
    lines.push("");
  }
  writeFileSync(join(folder, "public/llms.txt"), lines.join("\n"));
}

/** The first heading of a page of docs. */
export function titleOf(page: string): string {
  return /^# (.*)$/m.exec(readFileSync(join(docs, page), "utf8"))?.[1] ?? page;
}

/** The first sentence of a page, without its marks. */
export function opening(folder: string, page: string): string {
  const file = join(folder, page);
  if (!existsSync(file)) return "";
  const whole = readFileSync(file, "utf8");
  if (/^\/?api\//.test(page)) return namesOf(whole);
  const paragraph = whole
    .replace(/^---[\s\S]*?^---$/m, "")
    .replace(/^```[\s\S]*?^```$/gm, "")
    .split(/\n\s*\n/)
    .find((part) => /^[A-Z`*]/.test(part.trim()));
  const text = (paragraph ?? "")
    .replace(/<[^>]+>|\*\*/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  return /^.*?[.!?](?= [A-Z`]|$)/.exec(text)?.[0] ?? text.replace(/:$/, ".");
}

/** The names on a page of the reference: those that come first, and how many follow. */
function namesOf(text: string): string {
  const names = [...text.matchAll(/^(?:### |\| \[`)(\w+)/gm)].map(([, name]) => name);
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more.` : `${names.join(", ")}.`;
}
