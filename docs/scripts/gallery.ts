/** The gallery: every figure of the papers with its picture, its data and the command that makes both, and the errata of its paper. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
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
  for (const { name, title, errata: heading } of papers) {
    // a second run finds the files of the first and computes nothing
    const { figures } = JSON.parse(command(name, "--out", made, "--format", "csv,svg", "--json")) as { figures: Made[] };
    const page = [`---\noutline: 2\n---\n\n# ${title}: figures\n`, inTheLab(name)];
    for (const figure of new Set(figures.map((one) => one.figure))) {
      page.push(`## ${titles.get(figure) ?? figure} {:#${figure}}\n`, "```sh", `ancilla figures ${figure}`, "```\n");
      for (const { files } of figures.filter((one) => one.figure === figure)) {
        for (const file of files) copyFileSync(file, join(shown, basename(file)));
        const panel = basename(files[0] as string).replace(/\.\w+$/, "");
        page.push(
          `<figure class="panel"><img src="/figures/${panel}.svg" alt="${titles.get(figure) ?? figure}: panel ${panel}" loading="lazy">`,
          `<figcaption>${panel}, <a href="/figures/${panel}.csv" target="_self" download>data of ${panel} (CSV)</a></figcaption></figure>\n`,
        );
      }
    }
    if (heading !== null) page.push("## Errata of the paper {:#errata}\n", errata.get(heading) ?? "No misprint is known.", "");
    writeFileSync(join(docs, `gallery-${name}.md`), page.join("\n"));
  }
  const first = (name: string) => readdirSync(shown).find((file) => file.startsWith(`${name}-`) && file.endsWith(".svg"));
  const cards = papers.map(({ name, title }) => {
    const own = [...titles].filter(([figure]) => figure.startsWith(`${name}-`));
    const list = own.map(([figure, text]) => `- [${text}](./gallery-${name}.md#${figure})`).join("\n");
    const picture = first(name);
    const image = picture
      ? `<figure class="panel"><img src="/figures/${picture}" alt="One figure of ${title}" loading="lazy"></figure>\n\n`
      : "";
    return `## ${title}\n\n${image}${list}\n`;
  });
  const head = `# Gallery\n\nAll ${titles.size} figures, most of them of the papers behind the models, computed when this site was built. Each has its data, its command and what its paper misprints, if there is one.\n`;
  writeFileSync(join(docs, "gallery.md"), [head, ...cards].join("\n"));
}

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
