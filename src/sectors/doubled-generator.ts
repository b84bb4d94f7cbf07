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
    if (isTimeFunction(value))
      throw new RunFailure(
        "A generator that depends on time has no stationary state. `periodicSteady` finds the state of a periodic drive that repeats.",
      );
    return value;
  };
  for (const { operator, coefficient } of hamiltonian) {
    const c = rate(coefficient);
    const entry = new Float64Array(4);
    operator.forEach((i, j, re, im) => {
      entry[0] = im;
      entry[2] = -re;
      G.addScaled(i, j, entry, 0, c);
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

/** Products of the entries of R* and L, four numbers each, and where they belong in R†L. */
interface Loss {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

const losses = new WeakMap<Operator, WeakMap<Operator, Loss>>();

/** What R†L is summed from, kept as long as both operators live: models of one family share their jumps and differ in rates. */
function lossOf(left: Operator, right: Operator): Loss {
  let known = losses.get(left);
  if (!known) losses.set(left, (known = new WeakMap()));
  let loss = known.get(right);
  if (!loss) known.set(right, (loss = makeLoss(left, right)));
  return loss;
}

function makeLoss(left: Operator, right: Operator): Loss {
  const [re, im] = [new DoubledSum(), new DoubledSum()];
  const [to, from, values]: number[][] = [[], [], []];
  const { rowStart, columns } = left;
  right.forEach((k, j, x, y) => {
    for (let e = rowStart[k]; e < rowStart[k + 1]; e++) {
      const [u, v] = [left.values[2 * e], left.values[2 * e + 1]];
      // (x − iy)(u + iv)
      re.set(0).addProduct(x, u).addProduct(y, v);
      im.set(0).addProduct(x, v).addProduct(-y, u);
      to.push(j);
      from.push(columns[e]);
      values.push(re.high, re.low, im.high, im.low);
    }
  });
  return { rows: Int32Array.from(to), columns: Int32Array.from(from), values: Float64Array.from(values) };
}

/** G ← G − ½ γ R†L. */
function addLoss(G: DoubledEntries, left: Operator, right: Operator, gamma: number): void {
  const { rows, columns, values } = lossOf(left, right);
  for (let k = 0; k < rows.length; k++) G.addScaled(rows[k], columns[k], values, 4 * k, -0.5 * gamma);
}
