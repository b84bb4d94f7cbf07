/**
 * Second moments over noise of everything that is linear in the state: S = E[ρρᵀ] on the coordinates of the sector.
 *
 *   S_i ← Φ_i (Σ_j T_ij S_j) Φ_iᵀ,   Var o = ⟨o|S|o⟩ − ⟨o|ρ̄⟩²
 *
 * The map of a hidden state acts on the columns of its n × n matrix, then on the rows.
 */
import type { Scope } from "../../numerics/memory.ts";
import type { HiddenStates } from "../../plan/ensemble-request.ts";
import { carrier } from "./carried-states.ts";

/** Second moments that are stepped beside the mean. */
export interface SecondMoments {
  step(k: number): void;
  /** ⟨o|S|o′⟩. */
  between(o: Float64Array, other: Float64Array): number;
}

const LANES = 8;

/** Numbers that the matrices of all hidden states may hold. */
export const MOST_MOMENTS = 2e7;

/** Bind the second moments of a start that is the same in every realisation. */
export function bindSecondMoments({ chain, steps, changesBefore }: HiddenStates, initial: Float64Array, scope: Scope): SecondMoments {
  const { choice } = steps(LANES);
  const engine = choice.bind(scope);
  const n = initial.length;
  const S = new Float64Array(chain.states * n * n);
  for (let i = 0; i < chain.states; i++) {
    for (let q = 0; q < n; q++) for (let p = 0; p < n; p++) S[(i * n + q) * n + p] = chain.start[i] * initial[q] * initial[p];
  }
  const carry = carrier(engine, chain.values, n, n);
  return {
    step(k) {
      if (k > 1 && changesBefore(k)) chain.mix(S, n * n);
      carry(k, S);
      transpose(S, chain.states, n);
      carry(k, S);
      transpose(S, chain.states, n);
    },
    between(o, other) {
      let total = 0;
      for (let i = 0; i < chain.states; i++) {
        let sum = 0;
        for (let q = 0; q < n; q++) {
          if (o[q] === 0) continue;
          let row = 0;
          for (let p = 0; p < n; p++) row += S[(i * n + q) * n + p] * other[p];
          sum += o[q] * row;
        }
        total += chain.read[i] * sum;
      }
      return total;
    },
  };
}

function transpose(S: Float64Array, states: number, n: number): void {
  for (let i = 0; i < states; i++) {
    for (let q = 0; q < n; q++) {
      for (let p = 0; p < q; p++) {
        const [a, b] = [(i * n + q) * n + p, (i * n + p) * n + q];
        [S[a], S[b]] = [S[b], S[a]];
      }
    }
  }
}
