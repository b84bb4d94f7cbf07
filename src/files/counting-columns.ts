/** Cumulants of counts as columns of a table. */
import type { CountingResult } from "../studies/counting/counting-result.ts";
import type { RecordAxis } from "./record.ts";

/** Is a result one of `counting`? */
export function isCounting(result: object): result is CountingResult {
  const given = result as Partial<CountingResult> | null;
  return typeof given === "object" && given !== null && Array.isArray(given.counts) && typeof given.cumulants === "object";
}

/** Cumulants `K1_heat`, … and covariances `cov_a_b` at each record; without records the rates `c1_heat`, … of both. */
export function cumulantColumns({ counts, axis, cumulants, covariances, rates }: CountingResult): {
  readonly axis: RecordAxis;
  readonly columns: Record<string, readonly (number | null)[]>;
} {
  const pairName = (pair: string) => `cov_${pair.replace(",", "_")}`;
  if (axis.values.length > 0) {
    const orders = counts.flatMap((name) => cumulants[name].map((list, k) => [`K${k + 1}_${name}`, list] as const));
    const pairs = Object.entries(covariances).map(([pair, list]) => [pairName(pair), list] as const);
    return { axis, columns: Object.fromEntries([...orders, ...pairs]) };
  }
  const orders = rates ? counts.flatMap((name) => rates.cumulants[name].map((c, k) => [`c${k + 1}_${name}`, [c]] as const)) : [];
  const pairs = rates ? Object.entries(rates.covariances).map(([pair, c]) => [pairName(pair), [c]] as const) : [];
  return { axis: { name: "stationary", values: [null] }, columns: Object.fromEntries([...orders, ...pairs]) };
}
