/** Everything that crosses the border; `bindings/table` describes it. Nothing here allocates, imports, or grows memory. */

export { frontFactor, frontPanel, frontScratch, frontSolve, frontSolveTransposed } from "./banded";
export { seriesCrossing } from "./crossing";
export { eighComplex, eighComplexScratch, eighReal, eighRealScratch } from "./eigh";
export { entropyOfSpectrum } from "./entropy";
export { exchangeProducts, exchangeProductsSize, exchangeTables } from "./exchange";
export { detunedScratch, detunedStep, detunedTable } from "./exchangeDetuned";
export { exchangeFlux, exchangeRates, exchangeWeights } from "./exchangeFlux";
export { exchangeScratch, exchangeStep } from "./exchangeStep";
export { flowCombine, flowDot, flowError, flowOrthogonalise, flowSeries } from "./flow";
export { gemm, gemmScratch } from "./gemm";
export { jacobiComplex, jacobiReal } from "./jacobi";
export { interleaveKraus, krausScratch, krausSum } from "./kraus";
export { luReal, luRealScratch, luSolveReal, luSolveTransposedReal, oneNormReal } from "./lu";
export { luComplex, luComplexScratch, luSolveAdjointComplex, luSolveComplex, oneNormComplex } from "./luComplex";
export { heapBase } from "./memory";
export { addAdjoint, adjointOf, fillZero, sparseTimesInto } from "./operators";
export { productReal } from "./panel";
export { fillUniform, randomRoom, uniformToNormal, uniformToTruncated } from "./random";
export { addToPair, residualComplex, residualReal, residualSparse } from "./residual";
export { lindblad, lindbladScratch, rk4Dense, rk4Scratch } from "./rk4";
export { acos, asin, atan2, cos, cosh, exp, expm1, hypot, log, log1p, pow, sin, sinh, tanh } from "./scalar";
export { schurReal, schurRealScratch } from "./schur";
export { addLanes, sectorApply, sectorApplySingle, sectorFunctionals } from "./sector";
export { quadraticForms, seriesAt, seriesTerms } from "./series";
export { skylineFactor, skylineSolve, skylineSolveTransposed } from "./skyline";
export { flowApply, flowRecurrence, flowRk4, flowRk4Scratch } from "./slices";
export { currentSteps, readingSteps } from "./trajectories";
