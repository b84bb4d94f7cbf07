/**
 * The bench harness. To add a topic, write `bench/cases/<topic>.ts`:
 *
 *   export const cases: readonly Case[] = [{
 *     name: "cascade d = 20, phase noise",
 *     flops: 44_000,                       // optional: operations in one unit, gives Gflop/s and the share of the limit
 *     units: 8,                            // optional: units of work in one call (realisations, steps); times are per unit
 *     prepare() {
 *       const owned = openScope();         // seeded input, plans, memory: not timed
 *       return {
 *         wasm: () => { … },               // the same work in both
 *         plain: () => { … },              // pure JS on typed arrays (optional)
 *         check: () => { … },              // throws unless both results are right; runs after one call of each, before timing
 *         release: () => owned.release(),
 *       };
 *     },
 *   }];
 *
 * `bench/index.ts` finds the file by itself. Work may be asynchronous (return a promise). Times are wall time per unit.
 * Ratios and Gflop/s come from minima: on a shared machine the minimum is what the code needs, the median what it got.
 */
import b from "benny";
import { limitKernels, OUTER_FLOPS, PEAK_FLOPS } from "./limit.ts";

/** One row of the table. */
export interface Case {
  readonly name: string;
  /** Floating-point operations in one unit of work, as really carried out by the wasm side. */
  readonly flops?: number;
  /** Units of work in one call; 1 unless given. */
  readonly units?: number;
  /** Seconds to spend on each side; 1 unless given. */
  readonly seconds?: number;
  /** What a reader must know to judge the row. */
  readonly notes?: string;
  prepare(): Prepared | Promise<Prepared>;
}

/** A case ready to run. */
export interface Prepared {
  wasm(): void | Promise<void>;
  plain?(): void | Promise<void>;
  check(): void;
  release?(): void | Promise<void>;
  /** Seconds that the case measures itself, in other processes, in place of timing `wasm`. */
  samples?(): Promise<readonly number[]>;
}

/** Seconds per unit of work. */
export interface Timing {
  readonly mean: number;
  readonly median: number;
  readonly minimum: number;
  readonly samples: number;
}

/** What a case measured. */
export interface Row {
  readonly name: string;
  readonly wasm: Timing;
  readonly plain: Timing | null;
  /** Pure JS over wasm, of the minima. */
  readonly ratio: number | null;
  readonly gflops: number | null;
  /** Share of the multiply-add limit measured beside this case. */
  readonly share: number | null;
  readonly notes: string;
}

/** Run one case: prepare, run once, check, time, release. */
export async function measure(item: Case): Promise<Row> {
  const prepared = await item.prepare();
  try {
    await prepared.wasm();
    await prepared.plain?.();
    prepared.check();
    const before = item.flops ? await multiplyAddLimit() : 0;
    const wasm = prepared.samples ? summary(await prepared.samples()) : await time(prepared.wasm, item);
    const limit = item.flops ? Math.max(before, await multiplyAddLimit()) : 0;
    const plain = prepared.plain ? await time(prepared.plain, item) : null;
    const gflops = item.flops ? item.flops / wasm.minimum / 1e9 : null;
    return {
      name: item.name,
      wasm,
      plain,
      ratio: plain && plain.minimum / wasm.minimum,
      gflops,
      share: gflops && gflops / limit,
      notes: item.notes ?? "",
    };
  } finally {
    await prepared.release?.();
  }
}

function summary(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  return { mean, median: sorted[sorted.length >> 1], minimum: sorted[0], samples: samples.length };
}

/** Time one side with benny; slow work still gets five samples. Benny's `ops` is 0 for slow cases, its `details` are not. */
async function time(work: () => void | Promise<void>, { units = 1, seconds = 1 }: Case): Promise<Timing> {
  const asynchronous = work() instanceof Promise;
  await warmUp(work);
  const body = asynchronous ? async () => void (await work()) : () => void work();
  const suite = await quietly(() => b.suite("case", b.add("work", body, { minSamples: 5, maxTime: seconds })));
  const { details, samples } = suite.results[0];
  return { mean: details.mean / units, median: details.median / units, minimum: details.min / units, samples };
}

/** Let the engine compile what runs hot: engines tier up on other threads, which a busy machine delays. */
async function warmUp(work: () => void | Promise<void>): Promise<void> {
  const start = performance.now();
  for (let turn = 0; turn < 20; turn++) {
    const until = performance.now() + 15;
    do await work();
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (performance.now() - start > 1000) break;
  }
}

/** Benny announces each suite on the console; the table is all that a reader wants. */
async function quietly<T>(body: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => {};
  try {
    return await body();
  } finally {
    console.log = log;
  }
}

/** The limit of separate f64x2 multiplications and additions, in Gflop/s: the best of many short runs of either kernel. */
export async function multiplyAddLimit(): Promise<number> {
  const { chains, outerProduct } = await limitKernels();
  return Math.max(bestRate(OUTER_FLOPS, outerProduct), bestRate(PEAK_FLOPS, chains));
}

function bestRate(flops: number, run: (rounds: number) => number): number {
  const rounds = 10_000;
  for (let i = 0; i < 500; i++) run(100);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    run(rounds);
    best = Math.min(best, performance.now() - start);
  }
  return (flops * rounds) / (best * 1e6);
}

/** Throw unless every value of `got` is `expected`, bit for bit or within `tolerance` (absolute). */
export function same(what: string, got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 0): void {
  if (got.length !== expected.length) throw new Error(`${what}: ${got.length} values against ${expected.length}`);
  for (let i = 0; i < got.length; i++) {
    const close = tolerance > 0 ? Math.abs(got[i] - expected[i]) <= tolerance : Object.is(got[i], expected[i]);
    if (!close) throw new Error(`${what}: value ${i} is ${got[i]}, but ${expected[i]} was expected`);
  }
}
