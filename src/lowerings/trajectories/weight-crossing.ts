/** Where a falling weight meets its threshold: found from values and slopes at a few places. */
import { log } from "../../numerics/scalar.ts";

/** How far from the last look the meeting may be: what a state moved by so little lacks is of second order. */
const CLOSE = 1e-7;
/** Looks after which intervals are halved. */
const PATIENCE = 8;

/** A place with what the weight is above its threshold there, and its slope. */
interface Look {
  s: number;
  value: number;
  slope: number;
}

function put(look: Look, s: number, value: number, slope: number): void {
  look.s = s;
  look.value = value;
  look.slope = slope;
}

/** The search for the place in [0, 1] at which a weight has fallen to u. */
export class WeightCrossing {
  /** Is it known where the weight meets u, or that it does not? */
  known = false;
  /** Does it? */
  met = false;
  private u = 0;
  private looks = 0;
  private older: Look = { s: 0, value: 0, slope: 0 };
  private newer: Look = { s: 0, value: 0, slope: 0 };
  private low = 0;
  private high = 1;

  /** Begin at 0; returns the place to look at. */
  begin(weight: number, slope: number, u: number): number {
    this.known = false;
    this.met = false;
    this.u = u;
    this.looks = 0;
    this.low = 0;
    this.high = 1;
    put(this.newer, 0, weight - u, slope);
    return this.inside(this.asExponential());
  }

  /** Take in what was seen; returns the place to look at next, or, once it is known, the place. */
  look(s: number, weight: number, slope: number): number {
    const value = weight - this.u;
    if (value > 0) this.low = s;
    else this.high = s;
    this.met ||= value <= 0;
    const { older, newer } = this;
    this.older = newer;
    this.newer = older;
    put(older, s, value, slope);
    this.looks += 1;
    if (value > 0 && s === 1) {
      this.known = true;
      return 1;
    }
    const root = this.asCubic();
    const between = this.high - this.low;
    if (Math.abs(root - s) <= CLOSE || between <= 1e-15) {
      [this.known, this.met] = [true, true];
      return Math.abs(root - s) <= CLOSE ? root : s;
    }
    if (this.looks > PATIENCE) return this.met ? this.low + between / 2 : 1;
    return this.inside(root);
  }

  /** Within what is left; where nothing was found below u so far, the end may be looked at. */
  private inside(s: number): number {
    const { low, high, met } = this;
    if (s > low && s < high) return s;
    return met ? low + (high - low) / 2 : 1;
  }

  /** As if the weight fell as an exponential from the last look on. */
  private asExponential(): number {
    const { s, value, slope } = this.newer;
    const weight = value + this.u;
    return slope < 0 ? s + (log(weight / this.u) * weight) / -slope : 1;
  }

  /** The root near the last look of the cubic through the last two. */
  private asCubic(): number {
    const { older: a, newer: b } = this;
    const width = b.s - a.s;
    if (width === 0) return this.asExponential();
    // f(t), t = 1 at the last look:  fa + t·p + t²·q + t³·r
    const [p, rise, end] = [a.slope * width, b.value - a.value, b.slope * width];
    const q = 3 * rise - 2 * p - end;
    const r = p + end - 2 * rise;
    let t = 1;
    for (let round = 0; round < 40; round++) {
      const change = (a.value + t * (p + t * (q + t * r))) / (p + t * (2 * q + 3 * t * r));
      t -= change;
      if (!(Math.abs(change) > 1e-13)) break;
    }
    const place = a.s + t * width;
    return place > 0 && place < 1e9 ? place : this.asExponential();
  }
}
