/** Seeded choices for random documents. */
import { draws } from "../numerics/random.ts";

export class Dice {
  readonly #draw: () => number;

  constructor(seed: number) {
    this.#draw = draws(seed);
  }

  /** A whole number from 0 to n − 1. */
  integer(n: number): number {
    return Math.min(n - 1, Math.floor(((this.#draw() + 1) / 2) * n));
  }

  pick<T>(of: readonly T[]): T {
    return of[this.integer(of.length)];
  }

  /** True with this probability. */
  chance(p: number): boolean {
    return this.#draw() < 2 * p - 1;
  }

  /** A number with few digits, in [low, high). */
  number(low: number, high: number): number {
    return Number((low + ((this.#draw() + 1) / 2) * (high - low)).toPrecision(this.pick([1, 3, 17])));
  }

  shuffled<T>(of: readonly T[]): readonly T[] {
    const rest = [...of];
    return of.map(() => rest.splice(this.integer(rest.length), 1)[0]);
  }
}
