/** Collisions with every unit kept: system ⊗ unit 1 ⊗ unit 2 ⊗ … as one dense matrix that grows. For tests only. */
import * as D from "./complex-dense.ts";

/** A matrix on a list of factors; those that operators act on are named by their places, the system's is 0. */
export class Chain {
  rho: D.Dense;
  readonly dimensions: number[];

  constructor(rho: D.Dense) {
    this.rho = rho;
    this.dimensions = [rho.length];
  }

  /** A fresh unit. */
  join(eta: D.Dense): void {
    this.rho = D.kron(this.rho, eta);
    this.dimensions.push(eta.length);
  }

  /** ρ ↦ Σ KρK†. */
  act(kraus: readonly D.Dense[], on: readonly number[]): void {
    const images = kraus.map((K) => D.dag(this.times(K, on, D.dag(this.times(K, on, this.rho)))));
    this.rho = images.reduce((sum, image) => D.add(sum, image));
  }

  /** ρ ↦ Aρ. */
  left(A: D.Dense, on: readonly number[]): void {
    this.rho = this.times(A, on, this.rho);
  }

  /** Tr[Aρ]. */
  mean(A: D.Dense, on: readonly number[]): [number, number] {
    return D.trace(this.times(A, on, this.rho));
  }

  /** The matrix of some factors, in the order given. */
  reduced(on: readonly number[]): D.Dense {
    const size = on.reduce((product, place) => product * this.dimensions[place], 1);
    const out = D.dense(size, () => [0, 0]);
    const rest = this.rho.map((_, i) => i - this.offset(on, this.local(on, i)));
    this.rho.forEach((row, i) => {
      row.forEach(([re, im], j) => {
        if (rest[i] !== rest[j]) return;
        const entry = out[this.local(on, i)][this.local(on, j)];
        entry[0] += re;
        entry[1] += im;
      });
    });
    return out;
  }

  /** Levels of all factors in a state of the whole. */
  levels(index: number): number[] {
    return this.dimensions.map((d, place) => Math.floor(index / this.stride(place)) % d);
  }

  private times(A: D.Dense, on: readonly number[], X: D.Dense): D.Dense {
    const offsets = A.map((_, a) => this.offset(on, a));
    return X.map((_, i) => {
      const a = this.local(on, i);
      const rows = offsets.map((offset) => X[i - offsets[a] + offset]);
      return X.map((_column, j) => {
        const sum: [number, number] = [0, 0];
        rows.forEach((row, b) => {
          const [[x, y], [re, im]] = [A[a][b], row[j]];
          sum[0] += x * re - y * im;
          sum[1] += x * im + y * re;
        });
        return sum;
      });
    });
  }

  private stride(place: number): number {
    return this.dimensions.slice(place + 1).reduce((product, d) => product * d, 1);
  }

  private local(on: readonly number[], index: number): number {
    return on.reduce(
      (local, place) => local * this.dimensions[place] + (Math.floor(index / this.stride(place)) % this.dimensions[place]),
      0,
    );
  }

  private offset(on: readonly number[], local: number): number {
    let [sum, rest] = [0, local];
    for (const place of [...on].reverse()) {
      sum += (rest % this.dimensions[place]) * this.stride(place);
      rest = Math.floor(rest / this.dimensions[place]);
    }
    return sum;
  }
}
