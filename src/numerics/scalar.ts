/** Scalar mathematics with the same bits on every host; the only such functions that the sources may use. */
export {
  acos,
  asin,
  atan2,
  cos,
  cosh,
  exp,
  expm1,
  hypot,
  log,
  log1p,
  pow,
  sin,
  sinh,
  tanh,
} from "../../bindings/scalar.ts";

export const { PI } = Math;
