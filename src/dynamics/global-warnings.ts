/** What to be warned of when transitions are kept apart, or are put into one cluster. */
import type { FrequencyGroup } from "./eigenoperators.ts";
import { type GlobalCoupling, thermalRates } from "./global-coupling.ts";
import type { Jump } from "./lindblad.ts";

/** Frequencies closer than so many times the rates cannot be kept apart. */
export const TOO_CLOSE = 10;
/** Relative change of γ within a cluster above which its mean stands for too much. */
const VARIES = 0.1;

/** The jumps of a coupling at one Bohr frequency, or at the mean one of a cluster. */
export interface Line {
  readonly omega: number;
  readonly range: readonly [lowest: number, highest: number];
  readonly jumps: readonly Jump[];
}

/** The largest rate at which one of the jumps empties a basis state. */
export function rateOf(jumps: readonly Jump[]): number {
  return jumps.reduce((most, { operator, rate }) => {
    const columns = new Float64Array(operator.dimension);
    operator.forEach((_row, column, re, im) => {
      columns[column] += re * re + im * im;
    });
    return columns.reduce((largest, square) => Math.max(largest, (rate as number) * square), most);
  }, 0);
}

/** A warning for each two neighbouring frequencies further apart than `joined` that differ by less than ten times the rates of their jumps. */
export function closeLines(bath: string, lines: readonly Line[], remedy: string, joined = 0): string[] {
  const sorted = [...lines].sort((a, b) => a.omega - b.omega);
  return sorted.slice(1).flatMap((line, k) => {
    const gap = line.range[0] - sorted[k].range[1];
    const rate = Math.max(rateOf(line.jumps), rateOf(sorted[k].jumps));
    if (gap <= joined || gap >= TOO_CLOSE * rate) return [];
    const [g, r] = [gap.toExponential(1), rate.toExponential(1)];
    return [
      `Bath "${bath}": two transitions differ by ${g}, less than ten times the rate ${r} of their jumps, so that they must not be kept apart. ${remedy}`,
    ];
  });
}

/** A warning for each cluster over which γ changes by more than a tenth: its mean frequency does not stand for all of it. */
export function wideClusters({ bath, spectralDensity, beta }: GlobalCoupling, clusters: readonly FrequencyGroup[]): string[] {
  return clusters.flatMap(({ omega, range: [low, high] }) => {
    if (omega < 0 || high === low || low * high <= 0) return [];
    const gamma = (at: number) => thermalRates(at, spectralDensity, beta)[0];
    const [mean, below, above] = [gamma(omega), gamma(low), gamma(high)];
    const change = Math.max(Math.abs(below - mean), Math.abs(above - mean)) / Math.max(below, mean, above, 1e-300);
    if (change <= VARIES) return [];
    const [from, to] = [low, high].map((at) => at.toPrecision(4));
    return [
      `Bath "${bath}": a cluster of transitions from ${from} to ${to} is wider than the scale on which the rate varies (by ${Math.round(100 * change)} %). Use a smaller \`cluster\`, or { form: "redfield" }.`,
    ];
  });
}
