/** Means over independent trajectories with the errors of functions of them: each trajectory counts as one observation. */

/** Sums over trajectories of some numbers and their products. */
export class Observations {
  count = 0;
  private readonly means: Float64Array;
  private readonly products: Float64Array;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
    this.means = new Float64Array(size);
    this.products = new Float64Array(size * size);
  }

  /** Add one trajectory (Welford's recursion). */
  add(values: readonly number[]): void {
    this.count++;
    const before = values.map((value, i) => value - this.means[i]);
    before.forEach((difference, i) => {
      this.means[i] += difference / this.count;
    });
    for (let i = 0; i < this.size; i++)
      for (let j = 0; j < this.size; j++) this.products[i * this.size + j] += before[i] * (values[j] - this.means[j]);
  }

  mean(i: number): number {
    return this.means[i];
  }

  /** The standard error of a function with these derivatives at the means; null of a single trajectory. */
  error(slopes: readonly number[]): number | null {
    if (this.count < 2) return null;
    let variance = 0;
    slopes.forEach((a, i) => {
      slopes.forEach((b, j) => {
        variance += a * b * this.products[i * this.size + j];
      });
    });
    return Math.sqrt(Math.max(0, variance) / (this.count * (this.count - 1)));
  }
}
