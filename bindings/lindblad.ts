/** Lindblad equations on dense states: `assembly/rk4.ts`. */
import { sleeping, whenStarted } from "./wasm.ts";

export let { lindblad, lindbladScratch, rk4Dense, rk4Scratch } = sleeping;
whenStarted((kernels) => {
  ({ lindblad, lindbladScratch, rk4Dense, rk4Scratch } = kernels);
});
