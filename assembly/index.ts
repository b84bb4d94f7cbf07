/** Everything that crosses the border. Nothing here allocates, imports, or grows memory. */

export * from "./eigh";
export * from "./jacobi";
export * from "./memory";
export * from "./scalar";
export { gemm, gemmHermitian, gemmScratch } from "./gemm";
export * from "./sector";
export * from "./exchange";
export * from "./random";
export * from "./entropy";
export * from "./flow";
export { peakMultiplyAdd, peakOuterProduct } from "./peak";
export { luReal, luRealScratch, luSolveReal, luSolveTransposedReal, oneNormReal } from "./lu";
export { luComplex, luComplexScratch, luSolveAdjointComplex, luSolveComplex, oneNormComplex } from "./luComplex";
export { productReal, productRealScratch } from "./panel";
export { addToPair, residualComplex, residualReal, residualSparse } from "./residual";
export * from "./skyline";
export { addDagger, axpy, clear, conjugate, copy, dagger, dot, hermitianPart, mirrorUpper, norm, scale } from "./level1";
export { expectation, expectationSparse, hermiticityDefect, partialTrace, trace, traceDefect } from "./trace";
export { denseTimesSparseDagger, sparseTimesDense } from "./sparse";
export { realTimesLanes, superoperatorTimesVector } from "./superoperator";
export { arrangeCollision, interleaveKraus, krausScratch, krausSparse, krausSum, outgoingUnit } from "./kraus";
export { lindblad, lindbladScratch, lindbladSparse, rk4Dense, rk4Scratch, rk4Sparse } from "./rk4";
export * from "./operators";
export { frontFactor, frontPanel, frontScratch, frontSolve, frontSolveTransposed } from "./banded";
export { orthogonaliseRows, schurReal, schurRealScratch } from "./schur";
