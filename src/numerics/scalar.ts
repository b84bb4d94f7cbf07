/** Scalar mathematics with the same bits on every host; the only such functions that the sources may use. */
import { wasm } from "../../bindings/wasm.ts";

interface ScalarKernels {
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
  tan(x: number): number;
  sinh(x: number): number;
  cosh(x: number): number;
  tanh(x: number): number;
  asin(x: number): number;
  acos(x: number): number;
  atan(x: number): number;
  atan2(y: number, x: number): number;
  pow(x: number, y: number): number;
  cbrt(x: number): number;
  hypot(x: number, y: number): number;
}

const kernels = () => wasm<ScalarKernels>();

export const exp = (x: number): number => kernels().exp(x);
export const expm1 = (x: number): number => kernels().expm1(x);
export const log = (x: number): number => kernels().log(x);
export const log1p = (x: number): number => kernels().log1p(x);
export const sin = (x: number): number => kernels().sin(x);
export const cos = (x: number): number => kernels().cos(x);
export const tan = (x: number): number => kernels().tan(x);
export const sinh = (x: number): number => kernels().sinh(x);
export const cosh = (x: number): number => kernels().cosh(x);
export const tanh = (x: number): number => kernels().tanh(x);
export const asin = (x: number): number => kernels().asin(x);
export const acos = (x: number): number => kernels().acos(x);
export const atan = (x: number): number => kernels().atan(x);
export const atan2 = (y: number, x: number): number => kernels().atan2(y, x);
export const pow = (x: number, y: number): number => kernels().pow(x, y);
export const cbrt = (x: number): number => kernels().cbrt(x);
export const hypot = (x: number, y: number): number => kernels().hypot(x, y);
export const { PI } = Math;
