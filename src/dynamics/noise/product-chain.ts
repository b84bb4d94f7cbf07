/** Noise on several parameters as one chain of hidden states: the product of a chain for each noise, and for each part of a sum. */
import { wrongValue } from "../../errors.ts";
import { type Domain, inside, printDomain } from "./domain.ts";
import { chainOfRule, type HiddenChain } from "./hidden-chain.ts";
import { hasMemory, kindOf, type Noise } from "./known-kinds.ts";
import type { ProcessGrid } from "./process.ts";

/** A product of chains. A vector of states is [state][width]. */
export interface ProductChain {
  readonly states: number;
  /** For each parameter the value of each state. */
  readonly values: readonly Float64Array[];
  readonly start: Float64Array;
  readonly read: Float64Array;
  /** More states would give the same answer. */
  readonly exact: boolean;
  /** Replace what stands in the states after one position by what stands in them before the next. */
  mix(states: Float64Array, width: number): void;
}

/** Hidden states that one average may carry. */
const MOST_STATES = 8192;

/** A hidden state with less than this of the probability may stand at a border of the domain instead of outside. */
const NEVER = 1e-16;

/** What is averaged over: one noise per parameter, with the values that the parameter may take. */
export interface NoisyParameter {
  readonly name: string;
  readonly noise: Noise;
  readonly domain: Domain;
}

/**
 * The chain of all noises.
 * @param levels states of each noise that has no finite number of values
 * @throws RangeError for a kind without a chain, a value outside its domain without `clipped`, and for too many states
 */
export function productChain(parameters: readonly NoisyParameter[], grid: ProcessGrid, levels: number): ProductChain {
  const axes = parameters.flatMap(({ name, noise }, p) => partsOf(noise).map((part) => ({ p, chain: chainOf(name, part, grid, levels) })));
  const sizes = axes.map(({ chain }) => chain.values.length);
  const states = sizes.reduce((a, b) => a * b, 1);
  if (states > MOST_STATES) {
    throw wrongValue(
      "noise",
      `be averaged over at most ${MOST_STATES} hidden states`,
      null,
      "Use `ensemble`, or fewer nodes.",
      `has ${states}`,
    );
  }
  const strides = sizes.map((_, a) => sizes.slice(a + 1).reduce((x, y) => x * y, 1));
  const placeOn = (state: number, a: number) => Math.floor(state / strides[a]) % sizes[a];
  const product = (of: (chain: HiddenChain) => Float64Array) =>
    Float64Array.from({ length: states }, (_, i) => axes.reduce((value, { chain }, a) => value * of(chain)[placeOn(i, a)], 1));
  const [start, read] = [product((chain) => chain.start), product((chain) => chain.read)];
  const values = parameters.map((parameter, p) =>
    Float64Array.from({ length: states }, (_, i) => {
      const value = axes.reduce((sum, axis, a) => (axis.p === p ? sum + axis.chain.values[placeOn(i, a)] : sum), 0);
      return within(parameter, value, Math.abs(start[i] * read[i]) < NEVER);
    }),
  );
  return {
    states,
    values,
    start,
    read,
    exact: axes.every(({ chain }) => chain.exact),
    mix(vectors, width) {
      axes.forEach(({ chain }, a) => {
        mixAxis(chain, vectors, sizes[a], strides[a] * width);
      });
    },
  };
}

function partsOf(noise: Noise): readonly Noise[] {
  if (noise.onLeave === "redraw") {
    throw wrongValue("noise", "not be drawn again to be averaged exactly", null, "Use truncatedNormal(…).", "is `redrawn`");
  }
  return noise.kind === "sum" ? noise.parts : [noise];
}

function chainOf(name: string, noise: Noise, grid: ProcessGrid, levels: number): HiddenChain {
  const kind = kindOf(noise);
  if (hasMemory(noise)) {
    const chain = kind.chain?.(noise as never, grid, levels) ?? null;
    if (chain !== null) return chain;
    const remedy = "Use `ensemble`.";
    throw wrongValue(
      "noise",
      "be of a kind that has an exact average",
      noise.kind,
      remedy,
      `that on \`${name}\` is ${noise.kind}, which has none here`,
    );
  }
  return chainOfRule(kind.quadrature(noise as never, levels), noise.perRealisation ? "kept" : "drawn", kind.finite === true);
}

function within({ name, noise, domain }: NoisyParameter, value: number, never: boolean): number {
  if (noise.onLeave === "clip" || never) return Math.min(Math.max(value, domain.atLeast), domain.atMost);
  if (inside(value, domain)) return value;
  const remedy = "Use truncatedNormal(…), or say clipped(…).";
  throw wrongValue("noise", `keep \`${name}\` within ${printDomain(domain)}`, value, remedy, `its average needs ${value}`);
}

/** One axis: blocks of `inner` numbers for each of its states, as often as the axes before it have states. */
function mixAxis({ transition, start, read }: HiddenChain, vectors: Float64Array, n: number, inner: number): void {
  if (transition === "kept") return;
  const before = new Float64Array(n * inner);
  for (let base = 0; base < vectors.length; base += n * inner) {
    before.set(vectors.subarray(base, base + n * inner));
    for (let i = 0; i < n; i++) {
      const to = vectors.subarray(base + i * inner, base + (i + 1) * inner);
      to.fill(0);
      for (let j = 0; j < n; j++) {
        const factor = transition === "drawn" ? start[i] * read[j] : transition[i * n + j];
        if (factor === 0) continue;
        for (let q = 0, at = j * inner; q < inner; q++, at++) to[q] += factor * before[at];
      }
    }
  }
}
