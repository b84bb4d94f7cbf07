/** Kraus sums: `assembly/kraus.ts`, which draws the layout of operator stacks. */
import { Symmetry } from "../assembly/abi.ts";
import { sleeping, whenStarted } from "./wasm.ts";

export { Symmetry };

export let { interleaveKraus, krausScratch, krausSum } = sleeping;
whenStarted((kernels) => {
  ({ interleaveKraus, krausScratch, krausSum } = kernels);
});
