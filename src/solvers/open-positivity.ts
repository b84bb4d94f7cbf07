/** What a run says of states that may turn negative: equations whose form does not promise positivity are reported, not judged. */
import type { Generator } from "../dynamics/generator.ts";
import type { Layout } from "../sectors/layout.ts";
import { positivityDefect } from "./diagnose.ts";

/** Largest state whose eigenvalues are found at every record. */
const SMALL = 4096;
/** Negative eigenvalues below this are rounding. */
const ROUNDING = 1e-9;

/** Keeps the most negative eigenvalue of a run. */
export interface OpenPositivity {
  look(t: number, x: Float64Array): void;
  /** −(the smallest eigenvalue that was met), 0 where none was negative. */
  readonly defect: number;
  readonly warnings: readonly string[];
}

/** Watch the records of an equation that does not promise positivity; null for all others. */
export function watchOpenPositivity(generator: Generator, layout: Layout): OpenPositivity | null {
  const { positivityOpen } = generator;
  if (positivityOpen === undefined) return null;
  let defect = 0;
  let at = 0;
  return {
    look(t, x) {
      if (layout.n > SMALL) return;
      const here = positivityDefect(layout.view(x)) ?? 0;
      if (here > defect) [defect, at] = [here, t];
    },
    get defect() {
      return defect;
    },
    get warnings() {
      return negativeState(positivityOpen, defect, `at t = ${at}`);
    },
  };
}

/** The sentence about a negative eigenvalue of a state whose equation does not promise positivity. */
export function negativeState(equation: string | undefined, defect: number | null, where: string): readonly string[] {
  if (equation === undefined || defect === null || defect <= ROUNDING) return [];
  const remedy = equation.includes("rates") ? "" : ' The form "unified" keeps them so.';
  return [
    `${equation} does not promise that states stay positive: the smallest eigenvalue was ${(-defect).toExponential(2)} ${where}.${remedy}`,
  ];
}
