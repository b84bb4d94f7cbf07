/**
 * What one peer's process does: it names its rows on the first line, then measures what each line of its input asks for.
 *
 *   → {"row": "product-8", "seconds": 0.3}
 *   ← {"row": "product-8", "minimum": 1.1e-6, "median": 1.2e-6, "samples": 250, "value": [ … ]}
 *
 * By hand: echo '{"row": "product-8", "seconds": 0.1}' | node --import ./bench/sources.mjs bench/peers/numeric-rows.ts
 */
import { createInterface } from "node:readline";

/** Work ready to run: input made, what a user would prepare prepared. */
export interface Work {
  /** The timed call. */
  run(): unknown;
  /** The numbers to check; asked for once, after one call. */
  value(): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Units of work in one call; 1 unless given. */
  readonly units?: number;
}

/** How a peer does each row that it can do. */
export type PeerWork = Readonly<Record<string, () => Work | Promise<Work>>>;

/** What a process says first. */
export interface Greeting {
  readonly peer: string;
  readonly version: string;
  readonly rows: readonly string[];
}

/** What it answers: seconds per unit of work. */
export interface Answer {
  readonly row: string;
  readonly minimum: number;
  readonly median: number;
  readonly samples: number;
  readonly value: readonly number[];
}

/** Work that was run once, its numbers, and what one call took. */
interface Kept {
  readonly ready: Work;
  readonly value: readonly number[];
  readonly asynchronous: boolean;
}

/** Serve rows until the input ends. */
export async function serve(peer: string, version: string, work: PeerWork): Promise<void> {
  const kept = new Map<string, Kept>();
  const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
  say({ peer, version, rows: Object.keys(work) } satisfies Greeting);
  for await (const line of createInterface({ input: process.stdin })) {
    const { row, seconds } = JSON.parse(line) as { row: string; seconds: number };
    try {
      const entry = kept.get(row) ?? (await first(await work[row](), seconds));
      kept.set(row, entry);
      say({ row, ...(await timed(entry, seconds)), value: entry.value } satisfies Answer);
    } catch (error) {
      say({ row, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** Run once and keep the numbers; then, unless a call is slow, let the engine compile what runs hot. */
async function first(ready: Work, seconds: number): Promise<Kept> {
  const start = performance.now();
  const running = ready.run();
  await running;
  const slow = performance.now() - start > 1000 * seconds;
  const entry = { ready, value: Array.from(await ready.value()), asynchronous: running instanceof Promise };
  if (!slow) await timed(entry, seconds / 3);
  return entry;
}

/** Samples of at least a millisecond each, until the time is up; at least one. */
async function timed({ ready, asynchronous }: Kept, seconds: number): Promise<Pick<Answer, "minimum" | "median" | "samples">> {
  const { run, units = 1 } = ready;
  const sample = async (calls: number): Promise<number> => {
    const start = performance.now();
    if (asynchronous) for (let i = 0; i < calls; i++) await run();
    else for (let i = 0; i < calls; i++) run();
    return performance.now() - start;
  };
  const until = performance.now() + 1000 * seconds;
  let calls = 1;
  let last = await sample(calls);
  while (last < 1 && calls < 2 ** 20) last = await sample((calls *= 2));
  const samples = [last];
  while (performance.now() < until) samples.push(await sample(calls));
  const sorted = samples.map((ms) => ms / (1000 * calls * units)).sort((a, b) => a - b);
  return { minimum: sorted[0], median: sorted[sorted.length >> 1], samples: sorted.length };
}
