/** Averages over one period: nodes between the jumps of its coefficients, and what energy is worth along them. */
import { coefficientAt, isTimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import { adjointDissipator } from "../dynamics/lower.ts";
import { inside } from "../dynamics/time-mesh.ts";
import { gaussLegendre, type Rule } from "../numerics/quadrature.ts";
import type { Operator } from "../operators/operator.ts";

/** Nodes of one piece without jumps inside. */
export interface PeriodPiece {
  readonly from: number;
  readonly to: number;
  readonly times: readonly number[];
  /** Weights of an average over the whole period: those of all pieces add up to 1. */
  readonly weights: readonly number[];
}

/** Nodes per piece. */
const NODES = 12;

let rule: Rule | null = null;

/** Gauss nodes of at least so many pieces, cut at the breakpoints. */
export function piecesOf(period: number, breakpoints: readonly number[], least: number): readonly PeriodPiece[] {
  rule ??= gaussLegendre(NODES);
  const { nodes, weights } = rule;
  const cuts = [0, ...breakpoints, period];
  return cuts.slice(1).flatMap((end, k) => {
    const start = cuts[k];
    const parts = Math.max(1, Math.ceil((least * (end - start)) / period));
    return Array.from({ length: parts }, (_, p): PeriodPiece => {
      const [from, to] = [start + ((end - start) * p) / parts, p + 1 === parts ? end : start + ((end - start) * (p + 1)) / parts];
      const half = (to - from) / 2;
      return {
        from,
        to,
        times: Array.from(nodes, (x) => from + half * (1 + x)),
        weights: Array.from(weights, (w) => (w * (to - from)) / period),
      };
    });
  });
}

/** Reads Re Tr[A ρ] at a time. */
export type Expectation = (A: Operator, t: number) => number;

/** Mean energy per unit time that each bath gives to the system:  (1/T)∮ Tr[H(t) D_b(t)ρ(t)] dt. */
export function meanHeats(
  generator: Generator,
  pieces: readonly PeriodPiece[],
  expectation: Expectation,
): Readonly<Record<string, number>> {
  const heats: Record<string, number> = {};
  for (const bath of Object.keys(generator.baths)) {
    heats[bath] = 0;
    for (const [rate, own] of byRate(generator, bath)) {
      const part: Generator = { ...generator, dissipators: own };
      for (const { operator, coefficient } of generator.hamiltonian) {
        const flow = adjointDissipator(part, bath, operator);
        heats[bath] += average(pieces, (t, piece) => valueAt(coefficient, t, piece) * valueAt(rate, t, piece) * expectation(flow, t));
      }
    }
  }
  return heats;
}

/** The dissipators of a bath with each rate as a factor: those of one function of time together, at unit rate, constants as they are. */
function byRate(generator: Generator, bath: string): ReadonlyMap<Coefficient, Generator["dissipators"]> {
  const groups = new Map<Coefficient, Generator["dissipators"][number][]>();
  for (const dissipator of generator.dissipators) {
    if (dissipator.bath !== bath) continue;
    const changes = isTimeFunction(dissipator.rate);
    const key = changes ? dissipator.rate : 1;
    groups.set(key, [...(groups.get(key) ?? []), changes ? { ...dissipator, rate: 1 } : dissipator]);
  }
  return groups;
}

/**
 * Mean power of the drive:  (1/T)∮ Σ_j (dc_j/dt) Tr[H_j ρ] dt, with the derivative of each coefficient from its values at the nodes of a
 * piece, and its jumps times the expectation value there.
 */
export function meanPower({ hamiltonian }: Generator, period: number, pieces: readonly PeriodPiece[], expectation: Expectation): number {
  let power = 0;
  for (const { operator, coefficient } of hamiltonian) {
    if (!isTimeFunction(coefficient)) continue;
    pieces.forEach((piece, p) => {
      const { times, weights, from, to } = piece;
      const values = times.map((t) => coefficientAt(coefficient, t));
      const slopes = slopesAt(times, values);
      times.forEach((t, k) => {
        power += weights[k] * slopes[k] * expectation(operator, t);
      });
      // The jump at the start of a piece, against the end of the one before it; of the first one that is the end of the period.
      const before = pieces[(p + pieces.length - 1) % pieces.length];
      const jump = coefficient.at(inside(from, to, from)) - coefficient.at(inside(before.from, before.to, before.to));
      if (jump !== 0) power += (jump * expectation(operator, from)) / period;
    });
  }
  return power;
}

function valueAt(coefficient: Coefficient, t: number, { from, to }: PeriodPiece): number {
  return coefficientAt(coefficient, inside(from, to, t));
}

/** Σ w f over all nodes. */
export function average(pieces: readonly PeriodPiece[], f: (t: number, piece: PeriodPiece) => number): number {
  let sum = 0;
  for (const piece of pieces) {
    piece.times.forEach((t, k) => {
      sum += piece.weights[k] * f(t, piece);
    });
  }
  return sum;
}

/** The derivative at each node of the polynomial through all of them (barycentric form). */
function slopesAt(times: readonly number[], values: readonly number[]): number[] {
  const n = times.length;
  const weights = times.map((t, i) => 1 / times.reduce((product, s, j) => (i === j ? product : product * (t - s)), 1));
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  return times.map((t, i) => {
    let slope = 0;
    for (let j = 0; j < n; j++) {
      if (j !== i) slope += ((weights[j] / largest / (weights[i] / largest)) * (values[j] - values[i])) / (t - times[j]);
    }
    return slope;
  });
}
