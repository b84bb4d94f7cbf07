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
