/** Pages whose text lies beside the site in the repository: what changed, how to cite, how to contribute. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A page of the repository's root, where its links to docs/ are those of a folder within it. */
const moved = (text: string) => text.replaceAll("](docs/", "](../");

/** One field of CITATION.cff. */
function field(text: string, name: string): string {
  const found = new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1];
  if (found === undefined) throw new Error(`CITATION.cff has no ${name}.`);
  return found.replace(/^"|"$/g, "");
}

function citing(text: string): string {
  const title = field(text, "title");
  const version = field(text, "version");
  return `# How to cite

${field(text, "message")} \`ancilla list MODEL\` names the paper of a model, and [the papers](../papers/index.md) lists all five.

\`\`\`bibtex
@software{ancilla,
  title = {${title}},
  author = {{${/- name: (.*)/.exec(text)?.[1]}}},
  version = {${version}},
  license = {${field(text, "license")}}
}
\`\`\`

Name the version: bits belong to versions ([the same bits everywhere](../reproducibility.md)). The same as \`CITATION.cff\`, which reference
managers read:

\`\`\`yaml
${text.trim()}
\`\`\`
`;
}

/** Writes docs/about. */
export function makeAbout(root: string): void {
  const folder = join(root, "docs/about");
  mkdirSync(folder, { recursive: true });
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  writeFileSync(join(folder, "changelog.md"), `---\noutline: 3\n---\n\n${moved(read("CHANGELOG.md"))}`);
  writeFileSync(join(folder, "contributing.md"), moved(read("CONTRIBUTING.md")));
  writeFileSync(join(folder, "cite.md"), citing(read("CITATION.cff")));
}
