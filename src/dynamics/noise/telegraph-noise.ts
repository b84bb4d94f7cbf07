import { finite, wrongValue } from "../../errors.ts";
import { exp } from "../../numerics/scalar.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import { type JumpScheme, jumpLaw, jumpsExactly, requireMiddle, silent } from "./jumps.ts";
import type { NoiseKind } from "./kind.ts";
import { type Process, type ProcessGrid, uniforms } from "./process.ts";

export type TelegraphFields = {
  readonly low: number;
  readonly high: number;
  /** Rates of leaving `low` and of leaving `high`. */
  readonly up: number;
  readonly down: number;
  readonly x0: number | null;
  readonly scheme: JumpScheme;
};

/**
 * Telegraph noise: jumps between two values at constant rates r₀₁ = `up` and r₁₀ = `down`, Γ = r₀₁ + r₁₀, p₁ = r₀₁/Γ:
 *
 *   E[x] = v₀ + p₁(v₁ − v₀),   C(t) = (v₁ − v₀)² p₀p₁ e^{−Γ|t|},   S(ω) = 2Γ(v₁ − v₀)² p₀p₁/(Γ² + ω²)
 *
 * From one position to the next by the exact transition P(1|1) = p₁ + p₀e^{−Γh}, P(1|0) = p₁(1 − e^{−Γh}); a slice of time has the value
 * of its middle (`middle`), or is cut where the value jumps (`switching`, and wherever nothing else asks for slices). A symmetric one with rate r has Γ = 2r.
 * Source: S. Machlup, J. Appl. Phys. 25, 341 (1954), doi:10.1063/1.1721637.
 */
export const telegraphNoise: NoiseKind<TelegraphFields> = {
  name: "telegraph",
  title: "jumps between two values at constant rates",
  fields: ["low", "high", "up", "down", "x0"],
  defaults: { x0: null },
  schemes: ["middle", "switching"],
  check({ low, high, up, down, x0 }) {
    finite("low", low);
    finite("high", high);
    finite("up", up, { atLeast: 0 }, "It is the rate of jumps from low to high.");
    finite("down", down, { atLeast: 0 }, "It is the rate of jumps from high to low.");
    if (!(up + down > 0)) throw wrongValue("up", "be > 0 where `down` is 0", up, "For a constant, set the parameter itself.");
    if (x0 !== null && x0 !== low && x0 !== high) throw wrongValue("x0", `be low = ${low} or high = ${high}`, x0);
  },
  support: ({ low, high }) => [Math.min(low, high), Math.max(low, high)],
  centre({ low, high, up, down }) {
    const p = up / (up + down);
    return { mean: low + p * (high - low), std: Math.abs(high - low) * Math.sqrt(p * (1 - p)) };
  },
  autocovariance(noise, lag, grid) {
    const { std } = telegraphNoise.centre(noise);
    return std * std * exp(-(noise.up + noise.down) * lag * stepOf(grid));
  },
  process: (noise, grid) => (jumpsExactly(noise, grid) ? silent : jumps(noise, grid)),
  jumps: ({ low, high, up, down, x0 }) =>
    jumpLaw(
      [low, high],
      [
        [0, 1, up],
        [1, 0, down],
      ],
      x0 === null ? null : x0 === low ? 0 : 1,
    ),
  finite: true,
  quadrature({ low, high, up, down }) {
    const p = up / (up + down);
    return { nodes: Float64Array.of(low, high), weights: Float64Array.of(1 - p, p) };
  },
  chain(noise, grid): HiddenChain {
    const { low, high } = noise;
    const { step, first, p } = transitions(noise, grid);
    const high0 = noise.x0 === null ? p : noise.x0 === low ? first.fromLow : first.fromHigh;
    return {
      values: Float64Array.of(low, high),
      start: Float64Array.of(1 - high0, high0),
      read: Float64Array.of(1, 1),
      moves: Float64Array.of(1 - step.fromLow, 1 - step.fromHigh, step.fromLow, step.fromHigh),
      exact: true,
    };
  },
};

/** Probabilities of `high` after a step, from each value. */
interface ToHigh {
  readonly fromLow: number;
  readonly fromHigh: number;
}

function transitions({ up, down, scheme }: TelegraphFields, grid: ProcessGrid): { first: ToHigh; step: ToHigh; p: number } {
  requireMiddle(scheme, grid);
  const p = up / (up + down);
  const over = (h: number): ToHigh => {
    const left = exp(-(up + down) * h);
    return { fromLow: p * (1 - left), fromHigh: p + (1 - p) * left };
  };
  const h = stepOf(grid);
  return { first: over(grid.positions === "slice" ? h / 2 : h), step: over(h), p };
}

/** The duration of a position: 1 where collisions have none and time is counted in them. */
function stepOf({ step }: ProcessGrid): number {
  return step !== null && step > 0 ? step : 1;
}

/** The state is 0 where u < P(0 | the last one), else 1. */
function jumps(noise: TelegraphFields, grid: ProcessGrid): Process {
  const { low, high, x0 } = noise;
  const { first, step, p } = transitions(noise, grid);
  return {
    streams: [{ suffix: "", shape: uniforms }],
    carried: 1,
    begin([u], lanes, state) {
      for (let l = 0; l < lanes; l++) state[l] = x0 === null ? (u[l] < 1 - p ? 0 : 1) : x0 === low ? 0 : 1;
    },
    advance(position, count, lanes, [u], state, values) {
      for (let s = 0, at = 0; s < count; s++) {
        const { fromLow, fromHigh } = position + s === 1 ? first : step;
        for (let l = 0; l < lanes; l++, at++) {
          const now = u[at] < 1 - (state[l] === 0 ? fromLow : fromHigh) ? 0 : 1;
          state[l] = now;
          values[at] = now === 0 ? low : high;
        }
      }
    },
  };
}
