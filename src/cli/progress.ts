/**
 * Progress on standard error: on a terminal one line that is written over, elsewhere (a log, a batch system) a plain line now and then,
 * the first one after ten seconds and each next one after a tenth more of the time; with --quiet nothing.
 */
import type { Command } from "commander";
import type { EnsembleProgress } from "../ensembles/pace.ts";
import { visible } from "./output.ts";
import { readable } from "./table.ts";

export interface Progress {
  /** May be called as often as one likes. `detail` replaces the fraction in the line. */
  readonly update: (fraction: number, label?: string, detail?: () => string) => void;
  readonly done: () => void;
}

/** Milliseconds between two pictures of the line on a terminal, and before the first line elsewhere. */
const PICTURE = 100;
const FIRST = 10_000;

/** Add `--quiet`. */
export function withQuiet(command: Command): Command {
  return command.option("--quiet", "no progress on standard error");
}

/** Begin to tell progress. */
export function progress(label: string, { quiet = false }: { readonly quiet?: boolean } = {}): Progress {
  if (quiet) return { update: () => {}, done: () => {} };
  const terminal = process.stderr.isTTY === true;
  const begin = performance.now();
  let next = begin + (terminal ? 0 : FIRST);
  let current = label;
  return {
    update(fraction, now, detail) {
      if (now) current = now;
      const time = performance.now();
      if (time < next && !(terminal && fraction >= 1)) return;
      next = time + (terminal ? PICTURE : Math.max(FIRST, 0.1 * (time - begin)));
      const left = fraction > 0.01 ? `, ${duration(((time - begin) * (1 - fraction)) / fraction / 1000)} left` : "";
      const line = visible(`${current}: ${detail?.() ?? `${Math.floor(100 * fraction)} %${left}`}`);
      if (terminal) process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      else process.stderr.write(`${line}\n`);
    },
    done: () => {
      if (terminal) process.stderr.write("\r\u001b[K");
    },
  };
}

/** Begin to tell how far an ensemble is. */
export function ensembleProgress(label: string, options: { readonly quiet?: boolean } = {}) {
  const { update, done } = progress(label, options);
  return { update: (fraction: number, now: EnsembleProgress) => update(fraction, undefined, () => ensembleDetail(now)), done };
}

/** Standard errors in the line, at most. */
const SHOWN = 3;

/** How far an ensemble is, in one line: 4096/100000, 1250/s, 77 s left, s.e. T1 1.2e-4. */
function ensembleDetail({ done, total, rate, secondsLeft, standardError }: EnsembleProgress): string {
  const errors = Object.entries(standardError).filter(([, error]) => error !== null);
  const shown = errors.slice(0, SHOWN).map(([name, error]) => `${name} ${readable(Number((error as number).toPrecision(2)))}`);
  return [
    `${done}/${total}`,
    rate === null ? "" : `${rate < 10 ? rate.toPrecision(2) : Math.round(rate)}/s`,
    secondsLeft === null ? "" : `${duration(secondsLeft)} left`,
    shown.length === 0 ? "" : `s.e. ${shown.join(", ")}${errors.length > SHOWN ? " …" : ""}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.max(0.1, Math.round(10 * seconds) / 10)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
