/** One thing that is tried with random input: `scripts/fuzz.ts` runs it for long, a test of the suite for seconds. */
export interface FuzzTarget {
  readonly name: string;
  /** Try `count` inputs that depend on `seed` alone, and return what went wrong; `until` (of performance.now) ends it early. */
  run(seed: number, count: number, until?: number): Promise<{ readonly tried: number; readonly findings: readonly Finding[] }>;
}

/** An input that shows a fault, as it can be typed again. */
export interface Finding {
  readonly input: string;
  readonly problem: string;
}

/** Random numbers of a fuzz target. */
export interface Dice {
  /** An integer from 0 to n − 1. */
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
  /** True once in `n` times. */
  once(n: number): boolean;
}

/** Dice of case `index` of a seed: any case can be repeated alone. (xorshift32) */
export function dice(seed: number, index: number): Dice {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) | 0 || 1;
  const below = (n: number): number => {
    for (const shift of [13, -17, 5]) state ^= shift > 0 ? state << shift : state >>> -shift;
    return (state >>> 0) % n;
  };
  for (let i = 0; i < 4; i++) below(2);
  return { below, pick: (list) => list[below(list.length)], once: (n) => below(n) === 0 };
}
