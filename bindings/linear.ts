/** Dense linear systems: `assembly/lu.ts`, `luComplex.ts`, `panel.ts`, `residual.ts`, which draw the layouts. */
import { sleeping, whenStarted } from "./wasm.ts";

export let { luReal, luRealScratch, luSolveReal, luSolveTransposedReal, oneNormReal, productReal } = sleeping;
export let { luComplex, luComplexScratch, luSolveAdjointComplex, luSolveComplex, oneNormComplex } = sleeping;
export let { addToPair, residualComplex, residualReal, residualSparse } = sleeping;
whenStarted((kernels) => {
  ({ luReal, luRealScratch, luSolveReal, luSolveTransposedReal, oneNormReal, productReal } = kernels);
  ({ luComplex, luComplexScratch, luSolveAdjointComplex, luSolveComplex, oneNormComplex } = kernels);
  ({ addToPair, residualComplex, residualReal, residualSparse } = kernels);
});
