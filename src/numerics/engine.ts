/** The compiled engine for those who stand above numerics: how it is loaded, posted to other threads, and named. */
export { adopt, type BinarySource, type CompiledModule, module, ready, wasmHash } from "../../bindings/wasm.ts";
