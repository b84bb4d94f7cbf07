/** The entry point `ancilla/slim`: all of `ancilla` without the binary, which `ready({ module })` is handed. The bundle leaves it out. */
export * from "./index.ts";
