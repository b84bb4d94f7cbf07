/** Scalar functions with the same bits on every host (`assembly/scalar.ts`), and where free memory starts (`assembly/memory.ts`). */
import { address, f64, kernel, real } from "./signature.ts";

const one = kernel(real, f64("x"));
const two = kernel(real, f64("x"), f64("y"));

export const scalar = {
  acos: one,
  asin: one,
  /** The angle of (x, y); the first argument is y. */
  atan2: kernel(real, f64("y"), f64("x")),
  cos: one,
  cosh: one,
  exp: one,
  expm1: one,
  hypot: two,
  log: one,
  log1p: one,
  pow: two,
  sin: one,
  sinh: one,
  tanh: one,
} as const;

/** First byte above the static tables. */
export const memory = { heapBase: kernel(address) } as const;
