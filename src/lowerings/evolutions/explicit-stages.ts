/** The stages of explicit Runge–Kutta methods and their linear combinations in linear memory. */
import { flowCombine } from "../../../bindings/flow.ts";
import type { F64Block, F64Pointer, I32Block, Scope } from "../../../bindings/memory.ts";

/** Stage derivatives k_1 … k_s of one step on vectors of n reals. */
export class ExplicitStages {
  readonly k: F64Pointer[];
  readonly n: number;
  private readonly coefficients: F64Block;
  private readonly vectors: I32Block;

  constructor(scope: Scope, n: number, stages: number) {
    this.n = n;
    this.k = Array.from({ length: stages }, () => scope.f64(n).pointer);
    this.coefficients = scope.f64(stages);
    this.vectors = scope.i32(stages);
  }

  /** out ← base + h Σ_i weights[i] k_i; zero weights cost nothing. */
  combine(weights: readonly number[], h: number, base: F64Pointer, out: F64Pointer): void {
    const coefficients = this.coefficients.view();
    const vectors = this.vectors.view();
    let count = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue;
      coefficients[count] = h * weights[i];
      vectors[count++] = this.k[i];
    }
    flowCombine(this.n, count, this.coefficients.pointer, this.vectors.pointer, base, out);
  }
}
