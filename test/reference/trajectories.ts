/** Kernels of trajectories in plain TypeScript, in their order of summation. */
import { log } from "../../src/numerics/scalar.ts";
import { sectorApply } from "./sector.ts";

const SMALL = 1e-200;

/** Rows from … to − 1 of each run. */
const rowsOf = (runs: Int32Array): number[] =>
  Array.from({ length: runs.length / 2 }, (_, i) =>
    Array.from({ length: runs[2 * i + 1] - runs[2 * i] }, (__, k) => runs[2 * i] + k),
  ).flat();

export interface SeriesCall {
  [name: string]: number | Float64Array | Int32Array | null;
  n: number;
  order: number;
  last: number;
  runs: Int32Array;
  terms: Float64Array;
  s: Float64Array;
  read: Float64Array | null;
  out: Float64Array;
  weight: Float64Array;
}

/** y = Σ_k s^k terms[k], k ≤ last, by Horner's rule, and its weight. */
export function seriesAt({ order, last, runs, terms, s, read, out, weight }: SeriesCall): void {
  const lanes = 8;
  for (let l = 0; l < lanes; l++) {
    let w = 0;
    for (const r of rowsOf(runs)) {
      const at = (k: number) => (r * ((order + 1) | 1) + k) * lanes + l;
      let y = terms[at(last)];
      for (let k = last - 1; k >= 0; k--) y = y * s[l] + terms[at(k)];
      out[r * lanes + l] = y;
      w += (read ? read[r] : y) * y;
    }
    weight[l] = w;
  }
}

export interface TermsCall {
  [name: string]: number | Float64Array | Int32Array;
  n: number;
  order: number;
  sure: number;
  h: Float64Array;
  runs: Int32Array;
  rowStart: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  x: Float64Array;
  terms: Float64Array;
  room: Float64Array;
}

/** (hA)^k x / k! until no lane has a term that counts, an odd number of places for each row. */
export function seriesTerms({ order, sure, h, runs, rowStart, columns, values, x, terms, room }: TermsCall): number {
  const lanes = 8;
  const at = (r: number, k: number, l: number) => (r * ((order + 1) | 1) + k) * lanes + l;
  const size = (k: number, l: number) => rowsOf(runs).reduce((most, r) => Math.max(most, Math.abs(terms[at(r, k, l)])), 0);
  const [steps, begin, sizes] = [room.subarray(0, lanes), room.subarray(lanes, 2 * lanes), room.subarray(2 * lanes)];
  for (let l = 0; l < lanes; l++) {
    steps[l] = h[l];
    for (const r of rowsOf(runs)) terms[at(r, 0, l)] = x[r * lanes + l];
    begin[l] = size(0, l);
  }
  for (let k = 1; k <= order; k++) {
    for (let l = 0; l < lanes; l++) {
      for (const r of rowsOf(runs)) {
        let sum = 0;
        for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * terms[at(columns[e], k - 1, l)];
        terms[at(r, k, l)] = (1 / k) * steps[l] * sum;
      }
    }
    if (k < sure || k % 2 === 1) continue;
    for (let l = 0; l < lanes; l++) sizes[l] = size(k, l);
    const counts = Array.from(sizes, (own, l) => own > 1e-16 * begin[l]);
    counts.forEach((count, l) => {
      if (!count) steps[l] = 0;
    });
    if (!counts.some(Boolean)) return k;
  }
  return order;
}

export interface CrossingCall {
  [name: string]: number | Float64Array | Int32Array | null;
  n: number;
  order: number;
  last: number;
  runs: Int32Array;
  rowStart: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  terms: Float64Array;
  h: Float64Array;
  read: Float64Array | null;
  growth: Float64Array;
  u: Float64Array;
  s: Float64Array;
  kept: Float64Array;
}

/** Where weights fall to u, lane by lane: whoever is done is looked at no more, for it would be seen as it is. */
export function seriesCrossing(call: CrossingCall): number {
  const { n, order, last, runs, rowStart, columns, values, terms, h, read, growth, u, s, kept } = call;
  const lanes = 8;
  const rows = rowsOf(runs);
  const [places, weight] = [new Float64Array(lanes), new Float64Array(lanes)];
  let met = 0;
  for (let l = 0; l < lanes; l++) {
    /** The series about a place: its terms, and the first coefficients of the weight. */
    const about = (place: number) => {
      const x = new Float64Array(n * lanes);
      places[l] = place;
      seriesAt({ n, order, last, runs, terms, s: places, read, out: x, weight });
      const nearby = new Float64Array(5 * n * lanes);
      const room = new Float64Array(3 * lanes);
      seriesTerms({ n, order: 3, sure: 4, h, runs, rowStart, columns, values, x, terms: nearby, room });
      return { nearby, weights: weightsOf(nearby, 5) };
    };
    const weightsOf = (from: Float64Array, stride: number): readonly number[] => {
      const w = [0, 0, 0, 0];
      for (const r of rows) {
        const [a, b, c, d] = [0, 1, 2, 3].map((k) => from[(r * stride + k) * lanes + l]);
        const f = read ? read[r] : 2 * a;
        const of = read ? [f * a, f * b, f * c, f * d] : [f * a, f * b, f * c + b * b, f * d + 2 * b * c];
        of.forEach((value, k) => (w[k] += value));
      }
      if (!read) w[0] *= 0.5;
      return w;
    };
    const keep = (nearby: Float64Array, t: number) => {
      const out = new Float64Array(n * lanes);
      places[l] = t;
      seriesAt({ n, order: 3, last: 3, runs, terms: nearby, s: places, read, out, weight });
      for (const r of rows) kept[r * lanes + l] = out[r * lanes + l];
    };
    if (!(u[l] > 0)) {
      s[l] = 0;
      keep(about(0).nearby, 0);
      continue;
    }
    let [place, low, high, own] = [0, 0, 1, false];
    let seen = { nearby: terms, weights: weightsOf(terms, (order + 1) | 1) };
    for (let looks = 0; ; looks++) {
      const goal = log(u[l] / seen.weights[0]) - growth[l] * place;
      const above = goal < 0;
      if (above) low = place;
      else [high, own] = [place, true];
      const t = meeting(seen.weights, growth[l], goal);
      const found = place + t;
      const past = above && place === 1;
      const close = Math.abs(t) <= 1e-4;
      if (looks > 0 && (past || close || high - low <= 1e-15)) {
        own ||= !past && (!close || found < 1);
        const aside = close && !past ? Math.max(0, Math.min(1, found)) - place : 0;
        keep(seen.nearby, aside);
        s[l] = place + aside;
        break;
      }
      if (found > low && looks <= 6 && found < low + (high - low)) place = found;
      else place = own ? low + 0.5 * (high - low) : 1;
      seen = about(place);
    }
    if (own) met |= 1 << l;
  }
  return met;
}

/** Where the third-order series of ln w, with its growth, meets the goal. */
function meeting([w0, w1, w2, w3]: readonly number[], growth: number, goal: number): number {
  const [q1, q2] = [w1 / w0, w2 / w0];
  const l2 = q2 - 0.5 * (q1 * q1);
  const l3 = w3 / w0 - (q1 * q2 + 2 * (l2 * q1)) / 3;
  const l1 = q1 + growth;
  let t = l1 < 0 ? Math.max(-1, Math.min(1, goal / l1)) : 1;
  for (let round = 0; round < 8; round++) {
    const step = (t * (l1 + t * (l2 + t * l3)) - goal) / (l1 + t * (2 * l2 + t * (3 * l3)));
    t -= step;
    if (!(Math.abs(step) > 1e-9)) break;
  }
  return t;
}

export interface FormsCall {
  [name: string]: number | Float64Array | Int32Array;
  count: number;
  start: Int32Array;
  rows: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  half: number;
  x: Float64Array;
  lanes: number;
  out: Float64Array;
}

/** Re ⟨ψ|A|ψ⟩ of kets (Re ψ, Im ψ). */
export function quadraticForms({ count, start, rows, columns, values, half, x, lanes, out }: FormsCall): void {
  for (let f = 0; f < count; f++) {
    for (let l = 0; l < lanes; l++) {
      let sum = 0;
      for (let e = start[f]; e < start[f + 1]; e++) {
        const [a, b] = [x[rows[e] * lanes + l], x[(half + rows[e]) * lanes + l]];
        const [c, d] = [x[columns[e] * lanes + l], x[(half + columns[e]) * lanes + l]];
        if (rows[e] === columns[e]) sum += values[2 * e] * (a * a + b * b);
        else sum += values[2 * e] * (a * c + b * d) - values[2 * e + 1] * (a * d - b * c);
      }
      out[f * lanes + l] = sum;
    }
  }
}

export interface CurrentCall {
  [name: string]: number | Float64Array | Int32Array;
  n: number;
  steps: number;
  width: number;
  rounds: number;
  order: number;
  groups: number;
  rowStart: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  readings: Float64Array;
  trace: Float64Array;
  root: number;
  noise: Float64Array;
  room: Float64Array;
  sums: Float64Array;
  tally: Float64Array;
  x: Float64Array;
  scratch: Float64Array;
  lanes: number;
}

/** z with F(z) = Φ(z₀) of the density φ(z) Σ b_k He_k(z). */
function drawn(rounds: number, b: readonly number[], z0: number): number {
  let w = b[1] + z0 * (b[2] - 0.5 * (b[1] * b[1]));
  for (let round = 0; round < rounds; round++) {
    const z = z0 + w;
    const He = polynomials(z, b.length - 1);
    let [density, tail, between, power] = [1, 0, w, w];
    for (let j = 1; j < b.length; j++) {
      density += b[j] * He[j];
      tail += b[j] * He[j - 1];
      power *= w * (1 / (j + 1));
      between += He[j] * power;
    }
    const step = Math.max(-1, Math.min(1, (between - tail) / density));
    w -= step;
    if (!(Math.abs(step) > 1e-8)) break;
  }
  return z0 + w;
}

function polynomials(z: number, order: number): readonly number[] {
  const He = [1, z];
  for (let j = 2; j <= order; j++) He.push(z * He[j - 1] - (j - 1) * He[j - 2]);
  return He.slice(0, order + 1);
}

/** Steps of one current or two; leaves the last state in x and the one before in scratch. */
export function currentSteps(call: CurrentCall): void {
  const { n, steps, width, rounds, order, groups, readings, trace, root, noise, room, sums, tally, lanes } = call;
  const powers: [number, number][] = [];
  for (let k = 0; k <= order; k++) for (let l = 0; l <= (width === 1 ? 0 : order - k); l++) powers.push([k, l]);
  const [weights, b] = [room.subarray(groups * lanes), room.subarray(2 * groups * lanes)];
  const [first, second] = [b.subarray((order + 1) * lanes), b.subarray(2 * (order + 1) * lanes)];
  let [x, y] = [call.x, call.scratch];
  for (let step = 0; step < steps; step++) {
    for (let l = 0; l < lanes; l++) {
      second[l] = 1;
      const chances = powers.map((_, g) => {
        let sum = 0;
        for (let q = 0; q < n; q++) sum += readings[g * n + q] * x[q * lanes + l];
        room[g * lanes + l] = sum;
        return sum;
      });
      const draw = (given: readonly number[], j: number, out: Float64Array): readonly number[] => {
        const coefficients = given.map((value) => value * (1 / given[0]));
        coefficients.forEach((value, k) => (b[k * lanes + l] = value));
        const at = (step * width + j) * lanes + l;
        const z = drawn(rounds, coefficients, noise[at]);
        const He = polynomials(z, order);
        He.forEach((value, k) => (out[k * lanes + l] = value));
        noise[at] = root * z;
        sums[j * lanes + l] += noise[at];
        return He;
      };
      const one = draw(
        chances.filter((_, g) => powers[g][1] === 0),
        0,
        first,
      );
      let two: readonly number[] = [1];
      if (width === 2) {
        const given = Array.from({ length: order + 1 }, (_, l2) =>
          powers.reduce((sum, [k, m], g) => (m === l2 ? sum + one[k] * chances[g] : sum), 0),
        );
        two = draw(given, 1, second);
      }
      powers.forEach(([k, m], g) => (weights[g * lanes + l] = width === 1 ? one[k] : one[k] * two[m]));
    }
    sectorApply({ n, groups, rowStart: call.rowStart, columns: call.columns, values: call.values }, weights, x, y, lanes);
    for (let l = 0; l < lanes; l++) {
      let total = 0;
      for (let q = 0; q < n; q++) total += trace[q] * y[q * lanes + l];
      const inverse = 1 / total;
      for (let q = 0; q < n; q++) y[q * lanes + l] *= inverse;
      tally[l] *= total / room[l];
      if (tally[l] >= SMALL && tally[l] <= 1 / SMALL) continue;
      tally[lanes + l] += log(tally[l]);
      tally[l] = 1;
    }
    [x, y] = [y, x];
  }
  if (x !== call.x) call.x.set(call.scratch);
}

export interface ReadingCall {
  [name: string]: number | Float64Array | Int32Array | null;
  n: number;
  steps: number;
  memories: number;
  kinds: Int32Array;
  branchStart: Int32Array;
  branches: Int32Array;
  rowStart: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  chances: Float64Array;
  filter: Float64Array | null;
  threshold: number;
  filterMap: number;
  idle: Float64Array | null;
  uniforms: Float64Array;
  walker: Int32Array;
  tally: Float64Array;
  outcomes: Int32Array;
  x: Float64Array;
  scratch: Float64Array;
}

/** Collisions of one trajectory whose units are read. */
export function readingSteps(call: ReadingCall): number {
  const { n, steps, memories, kinds, branchStart, branches, rowStart, columns, values, chances, filter, idle, walker, tally } = call;
  const read = (f: Float64Array, at: number, x: Float64Array): number => {
    let [even, odd] = [0, 0];
    for (let q = 0; q + 1 < n; q += 2) {
      even += f[at + q] * x[q];
      odd += f[at + q + 1] * x[q + 1];
    }
    if (n % 2 === 1) even += f[at + n - 1] * x[n - 1];
    return even + odd;
  };
  const map = (m: number, factor: number, x: Float64Array): Float64Array =>
    x.map((_, r) => {
      let sum = 0;
      for (let e = rowStart[m * (n + 1) + r]; e < rowStart[m * (n + 1) + r + 1]; e++) sum += values[e] * x[columns[e]];
      return factor * sum;
    });
  let x: Float64Array = call.x.slice();
  for (let step = 0; step < steps; step++) {
    const state = kinds[step] * memories + walker[0];
    const list = Array.from({ length: branchStart[state + 1] - branchStart[state] }, (_, k) => branchStart[state] + k);
    const own = list.map((b) => read(chances, branches[4 * b] * n, x));
    const u = call.uniforms[step] * own.reduce((total, chance) => total + Math.max(0, chance), 0);
    let [taken, sum, chance] = [-1, 0, 1];
    for (const [k, b] of list.entries()) {
      if (!(own[k] > 0)) continue;
      [taken, chance] = [b, own[k]];
      sum += own[k];
      if (u < sum) break;
    }
    if (taken < 0) return step + 1;
    const [matrix, then, next, outcome] = branches.subarray(4 * taken, 4 * taken + 4);
    x = map(matrix, 1 / chance, x);
    walker[0] = next;
    call.outcomes[step] = outcome;
    if (outcome >= 0) {
      tally[0] *= chance;
      if (tally[0] < SMALL) {
        tally[1] += log(tally[0]);
        tally[0] = 1;
      }
    }
    const action = filter && outcome >= 0 && read(filter, 0, x) > call.threshold ? call.filterMap : then;
    if (action >= 0) x = map(action, 1, x);
    if (idle) x = x.map((_, r) => read(idle, r * n, x));
  }
  call.x.set(x);
  return 0;
}
