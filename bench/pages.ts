/** The pages that show measured tables, as they must read for the files of bench/results. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Row } from "./harness.ts";
import { type PeerReport, peerNotes, peerTable, readmeTable, setting } from "./peers/peer-table.ts";
import { table } from "./table.ts";

interface Report {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly platform: string };
  readonly node: string;
  readonly wasmHash: string;
  readonly multiplyAddLimit: number;
  readonly rows: readonly Row[];
}

/** A page and its text. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

const END = "<!-- /bench -->";
const begin = (what: string) => `<!-- bench ${what}: made by scripts/bench-table.ts -->`;

/** README.md and docs/benchmarks.md with the tables of a folder of results. */
export function pages(folder: string): readonly Page[] {
  const cases = reports<Report>(folder, /^node-\d+\.json$/);
  const peers = reports<PeerReport>(folder, /^peers-node-\d+\.json$/);
  const docs = "docs/benchmarks.md";
  const all = peers.map((report) => `${setting(report)}\n\n${peerTable(report)}`);
  const notes = peers.length > 0 ? [peerNotes(peers[0])] : [];
  const own = cases.map((report) => `${where(report)}\n\n${table(report.rows)}`);
  const short = peers.map((report) => `${setting(report)}\n\n${readmeTable(report)}`).slice(-1);
  return [
    { file: "README.md", text: between(readFileSync("README.md", "utf8"), "README.md", "peers", short) },
    {
      file: docs,
      text: between(between(readFileSync(docs, "utf8"), docs, "peers", [...all, ...notes]), docs, "cases", own),
    },
  ];
}

function reports<R>(folder: string, names: RegExp): R[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => names.test(name)) : [];
  return files.sort().map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as R);
}

function where({ machine, node, wasmHash, multiplyAddLimit }: Report): string {
  return `Node ${node}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}; \`f64x2\` multiply-add limit ${multiplyAddLimit.toFixed(1)} Gflop/s; engine ${wasmHash.slice(0, 12)}.`;
}

/** Put sections between the marks of a page. */
function between(page: string, file: string, what: string, sections: readonly string[]): string {
  const from = page.indexOf(begin(what));
  const to = page.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`${file} has no section between ${begin(what)} and ${END}.`);
  const body = sections.length > 0 ? sections.join("\n\n") : "Not measured yet.";
  return `${page.slice(0, from + begin(what).length)}\n\n${body}\n\n${page.slice(to)}`;
}
