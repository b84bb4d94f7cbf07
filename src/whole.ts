/** The entry point `ancilla`: all of `ancilla/slim`, with the binary inside. */
import "./numerics/carried-binary.ts";

export * from "./index.ts";
