/**
 * Long-time cumulants per cycle, or per unit time: the series of the dominant eigenvalue μ(s) of the tilted map, order by order,
 *
 *   (1 − Λ₀) r_n = Σ_{j≥1} (Λ_j − μ_j) r_{n−j},   μ_n = Σ_{j≥1} Tr Λ_j r_{n−j},   c_n = n! [sⁿ] ln μ(s)
 *
 * with Tr r₀ = 1 and Tr r_{n>0} = 0; of a generator −L₀ stands on the left and c_n = n! μ_n. One factorisation serves all orders.
 */
import { logarithm, type ScalarJet, zeroJet } from "./jet-algebra.ts";
import type { JetCarrier, StateJet } from "./jet-steps.ts";
import { type StationaryCycle, stepsOfCycle } from "./stationary-cycle.ts";
import { hasGenerator } from "./tilted-process.ts";

/** One cycle of a process applied to a series. */
export function throughCycle(carrier: JetCarrier, u: StateJet): StateJet {
  const { process } = carrier;
  if (hasGenerator(process)) return carrier.applied(carrier.matrices(0), u);
  return process.driven ? carrier.flow(u, 0, process.period as number) : carrier.throughCollisions(u, 1, process.cycle as number);
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
  mu.re[0] = hasGenerator(process) ? 0 : 1;
  const lower = carrier.separable ? powerByPower(carrier, r[0]) : wholeSeries(carrier);
  let at = 0;
  while (at < shape.products.length && shape.products[at][2] === 0) at++;
  for (let k = 1; k < shape.exponents.length; k++) {
    // what all lower orders bring to this one: r_k itself is still 0
    const b = lower.bring(r, k) ?? new Float64Array(n);
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
    r[k] = solved(cycle, b, half, complex);
    lower.keep(r[k] as Float64Array, k);
  }
  return hasGenerator(process) ? mu : logarithm(shape, mu);
}

/** How power k of Λ(s) r(s) is found while r_k is not known yet. */
interface LowerOrders {
  bring(r: StateJet, k: number): Float64Array | null;
  keep(r: Float64Array, k: number): void;
}

/** All powers at once, again for each k. */
function wholeSeries(carrier: JetCarrier): LowerOrders {
  return { bring: (r, k) => throughCycle(carrier, upTo(r, k))[k]?.slice() ?? null, keep: () => {} };
}

/** What stands between the steps of a cycle is kept by powers, so that each costs its own products alone. */
function powerByPower(carrier: JetCarrier, first: Float64Array): LowerOrders {
  const steps = stepsOfCycle(carrier);
  const between: (Float64Array | null)[][] = [...steps, 0].map(() => carrier.shape.exponents.map(() => null));
  const keep = (x: Float64Array, k: number): void => {
    let state = x;
    add(between, 0, k, state);
    steps.forEach((step, m) => {
      if (m + 1 === steps.length) return;
      state = carrier.untilted(step, state);
      add(between, m + 1, k, state);
    });
  };
  keep(first, 0);
  return {
    keep,
    bring(_, k) {
      let found: Float64Array | null = null;
      steps.forEach((step, m) => {
        found = carrier.coefficient(step, between[m], k);
        if (found && m + 1 < steps.length) add(between, m + 1, k, found);
      });
      return found;
    },
  };
}

function add(between: (Float64Array | null)[][], m: number, k: number, x: Float64Array): void {
  const known = between[m][k];
  between[m][k] = known ? known.map((value, q) => value + x[q]) : x;
}

function solved({ solve }: StationaryCycle, b: Float64Array, half: number, complex: boolean): Float64Array {
  const out = new Float64Array(b.length);
  out.set(solve(b.slice(0, half)));
  if (complex) out.set(solve(b.slice(half)), half);
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
