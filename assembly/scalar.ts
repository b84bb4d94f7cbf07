/**
 * Scalar functions of AssemblyScript's own mathematics (a port of musl), exported because the host's `Math`
 * differs between engines and ours must not.
 */
export function exp(x: f64): f64 {
  return NativeMath.exp(x);
}
export function expm1(x: f64): f64 {
  return NativeMath.expm1(x);
}
export function log(x: f64): f64 {
  return NativeMath.log(x);
}
export function log1p(x: f64): f64 {
  return NativeMath.log1p(x);
}
export function sin(x: f64): f64 {
  return NativeMath.sin(x);
}
export function cos(x: f64): f64 {
  return NativeMath.cos(x);
}
export function sinh(x: f64): f64 {
  return NativeMath.sinh(x);
}
export function cosh(x: f64): f64 {
  return NativeMath.cosh(x);
}
export function tanh(x: f64): f64 {
  return NativeMath.tanh(x);
}
export function asin(x: f64): f64 {
  return NativeMath.asin(x);
}
export function acos(x: f64): f64 {
  return NativeMath.acos(x);
}
export function atan2(y: f64, x: f64): f64 {
  return NativeMath.atan2(y, x);
}
export function pow(x: f64, y: f64): f64 {
  return NativeMath.pow(x, y);
}
export function hypot(x: f64, y: f64): f64 {
  return NativeMath.hypot(x, y);
}
