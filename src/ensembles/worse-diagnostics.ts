/** The diagnostics of several runs as one. */
import { cutWarnings } from "../solvers/diagnose.ts";
import type { Diagnostics } from "../solvers/solution.ts";

/** Realisations built anew each warn in their own numbers: the first so many different sentences are kept. */
const MOST_WARNINGS = 12;

/** The worse of two runs' diagnostics, item by item; warnings about cuts are written anew, with the worse number. */
export function worseDiagnostics(a: Diagnostics, b: Diagnostics): Diagnostics {
  const cutPopulation: Record<string, number> = { ...a.cutPopulation };
  for (const [factor, population] of Object.entries(b.cutPopulation)) {
    cutPopulation[factor] = Math.max(cutPopulation[factor] ?? 0, population);
  }
  const others = [...warningsBesidesCuts(a), ...warningsBesidesCuts(b)];
  return {
    traceDefect: Math.max(a.traceDefect, b.traceDefect),
    positivityDefect: larger(a.positivityDefect, b.positivityDefect),
    cutPopulation,
    firstLawResidual: larger(a.firstLawResidual, b.firstLawResidual),
    secondLawViolation: larger(a.secondLawViolation, b.secondLawViolation),
    warnings: [...new Set([...others, ...cutWarnings(cutPopulation)])].slice(0, MOST_WARNINGS),
  };
}

function warningsBesidesCuts({ warnings, cutPopulation }: Diagnostics): readonly string[] {
  const cuts = cutWarnings(cutPopulation);
  return warnings.filter((warning) => !cuts.includes(warning));
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.abs(a) >= Math.abs(b) ? a : b;
}
