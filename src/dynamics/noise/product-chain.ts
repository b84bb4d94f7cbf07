/** Independent chains of hidden states as one: the product of all, with the value of each parameter in each of its states. */
import { internalFault, wrongValue } from "../../errors.ts";
import { inside, printDomain } from "./domain.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import type { NoiseAxis, NoisyParameter } from "./noise-axes.ts";

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
  /** Of chains in continuous time: what flows from state to state per unit of time, as [to, from, rate]. */
  rates(): readonly (readonly [to: number, from: number, rate: number])[];
}

/** Hidden states that one average may carry. */
const MOST_STATES = 8192;

/** A hidden state with less than this of the probability may stand at a border of the domain instead of outside. */
export const NEVER = 1e-16;

/** Hidden states of a product. */
export function statesOf(axes: readonly NoiseAxis[]): number {
  return axes.reduce((product, { chain }) => product * chain.values.length, 1);
}

/**
 * The product of chains.
 * @throws RangeError for a value outside its domain without `clipped`, and for too many states
 */
export function productChain(parameters: readonly NoisyParameter[], axes: readonly NoiseAxis[]): ProductChain {
  const sizes = axes.map(({ chain }) => chain.values.length);
  const states = statesOf(axes);
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
      let value = 0;
      axes.forEach(({ adds }, a) => {
        for (const added of adds) if (added.parameter === p) value += added.values[placeOn(i, a)];
      });
      return within(parameter, value, Math.abs(start[i] * read[i]) < NEVER);
    }),
  );
  return {
    states,
    values,
    start,
    read,
    exact: axes.every(({ chain }) => chain.exact),
    rates: () => ratesOf(axes, sizes, strides, states),
    mix(vectors, width) {
      axes.forEach(({ chain }, a) => {
        mixAxis(chain, vectors, sizes[a], strides[a] * width);
      });
    },
  };
}

/** A value as the parameter may take it: moved to a border where its noise says so. */
export function within({ name, noise, domain }: NoisyParameter, value: number, never: boolean): number {
  if (noise.onLeave === "clip" || never) return Math.min(Math.max(value, domain.atLeast), domain.atMost);
  if (inside(value, domain)) return value;
  const remedy = "Use truncatedNormal(…), or say clipped(…).";
  throw wrongValue("noise", `keep \`${name}\` within ${printDomain(domain)}`, value, remedy, `its average needs ${value}`);
}

/** One axis: blocks of `inner` numbers for each of its states, as often as the axes before it have states. */
function mixAxis({ moves, start, read }: HiddenChain, vectors: Float64Array, n: number, inner: number): void {
  if (moves === "kept") return;
  const width = typeof moves === "object" && "band" in moves ? (moves.band.length - 1) / 2 : n;
  const factorAt = (i: number, j: number): number => {
    if (moves === "drawn") return start[i] * read[j];
    return moves instanceof Float64Array ? moves[i * n + j] : moves.band[i - j + width];
  };
  const before = new Float64Array(n * inner);
  for (let base = 0; base < vectors.length; base += n * inner) {
    before.set(vectors.subarray(base, base + n * inner));
    for (let i = 0; i < n; i++) {
      const to = vectors.subarray(base + i * inner, base + (i + 1) * inner);
      to.fill(0);
      for (let j = Math.max(0, i - width); j <= Math.min(n - 1, i + width); j++) {
        const factor = factorAt(i, j);
        if (factor === 0) continue;
        for (let q = 0, at = j * inner; q < inner; q++, at++) to[q] += factor * before[at];
      }
    }
  }
}

/** The rates of a product: each axis moves by itself. */
function ratesOf(axes: readonly NoiseAxis[], sizes: readonly number[], strides: readonly number[], states: number) {
  const all: [to: number, from: number, rate: number][] = [];
  axes.forEach(({ chain: { moves } }, a) => {
    if (moves === "kept") return;
    if (!(moves instanceof Float64Array)) throw internalFault("has a chain in continuous time without rates");
    for (let from = 0; from < states; from++) {
      const place = Math.floor(from / strides[a]) % sizes[a];
      for (let i = 0; i < sizes[a]; i++) {
        const rate = moves[i * sizes[a] + place];
        if (rate !== 0) all.push([from + (i - place) * strides[a], from, rate]);
      }
    }
  });
  return all;
}
