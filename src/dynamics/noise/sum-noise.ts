/** Several kinds at once on one parameter: shot-to-shot plus within a run, slow plus fast. */
import { wrongKind, wrongValue } from "../../errors.ts";
import type { Rule } from "../../numerics/quadrature.ts";
import type { LaneDraws } from "../../numerics/random.ts";
import type { NoiseKind } from "./kind.ts";
import { PROCESS_LANES, type Process, type ProcessGrid } from "./process.ts";
import { reachOf } from "./reach.ts";

type SumFields<Part> = { readonly parts: readonly Part[] };

/** What a sum asks of its parts: any noise of the list has it. */
interface AnyPart {
  readonly kind: string;
  readonly perRealisation: boolean;
  readonly onLeave: string;
}

/** What a sum asks of the list of kinds. */
interface KindList<Part> {
  kindOf(noise: Part): NoiseKind;
  remembers(noise: Part): boolean;
  checkNoise(noise: unknown): Part;
}

/**
 * The sum x = Σ_p x_p of independent noises, each with streams of its own: `phi` for the first one, `phi+1` for the second. A part may be
 * constant within a realisation, drawn at each position, or a process.
 */
export function sumNoise<Part extends AnyPart>({ kindOf, remembers, checkNoise }: KindList<Part>): NoiseKind<SumFields<Part>> {
  const whole = (parts: readonly Part[], at: (noise: Part) => readonly [number, number]): readonly [number, number] =>
    parts.map(at).reduce(([a, b], [c, d]) => [a + c, b + d]);
  return {
    name: "sum",
    title: "several kinds at once, written with + between them",
    fields: ["parts"],
    check({ parts }) {
      if (!Array.isArray(parts)) throw wrongKind("parts", "be a list of noises", parts);
      if (parts.length < 2) throw wrongValue("parts", "hold at least two noises", parts.length, "", `has ${parts.length}`);
      for (const part of parts) {
        const noise = checkNoise(part);
        if (noise.kind === "sum") throw wrongValue("parts", "hold no sums", "sum", "Put all parts into one.");
        if (noise.onLeave !== "error") throw wrongValue("parts", "leave the domain to the sum", noise.onLeave, "Write clipped(sum(…)).");
      }
    },
    support: ({ parts }) => whole(parts, (part) => kindOf(part).support(part as never)),
    drawn: ({ parts }, count) => whole(parts, (part) => reachOf(kindOf(part), part, count)),
    centre({ parts }) {
      const centres = parts.map((part) => kindOf(part).centre(part as never));
      const variance = centres.reduce((sum, { std }) => sum + std * std, 0);
      return { mean: centres.reduce((sum, { mean }) => sum + mean, 0), std: Math.sqrt(variance) };
    },
    autocovariance({ parts }, lag, grid) {
      return parts.reduce((sum, part) => {
        const kind = kindOf(part);
        const { std } = (kind.moments ?? kind.centre)(part as never);
        const own = part.perRealisation || lag === 0 ? std * std : (kind.autocovariance?.(part as never, lag, grid) ?? 0);
        return sum + own;
      }, 0);
    },
    process({ parts }, grid) {
      return sumOf(parts.map((part) => partProcess(kindOf(part), part, remembers(part), grid)));
    },
    quadrature: ({ parts }, count) => parts.map((part) => kindOf(part).quadrature(part as never, count)).reduce(convolved),
  };
}

/** The distribution of the sum of two values. */
function convolved(a: Rule, b: Rule): Rule {
  const pairs = Array.from(a.nodes, (x, i) => Array.from(b.nodes, (y, j) => [x + y, a.weights[i] * b.weights[j]] as const)).flat();
  return { nodes: Float64Array.from(pairs, ([node]) => node), weights: Float64Array.from(pairs, ([, weight]) => weight) };
}

/** A part as a process: kinds without memory are drawn at each position, or once. */
function partProcess(kind: NoiseKind, noise: AnyPart, memory: boolean, grid: ProcessGrid): Process {
  if (memory && kind.process) return kind.process(noise as never, grid);
  const sample = kind.sampler?.(noise as never) ?? (() => {});
  const shape = (draws: LaneDraws, count: number): void => sample(draws, count);
  if (noise.perRealisation) {
    return {
      streams: [{ suffix: "", shape, once: true }],
      carried: 1,
      begin([x], lanes, state) {
        for (let l = 0; l < lanes; l++) state[l] = x[l];
      },
      advance(_position, count, lanes, _numbers, state, values) {
        for (let at = 0; at < count * lanes; at++) values[at] = state[at % lanes];
      },
    };
  }
  return {
    streams: [{ suffix: "", shape }],
    carried: 0,
    begin() {},
    advance(_position, count, lanes, [x], _state, values) {
      for (let at = 0; at < count * lanes; at++) values[at] = x[at];
    },
  };
}

/** The values of several processes added up, each with its own part of the state and its own streams. */
function sumOf(parts: readonly Process[]): Process {
  const own = new Float64Array(32 * PROCESS_LANES);
  let streams = 0;
  let carried = 0;
  const placed = parts.map((process) => {
    const place = { process, stream: streams, state: carried * PROCESS_LANES };
    streams += process.streams.length;
    carried += process.carried;
    return place;
  });
  const numbersOf = (numbers: readonly Float64Array[], { process, stream }: (typeof placed)[number]) =>
    numbers.slice(stream, stream + process.streams.length);
  return {
    streams: parts.flatMap((process, p) =>
      process.streams.map((stream) => ({ ...stream, suffix: `${p === 0 ? "" : `+${p}`}${stream.suffix}` })),
    ),
    carried,
    begin(numbers, lanes, state) {
      for (const place of placed) place.process.begin(numbersOf(numbers, place), lanes, state.subarray(place.state));
    },
    advance(position, count, lanes, numbers, state, values) {
      values.fill(0, 0, count * lanes);
      for (const place of placed) {
        place.process.advance(position, count, lanes, numbersOf(numbers, place), state.subarray(place.state), own);
        for (let at = 0; at < count * lanes; at++) values[at] += own[at];
      }
    },
  };
}
