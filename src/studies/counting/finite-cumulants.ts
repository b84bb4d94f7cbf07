/** Cumulants after a number of collisions, or at a time: the series ln G(s) of a normalised state, collision by collision. */
import { type StopSignal, stopIfAborted } from "../../errors.ts";
import { addJet, exponentialWeights, logarithm, type ScalarJet, zeroJet } from "./jet-algebra.ts";
import type { JetCarrier, StateJet } from "./jet-steps.ts";
import type { Weighted } from "./tilted-process.ts";

/** ln G(s) at each record, and the (untilted) state there. */
export interface FiniteSeries {
  readonly logarithms: readonly ScalarJet[];
  /** Coordinates of the normalised state at s = 0 at each record. */
  readonly states: readonly Float64Array[];
}

/** What goes along with a series. */
export interface FiniteOptions {
  /** Called before each collision of a stream. */
  readonly visit?: Visit;
  /** What is read at the end in a state, where that depends on it; the process' own reading unless given. */
  readonly endOf?: EndOf;
  readonly signal?: StopSignal | undefined;
}

/** What is read at the end in a state, at a record. */
export type EndOf = (state: Float64Array, at: number) => readonly Weighted<Float64Array>[];

/** What is done with the untilted state before each collision. */
export type Visit = (n: number, state: Float64Array) => void;

/**
 * ln G at the records (numbers of collisions, or times, increasing).
 *
 * Per collision v = Λ(s)u(s), t(s) = Tr v(s), u = v/t and ln G += ln t: nothing grows, so that high orders keep their digits.
 */
export function finiteSeries(carrier: JetCarrier, records: readonly number[], { visit, endOf, signal }: FiniteOptions = {}): FiniteSeries {
  const { process, shape } = carrier;
  const total = zeroJet(shape);
  const normalised = (v: StateJet): StateJet => {
    const t = carrier.read(process.trace, v);
    addJet(total, logarithm(shape, t));
    return carrier.divided(v, t);
  };
  const watched = (v: StateJet): StateJet => {
    stopIfAborted(signal, {});
    return normalised(v);
  };
  let u = normalised(carrier.combined(process.start));
  const logarithms: ScalarJet[] = [];
  const states: Float64Array[] = [];
  let at = 0;
  for (const record of records) {
    if (process.continuous) {
      if (record > at) u = flowed(carrier, u, at, record, watched);
      at = record;
      stopIfAborted(signal, { time: record });
    }
    for (; !process.continuous && at < record; ) {
      at++;
      if ((at & 1023) === 0) stopIfAborted(signal, { step: at });
      visit?.(at, u[0] as Float64Array);
      for (const step of process.stepsOf(at)) u = carrier.through(step, u);
      u = normalised(u);
    }
    const state = (u[0] as Float64Array).slice();
    logarithms.push(atEnd(carrier, u, total, endOf?.(state, record) ?? process.end));
    states.push(state);
  }
  return { logarithms, states };
}

/** Jumps that are counted between two normalisations, about: moments of many would cancel in their cumulants. */
const JUMPS = 8;
const MOST_PIECES = 4096;

/** Continuous time in equal stretches with few jumps each; a driven equation is normalised after each of its own steps. */
function flowed(carrier: JetCarrier, u: StateJet, from: number, to: number, normalised: (u: StateJet) => StateJet): StateJet {
  if (carrier.process.driven) return carrier.flow(u, from, to, normalised);
  const pieces = Math.min(MOST_PIECES, Math.max(1, Math.ceil((carrier.countRate() * (to - from)) / JUMPS)));
  let state = u;
  for (let k = 0; k < pieces; k++) state = normalised(carrier.through(0, state, (to - from) / pieces));
  return state;
}

/** ln G with what is read at the end. */
function atEnd(carrier: JetCarrier, u: StateJet, total: ScalarJet, end: readonly Weighted<Float64Array>[]): ScalarJet {
  const out = { re: total.re.slice(), im: total.im.slice() };
  if (end.length === 0) return out;
  const { shape } = carrier;
  const read = zeroJet(shape);
  for (const { value, part } of end) {
    const weights = exponentialWeights(shape, value);
    const t = carrier.read(part, u);
    for (const [i, j, k] of shape.products) {
      read.re[k] += weights[i] * t.re[j];
      read.im[k] += weights[i] * t.im[j];
    }
  }
  addJet(out, logarithm(shape, read));
  return out;
}
