/** The engine that makes the numbers, named by its hash in every result. */
export { wasmHash } from "../../bindings/wasm.ts";
