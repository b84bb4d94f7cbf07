import { finite, integer, wrongKind, wrongValue } from "../../errors.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import { type JumpLaw, type JumpScheme, jumpLaw, jumpsExactly, placeAmong, requireMiddle, silent, transitionsOver } from "./jumps.ts";
import type { NoiseKind } from "./kind.ts";
import { type Process, type ProcessGrid, uniforms } from "./process.ts";

export type MarkovFields = {
  /** The value of each hidden state; several states may have the same. */
  readonly values: readonly number[];
  /** From a state, to a state (counted from 0), at a rate; or with a probability per position. */
  readonly jumps: readonly (readonly [from: number, to: number, rate: number])[];
  /** Jumps have probabilities from one position to the next in place of rates. */
  readonly each: boolean;
  /** The state that it starts in; null: the stationary law. */
  readonly start: number | null;
  readonly scheme: JumpScheme;
};

/** States that one chain may have. */
const MOST = 64;

/**
 * A Markov chain of hidden states, each with a value: preparations with memory, fluctuators of several levels.
 *
 *   P(to at k | from at k − 1) = (e^{Qh})_{to,from} with rates Q over a position of length h, or probabilities per position as given
 *
 * Telegraph noise is the chain of two states. The state of a position is the first one whose cumulated probability is above its uniform.
 * Source: C. W. Gardiner, Handbook of Stochastic Methods, 3rd ed. (Springer, 2004), section 3.5.1.
 */
export const markovNoise: NoiseKind<MarkovFields> = {
  name: "markov",
  title: "jumps between several values: a chain of hidden states",
  fields: ["values", "jumps", "each", "start"],
  defaults: { each: false, start: null },
  schemes: ["middle", "switching"],
  text: {
    form: "markov(value, …, from>to:rate, …[, each][, start=k])",
    read(words) {
      const jumps = words.filter((word) => word.includes(">")).map(jumpOf);
      const start = words.find((word) => word.startsWith("start="));
      const rest = words.filter((word) => !word.includes(">") && word !== "each" && word !== start);
      const values = rest.map((word) => numberOf(word, "list values, then jumps such as 0>1:0.2"));
      return { values, jumps, each: words.includes("each"), start: start === undefined ? null : numberOf(start.slice(6), "have start=k") };
    },
    print: ({ values, jumps, each, start }) =>
      [
        ...values,
        ...jumps.map(([from, to, rate]) => `${from}>${to}:${rate}`),
        ...(each ? ["each"] : []),
        ...(start === null ? [] : [`start=${start}`]),
      ].join(","),
  },
  check(noise) {
    const { values, jumps, each, start } = noise;
    if (!Array.isArray(values))
      throw wrongKind("values", "be a list of numbers", values, "Write markov([1, 2], [[0, 1, 0.3], [1, 0, 0.1]]).");
    if (values.length < 2 || values.length > MOST) {
      throw wrongValue("values", `hold from 2 to ${MOST} numbers, one for each state`, values.length, "", `has ${values.length}`);
    }
    Array.from(values).forEach((value, k) => finite(`values[${k}]`, value));
    if (!Array.isArray(jumps)) throw wrongKind("jumps", "be a list of [from, to, rate]", jumps);
    Array.from(jumps).forEach((jump, k) => checkJump(jump, k, noise));
    if (typeof each !== "boolean") throw wrongKind("each", "be true or false", each);
    if (each) checkProbabilities(noise);
    if (start !== null) integer("start", start, 0, values.length - 1, "States are counted from 0.");
    if (start === null && lawOf({ ...noise, start: null }) === null) {
      throw wrongValue(
        "start",
        "be given where jumps do not lead to one stationary law",
        null,
        "Say which state it starts in.",
        "is missing",
      );
    }
  },
  support: ({ values }) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))],
  centre(noise) {
    const { values } = noise;
    const { nodes, weights } = markovNoise.quadrature(noise, 0);
    const mean = values.reduce((sum, _, k) => sum + weights[k] * nodes[k], 0);
    return { mean, std: Math.sqrt(nodes.reduce((sum, value, k) => sum + weights[k] * (value - mean) * (value - mean), 0)) };
  },
  autocovariance(noise, lag, grid) {
    const { nodes, weights } = markovNoise.quadrature(noise, 0);
    const { mean } = markovNoise.centre(noise);
    let moved: Float64Array = nodes.map((value) => value - mean);
    const { step } = transitions(noise, grid);
    for (let k = 0; k < lag; k++) {
      const before = moved;
      moved = before.map((_, from) => before.reduce((sum, value, to) => sum + step[to * before.length + from] * value, 0));
    }
    return nodes.reduce((sum, value, k) => sum + weights[k] * (value - mean) * moved[k], 0);
  },
  process: (noise, grid) => (!noise.each && jumpsExactly(noise, grid) ? silent : states(noise, grid)),
  jumps: (noise) => (noise.each ? null : lawOf(noise)),
  finite: true,
  quadrature(noise) {
    const law = lawOf({ ...noise, start: null }) ?? (lawOf(noise) as JumpLaw);
    return { nodes: law.values, weights: law.start };
  },
  chain(noise, grid): HiddenChain {
    const { first, step } = transitions(noise, grid);
    const { values, start } = lawOf(noise) as JumpLaw;
    const n = values.length;
    const after = start.map((_, to) => start.reduce((sum, p, from) => sum + first[to * n + from] * p, 0));
    return { values, start: after, read: new Float64Array(n).fill(1), moves: step, exact: true };
  },
};

/** The law with rates, or as if probabilities per position were rates: both have the same stationary law. */
function lawOf({ values, jumps, start }: MarkovFields): JumpLaw | null {
  return jumpLaw(values, jumps, start);
}

/** Probabilities [to·n + from] from x_0 to the first position, and between positions. */
function transitions(noise: MarkovFields, grid: ProcessGrid): { readonly first: Float64Array; readonly step: Float64Array } {
  requireMiddle(noise.scheme, grid);
  const { rates } = jumpLaw(noise.values, noise.jumps, 0) as JumpLaw;
  const n = noise.values.length;
  if (noise.each) {
    const step = rates.map((rate, at) => (at % (n + 1) === 0 ? 1 + rate : rate));
    return { first: step, step };
  }
  const h = grid.step !== null && grid.step > 0 ? grid.step : 1;
  const over = (time: number) => transitionsOver({ rates, values: Float64Array.from(noise.values) }, time);
  return { first: over(grid.positions === "slice" ? h / 2 : h), step: over(h) };
}

function states(noise: MarkovFields, grid: ProcessGrid): Process {
  const { first, step } = transitions(noise, grid);
  const { values, start } = lawOf(noise) as JumpLaw;
  const n = values.length;
  return {
    streams: [{ suffix: "", shape: uniforms }],
    carried: 1,
    begin([u], lanes, state) {
      for (let l = 0; l < lanes; l++) state[l] = noise.start ?? placeAmong((k) => start[k], n, u[l]);
    },
    advance(position, count, lanes, [u], state, into) {
      for (let s = 0, at = 0; s < count; s++) {
        const moves = position + s === 1 ? first : step;
        for (let l = 0; l < lanes; l++, at++) {
          const from = state[l];
          state[l] = placeAmong((to) => moves[to * n + from], n, u[at]);
          into[at] = values[state[l]];
        }
      }
    },
  };
}

function checkJump(jump: unknown, k: number, { values, jumps }: MarkovFields): void {
  if (!Array.isArray(jump) || jump.length !== 3) throw wrongKind(`jumps[${k}]`, "be [from, to, rate]", jump);
  const [from, to, rate] = jump;
  integer(`jumps[${k}][0]`, from, 0, values.length - 1, "States are counted from 0.");
  integer(`jumps[${k}][1]`, to, 0, values.length - 1, "States are counted from 0.");
  finite(`jumps[${k}][2]`, rate, { atLeast: 0 });
  if (from === to) throw wrongValue(`jumps[${k}]`, "lead to another state", from, "What does not jump stays by itself.");
  if (jumps.slice(0, k).some(([a, b]) => a === from && b === to)) {
    throw wrongValue(`jumps[${k}]`, "be given once for two states", null, "", `[${from}, ${to}] is there twice`);
  }
}

/** Probabilities of leaving a state may round beyond 1 by so much. */
const SUM = 1e-12;

function checkProbabilities({ values, jumps }: MarkovFields): void {
  values.forEach((_, state) => {
    const sum = jumps.filter(([from]) => from === state).reduce((total, [, , p]) => total + p, 0);
    if (sum > 1 + SUM)
      throw wrongValue("jumps", "have probabilities of at most 1 from each state", sum, "", `from state ${state} has ${sum}`);
  });
}

function jumpOf(word: string): [number, number, number] {
  const match = /^(\d+)\s*>\s*(\d+)\s*:\s*(\S+)$/.exec(word);
  if (!match) throw wrongValue("noise", "list jumps such as 0>1:0.2 (from, to and rate)", word);
  return [Number(match[1]), Number(match[2]), numberOf(match[3], "have a rate behind :")];
}

function numberOf(word: string, must: string): number {
  const value = word === "" ? Number.NaN : Number(word);
  if (Number.isNaN(value)) throw wrongValue("noise", must, word);
  return value;
}
