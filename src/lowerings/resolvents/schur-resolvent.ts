/** One Schur form for all shifts, then back substitution at each: n² operations a shift, and no eigenvectors that could be parallel. */
import { inSchurBasis, resolventOfSchur } from "../../numerics/resolvent.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { ResolventRequest, ResolventSolver } from "../../plan/resolvent-request.ts";

/** Largest part that is brought to Schur form. */
const LARGEST = 1500;
/** Measured: flops per second of the Schur form and of substitutions, and what one request costs beside, in seconds. */
const RATE_OF_FORM = 6e9;
const RATE_OF_SOLVES = 1.8e9;
const OVERHEAD = 2e-5;

export const schurResolvent: Lowering<ResolventRequest, ResolventSolver> = {
  name: "Schur form",
  fits({ matrix: { n }, shifts, formed, pairs }) {
    if (n > LARGEST) return { refused: `the part has ${n} coordinates, more than ${LARGEST}` };
    const flops = 2 * n * n;
    const setup = formed && !pairs ? 0 : 25 * n * n * n;
    const seconds = setup / RATE_OF_FORM + ((shifts.length / 2) * flops) / RATE_OF_SOLVES + OVERHEAD;
    return { seconds, flops, bytes: 16 * n * n, setup };
  },
  bind({ matrix: { n }, x, functional, shifts, schur }) {
    return {
      values() {
        const { T, Z } = schur();
        return resolventOfSchur(n, T, inSchurBasis(n, Z, x), inSchurBasis(n, Z, functional), shifts);
      },
    };
  },
};
