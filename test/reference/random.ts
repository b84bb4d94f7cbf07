/** `length` numbers in [−1, 1) from a 32-bit mixing counter (Steele, Lea & Flood's splitmix idea), the same for a seed on every host. */
export function randomValues(length: number, seed: number): Float64Array {
  const out = new Float64Array(length);
  let state = seed | 0;
  for (let i = 0; i < length; i++) {
    state = (state + 0x9e3779b9) | 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    x ^= x >>> 15;
    out[i] = (x >>> 0) / 2147483648 - 1;
  }
  return out;
}
