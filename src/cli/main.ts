/** The `ancilla` command: runs the command line on the words of this process. */
import module from "node:module";

/** What Node has from 22.8 on. */
interface Compiling {
  readonly enableCompileCache?: () => unknown;
}

// What Node compiles is kept in its own folder for the next command, unless NODE_DISABLE_COMPILE_CACHE=1; it begins with what is loaded next.
(module as Compiling).enableCompileCache?.();
const { start } = await import("./start.ts");
await start(process.argv.slice(2));
