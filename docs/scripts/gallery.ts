/** The gallery: every figure of the papers with its picture, its data and the command that makes both, and the errata of its paper. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Panel } from "../../src/figures/figure.ts";
import { catalogue } from "../../src/models/index.ts";

interface Made {
  readonly figure: string;
  readonly panel: string;
  readonly files: readonly string[];
}

/** Papers in the order of the list, with the heading of their errata. */
const papers: readonly { readonly name: string; readonly title: string; readonly errata: string | null }[] = [
  { name: "phaseonium", title: "Phaseonium", errata: "Phaseonium" },
  { name: "structured", title: "Structured ancillae", errata: "Structured ancillae" },
  { name: "rotor", title: "Rotor", errata: "Rotor" },
  { name: "atoms", title: "Thermal coherence: the atoms", errata: "Thermal coherence: the atoms" },
  { name: "harvest", title: "Thermal coherence: harvesting", errata: "Thermal coherence: harvesting" },
  { name: "composite", title: "Composite interactions", errata: "Composite interactions" },
  { name: "fluctuations", title: "Fluctuations", errata: null },
  { name: "noise", title: "Noise", errata: null },
];

/** Writes docs/gallery.md and one page per paper; pictures and data go to docs/public/figures. */
export function makeGallery(root: string): void {
  const docs = resolve(root, "docs");
  // Another binary may give other last digits, another drawing other pictures: their figures lie elsewhere.
  const sources = join(root, "src/figures");
  const hash = createHash("sha256").update(readFileSync(join(root, "dist/ancilla.wasm")));
  for (const file of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, file)));
  const engine = hash.digest("hex").slice(0, 12);
  const made = join(docs, `.made/figures-${engine}`);
  const shown = join(docs, "public/figures");
  const command = (...words: string[]) =>
    execFileSync(process.execPath, [join(root, "dist/cli.js"), "figures", ...words], { encoding: "utf8", maxBuffer: 1 << 26 });
  const titles = new Map(
    command("--list")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ")).trim()]),
  );
  mkdirSync(shown, { recursive: true });
  const errata = sections(readFileSync(join(docs, "errata.md"), "utf8"));
  /** The first picture of each paper. */
  const firsts = new Map<string, string>();
  for (const { name: paper, title, errata: heading } of papers) {
    // a second run finds the files of the first and computes nothing
    const { figures } = JSON.parse(command(paper, "--out", made, "--format", "csv,svg,json", "--json")) as { figures: Made[] };
    const page = [`---\noutline: 2\n---\n\n# ${title}: figures\n`, inTheLab(paper)];
    for (const figure of new Set(figures.map((one) => one.figure))) {
      page.push(`## ${titles.get(figure) ?? figure} {:#${figure}}\n`, "```sh", `ancilla figures ${figure}`, "```\n");
      for (const { files } of figures.filter((one) => one.figure === figure)) {
        const [data] = files.filter((file) => file.endsWith(".json"));
        for (const file of files) if (file !== data) copyFileSync(file, join(shown, basename(file)));
        const name = basename(data).replace(/\.\w+$/, "");
        const { panel } = JSON.parse(readFileSync(data, "utf8")) as { panel: Panel };
        firsts.set(paper, firsts.get(paper) ?? shownAs(name, panel));
        page.push(
          `<figure class="panel"><a href="./figures/${name}.svg" target="_self">${shownAs(name, panel)}</a>`,
          `<figcaption>${name}, <a href="./figures/${name}.csv" target="_self" download>data of ${name} (CSV)</a></figcaption></figure>\n`,
        );
      }
    }
    if (heading !== null) page.push("## Errata of the paper {:#errata}\n", errata.get(heading) ?? "No misprint is known.", "");
    writeFileSync(join(docs, `gallery-${paper}.md`), page.join("\n"));
  }
  const cards = papers.map(({ name, title }) => {
    const own = [...titles].filter(([figure]) => figure.startsWith(`${name}-`));
    const list = own.map(([figure, text]) => `- [${text}](./gallery-${name}.md#${figure})`).join("\n");
    const image = `<figure class="panel"><a href="./gallery-${name}.html" target="_self">${firsts.get(name)}</a></figure>\n\n`;
    return `## ${title}\n\n${image}${list}\n`;
  });
  const head = `# Gallery\n\nAll ${titles.size} figures, most of them of the papers behind the models, computed when this site was built. Each has its data, its command and what its paper misprints, if there is one.\n`;
  writeFileSync(join(docs, "gallery.md"), [head, ...cards].join("\n"));
}

/** The picture of a panel, and its words. */
const shownAs = (name: string, panel: Panel) => `<img src="/figures/${name}.svg" alt="${escaped(inWords(panel))}" loading="lazy">`;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");

/** A text of a figure without the marks of its indices: β_2 is β2. */
const bare = (text: string) => text.replace(/_\{([^}]*)\}|_(?=\S)/g, "$1");

/** Three digits, with a real minus. */
function short(x: number): string {
  const size = Math.abs(x);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? x.toExponential(2) : String(Number(x.toPrecision(3)));
  return text.replaceAll("-", "−").replace("e+", "e");
}

/** What a panel shows, for those who do not see it: its axes, and where each curve begins and ends and how far it goes. */
export function inWords({ title, xLabel, yLabel, yNames, series, cells = [], cellLabel, cellNames, bars = [] }: Panel): string {
  const numbers = (values: readonly (number | null)[]) =>
    values.filter((value): value is number => value !== null && Number.isFinite(value));
  const range = (values: readonly number[]) => `${short(Math.min(...values))} to ${short(Math.max(...values))}`;
  const parts = [`${bare(title)}.`];
  const xs = [...series.flatMap(({ x }) => numbers(x)), ...cells.map(({ x }) => x), ...bars.flatMap(({ from, to }) => [from, to])];
  if (xs.length === 0) return parts.join(" ");
  if (cells.length) {
    const values = numbers(cells.map(({ value }) => value));
    const shows = cellNames ? `which of ${cellNames.map(bare).join(", ")}` : bare(cellLabel ?? "the value");
    parts.push(`${shows} over ${bare(xLabel)}, ${range(xs)}, and ${bare(yLabel)}, ${range(cells.map(({ y }) => y))}`);
    if (!cellNames && values.length) parts[parts.length - 1] += `: from ${range(values)}`;
    parts[parts.length - 1] += ".";
  } else parts.push(`${bare(yLabel) || "What it is"} against ${bare(xLabel)}, ${range(xs)}.`);
  const curves = series.map(({ name, y }) => [bare(name), numbers(y)] as const).filter(([, y]) => y.length > 0);
  for (const [name, y] of curves.slice(0, MOST)) {
    if (yNames) {
      parts.push(`${name}: ${[...new Set(y.map((k) => bare(yNames[k] ?? String(k))))].join(", ")}.`);
      continue;
    }
    const [begin, end] = [y[0], y[y.length - 1]];
    const [least, most] = [y.reduce((a, b) => Math.min(a, b)), y.reduce((a, b) => Math.max(a, b))];
    const margin = 0.02 * (most - least);
    const between = [
      ...(most > Math.max(begin, end) + margin ? [`with a maximum of ${short(most)}`] : []),
      ...(least < Math.min(begin, end) - margin ? [`with a minimum of ${short(least)}`] : []),
    ];
    const path = y.length === 1 || short(begin) === short(end) ? short(begin) : `from ${short(begin)} to ${short(end)}`;
    parts.push(`${name}: ${[path, ...between].join(", ")}.`);
  }
  if (curves.length > MOST) parts.push(`And ${curves.length - MOST} curves more.`);
  if (bars.length) {
    const highest = bars.reduce((a, b) => (b.height > a.height ? b : a));
    parts.push(`The highest bar, ${short(highest.height)}, is at ${short((highest.from + highest.to) / 2)}.`);
  }
  return parts.join(" ");
}

/** Curves that are told; the rest is counted. */
const MOST = 4;

/** A sentence that leads to the model of a paper in the lab, where there is one of that name. */
function inTheLab(name: string): string {
  const model = catalogue.some((definition) => definition.name === name) ? name : "phaseonium";
  const what = model === name ? "The model of these figures is live" : "The cascade that many of these figures disturb is live";
  return `${what} <a href="./lab/index.html#model=${model}" target="_self">in the lab</a>, where every parameter has a slider.\n`;
}

/** The sections of a page by their headings. */
function sections(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf("\n")), section.slice(section.indexOf("\n")).trim()]),
  );
}
