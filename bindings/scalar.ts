/** Scalar functions of `assembly/scalar.ts`. */
import { sleeping, whenStarted } from "./wasm.ts";

export let { acos, asin, atan2, cos, cosh, exp, expm1, hypot, log, log1p, pow, sin, sinh, tanh } = sleeping;
whenStarted((kernels) => {
  ({ acos, asin, atan2, cos, cosh, exp, expm1, hypot, log, log1p, pow, sin, sinh, tanh } = kernels);
});
