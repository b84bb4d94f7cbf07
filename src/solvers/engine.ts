/** The engine that makes the numbers: loaded when asked for, named by its hash in every result. */
export { ready, wasmHash } from "../../bindings/wasm.ts";
