/** Open quantum systems by collisions. Everything here runs in browsers; see `ancilla/node` for threads, files and the queue. */
export { ready, wasmHash } from "../bindings/wasm.ts";
export * from "./errors.ts";
export { type Matrix, matrixFrom } from "./numerics/matrix.ts";
