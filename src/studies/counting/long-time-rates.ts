/**
 * Long-time cumulants per cycle, or per unit time: the series of the dominant eigenvalue μ(s) of the tilted map, order by order,
 *
 *   (1 − Λ₀) r_n = Σ_{j≥1} (Λ_j − μ_j) r_{n−j},   μ_n = Σ_{j≥1} Tr Λ_j r_{n−j},   c_n = n! [sⁿ] ln μ(s)
 *
 * with Tr r₀ = 1 and Tr r_{n>0} = 0; of a generator −L₀ stands on the left and c_n = n! μ_n. One factorisation serves all orders.
 */
import { type LuFactors, luFactorReal, luSolveReal } from "../../numerics/lu.ts";
import { logarithm, type ScalarJet, zeroJet } from "./jet-algebra.ts";
import type { JetCarrier, StateJet } from "./jet-steps.ts";

/** Largest number of coordinates that is factored. */
export const MOST_UNKNOWNS = 2500;
/** Condition from which a second stationary state is looked for. */
const SUSPICIOUS = 1e11;

/** The map of a cycle at s = 0 with its stationary state and what solves with it. */
export interface StationaryCycle {
  /** 1 − Λ₀ (or −L₀), row-major, on the real coordinates. */
  readonly matrix: Float64Array;
  readonly factors: LuFactors;
  /** Coordinates of the stationary state. */
  readonly state: Float64Array;
  /** ‖(1 − Λ₀) r₀‖ relative to ‖1 − Λ₀‖. */
  readonly residual: number;
  readonly condition: number;
}

/** One cycle of a process applied to a series. */
export function throughCycle(carrier: JetCarrier, u: StateJet): StateJet {
  const { process } = carrier;
  return process.continuous ? carrier.applied(carrier.matrices(0), u) : carrier.throughCollisions(u, 1, process.cycle as number);
}

/** 1 − Λ₀, or −L₀, by columns; of complex processes one of the two equal halves. */
export function untiltedMatrix(carrier: JetCarrier): Float64Array {
  const { process, shape } = carrier;
  const n = process.trace.length;
  const M = new Float64Array(n * n);
  const zeroOrder = (x: Float64Array): StateJet => shape.exponents.map((_, k) => (k === 0 ? x : null));
  for (let q = 0; q < n; q++) {
    const x = new Float64Array(process.n);
    x[q] = 1;
    const image = zerothOrder(carrier, zeroOrder(x)) ?? new Float64Array(process.n);
    for (let r = 0; r < n; r++) M[r * n + q] = (process.continuous || r !== q ? 0 : 1) - image[r];
  }
  return M;
}

function zerothOrder(carrier: JetCarrier, u: StateJet): Float64Array | null {
  const { process } = carrier;
  if (process.continuous) return carrier.untilted(0, u[0] as Float64Array);
  let x = u[0] as Float64Array;
  for (let n = 1; n <= (process.cycle as number); n++) for (const step of process.stepsOf(n)) x = carrier.untilted(step, x);
  return x;
}

/** The stationary state of a cycle, bordered by the trace; null where it is not the only one. */
export function stationaryCycle(carrier: JetCarrier, start: Float64Array): StationaryCycle | null {
  const matrix = untiltedMatrix(carrier);
  const { trace } = carrier.process;
  const n = trace.length;
  // 1 − Λ₀ + w τᵀ with a state w: regular where one state is stationary, and it keeps what has no trace apart
  const bordered = matrix.slice();
  for (let r = 0; r < n; r++) if (start[r] !== 0) for (let q = 0; q < n; q++) bordered[r * n + q] += start[r] * trace[q];
  const factors = luFactorReal(n, bordered);
  if (!(factors.condition < 1e15)) return null;
  const w = start.slice(0, n);
  const state = luSolveReal(factors, w);
  let [residual, size] = [0, 0];
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let q = 0; q < n; q++) {
      sum += matrix[r * n + q] * state[q];
      size = Math.max(size, Math.abs(matrix[r * n + q]));
    }
    residual = Math.max(residual, Math.abs(sum));
  }
  return { matrix, factors, state, residual: size > 0 ? residual / size : residual, condition: factors.condition };
}

/** Is a cycle so near to a second stationary state that its pattern must be asked? */
export function isSuspicious({ condition }: StationaryCycle): boolean {
  return condition > SUSPICIOUS;
}

/** ln μ(s) of a cycle (or μ(s) of a generator) without its constant term; cumulants are n! times its coefficients. */
export function rateSeries(carrier: JetCarrier, cycle: StationaryCycle): ScalarJet {
  const { process, shape } = carrier;
  const { n, complex, trace } = process;
  const half = trace.length;
  const r: (Float64Array | null)[] = shape.exponents.map(() => null);
  r[0] = new Float64Array(n);
  r[0].set(cycle.state);
  const mu = zeroJet(shape);
  mu.re[0] = process.continuous ? 0 : 1;
  let at = 0;
  while (at < shape.products.length && shape.products[at][2] === 0) at++;
  for (let k = 1; k < shape.exponents.length; k++) {
    // what all lower orders bring to this one: r_k itself is still 0
    const image = throughCycle(carrier, upTo(r, k))[k];
    const b = image ?? new Float64Array(n);
    mu.re[k] = dot(trace, b, 0);
    mu.im[k] = complex ? dot(trace, b, half) : 0;
    for (; at < shape.products.length && shape.products[at][2] === k; at++) {
      const [i, j] = shape.products[at];
      const x = r[i];
      if (j === 0 || !x) continue;
      for (let q = 0; q < half; q++) {
        b[q] -= mu.re[j] * x[q] - (complex ? mu.im[j] * x[half + q] : 0);
        if (complex) b[half + q] -= mu.re[j] * x[half + q] + mu.im[j] * x[q];
      }
    }
    r[k] = solved(cycle.factors, b, half, complex);
  }
  return process.continuous ? mu : logarithm(shape, mu);
}

function solved(factors: LuFactors, b: Float64Array, half: number, complex: boolean): Float64Array {
  const out = new Float64Array(b.length);
  out.set(luSolveReal(factors, b.slice(0, half)));
  if (complex) out.set(luSolveReal(factors, b.slice(half)), half);
  return out;
}

function upTo(r: readonly (Float64Array | null)[], k: number): StateJet {
  return r.map((x, i) => (i < k ? x : null));
}

function dot(f: Float64Array, x: Float64Array, from: number): number {
  let sum = 0;
  for (let q = 0; q < f.length; q++) sum += f[q] * x[from + q];
  return sum;
}
