/**
 * `npm run bench:peers [-- --only PATTERN] [--rounds 5] [--seconds 0.3] [--no-python] [--python PATH] [--name NAME] [--list]`
 *
 * Every peer runs in a process of its own and is asked for one row at a time, in turn, `rounds` times. Its numbers are checked before
 * its times count. Prints one table; a full run writes bench/results/peers-node-NN.json (`--name` writes a part as NAME.json).
 * Exits with 1 when ancilla's own numbers are wrong or missing.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { wasmHash } from "../../src/index.ts";
import { installLibraries, pythonWithPeers } from "./install.ts";
import { type MeasuredRow, type PeerReport, type PeerResult, peerNotes, peerTable, setting } from "./peer-table.ts";
import { type Peer, startPeer } from "./process.ts";
import { type PeerRow, peerRows } from "./rows.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "0.3" },
    "no-python": { type: "boolean" },
    python: { type: "string" },
    name: { type: "string" },
    list: { type: "boolean" },
  },
});
const pattern = options.only === undefined ? null : new RegExp(options.only, "i");
const chosen = peerRows.filter(({ id, title }) => !pattern || pattern.test(`${id}: ${title}`));
if (options.list) {
  for (const { id, title } of chosen) console.log(`${id.padEnd(24)}${title}`);
  process.exit(0);
}
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
if (chosen.length === 0 || !(Number.isInteger(rounds) && rounds >= 1) || !(seconds > 0)) {
  console.error("Usage: npm run bench:peers -- [--only PATTERN] [--rounds N ≥ 1] [--seconds S > 0]; rows: npm run bench:peers -- --list");
  process.exit(2);
}

const load = loadavg()[0];
installLibraries();
const python = options["no-python"] ? null : (options.python ?? pythonWithPeers());
const peers: Peer[] = [];
for (const name of ["ancilla", "plain", "numeric", "mathjs", "ml-matrix", "numpy-ts"]) peers.push(await startPeer(name, null));
if (python) for (const name of ["scipy", "qutip"]) peers.push(await startPeer(name, python));

const rows: MeasuredRow[] = [];
for (const row of chosen) {
  if (process.stderr.isTTY) process.stderr.write(`\r${rows.length + 1}/${chosen.length} ${row.title}\x1b[K`);
  rows.push(await measured(row));
}
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
await Promise.all(peers.map((peer) => peer.stop()));

/** All rounds of one row. Peers take turns, backwards in every second round. */
async function measured(row: PeerRow): Promise<MeasuredRow> {
  const able = peers.filter((peer) => peer.rows.includes(row.id));
  const times = new Map<string, { minimum: number; median: number }[]>();
  const errors = new Map<string, number | null>();
  const failures = new Map<string, string>();
  let expected = row.reference;
  for (let round = 0; round < rounds; round++) {
    for (const { peer, measure } of round % 2 === 0 ? able : able.toReversed()) {
      if (failures.has(peer)) continue;
      const answer = await measure(row.id, seconds);
      if ("error" in answer) {
        failures.set(peer, "fails");
        console.error(`${row.id}, ${peer}: ${answer.error}`);
        continue;
      }
      if (!errors.has(peer)) {
        const error = expected ? difference(answer.value, expected) : null;
        errors.set(peer, error);
        if (error !== null && !(error <= row.tolerance)) {
          failures.set(peer, `wrong: ${error.toExponential(0)}`);
          console.error(`${row.id}, ${peer}: differs by ${error}, tolerance ${row.tolerance}`);
          continue;
        }
        if (peer === "ancilla") expected ??= answer.value;
      }
      times.set(peer, [...(times.get(peer) ?? []), answer]);
    }
  }
  const results = Object.fromEntries(
    able.map(({ peer }): [string, PeerResult] => {
      const failure = failures.get(peer);
      const error = errors.get(peer) ?? null;
      if (failure !== undefined) return [peer, { minimum: null, median: null, error, failure }];
      const found = times.get(peer) ?? [];
      const medians = found.map(({ median }) => median).sort((a, b) => a - b);
      return [peer, { minimum: Math.min(...found.map(({ minimum }) => minimum)), median: medians[medians.length >> 1], error }];
    }),
  );
  if (!results.ancilla?.minimum) process.exitCode = 1;
  const { id, title, tolerance, per = "call", note = "", readme = false } = row;
  return { id, title, per, tolerance, note, readme, results };
}

/** The largest difference relative to the largest expected number. */
function difference(got: readonly number[], expected: readonly number[]): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = expected.reduce((size, x) => Math.max(size, Math.abs(x)), 0) || 1;
  return got.reduce((worst, x, i) => Math.max(worst, Math.abs(x - expected[i])), 0) / scale;
}

const report: PeerReport = {
  machine: { cpu: cpus()[0].model.trim(), cores: cpus().length, platform: `${process.platform} ${process.arch}`, load },
  node: process.version,
  wasmHash,
  rounds,
  seconds,
  versions: Object.fromEntries(peers.map(({ peer, version }) => [peer, version])),
  rows,
};
console.log(`${setting(report)}\n\n${peerTable(report)}\n\n${peerNotes(report)}`);
if (!pattern || options.name) {
  const folder = new URL("../results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${options.name ?? `peers-node-${process.versions.node.split(".")[0]}`}.json`, folder);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nWritten: ${file.pathname}`);
}
