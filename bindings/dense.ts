/** Complex matrix products: `assembly/gemm.ts`. */
import { Op, Write } from "../assembly/abi.ts";
import { sleeping, whenStarted } from "./wasm.ts";

export { Op, Write };

export let { gemm, gemmScratch } = sleeping;
whenStarted((kernels) => {
  ({ gemm, gemmScratch } = kernels);
});
