/** The matrix of a master equation on a sector in double-double arithmetic. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import { RunFailure } from "../errors.ts";
import { DoubledSum } from "../numerics/doubled.ts";
import type { DoubledSparse } from "../numerics/doubled-sparse.ts";
import type { Operator } from "../operators/operator.ts";
import { DoubledEntries, type DoubledTerm, doubledMatrix, doubledOperator } from "./doubled-matrices.ts";
import type { Sector } from "./sector.ts";

/**
 * Gρ + ρG† + Σ γ LρR†,  G = −iH − ½ Σ γ R†L,  on a sector.
 *
 * Throws a RunFailure where a coefficient depends on time.
 */
export function doubledGenerator({ system, hamiltonian, dissipators }: Generator, sector: Sector): DoubledSparse {
  const G = new DoubledEntries(system.dimension);
  const rate = (value: Coefficient): number => {
    if (isTimeFunction(value)) throw new RunFailure("A generator that depends on time has no stationary state.");
    return value;
  };
  for (const { operator, coefficient } of hamiltonian) {
    const c = rate(coefficient);
    operator.forEach((i, j, re, im) => {
      G.addProduct(i, j, [im, 0, -re, 0], 0, [c, 0, 0, 0], 0);
    });
  }
  const terms: DoubledTerm[] = [];
  for (const { left, right, rate: value } of dissipators) {
    const gamma = rate(value);
    if (gamma === 0) continue;
    addLoss(G, left, right, gamma);
    terms.push({ left: doubledOperator(left, gamma), right: doubledOperator(right) });
  }
  const drift = G.finish();
  return doubledMatrix([...terms, { left: drift, right: null }, { left: null, right: drift }], sector);
}

/** G ← G − ½ γ R†L. */
function addLoss(G: DoubledEntries, left: Operator, right: Operator, gamma: number): void {
  const rows = rowsOf(left);
  const [re, im] = [new DoubledSum(), new DoubledSum()];
  const factor = [-0.5 * gamma, 0, 0, 0];
  right.forEach((k, j, x, y) => {
    for (const [i, u, v] of rows[k]) {
      // (x − iy)(u + iv)
      re.set(0).addProduct(x, u).addProduct(y, v);
      im.set(0).addProduct(x, v).addProduct(-y, u);
      G.addProduct(j, i, [re.high, re.low, im.high, im.low], 0, factor, 0);
    }
  });
}

function rowsOf(A: Operator): [number, number, number][][] {
  const rows: [number, number, number][][] = Array.from({ length: A.dimension }, () => []);
  A.forEach((i, j, re, im) => {
    rows[i].push([j, re, im]);
  });
  return rows;
}
