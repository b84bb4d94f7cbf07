/** Steps by exponentials of a constant flow: exact ones for small sectors, Krylov subspaces for large ones. */
import { flowCombine, flowDot, flowOrthogonalise, flowSeries } from "../../bindings/flow.ts";
import { type F64Block, type F64Pointer, type I32Block, offset, type Scope, scope } from "../../bindings/memory.ts";
import { RunFailure, wrongValue } from "../errors.ts";
import type { Krylov } from "../methods/exponential.ts";
import type { SparseReal } from "../numerics/envelope.ts";
import { expmReal } from "../numerics/expm.ts";
import { pow } from "../numerics/scalar.ts";
import type { Flow } from "./flow.ts";
import { type Save, type Steps, type Stretch, stopsOf } from "./stepper.ts";

/** Check that a flow does not depend on time. */
function requireConstant(flow: Flow, name: string): void {
  if (!flow.constant) {
    throw wrongValue("method", "fit a generator that depends on time", name, "Use `dormandPrince` or `rk4`.");
  }
}

/** Exponentials e^{M Δt} of one matrix, made once per Δt. */
export interface Propagators {
  /** e^{M Δt}, row-major. Δt that differ by rounding of the time axis share one. */
  at(dt: number, t: number): { readonly dt: number; readonly P: Float64Array };
}

/** The exponentials of a sparse matrix, at most `kept` of them at a time. */
export function propagators(M: SparseReal, kept = 8): Propagators {
  const dense = denseOf(M);
  const known: { dt: number; P: Float64Array }[] = [];
  return {
    at(dt, t) {
      const slack = 8 * 2.220446049250313e-16 * Math.max(Math.abs(t), dt);
      const found = known.find((entry) => Math.abs(entry.dt - dt) <= slack);
      if (found) return found;
      const made = {
        dt,
        P: expmReal(
          M.n,
          dense.map((value) => value * dt),
        ),
      };
      known.push(made);
      if (known.length > kept) known.shift();
      return made;
    },
  };
}

/** A as a dense row-major array. */
export function denseOf({ n, rowStart, columns, values }: SparseReal): Float64Array {
  const dense = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) dense[r * n + columns[e]] += values[e];
  return dense;
}

/** Step through a stretch with exact exponentials of the sector's matrix. */
export function stepExponential(flow: Flow, source: Propagators, x: F64Block, stretch: Stretch, save: Save): Steps {
  requireConstant(flow, "exponential()");
  return scope((s) => {
    const P = s.f64(flow.n * flow.n);
    const scratch = s.f64(flow.n).pointer;
    const none = s.f64(1).pointer;
    let loaded: Float64Array | null = null;
    let t = stretch.from;
    let accepted = 0;
    for (const stop of stopsOf(stretch)) {
      if (stop.t > t) {
        const made = source.at(stop.t - t, stop.t);
        if (made.P !== loaded) P.view().set((loaded = made.P));
        flowSeries(1, flow.n, P.pointer, x.pointer, 0, none, none, scratch);
        accepted++;
        t = stop.t;
      }
      if (stop.saved && save(t, x.pointer)) return done(accepted, t, true);
    }
    return done(accepted, t, false);
  });
}

function done(accepted: number, reached: number, stopped: boolean, rejected = 0): Steps {
  return { accepted, rejected, stiffAt: null, reached, stopped, nextStep: null };
}

/**
 * Step through a stretch with Krylov subspaces: x(t + τ) ≈ β V e^{τH} e₁, with the error estimated from the next two rows
 * and saved times read from the same subspace.
 *
 * Source: R. B. Sidje, ACM Trans. Math. Softw. 24, 130 (1998).
 */
export function stepKrylov(flow: Flow, method: Krylov, x: F64Block, stretch: Stretch, save: Save): Steps {
  requireConstant(flow, "krylov()");
  return scope((s) => new KrylovSteps(s, flow, method, x).run(stretch, save));
}

class KrylovSteps {
  private readonly m: number;
  private readonly basis: F64Block;
  private readonly column: F64Block;
  private readonly zero: F64Pointer;
  private readonly out: F64Pointer;
  private readonly coefficients: F64Block;
  private readonly vectors: I32Block;
  private readonly flow: Flow;
  private readonly method: Krylov;
  private readonly x: F64Block;

  constructor(s: Scope, flow: Flow, method: Krylov, x: F64Block) {
    this.flow = flow;
    this.method = method;
    this.x = x;
    this.m = Math.min(method.dimension, flow.n);
    this.basis = s.f64((this.m + 2) * flow.n);
    this.column = s.f64(this.m + 3);
    this.zero = s.f64(flow.n).pointer;
    this.out = s.f64(flow.n).pointer;
    this.coefficients = s.f64(this.m + 2);
    this.vectors = s.i32(Array.from({ length: this.m + 2 }, (_, k) => this.vector(k)));
  }

  private vector(k: number): F64Pointer {
    return offset(this.basis.pointer, k * this.flow.n);
  }

  run(stretch: Stretch, save: Save): Steps {
    const { to, times, from } = stretch;
    let t = from;
    let tau = to - from;
    let saved = 0;
    let accepted = 0;
    let rejected = 0;
    while (t < to) {
      const space = this.subspace();
      if (space.beta === 0) throw new RunFailure(`The state vanished at t = ${t}.`, { time: t });
      tau = Math.min(tau, to - t);
      for (;;) {
        const estimate = this.estimate(space, tau);
        const allowed = (this.method.tolerance * space.beta * tau) / (to - from);
        if (space.closed || estimate.error <= 1.2 * allowed) {
          const end = tau >= to - t ? to : t + tau;
          while (saved < times.length && times[saved] <= end * (1 + 1e-15)) {
            const at = times[saved++];
            this.evaluate(space, at - t);
            if (save(at, this.out)) {
              this.take();
              return done(accepted + 1, at, true, rejected);
            }
          }
          this.evaluate(space, end - t);
          this.take();
          accepted++;
          t = end;
          tau *= Math.min(5, 0.9 * pow(allowed / Math.max(estimate.error, 1e-300), 1 / estimate.order));
          break;
        }
        rejected++;
        tau *= Math.max(0.1, 0.9 * pow(allowed / estimate.error, 1 / estimate.order));
        if (!(tau > 1e-14 * Math.max(Math.abs(t), to - from))) {
          throw new RunFailure(
            `The Krylov step fell below the resolution of time at t = ${t}: the rates are too large for this tolerance.`,
            { time: t },
          );
        }
      }
    }
    return done(accepted, t, false, rejected);
  }

  /** Arnoldi's basis from x, with H padded by two rows for the error estimate. */
  private subspace(): Subspace {
    const { flow, m } = this;
    const n = flow.n;
    const width = m + 2;
    const H = new Float64Array(width * width);
    const beta = Math.sqrt(flowDot(n, this.x.pointer, this.x.pointer));
    flowCombine(n, 0, this.zero, 0 as never, this.x.pointer, this.vector(0));
    if (beta > 0) flowOrthogonalise(n, 0, this.basis.pointer, this.column.pointer);
    let size = 0;
    let scale = 0;
    for (let j = 0; j < m; j++) {
      flow.apply(0, this.vector(j), this.vector(j + 1));
      const norm = flowOrthogonalise(n, j + 1, this.basis.pointer, this.column.pointer);
      const h = this.column.view();
      for (let i = 0; i <= j; i++) {
        H[i * width + j] = h[i];
        scale = Math.max(scale, Math.abs(h[i]));
      }
      size = j + 1;
      if (norm <= 1e-14 * scale) return { beta, H, size, closed: true, next: 0 };
      H[(j + 1) * width + j] = norm;
    }
    H[(m + 1) * width + m] = 1;
    flow.apply(0, this.vector(m), this.vector(m + 1));
    const next = Math.sqrt(flowDot(n, this.vector(m + 1), this.vector(m + 1)));
    return { beta, H, size, closed: false, next };
  }

  private small({ H, size, closed }: Subspace, tau: number): { F: Float64Array; k: number } {
    const width = this.m + 2;
    const k = closed ? size : width;
    const part = new Float64Array(k * k);
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) part[i * k + j] = tau * H[i * width + j];
    return { F: expmReal(k, part), k };
  }

  private estimate(space: Subspace, tau: number): { error: number; order: number } {
    if (space.closed) return { error: 0, order: this.m };
    const { F, k } = this.small(space, tau);
    const first = Math.abs(space.beta * F[this.m * k]);
    const second = Math.abs(space.beta * F[(this.m + 1) * k] * space.next);
    if (first > 10 * second) return { error: second, order: this.m };
    if (first > second) return { error: (first * second) / (first - second), order: this.m };
    return { error: first, order: Math.max(1, this.m - 1) };
  }

  /** out ← β V e^{τH} e₁. */
  private evaluate(space: Subspace, tau: number): void {
    const { F, k } = this.small(space, tau);
    const used = space.closed ? space.size : this.m + 1;
    const coefficients = this.coefficients.view();
    for (let i = 0; i < used; i++) coefficients[i] = space.beta * F[i * k];
    flowCombine(this.flow.n, used, this.coefficients.pointer, this.vectors.pointer, this.zero, this.out);
  }

  private take(): void {
    flowCombine(this.flow.n, 0, this.zero, 0 as never, this.out, this.x.pointer);
  }
}

/** A Krylov subspace: H padded to (m + 2)², its used size, and whether it is invariant. */
interface Subspace {
  readonly beta: number;
  readonly H: Float64Array;
  readonly size: number;
  readonly closed: boolean;
  /** ‖M v_{m+1}‖. */
  readonly next: number;
}
