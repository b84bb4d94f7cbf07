/**
 * Krylov subspaces of a flow that does not depend on time:  x(t + τ) ≈ β V e^{τH} e₁,  with the error estimated from the next two rows
 * and saved times read from the same subspace.
 *
 * Source: R. B. Sidje, ACM Trans. Math. Softw. 24, 130 (1998).
 */
import { flowCombine, flowDot, flowOrthogonalise } from "../../../bindings/flow.ts";
import { type F64Block, type F64Pointer, type I32Block, offset, type Scope } from "../../../bindings/memory.ts";
import { RunFailure } from "../../errors.ts";
import type { Krylov } from "../../methods/exponential.ts";
import { expmReal } from "../../numerics/expm.ts";
import { pow } from "../../numerics/scalar.ts";
import type { Flow, Save, Stretch } from "../../plan/engines.ts";
import type { Due, Work } from "../../work-in-pieces.ts";

/** A Krylov subspace: H padded to (m + 2)², its used size, and whether it is invariant. */
interface Subspace {
  readonly beta: number;
  readonly H: Float64Array;
  readonly size: number;
  readonly closed: boolean;
  /** ‖M v_{m+1}‖. */
  readonly next: number;
}

/** A substep that was accepted. */
interface Substep {
  readonly tau: number;
  readonly error: number;
  readonly order: number;
  readonly allowed: number;
}

/** What was done in a stretch. */
export interface KrylovCount {
  readonly accepted: number;
  readonly rejected: number;
  readonly stopped: boolean;
}

/** Steps through stretches in memory of one scope. */
export class KrylovSubspaces {
  private readonly m: number;
  private readonly basis: F64Block;
  private readonly column: F64Block;
  private readonly zero: F64Pointer;
  private readonly out: F64Pointer;
  private readonly coefficients: F64Block;
  private readonly vectors: I32Block;
  private readonly flow: Flow;
  private readonly tolerance: number;
  private rejected = 0;

  constructor(scope: Scope, flow: Flow, { tolerance, dimension }: Krylov) {
    this.flow = flow;
    this.tolerance = tolerance;
    this.m = Math.min(dimension, flow.n);
    this.basis = scope.f64((this.m + 2) * flow.n);
    this.column = scope.f64(this.m + 3);
    this.zero = scope.f64(flow.n).pointer;
    this.out = scope.f64(flow.n).pointer;
    this.coefficients = scope.f64(this.m + 2);
    this.vectors = scope.i32(Array.from({ length: this.m + 2 }, (_, k) => this.vector(k)));
  }

  /** Carry x, in place, to the end of a stretch. */
  *carry(stretch: Stretch, x: F64Block, save: Save, due: Due): Work<KrylovCount> {
    const { to, times, from } = stretch;
    let t = from;
    let tau = to - from;
    let saved = 0;
    let accepted = 0;
    this.rejected = 0;
    while (t < to) {
      const space = yield* this.subspace(x.pointer, due);
      if (space.beta === 0) throw new RunFailure(`The state vanished at t = ${t}.`, { time: t });
      const step = this.substep(space, Math.min(tau, to - t), t, stretch);
      const end = step.tau >= to - t ? to : t + step.tau;
      accepted++;
      while (saved < times.length && times[saved] <= end * (1 + 1e-15)) {
        const at = times[saved++];
        this.evaluate(space, at - t);
        if (save(at, this.out)) {
          this.take(x.pointer);
          return { accepted, rejected: this.rejected, stopped: true };
        }
      }
      this.evaluate(space, end - t);
      this.take(x.pointer);
      t = end;
      tau = step.tau * Math.min(5, 0.9 * pow(step.allowed / Math.max(step.error, 1e-300), 1 / step.order));
    }
    return { accepted, rejected: this.rejected, stopped: false };
  }

  /** Shorten τ until the error is allowed. */
  private substep(space: Subspace, first: number, t: number, { from, to }: Stretch): Substep {
    let tau = first;
    for (;;) {
      const { error, order } = this.estimate(space, tau);
      const allowed = (this.tolerance * space.beta * tau) / (to - from);
      if (space.closed || error <= 1.2 * allowed) return { tau, error, order, allowed };
      this.rejected++;
      tau *= Math.max(0.1, 0.9 * pow(allowed / error, 1 / order));
      if (!(tau > 1e-14 * Math.max(Math.abs(t), to - from))) {
        throw new RunFailure(`The Krylov step fell below the resolution of time at t = ${t}: the rates are too large for this tolerance.`, {
          time: t,
        });
      }
    }
  }

  private vector(k: number): F64Pointer {
    return offset(this.basis.pointer, k * this.flow.n);
  }

  /** Arnoldi's basis from x, with H padded by two rows for the error estimate. */
  private *subspace(x: F64Pointer, due: Due): Work<Subspace> {
    const { flow, m } = this;
    const n = flow.n;
    const width = m + 2;
    const H = new Float64Array(width * width);
    const beta = Math.sqrt(flowDot(n, x, x));
    flowCombine(n, 0, this.zero, 0 as never, x, this.vector(0));
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
      if (due()) yield;
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

  private take(x: F64Pointer): void {
    flowCombine(this.flow.n, 0, this.zero, 0 as never, this.out, x);
  }
}
