/** Prints results: one JSON object on standard output, or tables for people; and has files written when asked for. */

import { toJson } from "../files/json.ts";
import { type AnyRecord, type Column, coded, columnsOf, withoutNaN, worded } from "../files/record.ts";
import { withHash } from "../files/result-hash.ts";
import { shownAddress } from "../queue/address.ts";
import { complain, print, visible } from "./output.ts";
import { duration } from "./progress.ts";
import { keep, saveResult } from "./saving.ts";
import { columnTable, readable } from "./table.ts";
import { earlierJson, type Target } from "./target.ts";

/**
 * Print a result and write its files. `more` goes below the table for people; `complete` is false for what a stopped run kept; `beside`
 * writes what else belongs there and returns the paths.
 */
export async function deliver(
  to: Target,
  record: AnyRecord,
  more = "",
  complete = true,
  beside: (folder: string) => Promise<readonly string[]> = async () => [],
): Promise<void> {
  const whole = withHash(withoutNaN(record));
  const seconds = (performance.now() - to.begin) / 1000;
  const json = toJson(worded(whole));
  const kept = await keep(to, { complete, seconds, command: commandLine() }, json, async (folder) => [
    ...(await saveResult(to, folder, whole)),
    ...(await beside(folder)),
  ]);
  if (to.json) process.stdout.write(json);
  else {
    printed(whole, more, `Done in ${duration(seconds)}.`);
    for (const path of kept) print(`${visible(path)}\n`);
  }
}

/**
 * Say that the results of this very request are there, and show them again.
 * @returns false when there are none: the command must compute them
 */
export async function repeated(to: Target): Promise<boolean> {
  if (!to.done || to.folder === null) return false;
  const json = await earlierJson(to);
  if (to.json && json === null) return false;
  const sentence = `The results of this request are in "${to.folder}" already; nothing was computed.`;
  if (to.json) {
    complain(sentence, "");
    process.stdout.write(json as string);
    return true;
  }
  if (json !== null) printed(coded(JSON.parse(json) as AnyRecord), "", sentence);
  else print(`${visible(sentence)}\n`);
  for (const file of Object.keys(to.earlier?.files ?? {})) print(`${visible(`${to.folder}/${file}`)}\n`);
  return true;
}

function printed(record: AnyRecord, more: string, last: string): void {
  const warnings = warningsOf(record);
  for (const warning of warnings) print(`warning: ${visible(warning)}\n`);
  const lines = [columnTable(shown(columnsOf(worded(record)))), "", ...withoutValue(record), diagnosticsLine(record), more, visible(last)];
  print(`${lines.filter((line, i) => line || i === 1).join("\n")}\n`);
  // Where standard output goes to a file or a program, the terminal has them too.
  if (!process.stdout.isTTY) for (const warning of warnings) complain(warning, "warning: ");
}

/** A line for each observable that is nowhere defined, so that nobody looks for a value in the rows that are not shown. */
function withoutValue(record: AnyRecord): readonly string[] {
  const empty = Object.entries(record.observables ?? {}).filter(([, values]) => values.every((value) => value === null));
  return empty.map(([name]) => `${visible(name)} has no finite value at any point.`);
}

/** The warnings of a record; the one that says that a stationary state is not the only one goes first. */
function warningsOf({ diagnostics }: AnyRecord): readonly string[] {
  const all = ((diagnostics.warnings ?? []) as readonly unknown[]).map(String);
  const first = all.filter((warning) => /^Not resolved below|stationary space has dimension/.test(warning));
  return [...first, ...all.filter((warning) => !first.includes(warning))];
}

/** Of an ensemble's many statistics, those that fit beside each other on a page. */
function shown(columns: Readonly<Record<string, Column>>): Record<string, Column> {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !/^(min|max|q[\d.]+)_/.test(name)));
}

/** The command as it was typed, without passwords. */
export function commandLine(): string {
  const words = process.argv.slice(2);
  const safe = words.map((word, i) => {
    if (words[i - 1] === "--redis") return shownAddress(word);
    return word.startsWith("--redis=") ? `--redis=${shownAddress(word.slice(8))}` : word;
  });
  return ["ancilla", ...safe].map((word) => (/[\s"'$()*;<>|&]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word)).join(" ");
}

const words: Readonly<Record<string, string>> = {
  traceDefect: "trace defect",
  positivityDefect: "positivity defect",
  firstLawResidual: "first-law residual",
  secondLawViolation: "second-law violation",
  residual: "residual",
  gap: "spectral gap",
  condition: "condition number",
};

/** How far to trust a result, in one line. */
function diagnosticsLine({ diagnostics }: AnyRecord): string {
  const parts = Object.entries(words)
    .filter(([key]) => typeof diagnostics[key] === "number")
    .map(([key, word]) => `${word} ${readable(diagnostics[key] as number)}`);
  const cuts = Object.entries((diagnostics.cutPopulation ?? {}) as Record<string, number>);
  return [...parts, ...cuts.map(([factor, value]) => `population at the cut of ${factor} ${readable(value)}`)].join(", ");
}
