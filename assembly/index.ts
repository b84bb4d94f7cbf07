/** Everything that crosses the border. Nothing here allocates, imports, or grows memory. */

export * from "./eigh";
export * from "./jacobi";
export * from "./memory";
export * from "./scalar";
export { gemm, gemmScratch } from "./gemm";
export * from "./sector";
export * from "./exchange";
export * from "./random";
export * from "./entropy";
export * from "./flow";
export { peakMultiplyAdd } from "./peak";
export { luReal, luRealScratch, luSolveReal, luSolveTransposedReal, oneNormReal } from "./lu";
export { luComplex, luComplexScratch, luSolveAdjointComplex, luSolveComplex, oneNormComplex } from "./luComplex";
export { productReal, productRealScratch } from "./panel";
export { addToPair, residualComplex, residualReal, residualSparse } from "./residual";
export * from "./skyline";
