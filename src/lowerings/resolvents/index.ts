/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import type { Lowering } from "../../plan/lowering.ts";
import type { ResolventRequest, ResolventSolver } from "../../plan/resolvent-request.ts";
import { complexSchurResolvent } from "./complex-schur-resolvent.ts";
import { factorsPerShift } from "./factors-per-shift.ts";
import { rationalKrylov } from "./rational-krylov.ts";
import { schurResolvent } from "./schur-resolvent.ts";

/** Ways to evaluate a resolvent at many shifts. */
export const resolventLowerings: readonly Lowering<ResolventRequest, ResolventSolver>[] = [
  schurResolvent,
  complexSchurResolvent,
  factorsPerShift,
  rationalKrylov,
];
