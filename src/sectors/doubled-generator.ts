/** The matrix of a master equation on a sector in double-double arithmetic. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import { RunFailure } from "../errors.ts";
import { DoubledSum } from "../numerics/doubled.ts";
import type { DoubledSparse } from "../numerics/doubled-sparse.ts";
import type { Operator } from "../operators/operator.ts";
import { DoubledEntries } from "./doubled-entries.ts";
import { type DoubledTerm, doubledMatrix, doubledOperator } from "./doubled-matrices.ts";
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
    const [entry, factor] = [Float64Array.of(0, 0, 0, 0), Float64Array.of(c, 0, 0, 0)];
    operator.forEach((i, j, re, im) => {
      entry[0] = im;
      entry[2] = -re;
      G.addProduct(i, j, entry, 0, factor, 0);
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
  const [re, im] = [new DoubledSum(), new DoubledSum()];
  const [entry, factor] = [Float64Array.of(0, 0, 0, 0), Float64Array.of(-0.5 * gamma, 0, 0, 0)];
  const { rowStart, columns, values } = left;
  right.forEach((k, j, x, y) => {
    for (let e = rowStart[k]; e < rowStart[k + 1]; e++) {
      const [u, v] = [values[2 * e], values[2 * e + 1]];
      // (x − iy)(u + iv)
      re.set(0).addProduct(x, u).addProduct(y, v);
      im.set(0).addProduct(x, v).addProduct(-y, u);
      entry[0] = re.high;
      entry[1] = re.low;
      entry[2] = im.high;
      entry[3] = im.low;
      G.addProduct(j, columns[e], entry, 0, factor, 0);
    }
  });
}
