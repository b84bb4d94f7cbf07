/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import type { DerivativeLowering } from "../../plan/derivative-request.ts";
import { denseFlow } from "./dense-flow.ts";
import { lindbladFlow } from "./lindblad-flow.ts";
import { sectorFlow } from "./sector-flow.ts";
import { sparseFlow } from "./sparse-flow.ts";

/** Ways to evaluate dρ/dt. */
export const derivativeLowerings: readonly DerivativeLowering[] = [sparseFlow, lindbladFlow, denseFlow, sectorFlow];
