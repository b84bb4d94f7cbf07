/** The measured peers as text: the whole table, and the ten lines that the README shows. */
import { align, duration } from "../table.ts";

/** What one peer did with one row; an error where its numbers are wrong or it gave none. */
export interface PeerResult {
  readonly minimum: number | null;
  readonly median: number | null;
  /** The largest difference from the expected numbers, relative to the largest of them; null for the numbers that the others are held to. */
  readonly error: number | null;
  readonly failure?: string;
}

/** One measured row. */
export interface MeasuredRow {
  readonly id: string;
  readonly title: string;
  readonly per: string;
  readonly tolerance: number;
  readonly note: string;
  readonly readme: boolean;
  readonly results: Readonly<Record<string, PeerResult>>;
}

/** A file of results. */
export interface PeerReport {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly platform: string; readonly load: number };
  readonly node: string;
  readonly wasmHash: string;
  readonly rounds: number;
  readonly seconds: number;
  /** Versions by peer, in the table's order. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly MeasuredRow[];
}

const OWN = "ancilla";
const PLAIN = "hand-written JS";

function power(error: number): string {
  return error === 0 ? "0" : error.toExponential(0);
}

/** `1.23 µs (1.30), 2e-15`: minimum, median, error. */
function cell(result: PeerResult | undefined): string {
  if (!result) return "–";
  if (result.minimum === null || result.median === null) return result.failure ?? "fails";
  const time = duration(result.minimum);
  const size = result.minimum / Number.parseFloat(time);
  const median = (result.median / size).toPrecision(3);
  return `${time} (${Number(median) >= 1000 ? Math.round(Number(median)) : median})${result.error === null ? "" : `, ${power(result.error)}`}`;
}

/** Where and with what a report was made. */
export function setting({ machine, node, wasmHash, versions }: PeerReport): string {
  const others = Object.entries(versions).filter(([peer]) => peer !== OWN && peer !== PLAIN);
  const names = others.map(([peer, version]) => `${peer} ${version}`).join("; ");
  return `Node ${node}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, load ${machine.load.toFixed(1)} at the start; engine ${wasmHash.slice(0, 12)}.${names ? ` ${names}.` : ""}`;
}

/** All rows and all peers. */
export function peerTable({ rows, versions }: PeerReport): string {
  const peers = Object.keys(versions);
  const lines = rows.map((row) => [
    row.title + (row.per === "call" ? "" : `; per ${row.per}`),
    ...peers.map((peer) => cell(row.results[peer])),
    row.tolerance.toExponential(0),
  ]);
  return align([["work", ...peers, "tolerance"], ...lines]);
}

/** What a reader must know to judge a row; rows that share a note stand together. */
export function peerNotes({ rows }: PeerReport): string {
  const notes = [...new Set(rows.map(({ note }) => note).filter(Boolean))];
  const titles = (note: string) => rows.filter((row) => row.note === note).map(({ title }) => title);
  return notes.map((note) => `- ${titles(note).join("; ")}: ${note}.`).join("\n");
}

/** Ten rows: ancilla, hand-written JavaScript, the fastest library in JavaScript and the fastest in Python, minimum times. */
export function readmeTable({ rows, versions }: PeerReport): string {
  const python = Object.keys(versions).filter((peer) => peer === "QuTiP" || peer.startsWith("NumPy"));
  const libraries = Object.keys(versions).filter((peer) => peer !== OWN && peer !== PLAIN && !python.includes(peer));
  const lines = rows
    .filter(({ readme }) => readme)
    .map(({ title, per, results }) => {
      const own = results[OWN]?.minimum;
      const plain = results[PLAIN]?.minimum;
      return [
        title + (per === "call" ? "" : `, per ${per}`),
        own ? duration(own) : "–",
        plain ? duration(plain) : "–",
        fastest(results, libraries),
        fastest(results, python),
      ];
    });
  return align([["work", OWN, PLAIN, "fastest JS library", "fastest in Python"], ...lines]);
}

function fastest(results: MeasuredRow["results"], peers: readonly string[]): string {
  const best = peers
    .map((peer) => [peer, results[peer]?.minimum ?? Number.POSITIVE_INFINITY] as const)
    .reduce((a, b) => (b[1] < a[1] ? b : a), ["", Number.POSITIVE_INFINITY] as const);
  return best[0] === "" ? "–" : `${duration(best[1])} (${best[0]})`;
}
