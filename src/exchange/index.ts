/** Model documents as programs of other tools, and of this one. */
export { documentProgram, type ProgramOptions } from "./program.ts";
